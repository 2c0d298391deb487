//! Where pages come from: files, folders, records of JSON lines and of web archives, standard input, each packed or not.

mod files;
mod http;
mod records;
mod survey;
mod tally;
mod unpack;
mod warc;
mod window;

pub(crate) use files::listed;
pub(crate) use survey::{START, Survey, hash, survey};
pub(crate) use tally::Tally;

use blocksift::Format;
use records::Records;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use unpack::Unpacker;
use warc::Warc;
use window::Window;

/// A page as it was found, before anything was made of it.
#[derive(Debug)]
pub(crate) struct RawPage {
    /// The record's id, else where the page came from.
    pub(crate) id: String,
    /// Its address, if anybody said so.
    pub(crate) url: Option<String>,
    /// HTTP `Content-Type`, if anybody said so.
    pub(crate) content_type: Option<String>,
    /// Markup or text, where that is known.
    pub(crate) format: Option<Format>,
    /// The page itself.
    pub(crate) body: Body,
}

/// The bytes of a page, or its text where a record held it decoded already.
#[derive(Debug)]
pub(crate) enum Body {
    Bytes(Vec<u8>),
    Text(String),
}

impl Body {
    pub(crate) fn len(&self) -> usize {
        match self {
            Body::Bytes(bytes) => bytes.len(),
            Body::Text(text) => text.len(),
        }
    }
}

/// An input, or a part of one, that no page could be made of.
#[derive(Debug)]
pub(crate) struct Failure {
    /// File, record or address.
    pub(crate) input: String,
    /// What is wrong with it.
    pub(crate) reason: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.input, self.reason)
    }
}

/// What inputs are read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum InputKind {
    /// By the file's name, else by its content
    Auto,
    /// One page of HTML a file
    Html,
    /// One page of plain text a file
    Text,
    /// One page a line: {"id", "url", "html" or "text"}
    Jsonl,
    /// Records of a web archive: WARC or WET
    Warc,
}

/// What is said of all inputs at once.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) kind: InputKind,
    /// For pages that bring no address of their own.
    pub(crate) url: Option<String>,
    pub(crate) content_type: Option<String>,
    /// Bytes of a page past which nothing is read.
    pub(crate) most_bytes: usize,
    /// Counts what is read.
    pub(crate) tally: Arc<Tally>,
}

/// Bytes by which it is told what an input is.
const HEAD: usize = 64;

type Found = Result<RawPage, Failure>;
type Pages = Box<dyn Iterator<Item = Found> + Send>;

/// All pages of all inputs, in order. Each input is opened when its turn comes; one that cannot be read yields a
/// [`Failure`] and the others go on.
pub(crate) fn pages(inputs: Vec<PathBuf>, options: Options) -> impl Iterator<Item = Found> + Send {
    let options = Arc::new(options);
    inputs.into_iter().flat_map(move |input| open(&input, &options))
}

fn open(input: &Path, options: &Arc<Options>) -> Pages {
    if input.as_os_str() == "-" {
        return stream(Box::new(io::stdin()), input, options);
    }
    if !input.is_dir() {
        return open_file(input, options);
    }
    let files = files::walk(input);
    if files.is_empty() {
        let known = files::KNOWN.join(", ");
        let reason = format!("no page in this folder; files of pages end in {known} or one of these and .gz or .zst");
        return fail(input, reason);
    }
    let options = Arc::clone(options);
    Box::new(files.into_iter().flat_map(move |file| match file {
        Ok(file) => open_file(&file, &options),
        Err(failure) => Box::new(std::iter::once(Err(failure))),
    }))
}

fn open_file(path: &Path, options: &Arc<Options>) -> Pages {
    match std::fs::File::open(path) {
        Ok(file) => stream(Box::new(file), path, options),
        Err(error) => fail(path, error),
    }
}

fn fail(input: &Path, reason: impl fmt::Display) -> Pages {
    Box::new(std::iter::once(Err(failure(input, reason))))
}

fn failure(input: &Path, reason: impl fmt::Display) -> Failure {
    Failure { input: input.display().to_string(), reason: reason.to_string() }
}

