//! Why a block got its probability: each feature's share in the score.

use super::artifact::{Model, Stack};
use super::phrases::reasons_of;
use super::predict::{Logits, clears};
use super::stage::{STAGE_FEATURES, stage_features};
use crate::features::{Added, Features, Reason, ReasonContext};
use crate::label::Label;
use ndarray::Array2;
use serde::Serialize;

/// What one feature added to a block's score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// Name of the feature, of a stage feature, or `bias`.
    pub feature: String,
    /// Its value for the block.
    pub value: f32,
    /// What it added to the score, in logits.
    pub contribution: f32,
}

/// Reasons for a score in words about the page, the strongest first, at most `max`. Contributions of features that say
/// nearly the same are summed up; features that would tell a person nothing are left out.
#[must_use]
pub fn reasons(contributions: &[Contribution], context: &ReasonContext, max: usize) -> Vec<Reason> {
    let added: Vec<Added<'_>> = contributions
        .iter()
        .map(|c| Added { feature: &c.feature, value: c.value, contribution: c.contribution })
        .collect();
    reasons_of(&added, context, max)
}

/// Explains the blocks of one page by one stack; what all of its blocks need is computed once.
#[derive(Debug, Clone)]
pub struct Explainer<'a> {
    stack: &'a Stack,
    features: &'a Features,
    /// The vocabulary's features of every block.
    words: Array2<f32>,
    /// What the stage before the last said of every block; nothing if there is one stage only.
    before: Vec<Logits>,
    /// The stage features of every block; no columns if there is one stage only.
    staged: Array2<f32>,
}

impl Explainer<'_> {
    /// The contributions to a block's score for `label`, largest first; they sum to the score. Nothing for a block
    /// that the page does not have. See [`Model::explain`].
    pub fn explain(&self, block: usize, label: Label) -> (Vec<Contribution>, f32) {
        let stack = self.stack;
        let Some(last) = stack.stages.last().filter(|_| block < self.features.rows().nrows()) else {
            return (Vec::new(), 0.0);
        };
        let (row, words) = (self.features.row(block).to_vec(), self.words.row(block));
        let is_cleared = || clears(&stack.stages, 1) && self.before[block].is_cleared_of_spam();
        let (last, staged) = match label {
            Label::Spam if is_cleared() => (&stack.stages[0], Vec::new()),
            _ => (last, self.staged.row(block).to_vec()),
        };
        let (head, sign) = match label {
            Label::Spam => (&last.spam, 1.0),
            Label::Content => (&last.content, 1.0),
            Label::Navigation => (&last.content, -1.0),
        };
        let names = stack.names().map(str::to_owned).chain(STAGE_FEATURES.iter().map(|(n, _)| (*n).to_owned()));
        let values: Vec<f32> = (stack.columns.iter().map(|c| row[*c]))
            .chain(words.iter().copied())
            .chain(staged.iter().copied())
            .collect();
        let n = values.len();
        let mut z = Vec::new();
        stack.inputs(&row, &words.to_vec(), &staged, &mut z);
        let weighted = |k: usize| head.weights.get(k).map_or(0.0, |w| w * z[k]);
        let (of_trees, base) = head.trees.contributions(&values);
        let scale = sign * head.slope;
        let mut all: Vec<Contribution> = names
            .zip(&values)
            .enumerate()
            .map(|(j, (feature, value))| {
                let linear: f32 = [j, j + n, j + 2 * n].into_iter().map(weighted).sum();
                Contribution { feature, value: *value, contribution: scale * (linear + of_trees[j]) }
            })
            .collect();
        if !head.weights.is_empty() {
            all.extend(stack.products.iter().enumerate().map(|(k, [a, b])| Contribution {
                feature: format!("{a} * {b}"),
                value: z[3 * n + k],
                contribution: scale * weighted(3 * n + k),
            }));
        }
        let bias = sign * (head.slope * (head.bias + base) + head.offset);
        all.push(Contribution { feature: "bias".into(), value: 1.0, contribution: bias });
        let sum = (0..head.weights.len()).map(weighted).sum::<f32>() + head.trees.logit(&values);
        all.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()).then(a.feature.cmp(&b.feature)));
        (all, sign * head.calibrated(sum))
    }
}

impl Stack {
    /// What explains the blocks of a page by this stack alone: for many blocks of one page.
    pub fn explainer<'a>(&'a self, features: &'a Features) -> Explainer<'a> {
        let words = self.words(features);
        let before = self.stages.len().saturating_sub(1);
        let (mut said, mut staged) = (Vec::new(), Array2::zeros((features.rows().nrows(), 0)));
        if before > 0 {
            said = self.logits_of(&self.stages[..before], features, words.view(), None);
            staged = stage_features(&said.iter().map(|l| l.probabilities()).collect::<Vec<_>>(), features);
        }
        Explainer { stack: self, features, words, before: said, staged }
    }

    /// The contributions to a block's score for `label` by this stack alone, see [`Model::explain`].
    pub fn explain(&self, features: &Features, block: usize, label: Label) -> (Vec<Contribution>, f32) {
        self.explainer(features).explain(block, label)
    }
}

impl Model {
    /// The contributions to a block's score for `label`, largest first; they sum to the score.
    ///
    /// The score for spam is the logit of spam; for content that of content given that the block is not spam; for
    /// navigation that score's negative.
    pub fn explain(&self, features: &Features, block: usize, label: Label) -> (Vec<Contribution>, f32) {
        self.stack(features.format()).explain(features, block, label)
    }
}
