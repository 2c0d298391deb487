//! Boosted trees: a sum over small decision trees, each of which asks the same question of all blocks at a level.
//!
//! Such trees are called oblivious or symmetric (Kohavi 1994; Prokhorenkova et al. 2018, "CatBoost"). A block's leaf is
//! the number whose bits are the answers, so there is nothing to branch on, and blocks are worked on side by side.

use serde::{Deserialize, Serialize};

/// Blocks that are worked on side by side.
pub(super) const LANES: usize = 16;

/// One input of some blocks side by side.
pub(super) type Lane = [f32; LANES];

/// Inputs that trees may read, at most.
pub(super) const MOST_INPUTS: usize = 512;

/// All inputs of some blocks side by side.
pub(super) type Inputs = [Lane; MOST_INPUTS];

/// What a leaf's value is kept in.
pub const LEAF_UNIT: f32 = 0.001;

/// Levels of a tree at most.
pub const MOST_LEVELS: usize = 8;

/// Trees of one depth, whose leaves' values are added up to a logit.
///
/// ```
/// use blocksift::Trees;
/// // One tree of two questions: is input 0 above 0.5, and is input 1 above 2?
/// let trees = Trees {
///     levels: 2,
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
    /// Questions of each tree, 1 to [`MOST_LEVELS`]; 0 without trees.
    pub levels: usize,
    /// For each tree and level the input that is asked about: columns, then the vocabulary's, then the stage features.
    pub inputs: Vec<u16>,
    /// For each tree and level: is the input greater than this?
    pub thresholds: Vec<f32>,
    /// For each tree the values of its leaves, in [`LEAF_UNIT`]. Bit `k` of a leaf's number is the answer at level `k`.
    pub leaves: Vec<i32>,
    /// For each leaf its share of the rows that the tree was fitted on, in 255ths of the largest; for explanations.
    pub covers: Vec<u8>,
}

impl Trees {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// Number of trees.
    pub fn len(&self) -> usize {
        self.inputs.len().checked_div(self.levels).unwrap_or(0)
    }

    /// Whether its parts fit each other and read no more than `width` inputs.
    pub(super) fn is_sound(&self, width: usize) -> bool {
        if self.is_empty() {
            return self.thresholds.is_empty() && self.leaves.is_empty() && self.covers.is_empty();
        }
        (1..=MOST_LEVELS).contains(&self.levels)
            && width <= MOST_INPUTS
            && self.inputs.len() == self.len() * self.levels
            && self.thresholds.len() == self.inputs.len()
            && self.leaves.len() == self.len() << self.levels
            && self.covers.len() == self.leaves.len()
            && self.inputs.iter().all(|input| usize::from(*input) < width)
            && self.thresholds.iter().all(|t| t.abs() <= 1e9)
            && self.leaves.iter().all(|v| v.unsigned_abs() < 1 << 20)
    }

    /// The sums of the leaves of some blocks, whose inputs lie side by side.
    pub(super) fn sums(&self, inputs: &Inputs) -> Lane {
        match self.levels {
            1 => self.sums_of::<1, 2>(inputs),
            2 => self.sums_of::<2, 4>(inputs),
            3 => self.sums_of::<3, 8>(inputs),
            4 => self.sums_of::<4, 16>(inputs),
            5 => self.sums_of::<5, 32>(inputs),
            6 => self.sums_of::<6, 64>(inputs),
            7 => self.sums_of::<7, 128>(inputs),
            8 => self.sums_of::<8, 256>(inputs),
            _ => [0.0; LANES],
        }
    }

