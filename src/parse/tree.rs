//! The guarded parse: html5ever with scripting off into scraper's tree, piece by piece, within limits.
//!
//! html5ever's tree builder scans its stack of open elements, so its time is quadratic in the nesting depth. A tree
//! deeper than [`Limits::depth`] is therefore cut there. Other ways to make the parse slow have limits of their own (see
//! `guard`, `formatting` and `attributes`). Scripting is off, so that `<noscript>` has elements inside. Markup that
//! nothing reads is dropped before the tokenizer sees it (see `prefilter`), and so is the code of scripts.

use super::css::may_hide;
use super::formatting::{Following, Watch};
use super::guard::{Allowance, GuardedSink};
use super::pieces::{PIECE, Pieces, Stretch, tail_after_html};
use super::prefilter::{Prefilter, Step};
use super::shadow::flatten;
use super::state::may_be_state;
use crate::limits::{Limit, Limits};
use ego_tree::NodeId;
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::tree_builder::TreeSink;
use html5ever::local_name;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use scraper::Html;
use scraper::node::Element;
use std::collections::BTreeSet;
use std::ops::Range;

/// Not text of the page.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Bytes of markup per node on most pages, and the nodes that are expected at most, so that hostile pages take no more
/// than they need.
const BYTES_PER_NODE: usize = 128;
const MAX_EXPECTED_NODES: usize = 1 << 13;
/// The same of documents inside a page, which have little markup that is dropped.
const INNER_BYTES_PER_NODE: usize = 16;

/// A parsed page.
pub(crate) struct Parsed {
    pub(crate) html: Html,
    /// The node from which everything was written after the last `</html>`.
    pub(crate) after_html: Option<NodeId>,
    pub(crate) limits_met: Vec<Limit>,
    /// Ranges of the style sheets, with their elements, and of the small scripts whose text is not in the tree.
    pub(crate) styles: Vec<(Range<usize>, NodeId)>,
    /// The style sheets that do not apply to the page as such: those in templates, shadow trees and `<noscript>`.
    pub(crate) inert_styles: BTreeSet<NodeId>,
    pub(crate) scripts: Vec<Range<usize>>,
    /// Ranges of the scripts that may hold the state of an application and whose text is not in the tree.
    pub(crate) states: Vec<Range<usize>>,
    /// Steps that the parse took.
    pub(crate) steps: usize,
    /// What is left for the documents inside the page.
    pub(crate) left: Allowance,
    /// Whether the tree may have the text of further style sheets and scripts.
    pub(crate) has_rules: bool,
}

/// Parses `text` within `limits`, without the markup that [`super::prefilter`] drops.
pub(crate) fn parse(text: &str, limits: &Limits) -> Parsed {
    parse_in_pieces(text, limits, Allowance::of_page(limits, text.len()), limits.prefilter, expected_nodes(text))
}

/// The same for a document inside a page, of whose allowance so much is left.
pub(crate) fn parse_inside(text: &str, limits: &Limits, left: Allowance) -> Parsed {
    parse_in_pieces(text, limits, left, limits.prefilter, text.len() / INNER_BYTES_PER_NODE)
}

/// Parses all of `text` within `limits`.
pub(crate) fn parse_unfiltered(text: &str, limits: &Limits) -> Parsed {
    parse_in_pieces(text, limits, Allowance::of_page(limits, text.len()), false, expected_nodes(text))
}

/// About how many nodes a page has.
fn expected_nodes(text: &str) -> usize {
    (text.len() / BYTES_PER_NODE).min(MAX_EXPECTED_NODES)
}

fn parse_in_pieces(text: &str, limits: &Limits, allowance: Allowance, is_filtered: bool, nodes: usize) -> Parsed {
    let new = || Parser::new(text, limits, allowance, nodes);
    let parsed = new().parse(Pieces::Long, is_filtered);
    // A tag seems to have too many attributes: only shorter pieces tell for certain.
    parsed.unwrap_or_else(|| new().parse(Pieces::AtTags, false).expect("pieces that start at tags always give a tree"))
}

