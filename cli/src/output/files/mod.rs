//! Output files: written under a temporary name, renamed when complete, compressed by name, resumable.

mod atomic;
mod compress;
mod journal;
mod names;
mod stream;

pub(crate) use atomic::AtomicFile;
pub(crate) use journal::{Journal, Progress, Setup};
pub(crate) use names::{FileNames, lock, rename_complete};
pub(crate) use stream::Stream;

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Where the bytes of pages go, in order. Ended once all pages are written.
pub(crate) trait Output: Write {
    /// Counts one input record as done. Returns whether a checkpoint is due.
    fn count_record(&mut self) -> bool {
        false
    }
    /// Makes the output durable and saves the progress, so that the run can resume from here.
    fn checkpoint(&mut self, _progress: &Progress) -> io::Result<()> {
        Ok(())
    }
    /// Whether an interrupted run can resume with it.
    fn is_resumable(&self) -> bool {
        false
    }
    /// Ends the output, and renames it to its final name.
    fn finish(self: Box<Self>, progress: &Progress) -> io::Result<()>;
}

/// Opens a file, or standard output for `-` and for nothing, to be written directly.
pub(crate) fn open(path: Option<&Path>) -> io::Result<Box<dyn Write>> {
    match file(path) {
        Some(path) => Ok(Box::new(io::BufWriter::new(File::create(path)?))),
        None => Ok(Box::new(io::BufWriter::new(io::stdout().lock()))),
    }
}

/// The file that an `--output` names, unless it is standard output.
pub(crate) fn file(path: Option<&Path>) -> Option<&Path> {
    path.filter(|p| p.as_os_str() != "-")
}
