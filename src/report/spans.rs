//! Spam inside a block: a sentence or a run of links injected into other people's text (inline injection).
//!
//! A suspect block that is not spam as a whole is cut into sentences, and then around its external links.
//! The model judges the pieces as if they were blocks of the page, so a piece is judged by its own text and not by the
//! prose around it.

use crate::features::Features;
use crate::label::{Label, Probabilities};
use crate::model::Stack;
use crate::page::{Block, Format, Page};
use crate::report::SpamSpan;

/// Spam probability from which a block is suspect, with and without external links. Looking into blocks computes the
/// page's features again, so only few pages may have suspects.
const SUSPECT_LINKED: f32 = 0.05;
const SUSPECT: f32 = 0.3;
/// Suspects of a page that are looked into, likeliest first.
const MAX_SUSPECTS: usize = 32;
/// Cuts of a block.
const MAX_CUTS: usize = 64;
/// Bytes between two links of one run.
const MAX_GAP: usize = 4;

/// The spam spans in blocks that are not spam themselves, each with the index of its block, in order.
pub(crate) fn spam_spans(
    page: &Page,
    probabilities: &[Probabilities],
    labels: &[Label],
    stack: &Stack,
    threshold: f32,
) -> Vec<(usize, SpamSpan)> {
    let suspects = suspects(page, probabilities, labels);
    let mut found: Vec<(usize, SpamSpan)> = Vec::new();
    for cut in [Cut::Sentences, Cut::Links] {
        let unfinished: Vec<usize> =
            suspects.iter().copied().filter(|i| !found.iter().any(|(block, _)| block == i)).collect();
        if let Some((pieces, origins)) = cut_blocks(page, &unfinished, cut) {
            found.extend(spans_of_pieces(&pieces, &origins, stack, threshold));
        }
    }
    found.sort_by_key(|(block, span)| (*block, span.start));
    found
}

/// The indices of the likeliest suspects, in document order.
fn suspects(page: &Page, probabilities: &[Probabilities], labels: &[Label]) -> Vec<usize> {
    let mut suspects: Vec<usize> = (0..labels.len())
        .filter(|i| labels[*i] != Label::Spam && is_suspect(page, &page.blocks()[*i], probabilities[*i].spam))
        .collect();
    suspects.sort_by(|a, b| probabilities[*b].spam.total_cmp(&probabilities[*a].spam).then(a.cmp(b)));
    suspects.truncate(MAX_SUSPECTS);
    suspects.sort_unstable();
    suspects
}

fn is_suspect(page: &Page, block: &Block, spam: f32) -> bool {
    let has_external = || page.block_links(block).any(|l| l.kind.may_leave_site());
    block.kind().is_body() && (spam >= SUSPECT || spam >= SUSPECT_LINKED && has_external())
}

/// Where to cut a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Between sentences.
    Sentences,
    /// Around runs of external links.
    Links,
}

impl Cut {
    /// The positions in [`Page::text`], in bytes, at which to cut a block. There are none if it is a single piece.
    #[must_use]
    pub fn positions(self, page: &Page, block: &Block) -> Vec<usize> {
        match self {
            Cut::Sentences => sentence_ends(page, block),
            Cut::Links => link_run_ends(page, block),
        }
    }
}

/// Cuts some blocks of a page, given by their indices in ascending order. Returns the page with the pieces as blocks, and
/// for each of its blocks the index of the original one. Returns `None` if there is nothing to cut.
#[must_use]
pub fn cut_blocks(page: &Page, blocks: &[usize], cut: Cut) -> Option<(Page, Vec<usize>)> {
    let cuts: Vec<(usize, Vec<usize>)> = blocks
        .iter()
        .map(|i| (*i, cut.positions(page, &page.blocks()[*i])))
        .filter(|(_, positions)| !positions.is_empty())
        .collect();
    (!cuts.is_empty()).then(|| page.cut(&cuts))
}

/// Merges adjacent pieces at or above `threshold` into spans.
fn spans_of_pieces(cut: &Page, origins: &[usize], stack: &Stack, threshold: f32) -> Vec<(usize, SpamSpan)> {
    let has_origin = |i: Option<usize>, origin: usize| i.and_then(|i| origins.get(i)) == Some(&origin);
    let is_piece = |i: &usize| has_origin(i.checked_sub(1), origins[*i]) || has_origin(Some(i + 1), origins[*i]);
    let pieces: Vec<usize> = (0..origins.len()).filter(is_piece).collect();
    let predicted = stack.spam_of(&Features::of(cut), &pieces);
    let mut spans: Vec<(usize, SpamSpan)> = Vec::new();
    let mut last = None;
    for (i, spam) in pieces.into_iter().zip(predicted).filter(|(_, spam)| *spam >= threshold) {
        let origin = origins[i];
        let chars = cut.blocks()[i].chars();
        match spans.last_mut().filter(|(block, _)| *block == origin && last == i.checked_sub(1)) {
            Some((_, span)) => (span.end, span.probability) = (chars.end, span.probability.max(spam)),
            None => spans.push((origin, SpamSpan { start: chars.start, end: chars.end, probability: spam })),
        }
        last = Some(i);
    }
    spans
}

/// Where the sentences of a block end, without the last one. Sentences do not end inside links.
fn sentence_ends(page: &Page, block: &Block) -> Vec<usize> {
    let range = block.bytes();
    let mut cuts = Vec::new();
    let mut has_ended = false;
    for (at, c) in page.text()[range.clone()].char_indices() {
        let at = range.start + at;
        match c {
            '。' | '！' | '？' | '।' => {
                has_ended = false;
                cuts.push(at + c.len_utf8());
            }
            '.' | '!' | '?' | '…' | '؟' | '۔' => has_ended = true,
            c if c.is_whitespace() && has_ended => {
                has_ended = false;
                cuts.push(at);
            }
            '"' | '”' | '»' | ')' | '\'' if has_ended => {}
            _ => has_ended = false,
        }
    }
    cuts.retain(|cut| *cut < range.end);
    // Links do not overlap, so only the last one that starts before a cut can contain it.
    let links = &page.links.pieces[block.links.start as usize..block.links.end as usize];
    let is_in_link = |cut: &usize| {
        let before = links.partition_point(|l| (l.anchor.start as usize) < *cut);
        before.checked_sub(1).is_some_and(|i| *cut < links[i].anchor.end as usize)
    };
    cuts.retain(|cut| !is_in_link(cut));
    cuts.truncate(MAX_CUTS);
    cuts
}

/// Where runs of external links start and end.
fn link_run_ends(page: &Page, block: &Block) -> Vec<usize> {
    if page.format() == Format::Text {
        return Vec::new();
    }
    let range = block.bytes();
    let pieces = &page.links.pieces[block.links.start as usize..block.links.end as usize];
    let mut cuts: Vec<usize> = Vec::new();
    for link in pieces.iter().filter(|l| l.kind.may_leave_site()) {
        let (start, end) = (link.anchor.start as usize, link.anchor.end as usize);
        match cuts.last().copied() {
            Some(last) if start < last => continue,
            Some(last) if start - last <= MAX_GAP => {
                cuts.pop();
            }
            _ => cuts.push(start),
        }
        cuts.push(end);
    }
    cuts.retain(|cut| range.start < *cut && *cut < range.end);
    cuts.truncate(MAX_CUTS);
    cuts
}
