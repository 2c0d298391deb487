//! How many items a graft has.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

/// The number of items in a graft: log-normal around the median, within bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Lower bound.
    pub min: usize,
    /// Half of the grafts have no more items than this.
    pub median: usize,
    /// Upper bound.
    pub max: usize,
}

impl Default for Count {
    fn default() -> Self {
        Self { min: 1, median: 11, max: 120 }
    }
}

impl Count {
    /// Draws a number of items.
    pub fn draw(&self, rng: &mut ChaCha8Rng) -> usize {
        // The sum of twelve uniform draws is close enough to a normal one.
        let normal: f64 = (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0;
        let drawn = (self.median as f64 * (normal * 0.8).exp()).round() as usize;
        drawn.clamp(self.min.max(1), self.max.max(1))
    }

    /// Checks that the numbers are in order.
    ///
    /// # Errors
    /// Says which numbers are out of order.
    pub fn check(&self) -> Result<(), String> {
        let Self { min, median, max } = *self;
        if min >= 1 && min <= median && median <= max && max <= 1000 {
            Ok(())
        } else {
            Err(format!("count {min} / {median} / {max} is not 1 <= min <= median <= max <= 1000; reorder the numbers"))
        }
    }
}
