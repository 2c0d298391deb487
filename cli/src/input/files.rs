//! Folders: which files in them are pages, in an order that does not depend on the machine; and lists of files.

use super::{Failure, failure};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Endings of files that are taken from a folder, packed or not.
pub(super) const KNOWN: [&str; 7] = [".html", ".htm", ".xhtml", ".txt", ".jsonl", ".warc", ".wet"];

/// Endings of packed files, after the others.
const PACKED: [&str; 2] = [".gz", ".zst"];

/// The inputs that a list names: one a line, or each ended by a zero byte if there is one.
pub(crate) fn listed(list: &Path) -> io::Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    match list.as_os_str() == "-" {
        true => io::stdin().read_to_end(&mut bytes)?,
        false => std::fs::File::open(list)?.read_to_end(&mut bytes)?,
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

/// A file's extension in lower case, before `.gz` or `.zst` if it has that.
pub(super) fn extension(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let name = PACKED.iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(&name);
    name.rsplit_once('.').map(|(_, extension)| extension.to_owned())
}

/// Whether a file's name says that it is packed.
pub(super) fn is_packed(path: &Path) -> bool {
    let name = path.as_os_str().to_string_lossy().to_ascii_lowercase();
    PACKED.iter().any(|ending| name.ends_with(ending))
}

fn is_known(path: &Path) -> bool {
    extension(path).is_some_and(|e| KNOWN.iter().any(|known| known[1..] == e))
}

/// All files of pages below a folder, each folder's entries sorted by name. Links to folders are not followed, so
/// that no loop of them is.
pub(super) fn walk(folder: &Path) -> Vec<Result<PathBuf, Failure>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        if path != folder && !is_folder(&path) {
            found.push(Ok(path));
            continue;
        }
        match entries(&path) {
            // Last in, first out: the first by name is to come next.
            Ok(entries) => {
                open.extend(entries.into_iter().rev().filter(|e| is_folder(e) || is_known(e) && e.is_file()))
            }
            Err(error) => found.push(Err(failure(&path, error))),
        }
    }
    found
}

fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|m| m.is_dir())
}

fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_in_order_of_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["b.html", "a/2.txt", "a/1.HTM", "c.jsonl.gz", "skipped.png", "a/skipped", "z.gz", "d.warc.gz", "e.wet"]
        {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let names: Vec<String> = walk(folder.path())
            .into_iter()
            .map(|p| p.unwrap().strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["a/1.HTM", "a/2.txt", "b.html", "c.jsonl.gz", "d.warc.gz", "e.wet"]);
    }

    #[cfg(unix)]
    #[test]
    fn loops_of_links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
        std::fs::write(folder.path().join("a.html"), "").unwrap();
        assert_eq!(walk(folder.path()).len(), 1);
    }
}
