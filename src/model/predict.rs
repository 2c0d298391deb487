//! Inference: standardised rows through the heads of each stage.

use super::artifact::{Head, Model, Stack, Stage};
use super::expand::{CLIP, expand};
use super::linear::Plan;
use super::stage::stage_features;
use super::vocabulary::vocabulary_features;
use crate::features::Features;
use crate::label::Probabilities;
use ndarray::{Array2, ArrayView2};

/// `(value - mean) / scale`, clipped.
#[inline]
pub fn standardise(value: f32, mean: f32, scale: f32) -> f32 {
    ((value - mean) / scale).clamp(-CLIP, CLIP)
}

/// Logits of the last stage's heads for one block, before they become probabilities.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Logits {
    pub(crate) content: f32,
    pub(crate) spam: f32,
}

impl Logits {
    pub(crate) fn probabilities(self) -> Probabilities {
        let spam = sigmoid(self.spam);
        let content = (1.0 - spam) * sigmoid(self.content);
        Probabilities { content, navigation: (1.0 - spam - content).max(0.0), spam }
    }
}

pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

impl Head {
    /// The calibrated logit of standardised inputs.
    pub(crate) fn logit(&self, z: &[f32]) -> f32 {
        debug_assert_eq!(self.weights.len(), z.len(), "a weight an input");
        self.calibrated(self.weights.iter().zip(z).map(|(w, z)| w * z).sum())
    }

    fn calibrated(&self, sum: f32) -> f32 {
        self.slope * (self.bias + sum) + self.offset
    }
}

impl Stack {
    /// Standardised inputs of one row: the columns, the vocabulary's features, stage features, if any; then what they
    /// expand to.
    pub(crate) fn inputs(&self, row: &[f32], words: &[f32], stage: &[f32], z: &mut Vec<f32>) {
        z.clear();
        z.extend(
            (self.columns.iter().map(|c| &row[*c]).chain(words))
                .zip(&self.means)
                .zip(&self.scales)
                .map(|((v, m), s)| standardise(*v, *m, *s)),
        );
        z.extend(
            stage.iter().zip(&self.stage_means).zip(&self.stage_scales).map(|((v, m), s)| standardise(*v, *m, *s)),
        );
        expand(z, &self.pairs);
    }

    /// The vocabulary's features of every block; no columns without a vocabulary.
    pub(crate) fn words(&self, features: &Features) -> Array2<f32> {
        match &self.vocabulary {
            Some(vocabulary) => vocabulary_features(features, |_| vocabulary),
            None => Array2::zeros((features.rows().nrows(), 0)),
        }
    }

    /// Probabilities of the three labels for every block, by this stack alone.
    pub fn probabilities(&self, features: &Features) -> Vec<Probabilities> {
        probabilities(&self.logits(features))
    }

    /// The same with vocabulary features from elsewhere, see [`crate::vocabulary_features`].
    pub fn probabilities_with(&self, features: &Features, words: ArrayView2<'_, f32>) -> Vec<Probabilities> {
        probabilities(&self.logits_with(features, words))
    }

    pub(crate) fn logits(&self, features: &Features) -> Vec<Logits> {
        self.logits_with(features, self.words(features).view())
    }

    fn logits_with(&self, features: &Features, words: ArrayView2<'_, f32>) -> Vec<Logits> {
        self.logits_of(&self.stages, features, words)
    }

    /// What the last of some of the stages, from the first on, says of every block.
    pub(crate) fn logits_of(&self, stages: &[Stage], features: &Features, words: ArrayView2<'_, f32>) -> Vec<Logits> {
        let rows = features.rows();
        let mut plan = Plan::new(self, stages);
        // By block and stage, so that each row is read once.
        let mut sums: Vec<[f32; 2]> = Vec::with_capacity(rows.nrows() * stages.len());
        for (row, words) in rows.rows().into_iter().zip(words.rows()) {
            plan.read(row.to_slice().unwrap_or_default(), words.to_slice().unwrap_or_default());
            sums.extend((0..stages.len()).map(|stage| plan.sums(stage)));
        }
        let mut logits: Vec<Logits> = Vec::new();
        for (number, stage) in stages.iter().enumerate() {
            let of_rows = sums.iter().skip(number).step_by(stages.len());
            logits = if number == 0 {
                of_rows.map(|sums| stage.logits(*sums)).collect()
            } else {
                let staged = stage_features(&probabilities(&logits), features);
                let both = of_rows.zip(staged.rows()).map(|([content, spam], features)| {
                    let more = plan.staged_sums(number, features.to_slice().unwrap_or_default());
                    stage.logits([content + more[0], spam + more[1]])
                });
                both.collect()
            };
        }
        logits
    }
}

impl Stage {
    /// The calibrated logits of the heads' sums of weighted inputs.
    fn logits(&self, [content, spam]: [f32; 2]) -> Logits {
        Logits { content: self.content.calibrated(content), spam: self.spam.calibrated(spam) }
    }
}

fn probabilities(logits: &[Logits]) -> Vec<Probabilities> {
    logits.iter().map(|l| l.probabilities()).collect()
}

impl Model {
    /// Probabilities of the three labels for every block.
    pub fn probabilities(&self, features: &Features) -> Vec<Probabilities> {
        self.stack(features.format()).probabilities(features)
    }
}
