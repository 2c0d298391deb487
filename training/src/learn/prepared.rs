//! A table made ready for learners, and the heads and stages fitted to it.

use super::calibrate::platt;
use super::design::Design;
use super::linear::{average, ftrl};
use super::logistic::logistic;
use super::sampling::{resample_by_weight, round};
use super::settings::{Learner, Settings};
use crate::dataset::Table;
use crate::error::{Error, Result};
use blocksift::internals::{
    Head, Stack, Stage, VOCABULARY_FEATURES, expand, expanded_width, product_names, standardize,
};
use blocksift::{Feature, Format, Label, features};
use linfa::prelude::*;
use ndarray::{Array1, Array2, ArrayView2, Axis};
use rayon::prelude::*;

/// Added to the seed for each further fit whose weights are averaged.
const SEED_STEP: u64 = 7919;

/// Logit of a spam head fitted without spam: it never predicts any.
const NO_SPAM: f32 = -12.0;

/// Features that the spam head does not read. The script of a page is no evidence of spam, but a training set has
/// campaigns in more languages than clean pages, and would teach that Arabic is spam.
const SCRIPTS: [&str; 8] = [
    "latin_share",
    "cjk_share",
    "page_cjk_share",
    "page_script_entropy",
    "upper_share",
    "title_case",
    "starts_upper",
    "word_length",
];

/// A table with its columns chosen and standardized.
pub(super) struct Prepared<'a> {
    table: &'a Table,
    settings: &'a Settings,
    columns: Vec<usize>,
    means: Vec<f32>,
    scales: Vec<f32>,
    products: Vec<[String; 2]>,
    pairs: Vec<(usize, usize)>,
    raw: Array2<f32>,
    z: Array2<f32>,
    /// The greater of a row's two weights, for means and scales.
    weights: Vec<f32>,
}

/// What a stage reads of each row.
pub(super) struct Inputs<'a> {
    /// Standardized values, for linear heads.
    z: ArrayView2<'a, f32>,
    /// Values as they are, for trees.
    raw: ArrayView2<'a, f32>,
}

/// The question that a head answers.
#[derive(Clone, Copy, PartialEq)]
enum Question {
    /// Content or navigation? Asked of rows that are not spam.
    Content,
    /// Spam or not?
    Spam,
}

impl<'a> Prepared<'a> {
    pub(super) fn new(table: &'a Table, format: Format, settings: &'a Settings) -> Self {
        let is_left_out = |f: &Feature| {
            settings.without.iter().any(|w| *w == f.name || w == f.group.as_str())
                || (format == Format::Text && f.needs_markup)
        };
        let columns: Vec<usize> = (0..features().len()).filter(|c| !is_left_out(&features()[*c])).collect();
        let weights: Vec<f32> = table.info.iter().map(|i| i.weight.max(i.spam_weight)).collect();
        let raw = ndarray::concatenate![Axis(1), table.base.select(Axis(1), &columns), table.words];
        let (means, scales) = moments(&raw, &weights);
        let mut z = raw.clone();
        standardize_all(&mut z, &means, &scales);
        let learned = VOCABULARY_FEATURES.iter().take(table.words.ncols()).map(|(name, _)| *name);
        let names: Vec<&str> = columns.iter().map(|c| features()[*c].name.as_str()).chain(learned).collect();
        let position = |name: &str| names.iter().position(|n| *n == name);
        let (products, pairs) = product_names()
            .into_iter()
            .filter_map(|[a, b]| Some((position(&a)?, position(&b)?)).map(|pair| ([a, b], pair)))
            .unzip();
        Self { table, settings, columns, means, scales, products, pairs, raw, z, weights }
    }

    /// A first stage: not calibrated, as only the next stage reads it.
    pub(super) fn first_stage(&self, rows: &[usize], learner: Learner) -> Result<Stage> {
        let inputs = Inputs { z: self.z.view(), raw: self.raw.view() };
        let (content, spam) = rayon::join(
            || self.head(&inputs, rows, Question::Content, learner),
            || self.head(&inputs, rows, Question::Spam, learner),
        );
        Ok(Stage { content: content?, spam: spam? })
    }

    /// A stack of one stage, fitted to all rows.
    pub(super) fn one_stage(&self) -> Result<Stack> {
        let rows: Vec<usize> = (0..self.table.len()).collect();
        let inputs = Inputs { z: self.z.view(), raw: self.raw.view() };
        self.stack(self.calibrated_stage(&inputs, &rows)?)
    }