/// The pages of one open input, unpacked if it is gzip or zstd, whatever its name says.
fn stream(reader: Box<dyn Read + Send>, name: &Path, options: &Arc<Options>) -> Pages {
    let by_name = is_archive(b"", name, options.kind);
    let reader = Box::new(options.tally.counted(reader));
    let mut window = Window::new(Unpacker::new(reader, by_name && files::is_packed(name)));
    // A file that is a web archive by name is read past damage at its start.
    if by_name {
        return Box::new(Warc::new(window, name, Arc::clone(options)));
    }
    let head = match window.peek(HEAD) {
        Ok(head) => &head[..head.len().min(HEAD)],
        Err(error) => return fail(name, error),
    };
    if is_archive(head, name, options.kind) {
        Box::new(Warc::new(window, name, Arc::clone(options)))
    } else if is_records(head, name, options.kind) {
        Box::new(Records::new(Box::new(window), name, Arc::clone(options)))
    } else {
        Box::new(std::iter::once(whole(window, name, options)))
    }
}

/// Whether an input is a WARC or WET file: by its name, else by its first bytes.
fn is_archive(head: &[u8], name: &Path, kind: InputKind) -> bool {
    match kind {
        InputKind::Warc => true,
        InputKind::Auto => match files::extension(name).as_deref() {
            Some("warc" | "wet") => true,
            Some("jsonl" | "ndjson" | "html" | "htm" | "xhtml" | "txt") => false,
            _ => head.starts_with(b"WARC/1."),
        },
        _ => false,
    }
}

/// Whether an input holds a page a line. Without a name that tells, an opening brace and quote do: no page of
/// HTML begins so.
fn is_records(head: &[u8], name: &Path, kind: InputKind) -> bool {
    match kind {
        InputKind::Jsonl => true,
        InputKind::Html | InputKind::Text | InputKind::Warc => false,
        InputKind::Auto => match files::extension(name).as_deref() {
            Some("jsonl" | "ndjson") => true,
            Some("html" | "htm" | "xhtml" | "txt") => false,
            _ => {
                let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
                head.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
            }
        },
    }
}

/// A whole input as one page.
fn whole(reader: impl BufRead, name: &Path, options: &Options) -> Found {
    let mut bytes = Vec::new();
    // One byte more than is used, so that the report says that the page was cut.
    let most = options.most_bytes as u64 + 1;
    reader.take(most).read_to_end(&mut bytes).map_err(|e| failure(name, e))?;
    Ok(RawPage {
        id: name.display().to_string(),
        url: options.url.clone(),
        content_type: options.content_type.clone(),
        format: format_of(name, options),
        body: Body::Bytes(bytes),
    })
}

fn format_of(name: &Path, options: &Options) -> Option<Format> {
    match options.kind {
        InputKind::Html => Some(Format::Html),
        InputKind::Text => Some(Format::Text),
        _ if options.content_type.is_some() => None,
        _ => match files::extension(name).as_deref() {
            Some("html" | "htm" | "xhtml") => Some(Format::Html),
            Some("txt") => Some(Format::Text),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(head: &[u8], name: &str) -> bool {
        is_records(head, Path::new(name), InputKind::Auto)
    }

    #[test]
    fn records_are_told_from_pages() {
        assert!(records(b"{ \"id\": 1}", "-"));
        assert!(records(b"\xef\xbb\xbf{\"id\": 1}", "-"));
        assert!(records(b"", "a.jsonl"));
        assert!(records(b"", "a.JSONL.gz"));
        assert!(!records(b"{\"id\": 1}", "a.html"));
        assert!(!records(b"{ color: red }", "-"));
        assert!(!records(b"<html>", "-"));
    }

    #[test]
    fn archives_are_told_from_the_rest() {
        let archive = |head: &[u8], name: &str| is_archive(head, Path::new(name), InputKind::Auto);
        assert!(archive(b"WARC/1.0\r\n", "-"));
        assert!(archive(b"", "a.warc.gz") && archive(b"", "a.WET") && archive(b"", "a.warc.zst"));
        assert!(!archive(b"WARC/1.0\r\n", "a.txt") && !archive(b"WARC/2", "-"));
    }
}
