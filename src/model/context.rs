//! What is predicted for the blocks around a block: means over ranges and groups, without the block itself.
//!
//! Both the vocabulary and the later stages read their predictions in context; this is the part that they share.

use super::math::ratio;
use crate::features::{Features, Surroundings};

/// A weight, and a value or a weighted sum of values.
pub(super) type Weighted = (f32, f32);

/// Takes nothing out of a mean.
pub(super) const NOTHING: Weighted = (0.0, 0.0);

/// Predictions of a page's blocks, summed up so that each block's context is looked up rather than added up.
pub(super) struct Context<'a> {
    surroundings: &'a Surroundings,
    /// Weights of the blocks in means of content: their units, and half a unit so that none counts nothing.
    pub(super) weights: Vec<f32>,
    pub(super) content: Vec<f32>,
    pub(super) spam: Vec<f32>,
    pub(super) content_sums: RunningSums,
    /// Spam is averaged over blocks, each with a weight of 1: campaigns plant many short ones.
    pub(super) spam_sums: RunningSums,
    content_by_path: Vec<Weighted>,
    content_by_template: Vec<Weighted>,
    spam_by_template: Vec<Weighted>,
    max_spam: MaxPair,
}

impl<'a> Context<'a> {
    /// `content` and `spam` are the predicted probabilities of each block.
    pub(super) fn new(features: &'a Features, content: Vec<f32>, spam: Vec<f32>) -> Self {
        let surroundings = features.surroundings();
        let weights: Vec<f32> = features.units().iter().map(|units| units + 0.5).collect();
        let weighted_content = |i: usize| (weights[i], content[i]);
        let weighted_spam = |i: usize| (1.0, spam[i]);
        Context {
            content_sums: RunningSums::new((0..content.len()).map(weighted_content)),
            spam_sums: RunningSums::new((0..spam.len()).map(weighted_spam)),
            content_by_path: group_sums(&surroundings.paths, weighted_content),
            content_by_template: group_sums(&surroundings.templates, weighted_content),
            spam_by_template: group_sums(&surroundings.templates, weighted_spam),
            max_spam: MaxPair::new(&spam),
            surroundings,
            weights,
            content,
            spam,
        }
    }

    /// Number of blocks.
    pub(super) fn len(&self) -> usize {
        self.content.len()
    }

    /// The blocks that are at most `reach` blocks away from block `i`, and `i` itself.
    pub(super) fn within(&self, i: usize, reach: usize) -> (usize, usize) {
        (i.saturating_sub(reach), (i + reach + 1).min(self.len()))
    }

    /// The blocks of the `k`th ancestor of block `i` that adds blocks.
    pub(super) fn level(&self, i: usize, k: usize) -> (usize, usize) {
        let (from, to) = self.surroundings.levels[i][k];
        (from as usize, to as usize)
    }

    /// Block `i` as it counts in means of content.
    pub(super) fn own_content(&self, i: usize) -> Weighted {
        (self.weights[i], self.content[i])
    }

    /// Block `i` as it counts in means of spam.
    pub(super) fn own_spam(&self, i: usize) -> Weighted {
        (1.0, self.spam[i])
    }

    /// Mean content of the other blocks with the tag path of block `i`.
    pub(super) fn content_of_path(&self, i: usize) -> f32 {
        mean_without(self.content_by_path[self.surroundings.paths[i] as usize], self.own_content(i))
    }

    /// Mean content of the other blocks with the template of block `i`.
    pub(super) fn content_of_template(&self, i: usize) -> f32 {
        mean_without(self.content_by_template[self.surroundings.templates[i] as usize], self.own_content(i))
    }

    /// Mean spam of the other blocks with the template of block `i`.
    pub(super) fn spam_of_template(&self, i: usize) -> f32 {
        mean_without(self.spam_by_template[self.surroundings.templates[i] as usize], self.own_spam(i))
    }

    /// Highest spam of any block but `i`.
    pub(super) fn max_spam_of_others(&self, i: usize) -> f32 {
        self.max_spam.without(self.spam[i])
    }
}

/// The highest of some probabilities and the second highest.
struct MaxPair(f32, f32);

impl MaxPair {
    fn new(values: &[f32]) -> Self {
        let mut pair = MaxPair(0.0, 0.0);
        for value in values {
            if *value > pair.0 {
                pair = MaxPair(*value, pair.0);
            } else {
                pair.1 = pair.1.max(*value);
            }
        }
        pair
    }

    /// The highest once one of the values is taken out.
    fn without(&self, own: f32) -> f32 {
        if own >= self.0 { self.1 } else { self.0 }
    }
}

/// Running sums of weights and of weighted values.
pub(super) struct RunningSums {
    weight: Vec<f64>,
    value: Vec<f64>,
}

impl RunningSums {
    fn new(values: impl Iterator<Item = Weighted>) -> Self {
        let mut sums = RunningSums { weight: vec![0.0], value: vec![0.0] };
        let (mut weight_sum, mut value_sum) = (0f64, 0f64);
        for (weight, value) in values {
            weight_sum += f64::from(weight);
            value_sum += f64::from(weight) * f64::from(value);
            sums.weight.push(weight_sum);
            sums.value.push(value_sum);
        }
        sums
    }

    /// Mean over a range of blocks, without `own`.
    pub(super) fn mean(&self, (from, to): (usize, usize), own: Weighted) -> f32 {
        let weight = self.weight[to] - self.weight[from] - f64::from(own.0);
        let value = self.value[to] - self.value[from] - f64::from(own.0) * f64::from(own.1);
        if weight > 1e-6 { (value / weight).clamp(0.0, 1.0) as f32 } else { 0.0 }
    }

    /// Weighted sum over a range of blocks.
    pub(super) fn value(&self, (from, to): (usize, usize)) -> f32 {
        (self.value[to] - self.value[from]).max(0.0) as f32
    }

    /// Weight and weighted sum of all blocks.
    pub(super) fn total(&self) -> Weighted {
        (self.weight[self.weight.len() - 1] as f32, self.value[self.value.len() - 1] as f32)
    }
}

/// The mean of a weighted sum once `own` is taken out of it.
pub(super) fn mean_without(sum: Weighted, own: Weighted) -> f32 {
    let weight = sum.0 - own.0;
    if weight > 1e-3 { ((sum.1 - own.0 * own.1) / weight).clamp(0.0, 1.0) } else { 0.0 }
}

/// Weight and weighted sum of each group; `groups` has the group of each block.
fn group_sums(groups: &[u32], value: impl Fn(usize) -> Weighted) -> Vec<Weighted> {
    let count = groups.iter().max().map_or(0, |last| *last as usize + 1);
    let mut sums = vec![(0f32, 0f32); count];
    for (i, group) in groups.iter().enumerate() {
        let (weight, value) = value(i);
        sums[*group as usize].0 += weight;
        sums[*group as usize].1 += weight * value;
    }
    sums
}

/// For each value the share of the total weight that greater values have.
pub(super) fn ranks(values: &[f32], weights: &[f32]) -> Vec<f32> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_unstable_by(|a, b| values[*b as usize].total_cmp(&values[*a as usize]).then(a.cmp(b)));
    let total: f32 = weights.iter().sum();
    let mut ranks = vec![0.0; values.len()];
    let mut above = 0.0;
    for i in order {
        ranks[i as usize] = ratio(above, total);
        above += weights[i as usize];
    }
    ranks
}
