//! Counts of what is read and skipped, shared between the thread that reads and the one that shows progress.

use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

/// Why something is skipped rather than read as a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Skip {
    /// An archive record that is not a page: another record type or media type, or empty.
    NonPageRecord,
    /// A style sheet, a script or data, by its name.
    Asset,
    /// Binary data.
    Binary,
    /// Text without HTML tags whose name does not say that it is a page.
    NoMarkup,
    Empty,
    /// A file or folder whose name begins with a dot.
    Hidden,
    /// A file of an unfinished run.
    Unfinished,
    /// A symbolic link to a folder.
    FolderLink,
    /// A device, a pipe or a socket.
    Special,
}

impl Skip {
    /// Why one file is skipped.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Skip::NonPageRecord => "not a page record",
            Skip::Asset => "a style sheet, script or data file",
            Skip::Binary => "binary data",
            Skip::NoMarkup => "text without HTML tags, and not named .txt",
            Skip::Empty => "empty",
            Skip::Hidden => "hidden",
            Skip::Unfinished => "the output of an unfinished run",
            Skip::FolderLink => "a link to a folder",
            Skip::Special => "not a regular file",
        }
    }

    /// Describes `n` skipped things, with the number as `shown`: `2 binary files`.
    pub(crate) fn count(self, n: u64, shown: &str) -> String {
        let (one, many) = match self {
            Skip::NonPageRecord => ("non-page record", "non-page records"),
            Skip::Asset => ("style sheet, script or data file", "style sheets, scripts and data files"),
            Skip::Binary => ("binary file", "binary files"),
            Skip::NoMarkup => ("file without markup", "files without markup"),
            Skip::Empty => ("empty file", "empty files"),
            Skip::Hidden => ("hidden file or folder", "hidden files and folders"),
            Skip::Unfinished => ("unfinished output", "unfinished outputs"),
            Skip::FolderLink => ("link to a folder", "links to folders"),
            Skip::Special => ("special file", "special files"),
        };
        format!("{shown} {}", if n == 1 { one } else { many })
    }
}

/// Counts of what is read and skipped.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    bytes: AtomicU64,
    skipped_bytes: AtomicU64,
    skips: Mutex<BTreeMap<Skip, u64>>,
    /// Skipped files that were not reported yet; `None` if they are not to be named.
    names: Option<Mutex<Vec<(Skip, String)>>>,
}

impl Tally {
    /// A tally that keeps the names of skipped files for [`Tally::take_names`].
    pub(crate) fn with_names() -> Self {
        Self { names: Some(Mutex::default()), ..Self::default() }
    }

    /// Bytes read, as stored.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Relaxed)
    }

    /// Bytes that need no more reading: read, or in skipped files.
    pub(crate) fn bytes_done(&self) -> u64 {
        self.bytes() + self.skipped_bytes.load(Relaxed)
    }

    /// What was skipped, by reason.
    pub(crate) fn skips(&self) -> BTreeMap<Skip, u64> {
        self.skips.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Names of files that were skipped since the last call, with the reason.
    pub(crate) fn take_names(&self) -> Vec<(Skip, String)> {
        let names = self.names.as_ref().map(|names| names.lock().unwrap_or_else(PoisonError::into_inner));
        names.map_or_else(Vec::new, |mut names| std::mem::take(&mut *names))
    }

    pub(super) fn skip_record(&self) {
        *self.skips.lock().unwrap_or_else(PoisonError::into_inner).entry(Skip::NonPageRecord).or_default() += 1;
    }

    pub(super) fn skip_file(&self, skip: Skip, path: &Path) {
        *self.skips.lock().unwrap_or_else(PoisonError::into_inner).entry(skip).or_default() += 1;
        // A few of the bytes were read to find out.
        let size = path.metadata().map_or(0, |m| if m.is_file() { m.len() } else { 0 });
        self.skipped_bytes.fetch_add(size, Relaxed);
        if let Some(names) = &self.names {
            let names = &mut *names.lock().unwrap_or_else(PoisonError::into_inner);
            names.push((skip, path.display().to_string()));
        }
    }

    /// Wraps a reader so that its bytes are counted.
    pub(super) fn counted<R: Read>(self: &Arc<Self>, reader: R) -> impl Read + use<R> {
        Counted { reader, tally: Arc::clone(self) }
    }
}

struct Counted<R> {
    reader: R,
    tally: Arc<Tally>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(out)?;
        self.tally.bytes.fetch_add(read as u64, Relaxed);
        Ok(read)
    }
}
