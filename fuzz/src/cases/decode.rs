//! Decoding: content type, top-level domain and bytes.

use blocksift::decode;

/// Decodes bytes. The first byte is the length of a content type that follows, the byte after it the length of a
/// top-level domain.
pub(super) fn run(bytes: &[u8]) {
    let (content_type, rest) = hint(bytes);
    let (tld, rest) = hint(rest);
    let decoded = decode(rest, content_type.as_deref(), tld.as_deref());
    assert!(!decoded.encoding.is_empty());
    assert!(decoded.text.len() <= 3 * rest.len() + 3, "decoding at most triples the size");
    let again = decode(rest, content_type.as_deref(), tld.as_deref());
    assert_eq!(decoded.text, again.text);
    if std::str::from_utf8(rest).is_ok() && content_type.is_none() && rest.is_ascii() && !rest.contains(&0x1b) {
        let plain = !rest.contains(&0) && !rest.windows(7).any(|w| w.eq_ignore_ascii_case(b"charset"));
        let plain = plain && !rest.windows(8).any(|w| w.eq_ignore_ascii_case(b"encoding"));
        assert!(!plain || decoded.text.as_bytes() == rest, "plain ASCII is unchanged");
    }
}

/// Splits off a string of less than 64 bytes behind its length.
fn hint(bytes: &[u8]) -> (Option<String>, &[u8]) {
    let Some((length, rest)) = bytes.split_first() else { return (None, bytes) };
    let length = (*length as usize % 64).min(rest.len());
    let (hint, rest) = rest.split_at(length);
    ((length > 0).then(|| String::from_utf8_lossy(hint).into_owned()), rest)
}
