//! What an input is read as, judged by its name and its first bytes.

use blocksift::Format;
use std::path::Path;

/// What inputs are read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum InputKind {
    /// Detect by file name and contents
    Auto,
    /// One HTML page per file
    Html,
    /// One plain-text page per file
    Text,
    /// One page per line: {"id", "url", "html" or "text"}
    Jsonl,
    /// WARC or WET records
    Warc,
}

const PAGES: [&str; 4] = ["html", "htm", "xhtml", "txt"];
const ARCHIVES: [&str; 2] = ["warc", "wet"];
const JSON_LINES: [&str; 2] = ["jsonl", "ndjson"];
/// Files that belong to a saved site but are not pages.
const ASSETS: [&str; 14] =
    ["css", "js", "mjs", "cjs", "ts", "map", "json", "webmanifest", "xml", "rss", "atom", "svg", "vtt", "swf"];
const COMPRESSED: [&str; 2] = [".gz", ".zst"];

/// The extension that tells what a file is, in lower case and without `.gz` or `.zst`.
///
/// Mirroring tools keep a URL's query in the name, as in `index.html?p=3`. What comes before the query counts, unless it
/// is unknown and the name ends like a page: some tools add `.html`, as in `index.php?p=3.html`.
fn extension(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let name = COMPRESSED.iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(&name);
    let last = |name: &str| name.rsplit_once('.').map(|(_, extension)| extension.to_owned());
    let Some((before_query, _)) = name.split_once('?') else { return last(name) };
    let is_one_of = |extension: &Option<String>, known: &[&[&str]]| {
        extension.as_deref().is_some_and(|extension| known.iter().any(|names| names.contains(&extension)))
    };
    let (before_query, end) = (last(before_query), last(name));
    let is_known = is_one_of(&before_query, &[&PAGES, &ARCHIVES, &JSON_LINES, &ASSETS]);
    if !is_known && is_one_of(&end, &[&PAGES]) { end } else { before_query }
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    extension(path).is_some_and(|e| extensions.contains(&e.as_str()))
}

/// Whether a file's name says that it is compressed.
pub(super) fn is_compressed(path: &Path) -> bool {
    let name = path.as_os_str().to_string_lossy().to_ascii_lowercase();
    COMPRESSED.iter().any(|ending| name.ends_with(ending))
}

/// Whether a file's name says that it is a page.
pub(super) fn is_named_page(path: &Path) -> bool {
    has_extension(path, &PAGES)
}

/// Whether a file's name says that it is a style sheet, a script or data. Its contents may still be a page.
pub(super) fn is_asset(path: &Path) -> bool {
    has_extension(path, &ASSETS)
}

/// Whether an input is a WARC or WET file, by its name or else by its first bytes.
pub(super) fn is_archive(head: &[u8], name: &Path, kind: InputKind) -> bool {
    match kind {
        InputKind::Warc => true,
        InputKind::Auto if has_extension(name, &ARCHIVES) => true,
        InputKind::Auto if has_extension(name, &JSON_LINES) || is_named_page(name) => false,
        InputKind::Auto => head.starts_with(b"WARC/1."),
        InputKind::Html | InputKind::Text | InputKind::Jsonl => false,
    }
}

/// Whether an input holds one page per line, by its name or else by its first bytes: no HTML page begins with an
/// opening brace and a quote.
pub(super) fn is_json_lines(head: &[u8], name: &Path, kind: InputKind) -> bool {
    match kind {
        InputKind::Jsonl => true,
        InputKind::Auto if has_extension(name, &JSON_LINES) => true,
        InputKind::Auto if is_named_page(name) => false,
        InputKind::Auto => {
            let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
            head.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
        }
        InputKind::Html | InputKind::Text | InputKind::Warc => false,
    }
}

/// Whether a file is markup or text, if its name or the user says so. A `Content-Type` counts more than the name.
pub(super) fn page_format(name: &Path, kind: InputKind, has_content_type: bool) -> Option<Format> {
    match kind {
        InputKind::Html => Some(Format::Html),
        InputKind::Text => Some(Format::Text),
        _ if has_content_type => None,
        _ => match extension(name).as_deref() {
            Some("html" | "htm" | "xhtml") => Some(Format::Html),
            Some("txt") => Some(Format::Text),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_lines_are_told_from_pages() {
        let is_json_lines = |head: &[u8], name: &str| is_json_lines(head, Path::new(name), InputKind::Auto);
        assert!(is_json_lines(b"{ \"id\": 1}", "-"));
        assert!(is_json_lines(b"\xef\xbb\xbf{\"id\": 1}", "-"));
        assert!(is_json_lines(b"", "a.jsonl"));
        assert!(is_json_lines(b"", "a.JSONL.gz"));
        assert!(!is_json_lines(b"{\"id\": 1}", "a.html"));
        assert!(!is_json_lines(b"{ color: red }", "-"));
        assert!(!is_json_lines(b"<html>", "-"));
    }

    #[test]
    fn archives_are_told_from_pages() {
        let is_archive = |head: &[u8], name: &str| is_archive(head, Path::new(name), InputKind::Auto);
        assert!(is_archive(b"WARC/1.0\r\n", "-"));
        assert!(is_archive(b"", "a.warc.gz") && is_archive(b"", "a.WET") && is_archive(b"", "a.warc.zst"));
        assert!(!is_archive(b"WARC/1.0\r\n", "a.txt") && !is_archive(b"WARC/2", "-"));
    }

    #[test]
    fn queries_in_names_are_ignored() {
        let extension = |name: &str| extension(Path::new(name)).unwrap_or_default();
        assert_eq!(extension("index.html?p=3"), "html");
        assert_eq!(extension("index.php?p=3.html"), "html");
        assert_eq!(extension("index.html?image=a.png"), "html");
        assert_eq!(extension("view.php?file=style.css"), "php");
        assert_eq!(extension("page?x=app.js"), "");
        assert_eq!(extension("style.CSS?ver=5.1"), "css");
        assert_eq!(extension("about.php"), "php");
        assert_eq!(extension("UP.HTML.GZ"), "html");
        assert_eq!(extension("index"), "");
    }
}
