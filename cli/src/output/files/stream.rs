//! An output stream: standard output, or a file that is renamed when complete. A file is written in segments, and an
//! interrupted run resumes after the last complete segment.

use super::Output;
use super::compress::Compressor;
use super::journal::{Journal, Progress};
use super::names::{FileNames, begin, discard, remove_journal, rename};
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

/// Input records per segment. Segments end by counts and not by a clock, so that the bytes are the same however often a
/// run was interrupted.
const SEGMENT_RECORDS: u64 = 512;
/// Size of a segment, in bytes before compression.
const SEGMENT_BYTES: u64 = 32 << 20;

/// An open output stream.
pub(crate) struct Stream {
    writer: Box<dyn Write>,
    compressor: Compressor,
    file: Option<Target>,
    /// Bytes written in this run, before compression.
    written: u64,
    /// Bytes of the current segment, before compression.
    segment: u64,
    /// Input records in the current segment.
    records: u64,
}

/// A file that is written under its temporary name.
struct Target {
    names: FileNames,
    /// The file that the writer writes to.
    file: File,
    journal: Journal,
}

impl Stream {
    /// Standard output.
    pub(crate) fn stdout() -> Self {
        Self::new(Box::new(BufWriter::new(io::stdout().lock())), Compressor::Plain, None)
    }

    /// A device or a named pipe.
    pub(crate) fn device(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).open(path)?;
        Ok(Self::new(Box::new(BufWriter::new(file)), Compressor::Plain, None))
    }

    /// A new file.
    pub(crate) fn create(names: FileNames, journal: Journal) -> io::Result<Self> {
        let file = begin(&names)?;
        Self::file(names, file, journal)
    }

    /// A file of an interrupted run, from where the journal says that it was durable.
    pub(crate) fn resume(names: FileNames, mut file: File, journal: Journal) -> io::Result<Self> {
        let durable = journal.progress.bytes;
        if file.metadata()?.len() < durable {
            return Err(io::Error::other(format!(
                "{} is shorter than when it was interrupted",
                names.partial.display()
            )));
        }
        file.set_len(durable)?;
        file.seek(SeekFrom::Start(durable))?;
        Self::file(names, file, journal)
    }

    fn file(names: FileNames, file: File, journal: Journal) -> io::Result<Self> {
        journal.write(&names.journal)?;
        let compressor = Compressor::for_path(&names.complete);
        let writer = Box::new(BufWriter::with_capacity(64 << 10, file.try_clone()?));
        Ok(Self::new(writer, compressor, Some(Target { names, file, journal })))
    }

    fn new(writer: Box<dyn Write>, compressor: Compressor, file: Option<Target>) -> Self {
        Self { writer, compressor, file, written: 0, segment: 0, records: 0 }
    }
}

impl Output for Stream {
    fn count_record(&mut self) -> bool {
        self.records += 1;
        self.file.is_some() && (self.records >= SEGMENT_RECORDS || self.segment >= SEGMENT_BYTES)
    }

    /// Ends a segment: makes the output durable, then writes the journal.
    fn checkpoint(&mut self, progress: &Progress) -> io::Result<()> {
        if self.segment > 0 {
            self.compressor.end_segment(&mut self.writer)?;
        }
        (self.segment, self.records) = (0, 0);
        self.writer.flush()?;
        let Some(target) = &mut self.file else { return Ok(()) };
        target.file.sync_data()?;
        target.journal.progress = Progress { bytes: target.file.stream_position()?, ..progress.clone() };
        target.journal.write(&target.names.journal)
    }

    fn finish(mut self: Box<Self>, progress: &Progress) -> io::Result<()> {
        let is_empty = progress.pages == 0;
        if let Some(Target { names, file, .. }) = self.file.take_if(|t| is_empty && t.names.complete.exists()) {
            // A mistyped or empty input must not cost the output of an earlier run.
            drop(self);
            return discard(file, &names);
        }
        let before = self.file.as_ref().map_or(0, |target| target.journal.progress.bytes);
        if self.written == 0 && before == 0 {
            // An empty output is a valid compressed file too.
            self.compressor.end_segment(&mut self.writer)?;
        }
        self.checkpoint(&Progress { finished: true, ..progress.clone() })?;
        let Self { writer, file, .. } = *self;
        drop(writer);
        let Some(Target { names, file, .. }) = file else { return Ok(()) };
        rename(file, &names)?;
        remove_journal(&names)
    }

    fn is_resumable(&self) -> bool {
        self.file.is_some()
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.compressor.write(bytes, &mut self.writer)?;
        self.written += bytes.len() as u64;
        self.segment += bytes.len() as u64;
        Ok(bytes.len())
    }

    /// Flushes the writer only: where compressed data is split must not depend on when this is called.
    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
