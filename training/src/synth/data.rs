//! The data files that synthetic pages are made of: those built into the binary, or those of a folder.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::bounded::read_whole;
use crate::data_error::DataError;

/// Maximum size of a file, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// Built-in files: path relative to `data/`, contents; sorted by path.
static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/data_files.rs"));

/// Where campaigns, look-alikes, hosts and lexicons come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum DataFiles {
    /// The files of this repository, built into the binary.
    #[default]
    Embedded,
    /// A folder with the subfolders `campaigns`, `lookalikes`, `hosts` and `lexicons`.
    Folder(PathBuf),
}

/// One file: how to name it in errors, and its contents.
#[derive(Debug, Clone)]
pub(super) struct DataFile {
    pub(super) path: PathBuf,
    pub(super) text: Cow<'static, str>,
}

impl DataFiles {
    /// The given folder, or the built-in files without one.
    pub fn new(folder: Option<&Path>) -> Self {
        folder.map_or(Self::Embedded, |folder| Self::Folder(folder.to_path_buf()))
    }

    /// How to name a path below the data folder in an error.
    pub(super) fn path(&self, relative: &str) -> PathBuf {
        match self {
            Self::Embedded => Path::new("built-in data").join(relative),
            Self::Folder(folder) => folder.join(relative),
        }
    }

    /// Reads every TOML file of a subfolder, sorted by name.
    pub(super) fn toml_files(&self, subfolder: &str) -> Result<Vec<DataFile>, DataError> {
        match self {
            Self::Embedded => {
                let is_inside = |path: &str| path.strip_prefix(subfolder).is_some_and(|rest| rest.starts_with('/'));
                let inside = EMBEDDED.iter().filter(|(path, _)| is_inside(path) && path.ends_with(".toml"));
                Ok(inside.map(|(path, text)| DataFile { path: self.path(path), text: (*text).into() }).collect())
            }
            Self::Folder(folder) => list_toml(folder, subfolder)?.into_iter().map(read).collect(),
        }
    }

    /// Reads one file by its path relative to the data folder.
    pub(super) fn file(&self, relative: &str) -> Result<DataFile, DataError> {
        let path = self.path(relative);
        match self {
            Self::Embedded => match EMBEDDED.iter().find(|(name, _)| *name == relative) {
                Some((_, text)) => Ok(DataFile { path, text: (*text).into() }),
                None => Err(DataError::Read { path, source: std::io::ErrorKind::NotFound.into() }),
            },
            Self::Folder(_) => read(path),
        }
    }
}

impl DataFile {
    /// Parses the file as TOML.
    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, DataError> {
        toml::from_str(&self.text).map_err(|source| {
            let before = source.span().and_then(|span| self.text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            DataError::Format { path: self.path.clone(), line, source: Box::new(source) }
        })
    }

    /// An error about the contents of this file.
    pub(super) fn invalid(&self, reason: String) -> DataError {
        DataError::Content { path: self.path.clone(), reason }
    }
}

fn list_toml(folder: &Path, subfolder: &str) -> Result<Vec<PathBuf>, DataError> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| DataError::Folder { path, source }
    };
    // Name the outer folder when it is the one that is missing.
    fs::read_dir(folder).map_err(failed(folder))?;
    let inner = folder.join(subfolder);
    let mut files = Vec::new();
    for entry in fs::read_dir(&inner).map_err(failed(&inner))? {
        let path = entry.map_err(failed(&inner))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: PathBuf) -> Result<DataFile, DataError> {
    let utf8 = |bytes| String::from_utf8(bytes).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e));
    match read_whole(&path, MAX_BYTES).and_then(utf8) {
        Ok(text) => Ok(DataFile { path, text: text.into() }),
        Err(source) => Err(DataError::Read { path, source }),
    }
}
