//! Pages from files, folders, JSON lines, WARC and WET archives and standard input, compressed or not.

mod compression;
mod digest;
mod fnv;
mod folder;
mod json_lines;
mod kind;
mod list;
mod page;
mod sniff;
mod survey;
mod tally;
mod warc;

pub(crate) use digest::Digest;
pub(crate) use fnv::{FNV_OFFSET, fnv1a};
pub(crate) use kind::InputKind;
pub(crate) use list::read_list;
pub(crate) use page::{Body, Failure, FieldNames, Found, Options, RawPage, short_id};
pub(crate) use survey::{Survey, survey};
pub(crate) use tally::{Skip, Tally};

use compression::Decompressor;
use compression::window::Window;
use folder::FolderFiles;
use json_lines::JsonLines;
use page::{cut_names, failure};
use sniff::Contents;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use warc::Warc;

/// Bytes to peek at to recognize archives and JSON lines. Few, because a slow standard input has to deliver them before
/// anything else happens.
const KIND_BYTES: usize = 64;
/// Bytes to peek at to recognize binary data.
const CONTENTS_BYTES: usize = 8 << 10;

type Pages = Box<dyn Iterator<Item = Found> + Send>;

/// Iterates over all pages of all inputs, in order. An input is opened when its turn comes. An unreadable input or
/// record yields a [`Failure`], and iteration continues after it.
pub(crate) fn pages(inputs: Vec<PathBuf>, options: Options) -> impl Iterator<Item = Found> + Send {
    let options = Arc::new(options);
    inputs.into_iter().flat_map(move |input| open(&input, &options)).map(cut_names)
}

fn open(input: &Path, options: &Arc<Options>) -> Pages {
    if input.as_os_str() == "-" {
        stream(Box::new(io::stdin()), input, options, Origin::Named)
    } else if input.is_dir() {
        Box::new(FolderPages::new(input, options))
    } else {
        open_file(input, options, Origin::Named)
    }
}

/// How a file came to be an input. Files that are not pages are errors if named, and are skipped in folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Named,
    Folder,
}

fn open_file(path: &Path, options: &Arc<Options>, origin: Origin) -> Pages {
    match std::fs::File::open(path) {
        Ok(file) => stream(Box::new(file), path, options, origin),
        Err(error) if path.is_symlink() && path.metadata().is_err() => fail(path, format!("broken link: {error}")),
        Err(error) => fail(path, error),
    }
}

fn fail(input: &Path, reason: impl fmt::Display) -> Pages {
    Box::new(std::iter::once(Err(failure(input, reason))))
}

/// The pages of one open input, decompressed if it is gzip or zstd, whatever its name says.
fn stream(reader: Box<dyn Read + Send>, name: &Path, options: &Arc<Options>, origin: Origin) -> Pages {
    try_stream(reader, name, options, origin).unwrap_or_else(|error| fail(name, error))
}

fn try_stream(reader: Box<dyn Read + Send>, name: &Path, options: &Arc<Options>, origin: Origin) -> io::Result<Pages> {
    let kind = options.kind;
    let is_named_archive = kind::is_archive(b"", name, kind);
    let reader = Box::new(options.tally.counted(reader));
    let mut window = Window::new(Decompressor::new(reader, is_named_archive && kind::is_compressed(name)));
    if origin == Origin::Folder && is_asset(&mut window, name) {
        options.tally.skip_file(Skip::Asset, name);
        return Ok(Box::new(std::iter::empty()));
    }
    // A file named as a web archive is read past damage at its start.
    if is_named_archive || kind::is_archive(first(&mut window, KIND_BYTES)?, name, kind) {
        return Ok(Box::new(Warc::new(window, name, Arc::clone(options))));
    }
    // In a folder, other JSON files would give an error per line.
    let head = if origin == Origin::Folder { b"" } else { first(&mut window, KIND_BYTES)? };
    if kind::is_json_lines(head, name, kind) {
        return Ok(Box::new(JsonLines::new(Box::new(window), name, Arc::clone(options))));
    }
    Ok(match (Rejection::of(first(&mut window, CONTENTS_BYTES)?, name, kind), origin) {
        (Some(Rejection::NoMarkup | Rejection::Json), Origin::Named) | (None, _) => {
            Box::new(std::iter::once(read_page(window, name, options)))
        }
        (Some(rejection), Origin::Named) => fail(name, rejection.error()),
        (Some(rejection), Origin::Folder) => {
            options.tally.skip_file(rejection.skip(), name);
            Box::new(std::iter::empty())
        }
    })
}

