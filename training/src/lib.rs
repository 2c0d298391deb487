//! Trains and evaluates blocksift's models: labeled pages become tables, tables become models, models are measured.
//!
//! Data flows one way, and each module imports only from those before it:
//!
//! 1. [`corpus`] reads pages and labels their blocks by comparing them with gold text.
//! 2. [`synth`] makes training pages: planted spam, clean look-alikes, collages, whole pages.
//! 3. [`dataset`] turns pages into labeled rows, and reads and writes tables of them.
//! 4. [`learn`] fits a model to a table.
//! 5. [`evaluate`] measures a model and shows where it errs.

#![forbid(unsafe_code)]

mod bounded;
pub mod corpus;
mod data_error;
pub mod dataset;
mod error;
mod escape;
pub mod evaluate;
pub mod hash;
pub mod learn;
mod progress;
pub mod random;
pub mod synth;

pub use bounded::read_whole;
pub use error::{Error, Result};
pub use progress::Progress;
