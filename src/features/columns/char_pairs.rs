//! How probable a block's character pairs are, given those of all other blocks of the page.

use crate::features::measure::{PAIRS, PageStats};
use crate::features::scale::share;
use std::sync::LazyLock;

/// Added to the count of each pair, so that none is impossible.
const SMOOTHING: f32 = 0.1;

pub(super) struct CharPairs {
    counts: Box<[u32; PAIRS]>,
    logs: &'static Logs,
    /// How often each pair occurs in the block that is being read.
    own: Box<[u16; PAIRS]>,
    total: u32,
    /// Mean bits of all pairs of the page.
    pub(super) mean_bits: f32,
}

/// What the pairs of one block are like.
#[derive(Default)]
pub(super) struct PairStats {
    /// Mean bits of a pair.
    pub(super) bits: f32,
    /// Share of pairs that occur at most once in other blocks.
    pub(super) rare: f32,
    /// Share of pairs that occurred before in the block.
    pub(super) repeated: f32,
}

/// log2 of small counts, so that none is computed twice.
struct Logs {
    exact: [f32; 1024],
    smoothed: [f32; 1024],
}

static LOGS: LazyLock<Logs> = LazyLock::new(|| Logs {
    exact: std::array::from_fn(|n| (n as f32).log2()),
    smoothed: std::array::from_fn(|n| (n as f32 + SMOOTHING).log2()),
});

/// The index of a pair, which the compiler knows to be below [`PAIRS`].
#[inline]
fn slot(pair: u16) -> usize {
    usize::from(pair) % PAIRS
}

impl CharPairs {
    pub(super) fn new(stats: &PageStats<'_>) -> Self {
        let mut counts = Box::new([0u32; PAIRS]);
        for pair in &stats.scan.pairs {
            counts[slot(*pair)] += 1;
        }
        let total = stats.scan.pairs.len() as u32;
        let logs = &*LOGS;
        let log2 = |n: u32| logs.exact.get(n as usize).copied().unwrap_or_else(|| (n as f32).log2());
        let log_total = (total as f32 + SMOOTHING * PAIRS as f32).log2();
        let sum: f32 = counts.iter().filter(|c| **c > 0).map(|c| *c as f32 * (log_total - log2(*c))).sum();
        let mean_bits = share(sum, total as f32);
        CharPairs { counts, logs, own: Box::new([0; PAIRS]), total, mean_bits }
    }

    /// Compares the pairs of one block with those of the others.
    pub(super) fn block(&mut self, pairs: &[u16]) -> PairStats {
        if pairs.is_empty() {
            return PairStats::default();
        }
        let mut repeated = 0u32;
        for pair in pairs {
            let own = &mut self.own[slot(*pair)];
            repeated += u32::from(*own > 0);
            *own = own.saturating_add(1);
        }
        let rest = (self.total - pairs.len() as u32) as f32 + SMOOTHING * PAIRS as f32;
        let (mut bits, mut rare) = (0.0, 0u32);
        for pair in pairs {
            let others = self.counts[slot(*pair)].saturating_sub(u32::from(self.own[slot(*pair)]));
            bits -= self.logs.smoothed.get(others as usize).copied().unwrap_or_else(|| (others as f32).log2());
            rare += u32::from(others <= 1);
        }
        for pair in pairs {
            self.own[slot(*pair)] = 0;
        }
        let n = pairs.len() as f32;
        PairStats { bits: bits / n + rest.log2(), rare: rare as f32 / n, repeated: repeated as f32 / n }
    }
}
