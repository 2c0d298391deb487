//! Text to a guarded tree: what html5ever and scraper build, within bounds, without markup that nobody reads.

mod attributes;
pub(crate) mod budget;
mod cues;
mod formatting;
mod guard;
mod html;
mod prefilter;
mod script;
mod tags;
mod words;

pub(crate) use cues::{Cues, GROUPS as CUE_GROUPS};
pub(crate) use html::{Parsed, parse, parse_whole};
pub(crate) use script::{BY_ID, may_hide};
pub(crate) use tags::{Role, Tag};
pub(crate) use words::Words;
