//! What is counted while inputs are read.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Counts that the thread that reads adds to and others look at.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    bytes: AtomicU64,
    skipped: AtomicU64,
}

impl Tally {
    /// Bytes of the inputs as they are stored.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Relaxed)
    }

    /// Records that are no pages: of another type, of another media type, or empty.
    pub(crate) fn skipped(&self) -> u64 {
        self.skipped.load(Relaxed)
    }

    pub(super) fn skip(&self) {
        self.skipped.fetch_add(1, Relaxed);
    }

    /// A reader whose bytes are counted.
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
