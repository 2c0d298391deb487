//! Training from outside: pages become a table, the table a model, the model is measured.
//!
//! What several tests need is made once, see [`made`]. All tests are in one binary so that they share it.

mod collage;
mod compare;
mod data_files;
mod decisions;
mod errors;
mod evade;
mod evaluate;
mod failures;
mod fit;
mod layout_swap;
mod made;
mod metrics;
mod options;
mod pages;
mod progress;
mod table;
mod verdict;
