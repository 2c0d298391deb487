//! Boosted oblivious trees for a yes-or-no question, as a linfa estimator.
//!
//! linfa has no boosting that gives probabilities, so this is our own, behind linfa's traits: parameters are checked
//! before they fit, and fit a `Dataset` with weights. Logistic loss, second-order leaves, histograms of binned inputs,
//! rows and columns drawn for each tree (Friedman 2001 and 2002; Chen and Guestrin 2016, "XGBoost"; Ke et al. 2017,
//! "LightGBM"), one question a level (Prokhorenkova et al. 2018, "CatBoost"). The same rows and seed give the same trees,
//! whatever the number of threads.

mod bins;
mod grow;

use bins::Binned;
use blocksift::internals::{LEAF_UNIT, Trees};
use linfa::ParamGuard;
use linfa::dataset::{DatasetBase, Records};
use linfa::traits::Fit;
use ndarray::{Array1, ArrayBase, Data, Ix2};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What is wrong with parameters or data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BoostError {
    /// A parameter outside its range.
    #[error("boosting: {0}")]
    Parameter(String),
    /// Data that cannot be learnt from.
    #[error("boosting: {0}")]
    Data(String),
    /// linfa's own.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}

/// Parameters of boosting; linfa's traits check them.
///
/// ```
/// use blocksift_training::boost::BoostParams;
/// use linfa::prelude::*;
/// use ndarray::{Array1, Array2};
///
/// // Whether two numbers lie on the same side of a half, which no linear score can tell.
/// let x = Array2::from_shape_fn((400, 2), |(i, j)| (i * (7 + 4 * j) % 100) as f32 / 100.0);
/// let y: Array1<bool> = x.rows().into_iter().map(|r| (r[0] > 0.5) == (r[1] > 0.5)).collect();
/// let params = BoostParams::default().trees(100).levels(3).ridge(1.0).rows(1.0).columns(1.0).check()?;
/// let fitted = params.fit(&Dataset::new(x, y))?;
/// assert!(fitted.bias + fitted.trees.logit(&[0.8, 0.9]) > 0.0);
/// assert!(fitted.bias + fitted.trees.logit(&[0.8, 0.1]) < 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct BoostParams(BoostValidParams);

/// Parameters that were checked.
#[derive(Debug, Clone, PartialEq)]
pub struct BoostValidParams {
    trees: usize,
    levels: usize,
    rate: f32,
    ridge: f32,
    rows: f64,
    columns: f64,
    bins: usize,
    seed: u64,
}

impl Default for BoostParams {
    fn default() -> Self {
        Self(BoostValidParams {
            trees: 400,
            levels: 5,
            rate: 0.08,
            ridge: 20.0,
            rows: 0.6,
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

    /// Questions of a tree.
    #[must_use]
    pub fn levels(mut self, levels: usize) -> Self {
        self.0.levels = levels;
        self
    }

    /// What each tree counts, 0 to 1.
    #[must_use]
    pub fn rate(mut self, rate: f32) -> Self {
        self.0.rate = rate;
        self
    }

    /// Ridge penalty of the leaves, in rows.
    #[must_use]
    pub fn ridge(mut self, ridge: f32) -> Self {
        self.0.ridge = ridge;
        self
    }

    /// Share of the rows that a tree is grown from, above 0 to 1.
    #[must_use]
    pub fn rows(mut self, share: f64) -> Self {
        self.0.rows = share;
        self
    }

    /// Share of the columns that a tree may ask about, above 0 to 1.
    #[must_use]
    pub fn columns(mut self, share: f64) -> Self {
        self.0.columns = share;
        self
    }

    /// Seed of what is drawn.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }
}

impl ParamGuard for BoostParams {
    type Checked = BoostValidParams;
    type Error = BoostError;

    fn check_ref(&self) -> Result<&BoostValidParams, BoostError> {
        let p = &self.0;
        let wrong = |what: &str| Err(BoostError::Parameter(what.to_owned()));
        if p.trees == 0 || p.trees > 10_000 {
            return wrong("the number of trees is not between 1 and 10,000");
        }
        if !(1..=blocksift::internals::MAX_DEPTH).contains(&p.levels) {
            return wrong("the levels of a tree are not between 1 and 8");
        }
        if !(p.rate > 0.0 && p.rate <= 1.0) {
            return wrong("the rate is not above 0 and at most 1");
        }
        if !(p.ridge >= 0.0 && p.ridge.is_finite()) {
            return wrong("the ridge penalty is negative or no number");
        }
        if !(p.rows > 0.0 && p.rows <= 1.0 && p.columns > 0.0 && p.columns <= 1.0) {
            return wrong("a share of rows or columns is not above 0 and at most 1");
        }
        if !(2..=256).contains(&p.bins) {
            return wrong("the bins are not between 2 and 256");
        }
        Ok(p)
    }

    fn check(self) -> Result<BoostValidParams, BoostError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

/// Trees, and what they are added to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Boosted {
    /// Logit of the share of rows that are true.
    pub bias: f32,
    /// The trees.
    pub trees: Trees,
}

impl<D: Data<Elem = f32>> Fit<ArrayBase<D, Ix2>, Array1<bool>, BoostError> for BoostValidParams {
    type Object = Boosted;

    /// Fits the trees to a dataset; its weights count, as linfa's do, only if there is one for each row.
    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, Array1<bool>>) -> Result<Boosted, BoostError> {
        let (x, answers) = (dataset.records(), dataset.targets());
        let n = x.nsamples();
        if n == 0 || x.nfeatures() == 0 || answers.len() != n {
            return Err(BoostError::Data("there are no rows, no columns, or not as many answers as rows".into()));
        }
        if x.iter().any(|v| !v.is_finite()) {
            return Err(BoostError::Data("a value is no finite number".into()));
        }
        let given: Vec<f32> = (0..n).map(|i| dataset.weight_for(i)).collect();
        let total: f64 = given.iter().map(|w| f64::from(*w)).sum();
        if !(total > 0.0 && total.is_finite()) || given.iter().any(|w| *w < 0.0) {
            return Err(BoostError::Data("the weights are negative, or all 0".into()));
        }
        // Of mean 1, so that the ridge penalty is in rows.
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
        let bias = libm::log(share / (1.0 - share)) as f32;
        let mut said = vec![bias; n];
        let mut slopes = vec![[0f32; 2]; n];
        let mut trees = Trees { depth: self.levels, ..Trees::default() };
        let mut usable: Vec<usize> = (0..x.columns.len()).filter(|j| !x.borders[*j].is_empty()).collect();
        if usable.is_empty() {
            return Boosted { bias, trees: Trees::default() };
        }
        for _ in 0..self.trees {
            for (i, slope) in slopes.iter_mut().enumerate() {
                *slope = gradient(said[i], answers[i], weights[i]);
            }
            let rows: Vec<u32> = (0..n as u32).filter(|_| rng.random::<f64>() < self.rows).collect();
            usable.shuffle(&mut rng);
            let mut columns = usable[..((usable.len() as f64 * self.columns).ceil() as usize).max(1)].to_vec();
            columns.sort_unstable();
            let questions = grow::questions(x, &columns, rows, &slopes, self.levels, self.ridge);
            self.add(&mut trees, x, &questions, &slopes, weights, &mut said);
        }
        Boosted { bias, trees }
    }

    /// Gives the leaves of a tree their values, by all rows, and adds the tree.
    fn add(
        &self,
        trees: &mut Trees,
        x: &Binned,
        questions: &[(usize, u8)],
        slopes: &[[f32; 2]],
        weights: &[f32],
        said: &mut [f32],
    ) {
        let mut leaf_of = vec![0u16; said.len()];
        for (level, (column, bin)) in questions.iter().enumerate() {
            for (leaf, value) in leaf_of.iter_mut().zip(&x.columns[*column]) {
                *leaf |= u16::from(value > bin) << level;
            }
        }
        let mut sums = vec![[0f64; 3]; 1 << self.levels];
        for ((leaf, slope), weight) in leaf_of.iter().zip(slopes).zip(weights) {
            let sum = &mut sums[usize::from(*leaf)];
            for (s, v) in sum.iter_mut().zip([slope[0], slope[1], *weight]) {
                *s += f64::from(v);
            }
        }
        let value = |[g, h, _]: &[f64; 3]| {
            let step = -f64::from(self.rate) * g / (h + f64::from(self.ridge)).max(1e-9);
            (step / f64::from(LEAF_UNIT)).round().clamp(-1e5, 1e5) as i32
        };
        let values: Vec<i32> = sums.iter().map(value).collect();
        for (said, leaf) in said.iter_mut().zip(&leaf_of) {
            *said += values[usize::from(*leaf)] as f32 * LEAF_UNIT;
        }
        let most = sums.iter().map(|s| s[2]).fold(f64::MIN_POSITIVE, f64::max);
        trees.covers.extend(sums.iter().map(|s| (s[2] / most * 255.0).round() as u8));
        trees.leaves.extend(values);
        // A tree that ran out of questions asks its last one again; all trees are of one depth.
        for (column, bin) in questions {
            trees.inputs.push(*column as u16);
            trees.thresholds.push(x.borders[*column][usize::from(*bin)]);
        }
    }
}

/// First and second derivative of the weighted logistic loss. The exponential is one that does not depend on the
/// machine.
fn gradient(said: f32, answer: bool, weight: f32) -> [f32; 2] {
    let p = 1.0 / (1.0 + libm::expf(-said));
    let error = p - f32::from(u8::from(answer));
    [weight * error, (weight * p * (1.0 - p)).max(1e-9)]
}

#[cfg(test)]
mod tests;
