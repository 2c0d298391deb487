//! Corpora of labeled pages: reading them, and labeling their blocks from gold text and corrections.

pub mod address;
pub mod align;
pub mod corrections;
pub mod gold;
mod page;
mod read;
pub mod words;

pub use page::{CorpusPage, InputFormat};
pub use read::{count, files, open, read};
