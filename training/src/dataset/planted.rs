//! Pages with something planted in them, labeled by the marks around what was planted.

use super::page::{LabeledPage, Origin};
use crate::corpus::CorpusPage;
use crate::corpus::address::Address;
use crate::corpus::words::{Counting, count, words};
use crate::synth::graft::{Graft, MARK_CONTENT, MARK_END, MARK_NAVIGATION, MARK_SPAM, strip_marks};
use crate::synth::template::Shape;
use blocksift::{Format, Label, Limits, Page};
use rustc_hash::FxHasher;
use std::hash::Hasher;
use std::sync::Arc;

/// The body blocks of a host page: hash of the text, and label.
#[derive(Debug, Clone, Default)]
pub struct HostBlocks(Vec<(u64, Option<Label>)>);

impl HostBlocks {
    /// Remembers the blocks of a page.
    pub fn new(page: &Page, labels: &[Option<Label>]) -> HostBlocks {
        HostBlocks::without(page, labels, &[])
    }

    /// Remembers the blocks of a page but for some, given in rising order.
    pub fn without(page: &Page, labels: &[Option<Label>], left_out: &[usize]) -> HostBlocks {
        let is_kept = |at: &usize| page.blocks()[*at].kind().is_body() && left_out.binary_search(at).is_err();
        let kept = (0..page.blocks().len().min(labels.len())).filter(is_kept);
        HostBlocks(kept.map(|at| (hash_of(page.block_text(&page.blocks()[at])), labels[at])).collect())
    }
}

/// A page with something planted, read with an address, and labeled by the marks. The host's own blocks keep the host's labels.
///
/// `None` if the marks changed how the page falls into blocks, which is rare.
pub fn planted(
    source: &CorpusPage,
    address: &Address,
    host: &HostBlocks,
    graft: &Graft,
    format: Format,
) -> Option<LabeledPage> {
    let url = source.url.as_deref();
    let parse = |text: &str| match format {
        Format::Html => address.page(text, url),
        Format::Text => Page::from_text(text, url, &Limits::default()),
    };
    let marked = parse(&graft.html);
    let page = parse(&strip_marks(&graft.html));
    let marks: Vec<Marks> =
        marked.blocks().iter().map(|b| Marks::read(marked.block_text(b))).filter(|m| m.has_text).collect();
    if marks.len() != page.blocks().len() {
        return None;
    }
    let mut cursor = HostCursor { blocks: &host.0, next: 0 };
    let labels = page.blocks().iter().zip(&marks).map(|(block, marks)| {
        if graft.template.shape == Shape::Name && block.kind().is_body() && marks.label().is_some() {
            cursor.skip();
        }
        let of_host = || cursor.label(page.block_text(block), marks.spam > 0);
        let of_head = if block.kind().is_body() { None } else { Some(Label::Navigation) };
        marks.label().or_else(of_host).or(of_head)
    });
    let mut made = LabeledPage::new(source, &page, labels.collect(), origin(graft));
    made.source.address = address.state();
    Some(LabeledPage {
        planted: marks.iter().map(|m| m.label().is_some()).collect(),
        gold_spam: count(marks.iter().flat_map(|m| words(&m.spam_text, Counting::Characters))),
        parsed: graft.template.is_inline.then(|| Arc::new(page)),
        ..made
    })
}

fn origin(graft: &Graft) -> Origin {
    let family = graft.family.clone();
    if graft.is_spam { Origin::Spam { family, template: graft.template } } else { Origin::Lookalike { family } }
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// Finds the host's blocks again in their order, which planting does not change.
struct HostCursor<'a> {
    blocks: &'a [(u64, Option<Label>)],
    next: usize,
}

impl HostCursor<'_> {
    /// Host blocks that are searched for the next one.
    const REACH: usize = 40;

    /// Passes over a block of the host most of which has been replaced.
    fn skip(&mut self) {
        self.next += 1;
    }

    /// The label of the host's next block with this text.
    fn label(&mut self, text: &str, has_spam: bool) -> Option<Label> {
        let hash = hash_of(text);
        let ahead = self.blocks.get(self.next..).unwrap_or_default();
        match ahead.iter().take(Self::REACH).position(|(h, _)| *h == hash) {
            Some(found) => {
                self.next += found + 1;
                ahead[found].1
            }
            // A block with an inline injection is the host's next one with more text.
            None if has_spam => {
                self.next += 1;
                ahead.first().and_then(|(_, label)| *label)
            }
            None => None,
        }
    }
}

/// Characters of a block by mark.
#[derive(Default)]
struct Marks {
    has_text: bool,
    spam: usize,
    navigation: usize,
    content: usize,
    /// Letters and digits outside of marks.
    own: usize,
    spam_text: String,
}

impl Marks {
    fn read(text: &str) -> Marks {
        let mut marks = Marks::default();
        let mut state = MARK_END;
        for c in text.chars() {
            if matches!(c, MARK_SPAM | MARK_NAVIGATION | MARK_CONTENT | MARK_END) {
                state = c;
                marks.spam_text.push(' ');
                continue;
            }
            marks.has_text |= !c.is_whitespace();
            match state {
                MARK_SPAM => {
                    marks.spam += 1;
                    marks.spam_text.push(c);
                }
                MARK_NAVIGATION => marks.navigation += 1,
                MARK_CONTENT => marks.content += 1,
                _ => marks.own += usize::from(c.is_alphanumeric()),
            }
        }
        marks
    }

    /// The label of what was planted, if it is at least half of the block.
    fn label(&self) -> Option<Label> {
        let planted = self.spam + self.navigation + self.content;
        if planted == 0 || planted < self.own {
            return None;
        }
        [(self.spam, Label::Spam), (self.content, Label::Content), (self.navigation, Label::Navigation)]
            .into_iter()
            .max_by_key(|(characters, _)| *characters)
            .map(|(_, label)| label)
    }
}
