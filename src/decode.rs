//! Bytes and hints become text: BOM, then the HTTP charset, then `<meta>`, then a guess.
//!
//! The order is the one of the [WHATWG encoding sniffing
//! algorithm](https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding);
//! the guess is [chardetng](https://docs.rs/chardetng)'s, the one in Firefox.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use std::borrow::Cow;

/// How many bytes at the start are searched for a `<meta>` charset. The standard's 1,024 misses pages
/// that put scripts before it.
const META_WINDOW: usize = 8192;

/// Text decoded from bytes, with the encoding that was used.
#[derive(Debug, Clone)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// The encoding's name, e.g. `UTF-8` or `GBK`.
    pub encoding: &'static str,
}

/// Decodes `bytes`. `content_type` is an HTTP `Content-Type` value such as `text/html; charset=gbk`; `tld` is
/// the host's last label, which helps the guess.
///
/// ```
/// let d = blocksift::decode(b"<meta charset=gb2312>\xd6\xd0\xce\xc4", None, None);
/// assert_eq!(d.encoding, "GBK");
/// assert!(d.text.ends_with("中文"));
/// ```
pub fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>, tld: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[bom..]);
    }
    let declared = content_type.and_then(charset_of).or_else(|| meta_charset(bytes));
    match declared {
        // A page that says UTF-8 and is not decodes to replacement characters: guess instead.
        None => read_as_utf8_or_guess(bytes, false, tld),
        Some(e) if e == UTF_8 => read_as_utf8_or_guess(bytes, true, tld),
        Some(encoding) => {
            // Many pages carry a stale legacy label over UTF-8 bytes; multi-byte UTF-8 by accident is
            // next to impossible in more than a few characters.
            if let Ok(text) = std::str::from_utf8(bytes)
                && (!encoding.is_single_byte() || encoding == WINDOWS_1252)
                && text.chars().filter(|c| !c.is_ascii()).nth(7).is_some()
            {
                return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name() };
            }
            with(encoding, bytes)
        }
    }
}

/// Pages that say UTF-8, or nothing: UTF-8 if the bytes are so, else the guess. ISO-2022-JP (with escapes) is
/// valid UTF-8 too, so it is left to the guess unless UTF-8 was declared.
fn read_as_utf8_or_guess<'a>(bytes: &'a [u8], declared: bool, tld: Option<&str>) -> Decoded<'a> {
    match std::str::from_utf8(bytes) {
        Ok(text) if declared || !bytes.contains(&0x1b) && utf16_without_bom(bytes).is_none() => {
            Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name() }
        }
        Err(_) if declared && mostly_utf8(bytes) => with(UTF_8, bytes),
        _ => with(guess(bytes, tld), bytes),
    }
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: encoding.name() }
}

fn guess(bytes: &[u8], tld: Option<&str>) -> &'static Encoding {
    if let Some(utf16) = utf16_without_bom(bytes) {
        return utf16;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(tld.map(str::as_bytes).filter(|t| is_plain_tld(t)), Utf8Detection::Allow)
}

/// chardetng panics on a TLD with upper case, dots or non-ASCII.
fn is_plain_tld(tld: &[u8]) -> bool {
    !tld.is_empty() && tld.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
}

/// UTF-16 markup has a zero in every other byte; in text of another script than Latin at least its first tag has.
fn utf16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512)];
    match head {
        [b'<', 0, c, 0, ..] if c.is_ascii_graphic() => return Some(UTF_16LE),
        [0, b'<', 0, c, ..] if c.is_ascii_graphic() => return Some(UTF_16BE),
        [_, _, _, _, ..] => {}
        _ => return None,
    }
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if odd * 10 > half * 7 && even * 10 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 7 && odd * 10 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether bytes labelled UTF-8 are so but for a few broken sequences.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 4 * bad
}

/// The charset parameter of an HTTP `Content-Type`.
fn charset_of(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let at = lower.find("charset")? + "charset".len();
    let value = lower[at..].trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| c == ';' || c == '"' || c == '\'' || c.is_whitespace()).unwrap_or(value.len());
    label(&value[..end])
}

fn label(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.as_bytes()).filter(|e| *e != X_USER_DEFINED)
}

/// The charset of a `<meta charset>` or `<meta http-equiv>` near the start.
fn meta_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(META_WINDOW)].to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&head[from..], b"charset") {
        let start = from + at + b"charset".len();
        let tag = head[..start].iter().rposition(|b| *b == b'<').unwrap_or(0);
        if head[tag..].starts_with(b"<meta") || head[tag..].starts_with(b"<?xml") {
            let end = (start + 64).min(head.len());
            if let Some(found) =
                charset_of(&format!("charset{}", String::from_utf8_lossy(&head[start..end])).replace(['>', '/'], ";"))
            {
                // In a byte stream that was readable up to here, UTF-16 cannot be true.
                return Some(if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found });
            }
        }
        from = start;
    }
    let xml =
        head.starts_with(b"<?xml").then(|| memchr::memmem::find(&head[..head.len().min(200)], b"encoding="))??;
    let value = String::from_utf8_lossy(&head[xml + 9..(xml + 40).min(head.len())]).into_owned();
    let value = value.trim_start_matches(['"', '\'']);
    label(value.split(['"', '\'', '?', ' ']).next()?)
}
