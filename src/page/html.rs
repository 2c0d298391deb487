//! The guarded parse: html5ever with scripting off into scraper's tree, in pieces, within bounds.
//!
//! html5ever's tree builder scans its stack of open elements, so its time is quadratic in nesting depth; a tree
//! past [`Limits::depth`] is therefore cut there, and the other ways to make it slow have bounds of their own (see
//! `guard`, `formatting` and `attributes`). Scripting is off so that `<noscript>` has elements inside. The code of
//! scripts, a quarter of what pages weigh, is passed over: the tokenizer would read it for nothing.

use super::attributes::OpenTags;
use super::formatting::Watch;
use super::guard::GuardedSink;
use super::visibility::may_hide;
use crate::limits::{LimitMet, Limits};
use ego_tree::NodeId;
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::tree_builder::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use scraper::Html;
use std::ops::Range;

/// Bytes fed between two looks at what came of them.
const PIECE: usize = 4 << 10;

/// A parsed page.
pub(super) struct Parsed {
    pub(super) html: Html,
    /// Nodes from this one on were written after the last `</html>`.
    pub(super) after_html: Option<NodeId>,
    pub(super) limits_met: Vec<LimitMet>,
}

/// Parses `text` within `limits`.
pub(super) fn parse(text: &str, limits: &Limits) -> Parsed {
    // If it looks as if a tag had too many attributes, the page is parsed again in pieces that begin where tags may,
    // which is slower and certain.
    parse_in_pieces(text, limits, Pieces::Long).unwrap_or_else(|| {
        parse_in_pieces(text, limits, Pieces::ByTag).expect("pieces that begin with tags are certain")
    })
}

/// How a text is cut.
#[derive(Clone, Copy, PartialEq)]
enum Pieces {
    Long,
    ByTag,
}

impl Pieces {
    /// Where the piece ends that begins at `at`.
    fn end(self, text: &str, at: usize, stop: usize) -> usize {
        let end = text.floor_char_boundary((at + PIECE).min(stop));
        let bytes = &text.as_bytes()[at..end];
        if self == Pieces::Long {
            return script_in(bytes).map_or(end, |length| at + length);
        }
        let begins = |i: &usize| bytes.get(i + 1).is_none_or(|b| b.is_ascii_alphabetic() || b"/!?".contains(b));
        memchr::memchr_iter(b'<', bytes).filter(|i| *i > 0).find(begins).map_or(end, |i| at + i)
    }
}

/// `None` if a tag may have too many attributes, and long pieces do not tell.
fn parse_in_pieces(text: &str, limits: &Limits, pieces: Pieces) -> Option<Parsed> {
    let opts = TreeBuilderOpts { scripting_enabled: false, ..Default::default() };
    let builder = TreeBuilder::new(GuardedSink::new(limits, text.len()), opts);
    let tokenizer = Tokenizer::new(Watch::new(builder, limits.attributes), TokenizerOpts::default());
    let watch = &tokenizer.sink;
    let input = BufferQueue::default();
    let tail = tail_after_html(text);
    let mut after_html = None;
    let mut stretch = Stretch::default();
    let mut at = 0;
    while at < text.len() && watch.builder.sink.met().is_none() {
        if at >= tail && after_html.is_none() {
            after_html = Some(watch.builder.sink.mark());
        }
        let stop = if at < tail { tail } else { text.len() };
        let end = pieces.end(text, at, stop);
        feed(&tokenizer, &input, &text[at..end]);
        if stretch.attributes(text, at..end, watch.tokens(), pieces) > limits.attributes {
            if pieces == Pieces::Long {
                return None;
            }
            watch.builder.sink.meet(LimitMet::Attributes);
        }
        // With its tag just ended, nothing of the code is with the tokenizer yet.
        let is_code = watch.take_script() && text.as_bytes()[end - 1] == b'>';
        at = if is_code { past_code(text, end) } else { end };
    }
    feed_end(&tokenizer, &input);
    let sink = tokenizer.sink.builder.sink;
    Some(Parsed { after_html, limits_met: sink.met().into_iter().collect(), html: sink.finish() })
}

/// The length up to the end of the first tag that may open a script.
fn script_in(bytes: &[u8]) -> Option<usize> {
    let open = memchr::memmem::find(bytes, b"<script")?;
    memchr::memchr(b'>', &bytes[open..]).map(|close| open + close + 1)
}

/// Where the code that begins at `at` ends: at the first `</script`. With a `<!--` before that it may be none, and the
/// tokenizer has to tell; and code that may hide an element is read.
fn past_code(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    let is_end = |i: &usize| rest[*i + 2..].get(..6).is_some_and(|name| name.eq_ignore_ascii_case(b"script"));
    let Some(length) = memchr::memmem::find_iter(rest, b"</").find(is_end) else { return at };
    let code = &text[at..at + length];
    let is_read = may_hide(code) || memchr::memmem::find(code.as_bytes(), b"<!--").is_some();
    if is_read { at } else { at + length }
}

fn feed(tokenizer: &Tokenizer<Watch>, input: &BufferQueue, text: &str) {
    input.push_back(StrTendril::from(text));
    // It stops after scripts and at declared encodings; neither is of interest here.
    while !matches!(tokenizer.feed(input), TokenizerResult::Done) {}
}

fn feed_end(tokenizer: &Tokenizer<Watch>, input: &BufferQueue) {
    while !matches!(tokenizer.feed(input), TokenizerResult::Done) {}
    tokenizer.end();
}

/// A stretch of text of which the tokenizer has handed nothing over.
#[derive(Default)]
struct Stretch {
    tokens: usize,
    /// The piece before it.
    before: Range<usize>,
    tags: Option<OpenTags>,
}

impl Stretch {
    /// The most attributes that a tag may have that the piece of text ends in, if the piece has given no token.
    fn attributes(&mut self, text: &str, piece: Range<usize>, tokens: usize, pieces: Pieces) -> usize {
        if tokens > self.tokens || piece.start == 0 && pieces == Pieces::Long {
            *self = Stretch { tokens, before: piece, tags: None };
            return 0;
        }
        match &mut self.tags {
            Some(tags) => tags.read(&text[piece], false),
            // A piece that begins with the tag has no other.
            None if pieces == Pieces::ByTag => self.tags.insert(OpenTags::default()).read(&text[piece], true),
            None => {
                let tags = self.tags.insert(OpenTags::default());
                tags.read(&text[self.before.clone()], true);
                tags.read(&text[piece], false);
            }
        }
        self.tags.as_ref().map_or(0, OpenTags::most)
    }
}

/// Where the text after the last `</html>` begins, if anything but white space stands there.
fn tail_after_html(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = bytes.len();
    while let Some(at) = memchr::memmem::rfind(&bytes[..end], b"</") {
        if bytes.len() - at >= 7 && bytes[at..at + 6].eq_ignore_ascii_case(b"</html") {
            let close = memchr::memchr(b'>', &bytes[at..]).map_or(bytes.len(), |i| at + i + 1);
            return if text[close..].trim().is_empty() { bytes.len() } else { close };
        }
        // Only a tail is looked at: what stands before that is no injection after the end.
        if bytes.len() - at > 64 << 10 {
            break;
        }
        end = at;
    }
    bytes.len()
}
