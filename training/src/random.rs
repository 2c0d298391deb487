//! Random generators that depend only on a seed and a name, so that neither threads nor the order of work change a draw.

use crate::hash::{FNV_BASIS, fnv1a};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A generator for everything drawn under `name`.
///
/// The same seed and name give the same draws on every machine and in every release: tables are reproducible by it.
pub fn seeded(seed: u64, name: &str) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(fnv1a(FNV_BASIS ^ seed, name.as_bytes()))
}

/// `true` with the given probability.
pub fn chance(probability: f64, rng: &mut ChaCha8Rng) -> bool {
    rng.random::<f64>() < probability
}

/// A whole number with the given mean: its floor, or one more.
pub fn times(mean: f64, rng: &mut ChaCha8Rng) -> usize {
    let floor = mean.floor();
    floor as usize + usize::from(rng.random::<f64>() < mean - floor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_depend_on_seed_and_name_only() {
        let draw = |seed, name| seeded(seed, name).random::<u64>();
        assert_eq!(draw(1, "page"), draw(1, "page"));
        assert_ne!(draw(1, "page"), draw(2, "page"));
        assert_ne!(draw(1, "page"), draw(1, "page "));
    }

    #[test]
    fn times_is_one_of_the_two_neighbors_of_the_mean() {
        let mut rng = seeded(1, "times");
        let drawn: Vec<usize> = (0..200).map(|_| times(1.25, &mut rng)).collect();
        assert!(drawn.iter().all(|n| *n == 1 || *n == 2));
        assert!((1.1..1.4).contains(&(drawn.iter().sum::<usize>() as f64 / 200.0)));
        assert_eq!(times(3.0, &mut rng), 3);
    }
}
