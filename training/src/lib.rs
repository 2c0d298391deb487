//! How blocksift's models are made: labelled pages become tables, tables become models, models are measured.
//!
//! The order of the work is the order of the modules: [`corpus`] reads pages, [`align`] labels their blocks from
//! gold text, [`graft`] plants spam and its clean look-alikes, [`pages`] turns all of it into labelled rows,
//! [`table`] writes and reads these, [`fit`] makes a model of them, [`evaluate`] measures it, [`errors`]
//! shows where it errs and [`card`] writes the model card.

#![forbid(unsafe_code)]

pub mod align;
pub mod boost;
pub mod calibrate;
pub mod card;
pub mod collage;
pub mod compare;
pub mod corpus;
pub mod corrections;
pub mod disguise;
pub mod errors;
pub mod evade;
pub mod evaluate;
pub mod families;
pub mod fit;
pub mod flatten;
pub mod folds;
pub mod graft;
pub mod hosts;
pub mod metrics;
pub mod operating;
pub mod pages;
pub mod pieces;
pub mod recipe;
pub mod summary;
pub mod table;
pub mod unseen;
pub mod verdict;
pub mod vocabulary;
pub mod words;

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
    /// Campaigns or look-alikes cannot be read.
    #[error(transparent)]
    Graft(#[from] graft::GraftError),
    /// A model cannot be used.
    #[error(transparent)]
    Model(#[from] blocksift::Error),
    /// Trees cannot be boosted.
    #[error(transparent)]
    Boost(#[from] boost::BoostError),
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
