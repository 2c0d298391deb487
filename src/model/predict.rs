//! Inference: standardised rows through the heads of each stage.

use super::artifact::{Head, Model, Stack, Stage};
use super::expand::{CLIP, expand};
use super::linear::Plan;
use super::stage::stage_features;
use super::trees::{Inputs, LANES, MOST_INPUTS, Trees};
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

/// Below this probability of spam at the stage before, a block is cleared: the trees of the last stage are not asked of it,
/// and what that stage said stands. It spares most blocks of most pages half of the trees.
const CLEARED: f32 = 0.01;

/// Whether a stage of trees is spared the blocks that the first stage cleared of spam.
pub(crate) fn clears(stages: &[Stage], number: usize) -> bool {
    number == 1 && stages.len() == 2 && !stages[1].spam.trees.is_empty()
}

impl Logits {
    /// Whether a stage of trees leaves the spam of the block as this stage said.
    pub(crate) fn is_cleared_of_spam(self) -> bool {
        sigmoid(self.spam) < CLEARED
    }

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
    /// The calibrated logit of a sum of weighted inputs and trees.
    pub(crate) fn calibrated(&self, sum: f32) -> f32 {
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
        self.logits_of(&self.stages, features, words, None)
    }

    /// How probably some blocks, by number, are spam. The trees of the last stage are spared the rest of the page.
    pub(crate) fn spam_of(&self, features: &Features, blocks: &[usize]) -> Vec<f32> {
        let logits = self.logits_of(&self.stages, features, self.words(features).view(), Some(blocks));
        blocks.iter().map(|i| sigmoid(logits[*i].spam)).collect()
    }

    /// What the last of some of the stages, from the first on, says of every block; or only of the spam of some blocks,
    /// the rest being of no meaning.
    pub(crate) fn logits_of(
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
                for (sums, features) in sums.iter_mut().zip(staged.rows()) {
                    let more = plan.staged_sums(number, features.to_slice().unwrap_or_default());
                    *sums = [sums[0] + more[0], sums[1] + more[1]];
                }
            }
            let only = only.filter(|_| number + 1 == stages.len());
            let before = logits;
            let clears = clears(stages, number);
            let is_cleared = |i: &usize| clears && before.get(*i).is_some_and(|l| l.is_cleared_of_spam());
            let open: Vec<usize> = match only {
                Some(blocks) => blocks.iter().copied().filter(|i| !is_cleared(i)).collect(),
                None => (0..sums.len()).filter(|i| !is_cleared(i)).collect(),
            };
            let inputs = TreeInputs {
                columns: &self.columns,
                rows: features.rows(),
                words: words.view(),
                staged: staged.view(),
            };
            if only.is_none() && !stage.content.trees.is_empty() {
                inputs.add(&stage.content.trees, 0..sums.len(), |i, sum| sums[i][0] += sum);
            }
            if !stage.spam.trees.is_empty() {
                inputs.add(&stage.spam.trees, open.iter().copied(), |i, sum| sums[i][1] += sum);
            }
            logits = sums.into_iter().map(|sums| stage.logits(sums)).collect();
            for (i, logits) in logits.iter_mut().enumerate().filter(|(i, _)| is_cleared(i)) {
                logits.spam = before[i].spam;
            }
        }
        logits
    }

    /// The sums of weighted inputs without stage features, by block and stage, so that each row is read once.
    fn linear_sums(&self, stages: &[Stage], features: &Features, words: ArrayView2<'_, f32>) -> Vec<[f32; 2]> {
        let rows = features.rows();
        if !stages.iter().any(Stage::is_linear) {
            return vec![[0.0; 2]; rows.nrows() * stages.len()];
        }
        let mut plan = Plan::new(self, stages);
        let mut sums = Vec::with_capacity(rows.nrows() * stages.len());
        for (row, words) in rows.rows().into_iter().zip(words.rows()) {
            plan.read(row.to_slice().unwrap_or_default(), words.to_slice().unwrap_or_default());
            sums.extend((0..stages.len()).map(|stage| plan.sums(stage)));
        }
        sums
    }
}

/// What the trees of a stage ask about.
struct TreeInputs<'a> {
    columns: &'a [usize],
    rows: ArrayView2<'a, f32>,
    words: ArrayView2<'a, f32>,
    staged: ArrayView2<'a, f32>,
}

impl TreeInputs<'_> {
    /// Hands what trees say of each of some blocks to `add`, with the block's number.
    fn add(&self, trees: &Trees, blocks: impl IntoIterator<Item = usize>, mut add: impl FnMut(usize, f32)) {
        let mut inputs: Inputs = [[0.0; LANES]; MOST_INPUTS];
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
        let (of_columns, rest) = inputs.split_at_mut(self.columns.len());
        let (of_words, of_stage) = rest.split_at_mut(self.words.ncols());
        let row = self.rows.row(block).to_slice().unwrap_or_default();
        of_columns.iter_mut().zip(self.columns).for_each(|(input, c)| input[lane] = row[*c]);
        for (inputs, row) in [(of_words, self.words.row(block)), (of_stage, self.staged.row(block))] {
            let values = row.to_slice().unwrap_or_default();
            inputs.iter_mut().zip(values).for_each(|(input, value)| input[lane] = *value);
        }
    }
}

impl Stage {
    /// Whether a head has weights.
    fn is_linear(&self) -> bool {
        !self.content.weights.is_empty() || !self.spam.weights.is_empty()
    }

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