    /// The same with the shape of a tree known, so that the loops over it are laid out.
    fn sums_of<const LEVELS: usize, const LEAVES: usize>(&self, inputs: &Inputs) -> Lane {
        let mut sums = [0i32; LANES];
        let (of_trees, _) = self.inputs.as_chunks::<LEVELS>();
        let (thresholds, _) = self.thresholds.as_chunks::<LEVELS>();
        let (leaves, _) = self.leaves.as_chunks::<LEAVES>();
        for ((of_tree, thresholds), leaves) in of_trees.iter().zip(thresholds).zip(leaves) {
            let mut leaf = [0u32; LANES];
            // From the last level to the first, so that answers are shifted in; written so that it is done in lanes.
            for level in (0..LEVELS).rev() {
                let values = &inputs[usize::from(of_tree[level]) % MOST_INPUTS];
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

    /// The logit of one block, of whose inputs there must be as many as the trees ask about.
    pub fn logit(&self, inputs: &[f32]) -> f32 {
        self.leaves_of(inputs).map(|(tree, leaf)| self.leaves[(tree << self.levels) + leaf]).sum::<i32>() as f32
            * LEAF_UNIT
    }

    /// For each tree its number and the leaf that a block falls into.
    fn leaves_of<'a>(&'a self, inputs: &'a [f32]) -> impl Iterator<Item = (usize, usize)> + 'a {
        (0..self.len()).map(move |tree| {
            let of_tree = tree * self.levels..(tree + 1) * self.levels;
            let questions = self.inputs[of_tree.clone()].iter().zip(&self.thresholds[of_tree]);
            let answer =
                |(level, (input, t)): (usize, (&u16, &f32))| usize::from(inputs[usize::from(*input)] > *t) << level;
            (tree, questions.enumerate().map(answer).sum())
        })
    }

    /// What each input adds to a block's logit, and what the trees say of no block in particular: each answer moves the
    /// mean of the leaves that are still possible, and is credited with the move (Saabas 2014).
    pub(super) fn contributions(&self, inputs: &[f32]) -> (Vec<f32>, f32) {
        let mut of_inputs = vec![0f64; inputs.len()];
        let mut base = 0f64;
        for (tree, leaf) in self.leaves_of(inputs) {
            let mut before = self.mean(tree, leaf, 0);
            base += before;
            for level in 0..self.levels {
                let after = self.mean(tree, leaf, level + 1);
                of_inputs[usize::from(self.inputs[tree * self.levels + level])] += after - before;
                before = after;
            }
        }
        let unit = f64::from(LEAF_UNIT);
        (of_inputs.iter().map(|v| (v * unit) as f32).collect(), (base * unit) as f32)
    }

    /// The mean of a tree's leaves that share the first answers with one leaf, by their rows.
    fn mean(&self, tree: usize, leaf: usize, answers: usize) -> f64 {
        let first = (1usize << answers) - 1;
        let from = tree << self.levels;
        let alike = (0..1usize << self.levels).filter(|other| other & first == leaf & first).map(|other| from + other);
        // Leaves without rows count a little, so that there always is a mean.
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
            levels: 2,
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
        let mut inputs = [[0.0; LANES]; MOST_INPUTS];
        (0..3).for_each(|j| inputs[j] = std::array::from_fn(|lane| blocks[lane][j]));
        let alone: Vec<f32> = blocks.iter().map(|block| trees().logit(block)).collect();
        assert_eq!(trees().sums(&inputs).to_vec(), alone);
    }

    #[test]
    fn contributions_and_base_sum_to_the_logit() {
        for block in [[0.0, 0.0, 0.0], [1.0, 4.0, -3.0], [0.6, -1.0, 9.0]] {
            let (of_inputs, base) = trees().contributions(&block);
            let sum = base + of_inputs.iter().sum::<f32>();
            assert!((sum - trees().logit(&block)).abs() < 1e-5, "{block:?}: {sum}");
        }
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        assert!(trees().is_sound(3) && Trees::default().is_sound(0));
        assert!(!trees().is_sound(2));
        for break_it in [
            |t: &mut Trees| t.leaves.truncate(7),
            |t: &mut Trees| t.levels = 0,
            |t: &mut Trees| t.levels = 4,
            |t: &mut Trees| t.thresholds[0] = f32::NAN,
            |t: &mut Trees| t.covers.clear(),
        ] {
            let mut broken = trees();
            break_it(&mut broken);
            assert!(!broken.is_sound(3));
        }
    }
}
