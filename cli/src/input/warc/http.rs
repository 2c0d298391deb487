//! HTTP messages as archives store them: headers, and bodies that are chunked or compressed, decoded within bounds.

use super::header::add_field;
use crate::input::compression::zstd;
use std::io::Read;

/// Maximum number of content codings of a body; with more, none is decoded.
const MAX_CODINGS: usize = 4;
/// First bytes of a body that tell text from compressed data.
const SNIFF_BYTES: usize = 512;
/// Maximum size of a header, in bytes and in fields. Later fields are dropped.
const MAX_HEADER_BYTES: usize = 256 << 10;
const MAX_FIELDS: usize = 1000;

/// A message's header fields and where its body begins.
pub(super) struct HttpHead {
    fields: Vec<(String, String)>,
    pub(super) length: usize,
}

impl HttpHead {
    /// Parses the header of a message; `None` if it is not HTTP. A message that was truncated within its header has no
    /// body.
    pub(super) fn parse(message: &[u8]) -> Option<Self> {
        if !message.starts_with(b"HTTP/") {
            return None;
        }
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut at = 0;
        while let Some(end) = memchr::memchr(b'\n', &message[at..]) {
            let line = message[at..at + end].trim_ascii_end();
            let is_first = at == 0;
            at += end + 1;
            if line.is_empty() {
                return Some(Self { fields, length: at });
            }
            if at <= MAX_HEADER_BYTES && fields.len() < MAX_FIELDS {
                add_field(&mut fields, line, is_first);
            }
        }
        Some(Self { fields, length: message.len() })
    }

    /// The value of a field; the first one if it is repeated.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// All values of a list field, in lower case.
    fn list(&self, name: &str) -> Vec<String> {
        let lines = self.fields.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name));
        let values = lines.flat_map(|(_, value)| value.split(',')).map(|v| v.trim().to_ascii_lowercase());
        values.filter(|v| !v.is_empty() && v != "identity").collect()
    }

    /// Undoes the transfer and content codings of a body, up to `max_bytes`. Some crawlers decode bodies and keep the
    /// header: a body that does not match its header is returned as it is.
    pub(super) fn decode(&self, body: &[u8], max_bytes: usize) -> Vec<u8> {
        let mut body = match self.list("Transfer-Encoding").iter().any(|coding| coding == "chunked") {
            true => unchunked(body).unwrap_or_else(|| body.to_vec()),
            false => body.to_vec(),
        };
        let codings = self.list("Content-Encoding");
        if codings.len() > MAX_CODINGS {
            return body;
        }
        for coding in codings.iter().rev() {
            match undo(coding, &body, max_bytes) {
                Some(decoded) => body = decoded,
                None => break,
            }
        }
        body
    }
}

/// Joins the chunks of a body; `None` if it does not begin with a chunk. A truncated body ends where it was truncated.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    let (mut rest, mut any) = (body, false);
    while let Some(end) = memchr::memchr(b'\n', &rest[..rest.len().min(SNIFF_BYTES)]) {
        let Some(size) = rest[..end].strip_suffix(b"\r").and_then(chunk_size) else { break };
        any = true;
        rest = &rest[end + 1..];
        if size == 0 {
            break;
        }
        let chunk = &rest[..size.min(rest.len())];
        joined.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        rest = rest.strip_prefix(b"\r\n").unwrap_or(rest);
    }
    any.then_some(joined)
}

/// Parses the size line of a chunk.
fn chunk_size(line: &[u8]) -> Option<usize> {
    let digits = line.split(|b| *b == b';').next()?.trim_ascii();
    let is_hex = digits.first().is_some_and(u8::is_ascii_hexdigit);
    usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok().filter(|_| is_hex)
}

/// Undoes one coding of a body; `None` if the body does not have it.
fn undo(coding: &str, body: &[u8], max_bytes: usize) -> Option<Vec<u8>> {
    let (decoded, is_complete) = match coding {
        "gzip" | "x-gzip" => read(flate2::read::MultiGzDecoder::new(body), max_bytes),
        "deflate" if is_zlib(body) => read(flate2::read::ZlibDecoder::new(body), max_bytes),
        "deflate" => read(flate2::read::DeflateDecoder::new(body), max_bytes),
        "br" => read(brotli_decompressor::Decompressor::new(body, 16 << 10), max_bytes),
        "zstd" => read(zstd(body).ok()?, max_bytes),
        _ => return None,
    };
    // A truncated body is used as far as it goes, unless it was plain text.
    (is_complete || !decoded.is_empty() && !is_text(body)).then_some(decoded)
}

/// Reads at most one byte more than `max_bytes`. Also tells whether reading stopped at the end or at that bound.
fn read(decoder: impl Read, max_bytes: usize) -> (Vec<u8>, bool) {
    let mut decoded = Vec::new();
    let is_complete = decoder.take(max_bytes as u64 + 1).read_to_end(&mut decoded).is_ok();
    (decoded, is_complete)
}

fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..] if first & 15 == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

/// Whether a body begins with text: compressed data has control bytes early on. Holds for any charset but UTF-16.
fn is_text(body: &[u8]) -> bool {
    let head = &body[..body.len().min(SNIFF_BYTES)];
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
        let head = HttpHead::parse(&message).unwrap();
        head.decode(&message[head.length..], 1000)
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
    fn codings_are_decoded() {
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
    fn bodies_that_contradict_their_header_are_kept() {
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
    fn headers_are_bounded() {
        let message = format!("HTTP/1.1 200\r\nA: 1\r\n{}\r\n<p>body", "B: 2\r\n".repeat(1_000_000));
        let head = HttpHead::parse(message.as_bytes()).unwrap();
        assert!(head.fields.len() <= MAX_FIELDS && head.get("a") == Some("1"));
        assert_eq!(&message[head.length..], "<p>body");
    }

    #[test]
    fn fields_are_read() {
        let head = HttpHead::parse(b"HTTP/1.1 200\nA : 1\nB:2\n  3\nbad\n\nbody").unwrap();
        assert_eq!((head.get("a"), head.get("b"), head.get("c")), (Some("1"), Some("2 3"), None));
        assert_eq!(head.length, "HTTP/1.1 200\nA : 1\nB:2\n  3\nbad\n\n".len());
        assert!(HttpHead::parse(b"<html>").is_none());
        assert_eq!(HttpHead::parse(b"HTTP/1.1 200\r\nA").unwrap().length, 15);
    }
}
