//! An output that is written in one go: renamed to its final name when complete, removed otherwise.

use super::names::{FileNames, begin, rename};
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// An output that replaces a file only when it is complete.
pub(crate) struct AtomicFile {
    writer: BufWriter<Box<dyn Write + Send>>,
    /// The file to rename, and its names.
    target: Option<(File, FileNames)>,
}

impl AtomicFile {
    /// Opens a new file, or standard output for `-` and for nothing. Devices and pipes are written directly.
    pub(crate) fn create(path: Option<&Path>) -> io::Result<Self> {
        let Some(path) = super::file(path) else { return Ok(Self::new(Box::new(io::stdout()), None)) };
        let Some(names) = FileNames::of(path) else {
            return Ok(Self::new(Box::new(OpenOptions::new().write(true).open(path)?), None));
        };
        let file = begin(&names)?;
        Ok(Self::new(Box::new(file.try_clone()?), Some((file, names))))
    }

    fn new(writer: Box<dyn Write + Send>, target: Option<(File, FileNames)>) -> Self {
        Self { writer: BufWriter::with_capacity(64 << 10, writer), target }
    }

    /// Whether a file will be replaced.
    pub(crate) fn replaces_a_file(&self) -> bool {
        self.target.as_ref().is_some_and(|(_, names)| names.complete.exists())
    }

    /// Ends the output and renames it to its final name.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()?;
        let Some((file, names)) = &self.target else { return Ok(()) };
        file.sync_data()?;
        rename(file.try_clone()?, names)?;
        self.target = None;
        Ok(())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if let Some((_, names)) = &self.target {
            let _ = std::fs::remove_file(&names.partial);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_complete_file_replaces_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        std::fs::write(&path, "old").unwrap();
        let mut out = AtomicFile::create(Some(&path)).unwrap();
        out.write_all(b"new").unwrap();
        out.flush().unwrap();
        assert!(AtomicFile::create(Some(&path)).is_err(), "two would write one file");
        drop(out);
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        let mut out = AtomicFile::create(Some(&path)).unwrap();
        out.write_all(b"new").unwrap();
        out.finish().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_under_the_temporary_name_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let victim = folder.path().join("victim");
        std::fs::write(&victim, "old").unwrap();
        std::os::unix::fs::symlink(&victim, folder.path().join("out.partial")).unwrap();
        let error = AtomicFile::create(Some(&folder.path().join("out"))).err().unwrap();
        assert!(error.to_string().contains("is a symbolic link"), "{error}");
        assert_eq!(std::fs::read(&victim).unwrap(), b"old");
    }
}
