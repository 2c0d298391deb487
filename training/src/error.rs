//! The crate's error type.

use std::path::Path;

/// An error of the training tools: what failed, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A record of a corpus or table is invalid.
    #[error("{path}, record {record}: {reason}")]
    Record {
        /// The file.
        path: String,
        /// Record or line, from 1.
        record: u64,
        /// What is wrong and what to do.
        reason: String,
    },
    /// The data files that synthetic pages are made of cannot be read.
    #[error(transparent)]
    Synth(#[from] crate::data_error::DataError),
    /// A model cannot be used.
    #[error(transparent)]
    Model(#[from] blocksift::Error),
    /// A parameter of a learner is out of range.
    #[error("boosting: {0}")]
    Parameter(String),
    /// linfa's own errors.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
    /// The data do not suffice for what was asked.
    #[error("{0}")]
    Data(String),
}

/// A result with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Turns an I/O error into one that names the file.
    pub fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Error + '_ {
        move |source| Error::Io { path: path.display().to_string(), source }
    }
}
