//! Helpers shared by the tests, benches and fuzz cases of the workspace, and the check of its imports.
//!
//! - [`pages`]: a hacked page and a clean one; [`hostile`]: pages made to cost as much as possible.
//! - [`model`](mod@model): a model made by hand, whose labels do not change when the shipped model does.
//! - [`warc`], [`compress`]: web archives and compressed bytes to read.
//! - [`folder`], [`process`]: temporary folders, and commands run to their end.
//! - [`random`]: numbers that are the same on every machine.
//! - [`counted`]: an allocator that counts.
//! - [`layers`]: the check of imports behind the binary `layers`.

#![deny(unsafe_code)]

pub mod compress;
pub mod counted;
pub mod folder;
pub mod hostile;
pub mod layers;
pub mod model;
pub mod pages;
pub mod process;
pub mod random;
pub mod warc;

pub use model::{model, model_file, model_parts, sifter};
pub use pages::{CLEAN, HACKED};
