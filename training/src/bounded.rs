//! Files that are read whole, none larger than a bound.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Reads a file whole.
///
/// # Errors
/// The file cannot be read, is larger than `max_bytes`, or never ends, as a device does.
pub fn read_whole(path: &Path, max_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(max_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max_bytes {
        return Err(io::Error::other(format!("larger than {max_bytes} bytes; check the name of the file")));
    }
    Ok(bytes)
}
