//! What learners need of randomness and rounding.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Rows resampled by weight, systematically, so that a row of twice the mean weight comes twice, in random order.
pub(super) fn resample_by_weight(rows: &[usize], answers: &[bool], weights: &[f32], seed: u64) -> Vec<(u32, bool)> {
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

/// The seed of linfa's own generator.
pub(super) fn seed_bytes(seed: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.wrapping_add(1).to_le_bytes());
    bytes
}

/// Rounds to five significant digits: as many as a model needs, and the same on machines whose last bits differ.
pub(super) fn round(value: f32) -> f32 {
    format!("{value:.4e}").parse().unwrap_or(value)
}
