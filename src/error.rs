//! The library's error type: what went wrong, where, and what to do about it.

use std::fmt;

/// An error of this library. [`Error::kind`] says what went wrong; the message says what to do.
///
/// Labeling a page never fails. Only model files and settings can be wrong.
#[derive(Debug)]
pub struct Error(Box<ErrorKind>);

/// What went wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A model file ends before its declared length.
    ModelTruncated {
        /// Bytes that the header declares.
        expected: usize,
        /// Bytes in the file.
        found: usize,
    },
    /// A model file whose checksum differs, or a file that is no model.
    ModelCorrupt(String),
    /// A model file written by a newer blocksift.
    ModelTooNew {
        /// Format version of the file.
        found: u32,
        /// Format version that this build reads.
        supported: u32,
    },
    /// A model file written by a blocksift whose models this one no longer reads.
    ModelTooOld {
        /// Format version of the file.
        found: u32,
        /// Format version that this build reads.
        supported: u32,
    },
    /// A model trained on another feature schema.
    SchemaMismatch {
        /// Schema hash in the file.
        found: String,
        /// Schema hash of this build.
        expected: String,
    },
    /// A threshold, prior or limit out of range.
    InvalidSetting(String),
}

impl Error {
    /// What went wrong.
    #[must_use]
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
                "the model file is truncated: it has {found} of {expected} bytes; copy it again, or fit it again with `blocksift-train fit`"
            ),
            ErrorKind::ModelCorrupt(why) => {
                write!(f, "not a valid blocksift model: {why}; fit it again with `blocksift-train fit`")
            }
            ErrorKind::ModelTooNew { found, supported } => write!(
                f,
                "the model has format version {found}, but this build reads version {supported}; update blocksift"
            ),
            ErrorKind::ModelTooOld { found, supported } => write!(
                f,
                "the model has format version {found}, but this build reads version {supported}; fit the model again with this version's `blocksift-train`"
            ),
            ErrorKind::SchemaMismatch { found, expected } => write!(
                f,
                "the model was trained on feature schema {found}, but this build computes {expected}; fit it again from a table that this version made"
            ),
            ErrorKind::InvalidSetting(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {}

/// A result with this library's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
