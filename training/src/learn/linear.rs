//! Linear heads, fitted with linfa's FTRL-proximal (McMahan et al. 2013).
//!
//! linfa's FTRL has no intercept, so a column of ones is added. It takes no row weights, so rows are resampled by weight.
//! Everything that is drawn follows from the seed, batches are fitted in order, and weights are rounded to five digits:
//! the same table gives the same head.

use super::design::Design;
use super::sampling::{round, seed_bytes};
use super::settings::Settings;
use blocksift::internals::{Head, expanded_width};
use linfa::prelude::*;
use linfa_ftrl::{Ftrl, FtrlParams};
use ndarray::{Array1, Array2};
use rand_xoshiro::rand_core::SeedableRng as _;

/// FTRL's beta, which smooths the learning rate of rare inputs.
const BETA: f32 = 1.0;

/// The mean of heads fitted to the rows in different orders. Its scores are the mean of theirs, at the cost of one head.
pub(super) fn average(heads: &[Head]) -> Head {
    let n = heads.len() as f32;
    let mean = |value: &dyn Fn(&Head) -> f32| round(heads.iter().map(value).sum::<f32>() / n);
    let width = heads.first().map_or(0, |h| h.weights.len());
    Head { bias: mean(&|h| h.bias), weights: (0..width).map(|j| mean(&|h| h.weights[j])).collect(), ..Head::default() }
}

/// Fits a head to rows in the order in which they were drawn.
pub(super) fn ftrl(design: &Design<'_>, drawn: &[(u32, bool)], settings: &Settings) -> Head {
    let width = expanded_width(design.z.ncols(), design.pairs.len());
    let rng = rand_xoshiro::Xoshiro256Plus::from_seed(seed_bytes(settings.seed));
    let params = FtrlParams::new(settings.learning_rate, BETA, 0.0, settings.ridge, rng).check_unwrap();
    let mut model = Ftrl::new(params, width + 1);
    let mut row = Vec::with_capacity(width + 1);
    for _ in 0..settings.epochs {
        for batch in drawn.chunks(settings.batch) {
            let mut x = Vec::with_capacity(batch.len() * (width + 1));
            for (i, _) in batch {
                design.expand_row(*i as usize, &mut row);
                x.extend_from_slice(&row);
                x.push(1.0);
            }
            let x = Array2::from_shape_vec((batch.len(), width + 1), x).expect("each row has its width");
            let answers: Array1<bool> = batch.iter().map(|(_, a)| *a).collect();
            let dataset = Dataset::new(x, answers);
            let predicted = model.predict(&dataset);
            model.update(&dataset, predicted.view());
        }
    }
    let mut weights = model.get_weights();
    for (j, weight) in weights.iter_mut().enumerate().take(width) {
        if design.is_ignored(j) {
            *weight = 0.0;
        }
    }
    Head {
        bias: round(weights[width]),
        weights: weights.iter().take(width).map(|w| round(*w)).collect(),
        ..Head::default()
    }
}
