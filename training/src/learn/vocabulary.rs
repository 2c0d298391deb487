//! The learnt vocabulary: hashed tokens to scores of content and of spam, by linfa's FTRL.
//!
//! What a vocabulary says of the blocks that it was fitted on is worthless to the stages after it, so while a model
//! is made every block is judged by one that saw neither the block's site nor, if it was planted, its campaign.

use crate::dataset::folds::fold_of;
use crate::dataset::pages::LabelledPage;
use crate::dataset::table::{Draw, RowInfo, draw_rows};
use crate::learn::fit::{Settings, draw_by_weight, seed_bytes};
use blocksift::Label;
use blocksift::internals::{TEXT_BUCKETS, Tokens, VOCABULARY_UNIT, Vocabulary, token_value, vocabulary_features};
use linfa::prelude::*;
use linfa_ftrl::{Ftrl, FtrlParams};
use ndarray::{Array1, Array2};
use rand_xoshiro::rand_core::SeedableRng;
use rayon::prelude::*;

/// Folds of the vocabularies that judge the blocks that others are fitted on.
const FOLDS: usize = 3;
/// Rows drawn from each page: tokens are rarer than features, so more of them.
const ROWS_PER_PAGE: usize = 30;
/// FTRL's learning rate for tokens, which are rare and of size 1 at most.
const ALPHA: f32 = 0.2;
/// FTRL's ridge penalty for tokens: those seen a few times only shall say little.
const L2: f32 = 0.3;
/// Passes over the rows.
const EPOCHS: usize = 2;

/// The vocabulary of a table's rows, and what others, which did not see them, say of all blocks of all pages; and of
/// further pages that nothing is learnt from.
pub fn learn(
    pages: &[&LabelledPage],
    further: &[&LabelledPage],
    settings: &Settings,
) -> (Vocabulary, Vec<Array2<f32>>, Vec<Array2<f32>>) {
    let (info, sources) = draw_rows(pages, Draw { rows_per_page: ROWS_PER_PAGE, seed: settings.seed, ..settings.draw });
    let rows = Rows { info, sources };
    let fold_of_row: Vec<usize> =
        rows.sources.iter().map(|(page, block)| fold(pages[*page as usize], *block as usize, settings)).collect();
    let of_folds: Vec<Vocabulary> = (0..=FOLDS)
        .map(|held| {
            let chosen: Vec<usize> = (0..rows.info.len()).filter(|i| fold_of_row[*i] != held).collect();
            fit(&rows, pages, &chosen, settings)
        })
        .collect();
    let judge =
        |page: &&LabelledPage| vocabulary_features(&page.features, |block| &of_folds[fold(page, block, settings)]);
    let features = |pages: &[&LabelledPage]| pages.par_iter().map(judge).collect();
    let [.., last] = &of_folds[..] else { unreachable!("there is one more than folds") };
    (last.clone(), features(pages), features(further))
}

/// What must not stand on both sides: a site for its own blocks, a campaign for what was planted.
fn fold(page: &LabelledPage, block: usize, settings: &Settings) -> usize {
    let key = if page.planted[block] { page.origin.family() } else { &page.group };
    fold_of(key, FOLDS, settings.seed + 2000)
}

/// What a vocabulary is learnt from.
struct Rows {
    info: Vec<RowInfo>,
    sources: Vec<(u32, u32)>,
}

fn fit(table: &Rows, pages: &[&LabelledPage], rows: &[usize], settings: &Settings) -> Vocabulary {
    let tokens = |row: u32| {
        let (page, block) = table.sources[row as usize];
        (pages[page as usize].features.tokens(), block as usize)
    };
    let label = |i: usize| table.info[i].label;
    let head = |wanted: Label| {
        let rows: Vec<usize> =
            rows.iter().copied().filter(|i| wanted == Label::Spam || label(*i) != Label::Spam).collect();
        let answers: Vec<bool> = rows.iter().map(|i| label(*i) == wanted).collect();
        let weights: Vec<f32> = rows
            .iter()
            .map(|i| if wanted == Label::Spam { table.info[*i].spam_weight } else { table.info[*i].weight })
            .collect();
        let width = if wanted == Label::Spam { Vocabulary::SPAM_WIDTH } else { Vocabulary::CONTENT_WIDTH };
        if !answers.contains(&true) || !answers.contains(&false) {
            return vec![0; width];
        }
        let drawn = draw_by_weight(&rows, &answers, &weights, settings.seed);
        ftrl(&drawn, width, settings, |row, x| {
            let (tokens, block) = tokens(row);
            write(tokens, block, x);
        })
    };
    let (content, spam) = rayon::join(|| head(Label::Content), || head(Label::Spam));
    Vocabulary { content, spam }
}

/// The inputs of one block, as [`Vocabulary::logits`] reads them; markup tokens only where there is room for them.
fn write(tokens: &Tokens, block: usize, x: &mut [f32]) {
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
    let params = FtrlParams::new(ALPHA, 1.0, 0.0, L2, rng).check_unwrap();
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
            let said = model.predict(&dataset);
            model.update(&dataset, said.view());
        }
    }
    // FTRL starts at random; what it never saw says nothing.
    let weights = model.get_weights();
    weights.iter().zip(seen).map(|(w, seen)| if seen { (w / VOCABULARY_UNIT).round() as i32 } else { 0 }).collect()
}
