//! Fitting: a table becomes the stages of a model, with linfa's FTRL logistic regression and, in the last stage, with
//! boosted trees behind linfa's traits (see [`crate::boost`]). The same table and seed give the same model.

mod ftrl;
mod logistic;
mod prepared;

use crate::Result;
use crate::boost::BoostParams;
use crate::pages::{Altered, LabelledPage};
use crate::table::{Draw, Table};
use blocksift::internals::{ModelParts, STAGE_FEATURES, Stack, stage_features};
use blocksift::{Format, Label, Model, Probabilities, Provenance};
use ndarray::{Array2, Axis};
use prepared::{Inputs, Prepared, moments, standardise_all};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

pub(crate) use ftrl::{draw_by_weight, seed_bytes};

/// Settings of a fit.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Seed of everything that is drawn.
    pub seed: u64,
    /// Folds for predictions out of fold.
    pub folds: usize,
    /// Passes over the rows.
    pub epochs: usize,
    /// Rows a batch.
    pub batch: usize,
    /// FTRL's learning rate.
    pub alpha: f32,
    /// FTRL's ridge penalty, 0 to 1.
    pub l2: f32,
    /// Fits of each head, in different orders of the rows, whose weights are averaged.
    pub averaged: usize,
    /// Stages.
    pub stages: usize,
    /// What the stages are made of, first and last.
    pub learners: [Learner; 2],
    /// How its trees are boosted.
    pub boost: BoostParams,
    /// How rows are drawn from pages.
    pub draw: Draw,
    /// Weight of a block that a first stage wrongly takes for spam, in rows; 0: none are added.
    pub hard_weight: f32,
    /// Names of feature families or features that are left out, for ablations.
    pub without: Vec<String>,
}

/// What a stage's heads are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learner {
    /// Weights, by linfa's FTRL.
    Linear,
    /// Weights, by linfa's logistic regression.
    Logistic,
    /// Boosted trees.
    Trees,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            folds: 4,
            epochs: 3,
            batch: 64,
            alpha: 0.05,
            l2: 0.0,
            averaged: 3,
            stages: 2,
            learners: [Learner::Linear, Learner::Trees],
            boost: BoostParams::default(),
            hard_weight: 0.4,
            draw: Draw::default(),
            without: Vec::new(),
        }
    }
}

/// Times that hard negatives are looked for, each time by a stage that saw those of before.
const MINING_ROUNDS: usize = 2;

/// Draws a table from pages of one format, adds the blocks that a first stage takes for spam though they are not,
/// and makes the stage features out of fold.
///
/// # Errors
/// Too few rows of a label.
pub fn table_of(pages: &[&LabelledPage], settings: &Settings) -> Result<Table> {
    let (late, pages): (Vec<&LabelledPage>, Vec<&LabelledPage>) =
        pages.iter().copied().partition(|p| p.altered == Altered::Disguised);
    let mut table = Table::draw(&pages, Draw { seed: settings.seed, ..settings.draw });
    let (words, late_words) = if settings.without.iter().any(|w| w == "vocabulary") {
        let none = |pages: &[&LabelledPage]| pages.iter().map(|p| Array2::zeros((p.labels.len(), 0))).collect();
        (none(&pages), none(&late))
    } else {
        let (vocabulary, words, late_words) = crate::vocabulary::learn(&pages, &late, settings);
        table.vocabulary = Some(vocabulary);
        (words, late_words)
    };
    table.take_words(&words);
    let mut mined = FxHashSet::default();
    for _ in 0..MINING_ROUNDS {
        if settings.hard_weight > 0.0 {
            let stacks = first_stages(&table, format_of(&pages), 2, Learner::Linear, settings)?;
            let said = said_by(&stacks, &pages, &words, settings);
            let mut hard = hard_negatives(&pages, &said, settings);
            hard.retain(|(page, block, _)| mined.insert((*page, *block)));
            table.append(&pages, &hard);
            table.take_words(&words);
        }
    }
    table.stage = Array2::zeros((table.len(), STAGE_FEATURES.len()));
    if settings.stages < 2 {
        return Ok(table);
    }
    let stacks = first_stages(&table, format_of(&pages), settings.folds, settings.learners[0], settings)?;
    table.take_stage(&staged(&stacks, &pages, &words, settings));
    if !late.is_empty() {
        let mut more = Table::draw(&late, Draw { seed: settings.seed, ..settings.draw });
        more.vocabulary.clone_from(&table.vocabulary);
        more.take_words(&late_words);
        more.take_stage(&staged(&stacks, &late, &late_words, settings));
        table.extend(more)?;
    }
    Ok(table)
}

