//! A temporary folder for one test.

use std::path::{Path, PathBuf};

/// A folder that is removed with everything in it when dropped.
#[derive(Debug)]
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// Creates an empty folder.
    ///
    /// # Panics
    ///
    /// If the temporary directory cannot be written to.
    #[expect(clippy::new_without_default, reason = "it creates a folder on the disk")]
    pub fn new() -> Self {
        Folder(tempfile::tempdir().expect("the temporary directory can be written to"))
    }

    /// The path of the folder.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The path of a file in the folder, which need not exist.
    pub fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file, with the folders above it, and returns its path.
    ///
    /// # Panics
    ///
    /// If the file cannot be written.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.join(name);
        let above = path.parent().expect("a file in a folder has a parent");
        std::fs::create_dir_all(above).expect("the folder can be written to");
        std::fs::write(&path, bytes).expect("the folder can be written to");
        path
    }
}
