//! Compression of output by file name, in segments that can be concatenated.

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;

/// Bytes compressed into one zstd frame.
const FRAME_BYTES: usize = 4 << 20;

/// A compressor. The same bytes in the same pieces give the same output.
pub(super) enum Compressor {
    Plain,
    Gzip(GzEncoder<Vec<u8>>),
    Zstd(Vec<u8>),
}

impl Compressor {
    /// The compressor for a file name: gzip for `.gz`, zstd for `.zst`, else none.
    pub(super) fn for_path(path: &Path) -> Self {
        match path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase).as_deref() {
            Some("gz") => Self::Gzip(gzip()),
            Some("zst") => Self::Zstd(Vec::new()),
            _ => Self::Plain,
        }
    }

    /// Compresses bytes. Some may be held back until the segment ends.
    pub(super) fn write(&mut self, bytes: &[u8], to: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Plain => to.write_all(bytes),
            Self::Gzip(encoder) => {
                encoder.write_all(bytes)?;
                to.write_all(encoder.get_ref())?;
                encoder.get_mut().clear();
                Ok(())
            }
            Self::Zstd(pending) => {
                pending.extend_from_slice(bytes);
                while pending.len() >= FRAME_BYTES {
                    to.write_all(&compress_to_vec(&pending[..FRAME_BYTES], CompressionLevel::Fastest))?;
                    pending.drain(..FRAME_BYTES);
                }
                Ok(())
            }
        }
    }

    /// Ends the gzip member or the zstd frame.
    pub(super) fn end_segment(&mut self, to: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Plain => Ok(()),
            Self::Gzip(encoder) => to.write_all(&std::mem::replace(encoder, gzip()).finish()?),
            Self::Zstd(pending) => {
                to.write_all(&compress_to_vec(&pending[..], CompressionLevel::Fastest))?;
                pending.clear();
                Ok(())
            }
        }
    }
}

fn gzip() -> GzEncoder<Vec<u8>> {
    GzEncoder::new(Vec::new(), Compression::default())
}
