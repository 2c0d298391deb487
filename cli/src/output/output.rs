//! Where bytes go: standard output, or a file that gets its name when it is whole. A file is packed if its name says
//! so, and is made of segments, each of which can be gone on from after an interruption.

use super::Destination;
use super::journal::{Journal, Progress};
use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use std::ffi::OsStr;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Records of the input after which a segment ends. Segments end by counts, never by a clock, so that the bytes are the
/// same however often a run was interrupted.
pub(crate) const SEGMENT_RECORDS: u64 = 512;
/// Bytes of a segment, before packing, past which it ends.
pub(crate) const SEGMENT_BYTES: u64 = 32 << 20;
/// Bytes that are packed into one zstd frame.
const FRAME: usize = 4 << 20;

/// An open output.
pub(crate) struct Output {
    writer: Box<dyn Write>,
    packer: Packer,
    file: Option<Target>,
    /// Bytes given to this output, before packing.
    written: u64,
    /// The same of this segment.
    segment: u64,
    records: u64,
}

/// A file that is being written under another name.
struct Target {
    names: Names,
    /// The same file that the writer writes to.
    file: File,
    journal: Journal,
}

/// The names that a file goes through.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    pub(crate) whole: PathBuf,
    pub(crate) partial: PathBuf,
    pub(crate) journal: PathBuf,
}

impl Names {
    /// The names of a file, or `None` for a device or a pipe, which are written to as they are. A link is followed, so
    /// that it stays one.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let whole = match path.metadata() {
            Ok(metadata) if !metadata.is_file() => return None,
            Ok(_) => path.canonicalize().unwrap_or_else(|_| path.to_owned()),
            Err(_) => path.to_owned(),
        };
        let beside = |ending: &str| {
            let mut name = whole.clone().into_os_string();
            name.push(ending);
            PathBuf::from(name)
        };
        Some(Self { partial: beside(".partial"), journal: beside(".progress"), whole })
    }

    pub(crate) fn all(&self) -> [PathBuf; 3] {
        [self.whole.clone(), self.partial.clone(), self.journal.clone()]
    }
}

impl Output {
    /// Standard output.
    pub(crate) fn stdout() -> Self {
        Self::new(Box::new(BufWriter::new(io::stdout().lock())), Packer::Plain, None)
    }

    /// A device or a pipe that has a name.
    pub(crate) fn device(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).open(path)?;
        Ok(Self::new(Box::new(BufWriter::new(file)), Packer::Plain, None))
    }

    /// A file, begun anew.
    pub(crate) fn create(names: Names, journal: Journal) -> io::Result<Self> {
        let file = begin(&names)?;
        Self::file(names, file, journal)
    }

    /// A file, gone on with from where the journal says that it was durable.
    pub(crate) fn resume(names: Names, journal: Journal) -> io::Result<Self> {
        let mut file = locked(&mut OpenOptions::new(), &names.partial)?;
        let durable = journal.progress.bytes;
        if file.metadata()?.len() < durable {
            return Err(io::Error::other(format!("{} is shorter than it was", names.partial.display())));
        }
        file.set_len(durable)?;
        file.seek(SeekFrom::Start(durable))?;
        Self::file(names, file, journal)
    }

    fn file(names: Names, file: File, journal: Journal) -> io::Result<Self> {
        journal.write(&names.journal)?;
        let packer = Packer::of(&names.whole);
        let writer = Box::new(BufWriter::with_capacity(64 << 10, file.try_clone()?));
        Ok(Self::new(writer, packer, Some(Target { names, file, journal })))
    }

    fn new(writer: Box<dyn Write>, packer: Packer, file: Option<Target>) -> Self {
        Self { writer, packer, file, written: 0, segment: 0, records: 0 }
    }
}

impl Destination for Output {
    fn record(&mut self) -> bool {
        self.records += 1;
        self.file.is_some() && (self.records >= SEGMENT_RECORDS || self.segment >= SEGMENT_BYTES)
    }

