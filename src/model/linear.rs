//! The linear heads' sums, as tight loops over contiguous numbers.
//!
//! The sums are those of the expanded inputs (see [`super::expand`]) times each head's weights. The hinges are never
//! stored, a row is read and standardized once for all stages, and the weights are laid out in the order in which the loops
//! read them. Sums are kept in lanes, so that the order of additions is the same on every machine.

use super::expand::KNOT;
use super::math::{CLIP, standardize};
use super::stack::{Head, Stack, Stage};
use super::stage::STAGE_FEATURES;
use std::ops::Range;

/// Numbers that are processed side by side.
const LANES: usize = 8;
type Lanes = [f32; LANES];

/// Weights of a lane of inputs, for both heads of a stage: of the inputs, their upper hinges and their lower hinges.
type HingeWeights = [[Lanes; 3]; 2];

/// Running sums of a stage's heads: content, spam.
type Sums = [Lanes; 2];

/// The weights of one stage; none if no head of the stage has any.
struct Weights {
    row: Vec<HingeWeights>,
    staged: Vec<HingeWeights>,
    products: Vec<Sums>,
}

/// Products of one input with `length` others, which are neighbors in [`Plan::others`]. They are computed in full lanes;
/// the lanes past the last product have no weight.
struct Run {
    factor: usize,
    start: usize,
    length: usize,
}

/// A stack laid out for one page, with room for one row.
pub(super) struct Plan<'a> {
    stack: &'a Stack,
    weights: Vec<Weights>,
    /// The columns that are read, as ranges of neighbors.
    columns: Vec<Range<usize>>,
    runs: Vec<Run>,
    /// Second factors of the products, and their values in the current row.
    others: Vec<usize>,
    values: Vec<f32>,
    /// The current row, standardized and padded with zeros, and its products.
    inputs: Vec<f32>,
    products: Vec<Lanes>,
}

impl<'a> Plan<'a> {
    /// Lays out the first stages of a stack.
    pub(super) fn new(stack: &'a Stack, stages: &[Stage]) -> Self {
        let n = stack.width();
        let (others, runs) = runs(&stack.pairs);
        let weights = stages.iter().enumerate().map(|(i, stage)| Weights::new(stage, n, i > 0, &runs)).collect();
        let columns = neighbors(&stack.columns);
        let products = vec![Lanes::default(); runs.iter().map(|run| run.length.div_ceil(LANES)).sum()];
        let inputs = vec![0.0; n.next_multiple_of(LANES)];
        Plan { stack, weights, columns, runs, values: vec![0.0; others.len() + LANES], others, inputs, products }
    }

    /// Reads the row of one block: columns, then vocabulary features.
    pub(super) fn read(&mut self, row: &[f32], words: &[f32]) {
        let n = self.stack.width();
        let mut rest = &mut self.inputs[..n];
        for part in self.columns.iter().map(|run| &row[run.clone()]).chain([words]) {
            let (here, after) = rest.split_at_mut(part.len());
            here.copy_from_slice(part);
            rest = after;
        }
        for ((v, m), s) in self.inputs.iter_mut().zip(&self.stack.means).zip(&self.stack.scales) {
            *v = standardize(*v, *m, *s);
        }
        for (value, at) in self.values.iter_mut().zip(&self.others) {
            *value = self.inputs[*at];
        }
        let mut rest = &mut self.products[..];
        for run in &self.runs {
            let factor = self.inputs[run.factor];
            let others = self.values[run.start..].as_chunks::<LANES>().0;
            let (here, after) = rest.split_at_mut(run.length.div_ceil(LANES));
            for (products, others) in here.iter_mut().zip(others) {
                *products = others.map(|other| clipped(factor * other));
            }
            rest = after;
        }
    }

    /// The sums of a stage over the current row, without the stage features.
    pub(super) fn sums(&self, stage: usize) -> [f32; 2] {
        let weights = &self.weights[stage];
        let mut sums = Sums::default();
        add_inputs(&mut sums, &self.inputs, &weights.row);
        add_products(&mut sums, &self.products, &weights.products);
        sums.map(|s| s.iter().sum())
    }

    /// The sums of a stage over one block's stage features.
    pub(super) fn staged_sums(&self, stage: usize, features: &[f32]) -> [f32; 2] {
        let mut inputs = [0.0; STAGE_FEATURES.len().next_multiple_of(LANES)];
        let scales = self.stack.stage_means.iter().zip(&self.stack.stage_scales);
        for ((input, v), (m, s)) in inputs.iter_mut().zip(features).zip(scales) {
            *input = standardize(*v, *m, *s);
        }
        let mut sums = Sums::default();
        add_inputs(&mut sums, &inputs, &self.weights[stage].staged);
        sums.map(|s| s.iter().sum())
    }
}

