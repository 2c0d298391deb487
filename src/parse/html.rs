//! The guarded parse: html5ever with scripting off into scraper's tree, in pieces, within bounds.
//!
//! html5ever's tree builder scans its stack of open elements, so its time is quadratic in nesting depth; a tree
//! past [`Limits::depth`] is therefore cut there, and the other ways to make it slow have bounds of their own (see
//! `guard`, `formatting` and `attributes`). Scripting is off so that `<noscript>` has elements inside. What
//! nobody reads is left out before the tokenizer reads it (see `sieve`), the code of scripts too.

use super::attributes::OpenTags;
use super::formatting::{Raw, Watch};
use super::guard::GuardedSink;
use super::prefilter::{Sieve, Step};
use super::script::may_hide;
use crate::limits::{Limit, Limits};
use ego_tree::NodeId;
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::tree_builder::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{TokenSink, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use scraper::Html;
use std::ops::Range;

/// Bytes fed between two looks at what came of them.
const PIECE: usize = 4 << 10;

/// A parsed page.
pub(crate) struct Parsed {
    pub(crate) html: Html,
    /// Nodes from this one on were written after the last `</html>`.
    pub(crate) after_html: Option<NodeId>,
    pub(crate) limits_met: Vec<Limit>,
    /// Where the style sheets and small scripts stand that the tree has without their text.
    pub(crate) styles: Vec<Range<usize>>,
    pub(crate) scripts: Vec<Range<usize>>,
    /// Whether the tree has others with it.
    pub(crate) has_rules: bool,
}

/// Parses `text` within `limits`, without what [`super::prefilter`] leaves out.
pub(crate) fn parse(text: &str, limits: &Limits) -> Parsed {
    with_pieces(text, limits, true)
}

/// Parses all of `text` within `limits`.
pub(crate) fn parse_whole(text: &str, limits: &Limits) -> Parsed {
    with_pieces(text, limits, false)
}

fn with_pieces(text: &str, limits: &Limits, sieved: bool) -> Parsed {
    // If it looks as if a tag had too many attributes, the page is parsed again in pieces that begin where tags may,
    // which is slower and certain.
    Parser::new(text, limits).parse(Pieces::Long, sieved).unwrap_or_else(|| {
        Parser::new(text, limits).parse(Pieces::ByTag, false).expect("pieces that begin with tags are certain")
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
        if self == Pieces::Long {
            return end;
        }
        let bytes = &text.as_bytes()[at..end];
        let begins = |i: &usize| bytes.get(i + 1).is_none_or(|b| b.is_ascii_alphabetic() || b"/!?".contains(b));
        memchr::memchr_iter(b'<', bytes).filter(|i| *i > 0).find(begins).map_or(end, |i| at + i)
    }
}

/// A page on its way into the tree.
struct Parser<'a> {
    text: &'a str,
    tokenizer: Tokenizer<Watch>,
    input: BufferQueue,
    most_attributes: usize,
    /// Where the text after the last `</html>` begins.
    tail: usize,
    after_html: Option<NodeId>,
    styles: Vec<Range<usize>>,
    scripts: Vec<Range<usize>>,
    has_rules: bool,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, limits: &Limits) -> Self {
        let opts = TreeBuilderOpts { scripting_enabled: false, ..Default::default() };
        let builder = TreeBuilder::new(GuardedSink::new(limits, text.len()), opts);
        Self {
            text,
            tokenizer: Tokenizer::new(
                Watch::new(builder, limits.attributes),
                TokenizerOpts { discard_bom: false, ..Default::default() },
            ),
            input: BufferQueue::default(),
            most_attributes: limits.attributes,
            tail: tail_after_html(text),
            after_html: None,
            styles: Vec::new(),
            scripts: Vec::new(),
            has_rules: false,
        }
    }

    fn watch(&self) -> &Watch {
        &self.tokenizer.sink
    }

    fn is_over(&self) -> bool {
        self.watch().builder.sink.met().is_some()
    }

    /// `None` if a tag may have too many attributes, and long pieces do not tell.
    fn parse(mut self, pieces: Pieces, sieved: bool) -> Option<Parsed> {
        // Not to be taken for one later, where the tokenizer is fed first.
        let start = if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let from = if sieved { self.sieved(start) } else { start };
        self.whole(from, pieces)?;
        self.tokenizer.end();
        let sink = self.tokenizer.sink.builder.sink;
        Some(Parsed {
            after_html: self.after_html,
            limits_met: sink.met().into_iter().collect(),
            html: sink.finish(),
            styles: self.styles,
            scripts: self.scripts,
            has_rules: self.has_rules || from < self.text.len(),
        })
    }

    fn feed(&self, text: &str) {
        self.input.push_back(StrTendril::from(text));
        // It stops after scripts and at declared encodings; neither is of interest here.
        while !matches!(self.tokenizer.feed(&self.input), TokenizerResult::Done) {}
    }

    /// Notes what the tree holds once the text at `at` is reached.
    fn mark(&mut self, at: usize) {
        if at >= self.tail && at < self.text.len() && self.after_html.is_none() {
            self.after_html = Some(self.watch().builder.sink.mark());
        }
    }

    /// Feeds what the sieve lets through. Gives how far it went before it gave up.
    fn sieved(&mut self, from: usize) -> usize {
        let mut sieve = Sieve::new(self.text, from..self.tail.max(from), self.most_attributes);
        while !self.is_over() {
            let step = sieve.next();
            if !matches!(step, Step::Written) || sieve.out.len() > PIECE {
                self.take(&mut sieve.out);
            }
            match step {
                Step::Written => {}
                Step::Token(token) => {
                    // No such tag is one after which text is raw.
                    let _ = self.watch().process_token(token, 0);
                }
                // As in drawings, where they are markup, and are read nevertheless.
                Step::Raw if self.watch().raw() == Raw::No => {
                    self.has_rules |= sieve.is_at("style") || sieve.is_at("script");
                }
                Step::Raw => match sieve.raw_text().filter(|raw| self.raw(raw.clone(), sieve.is_at("style"))) {
                    Some(raw) => sieve.go_on(raw.end),
                    None => break,
                },
                Step::End if sieve.at() < self.text.len() => {
                    self.mark(sieve.at());
                    sieve.end_at(self.text.len());
                }
                Step::End | Step::GaveUp => break,
            }
        }
        self.take(&mut sieve.out);
        sieve.at()
    }

    /// Feeds what was written out.
    fn take(&self, out: &mut String) {
        if !out.is_empty() {
            self.feed(out);
            out.clear();
        }
    }

    /// Feeds raw text, but for style sheets and code, which are noted if they may hide something; whether its end is
    /// certain.
    fn raw(&mut self, raw: Range<usize>, is_style: bool) -> bool {
        let text = &self.text[raw.clone()];
        // Scripts within comments within scripts do not end these.
        let has = |what: &str| memchr::memmem::find(text.as_bytes(), what.as_bytes()).is_some();
        match self.watch().raw() {
            Raw::No | Raw::ToTheEnd => return false,
            // The tokenizer replaces them, in names too.
            Raw::Code | Raw::Text if has("\0") => return false,
            Raw::Code | Raw::Data if has("<!--") && text.to_ascii_lowercase().contains("<script") => return false,
            Raw::Code if may_hide(text) => self.scripts.push(raw),
            Raw::Code => {}
            Raw::Text if is_style => self.styles.push(raw),
            Raw::Data | Raw::Text => {
                let mut at = 0;
                while at < text.len() && !self.is_over() {
                    let end = text.floor_char_boundary(at + PIECE);
                    self.feed(&text[at..end]);
                    at = end;
                }
            }
        }
        true
    }

    /// Feeds the text from `at` on as it is. `None` as in [`Self::parse`].
    fn whole(&mut self, mut at: usize, pieces: Pieces) -> Option<()> {
        let mut stretch = Stretch::default();
        while at < self.text.len() && !self.is_over() {
            self.mark(at);
            let stop = if at < self.tail { self.tail } else { self.text.len() };
            let end = pieces.end(self.text, at, stop);
            self.feed(&self.text[at..end]);
            if stretch.attributes(self.text, at..end, self.watch().tokens(), pieces) > self.most_attributes {
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
        if tokens > self.tokens || self.before.is_empty() && pieces == Pieces::Long {
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
