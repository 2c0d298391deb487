//! Turns the parse tree into blocks: runs of inline text between block-level boundaries and `<br><br>`.
//!
//! `walk` visits the tree, `element` opens and closes elements, `style` says which of them are hidden or break the line,
//! `flow` gathers text into blocks and links, `aside` puts off what is hidden inside a line, `head` reads the title and
//! what else the head says about the page, `describe` finds what the body says about it, and `nested` reads documents
//! inside the page.

mod aside;
mod attributes;
mod describe;
mod element;
mod flow;
mod formulas;
mod head;
mod known_styles;
mod nested;
mod properties;
mod repeated;
mod state;
mod style;
mod walk;

use super::rules::Rules;
use super::site::Claims;
use super::{Page, SiteSource};
use crate::limits::Limits;
use crate::parse::{self, Parsed};
use ego_tree::NodeId;
use scraper::Html;
use state::{Costs, Output};
use std::ops::Range;
use walk::Walk;

/// Where the text of each text node lies in the page's text.
pub(crate) type Trace = Vec<(NodeId, Range<u32>)>;

/// Parses and segments `text`. `watch` hears of each stage as it ends.
pub(super) fn segment(text: &str, url: Option<&str>, limits: &Limits, watch: &mut dyn FnMut(&'static str)) -> Page {
    segment_with(text, url, limits, watch, |_| {})
}

/// Parses and segments a page as if neither its caller nor its head told where it is from.
pub(super) fn segment_without_address(text: &str, limits: &Limits) -> Page {
    segment_with(text, None, limits, &mut |_| {}, |output| output.claims = Claims::default())
}

/// Parses and segments `text`. `adjust` may change what was read before the page's site is decided on.
fn segment_with(
    text: &str,
    url: Option<&str>,
    limits: &Limits,
    watch: &mut dyn FnMut(&'static str),
    adjust: impl FnOnce(&mut Output),
) -> Page {
    let parsed = parse::parse(text, limits);
    watch("parse");
    let rules = Rules::read(&parsed, text);
    watch("style rules");
    let Parsed { html, after_html, limits_met, states, left, steps, .. } = parsed;
    let mut walk = Walk::new(after_html, Costs::new(limits, text.len(), steps, left), limits_met, rules);
    walk.head(html.tree.root());
    walk.costs.base_length = walk.output.claims.max_base(url);
    walk.body(html.tree.root());
    // The texts from JSON get a tree of their own.
    drop(html);
    walk.embedded(text, &states);
    adjust(&mut walk.output);
    let mut page = walk.finish(url);
    page.bytes = text.len();
    page
}

/// What each source says of the page's site, alone.
pub(super) fn site_claims(text: &str, limits: &Limits) -> Vec<(SiteSource, String)> {
    let parsed = parse::parse(text, limits);
    let rules = Rules::read(&parsed, text);
    let Parsed { html, after_html, limits_met, left, steps, .. } = parsed;
    let mut walk = Walk::new(after_html, Costs::new(limits, text.len(), steps, left), limits_met, rules);
    walk.head(html.tree.root());
    walk.body(html.tree.root());
    walk.output.site_claims()
}

/// Parses and segments `text` again for callers that must know which nodes the blocks' text comes from. Returns the tree,
/// the page's text, and the range in it of each text node that was read.
pub(crate) fn traced(text: &str, limits: &Limits) -> (Html, String, Trace) {
    let parsed = parse::parse_unfiltered(text, limits);
    let rules = Rules::read(&parsed, text);
    let Parsed { html, after_html, limits_met, left, steps, .. } = parsed;
    let mut walk = Walk::new(after_html, Costs::new(limits, text.len(), steps, left), limits_met, rules);
    walk.trace = Some(Trace::new());
    walk.head(html.tree.root());
    walk.body(html.tree.root());
    let (text, trace) = walk.finish_trace();
    (html, text, trace)
}
