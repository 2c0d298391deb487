//! Files that are read whole: settings, models and lists, none larger than a bound.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Reads a file whole. One that is larger than `max_bytes`, or that never ends as a device does, is an error. `what` says
/// what the file should be.
pub(crate) fn read(path: &Path, max_bytes: u64, what: &str) -> io::Result<Vec<u8>> {
    read_all(File::open(path)?, max_bytes, what)
}

/// Reads everything from a reader, with the same bound.
pub(crate) fn read_all(reader: impl Read, max_bytes: u64, what: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(max_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max_bytes {
        return Err(io::Error::other(format!("larger than {max_bytes} bytes; not {what}")));
    }
    Ok(bytes)
}
