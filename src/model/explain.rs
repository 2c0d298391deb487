//! Why a block got its probability: each feature's share in the score.

use super::artifact::Model;
use super::stage::{STAGE_FEATURES, stage_features};
use crate::features::Features;
use crate::label::Label;
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

impl Model {
    /// The contributions to a block's score for `label`, largest first; they sum to the score.
    ///
    /// The score for spam is the logit of spam; for content that of content given that the block is not spam; for
    /// navigation that score's negative.
    pub fn explain(&self, features: &Features, block: usize, label: Label) -> (Vec<Contribution>, f32) {
        let stack = self.stack(features.format());
        let Some(last) = stack.stages.last() else { return (Vec::new(), 0.0) };
        let mut first = stack.clone();
        first.stages.truncate(stack.stages.len() - 1);
        let staged = if first.stages.is_empty() {
            Vec::new()
        } else {
            let said: Vec<_> = first.logits(features).iter().map(|l| l.probabilities()).collect();
            stage_features(&said, features).row(block).to_vec()
        };
        let row = features.row(block).to_vec();
        let mut z = Vec::new();
        let words = stack.words(features).row(block).to_vec();
        stack.inputs(&row, &words, &staged, &mut z);
        let (head, sign) = match label {
            Label::Spam => (&last.spam, 1.0),
            Label::Content => (&last.content, 1.0),
            Label::Navigation => (&last.content, -1.0),
        };
        let names = stack.names().map(str::to_owned).chain(STAGE_FEATURES.iter().map(|(n, _)| (*n).to_owned()));
        let values = stack.columns.iter().map(|c| row[*c]).chain(words.iter().copied()).chain(staged.iter().copied());
        let n = values.clone().count();
        let term = |k: usize| sign * head.slope * head.weights[k] * z[k];
        let mut all: Vec<Contribution> = names
            .zip(values)
            .enumerate()
            .map(|(j, (feature, value))| {
                let contribution = [j, j + n, j + 2 * n].into_iter().map(term).sum();
                Contribution { feature, value, contribution }
            })
            .collect();
        all.extend(stack.products.iter().enumerate().map(|(k, [a, b])| Contribution {
            feature: format!("{a} * {b}"),
            value: z[3 * n + k],
            contribution: term(3 * n + k),
        }));
        let bias = sign * (head.slope * head.bias + head.offset);
        all.push(Contribution { feature: "bias".into(), value: 1.0, contribution: bias });
        all.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()).then(a.feature.cmp(&b.feature)));
        (all, sign * head.logit(&z))
    }
}