    /// A stack of two stages. The first is fitted to the rows that are not for the last stage alone.
    pub(super) fn two_stages(&self) -> Result<Stack> {
        let all: Vec<usize> = (0..self.table.len()).collect();
        let first = self.first_stage(&self.without_last_stage_only(&all), self.settings.learners[0])?;
        let (means, scales) = moments(&self.table.stage, &self.weights);
        let mut staged = self.table.stage.clone();
        standardize_all(&mut staged, &means, &scales);
        let z = ndarray::concatenate![Axis(1), self.z, staged];
        let raw = ndarray::concatenate![Axis(1), self.raw, self.table.stage];
        let second = self.calibrated_stage(&Inputs { z: z.view(), raw: raw.view() }, &all)?;
        self.stack_with(vec![first, second], means, scales)
    }

    /// The last stage, calibrated out of fold.
    fn calibrated_stage(&self, inputs: &Inputs<'_>, rows: &[usize]) -> Result<Stage> {
        let (content, spam) = rayon::join(
            || self.calibrated_head(inputs, rows, Question::Content),
            || self.calibrated_head(inputs, rows, Question::Spam),
        );
        Ok(Stage { content: content?, spam: spam? })
    }

    fn without_last_stage_only(&self, rows: &[usize]) -> Vec<usize> {
        rows.iter().copied().filter(|i| !self.table.info[*i].is_last_stage_only).collect()
    }

    /// The rows that a question is asked of, with answers and weights.
    fn question(&self, rows: &[usize], question: Question) -> (Vec<usize>, Vec<bool>, Vec<f32>) {
        let info = &self.table.info;
        let is_spam = question == Question::Spam;
        let rows: Vec<usize> = rows.iter().copied().filter(|i| is_spam || info[*i].label != Label::Spam).collect();
        let wanted = if is_spam { Label::Spam } else { Label::Content };
        let answers = rows.iter().map(|i| info[*i].label == wanted).collect();
        let weights = rows.iter().map(|i| if is_spam { info[*i].spam_weight } else { info[*i].weight }).collect();
        (rows, answers, weights)
    }

    fn head(&self, inputs: &Inputs<'_>, rows: &[usize], question: Question, learner: Learner) -> Result<Head> {
        let (rows, answers, weights) = self.question(rows, question);
        if question == Question::Content && (!answers.contains(&true) || !answers.contains(&false)) {
            return Err(Error::Data("the table needs rows of content and of navigation in each format".into()));
        }
        if !answers.contains(&true) {
            let weights = vec![0.0; expanded_width(inputs.z.ncols(), self.pairs.len())];
            return Ok(Head { bias: NO_SPAM, weights, ..Head::default() });
        }
        let ignored = self.ignored(question, inputs.z.ncols());
        let design = Design { z: inputs.z.view(), pairs: &self.pairs, ignored: &ignored };
        let seed = self.settings.seed;
        match learner {
            Learner::Trees => {
                let x = inputs.raw.select(Axis(0), &rows);
                self.boosted(x, &ignored, answers, weights)
            }
            Learner::Logistic => logistic(&design, &resample_by_weight(&rows, &answers, &weights, seed)),
            Learner::Linear => {
                let heads: Vec<Head> = (0..self.settings.averaged.max(1) as u64)
                    .map(|round| resample_by_weight(&rows, &answers, &weights, seed + SEED_STEP * round))
                    .map(|drawn| ftrl(&design, &drawn, self.settings))
                    .collect();
                Ok(average(&heads))
            }
        }
    }

    /// A head of boosted trees. Ignored inputs are made the same for all rows.
    fn boosted(&self, mut x: Array2<f32>, ignored: &[bool], answers: Vec<bool>, weights: Vec<f32>) -> Result<Head> {
        for (mut column, _) in x.columns_mut().into_iter().zip(ignored).filter(|(_, ignored)| **ignored) {
            column.fill(0.0);
        }
        let params = self.settings.boost.clone().seed(self.settings.seed).check()?;
        let dataset = Dataset::new(x, Array1::from_vec(answers)).with_weights(Array1::from_vec(weights));
        let fitted = params.fit(&dataset)?;
        Ok(Head { bias: round(fitted.bias), trees: fitted.trees, ..Head::default() })
    }

