//! Arguments that several commands share.

mod inputs;
mod labeling;
mod output;
mod terminal;

pub(crate) use inputs::{Inputs, OnePage, Reading, survey, url_advice};
pub(crate) use labeling::{Labeling, Settings, read_model};
pub(crate) use output::open_output;
pub(crate) use terminal::{Color, width};

use blocksift::Label;
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Parses an argument that is a label.
pub(crate) fn label() -> impl TypedValueParser<Value = Label> {
    PossibleValuesParser::new(Label::ALL.iter().map(|label| label.as_str())).try_map(|name| name.parse::<Label>())
}
