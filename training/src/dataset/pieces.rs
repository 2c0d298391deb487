//! Pages with some blocks cut into pieces, from which a model learns to find spam inside of a block.
//!
//! A model cuts suspicious blocks when it is used, see [`blocksift::internals::spam_spans`]. Here the same cuts are made
//! in pages with inline spam, where the spam pieces are known, and in clean pages.

use super::page::{Alteration, LabeledPage};
use crate::corpus::CorpusPage;
use crate::corpus::words::{Bag, Counting, words};
use blocksift::Label;
use blocksift::internals::{Cut, cut_blocks};
use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// Maximum number of blocks of a page that are cut.
const MAX_BLOCKS: usize = 6;

/// A piece is spam if at least this share of its words are words of the spam.
const MIN_SPAM_SHARE: f32 = 0.7;

/// A piece has its block's label if at most this share of its words are words of the spam.
const MAX_HOST_SHARE: f32 = 0.3;

/// A block holds inline spam if at least this share of its words are words of the spam.
const MIN_INLINE_SHARE: f32 = 0.1;

/// Cut copies of a page with inline spam: one cut at sentences, one at links.
pub fn of_inline_spam(source: &CorpusPage, made: &LabeledPage, rng: &mut ChaCha8Rng) -> Vec<LabeledPage> {
    [Cut::Sentences, Cut::Links].into_iter().filter_map(|kind| cut(source, made, kind, rng)).collect()
}

/// A cut copy of a clean page.
pub fn of_clean(source: &CorpusPage, made: &LabeledPage, rng: &mut ChaCha8Rng) -> Option<LabeledPage> {
    let kind = if rng.random::<bool>() { Cut::Sentences } else { Cut::Links };
    cut(source, made, kind, rng)
}

fn cut(source: &CorpusPage, made: &LabeledPage, kind: Cut, rng: &mut ChaCha8Rng) -> Option<LabeledPage> {
    let page = made.parsed.as_deref()?;
    let blocks = chosen_blocks(made, kind, rng)?;
    let (pieces, origins) = cut_blocks(page, &blocks, kind)?;
    let labels: Vec<Option<Label>> = pieces
        .blocks()
        .iter()
        .zip(&origins)
        .map(|(piece, origin)| {
            let host = made.labels[*origin].filter(|_| blocks.binary_search(origin).is_ok())?;
            match share_of(pieces.block_text(piece), &made.gold_spam) {
                spam if spam >= MIN_SPAM_SHARE => Some(Label::Spam),
                spam if spam <= MAX_HOST_SHARE => Some(host),
                _ => None,
            }
        })
        .collect();
    let mut cut = LabeledPage::new(source, &pieces, labels, made.origin.clone());
    cut.planted = cut.labels.iter().map(|l| *l == Some(Label::Spam)).collect();
    cut.gold_spam.clone_from(&made.gold_spam);
    cut.alteration = Alteration::Cut;
    cut.source.address = made.source.address;
    (cut.text, cut.parsed) = (None, None);
    Some(cut)
}

/// Blocks to cut, in rising order: those with inline spam first, then those with external links, then others.
fn chosen_blocks(made: &LabeledPage, kind: Cut, rng: &mut ChaCha8Rng) -> Option<Vec<usize>> {
    let page = made.parsed.as_deref()?;
    let mut blocks: Vec<usize> = (0..page.blocks().len())
        .filter(|i| made.labels[*i] != Some(Label::Spam) && page.blocks()[*i].kind().is_body())
        .filter(|i| !kind.positions(page, &page.blocks()[*i]).is_empty())
        .collect();
    blocks.shuffle(rng);
    let has_external_link = |i: &usize| page.block_links(&page.blocks()[*i]).any(|l| l.kind.may_leave_site());
    let has_spam = |i: &usize| {
        let text = page.block_text(&page.blocks()[*i]);
        !made.gold_spam.is_empty() && share_of(text, &made.gold_spam) >= MIN_INLINE_SHARE
    };
    blocks.sort_by_key(|i| (!has_spam(i), !has_external_link(i)));
    blocks.truncate(MAX_BLOCKS);
    blocks.sort_unstable();
    Some(blocks)
}

/// The share of a text's words that are among some others.
fn share_of(text: &str, others: &Bag) -> f32 {
    let words = words(text, Counting::Characters);
    let common = words.iter().filter(|w| others.contains_key(w)).count();
    if words.is_empty() { 0.0 } else { common as f32 / words.len() as f32 }
}