    /// Whether a question ignores an input.
    fn ignored(&self, question: Question, width: usize) -> Vec<bool> {
        let is_ignored = |c: &usize| question == Question::Spam && SCRIPTS.contains(&features()[*c].name.as_str());
        let mut ignored: Vec<bool> = self.columns.iter().map(is_ignored).collect();
        ignored.resize(width, false);
        ignored
    }

    /// A head with Platt scaling from out-of-fold predictions.
    fn calibrated_head(&self, inputs: &Inputs<'_>, rows: &[usize], question: Question) -> Result<Head> {
        let (learner, folds) = (self.settings.learners[1], self.settings.folds);
        let mut head = self.head(inputs, rows, question, learner)?;
        let fold = self.table.folds(folds, self.settings.seed);
        let held_out: Vec<Head> = (0..folds)
            .into_par_iter()
            .map(|held| {
                let rest: Vec<usize> = rows.iter().copied().filter(|i| fold[*i] != held).collect();
                self.head(inputs, &rest, question, learner)
            })
            .collect::<Result<_>>()?;
        // There are more layout-swapped copies than pages like them; they would lower all probabilities of spam.
        let (rows, answers, weights) = self.question(&self.without_last_stage_only(rows), question);
        if answers.contains(&true) {
            let logits: Vec<f32> = rows.par_iter().map(|i| self.logit(&held_out[fold[*i]], inputs, *i)).collect();
            let (slope, offset) = platt(&logits, &answers, &weights);
            (head.slope, head.offset) = (round(slope), round(offset));
        }
        Ok(head)
    }

    /// A head's logit of a row, before calibration.
    fn logit(&self, head: &Head, inputs: &Inputs<'_>, row: usize) -> f32 {
        let mut sum = head.bias + head.trees.logit(&inputs.raw.row(row).to_vec());
        if !head.weights.is_empty() {
            let mut z = inputs.z.row(row).to_vec();
            expand(&mut z, &self.pairs);
            sum += z.iter().zip(&head.weights).map(|(a, b)| a * b).sum::<f32>();
        }
        sum
    }

    /// A stack of one stage.
    pub(super) fn stack(&self, stage: Stage) -> Result<Stack> {
        self.stack_with(vec![stage], Vec::new(), Vec::new())
    }

    fn stack_with(&self, stages: Vec<Stage>, stage_means: Vec<f32>, stage_scales: Vec<f32>) -> Result<Stack> {
        let mut stack = Stack {
            features: self.columns.iter().map(|c| features()[*c].name.clone()).collect(),
            vocabulary: self.table.vocabulary.clone(),
            means: self.means.clone(),
            scales: self.scales.clone(),
            stage_means,
            stage_scales,
            stages,
            products: self.products.clone(),
            columns: Vec::new(),
            pairs: Vec::new(),
        };
        stack.check()?;
        Ok(stack)
    }
}

/// Standardizes rows in place.
fn standardize_all(rows: &mut Array2<f32>, means: &[f32], scales: &[f32]) {
    for mut row in rows.rows_mut() {
        for (j, v) in row.iter_mut().enumerate() {
            *v = standardize(*v, means[j], scales[j]);
        }
    }
}

/// Standard deviation below which a column counts as constant.
const MIN_DEVIATION: f32 = 1e-4;

/// Weighted mean and standard deviation of each column, rounded as a model keeps them.
fn moments(values: &Array2<f32>, weights: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let width = values.ncols();
    let (mut sum, mut squares, mut total) = (vec![0f64; width], vec![0f64; width], 0f64);
    for (row, w) in values.rows().into_iter().zip(weights) {
        let w = f64::from(*w);
        total += w;
        for (j, v) in row.iter().enumerate() {
            let v = f64::from(*v);
            sum[j] += w * v;
            squares[j] += w * v * v;
        }
    }
    let total = total.max(f64::MIN_POSITIVE);
    let means: Vec<f32> = sum.iter().map(|s| round((s / total) as f32)).collect();
    let scales = (0..width)
        .map(|j| {
            let mean = sum[j] / total;
            let deviation = (squares[j] / total - mean * mean).max(0.0).sqrt() as f32;
            if deviation < MIN_DEVIATION { 1.0 } else { round(deviation) }
        })
        .collect();
    (means, scales)
}
