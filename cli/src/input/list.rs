//! Lists of inputs for `--files-from`.

use crate::bounded;
use std::io;
use std::path::{Path, PathBuf};

/// Maximum size of a list, in bytes: a few million paths.
const MAX_LIST_BYTES: u64 = 256 << 20;
const WHAT: &str = "a list of inputs";

/// Reads a list of paths: one per line, or separated by NUL bytes if there are any. `-` is standard input.
pub(crate) fn read_list(list: &Path) -> io::Result<Vec<PathBuf>> {
    let bytes = match list.as_os_str() == "-" {
        true => bounded::read_all(io::stdin(), MAX_LIST_BYTES, WHAT)?,
        false => bounded::read(list, MAX_LIST_BYTES, WHAT)?,
    };
    let end = if bytes.contains(&0) { 0 } else { b'\n' };
    let names = bytes.split(|b| *b == end).map(|name| name.strip_suffix(b"\r").unwrap_or(name));
    names.filter(|name| !name.is_empty()).map(path).collect()
}

#[cfg(unix)]
fn path(name: &[u8]) -> io::Result<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Ok(PathBuf::from(std::ffi::OsStr::from_bytes(name)))
}

#[cfg(not(unix))]
fn path(name: &[u8]) -> io::Result<PathBuf> {
    let name = std::str::from_utf8(name).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
    Ok(PathBuf::from(name))
}
