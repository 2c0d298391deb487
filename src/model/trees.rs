//! Boosted trees: a sum over small decision trees that ask one question per level.
//!
//! Such trees are called oblivious or symmetric (Kohavi 1994; Prokhorenkova et al. 2018, "CatBoost"). The bits of a block's
//! leaf number are the answers, so there is nothing to branch on, and blocks are processed side by side.

use serde::{Deserialize, Serialize};

/// Blocks that are processed side by side.
pub(super) const LANES: usize = 16;

/// One input of [`LANES`] blocks.
pub(super) type Lane = [f32; LANES];

/// Most inputs that trees may read.
pub(super) const MAX_INPUTS: usize = 512;

/// All inputs of [`LANES`] blocks.
pub(super) type Inputs = [Lane; MAX_INPUTS];

/// Unit of the leaves, which are whole numbers in the file.
pub const LEAF_UNIT: f32 = 0.001;

/// Most levels of a tree.
pub const MAX_DEPTH: usize = 8;

/// Trees of one depth whose leaves add up to a logit.
///
/// ```
/// use blocksift::internals::Trees;
/// // One tree with two questions: is input 0 above 0.5, and is input 1 above 2?
/// let trees = Trees {
///     depth: 2,
///     inputs: vec![0, 1],
///     thresholds: vec![0.5, 2.0],
///     leaves: vec![-3000, 0, 0, 3000],
///     covers: vec![255, 10, 10, 40],
/// };
/// assert!((trees.logit(&[1.0, 7.0]) - 3.0).abs() < 1e-5);
/// assert_eq!(trees.logit(&[0.0, 7.0]), 0.0);
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Trees {
    /// Levels of each tree, 1 to [`MAX_DEPTH`]; 0 if there are no trees.
    pub depth: usize,
    /// For each tree and level the input that is compared: columns, then vocabulary features, then stage features.
    pub inputs: Vec<u16>,
    /// For each tree and level the threshold: the answer is whether the input is greater.
    pub thresholds: Vec<f32>,
    /// For each tree the values of its leaves, in [`LEAF_UNIT`]. Bit `k` of a leaf's number is the answer at level `k`.
    pub leaves: Vec<i32>,
    /// For each leaf its share of the training rows, in 255ths of the largest share; explanations need it.
    pub covers: Vec<u8>,
}

impl Trees {
    /// Whether there are no trees.
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// Number of trees.
    pub fn len(&self) -> usize {
        self.inputs.len().checked_div(self.depth).unwrap_or(0)
    }

    /// Whether all parts fit together and only the first `width` inputs are read.
    pub(super) fn is_sound(&self, width: usize) -> bool {
        if self.is_empty() {
            return self.thresholds.is_empty() && self.leaves.is_empty() && self.covers.is_empty();
        }
        (1..=MAX_DEPTH).contains(&self.depth)
            && width <= MAX_INPUTS
            && self.inputs.len() == self.len() * self.depth
            && self.thresholds.len() == self.inputs.len()
            && self.leaves.len() == self.len() << self.depth
            && self.covers.len() == self.leaves.len()
            && self.inputs.iter().all(|input| usize::from(*input) < width)
            && self.thresholds.iter().all(|t| t.abs() <= 1e9)
            && self.leaves.iter().all(|v| v.unsigned_abs() < 1 << 20)
    }

    /// The sum of the leaves of each of [`LANES`] blocks.
    pub(super) fn sums(&self, inputs: &Inputs) -> Lane {
        match self.depth {
            1 => self.sums_at_depth::<1, 2>(inputs),
            2 => self.sums_at_depth::<2, 4>(inputs),
            3 => self.sums_at_depth::<3, 8>(inputs),
            4 => self.sums_at_depth::<4, 16>(inputs),
            5 => self.sums_at_depth::<5, 32>(inputs),
            6 => self.sums_at_depth::<6, 64>(inputs),
            7 => self.sums_at_depth::<7, 128>(inputs),
            8 => self.sums_at_depth::<8, 256>(inputs),
            _ => [0.0; LANES],
        }
    }

    /// The same with the shape of a tree known at compile time, so that the loops unroll.
    fn sums_at_depth<const LEVELS: usize, const LEAVES: usize>(&self, inputs: &Inputs) -> Lane {
        let mut sums = [0i32; LANES];
        let (inputs_by_tree, _) = self.inputs.as_chunks::<LEVELS>();
        let (thresholds, _) = self.thresholds.as_chunks::<LEVELS>();
        let (leaves, _) = self.leaves.as_chunks::<LEAVES>();
        for ((tree_inputs, thresholds), leaves) in inputs_by_tree.iter().zip(thresholds).zip(leaves) {
            let mut leaf = [0u32; LANES];
            // From the last level to the first, because answers are shifted in. Written so that it vectorizes.
            for level in (0..LEVELS).rev() {
                let values = &inputs[usize::from(tree_inputs[level]) % MAX_INPUTS];
                let threshold = thresholds[level];
                for lane in 0..LANES {
                    leaf[lane] = leaf[lane] + leaf[lane] + u32::from(values[lane] > threshold);
                }
            }
            for (sum, leaf) in sums.iter_mut().zip(leaf) {
                *sum += leaves[leaf as usize % LEAVES];
            }
        }
        sums.map(|s| s as f32 * LEAF_UNIT)
    }

