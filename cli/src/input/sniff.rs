//! What a file holds, judged by its first bytes: markup, text or binary data.

use memchr::memmem;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contents {
    /// HTML.
    Markup,
    /// Text in any encoding.
    Text,
    /// Anything else, with its kind in words.
    Binary(&'static str),
}

/// File signatures: offset, bytes, kind in words.
const SIGNATURES: [(usize, &[u8], &str); 32] = [
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (0, b"II*\0", "a TIFF image"),
    (0, b"MM\0*", "a TIFF image"),
    (0, b"\0\0\x01\0", "an icon"),
    (8, b"WEBP", "a WebP image"),
    (8, b"WAVE", "a WAVE file"),
    (8, b"AVI ", "a video"),
    (4, b"ftyp", "a video or image"),
    (0, b"\x1aE\xdf\xa3", "a video"),
    (0, b"OggS", "an Ogg file"),
    (0, b"fLaC", "a FLAC file"),
    (0, b"ID3", "an MP3 file"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
    (0, b"OTTO", "a font"),
    (0, b"%PDF-", "a PDF file"),
    (0, b"%!PS", "a PostScript file"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
    (0, b"PK\x03\x04", "a ZIP archive or an Office document"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"BZh", "a bzip2 file"),
    (0, b"\xfd7zXZ\0", "an xz file"),
    (257, b"ustar", "a tar archive"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90\0", "a program"),
    (0, b"\xca\xfe\xba\xbe", "a program"),
    (0, b"\xcf\xfa\xed\xfe", "a program"),
    (0, b"SQLite format 3\0", "an SQLite database"),
];

/// Tags and declarations that mark HTML, in lower case and without the opening bracket.
const TAGS: [&[u8]; 28] = [
    b"!doctype html",
    b"html",
    b"head",
    b"title",
    b"meta",
    b"link",
    b"body",
    b"div",
    b"p",
    b"h1",
    b"h2",
    b"h3",
    b"ul",
    b"ol",
    b"li",
    b"table",
    b"a",
    b"span",
    b"article",
    b"section",
    b"main",
    b"header",
    b"nav",
    b"style",
    b"script",
    b"pre",
    b"br",
    b"img",
];

/// Judges a file by its first bytes.
///
/// Signatures come first, since PDF files and programs may hold markup. A page may hold stray NUL bytes; a text with NUL
/// bytes that is not UTF-16 is binary data.
pub(super) fn contents(head: &[u8]) -> Contents {
    if let Some(what) = signature(head) {
        return Contents::Binary(what);
    }
    let text = lower_case(head, is_utf16(head));
    match () {
        () if has_tag(&text) => Contents::Markup,
        () if text.contains(&0) => Contents::Binary("binary data"),
        () => Contents::Text,
    }
}

/// Whether a file begins as an HTML document: with its doctype or with `<html`, after white space, comments and an XML
/// declaration. Tags further on do not count, since feeds, drawings and scripts hold them too.
pub(super) fn begins_as_html(head: &[u8]) -> bool {
    let text = lower_case(head, is_utf16(head));
    let text = text.strip_prefix(b"\xef\xbb\xbf").or(text.strip_prefix(b"\xff\xfe")).unwrap_or(&text);
    let mut text = text.strip_prefix(b"\xfe\xff").unwrap_or(text).trim_ascii_start();
    while let Some(end) = [(&b"<?"[..], &b"?>"[..]), (b"<!--", b"-->")].iter().find_map(|(start, end)| {
        let rest = text.strip_prefix(*start)?;
        memmem::find(rest, end).map(|at| start.len() + at + end.len())
    }) {
        text = text[end..].trim_ascii_start();
    }
    [&b"!doctype html"[..], b"html"].iter().any(|tag| text.strip_prefix(b"<").is_some_and(|rest| is_tag(rest, tag)))
}

/// Text in ASCII lower case. UTF-16 with its NUL bytes removed reads as ASCII where it is ASCII.
fn lower_case(head: &[u8], is_utf16: bool) -> Vec<u8> {
    head.iter().filter(|b| !is_utf16 || **b != 0).map(u8::to_ascii_lowercase).collect()
}

/// The kind of file that has this signature. Prose may begin with printable ones, such as `GIF89a`, so these count only
/// among control characters.
fn signature(head: &[u8]) -> Option<&'static str> {
    let is_control = |b: &u8| *b < b'\t';
    let has_control = head.iter().any(is_control);
    let is_found = |(offset, magic, _): &&(usize, &[u8], &str)| {
        let is_certain = has_control || magic.starts_with(b"%") || !magic.is_ascii();
        is_certain && head.get(*offset..).is_some_and(|rest| rest.starts_with(magic))
    };
    SIGNATURES.iter().find(is_found).map(|(_, _, what)| *what)
}

/// Whether bytes are UTF-16: by the byte order mark, or because NUL bytes are at only even or only odd positions and
/// are frequent.
fn is_utf16(head: &[u8]) -> bool {
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return true;
    }
    let mut nuls = [0usize; 2];
    for at in memchr::memchr_iter(0, head) {
        nuls[at % 2] += 1;
    }
    nuls.contains(&0) && nuls[0] + nuls[1] > head.len() / 5
}

/// Whether text in lower case has an HTML tag.
fn has_tag(text: &[u8]) -> bool {
    memchr::memchr_iter(b'<', text).any(|at| {
        let rest = &text[at + 1..];
        TAGS.iter().any(|tag| is_tag(rest, tag))
    }) || memmem::find(text, b"</")
        .is_some_and(|at| text.get(at + 2).is_some_and(u8::is_ascii_lowercase) && !text.contains(&0))
}

/// Whether what follows an opening bracket is this tag.
fn is_tag(text: &[u8], tag: &[u8]) -> bool {
    text.strip_prefix(tag)
        .is_some_and(|after| matches!(after.first(), None | Some(b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_from_files_with_tags() {
        let xhtml =
            b"<?xml version=\"1.0\"?>\n<!-- saved -->\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">";
        for page in [&xhtml[..], b"\xef\xbb\xbf <HTML lang=en>", b"\xff\xfe<\0h\0t\0m\0l\0>\0"] {
            assert!(begins_as_html(page), "{page:?}");
        }
        let feed = b"<?xml version=\"1.0\"?><rss><title>x</title></rss>";
        for asset in [&feed[..], b"<svg><a>x</a></svg>", b"document.write('<html>')", b"", b"<!-- <html>", b"<htmlx>"] {
            assert!(!begins_as_html(asset), "{asset:?}");
        }
    }

    #[test]
    fn binary_data_is_told_from_pages() {
        let zip = b"PK\x03\x04\x14\0<html>";
        let program = [&b"\x7fELF\x02\x01\x01\0"[..], &[0; 40]].concat();
        let tar = [&[b'a'; 257][..], b"ustar\0"].concat();
        for binary in [&b"\x89PNG\r\n\x1a\n\0\0"[..], b"%PDF-1.7\n<html>", zip, &program, &tar, b"words\0 and more"] {
            assert!(matches!(contents(binary), Contents::Binary(_)), "{binary:?}");
        }
    }

    #[test]
    fn pages_are_told_from_text() {
        for page in
            [&b"<!DOCTYPE html>"[..], b"\xef\xbb\xbf<HTML lang=en>", b"words <p>more", b"<style>\0</style>", b"x</em>"]
        {
            assert_eq!(contents(page), Contents::Markup, "{page:?}");
        }
        for text in [
            &b"words"[..],
            b"a < b",
            b"<pa",
            b"caf\xe9 \x1b",
            b"Convert WEBP to PNG",
            b"GIF89a is a format",
            b"The ftyp box",
            b"{\"a\": 1}",
        ] {
            assert_eq!(contents(text), Contents::Text, "{text:?}");
        }
    }

    #[test]
    fn utf_16_is_no_binary_data() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(contents(&wide("words and more words")), Contents::Text);
        assert_eq!(contents(&wide("<html><p>words and more words")), Contents::Markup);
        assert_eq!(contents(&wide("\u{feff}中文")), Contents::Text);
    }
}
