//! Labelled pages and the tables that are drawn from them.

pub mod flatten;
pub mod folds;
pub mod pages;
pub mod pieces;
pub mod recipe;
pub mod table;
