//! A table made ready for learners, and the heads that they give.

use super::ftrl::{average, draw_by_weight, ftrl, round};
use super::logistic::logistic;
use super::{Learner, Settings};
use crate::calibrate::platt;
use crate::table::Table;
use crate::{Error, Result};
use blocksift::internals::{
    Head, Stack, Stage, VOCABULARY_FEATURES, expand, expanded_width, product_names, standardise,
};
use blocksift::{Format, Label, features};
use linfa::prelude::*;
use ndarray::{Array1, Array2, ArrayView2, Axis};
use rayon::prelude::*;

/// A table with its columns chosen and standardised.
pub(super) struct Prepared<'a> {
    table: &'a Table,
    columns: Vec<usize>,
    means: Vec<f32>,
    scales: Vec<f32>,
    products: Vec<[String; 2]>,
    pairs: Vec<(usize, usize)>,
    pub(super) raw: Array2<f32>,
    pub(super) z: Array2<f32>,
    /// The greater of a row's two weights, for means and scales.
    pub(super) weights: Vec<f32>,
}

/// What a stage reads of each row: standardised, and as it is.
pub(super) struct Inputs<'a> {
    pub(super) z: ArrayView2<'a, f32>,
    pub(super) raw: ArrayView2<'a, f32>,
}

/// Which question a head answers.
#[derive(Clone, Copy, PartialEq)]
enum Question {
    Content,
    Spam,
}

impl<'a> Prepared<'a> {
    pub(super) fn new(table: &'a Table, format: Format, settings: &Settings) -> Self {
        let left_out = |f: &blocksift::Feature| {
            settings.without.iter().any(|w| *w == f.name || w == f.group.as_str())
                || (format == Format::Text && f.needs_markup)
        };
        let columns: Vec<usize> = (0..features().len()).filter(|c| !left_out(&features()[*c])).collect();
        let weights: Vec<f32> = table.info.iter().map(|i| i.weight.max(i.spam_weight)).collect();
        let chosen = ndarray::concatenate![Axis(1), table.base.select(Axis(1), &columns), table.words];
        let (means, scales) = moments(&chosen, &weights);
        let mut z = chosen.clone();
        standardise_all(&mut z, &means, &scales);
        let learnt = VOCABULARY_FEATURES.iter().take(table.words.ncols()).map(|(name, _)| *name);
        let names: Vec<&str> = columns.iter().map(|c| features()[*c].name.as_str()).chain(learnt).collect();
        let place = |name: &str| names.iter().position(|n| *n == name);
        let (products, pairs) = product_names()
            .into_iter()
            .filter_map(|[a, b]| Some((place(&a)?, place(&b)?)).map(|pair| ([a, b], pair)))
            .unzip();
        Self { table, columns, means, scales, products, pairs, raw: chosen, z, weights }
    }

