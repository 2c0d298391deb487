//! Inference: the rows of a page go through the heads of each stage.

use super::artifact::Model;
use super::expand::expand;
use super::linear::{Plan, neighbors};
use super::math::{sigmoid, standardize};
use super::stack::{Head, Stack, Stage};
use super::stage::stage_features;
use super::trees::{Inputs, LANES, MAX_INPUTS, Trees};
use super::vocabulary::vocabulary_features;
use crate::features::Features;
use crate::label::Probabilities;
use ndarray::{Array2, ArrayView2};
use std::ops::Range;

/// The calibrated logits of a stage's heads for one block.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Logits {
    content: f32,
    spam: f32,
}

/// A block with a lower spam probability at the stage before is cleared: the last stage's trees skip it, and the earlier
/// prediction holds. That spares most blocks of most pages half of the trees.
const CLEARED: f32 = 0.01;

/// Whether a stage's spam trees skip the blocks that the stage before cleared.
pub(super) fn skips_cleared_blocks(stages: &[Stage], number: usize) -> bool {
    number == 1 && stages.len() == 2 && !stages[1].spam.trees.is_empty()
}

impl Logits {
    /// Whether a later stage may keep this prediction of spam.
    pub(super) fn is_cleared_of_spam(self) -> bool {
        sigmoid(self.spam) < CLEARED
    }

    pub(super) fn probabilities(self) -> Probabilities {
        let spam = sigmoid(self.spam);
        let content = (1.0 - spam) * sigmoid(self.content);
        Probabilities { content, navigation: (1.0 - spam - content).max(0.0), spam }
    }
}

fn probabilities(logits: &[Logits]) -> Vec<Probabilities> {
    logits.iter().map(|logits| logits.probabilities()).collect()
}

impl Head {
    /// The calibrated logit of a sum of weighted inputs and trees.
    pub(super) fn calibrated(&self, sum: f32) -> f32 {
        self.slope * (self.bias + sum) + self.offset
    }
}

impl Stage {
    /// Whether any head has weights.
    pub(super) fn is_linear(&self) -> bool {
        !self.content.weights.is_empty() || !self.spam.weights.is_empty()
    }

    /// The calibrated logits of the sums of content and of spam.
    fn logits(&self, [content, spam]: [f32; 2]) -> Logits {
        Logits { content: self.content.calibrated(content), spam: self.spam.calibrated(spam) }
    }
}

impl Model {
    /// The probabilities of the three labels for every block.
    #[must_use]
    pub fn probabilities(&self, features: &Features) -> Vec<Probabilities> {
        self.parts.stack(features.format()).probabilities(features)
    }
}

impl Stack {
    /// The probabilities of the three labels for every block.
    pub fn probabilities(&self, features: &Features) -> Vec<Probabilities> {
        self.probabilities_with(features, self.words(features).view())
    }

    /// The same with vocabulary features that were computed elsewhere, see
    /// [`vocabulary_features`](super::vocabulary_features).
    pub fn probabilities_with(&self, features: &Features, words: ArrayView2<'_, f32>) -> Vec<Probabilities> {
        probabilities(&self.logits_of(&self.stages, features, words, None))
    }

    /// The spam probabilities of some blocks, by index. The last stage's trees skip the rest of the page.
    pub(crate) fn spam_of(&self, features: &Features, blocks: &[usize]) -> Vec<f32> {
        let logits = self.logits_of(&self.stages, features, self.words(features).view(), Some(blocks));
        blocks.iter().map(|i| sigmoid(logits[*i].spam)).collect()
    }

    /// The vocabulary features of every block; no columns without a vocabulary.
    pub(super) fn words(&self, features: &Features) -> Array2<f32> {
        match &self.vocabulary {
            Some(vocabulary) => vocabulary_features(features, |_| vocabulary),
            None => Array2::zeros((features.rows().nrows(), 0)),
        }
    }

    /// Replaces `z` by the expanded inputs of one row: columns, vocabulary features and stage features, standardized, then
    /// what they expand to.
    pub(super) fn expanded(&self, row: &[f32], words: &[f32], staged: &[f32], z: &mut Vec<f32>) {
        z.clear();
        let values = self.columns.iter().map(|c| &row[*c]).chain(words).zip(&self.means).zip(&self.scales);
        z.extend(values.map(|((v, mean), scale)| standardize(*v, *mean, *scale)));
        let values = staged.iter().zip(&self.stage_means).zip(&self.stage_scales);
        z.extend(values.map(|((v, mean), scale)| standardize(*v, *mean, *scale)));
        expand(z, &self.pairs);
    }

