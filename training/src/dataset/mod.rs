//! Datasets: labeled pages, the recipe by which they are made, and tables of rows sampled from them.

pub mod flatten;
pub mod folds;
mod further;
pub mod make;
pub mod page;
pub mod pieces;
pub mod planted;
pub mod recipe;
pub mod sample;
pub mod table;
pub mod table_file;
mod variants;

pub use page::{Alteration, LabeledPage, Origin, Source};
pub use recipe::Recipe;
pub use table::Table;
