//! Pages some of whose blocks are cut into pieces: what a model must know to find spam that was woven into a block.
//!
//! When a model is used, blocks under suspicion are cut, see [`blocksift::internals::spam_spans`]. Here the same cuts are made in
//! pages that spam was woven into, where the pieces of spam are known, and in clean ones.

use crate::corpus::CorpusPage;
use crate::corpus::words::{Bag, Counting, words};
use crate::dataset::pages::{Altered, LabelledPage, build};
use blocksift::internals::{Cut, cut_blocks};
use blocksift::{Label, LinkKind};
use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// Blocks of a page that are cut at most.
const MOST_BLOCKS: usize = 6;

/// Shares of a piece's words that are words of the spam from which on it is spam, and up to which it is not.
const IS_SPAM: f32 = 0.7;
const IS_NOT: f32 = 0.3;

/// Cut copies of a page with something woven into it: at its sentences, and at its links.
pub fn of_woven(source: &CorpusPage, made: &LabelledPage, rng: &mut ChaCha8Rng) -> Vec<LabelledPage> {
    [Cut::Sentences, Cut::Links].into_iter().filter_map(|at| cut(source, made, at, rng)).collect()
}

/// A cut copy of a clean page.
pub fn of_clean(source: &CorpusPage, made: &LabelledPage, rng: &mut ChaCha8Rng) -> Option<LabelledPage> {
    let at = if rng.random::<bool>() { Cut::Sentences } else { Cut::Links };
    cut(source, made, at, rng)
}

fn cut(source: &CorpusPage, made: &LabelledPage, at: Cut, rng: &mut ChaCha8Rng) -> Option<LabelledPage> {
    let page = made.page.as_deref()?;
    let overlap = |text: &str| share_of(text, &made.gold_spam);
    let mut blocks: Vec<usize> = (0..page.blocks().len())
        .filter(|i| made.labels[*i] != Some(Label::Spam) && page.blocks()[*i].kind().is_body())
        .filter(|i| !at.positions(page, &page.blocks()[*i]).is_empty())
        .collect();
    blocks.shuffle(rng);
    // Those that spam was woven into first, then those with links abroad.
    let abroad = |i: &usize| page.block_links(&page.blocks()[*i]).any(|l| l.kind == LinkKind::External);
    let woven = |i: &usize| !made.gold_spam.is_empty() && overlap(page.block_text(&page.blocks()[*i])) >= 0.1;
    blocks.sort_by_key(|i| (!woven(i), !abroad(i)));
    blocks.truncate(MOST_BLOCKS);
    blocks.sort_unstable();
    let (pieces, origins) = cut_blocks(page, &blocks, at)?;
    let labels: Vec<Option<Label>> = pieces
        .blocks()
        .iter()
        .zip(&origins)
        .map(|(piece, origin)| {
            let host = made.labels[*origin].filter(|_| blocks.binary_search(origin).is_ok())?;
            match overlap(pieces.block_text(piece)) {
                spam if spam >= IS_SPAM => Some(Label::Spam),
                spam if spam <= IS_NOT => Some(host),
                _ => None,
            }
        })
        .collect();
    let planted = labels.iter().map(|l| *l == Some(Label::Spam)).collect();
    let built = build(source, &pieces, labels, made.origin.clone(), made.gold_spam.clone());
    Some(LabelledPage { planted, altered: Altered::Cut, page: None, gold: None, ..built })
}

/// The share of a text's words that are among some others.
fn share_of(text: &str, others: &Bag) -> f32 {
    let words = words(text, Counting::Characters);
    let common = words.iter().filter(|w| others.contains_key(w)).count();
    if words.is_empty() { 0.0 } else { common as f32 / words.len() as f32 }
}
