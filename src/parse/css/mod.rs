//! CSS, as far as it hides text or shows what it hid: pure functions from the text of styles and scripts.
//!
//! `sheet` splits a style sheet into rules, and `media` says which at-rules hold for a reader at a desk. `selector` reads
//! simple and compound selectors; a rule with any other selector is not read, so that it never hides. `declarations`
//! reads those of a `property` that hides or shows; `length`, `color` and `shape` read their values. `cascade` weighs them
//! and says what they do to an element. `screen` tells cheaply which declarations may hide at all. `script` finds scripts
//! that hide an element by its id.

mod cascade;
mod color;
mod declarations;
mod hiding;
mod length;
mod media;
mod property;
mod screen;
mod script;
mod selector;
mod shape;
mod sheet;
mod skim;

pub(crate) use cascade::{Cascade, Flow, Style, Surroundings, Weight};
pub(crate) use declarations::{Declaration, breaks_line, each_declaration};
pub(crate) use hiding::Hiding;
pub(crate) use media::applies as media_applies;
pub(crate) use screen::{may_hide as declarations_may_hide, sets_display};
pub(crate) use script::{each_hidden_id, may_hide};
pub(crate) use selector::{Compound, Key, Subject, each_compound};
pub(crate) use sheet::{Layers, each_rule};
