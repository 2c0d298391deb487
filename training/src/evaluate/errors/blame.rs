//! The features that mislead most, over all wrong words of all pages.

use super::MAX_FEATURES;
use blocksift::Contribution;
use rustc_hash::FxHashMap;

/// What pushed blocks towards the wrong label.
#[derive(Debug, Clone, Default)]
pub struct Blame {
    /// Number of wrong blocks.
    pub blocks: u64,
    /// Their words.
    pub words: u64,
    /// By stage, the sum of contribution times words of each feature.
    sums: [FxHashMap<String, f64>; 2],
}

/// A misleading feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Blamed {
    /// Its name.
    pub feature: String,
    /// Its mean contribution to the wrong label, in logits, over all wrong words.
    pub contribution: f64,
}

impl Blame {
    /// Counts a block with this number of words.
    pub(super) fn count(&mut self, words: usize) {
        self.blocks += 1;
        self.words += words as u64;
    }

    /// Adds what pushed a block towards its wrong label at a stage.
    pub(super) fn add(&mut self, stage: usize, reasons: &[Contribution], words: usize) {
        let Some(sums) = self.sums.get_mut(stage) else { return };
        for reason in reasons.iter().filter(|r| r.feature != "bias" && r.contribution != 0.0) {
            let weight = f64::from(reason.contribution) * words as f64;
            match sums.get_mut(&reason.feature) {
                Some(sum) => *sum += weight,
                None => drop(sums.insert(reason.feature.clone(), weight)),
            }
        }
    }

    pub(super) fn merge(&mut self, other: Blame) {
        self.blocks += other.blocks;
        self.words += other.words;
        for (own, other) in self.sums.iter_mut().zip(other.sums) {
            for (feature, sum) in other {
                *own.entry(feature).or_default() += sum;
            }
        }
    }

    /// The features that mislead most at a stage, 0 or 1, worst first. Features that helped are left out.
    pub fn worst(&self, stage: usize) -> Vec<Blamed> {
        let words = self.words.max(1) as f64;
        let sums = self.sums.get(stage).into_iter().flatten();
        let mut all: Vec<Blamed> = sums
            .filter(|(_, sum)| **sum > 0.0)
            .map(|(feature, sum)| Blamed { feature: feature.clone(), contribution: sum / words })
            .collect();
        all.sort_by(|a, b| b.contribution.total_cmp(&a.contribution).then(a.feature.cmp(&b.feature)));
        all.truncate(MAX_FEATURES);
        all
    }
}