/// Ascending columns as ranges of neighbors.
pub(super) fn neighbors(columns: &[usize]) -> Vec<Range<usize>> {
    columns.chunk_by(|a, b| a + 1 == *b).map(|run| run[0]..run[0] + run.len()).collect()
}

/// Adds the weighted inputs and hinges.
fn add_inputs(sums: &mut Sums, inputs: &[f32], weights: &[HingeWeights]) {
    let mut s = *sums;
    for (z, w) in inputs.as_chunks::<LANES>().0.iter().zip(weights) {
        let above: Lanes = std::array::from_fn(|lane| positive(z[lane] - KNOT));
        let below: Lanes = std::array::from_fn(|lane| positive(-z[lane] - KNOT));
        for (s, w) in s.iter_mut().zip(w) {
            for lane in 0..LANES {
                s[lane] += w[0][lane] * z[lane] + (w[1][lane] * above[lane] + w[2][lane] * below[lane]);
            }
        }
    }
    *sums = s;
}

/// Adds the weighted products.
fn add_products(sums: &mut Sums, products: &[Lanes], weights: &[Sums]) {
    let mut s = *sums;
    for (p, w) in products.iter().zip(weights) {
        for (s, w) in s.iter_mut().zip(w) {
            for lane in 0..LANES {
                s[lane] += w[lane] * p[lane];
            }
        }
    }
    *sums = s;
}

/// `x.clamp(-CLIP, CLIP)` of a number that is not NaN, written so that it vectorizes.
#[inline]
fn clipped(x: f32) -> f32 {
    let x = if x > -CLIP { x } else { -CLIP };
    if x < CLIP { x } else { CLIP }
}

/// `max(0, x)` of a number that is not NaN: `f32::max` would check for it.
#[inline]
fn positive(x: f32) -> f32 {
    if x > 0.0 { x } else { 0.0 }
}

impl Weights {
    /// `n` inputs of a row; in a later stage the stage features follow them.
    fn new(stage: &Stage, n: usize, is_later: bool, runs: &[Run]) -> Self {
        if !stage.is_linear() {
            return Weights { row: Vec::new(), staged: Vec::new(), products: Vec::new() };
        }
        let staged = if is_later { STAGE_FEATURES.len() } else { 0 };
        let all = n + staged;
        // A head with trees only has no weights: all of them count as 0.
        let none = vec![0.0; 3 * all + runs.iter().map(|run| run.length).sum::<usize>()];
        let weights_of = |head: &'_ Head| if head.weights.is_empty() { none.clone() } else { head.weights.clone() };
        let heads = [weights_of(&stage.content), weights_of(&stage.spam)];
        let pack = |from: usize, count: usize| {
            let mut packed = vec![HingeWeights::default(); count.div_ceil(LANES)];
            for (head, h) in heads.iter().enumerate() {
                for part in 0..3 {
                    let weights = &h[part * all + from..][..count];
                    for (lanes, w) in packed.iter_mut().zip(weights.chunks(LANES)) {
                        lanes[head][part][..w.len()].copy_from_slice(w);
                    }
                }
            }
            packed
        };
        let mut products = Vec::new();
        let mut rest = heads.each_ref().map(|h| &h[3 * all..]);
        for run in runs {
            let first = products.len();
            products.resize(first + run.length.div_ceil(LANES), Sums::default());
            for (head, rest) in rest.iter_mut().enumerate() {
                let (here, after) = rest.split_at(run.length);
                for (lanes, w) in products[first..].iter_mut().zip(here.chunks(LANES)) {
                    lanes[head][..w.len()].copy_from_slice(w);
                }
                *rest = after;
            }
        }
        Weights { row: pack(0, n), staged: pack(n, staged), products }
    }
}

/// Groups products by their first factor, and orders the second factors so that those of a group are neighbors.
fn runs(pairs: &[(usize, usize)]) -> (Vec<usize>, Vec<Run>) {
    let mut others: Vec<usize> = Vec::new();
    let mut runs = Vec::new();
    for same in pairs.chunk_by(|a, b| a.0 == b.0) {
        let here: Vec<usize> = same.iter().map(|(_, other)| *other).collect();
        let start = others.windows(here.len()).position(|known| known == here).unwrap_or_else(|| {
            others.extend(&here);
            others.len() - here.len()
        });
        runs.push(Run { factor: same[0].0, start, length: here.len() });
    }
    (others, runs)
}
