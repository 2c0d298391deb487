//! The one error type of the library: what went wrong, where, and what to do about it.

use std::fmt;

/// An error of this library. Inspect it with [`Error::kind`]; its message says what to do.
#[derive(Debug)]
pub struct Error(Box<ErrorKind>);

/// What went wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A model file ended before its declared length.
    ModelTruncated {
        /// Bytes the header declares.
        expected: usize,
        /// Bytes that were there.
        found: usize,
    },
    /// A model file's bytes are not what was written (the checksum differs), or it is no model at all.
    ModelCorrupt(String),
    /// A model file written by a newer blocksift than this one.
    ModelTooNew {
        /// Format version of the file.
        found: u32,
        /// Newest format version that this build reads.
        supported: u32,
    },
    /// A model that was trained on another feature schema.
    SchemaMismatch {
        /// Schema hash in the file.
        found: String,
        /// Schema hash of this build.
        expected: String,
    },
    /// A threshold or limit out of its range.
    InvalidSetting(String),
}

impl Error {
    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(kind))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            ErrorKind::ModelTruncated { expected, found } => write!(
                f,
                "the model file is truncated: {found} of {expected} bytes are there; copy it again or refit it with `blocksift-train fit`"
            ),
            ErrorKind::ModelCorrupt(why) => {
                write!(f, "not a sound blocksift model: {why}; refit it with `blocksift-train fit`")
            }
            ErrorKind::ModelTooNew { found, supported } => write!(
                f,
                "the model has format version {found}, this build reads up to {supported}; update blocksift or refit the model"
            ),
            ErrorKind::SchemaMismatch { found, expected } => write!(
                f,
                "the model was trained on feature schema {found}, this build computes {expected}; refit it from a table made by this version"
            ),
            ErrorKind::InvalidSetting(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {}

/// A result with this library's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