    /// What the last of `stages`, which are this stack's first ones, predicts of every block. With `only`, the prediction
    /// is limited to the spam of these blocks, and the other logits mean nothing.
    pub(super) fn logits_of(
        &self,
        stages: &[Stage],
        features: &Features,
        words: ArrayView2<'_, f32>,
        only: Option<&[usize]>,
    ) -> Vec<Logits> {
        let linear = self.linear_sums(stages, features, words);
        let mut logits: Vec<Logits> = Vec::new();
        for (number, stage) in stages.iter().enumerate() {
            let mut sums: Vec<[f32; 2]> = linear.iter().skip(number).step_by(stages.len()).copied().collect();
            let staged = match number {
                0 => Array2::zeros((sums.len(), 0)),
                _ => stage_features(&probabilities(&logits), features),
            };
            if number > 0 && stage.is_linear() {
                let plan = Plan::new(self, stages);
                for (i, sums) in sums.iter_mut().enumerate() {
                    let more = plan.staged_sums(number, row_slice(&staged.view(), i));
                    *sums = [sums[0] + more[0], sums[1] + more[1]];
                }
            }
            let inputs = TreeInputs {
                columns: neighbors(&self.columns),
                rows: features.rows(),
                words: words.view(),
                staged: staged.view(),
            };
            let only = only.filter(|_| number + 1 == stages.len());
            let before = skips_cleared_blocks(stages, number).then_some(&logits[..]);
            inputs.add_stage(stage, &mut sums, before, only);
            let mut next: Vec<Logits> = sums.into_iter().map(|sums| stage.logits(sums)).collect();
            for (logits, before) in next.iter_mut().zip(before.unwrap_or_default()) {
                if before.is_cleared_of_spam() {
                    logits.spam = before.spam;
                }
            }
            logits = next;
        }
        logits
    }

    /// The sums of weighted inputs without the stage features, by block and stage, so that each row is read once.
    fn linear_sums(&self, stages: &[Stage], features: &Features, words: ArrayView2<'_, f32>) -> Vec<[f32; 2]> {
        let rows = features.rows();
        if !stages.iter().any(Stage::is_linear) {
            return vec![[0.0; 2]; rows.nrows() * stages.len()];
        }
        let mut plan = Plan::new(self, stages);
        let mut sums = Vec::with_capacity(rows.nrows() * stages.len());
        for i in 0..rows.nrows() {
            plan.read(row_slice(&rows, i), row_slice(&words, i));
            let sums_of =
                |(number, stage): (usize, &Stage)| if stage.is_linear() { plan.sums(number) } else { [0.0; 2] };
            sums.extend(stages.iter().enumerate().map(sums_of));
        }
        sums
    }
}

/// A row of a matrix as a slice.
fn row_slice<'a>(matrix: &'a ArrayView2<'_, f32>, row: usize) -> &'a [f32] {
    matrix.row(row).to_slice().expect("matrices of features are row-major, so a row is contiguous")
}

/// What the trees of a stage read.
struct TreeInputs<'a> {
    /// As ranges of neighbors.
    columns: Vec<Range<usize>>,
    rows: ArrayView2<'a, f32>,
    words: ArrayView2<'a, f32>,
    staged: ArrayView2<'a, f32>,
}

impl TreeInputs<'_> {
    /// Adds the trees of a stage to the sums of its heads. Spam trees skip the blocks that `before` cleared; with `only`,
    /// they are asked of these blocks alone, and trees of content of none.
    fn add_stage(&self, stage: &Stage, sums: &mut [[f32; 2]], before: Option<&[Logits]>, only: Option<&[usize]>) {
        if only.is_none() && !stage.content.trees.is_empty() {
            self.add(&stage.content.trees, 0..sums.len(), |i, sum| sums[i][0] += sum);
        }
        if !stage.spam.trees.is_empty() {
            let is_open = |i: &usize| before.is_none_or(|before| !before[*i].is_cleared_of_spam());
            let open: Vec<usize> = match only {
                Some(blocks) => blocks.iter().copied().filter(is_open).collect(),
                None => (0..sums.len()).filter(is_open).collect(),
            };
            self.add(&stage.spam.trees, open, |i, sum| sums[i][1] += sum);
        }
    }

    /// Calls `add` with the index of each of `blocks` and the sum of its leaves.
    fn add(&self, trees: &Trees, blocks: impl IntoIterator<Item = usize>, mut add: impl FnMut(usize, f32)) {
        let mut inputs: Inputs = [[0.0; LANES]; MAX_INPUTS];
        let mut lanes = [0; LANES];
        let mut blocks = blocks.into_iter();
        loop {
            let mut count = 0;
            for (lane, block) in blocks.by_ref().take(LANES).enumerate() {
                lanes[lane] = block;
                self.gather(&mut inputs, lane, block);
                count += 1;
            }
            if count == 0 {
                return;
            }
            let sums = trees.sums(&inputs);
            lanes[..count].iter().zip(sums).for_each(|(block, sum)| add(*block, sum));
        }
    }

    /// Writes a block's inputs into a lane.
    fn gather(&self, inputs: &mut Inputs, lane: usize, block: usize) {
        let row = row_slice(&self.rows, block);
        let columns = self.columns.iter().map(|run| &row[run.clone()]);
        let mut rest = &mut inputs[..];
        for part in columns.chain([row_slice(&self.words, block), row_slice(&self.staged, block)]) {
            let (here, after) = rest.split_at_mut(part.len());
            here.iter_mut().zip(part).for_each(|(input, value)| input[lane] = *value);
            rest = after;
        }
    }
}
