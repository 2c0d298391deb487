//! What can go wrong while the data files are read.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// An error in the data files: which file, what is wrong, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DataError {
    /// A data folder, or one of its subfolders, cannot be read.
    #[error(
        "cannot read {path}: {source}; --data needs a folder with the subfolders campaigns, lookalikes, hosts and \
         lexicons; omit it to use the built-in files",
        path = path.display()
    )]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why it cannot be read.
        source: std::io::Error,
    },
    /// A file cannot be read.
    #[error("cannot read {path}: {source}; check that the file exists, is readable and is UTF-8", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why it cannot be read.
        source: std::io::Error,
    },
    /// A file is not valid TOML, or has a field that its kind of file does not have.
    #[error(
        "{path}:{line}: {source}fix the entry; README.md in the repository's data/{folder} lists every field",
        path = path.display(),
        folder = subfolder(path)
    )]
    Format {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        source: Box<toml::de::Error>,
    },
    /// A file parses, but its values make no sense.
    #[error("{path}: {reason}", path = path.display())]
    Content {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong and what to do about it.
        reason: String,
    },
}

/// Name of the folder that a data file is in: `campaigns`, `hosts` and so on.
fn subfolder(path: &Path) -> &str {
    path.parent().and_then(Path::file_name).and_then(OsStr::to_str).unwrap_or_default()
}
