//! Settings of a fit.

use super::boost::BoostParams;
use crate::dataset::sample::Sampling;

/// Settings of a fit. The defaults are those of the shipped model.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Seed of everything that is drawn.
    pub seed: u64,
    /// Folds for out-of-fold predictions.
    pub folds: usize,
    /// FTRL's passes over the rows.
    pub epochs: usize,
    /// FTRL's rows per batch.
    pub batch: usize,
    /// FTRL's learning rate.
    pub learning_rate: f32,
    /// FTRL's ridge penalty, from 0 to 1.
    pub ridge: f32,
    /// Fits of each linear head to the rows in different orders, whose weights are averaged.
    pub averaged: usize,
    /// Number of stages, 1 or 2.
    pub stages: usize,
    /// Learners of the first and of the last stage.
    pub learners: [Learner; 2],
    /// Parameters of boosted trees.
    pub boost: BoostParams,
    /// How rows are sampled from pages.
    pub sampling: Sampling,
    /// Weight, in rows, of a block that a first stage wrongly takes for spam; 0 adds no such rows.
    pub hard_weight: f32,
    /// Features and feature groups to leave out, for ablations.
    pub without: Vec<String>,
}

/// What a stage's heads are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learner {
    /// Weights fitted with linfa's FTRL.
    Linear,
    /// Weights fitted with linfa's logistic regression.
    Logistic,
    /// Boosted trees.
    Trees,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            folds: 4,
            epochs: 3,
            batch: 64,
            learning_rate: 0.05,
            ridge: 0.0,
            averaged: 3,
            stages: 2,
            learners: [Learner::Linear, Learner::Trees],
            boost: BoostParams::default(),
            hard_weight: 0.4,
            sampling: Sampling::default(),
            without: Vec::new(),
        }
    }
}

impl Settings {
    /// Sampling with the seed of the fit.
    pub(crate) fn seeded_sampling(&self) -> Sampling {
        Sampling { seed: self.seed, ..self.sampling }
    }
}