    /// Ends a segment: all that was written is made durable, and then how far the run has come is noted.
    fn checkpoint(&mut self, progress: &Progress) -> io::Result<()> {
        if self.segment > 0 {
            self.packer.end(&mut self.writer)?;
        }
        (self.segment, self.records) = (0, 0);
        self.writer.flush()?;
        let Some(target) = &mut self.file else { return Ok(()) };
        target.file.sync_data()?;
        target.journal.progress = Progress { bytes: target.file.stream_position()?, ..progress.clone() };
        target.journal.write(&target.names.journal)
    }

    fn finish(mut self: Box<Self>, progress: &Progress) -> io::Result<()> {
        let is_nothing = progress.pages == 0 && progress.failed > 0;
        if let Some(Target { names, .. }) = self.file.as_ref().filter(|t| is_nothing && t.names.whole.exists()) {
            // A slip in the name of an input does not cost what an earlier run wrote.
            let [_, partial, journal] = names.all();
            drop(self);
            return std::fs::remove_file(partial).and_then(|()| std::fs::remove_file(journal));
        }
        let before = self.file.as_ref().map_or(0, |target| target.journal.progress.bytes);
        if self.written == 0 && before == 0 {
            // An archive of nothing is still an archive.
            self.packer.end(&mut self.writer)?;
        }
        self.checkpoint(&Progress { finished: true, ..progress.clone() })?;
        // Some systems rename no file that is open.
        let Self { writer, file, .. } = *self;
        drop(writer);
        let Some(Target { names, file, .. }) = file else { return Ok(()) };
        drop(file);
        name(&names)
    }

    fn is_resumable(&self) -> bool {
        self.file.is_some()
    }
}

/// Begins a file anew, under its temporary name. It may be read by whom the one that it takes the place of may be.
pub(super) fn begin(names: &Names) -> io::Result<File> {
    let file = locked(OpenOptions::new().create(true).truncate(false), &names.partial)?;
    file.set_len(0)?;
    if let Ok(before) = names.whole.metadata() {
        file.set_permissions(before.permissions())?;
    }
    Ok(file)
}

/// Opens a file to write, unless another run does so already. Where files cannot be locked, nothing guards them.
fn locked(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let file = options.write(true).open(path)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            Err(io::Error::other(format!("another run writes {}; wait for it or end it", path.display())))
        }
        _ => Ok(file),
    }
}

/// Gives a whole file its name.
pub(crate) fn name(names: &Names) -> io::Result<()> {
    if names.partial.exists() {
        std::fs::rename(&names.partial, &names.whole)?;
    }
    std::fs::remove_file(&names.journal)
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.packer.pack(bytes, &mut self.writer)?;
        self.written += bytes.len() as u64;
        self.segment += bytes.len() as u64;
        Ok(bytes.len())
    }

    /// Packed bytes wait for the end of their segment: where they are cut must not depend on when this is called.
    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Packs bytes. The same bytes given in the same pieces are packed to the same.
enum Packer {
    Plain,
    Gzip(GzEncoder<Vec<u8>>),
    Zstd(Vec<u8>),
}

impl Packer {
    fn of(path: &Path) -> Self {
        match path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase).as_deref() {
            Some("gz") => Self::Gzip(gzip()),
            Some("zst") => Self::Zstd(Vec::new()),
            _ => Self::Plain,
        }
    }

    fn pack(&mut self, bytes: &[u8], to: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Plain => to.write_all(bytes),
            Self::Gzip(packer) => {
                packer.write_all(bytes)?;
                to.write_all(packer.get_ref())?;
                packer.get_mut().clear();
                Ok(())
            }
            Self::Zstd(waiting) => {
                waiting.extend_from_slice(bytes);
                while waiting.len() >= FRAME {
                    to.write_all(&compress_to_vec(&waiting[..FRAME], CompressionLevel::Fastest))?;
                    waiting.drain(..FRAME);
                }
                Ok(())
            }
        }
    }

    /// Ends the gzip member or the zstd frame.
    fn end(&mut self, to: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Plain => Ok(()),
            Self::Gzip(packer) => to.write_all(&std::mem::replace(packer, gzip()).finish()?),
            Self::Zstd(waiting) => {
                to.write_all(&compress_to_vec(&waiting[..], CompressionLevel::Fastest))?;
                waiting.clear();
                Ok(())
            }
        }
    }
}

fn gzip() -> GzEncoder<Vec<u8>> {
    GzEncoder::new(Vec::new(), Compression::default())
}
