//! The learned vocabulary: hashed tokens to scores of content and of spam, fitted with linfa's FTRL.
//!
//! What a vocabulary says of blocks that it was fitted to is worthless to the stages after it. While a model is made,
//! every block is judged by a vocabulary that saw neither the block's site nor, if it was planted, its campaign.

use super::sampling::{resample_by_weight, seed_bytes};
use super::settings::Settings;
use crate::dataset::LabeledPage;
use crate::dataset::folds::fold_of;
use crate::dataset::sample::{BlockRef, RowInfo, Sampling, sample_rows};
use blocksift::Label;
use blocksift::internals::{TEXT_BUCKETS, Tokens, VOCABULARY_UNIT, Vocabulary, token_value, vocabulary_features};
use linfa::prelude::*;
use linfa_ftrl::{Ftrl, FtrlParams};
use ndarray::{Array1, Array2};
use rand_xoshiro::rand_core::SeedableRng;
use rayon::prelude::*;

/// Folds of the out-of-fold vocabularies.
const FOLDS: usize = 3;

/// Added to the seed for their folds.
const FOLD_SEED: u64 = 2000;

/// Rows sampled from each page. Tokens are rarer than features and need more rows.
const ROWS_PER_PAGE: usize = 30;

/// FTRL's learning rate. Tokens are rare, and their values at most 1.
const LEARNING_RATE: f32 = 0.2;

/// FTRL's beta.
const BETA: f32 = 1.0;

/// FTRL's ridge penalty, so that tokens seen only a few times weigh little.
const RIDGE: f32 = 0.3;

/// Passes over the rows.
const EPOCHS: usize = 2;

/// A vocabulary, and out-of-fold features for all blocks of all pages: rows by vocabulary features, one matrix per page.
pub struct Learned {
    /// The vocabulary of all rows.
    pub vocabulary: Vocabulary,
    /// Features of the pages it was learned from.
    pub features: Vec<Array2<f32>>,
    /// Features of further pages.
    pub further: Vec<Array2<f32>>,
}

/// Learns a vocabulary from `pages`, and computes the features of these and of `further` pages.
pub fn learn(pages: &[&LabeledPage], further: &[&LabeledPage], settings: &Settings) -> Learned {
    let (info, sources) = sample_rows(pages, Sampling { rows_per_page: ROWS_PER_PAGE, ..settings.seeded_sampling() });
    let rows = Rows { pages, info, sources };
    let fold_of_row: Vec<usize> =
        rows.sources.iter().map(|s| fold(pages[s.page as usize], s.block as usize, settings)).collect();
    let fit_without = |held: usize| {
        let chosen: Vec<usize> = (0..rows.info.len()).filter(|i| fold_of_row[*i] != held).collect();
        fit(&rows, &chosen, settings)
    };
    let of_folds: Vec<Vocabulary> = (0..FOLDS).map(fit_without).collect();
    let judge =
        |page: &&LabeledPage| vocabulary_features(&page.features, |block| &of_folds[fold(page, block, settings)]);
    let features = |pages: &[&LabeledPage]| pages.par_iter().map(judge).collect();
    // No row is in this fold.
    let vocabulary = fit_without(FOLDS);
    Learned { vocabulary, features: features(pages), further: features(further) }
}

/// The fold of a block: that of its site, or of its campaign if it was planted.
fn fold(page: &LabeledPage, block: usize, settings: &Settings) -> usize {
    let key = if page.planted[block] { page.origin.family() } else { &page.source.group };
    fold_of(key, FOLDS, settings.seed + FOLD_SEED)
}

/// What a vocabulary is learned from.
struct Rows<'a> {
    pages: &'a [&'a LabeledPage],
    info: Vec<RowInfo>,
    sources: Vec<BlockRef>,
}

fn fit(rows: &Rows<'_>, chosen: &[usize], settings: &Settings) -> Vocabulary {
    let (content, spam) =
        rayon::join(|| head(rows, chosen, Label::Content, settings), || head(rows, chosen, Label::Spam, settings));
    Vocabulary { content, spam }
}

/// The weights that tell a label from the rest. The content head is not shown spam.
fn head(rows: &Rows<'_>, chosen: &[usize], wanted: Label, settings: &Settings) -> Vec<i32> {
    let is_spam = wanted == Label::Spam;
    let info = &rows.info;
    let chosen: Vec<usize> = chosen.iter().copied().filter(|i| is_spam || info[*i].label != Label::Spam).collect();
    let answers: Vec<bool> = chosen.iter().map(|i| info[*i].label == wanted).collect();
    let weights: Vec<f32> =
        chosen.iter().map(|i| if is_spam { info[*i].spam_weight } else { info[*i].weight }).collect();
    let width = if is_spam { Vocabulary::SPAM_WIDTH } else { Vocabulary::CONTENT_WIDTH };
    if !answers.contains(&true) || !answers.contains(&false) {
        return vec![0; width];
    }
    let drawn = resample_by_weight(&chosen, &answers, &weights, settings.seed);
    ftrl(&drawn, width, settings, |row, x| {
        let source = rows.sources[row as usize];
        write_tokens(rows.pages[source.page as usize].features.tokens(), source.block as usize, x);
    })
}

/// The inputs of one block, as [`Vocabulary::logits`] reads them. Markup tokens are written if `x` has room for them.
fn write_tokens(tokens: &Tokens, block: usize, x: &mut [f32]) {
    let text = tokens.text(block);
    for t in text {
        x[usize::from(*t)] += token_value(text.len());
    }
    let constant = x.len() - 1;
    if constant > TEXT_BUCKETS {
        let markup = tokens.markup(block);
        for t in markup {
            x[TEXT_BUCKETS + usize::from(*t)] += token_value(markup.len());
        }
    }
    x[constant] = 1.0;
}

fn ftrl(drawn: &[(u32, bool)], width: usize, settings: &Settings, write: impl Fn(u32, &mut [f32])) -> Vec<i32> {
    let rng = rand_xoshiro::Xoshiro256Plus::from_seed(seed_bytes(settings.seed));
    let params = FtrlParams::new(LEARNING_RATE, BETA, 0.0, RIDGE, rng).check_unwrap();
    let mut model = Ftrl::new(params, width);
    let mut seen = vec![false; width];
    for _ in 0..EPOCHS {
        for batch in drawn.chunks(settings.batch) {
            let mut x = Array2::zeros((batch.len(), width));
            for (mut row, (i, _)) in x.rows_mut().into_iter().zip(batch) {
                let row = row.as_slice_mut().expect("rows of a new array are contiguous");
                write(*i, row);
                seen.iter_mut().zip(row.iter()).for_each(|(s, v)| *s |= *v != 0.0);
            }
            let answers: Array1<bool> = batch.iter().map(|(_, a)| *a).collect();
            let dataset = Dataset::new(x, answers);
            let predicted = model.predict(&dataset);
            model.update(&dataset, predicted.view());
        }
    }
    // FTRL starts from random weights, which unseen tokens must not keep.
    let weights = model.get_weights();
    weights.iter().zip(seen).map(|(w, seen)| if seen { (w / VOCABULARY_UNIT).round() as i32 } else { 0 }).collect()
}
