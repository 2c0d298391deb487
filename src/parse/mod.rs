//! Text to a guarded tree: what html5ever and scraper build, within limits, without markup that nothing reads.

mod attributes;
pub(crate) mod css;
mod cues;
mod formatting;
mod guard;
mod interned;
mod pieces;
mod prefilter;
mod shadow;
mod state;
mod tags;
mod tree;
mod words;

pub(crate) use cues::{Cues, GROUPS as CUE_GROUPS};
pub(crate) use guard::Allowance;
pub(crate) use state::may_be_state;
pub(crate) use tags::{Role, Tag};
pub(crate) use tree::{Parsed, parse, parse_inside, parse_unfiltered};
pub(crate) use words::Phrases;
