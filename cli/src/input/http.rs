//! HTTP messages as archives keep them: headers, and bodies in chunks or packed, each decoded within bounds.

use super::unpack::zstd;
use std::io::Read;

/// Codings of one body past which none is undone.
const MOST_CODINGS: usize = 4;
/// Bytes at the start of a body by which text is told from packed bytes.
const GLANCE: usize = 512;

/// A message's header fields and where its body begins.
pub(super) struct Head {
    fields: Vec<(String, String)>,
    pub(super) length: usize,
}

impl Head {
    /// The header of a message; `None` if it is none. A message that was cut within its header has no body.
    pub(super) fn of(message: &[u8]) -> Option<Self> {
        if !message.starts_with(b"HTTP/") {
            return None;
        }
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut at = 0;
        while let Some(end) = memchr::memchr(b'\n', &message[at..]) {
            let line = message[at..at + end].trim_ascii_end();
            let first = at == 0;
            at += end + 1;
            if line.is_empty() {
                return Some(Self { fields, length: at });
            }
            add_field(&mut fields, line, first);
        }
        Some(Self { fields, length: message.len() })
    }

    /// The value of a field, of its first line if it has several.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// All values of a field that is a list, in lower case.
    fn list(&self, name: &str) -> Vec<String> {
        let lines = self.fields.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name));
        let values = lines.flat_map(|(_, value)| value.split(',')).map(|v| v.trim().to_ascii_lowercase());
        values.filter(|v| !v.is_empty() && v != "identity").collect()
    }

    /// The body as it was before it was sent, at most so many bytes of it. Some crawlers keep the header of a coding
    /// that they have undone: where a body is not what its header says, it is taken as it is.
    pub(super) fn decoded(&self, body: &[u8], most: usize) -> Vec<u8> {
        let mut body = match self.list("Transfer-Encoding").iter().any(|coding| coding == "chunked") {
            true => unchunked(body).unwrap_or_else(|| body.to_vec()),
            false => body.to_vec(),
        };
        let codings = self.list("Content-Encoding");
        if codings.len() > MOST_CODINGS {
            return body;
        }
        for coding in codings.iter().rev() {
            match undone(coding, &body, most) {
                Some(decoded) => body = decoded,
                None => break,
            }
        }
        body
    }
}

/// Adds the field of a line, or what a line adds to the field before.
pub(super) fn add_field(fields: &mut Vec<(String, String)>, line: &[u8], first: bool) -> bool {
    let text = String::from_utf8_lossy(line);
    match (text.split_once(':'), fields.last_mut()) {
        (_, Some((_, value))) if text.starts_with([' ', '\t']) => {
            value.push(' ');
            value.push_str(text.trim());
        }
        (Some((name, value)), _) if !first => fields.push((name.trim().to_owned(), value.trim().to_owned())),
        _ => return first,
    }
    true
}

/// The chunks of a body in one; `None` if it does not begin with a chunk. A body that was cut ends where it was cut.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let (mut rest, mut any) = (body, false);
    while let Some(end) = memchr::memchr(b'\n', &rest[..rest.len().min(GLANCE)]) {
        let Some(size) = rest[..end].strip_suffix(b"\r").and_then(chunk_size) else { break };
        any = true;
        rest = &rest[end + 1..];
        if size == 0 {
            break;
        }
        let chunk = &rest[..size.min(rest.len())];
        whole.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        rest = rest.strip_prefix(b"\r\n").unwrap_or(rest);
    }
    any.then_some(whole)
}

/// The size that a line before a chunk states.
fn chunk_size(line: &[u8]) -> Option<usize> {
    let digits = line.split(|b| *b == b';').next()?.trim_ascii();
    let sound = digits.first().is_some_and(u8::is_ascii_hexdigit);
    usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok().filter(|_| sound)
}

/// A body with one coding undone; `None` if it is not coded so.
fn undone(coding: &str, body: &[u8], most: usize) -> Option<Vec<u8>> {
    let (decoded, whole) = match coding {
        "gzip" | "x-gzip" => read(flate2::read::MultiGzDecoder::new(body), most),
        "deflate" if is_zlib(body) => read(flate2::read::ZlibDecoder::new(body), most),
        "deflate" => read(flate2::read::DeflateDecoder::new(body), most),
        "br" => read(brotli_decompressor::Decompressor::new(body, 16 << 10), most),
        "zstd" => read(zstd(body).ok()?, most),
        _ => return None,
    };
    // A body that was cut is of use as far as it goes, unless it was text from the start.
    (whole || !decoded.is_empty() && !is_text(body)).then_some(decoded)
}