/// A page on its way into the tree.
struct Parser<'a> {
    text: &'a str,
    tokenizer: Tokenizer<Watch>,
    input: BufferQueue,
    max_attributes: usize,
    max_depth: usize,
    /// Where the text after the last `</html>` starts.
    tail: usize,
    after_html: Option<NodeId>,
    styles: Vec<(Range<usize>, NodeId)>,
    scripts: Vec<Range<usize>>,
    states: Vec<Range<usize>>,
    has_rules: bool,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, limits: &Limits, allowance: Allowance, expected_nodes: usize) -> Self {
        let opts = TreeBuilderOpts { scripting_enabled: false, ..Default::default() };
        let builder = TreeBuilder::new(GuardedSink::new(limits, allowance, expected_nodes), opts);
        Self {
            text,
            tokenizer: Tokenizer::new(
                Watch::new(builder, limits.attributes),
                TokenizerOpts { discard_bom: false, ..Default::default() },
            ),
            input: BufferQueue::default(),
            max_attributes: limits.attributes,
            max_depth: limits.depth,
            tail: tail_after_html(text),
            after_html: None,
            styles: Vec::new(),
            scripts: Vec::new(),
            states: Vec::new(),
            has_rules: false,
        }
    }

    fn watch(&self) -> &Watch {
        &self.tokenizer.sink
    }

    fn has_met_limit(&self) -> bool {
        self.watch().builder.sink.met().is_some()
    }

    /// Parses the page. Returns `None` if a tag may have too many attributes and the pieces are too long to tell.
    fn parse(mut self, pieces: Pieces, is_filtered: bool) -> Option<Parsed> {
        // Skipped here, since the tokenizer may be fed something else first and would then take it for text.
        let start = if self.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        let rest = if is_filtered { self.feed_filtered(start) } else { start };
        self.feed_unfiltered(rest, pieces)?;
        self.tokenizer.end();
        let sink = self.tokenizer.sink.builder.sink;
        let (met, steps, left, shadow_roots) = (sink.met(), sink.steps(), sink.left(), sink.shadow_roots());
        let styles = sink.styles();
        let mut html = sink.finish();
        let inert_styles = styles.into_iter().filter(|style| is_inert(&html, *style)).collect();
        let is_cut_off = flatten(&mut html, &shadow_roots, self.max_depth);
        Some(Parsed {
            after_html: self.after_html,
            limits_met: met.or(is_cut_off.then_some(Limit::Depth)).into_iter().collect(),
            html,
            steps,
            left,
            states: self.states,
            styles: self.styles,
            inert_styles,
            scripts: self.scripts,
            has_rules: self.has_rules || rest < self.text.len(),
        })
    }

    fn feed(&self, text: &str) {
        self.input.push_back(StrTendril::from(text));
        // The tokenizer pauses after scripts and declared encodings, which do not matter here.
        while !matches!(self.tokenizer.feed(&self.input), TokenizerResult::Done) {}
    }

    /// Marks the end of the tree once the parse reaches the text after the last `</html>`.
    fn mark_tail(&mut self, at: usize) {
        if at >= self.tail && at < self.text.len() && self.after_html.is_none() {
            self.after_html = Some(self.watch().builder.sink.mark());
        }
    }

    /// Feeds what the prefilter passes from `start` on. Returns where it gave up.
    fn feed_filtered(&mut self, start: usize) -> usize {
        let mut prefilter = Prefilter::new(self.text, start..self.tail.max(start), self.max_attributes);
        while !self.has_met_limit() {
            let step = prefilter.next();
            if !matches!(step, Step::Written) || prefilter.output.len() > PIECE {
                self.feed_output(&mut prefilter.output);
            }
            match step {
                Step::Written => {}
                Step::Token(token) => {
                    // The prefilter leaves the tags before raw text to the tokenizer, so the answer does not matter.
                    let _ = self.watch().process_token(token, 0);
                }
                // Inside a drawing, `<style>` is markup, and its text is in the tree.
                Step::BeforeRawText if self.watch().following() == Following::Markup => {
                    self.has_rules |= prefilter.stopped_at("style") || prefilter.stopped_at("script");
                }
                Step::BeforeRawText => {
                    let is_style = prefilter.stopped_at("style");
                    match prefilter.raw_text().filter(|raw| self.feed_raw_text(raw.clone(), is_style)) {
                        Some(raw) => prefilter.resume_at(raw.end),
                        None => break,
                    }
                }
                Step::End if prefilter.position() < self.text.len() => {
                    self.mark_tail(prefilter.position());
                    prefilter.end_at(self.text.len());
                }
                Step::End | Step::GaveUp => break,
            }
        }
        self.feed_output(&mut prefilter.output);
        prefilter.position()
    }

    fn feed_output(&mut self, output: &mut String) {
        if !output.is_empty() {
            self.feed(output);
            output.clear();
        }
    }

    /// Feeds raw text. Style sheets and scripts are not fed: their ranges are noted if they may hide something. Returns
    /// false if the text may not end where the prefilter thinks.
    fn feed_raw_text(&mut self, raw: Range<usize>, is_style: bool) -> bool {
        let text = &self.text[raw.clone()];
        let contains = |what: &str| memchr::memmem::find(text.as_bytes(), what.as_bytes()).is_some();
        let has = |byte| memchr::memchr(byte, text.as_bytes()).is_some();
        match self.watch().following() {
            Following::Markup | Following::Plaintext => return false,
            // The tokenizer replaces null characters, even in names.
            Following::Script | Following::RawText if has(0) => return false,
            // A script inside a comment inside a script does not end the outer one.
            Following::Script | Following::Data
                if contains("<!--") && text.to_ascii_lowercase().contains("<script") =>
            {
                return false;
            }
            Following::Script if may_hide(text) => self.scripts.push(raw),
            Following::Script if may_be_state(text) => self.states.push(raw),
            Following::Script => {}
            Following::RawText if is_style => {
                let element = self.watch().builder.sink.last_style();
                self.styles.extend(element.map(|element| (raw, element)));
            }
            // Nothing that the tokenizer would replace.
            following if !text.is_empty() && !has(0) && !has(b'\r') && (following == Following::Data || !has(b'&')) => {
                let _ = self.watch().process_token(Token::CharacterTokens(StrTendril::from(text)), 0);
            }
            Following::Data | Following::RawText => {
                let mut at = 0;
                while at < text.len() && !self.has_met_limit() {
                    let end = text.floor_char_boundary(at + PIECE);
                    self.feed(&text[at..end]);
                    at = end;
                }
            }
        }
        true
    }

    /// Feeds the text from `at` on as it is. Returns `None` as [`Self::parse`] does.
    fn feed_unfiltered(&mut self, mut at: usize, pieces: Pieces) -> Option<()> {
        let mut stretch = Stretch::default();
        while at < self.text.len() && !self.has_met_limit() {
            self.mark_tail(at);
            let stop = if at < self.tail { self.tail } else { self.text.len() };
            let end = pieces.end(self.text, at, stop);
            self.feed(&self.text[at..end]);
            let attributes = stretch.max_attributes(self.text, at..end, self.watch().tokens(), pieces);
            if attributes > self.max_attributes {
                if pieces == Pieces::Long {
                    return None;
                }
                self.watch().builder.sink.meet(Limit::Attributes);
            }
            at = end;
        }
        Some(())
    }
}

/// Whether a style sheet is in a template, a shadow tree or `<noscript>`: readers have scripts.
fn is_inert(html: &Html, style: NodeId) -> bool {
    let is_inert = |element: &Element| matches!(element.name.local, local_name!("template") | local_name!("noscript"));
    let node = html.tree.get(style);
    node.is_some_and(|node| node.ancestors().filter_map(|above| above.value().as_element()).any(is_inert))
}
