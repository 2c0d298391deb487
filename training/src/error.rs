//! The crate's error type.

use crate::synth::DataError;

/// An error of the training tools: what went wrong, where, and what to do.
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
    /// A record of a corpus or table is not as it should be.
    #[error("{path}, record {record}: {reason}")]
    Record {
        /// The file.
        path: String,
        /// Record or line, from 1.
        record: u64,
        /// What is wrong and what to do.
        reason: String,
    },
    /// Campaigns, look-alikes, hosts or lexicons cannot be read.
    #[error(transparent)]
    Synth(#[from] DataError),
    /// A model cannot be used.
    #[error(transparent)]
    Model(#[from] blocksift::Error),
    /// Trees cannot be boosted.
    #[error(transparent)]
    Boost(#[from] crate::learn::boost::BoostError),
    /// The data does not suffice for what was asked.
    #[error("{0}")]
    Data(String),
}

/// A result with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn io(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Error + '_ {
        move |source| Error::Io { path: path.display().to_string(), source }
    }
}