/// What comes out, at most one byte more than are used, and whether it came to its end or to that bound.
fn read(decoder: impl Read, most: usize) -> (Vec<u8>, bool) {
    let mut decoded = Vec::new();
    let whole = decoder.take(most as u64 + 1).read_to_end(&mut decoded).is_ok();
    (decoded, whole)
}

fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..] if first & 15 == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

/// Whether a body begins with text: packed bytes are soon controls. Holds for any charset but UTF-16.
fn is_text(body: &[u8]) -> bool {
    let head = &body[..body.len().min(GLANCE)];
    !head.iter().any(|b| matches!(b, 0..=8 | 14..=31 | 127))
}

#[cfg(test)]
mod tests {
    use super::*;
    use blocksift_testkit::compress::{gzip, zlib, zstd};

    const TEXT: &[u8] = b"<p>One bread, two breads, three breads.</p>";

    /// The same as brotli.
    const BROTLI: &[u8] = b"\x1b\x2a\x00\x00\xc4\xce\x96\xea\xad\x1b\xa1\x98\x50\x95\x64\x93\xb0\x67\xfb\x66\x45\x96\
        \x5a\xe0\x91\x41\xb5\x9e\x8e\x79\x05\xd6\xe0\x21\xdc\x6f\x5d\xc2\xe5\x8b\xa8\x65\x95\x31";

    fn body(fields: &str, body: &[u8]) -> Vec<u8> {
        let message = [format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n").as_bytes(), body].concat();
        let head = Head::of(&message).unwrap();
        head.decoded(&message[head.length..], 1000)
    }

    #[test]
    fn chunks_are_joined() {
        let chunked = |b: &[u8]| body("transfer-encoding: Chunked", b);
        assert_eq!(chunked(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"), b"abcde");
        assert_eq!(chunked(b"3\nabc\n"), b"3\nabc\n");
        assert_eq!(chunked(b"ff\r\nabc"), b"abc");
        assert_eq!(chunked(b"<p>already joined"), b"<p>already joined");
        assert_eq!(chunked(b"fffffffffffffffff\r\nabc"), b"fffffffffffffffff\r\nabc");
        assert_eq!(chunked(b""), b"");
    }

    #[test]
    fn codings_are_undone() {
        let zlib = zlib(TEXT);
        let raw = &zlib[2..zlib.len() - 4];
        assert_eq!(body("Content-Encoding: gzip", &gzip(TEXT)), TEXT);
        assert_eq!(body("Content-Encoding: gzip\r\nContent-Encoding: GZIP", &gzip(&gzip(TEXT))), TEXT);
        assert_eq!(body("Content-Encoding: deflate", &zlib), TEXT);
        assert_eq!(body("Content-Encoding: deflate", raw), TEXT);
        assert_eq!(body("Content-Encoding: zstd", &zstd(TEXT)), TEXT);
        assert_eq!(body("Content-Encoding: br", BROTLI), TEXT);
        let twice = format!("{:x}\r\n", gzip(TEXT).len());
        let twice = [twice.as_bytes(), &gzip(TEXT), b"\r\n0\r\n\r\n"].concat();
        assert_eq!(body("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", &twice), TEXT);
    }

    #[test]
    fn bodies_that_are_not_what_they_say_stay() {
        for coding in ["gzip", "deflate", "br", "zstd", "identity", "none such"] {
            assert_eq!(body(&format!("Content-Encoding: {coding}"), TEXT), TEXT, "{coding}");
        }
        assert_eq!(body("X-Crawl-Content-Encoding: gzip", TEXT), TEXT);
        let cut = gzip(&TEXT.repeat(20));
        let read = body("Content-Encoding: gzip", &cut[..cut.len() - 9]);
        assert!(!read.is_empty() && TEXT.repeat(20).starts_with(&read));
    }

    #[test]
    fn bombs_are_bounded() {
        assert_eq!(body("Content-Encoding: gzip", &gzip(&vec![b' '; 1 << 20])).len(), 1001);
    }

    #[test]
    fn fields_are_read() {
        let head = Head::of(b"HTTP/1.1 200\nA : 1\nB:2\n  3\nbad\n\nbody").unwrap();
        assert_eq!((head.get("a"), head.get("b"), head.get("c")), (Some("1"), Some("2 3"), None));
        assert_eq!(head.length, "HTTP/1.1 200\nA : 1\nB:2\n  3\nbad\n\n".len());
        assert!(Head::of(b"<html>").is_none());
        assert_eq!(Head::of(b"HTTP/1.1 200\r\nA").unwrap().length, 15);
    }
}
