//! Boosted oblivious trees for a yes-or-no question, as a linfa estimator.
//!
//! linfa has no boosting that gives probabilities, so this is the project's own, behind linfa's traits: parameters are
//! checked before they fit, and fit a `Dataset` with weights. Logistic loss, second-order leaves, histograms of binned
//! inputs, rows and columns sampled for each tree (Friedman 2001 and 2002; Chen and Guestrin 2016, "XGBoost"; Ke et al.
//! 2017, "LightGBM"), one split per level (Prokhorenkova et al. 2018, "CatBoost"). The same rows and seed give the same
//! trees, whatever the number of threads.

mod bins;
mod grow;

use super::sigmoid::{logit, sigmoid_f32};
use crate::error::Error;
use bins::Binned;
use blocksift::internals::{LEAF_UNIT, MAX_DEPTH, Trees};
use linfa::ParamGuard;
use linfa::dataset::{DatasetBase, Records};
use linfa::traits::Fit;
use ndarray::{Array1, ArrayBase, Data, Ix2};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Parameters of boosting, to be checked by linfa's `check`.
///
/// ```
/// use blocksift_training::learn::boost::BoostParams;
/// use linfa::prelude::*;
/// use ndarray::{Array1, Array2};
///
/// // Whether two numbers are on the same side of one half. No linear score can tell.
/// let x = Array2::from_shape_fn((400, 2), |(i, j)| (i * (7 + 4 * j) % 100) as f32 / 100.0);
/// let y: Array1<bool> = x.rows().into_iter().map(|r| (r[0] > 0.5) == (r[1] > 0.5)).collect();
/// let params = BoostParams::default().trees(100).max_depth(3).ridge(1.0).subsample(1.0).columns(1.0).check()?;
/// let fitted = params.fit(&Dataset::new(x, y))?;
/// assert!(fitted.bias + fitted.trees.logit(&[0.8, 0.9]) > 0.0);
/// assert!(fitted.bias + fitted.trees.logit(&[0.8, 0.1]) < 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct BoostParams(BoostValidParams);

/// Checked parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct BoostValidParams {
    trees: usize,
    max_depth: usize,
    learning_rate: f32,
    ridge: f32,
    subsample: f64,
    columns: f64,
    bins: usize,
    seed: u64,
}

impl Default for BoostParams {
    fn default() -> Self {
        Self(BoostValidParams {
            trees: 400,
            max_depth: 5,
            learning_rate: 0.08,
            ridge: 20.0,
            subsample: 0.6,
            columns: 0.15,
            bins: 64,
            seed: 1,
        })
    }
}

impl BoostParams {
    /// Number of trees.
    #[must_use]
    pub fn trees(mut self, trees: usize) -> Self {
        self.0.trees = trees;
        self
    }

    /// Splits from a tree's root to each leaf, 1 to 8.
    #[must_use]
    pub fn max_depth(mut self, depth: usize) -> Self {
        self.0.max_depth = depth;
        self
    }

    /// Factor of each tree's leaves, above 0 to 1.
    #[must_use]
    pub fn learning_rate(mut self, rate: f32) -> Self {
        self.0.learning_rate = rate;
        self
    }

    /// Ridge penalty of the leaves, in rows.
    #[must_use]
    pub fn ridge(mut self, ridge: f32) -> Self {
        self.0.ridge = ridge;
        self
    }

    /// Share of the rows sampled for each tree, above 0 to 1.
    #[must_use]
    pub fn subsample(mut self, share: f64) -> Self {
        self.0.subsample = share;
        self
    }

    /// Share of the columns sampled for each tree, above 0 to 1.
    #[must_use]
    pub fn columns(mut self, share: f64) -> Self {
        self.0.columns = share;
        self
    }

    /// Seed of everything that is drawn.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }
}

impl ParamGuard for BoostParams {
    type Checked = BoostValidParams;
    type Error = Error;

    fn check_ref(&self) -> Result<&BoostValidParams, Error> {
        let p = &self.0;
        let wrong = |what: &str| Err(Error::Parameter(what.to_owned()));
        if p.trees == 0 || p.trees > 10_000 {
            return wrong("the number of trees is not between 1 and 10,000");
        }
        if !(1..=MAX_DEPTH).contains(&p.max_depth) {
            return wrong("max_depth is not between 1 and 8");
        }
        if !(p.learning_rate > 0.0 && p.learning_rate <= 1.0) {
            return wrong("learning_rate is not above 0 and at most 1");
        }
        if !(p.ridge >= 0.0 && p.ridge.is_finite()) {
            return wrong("ridge is negative or not a number");
        }
        if !(p.subsample > 0.0 && p.subsample <= 1.0 && p.columns > 0.0 && p.columns <= 1.0) {
            return wrong("subsample or columns is not above 0 and at most 1");
        }
        if !(2..=256).contains(&p.bins) {
            return wrong("the number of bins is not between 2 and 256");
        }
        Ok(p)
    }

    fn check(self) -> Result<BoostValidParams, Error> {
        self.check_ref()?;
        Ok(self.0)
    }
}

/// Fitted trees, and the bias that they are added to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Boosted {
    /// Logit of the share of true rows.
    pub bias: f32,
    /// The trees.
    pub trees: Trees,
}