/// Whether a file is a style sheet, a script or data: it has such a name and does not begin like a page. XHTML may be
/// named `.xml`, and a site may answer a request for a script with a page.
fn is_asset(window: &mut Window<Decompressor>, name: &Path) -> bool {
    kind::is_asset(name) && !first(window, CONTENTS_BYTES).is_ok_and(sniff::begins_as_html)
}

/// The first bytes of an input: always the same number, however many are buffered.
fn first(window: &mut Window<Decompressor>, count: usize) -> io::Result<&[u8]> {
    let head = window.peek(count)?;
    Ok(&head[..head.len().min(count)])
}

/// Why a file is not read as a page, judged by its first bytes.
enum Rejection {
    /// No bytes, or only white space.
    Empty,
    /// Binary data of this kind.
    Binary(&'static str),
    /// Text without HTML tags, and not named as a page. A named file is read as text.
    NoMarkup,
    /// JSON, and not named as JSON lines. A named file was recognized as JSON lines before.
    Json,
}

impl Rejection {
    fn of(head: &[u8], name: &Path, kind: InputKind) -> Option<Self> {
        match kind {
            _ if head.len() < CONTENTS_BYTES && head.trim_ascii().is_empty() => Some(Rejection::Empty),
            InputKind::Auto if kind::is_json_lines(head, name, kind) => Some(Rejection::Json),
            InputKind::Auto => match sniff::contents(head) {
                Contents::Binary(what) => Some(Rejection::Binary(what)),
                Contents::Text if !kind::is_named_page(name) => Some(Rejection::NoMarkup),
                Contents::Text | Contents::Markup => None,
            },
            // The user chose the kind.
            _ => None,
        }
    }

    fn skip(&self) -> Skip {
        match self {
            Rejection::Empty => Skip::Empty,
            Rejection::Binary(_) => Skip::Binary,
            Rejection::NoMarkup => Skip::NoMarkup,
            Rejection::Json => Skip::Asset,
        }
    }

    /// The error of a named file.
    fn error(&self) -> String {
        match self {
            Rejection::Binary(what) => {
                format!("{what}, not a page; use --input html or --input text to read it anyway")
            }
            _ => "empty input".to_owned(),
        }
    }
}

/// Reads a whole input as one page.
fn read_page(reader: impl BufRead, name: &Path, options: &Options) -> Found {
    let mut bytes = Vec::new();
    // One byte over the limit, so that the report says that the page was truncated.
    let most = options.max_page_bytes as u64 + 1;
    reader.take(most).read_to_end(&mut bytes).map_err(|e| failure(name, e))?;
    Ok(RawPage {
        id: name.display().to_string(),
        url: options.url.clone(),
        content_type: options.content_type.clone(),
        format: kind::page_format(name, options.kind, options.content_type.is_some()),
        body: Body::Bytes(bytes),
    })
}

/// The pages of all files in a folder. A folder without any page yields one failure.
struct FolderPages {
    folder: PathBuf,
    files: FolderFiles,
    open: Option<Pages>,
    options: Arc<Options>,
    is_empty: bool,
}

impl FolderPages {
    fn new(folder: &Path, options: &Arc<Options>) -> Self {
        Self {
            folder: folder.to_owned(),
            files: FolderFiles::new(folder),
            open: None,
            options: Arc::clone(options),
            is_empty: true,
        }
    }

    fn find(&mut self) -> Option<Found> {
        loop {
            if let Some(found) = self.open.as_mut().and_then(Iterator::next) {
                return Some(found);
            }
            self.open = Some(match self.files.next()? {
                Ok(folder::File { path, skip: None }) => open_file(&path, &self.options, Origin::Folder),
                Ok(folder::File { path, skip: Some(skip) }) => {
                    self.options.tally.skip_file(skip, &path);
                    continue;
                }
                Err(failure) => Box::new(std::iter::once(Err(failure))),
            });
        }
    }
}

impl Iterator for FolderPages {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        let found = self.find();
        match found {
            Some(_) => {
                self.is_empty = false;
                found
            }
            None if std::mem::take(&mut self.is_empty) => {
                Some(Err(failure(&self.folder, "no pages in this folder; --verbose names the files that were skipped")))
            }
            None => None,
        }
    }
}
