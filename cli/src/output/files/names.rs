//! The names of an output file while it is written, and the lock that keeps two runs apart.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
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
    /// The names for a path; `None` for devices and pipes, which are written directly, also where a link leads to them.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
            return None;
        }
        let complete = path.to_owned();
        let [partial, journal] = [".partial", ".progress"].map(|suffix| with_suffix(&complete, suffix));
        Some(Self { complete, partial, journal })
    }

    /// All three names.
    pub(crate) fn all(&self) -> [PathBuf; 3] {
        [self.complete.clone(), self.partial.clone(), self.journal.clone()]
    }
}

/// Begins a file under its temporary name, with the permissions of the file that it will replace. A link under its final
/// name is neither followed, since it may lead anywhere, nor replaced, since it may be meant to stay.
pub(super) fn begin(names: &FileNames) -> io::Result<File> {
    if names.complete.is_symlink() {
        let name = names.complete.display();
        return Err(io::Error::other(format!(
            "{name} is a symbolic link; remove it, or name the file that it leads to"
        )));
    }
    let file = lock(OpenOptions::new().create(true).truncate(false), &names.partial)?;
    file.set_len(0)?;
    if let Ok(replaced) = names.complete.metadata() {
        file.set_permissions(replaced.permissions())?;
    }
    Ok(file)
}

/// Opens a regular file for writing, unless another run writes it. Without support for locks, two runs are not kept
/// apart.
///
/// Nothing in the file is changed before it is known to be the one that the path names: another run may have renamed it
/// between opening and locking it, and a link may have taken its place.
pub(crate) fn lock(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    refuse_special(path)?;
    let file = options.write(true).open(path)?;
    let is_locked = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
    if is_locked || !is_same_file(&file, path) {
        return Err(io::Error::other(format!("another run writes {}; wait for it or stop it", path.display())));
    }
    Ok(file)
}

/// Refuses to write to a link, which may lead anywhere, or to a pipe or device, which may never answer.
fn refuse_special(path: &Path) -> io::Result<()> {
    let Ok(metadata) = path.symlink_metadata() else { return Ok(()) };
    let what = match metadata.file_type() {
        kind if kind.is_file() => return Ok(()),
        kind if kind.is_symlink() => "a symbolic link",
        kind if kind.is_dir() => "a folder",
        _ => "not a regular file",
    };
    Err(io::Error::other(format!("{} is {what}; remove it", path.display())))
}

#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |m: io::Result<std::fs::Metadata>| m.ok().map(|m| (m.dev(), m.ino()));
    let opened = id(file.metadata());
    opened.is_some() && opened == id(path.symlink_metadata())
}

#[cfg(not(unix))]
fn is_same_file(_: &File, path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|m| m.is_file())
}

/// Writes a whole file through a temporary one, so that it is never seen half written. The temporary name is made anew
/// each time: whatever had it is removed, not followed.
pub(super) fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    let new = with_suffix(path, ".new");
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(about(&new, &error)),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(&new).map_err(|e| about(&new, &e))?;
    file.write_all(contents)?;
    file.sync_data()?;
    drop(file);
    std::fs::rename(&new, path)
}

fn about(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// Renames a complete file to its final name while it is locked.
pub(super) fn rename(file: File, names: &FileNames) -> io::Result<()> {
    // Windows renames no open file.
    let file = (!cfg!(windows)).then_some(file);
    std::fs::rename(&names.partial, &names.complete)?;
    drop(file);
    Ok(())
}

/// Removes an unfinished file and its journal while it is locked.
pub(super) fn discard(file: File, names: &FileNames) -> io::Result<()> {
    remove_if_there(&names.journal)?;
    // Windows removes no open file.
    let file = (!cfg!(windows)).then_some(file);
    remove_if_there(&names.partial)?;
    drop(file);
    Ok(())
}

/// Removes the journal of a file that has its final name. Another run may have begun since; the journal is its own then.
pub(super) fn remove_journal(names: &FileNames) -> io::Result<()> {
    match lock(OpenOptions::new().create_new(true), &names.partial) {
        Ok(held) => discard(held, names),
        Err(_) => Ok(()),
    }
}

/// Gives a file that an interrupted run completed its final name, and removes its journal. `bytes` is its size.
pub(crate) fn rename_complete(names: &FileNames, bytes: u64) -> io::Result<()> {
    match lock(&mut OpenOptions::new(), &names.partial) {
        Ok(file) if file.metadata()?.len() == bytes => {
            rename(file, names)?;
            remove_journal(names)
        }
        // Left by a run that ended between the renaming and the removal of its journal.
        Ok(file) if names.complete.metadata().is_ok_and(|m| m.len() == bytes) => discard(file, names),
        Ok(_) => Err(io::Error::other(format!(
            "{} does not have the {bytes} bytes that its journal says; omit --resume to restart",
            names.partial.display()
        ))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => remove_journal(names),
        Err(error) => Err(error),
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(suffix);
    PathBuf::from(name)
}