impl<D: Data<Elem = f32>> Fit<ArrayBase<D, Ix2>, Array1<bool>, Error> for BoostValidParams {
    type Object = Boosted;

    /// Fits trees to a dataset. As elsewhere in linfa, its weights count only if there is one per row.
    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, Array1<bool>>) -> Result<Boosted, Error> {
        let (x, answers) = (dataset.records(), dataset.targets());
        let n = x.nsamples();
        if n == 0 || x.nfeatures() == 0 || answers.len() != n {
            return Err(Error::Data("boosting: no rows, no columns, or fewer answers than rows".into()));
        }
        if x.iter().any(|v| !v.is_finite()) {
            return Err(Error::Data("boosting: a value is not a finite number".into()));
        }
        let given: Vec<f32> = (0..n).map(|i| dataset.weight_for(i)).collect();
        let total: f64 = given.iter().map(|w| f64::from(*w)).sum();
        if !(total > 0.0 && total.is_finite()) || given.iter().any(|w| *w < 0.0) {
            return Err(Error::Data("boosting: weights are negative, or all 0".into()));
        }
        // With mean 1, so that the ridge penalty is in rows.
        let weights: Vec<f32> = given.iter().map(|w| (f64::from(*w) * n as f64 / total) as f32).collect();
        let answers: Vec<bool> = answers.to_vec();
        Ok(self.boost(&Binned::new(&x.view(), self.bins), &answers, &weights))
    }
}

impl BoostValidParams {
    fn boost(&self, x: &Binned, answers: &[bool], weights: &[f32]) -> Boosted {
        let n = answers.len();
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        let yes: f64 = weights.iter().zip(answers).map(|(w, a)| if *a { f64::from(*w) } else { 0.0 }).sum();
        let share = (yes / n as f64).clamp(1e-4, 1.0 - 1e-4);
        let bias = logit(share) as f32;
        let mut predicted = vec![bias; n];
        let mut slopes = vec![[0f32; 2]; n];
        let mut trees = Trees { depth: self.max_depth, ..Trees::default() };
        let mut usable: Vec<usize> = (0..x.columns.len()).filter(|j| !x.borders[*j].is_empty()).collect();
        if usable.is_empty() {
            return Boosted { bias, trees: Trees::default() };
        }
        for _ in 0..self.trees {
            for (i, slope) in slopes.iter_mut().enumerate() {
                *slope = gradient(predicted[i], answers[i], weights[i]);
            }
            let rows: Vec<u32> = (0..n as u32).filter(|_| rng.random::<f64>() < self.subsample).collect();
            usable.shuffle(&mut rng);
            let mut columns = usable[..((usable.len() as f64 * self.columns).ceil() as usize).max(1)].to_vec();
            columns.sort_unstable();
            let splits = grow::splits(x, &columns, rows, &slopes, self.max_depth, self.ridge);
            self.add(&mut trees, x, &splits, &slopes, weights, &mut predicted);
        }
        Boosted { bias, trees }
    }

    /// Computes the values of a tree's leaves from all rows, and adds the tree to the others.
    fn add(
        &self,
        trees: &mut Trees,
        x: &Binned,
        splits: &[(usize, u8)],
        slopes: &[[f32; 2]],
        weights: &[f32],
        predicted: &mut [f32],
    ) {
        let mut leaf_of = vec![0u16; predicted.len()];
        for (level, (column, bin)) in splits.iter().enumerate() {
            for (leaf, value) in leaf_of.iter_mut().zip(&x.columns[*column]) {
                *leaf |= u16::from(value > bin) << level;
            }
        }
        let mut sums = vec![[0f64; 3]; 1 << self.max_depth];
        for ((leaf, slope), weight) in leaf_of.iter().zip(slopes).zip(weights) {
            let sum = &mut sums[usize::from(*leaf)];
            for (s, v) in sum.iter_mut().zip([slope[0], slope[1], *weight]) {
                *s += f64::from(v);
            }
        }
        let value = |[g, h, _]: &[f64; 3]| {
            let step = -f64::from(self.learning_rate) * g / (h + f64::from(self.ridge)).max(1e-9);
            (step / f64::from(LEAF_UNIT)).round().clamp(-1e5, 1e5) as i32
        };
        let values: Vec<i32> = sums.iter().map(value).collect();
        for (logit, leaf) in predicted.iter_mut().zip(&leaf_of) {
            *logit += values[usize::from(*leaf)] as f32 * LEAF_UNIT;
        }
        let max_weight = sums.iter().map(|s| s[2]).fold(f64::MIN_POSITIVE, f64::max);
        trees.covers.extend(sums.iter().map(|s| (s[2] / max_weight * 255.0).round() as u8));
        trees.leaves.extend(values);
        // All trees have the same depth: one that ran out of splits repeats its last.
        for (column, bin) in splits {
            trees.inputs.push(*column as u16);
            trees.thresholds.push(x.borders[*column][usize::from(*bin)]);
        }
    }
}

/// First and second derivative of the weighted logistic loss.
fn gradient(predicted: f32, answer: bool, weight: f32) -> [f32; 2] {
    let p = sigmoid_f32(predicted);
    let error = p - f32::from(u8::from(answer));
    [weight * error, (weight * p * (1.0 - p)).max(1e-9)]
}

#[cfg(test)]
mod tests;
