//! The table that a stack is fitted to: sampled rows, hard negatives, and out-of-fold predictions of earlier stages.
//!
//! Predictions for rows that a stage was fitted to are worthless to the stage after it, so each block gets those of a
//! stage that was fitted without the block's group.

use super::names::VOCABULARY;
use super::prepared::Prepared;
use super::settings::{Learner, Settings};
use super::vocabulary;
use crate::dataset::folds::fold_of;
use crate::dataset::sample::BlockRef;
use crate::dataset::{Alteration, LabeledPage, Table};
use crate::error::Result;
use crate::progress::on_all_threads;
use blocksift::internals::{STAGE_FEATURES, Stack, stage_features};
use blocksift::{Format, Label, Probabilities};
use ndarray::Array2;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// Rounds of mining hard negatives, each with a stage fitted to those of the rounds before.
const MINING_ROUNDS: usize = 2;

/// Folds of the stages that mine hard negatives.
const MINING_FOLDS: usize = 2;

/// Maximum number of hard negatives of a page per round.
const MAX_HARD: usize = 8;

/// The same of a page with blocks cut into pieces.
const MAX_HARD_OF_CUT: usize = 2;

/// Probability of spam above which a block that is not spam is a hard negative.
const HARD_FROM: f32 = 0.1;

/// Seconds of work per labeled page, on one core. Measured as CPU time of a release build on an AMD EPYC; a run
/// corrects it as it goes.
const SECONDS_PER_PAGE: f64 = 0.0036;

/// Samples a table from pages of one format, adds blocks that a first stage wrongly takes for spam, and makes the stage
/// features out of fold.
///
/// # Errors
/// Too few rows of a label.
pub fn training_table(pages: &[&LabeledPage], settings: &Settings) -> Result<Table> {
    let (late, pages): (Vec<&LabeledPage>, Vec<&LabeledPage>) =
        pages.iter().copied().partition(|p| p.alteration == Alteration::LayoutSwapped);
    let (early, late) = (Set::new(pages), Set::new(late));
    let mut table = Table::sample(&early.pages, settings.seeded_sampling());
    let (early, late) = learn_vocabulary(early, late, &mut table, settings);
    table.set_words(&early.words);
    mine(&mut table, &early, settings)?;
    table.stage = Array2::zeros((table.len(), STAGE_FEATURES.len()));
    if settings.stages < 2 {
        return Ok(table);
    }
    let stacks = first_stages(&table, early.format(), settings.folds, settings.learners[0], settings)?;
    table.set_stage(&early.stage_features(&stacks, settings));
    if !late.pages.is_empty() {
        let mut more = Table::sample(&late.pages, settings.seeded_sampling());
        more.vocabulary.clone_from(&table.vocabulary);
        more.set_words(&late.words);
        more.set_stage(&late.stage_features(&stacks, settings));
        table.extend(more)?;
    }
    Ok(table)
}

/// Seconds that [`training_table`] is expected to take for so many labeled pages.
pub fn expected_seconds(pages: usize) -> f64 {
    on_all_threads(pages as f64 * SECONDS_PER_PAGE)
}

/// Pages, and the vocabulary features of all their blocks.
struct Set<'a> {
    pages: Vec<&'a LabeledPage>,
    words: Vec<Array2<f32>>,
}

impl<'a> Set<'a> {
    /// Pages without vocabulary features.
    fn new(pages: Vec<&'a LabeledPage>) -> Set<'a> {
        let words = pages.iter().map(|p| Array2::zeros((p.labels.len(), 0))).collect();
        Set { pages, words }
    }

    fn format(&self) -> Format {
        self.pages.first().map_or(Format::Html, |p| p.format())
    }

    /// Predictions for every block of every page, each page by the stack that was fitted without its group.
    fn predictions(&self, stacks: &[Stack], settings: &Settings) -> Vec<Vec<Probabilities>> {
        let of_page = |(page, words): (&&LabeledPage, &Array2<f32>)| {
            let fold = fold_of(&page.source.group, stacks.len(), settings.seed);
            stacks[fold].probabilities_with(&page.features, words.view())
        };
        self.pages.par_iter().zip(&self.words).map(of_page).collect()
    }

    /// The stage features of every block of every page.
    fn stage_features(&self, stacks: &[Stack], settings: &Settings) -> Vec<Array2<f32>> {
        let predictions = self.predictions(stacks, settings);
        predictions.par_iter().zip(&self.pages).map(|(p, page)| stage_features(p, &page.features)).collect()
    }
}

/// Sets the table's vocabulary and the vocabulary features of the pages, unless settings leave the vocabulary out.
fn learn_vocabulary<'a>(early: Set<'a>, late: Set<'a>, table: &mut Table, settings: &Settings) -> (Set<'a>, Set<'a>) {
    if settings.without.iter().any(|w| w == VOCABULARY) {
        return (early, late);
    }
    let learned = vocabulary::learn(&early.pages, &late.pages, settings);
    table.vocabulary = Some(learned.vocabulary);
    (Set { words: learned.features, ..early }, Set { words: learned.further, ..late })
}

/// Adds hard negatives to the table: what resembles spam is rare, and a random sample holds too little of it.
fn mine(table: &mut Table, set: &Set<'_>, settings: &Settings) -> Result<()> {
    if settings.hard_weight <= 0.0 {
        return Ok(());
    }
    let mut mined = FxHashSet::default();
    for _ in 0..MINING_ROUNDS {
        let stacks = first_stages(table, set.format(), MINING_FOLDS, Learner::Linear, settings)?;
        let mut hard = hard_negatives(&set.pages, &set.predictions(&stacks, settings), settings);
        hard.retain(|(block, _)| mined.insert(*block));
        table.append(&set.pages, &hard);
        table.set_words(&set.words);
    }
    Ok(())
}

/// First stages, each fitted without the groups of one fold.
fn first_stages(
    table: &Table,
    format: Format,
    folds: usize,
    learner: Learner,
    settings: &Settings,
) -> Result<Vec<Stack>> {
    let prepared = Prepared::new(table, format, settings);
    let fold_of_row = table.folds(folds, settings.seed);
    (0..folds)
        .map(|fold| {
            let rows: Vec<usize> = (0..table.len()).filter(|i| fold_of_row[*i] != fold).collect();
            prepared.stack(prepared.first_stage(&rows, learner)?)
        })
        .collect()
}

/// Blocks that are not spam but predicted to be, the most probable of each page, with the weight of their rows.
fn hard_negatives(
    pages: &[&LabeledPage],
    predictions: &[Vec<Probabilities>],
    settings: &Settings,
) -> Vec<(BlockRef, f32)> {
    let weight = settings.hard_weight / settings.sampling.rows_per_page as f32;
    let mut hard = Vec::new();
    for (number, (page, predicted)) in pages.iter().zip(predictions).enumerate() {
        let max = match page.alteration {
            Alteration::None | Alteration::Readdressed => MAX_HARD,
            Alteration::Cut => MAX_HARD_OF_CUT,
            Alteration::Collage | Alteration::LayoutSwapped => 0,
        };
        let is_hard = |i: &usize| page.labels[*i].is_some_and(|l| l != Label::Spam) && predicted[*i].spam > HARD_FROM;
        let mut of_page: Vec<usize> = (0..predicted.len()).filter(is_hard).collect();
        of_page.sort_by(|a, b| predicted[*b].spam.total_cmp(&predicted[*a].spam).then(a.cmp(b)));
        of_page.truncate(max);
        hard.extend(of_page.iter().map(|i| (BlockRef { page: number as u32, block: *i as u32 }, weight)));
    }
    hard
}
