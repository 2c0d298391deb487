//! Where pages come from: files, folders, records of JSON lines, standard input, each gzipped or not.

mod files;
mod records;

use blocksift::Format;
use records::Records;
use std::fmt;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
}

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
        return stream(Box::new(BufReader::new(io::stdin())), input, options);
    }
    if !input.is_dir() {
        return open_file(input, options);
    }
    let files = files::walk(input);
    if files.is_empty() {
        let known = files::KNOWN.join(", ");
        return fail(input, format!("no page in this folder; files of pages end in {known} or one of these and .gz"));
    }
    let options = Arc::clone(options);
    Box::new(files.into_iter().flat_map(move |file| match file {
        Ok(file) => open_file(&file, &options),
        Err(failure) => Box::new(std::iter::once(Err(failure))),
    }))
}

fn open_file(path: &Path, options: &Arc<Options>) -> Pages {
    match std::fs::File::open(path) {
        Ok(file) => stream(Box::new(BufReader::with_capacity(64 << 10, file)), path, options),
        Err(error) => fail(path, error),
    }
}

fn fail(input: &Path, reason: impl fmt::Display) -> Pages {
    Box::new(std::iter::once(Err(failure(input, reason))))
}

fn failure(input: &Path, reason: impl fmt::Display) -> Failure {
    Failure { input: input.display().to_string(), reason: reason.to_string() }
}

/// The pages of one open input.
fn stream(reader: Box<dyn BufRead + Send>, name: &Path, options: &Arc<Options>) -> Pages {
    match plain(reader) {
        Ok((head, reader)) if is_records(&head, name, options.kind) => {
            Box::new(Records::new(reader, name, Arc::clone(options)))
        }
        Ok((_, reader)) => Box::new(std::iter::once(whole(reader, name, options))),
        Err(error) => fail(name, error),
    }
}

/// The first bytes of an input and all of it, unpacked if it is gzip, whatever its name says.
fn plain(reader: Box<dyn BufRead + Send>) -> io::Result<(Vec<u8>, Box<dyn BufRead + Send>)> {
    let (head, reader) = peek(reader)?;
    if !head.starts_with(&[0x1f, 0x8b, 8]) {
        return Ok((head, reader));
    }
    peek(Box::new(BufReader::with_capacity(64 << 10, flate2::bufread::MultiGzDecoder::new(reader))))
}

fn peek(mut reader: Box<dyn BufRead + Send>) -> io::Result<(Vec<u8>, Box<dyn BufRead + Send>)> {
    let mut head = Vec::new();
    reader.by_ref().take(64).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(reader))))
}

/// Whether an input holds a page a line. Without a name that tells, an opening brace and quote do: no page of
/// HTML begins so.
fn is_records(head: &[u8], name: &Path, kind: InputKind) -> bool {
    match kind {
        InputKind::Jsonl => true,
        InputKind::Html | InputKind::Text => false,
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
fn whole(reader: Box<dyn BufRead + Send>, name: &Path, options: &Options) -> Found {
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
    fn gzip_is_unpacked_whatever_its_name() {
        use std::io::Write;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(b"hello").unwrap();
        let packed = packer.finish().unwrap();
        let (head, mut reader) = plain(Box::new(Cursor::new(packed))).unwrap();
        let mut all = String::new();
        reader.read_to_string(&mut all).unwrap();
        assert_eq!((head.as_slice(), all.as_str()), (&b"hello"[..], "hello"));
    }
}
