//! The one error type of the library: what went wrong, where, and what to do about it.

use std::fmt;

/// An error of this library. Inspect it with [`Error::kind`]; its message says what to do.
#[derive(Debug)]
pub struct Error(Box<Kind>);

/// What went wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum Kind {
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
    /// A record of an input that cannot be read as a page.
    Record {
        /// Line (1-based) in the input.
        line: u64,
        /// Byte offset of the record.
        offset: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// A threshold or limit out of its range.
    InvalidSetting(String),
    /// An input or output operation failed.
    Io(std::io::Error),
}

impl Error {
    /// What went wrong.
    pub fn kind(&self) -> &Kind {
        &self.0
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self(Box::new(kind))
    }
}

impl From<std::io::Error> for Error {
    fn from(e: std::io::Error) -> Self {
        Kind::Io(e).into()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::ModelTruncated { expected, found } => write!(
                f,
                "the model file is truncated: {found} of {expected} bytes are there; copy it again or refit it with `blocksift-train fit`"
            ),
            Kind::ModelCorrupt(why) => {
                write!(f, "not a sound blocksift model: {why}; refit it with `blocksift-train fit`")
            }
            Kind::ModelTooNew { found, supported } => write!(
                f,
                "the model has format version {found}, this build reads up to {supported}; update blocksift or refit the model"
            ),
            Kind::SchemaMismatch { found, expected } => write!(
                f,
                "the model was trained on feature schema {found}, this build computes {expected}; refit it from a table made by this version"
            ),
            Kind::Record { line, offset, reason } => {
                write!(f, "record at line {line}, byte {offset}: {reason}")
            }
            Kind::InvalidSetting(what) => f.write_str(what),
            Kind::Io(e) => e.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Kind::Io(e) => Some(e),
            _ => None,
        }
    }
}

/// A result with this library's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
