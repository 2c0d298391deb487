//! Synthetic training pages: everything that is made rather than collected.
//!
//! Data files describe what to make: [`Campaign`]s are families of spam, [`Lookalike`]s are clean blocks that resemble
//! spam, and [`hosts`] are phrases for invented pages in many languages. [`Library`] reads the first two, [`DataFiles`]
//! says where all of them come from: a folder, or the copies built into the binary.
//!
//! - [`graft`] plants spam and look-alikes in real pages and marks what it planted.
//! - [`hosts`] writes clean pages in languages that the corpora lack.
//! - [`collage`] restyles articles and surrounds them with parts of other pages.
//! - [`layout_swap`] gives planted spam the layout features of its host page.
//!
//! Everything follows from the random generator or seed passed in: the same seed gives the same bytes.

pub mod collage;
pub mod graft;
pub mod hosts;
pub mod layout_swap;
pub mod template;

mod campaign;
mod count;
mod data;

mod lexicon;
mod library;
mod lookalike;
mod slug;
mod spin;

pub use crate::data_error::DataError;
pub use campaign::Campaign;
pub use count::Count;
pub use data::DataFiles;
pub use lexicon::Lexicon;
pub use library::Library;
pub use lookalike::{CleanLabel, Lookalike, Set};
