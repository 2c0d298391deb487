//! What can go wrong while the data files are read.

use std::path::PathBuf;

/// An error of the data files: which file, what is wrong, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GraftError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}: {source}; check that it exists and that you may read it", path = path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why it cannot be read.
        source: std::io::Error,
    },
    /// A data file is not the TOML that is expected.
    #[error("{path}: {source}correct the entry; the README.md beside it lists every field", path = path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// Where and what.
        source: Box<toml::de::Error>,
    },
    /// A data file says something that cannot be.
    #[error("{path}: {what}", path = path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong and what to do about it.
        what: String,
    },
}