    /// The logit of one block. `inputs` must cover all inputs that the trees read.
    pub fn logit(&self, inputs: &[f32]) -> f32 {
        self.leaves_of(inputs).map(|(tree, leaf)| self.leaves[(tree << self.depth) + leaf]).sum::<i32>() as f32
            * LEAF_UNIT
    }

    /// For each tree its number and the leaf of a block.
    fn leaves_of<'a>(&'a self, inputs: &'a [f32]) -> impl Iterator<Item = (usize, usize)> + 'a {
        (0..self.len()).map(move |tree| {
            let range = tree * self.depth..(tree + 1) * self.depth;
            let questions = self.inputs[range.clone()].iter().zip(&self.thresholds[range]);
            let answer =
                |(level, (input, t)): (usize, (&u16, &f32))| usize::from(inputs[usize::from(*input)] > *t) << level;
            (tree, questions.enumerate().map(answer).sum())
        })
    }

    /// What each input adds to a block's logit, and the mean logit, which no input adds. Each answer moves the mean of the
    /// leaves that remain possible; the input is credited with the move (Saabas 2014).
    pub(super) fn contributions(&self, inputs: &[f32]) -> (Vec<f32>, f32) {
        let mut by_input = vec![0f64; inputs.len()];
        let mut base = 0f64;
        for (tree, leaf) in self.leaves_of(inputs) {
            let mut before = self.mean(tree, leaf, 0);
            base += before;
            for level in 0..self.depth {
                let after = self.mean(tree, leaf, level + 1);
                by_input[usize::from(self.inputs[tree * self.depth + level])] += after - before;
                before = after;
            }
        }
        let unit = f64::from(LEAF_UNIT);
        (by_input.iter().map(|v| (v * unit) as f32).collect(), (base * unit) as f32)
    }

    /// Mean of a tree's leaves that share the first answers with `leaf`, weighted by their training rows.
    fn mean(&self, tree: usize, leaf: usize, answers: usize) -> f64 {
        let first = (1usize << answers) - 1;
        let from = tree << self.depth;
        let alike = (0..1usize << self.depth).filter(|other| other & first == leaf & first).map(|other| from + other);
        // Leaves without rows weigh a little, so that there always is a mean.
        let weighted = alike.map(|at| (f64::from(self.covers[at]) + 1e-3, f64::from(self.leaves[at])));
        let (weight, sum) = weighted.fold((0.0, 0.0), |(w, s), (weight, value)| (w + weight, s + weight * value));
        sum / weight
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trees() -> Trees {
        Trees {
            depth: 2,
            inputs: vec![0, 2, 1, 1],
            thresholds: vec![0.5, -1.0, 0.0, 3.0],
            leaves: vec![100, -200, 300, 450, 7, -9, 0, 1000],
            covers: vec![255, 3, 40, 0, 255, 20, 0, 11],
        }
    }

    #[test]
    fn side_by_side_is_one_by_one() {
        let blocks: Vec<[f32; 3]> =
            (0..LANES as i32).map(|i| [(i % 3) as f32 * 0.4, (i - 3) as f32, -(i as f32) / 2.0]).collect();
        let mut inputs = [[0.0; LANES]; MAX_INPUTS];
        (0..3).for_each(|j| inputs[j] = std::array::from_fn(|lane| blocks[lane][j]));
        let alone: Vec<f32> = blocks.iter().map(|block| trees().logit(block)).collect();
        assert_eq!(trees().sums(&inputs).to_vec(), alone);
    }

    #[test]
    fn contributions_and_base_sum_to_the_logit() {
        for block in [[0.0, 0.0, 0.0], [1.0, 4.0, -3.0], [0.6, -1.0, 9.0]] {
            let (by_input, base) = trees().contributions(&block);
            let sum = base + by_input.iter().sum::<f32>();
            assert!((sum - trees().logit(&block)).abs() < 1e-5, "{block:?}: {sum}");
        }
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        assert!(trees().is_sound(3) && Trees::default().is_sound(0));
        assert!(!trees().is_sound(2));
        for break_it in [
            |t: &mut Trees| t.leaves.truncate(7),
            |t: &mut Trees| t.depth = 0,
            |t: &mut Trees| t.depth = 4,
            |t: &mut Trees| t.thresholds[0] = f32::NAN,
            |t: &mut Trees| t.covers.clear(),
        ] {
            let mut broken = trees();
            break_it(&mut broken);
            assert!(!broken.is_sound(3));
        }
    }
}
