//! Decodes bytes to text: by byte order mark, then HTTP charset, then `<meta>`, then a guess.
//!
//! The order is that of the [WHATWG encoding sniffing
//! algorithm](https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding). The guess is made
//! by [chardetng](https://docs.rs/chardetng), as in Firefox.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use std::borrow::Cow;

/// Bytes at the start that are searched for a `<meta>` charset. The standard's 1,024 miss pages that put scripts before
/// it.
const META_WINDOW: usize = 8192;

/// Bytes after `charset` that may hold its value.
const META_VALUE: usize = 64;

/// Bytes at the start that are searched for the encoding of an XML declaration, and that its value may take.
const XML_WINDOW: usize = 200;
const XML_VALUE: usize = 31;

/// Bytes at the start in which UTF-16 is recognized.
const UTF16_WINDOW: usize = 512;

/// Characters beyond ASCII that valid UTF-8 must have to overrule another declared encoding.
const MIN_UTF8_CHARS: usize = 8;

const ESCAPE: u8 = 0x1b;

/// Text decoded from bytes, and the encoding that was used.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Decoded<'a> {
    /// The text, without byte order mark. Bytes that are invalid in the encoding become U+FFFD.
    pub text: Cow<'a, str>,
    /// Name of the encoding in the WHATWG standard, such as `UTF-8` or `GBK`.
    pub encoding: &'static str,
}

/// Decodes `bytes` to text. Any bytes give a text.
///
/// `content_type` is the value of an HTTP `Content-Type` header, such as `text/html; charset=gbk`. `tld` is the last label
/// of the host, such as `jp`; it helps to guess where neither the header nor the page names a charset.
///
/// ```
/// let decoded = blocksift::decode(b"<meta charset=gb2312>\xd6\xd0\xce\xc4", None, None);
/// assert_eq!(decoded.encoding, "GBK");
/// assert!(decoded.text.ends_with("中文"));
/// ```
#[must_use]
pub fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>, tld: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[length..]);
    }
    match content_type.and_then(charset_of).or_else(|| meta_charset(bytes)) {
        None => decode_utf8_or_guess(bytes, false, tld),
        Some(encoding) if encoding == UTF_8 => decode_utf8_or_guess(bytes, true, tld),
        Some(encoding) => {
            // Many pages carry a stale legacy label over UTF-8. Text in a legacy encoding is hardly ever valid UTF-8 in
            // more than a few characters.
            if let Ok(text) = std::str::from_utf8(bytes)
                && (!encoding.is_single_byte() || encoding == WINDOWS_1252)
                && text.chars().filter(|c| !c.is_ascii()).nth(MIN_UTF8_CHARS - 1).is_some()
            {
                return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name() };
            }
            decode_as(encoding, bytes)
        }
    }
}

/// Decodes a page that declares UTF-8 or nothing: as UTF-8 if it is valid, else by a guess. ISO-2022-JP and UTF-16 may be
/// valid UTF-8 as well, so they are guessed unless UTF-8 is declared.
fn decode_utf8_or_guess<'a>(bytes: &'a [u8], is_declared: bool, tld: Option<&str>) -> Decoded<'a> {
    match std::str::from_utf8(bytes) {
        Ok(text) if is_declared || !bytes.contains(&ESCAPE) && utf16_without_bom(bytes).is_none() => {
            Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name() }
        }
        Err(_) if is_declared && is_mostly_utf8(bytes) => decode_as(UTF_8, bytes),
        _ => decode_as(guess(bytes, tld), bytes),
    }
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: encoding.name() }
}

fn guess(bytes: &[u8], tld: Option<&str>) -> &'static Encoding {
    if let Some(utf16) = utf16_without_bom(bytes) {
        return utf16;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(tld.map(str::as_bytes).filter(|tld| is_plain_tld(tld)), Utf8Detection::Allow)
}

/// Whether chardetng takes a TLD. It panics on upper case, dots and non-ASCII.
fn is_plain_tld(tld: &[u8]) -> bool {
    !tld.is_empty() && tld.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
}

/// UTF-16, recognized by its zeros. Markup has one in every other byte; if its text is not Latin, at least its first tag
/// has.
fn utf16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(UTF16_WINDOW)];
    match head {
        [b'<', 0, c, 0, ..] if c.is_ascii_graphic() => return Some(UTF_16LE),
        [0, b'<', 0, c, ..] if c.is_ascii_graphic() => return Some(UTF_16BE),
        [_, _, _, _, ..] => {}
        _ => return None,
    }
    let zeros_from = |start: usize| head.iter().skip(start).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros_from(0), zeros_from(1), head.len() / 2);
    let (is_many, is_few) = (|zeros: usize| zeros * 10 > half * 7, |zeros: usize| zeros * 10 < half);
    if is_many(odd) && is_few(even) {
        Some(UTF_16LE)
    } else if is_many(even) && is_few(odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether bytes are UTF-8 apart from a few broken sequences.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    valid >= 4 * broken
}

/// The charset parameter of an HTTP `Content-Type`.
fn charset_of(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let start = lower.find("charset")? + "charset".len();
    let value = lower[start..].trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| c == ';' || c == '"' || c == '\'' || c.is_whitespace()).unwrap_or(value.len());
    encoding_of_label(&value[..end])
}

fn encoding_of_label(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != X_USER_DEFINED)
}

/// The charset of a `<meta charset>`, a `<meta http-equiv>` or an XML declaration near the start.
fn meta_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(META_WINDOW)].to_ascii_lowercase();
    for at in memchr::memmem::find_iter(&head, b"charset") {
        let start = at + b"charset".len();
        let tag = head[..start].iter().rposition(|b| *b == b'<').unwrap_or(0);
        if head[tag..].starts_with(b"<meta") || head[tag..].starts_with(b"<?xml") {
            let value = String::from_utf8_lossy(&head[start..(start + META_VALUE).min(head.len())]);
            if let Some(found) = charset_of(&format!("charset{value}").replace(['>', '/'], ";")) {
                // The label was read as ASCII, so the page cannot be in UTF-16.
                return Some(if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found });
            }
        }
    }
    xml_encoding(&head)
}

/// The encoding of an XML declaration at the start. `head` is in lower case.
fn xml_encoding(head: &[u8]) -> Option<&'static Encoding> {
    if !head.starts_with(b"<?xml") {
        return None;
    }
    let start = memchr::memmem::find(&head[..head.len().min(XML_WINDOW)], b"encoding=")? + b"encoding=".len();
    let value = String::from_utf8_lossy(&head[start..(start + XML_VALUE).min(head.len())]);
    encoding_of_label(value.trim_start_matches(['"', '\'']).split(['"', '\'', '?', ' ']).next()?)
}