    /// What a first stage reads.
    pub(super) fn inputs(&self) -> Inputs<'_> {
        Inputs { z: self.z.view(), raw: self.raw.view() }
    }

    /// A stage, calibrated out of fold.
    pub(super) fn stage(
        &self,
        inputs: &Inputs<'_>,
        rows: &[usize],
        learner: Learner,
        settings: &Settings,
    ) -> Result<Stage> {
        let of_question = |question| self.calibrated(inputs, rows, question, learner, settings);
        let (content, spam) = rayon::join(|| of_question(Question::Content), || of_question(Question::Spam));
        Ok(Stage { content: content?, spam: spam? })
    }

    /// A stage of one learner as it is.
    pub(super) fn rough_stage(&self, rows: &[usize], learner: Learner, settings: &Settings) -> Result<Stage> {
        let inputs = self.inputs();
        let of_question = |question| -> Result<Head> { self.head(&inputs, rows, question, learner, settings) };
        let (content, spam) = rayon::join(|| of_question(Question::Content), || of_question(Question::Spam));
        Ok(Stage { content: content?, spam: spam? })
    }

    fn weight(&self, row: usize, question: Question) -> f32 {
        let info = &self.table.info[row];
        if question == Question::Spam { info.spam_weight } else { info.weight }
    }

    /// Rows that a question is asked of, and the answers.
    fn question(&self, rows: &[usize], question: Question) -> (Vec<usize>, Vec<bool>) {
        let label = |i: usize| self.table.info[i].label;
        let rows: Vec<usize> =
            rows.iter().copied().filter(|i| question == Question::Spam || label(*i) != Label::Spam).collect();
        let wanted = if question == Question::Spam { Label::Spam } else { Label::Content };
        let answers = rows.iter().map(|i| label(*i) == wanted).collect();
        (rows, answers)
    }

    fn head(
        &self,
        inputs: &Inputs<'_>,
        rows: &[usize],
        question: Question,
        learner: Learner,
        settings: &Settings,
    ) -> Result<Head> {
        let (rows, answers) = self.question(rows, question);
        if question == Question::Content && (!answers.contains(&true) || !answers.contains(&false)) {
            return Err(Error::Data("the table needs rows of content and of navigation in each format".into()));
        }
        if !answers.contains(&true) {
            // A table without spam gives a model that never says spam.
            let weights = vec![0.0; expanded_width(inputs.z.ncols(), self.pairs.len())];
            return Ok(Head { bias: -12.0, weights, ..Head::default() });
        }
        let weights: Vec<f32> = rows.iter().map(|i| self.weight(*i, question)).collect();
        let blind = self.blind(question, inputs.z.ncols());
        if learner == Learner::Trees {
            return boosted(&inputs.raw, &blind, (&rows, answers, weights), settings);
        }
        if learner == Learner::Logistic {
            let drawn = draw_by_weight(&rows, &answers, &weights, settings.seed);
            return logistic(&inputs.z, &self.pairs, &blind, &drawn);
        }
        let heads: Vec<Head> = (0..settings.averaged.max(1) as u64)
            .map(|round| {
                let drawn = draw_by_weight(&rows, &answers, &weights, settings.seed + 7919 * round);
                ftrl(&inputs.z, &self.pairs, &blind, &drawn, settings)
            })
            .collect();
        Ok(average(&heads))
    }

    /// Inputs that a question does not read. Which script a page is written in says nothing of spam by itself, but a
    /// training set has campaigns in more languages than clean pages, and would teach that Arabic is spam.
    fn blind(&self, question: Question, width: usize) -> Vec<bool> {
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
        let unread = |c: &usize| question == Question::Spam && SCRIPTS.contains(&features()[*c].name.as_str());
        let mut blind: Vec<bool> = self.columns.iter().map(unread).collect();
        blind.resize(width, false);
        blind
    }

    /// A head with Platt scaling from predictions out of fold.
    fn calibrated(
        &self,
        inputs: &Inputs<'_>,
        rows: &[usize],
        question: Question,
        learner: Learner,
        settings: &Settings,
    ) -> Result<Head> {
        let mut head = self.head(inputs, rows, question, learner, settings)?;
        let fold = self.table.folds(settings.folds, settings.seed);
        let held: Vec<Head> = (0..settings.folds)
            .into_par_iter()
            .map(|held| {
                let rest: Vec<usize> = rows.iter().copied().filter(|i| fold[*i] != held).collect();
                self.head(inputs, &rest, question, learner, settings)
            })
            .collect::<Result<_>>()?;
        // Disguised copies are more than there is of their like, and would make all probabilities of spam lower.
        let early: Vec<usize> = rows.iter().copied().filter(|i| !self.table.info[*i].is_late).collect();
        let (rows, answers) = self.question(&early, question);
        if answers.contains(&true) {
            let logits: Vec<f32> = rows.par_iter().map(|i| self.raw_logit(&held[fold[*i]], inputs, *i)).collect();
            let weights: Vec<f32> = rows.iter().map(|i| self.weight(*i, question)).collect();
            let (slope, offset) = platt(&logits, &answers, &weights);
            (head.slope, head.offset) = (round(slope), round(offset));
        }
        Ok(head)
    }

    /// A head's logit of a row, before calibration.
    fn raw_logit(&self, head: &Head, inputs: &Inputs<'_>, row: usize) -> f32 {
        let mut sum = head.bias + head.trees.logit(&inputs.raw.row(row).to_vec());
        if !head.weights.is_empty() {
            let mut z = inputs.z.row(row).to_vec();
            expand(&mut z, &self.pairs);
            sum += z.iter().zip(&head.weights).map(|(a, b)| a * b).sum::<f32>();
        }
        sum
    }

    pub(super) fn stack(&self, stages: Vec<Stage>, stage_moments: Option<(Vec<f32>, Vec<f32>)>) -> Result<Stack> {
        let (stage_means, stage_scales) = stage_moments.unwrap_or_default();
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

/// Standardises rows in place.
pub(super) fn standardise_all(rows: &mut Array2<f32>, means: &[f32], scales: &[f32]) {
    for mut row in rows.rows_mut() {
        for (j, v) in row.iter_mut().enumerate() {
            *v = standardise(*v, means[j], scales[j]);
        }
    }
}

/// A head of boosted trees; inputs that its question is blind to are the same for all rows.
fn boosted(
    raw: &ArrayView2<'_, f32>,
    blind: &[bool],
    (rows, answers, weights): (&[usize], Vec<bool>, Vec<f32>),
    settings: &Settings,
) -> Result<Head> {
    let mut x = raw.select(Axis(0), rows);
    for (mut column, _) in x.columns_mut().into_iter().zip(blind).filter(|(_, b)| **b) {
        column.fill(0.0);
    }
    let params = settings.boost.clone().seed(settings.seed).check()?;
    let dataset = Dataset::new(x, Array1::from_vec(answers)).with_weights(Array1::from_vec(weights));
    let fitted = params.fit(&dataset)?;
    Ok(Head { bias: round(fitted.bias), trees: fitted.trees, ..Head::default() })
}

/// Weighted mean and standard deviation of each column, rounded as they are kept.
pub(super) fn moments(values: &Array2<f32>, weights: &[f32]) -> (Vec<f32>, Vec<f32>) {
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
            if deviation < 1e-4 { 1.0 } else { round(deviation) }
        })
        .collect();
    (means, scales)
}