/// The stage features of every block of every page, out of fold.
fn staged(stacks: &[Stack], pages: &[&LabelledPage], words: &[Array2<f32>], settings: &Settings) -> Vec<Array2<f32>> {
    let said = said_by(stacks, pages, words, settings);
    said.par_iter().zip(pages).map(|(said, page)| stage_features(said, &page.features)).collect()
}

fn format_of(pages: &[&LabelledPage]) -> Format {
    pages.first().map_or(Format::Html, |p| p.features.format())
}

/// First stages, each fitted without the groups of a fold.
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
            prepared.stack(vec![prepared.rough_stage(&rows, learner, settings)?], None)
        })
        .collect()
}

/// What first stages say of every block of every page, each page judged by the one fitted without its group.
fn said_by(
    stacks: &[Stack],
    pages: &[&LabelledPage],
    words: &[Array2<f32>],
    settings: &Settings,
) -> Vec<Vec<Probabilities>> {
    pages
        .par_iter()
        .zip(words)
        .map(|(page, words)| {
            let fold = crate::folds::fold_of(&page.group, stacks.len(), settings.seed);
            stacks[fold].probabilities_with(&page.features, words.view())
        })
        .collect()
}

/// Blocks that are not spam and were taken for it, at most so many a page, the worst first. What resembles spam is
/// rare, and a table drawn at random holds too little of it.
fn hard_negatives(pages: &[&LabelledPage], said: &[Vec<Probabilities>], settings: &Settings) -> Vec<(u32, u32, f32)> {
    const MOST: usize = 8;
    const MOST_OF_CUT: usize = 2;
    const FROM: f32 = 0.1;
    let weight = settings.hard_weight / settings.draw.rows_per_page as f32;
    let mut hard = Vec::new();
    for (number, (page, said)) in pages.iter().zip(said).enumerate() {
        let mut of_page: Vec<usize> = (0..said.len())
            .filter(|i| page.labels[*i].is_some_and(|l| l != Label::Spam) && said[*i].spam > FROM)
            .collect();
        of_page.sort_by(|a, b| said[*b].spam.total_cmp(&said[*a].spam).then(a.cmp(b)));
        let most = match page.altered {
            Altered::No => MOST,
            Altered::Cut => MOST_OF_CUT,
            Altered::Collage | Altered::Disguised => 0,
        };
        hard.extend(of_page.iter().take(most).map(|i| (number as u32, *i as u32, weight)));
    }
    hard
}

/// Fits the stack of one format from a table with stage features.
///
/// # Errors
/// Too few rows of a label.
pub fn fit_stack(table: &Table, format: Format, settings: &Settings) -> Result<Stack> {
    let prepared = Prepared::new(table, format, settings);
    let all: Vec<usize> = (0..table.len()).collect();
    if settings.stages < 2 {
        let stage = prepared.stage(&prepared.inputs(), &all, settings.learners[1], settings)?;
        return prepared.stack(vec![stage], None);
    }
    let early: Vec<usize> = all.iter().copied().filter(|i| !table.info[*i].is_late).collect();
    let first = prepared.rough_stage(&early, settings.learners[0], settings)?;
    let (means, scales) = moments(&table.stage, &prepared.weights);
    let mut staged = table.stage.clone();
    standardise_all(&mut staged, &means, &scales);
    let z = ndarray::concatenate![Axis(1), prepared.z, staged];
    let raw = ndarray::concatenate![Axis(1), prepared.raw, table.stage];
    let both = Inputs { z: z.view(), raw: raw.view() };
    let second = prepared.stage(&both, &all, settings.learners[1], settings)?;
    prepared.stack(vec![first, second], Some((means, scales)))
}

/// Fits a whole model from the tables of both formats.
///
/// # Errors
/// Too few rows of a label.
pub fn fit_model(html: &Table, text: &Table, settings: &Settings, name: &str, checksum: &str) -> Result<Model> {
    let pages = |t: &Table| t.info.chunk_by(|a, b| a.page == b.page && a.family == b.family).count() as u64;
    let mut provenance = Provenance::named(name);
    provenance.pages = pages(html) + pages(text);
    provenance.rows = (html.len() + text.len()) as u64;
    provenance.seed = settings.seed;
    checksum.clone_into(&mut provenance.table);
    let (html, text) = (fit_stack(html, Format::Html, settings)?, fit_stack(text, Format::Text, settings)?);
    Ok(ModelParts { provenance, html, text, ..ModelParts::default() }.into_model()?)
}
