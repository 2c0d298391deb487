//! Spam within a block: a sentence or a run of links that was woven into what somebody else wrote.
//!
//! A block that is not spam as a whole, and not above suspicion, is cut into sentences, and then around its links abroad;
//! the model judges the pieces as blocks of the page. What stands in a good paragraph is judged by what it is itself.

use crate::features::Features;
use crate::label::{Label, Probabilities};
use crate::model::Stack;
use crate::page::{Block, Format, LinkKind, Page};
use crate::report::SpamSpan;

/// Blocks are looked into from these probabilities of spam on: those with links abroad, and others. Looking costs the
/// features of the page once more, so that only few pages may be under suspicion.
const SUSPECT_LINKED: f32 = 0.05;
const SUSPECT: f32 = 0.3;
/// Blocks of a page that are looked into at most, the likeliest first, and pieces of each.
const MAX_BLOCKS: usize = 32;
const MAX_PIECES: usize = 64;
/// Bytes between two links of one run.
const GAP: usize = 4;

/// The spans of spam in the blocks that are not spam themselves: the block, and the span, in order.
pub(crate) fn spam_spans(
    page: &Page,
    probabilities: &[Probabilities],
    labels: &[Label],
    stack: &Stack,
    threshold: f32,
) -> Vec<(usize, SpamSpan)> {
    let mut suspects: Vec<usize> = (0..labels.len())
        .filter(|i| labels[*i] != Label::Spam && is_suspect(page, &page.blocks()[*i], probabilities[*i].spam))
        .collect();
    suspects.sort_by(|a, b| probabilities[*b].spam.total_cmp(&probabilities[*a].spam).then(a.cmp(b)));
    suspects.truncate(MAX_BLOCKS);
    suspects.sort_unstable();
    let mut found = Vec::new();
    for at in [Cut::Sentences, Cut::Links] {
        let left: Vec<usize> =
            suspects.iter().copied().filter(|i| !found.iter().any(|(block, _)| block == i)).collect();
        if let Some((cut, origins)) = cut_blocks(page, &left, at) {
            found.extend(judge(&cut, &origins, stack, threshold));
        }
    }
    found.sort_by_key(|(block, span): &(usize, SpamSpan)| (*block, span.start));
    found
}

fn is_suspect(page: &Page, block: &Block, spam: f32) -> bool {
    let abroad = || page.block_links(block).any(|l| l.kind == LinkKind::External);
    block.kind().is_body() && (spam >= SUSPECT || spam >= SUSPECT_LINKED && abroad())
}

/// Where a block is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Between sentences.
    Sentences,
    /// Around runs of links that lead to other sites.
    Links,
}

impl Cut {
    /// Where in [`Page::text`] a block is cut; nowhere if it is one piece.
    pub fn positions(self, page: &Page, block: &Block) -> Vec<usize> {
        match self {
            Cut::Sentences => sentences(page, block),
            Cut::Links => link_runs(page, block),
        }
    }
}

/// A page with some of its blocks cut into pieces, each a block of its own, and for each block of it the one that it is
/// a piece of. `None` if there is nothing to cut. `blocks` ascend.
pub fn cut_blocks(page: &Page, blocks: &[usize], at: Cut) -> Option<(Page, Vec<usize>)> {
    let cuts: Vec<(usize, Vec<usize>)> = blocks
        .iter()
        .map(|i| (*i, at.positions(page, &page.blocks()[*i])))
        .filter(|(_, cuts)| !cuts.is_empty())
        .collect();
    (!cuts.is_empty()).then(|| page.cut(&cuts))
}

/// The pieces that are at least so probably spam; neighbours are one span.
fn judge(cut: &Page, origins: &[usize], stack: &Stack, threshold: f32) -> Vec<(usize, SpamSpan)> {
    let is_of = |i: Option<usize>, origin: usize| i.and_then(|i| origins.get(i)) == Some(&origin);
    let is_piece = |i: &usize| is_of(i.checked_sub(1), origins[*i]) || is_of(Some(i + 1), origins[*i]);
    let pieces: Vec<usize> = (0..origins.len()).filter(is_piece).collect();
    let said = stack.spam_of(&Features::of(cut), &pieces);
    let mut found: Vec<(usize, SpamSpan)> = Vec::new();
    let mut last = None;
    for (i, spam) in pieces.into_iter().zip(said).filter(|(_, spam)| *spam >= threshold) {
        let origin = origins[i];
        let chars = cut.blocks()[i].chars();
        match found.last_mut().filter(|(of, _)| *of == origin && last == i.checked_sub(1)) {
            Some((_, span)) => (span.end, span.probability) = (chars.end, span.probability.max(spam)),
            None => found.push((origin, SpamSpan { start: chars.start, end: chars.end, probability: spam })),
        }
        last = Some(i);
    }
    found
}

/// Where the sentences of a block begin, but for the first.
fn sentences(page: &Page, block: &Block) -> Vec<usize> {
    let range = block.bytes();
    let text = &page.text()[range.clone()];
    let mut cuts = Vec::new();
    let mut ended = false;
    for (at, c) in text.char_indices() {
        let at = range.start + at;
        match c {
            '。' | '！' | '？' | '।' => {
                ended = false;
                cuts.push(at + c.len_utf8());
            }
            '.' | '!' | '?' | '…' | '؟' | '۔' => ended = true,
            c if c.is_whitespace() && ended => {
                ended = false;
                cuts.push(at);
            }
            '"' | '”' | '»' | ')' | '\'' if ended => {}
            _ => ended = false,
        }
    }
    cuts.retain(|cut| *cut < range.end);
    // Links follow each other, so that only the last one that begins before a cut can hold it.
    let links = &page.links.pieces[block.links.start as usize..block.links.end as usize];
    let inside = |cut: &usize| {
        let before = links.partition_point(|l| (l.anchor.start as usize) < *cut);
        before.checked_sub(1).is_some_and(|i| *cut < links[i].anchor.end as usize)
    };
    cuts.retain(|cut| !inside(cut));
    cuts.truncate(MAX_PIECES);
    cuts
}

/// Where runs of links abroad begin and end.
fn link_runs(page: &Page, block: &Block) -> Vec<usize> {
    if page.format() == Format::Text {
        return Vec::new();
    }
    let range = block.bytes();
    let pieces = &page.links.pieces[block.links.start as usize..block.links.end as usize];
    let mut cuts: Vec<usize> = Vec::new();
    for link in pieces.iter().filter(|l| l.kind == LinkKind::External) {
        let (start, end) = (link.anchor.start as usize, link.anchor.end as usize);
        match cuts.last().copied() {
            Some(last) if start < last => continue,
            Some(last) if start - last <= GAP => {
                cuts.pop();
            }
            _ => cuts.push(start),
        }
        cuts.push(end);
    }
    cuts.retain(|cut| range.start < *cut && *cut < range.end);
    cuts.truncate(MAX_PIECES);
    cuts
}
