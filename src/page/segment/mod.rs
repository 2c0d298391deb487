//! Turns the parse tree into blocks: runs of inline text between block-level boundaries and `<br><br>`.
//!
//! `walk` visits the tree, `element` opens and closes elements, `flow` gathers text into blocks and links, `head` reads
//! the title and what else the head says about the page, `describe` finds what the body says about it.

mod attributes;
mod describe;
mod element;
mod flow;
mod head;
mod properties;
mod state;
mod walk;

use super::Page;
use super::budget::Budget;
use super::rules::Rules;
use crate::limits::Limits;
use crate::parse::{self, Parsed};
use ego_tree::NodeId;
use scraper::Html;
use std::ops::Range;
use walk::Walk;

/// Where the text of each text node lies in the page's text.
pub(crate) type Trace = Vec<(NodeId, Range<u32>)>;

/// Parses and segments `text`. `watch` hears of each stage as it ends.
pub(super) fn segment(text: &str, url: Option<&str>, limits: &Limits, watch: &mut dyn FnMut(&'static str)) -> Page {
    let parsed = parse::parse(text, limits);
    watch("parse");
    let rules = Rules::read(&parsed, text);
    watch("style rules");
    let Parsed { html, after_html, limits_met, .. } = parsed;
    let mut walk = Walk::new(after_html, Budget::new(limits, text.len()), limits_met, rules);
    walk.head(html.tree.root());
    walk.body(html.tree.root());
    walk.embedded(limits);
    walk.finish(url)
}

/// Parses and segments `text` again for callers that must know which nodes the blocks' text comes from. Returns the tree,
/// the page's text, and the range in it of each text node that was read.
pub(crate) fn traced(text: &str, limits: &Limits) -> (Html, String, Trace) {
    let parsed = parse::parse_unfiltered(text, limits);
    let rules = Rules::read(&parsed, text);
    let Parsed { html, after_html, limits_met, .. } = parsed;
    let mut walk = Walk::new(after_html, Budget::new(limits, text.len()), limits_met, rules);
    walk.trace = Some(Trace::new());
    walk.head(html.tree.root());
    walk.body(html.tree.root());
    let (text, trace) = walk.finish_trace();
    (html, text, trace)
}
