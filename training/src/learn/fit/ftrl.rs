//! Linear heads by linfa's FTRL-proximal (McMahan et al. 2013).
//!
//! It has no intercept, so a column of ones is added, and takes no weights, so rows are drawn again by weight, which loses
//! nothing. Everything that is drawn comes from the seed, batches are fitted in order, and weights are rounded to five
//! digits, so the same table gives the same head.

use super::Settings;
use blocksift::internals::{Head, expand, expanded_width};
use linfa::prelude::*;
use linfa_ftrl::{Ftrl, FtrlParams};
use ndarray::{Array1, Array2, ArrayView2};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_xoshiro::rand_core::SeedableRng as _;

/// The mean of heads that were fitted on rows in different orders: of linear scores that is the mean of the scores, at
/// the cost of one.
pub(super) fn average(heads: &[Head]) -> Head {
    let n = heads.len() as f32;
    let mean = |value: &dyn Fn(&Head) -> f32| round(heads.iter().map(value).sum::<f32>() / n);
    let width = heads.first().map_or(0, |h| h.weights.len());
    Head { bias: mean(&|h| h.bias), weights: (0..width).map(|j| mean(&|h| h.weights[j])).collect(), ..Head::default() }
}

/// Rows drawn again by weight (systematically, so a row of twice the mean weight comes twice), in random order.
pub(crate) fn draw_by_weight(rows: &[usize], answers: &[bool], weights: &[f32], seed: u64) -> Vec<(u32, bool)> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let total: f64 = weights.iter().map(|w| f64::from(*w)).sum();
    let mut position = rng.random::<f64>();
    let mut drawn = Vec::with_capacity(rows.len());
    for ((i, answer), weight) in rows.iter().zip(answers).zip(weights) {
        position += f64::from(*weight) / total * rows.len() as f64;
        while position >= 1.0 {
            position -= 1.0;
            drawn.push((*i as u32, *answer));
        }
    }
    drawn.shuffle(&mut rng);
    drawn
}

/// linfa's FTRL over batches.
pub(super) fn ftrl(
    z: &ArrayView2<'_, f32>,
    pairs: &[(usize, usize)],
    blind: &[bool],
    drawn: &[(u32, bool)],
    settings: &Settings,
) -> Head {
    let width = expanded_width(z.ncols(), pairs.len());
    let rng = rand_xoshiro::Xoshiro256Plus::from_seed(seed_bytes(settings.seed));
    let params = FtrlParams::new(settings.alpha, 1.0, 0.0, settings.l2, rng).check_unwrap();
    let mut model = Ftrl::new(params, width + 1);
    let mut row = Vec::with_capacity(width + 1);
    for _ in 0..settings.epochs {
        for batch in drawn.chunks(settings.batch) {
            let mut x = Vec::with_capacity(batch.len() * (width + 1));
            for (i, _) in batch {
                row.clear();
                row.extend(z.row(*i as usize).iter().zip(blind).map(|(v, b)| if *b { 0.0 } else { *v }));
                expand(&mut row, pairs);
                x.extend_from_slice(&row);
                x.push(1.0);
            }
            let x = Array2::from_shape_vec((batch.len(), width + 1), x).expect("each row has its width");
            let answers: Array1<bool> = batch.iter().map(|(_, a)| *a).collect();
            let dataset = Dataset::new(x, answers);
            let said = model.predict(&dataset);
            model.update(&dataset, said.view());
        }
    }
    let mut weights = model.get_weights();
    let n = z.ncols();
    for (j, weight) in weights.iter_mut().enumerate().take(width) {
        let unread = if j < 3 * n { blind[j % n] } else { blind[pairs[j - 3 * n].0] || blind[pairs[j - 3 * n].1] };
        if unread {
            *weight = 0.0;
        }
    }
    Head {
        bias: round(weights[width]),
        weights: weights.iter().take(width).map(|w| round(*w)).collect(),
        ..Head::default()
    }
}

pub(crate) fn seed_bytes(seed: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.wrapping_add(1).to_le_bytes());
    bytes
}

/// Five significant digits: what a model needs, and the same on machines whose last bits differ.
pub(super) fn round(value: f32) -> f32 {
    format!("{value:.4e}").parse().unwrap_or(value)
}
