//! The files of a folder, in an order that does not depend on the machine.

use super::page::{Failure, failure};
use super::tally::Skip;
use std::io;
use std::path::{Path, PathBuf};

/// Names of files that blocksift writes and renames or removes later.
const UNFINISHED: [&str; 3] = [".partial", ".progress", ".progress.new"];

/// A file of a folder.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: PathBuf,
    /// Why it is skipped, if its name or type rules it out as a page.
    pub(super) skip: Option<Skip>,
}

/// Walks a folder depth first, the entries of each folder sorted by name. Links to folders are skipped, so that loops
/// of links are harmless. A dangling link is a failure.
pub(super) struct FolderFiles {
    root: PathBuf,
    open: Vec<PathBuf>,
}

impl FolderFiles {
    pub(super) fn new(folder: &Path) -> Self {
        Self { root: folder.to_owned(), open: vec![folder.to_owned()] }
    }

    fn visit(&mut self, path: PathBuf) -> Option<Result<File, Failure>> {
        let is_root = path == self.root;
        let skip = |path, skip| Some(Ok(File { path, skip: Some(skip) }));
        if !is_root && is_hidden(&path) {
            return skip(path, Skip::Hidden);
        }
        if is_root || path.symlink_metadata().is_ok_and(|m| m.is_dir()) {
            return match sorted_entries(&path) {
                // Last in, first out.
                Ok(entries) => {
                    self.open.extend(entries.into_iter().rev());
                    None
                }
                Err(error) => Some(Err(failure(&path, error))),
            };
        }
        match path.metadata() {
            Err(error) if path.is_symlink() => Some(Err(failure(&path, format!("dangling link: {error}")))),
            Err(error) => Some(Err(failure(&path, error))),
            Ok(metadata) if metadata.is_dir() => skip(path, Skip::FolderLink),
            Ok(metadata) if !metadata.is_file() => skip(path, Skip::Special),
            Ok(_) if is_unfinished(&path) => skip(path, Skip::Unfinished),
            Ok(_) => Some(Ok(File { path, skip: None })),
        }
    }
}

impl Iterator for FolderFiles {
    type Item = Result<File, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(path) = self.open.pop() {
            if let Some(file) = self.visit(path) {
                return Some(file);
            }
        }
        None
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn is_unfinished(path: &Path) -> bool {
    let name = path.as_os_str().as_encoded_bytes();
    UNFINISHED.iter().any(|ending| name.ends_with(ending.as_bytes()))
}

fn sorted_entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, names: &[&str]) {
        for name in names {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
    }

    /// Names of the files that are not skipped.
    fn walk(folder: &Path) -> Vec<String> {
        let files = FolderFiles::new(folder).map(Result::unwrap).filter(|f| f.skip.is_none());
        files.map(|f| f.path.strip_prefix(folder).unwrap().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn files_come_in_order_of_names() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &["b.html", "a/2.txt", "a/1.HTM", "c.jsonl.gz", "z", ".git/x", "x.html.partial"]);
        assert_eq!(walk(folder.path()), ["a/1.HTM", "a/2.txt", "b.html", "c.jsonl.gz", "z"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_to_folders_are_skipped_and_dangling_links_fail() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &["a.html"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
        assert_eq!(walk(folder.path()), ["a.html"]);
        std::os::unix::fs::symlink("nowhere", folder.path().join("b.html")).unwrap();
        let failures: Vec<String> = FolderFiles::new(folder.path()).filter_map(Result::err).map(|f| f.reason).collect();
        assert!(failures.len() == 1 && failures[0].starts_with("dangling link: "), "{failures:?}");
    }
}
