//! The names of an output file while it is written, and the lock that keeps two runs apart.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The names of an output file.
#[derive(Debug, Clone)]
pub(crate) struct FileNames {
    /// The name it gets when it is complete.
    pub(crate) complete: PathBuf,
    /// The name it is written under.
    pub(crate) partial: PathBuf,
    /// The journal that `--resume` reads.
    pub(crate) journal: PathBuf,
}

impl FileNames {
    /// The names for a path; `None` for devices and pipes, which are written directly. A link is followed, so that it
    /// remains a link.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let complete = match path.metadata() {
            Ok(metadata) if !metadata.is_file() => return None,
            Ok(_) => path.canonicalize().unwrap_or_else(|_| path.to_owned()),
            Err(_) => path.to_owned(),
        };
        let with_suffix = |suffix: &str| {
            let mut name = complete.clone().into_os_string();
            name.push(suffix);
            PathBuf::from(name)
        };
        Some(Self { partial: with_suffix(".partial"), journal: with_suffix(".progress"), complete })
    }

    /// All three names.
    pub(crate) fn all(&self) -> [PathBuf; 3] {
        [self.complete.clone(), self.partial.clone(), self.journal.clone()]
    }
}

/// Begins a file under its temporary name, with the permissions of the file that it will replace.
pub(super) fn begin(names: &FileNames) -> io::Result<File> {
    let file = lock(OpenOptions::new().create(true).truncate(false), &names.partial)?;
    file.set_len(0)?;
    if let Ok(replaced) = names.complete.metadata() {
        file.set_permissions(replaced.permissions())?;
    }
    Ok(file)
}

/// Opens a file for writing, unless another run writes it. Without support for locks, two runs are not kept apart.
pub(in crate::output) fn lock(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    if path.is_symlink() {
        return Err(io::Error::other(format!("{} is a symbolic link; remove it", path.display())));
    }
    let file = options.write(true).open(path)?;
    let is_locked = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
    // Another run may have renamed the file between opening and locking it.
    if is_locked || !is_same_file(&file, path) {
        return Err(io::Error::other(format!("another run writes {}; wait for it or stop it", path.display())));
    }
    Ok(file)
}

#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |m: io::Result<std::fs::Metadata>| m.ok().map(|m| (m.dev(), m.ino()));
    id(file.metadata()) == id(path.metadata())
}

#[cfg(not(unix))]
fn is_same_file(_: &File, _: &Path) -> bool {
    true
}

/// Renames a file to its final name while it is locked.
pub(super) fn rename(file: File, names: &FileNames) -> io::Result<()> {
    // Windows renames no open file.
    let file = (!cfg!(windows)).then_some(file);
    std::fs::rename(&names.partial, &names.complete)?;
    drop(file);
    Ok(())
}

/// Renames a file that an interrupted run completed, and removes its journal.
pub(crate) fn rename_complete(names: &FileNames) -> io::Result<()> {
    if names.partial.exists() {
        std::fs::rename(&names.partial, &names.complete)?;
    }
    std::fs::remove_file(&names.journal)
}
