//! An output that is written in one go: a file that gets its name when it is whole, and that goes if it is not.

use super::output::{Names, begin};
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// An open output.
pub(crate) struct Fresh {
    writer: BufWriter<Box<dyn Write + Send>>,
    /// The file that has yet to get its name, and its names.
    target: Option<(File, Names)>,
}

impl Fresh {
    /// A file, begun anew, or standard output for `-` and for nothing. Devices and pipes are written to as they are.
    pub(crate) fn create(path: Option<&Path>) -> io::Result<Self> {
        let Some(path) = super::file(path) else { return Ok(Self::new(Box::new(io::stdout()), None)) };
        let Some(names) = Names::of(path) else {
            return Ok(Self::new(Box::new(OpenOptions::new().write(true).open(path)?), None));
        };
        let file = begin(&names)?;
        Ok(Self::new(Box::new(file.try_clone()?), Some((file, names))))
    }

    fn new(writer: Box<dyn Write + Send>, target: Option<(File, Names)>) -> Self {
        Self { writer: BufWriter::with_capacity(64 << 10, writer), target }
    }

    /// Ends the output. A file gets its name.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()?;
        let Some((file, names)) = &self.target else { return Ok(()) };
        file.sync_data()?;
        std::fs::rename(&names.partial, &names.whole)?;
        self.target = None;
        Ok(())
    }
}

impl Write for Fresh {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for Fresh {
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
    fn only_what_is_whole_takes_the_place_of_what_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        std::fs::write(&path, "old").unwrap();
        let mut out = Fresh::create(Some(&path)).unwrap();
        out.write_all(b"new").unwrap();
        out.flush().unwrap();
        assert!(Fresh::create(Some(&path)).is_err(), "two would write one file");
        drop(out);
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        let mut out = Fresh::create(Some(&path)).unwrap();
        out.write_all(b"new").unwrap();
        out.finish().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
