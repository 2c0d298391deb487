//! Arguments that several commands share.

mod inputs;
mod labeling;
mod output;
mod terminal;

pub(crate) use inputs::{Inputs, OnePage, Reading, survey, url_advice};
pub(crate) use labeling::{Labeling, Settings, read_model};
pub(crate) use output::open_output;
pub(crate) use terminal::{Color, width};

/// Labels as values of an argument.
pub(crate) const LABELS: [&str; 3] = ["content", "navigation", "spam"];
