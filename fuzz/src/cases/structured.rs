//! Pages that a grammar makes from the bytes: reopened formatting, foreign content, templates, odd attributes, style
//! sheets, JSON, frames and shadow trees.

use super::page;
use crate::grammar;
use blocksift::{Format, Limit};

/// Labels the page with and without the prefilter.
pub(super) fn run(bytes: &[u8]) {
    let markup = grammar::page(bytes);
    page::run(markup.as_bytes(), Format::Html);
    let filtered = page::label(markup.as_bytes(), Format::Html);
    let unfiltered = page::label_unfiltered(markup.as_bytes());
    // Limits count what is parsed, which differs. Within them, the prefilter changes no block.
    let is_cut = |met: &[Limit]| !met.is_empty();
    if !is_cut(filtered.limits_met()) && !is_cut(unfiltered.limits_met()) {
        assert_eq!(filtered.blocks(), unfiltered.blocks(), "the prefilter changes nothing in {markup:?}");
    }
}
