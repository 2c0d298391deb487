//! The metrics of `score.py`, computed as it does, and those of blocks and probabilities.

use crate::corpus::words::{Bag, common, size};
use blocksift::Label;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Precision, recall and F1 of two bags of words. Two empty bags agree wholly.
pub fn prf(predicted: &Bag, gold: &Bag) -> (f64, f64, f64) {
    let (both, p, g) = (common(predicted, gold) as f64, size(predicted) as f64, size(gold) as f64);
    if g == 0.0 {
        return if p == 0.0 { (1.0, 1.0, 1.0) } else { (0.0, 0.0, 0.0) };
    }
    if both == 0.0 { (0.0, 0.0, 0.0) } else { (both / p, both / g, 2.0 * both / (p + g)) }
}

/// F1 from the number of words in both, in the answer and in the gold, as [`prf`] has it.
pub fn f1(both: u64, said: u64, gold: u64) -> f64 {
    match (said, gold) {
        (0, 0) => 1.0,
        _ => 2.0 * both as f64 / (said + gold) as f64,
    }
}

/// Means over pages of the content metrics.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct ContentScore {
    /// Pages.
    pub n: u64,
    /// F1 of `\w+` words.
    pub f1: f64,
    /// Precision.
    pub precision: f64,
    /// Recall.
    pub recall: f64,
    /// F1 with every CJK character a word.
    pub f1c: f64,
}

/// Content metrics by group (all, page types, languages).
#[derive(Debug, Clone, Default)]
pub struct ContentScores(BTreeMap<String, Vec<[f64; 4]>>);

impl ContentScores {
    /// Adds a page to `all` and to each group.
    pub fn add(&mut self, groups: &[&str], row: [f64; 4]) {
        for group in std::iter::once(&"all").chain(groups) {
            self.0.entry((*group).to_owned()).or_default().push(row);
        }
    }

    /// Means by group.
    pub fn means(&self) -> BTreeMap<String, ContentScore> {
        let mean = |rows: &[[f64; 4]], i: usize| rows.iter().map(|r| r[i]).sum::<f64>() / rows.len() as f64;
        self.0
            .iter()
            .map(|(group, rows)| {
                let score = ContentScore {
                    n: rows.len() as u64,
                    f1: mean(rows, 0),
                    precision: mean(rows, 1),
                    recall: mean(rows, 2),
                    f1c: mean(rows, 3),
                };
                (group.clone(), score)
            })
            .collect()
    }
}

/// Spam metrics: words over all pages together, and pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct SpamScore {
    /// Words of gold spam.
    pub gold: u64,
    /// Words called spam.
    pub said: u64,
    /// Words of gold spam called spam.
    pub both: u64,
    /// Words of gold spam called content.
    pub leaked: u64,
    /// Pages with gold spam, and how many of them got a spam block.
    pub spam_pages: u64,
    /// Of these found.
    pub found: u64,
    /// Pages without gold spam, and how many of them got a spam block.
    pub clean_pages: u64,
    /// Of these flagged.
    pub flagged: u64,
}

impl SpamScore {
    /// Share of gold spam words called spam.
    pub fn recall(&self) -> f64 {
        if self.gold == 0 { 1.0 } else { self.both as f64 / self.gold as f64 }
    }
    /// Share of words called spam that are.
    pub fn precision(&self) -> f64 {
        if self.said == 0 { f64::from(u8::from(self.gold == 0)) } else { self.both as f64 / self.said as f64 }
    }
    /// Share of gold spam words called content.
    pub fn leak(&self) -> f64 {
        if self.gold == 0 { 0.0 } else { self.leaked as f64 / self.gold as f64 }
    }
    /// Adds one page's bags.
    pub fn add(&mut self, gold: &Bag, said: &Bag, said_content: &Bag, gold_content: &Bag) {
        self.gold += size(gold);
        self.said += size(said);
        self.both += common(gold, said);
        let mut leaked = said_content.clone();
        for (word, n) in gold_content {
            if let Some(left) = leaked.get_mut(word) {
                *left = left.saturating_sub(*n);
            }
        }
        self.leaked += common(&leaked, gold);
        let is_flagged = u64::from(!said.is_empty());
        if gold.is_empty() {
            self.clean_pages += 1;
            self.flagged += is_flagged;
        } else {
            self.spam_pages += 1;
            self.found += is_flagged;
        }
    }
    /// Adds the counts of another.
    pub fn merge(&mut self, o: &SpamScore) {
        self.gold += o.gold;
        self.said += o.said;
        self.both += o.both;
        self.leaked += o.leaked;
        self.spam_pages += o.spam_pages;
        self.found += o.found;
        self.clean_pages += o.clean_pages;
        self.flagged += o.flagged;
    }
}

/// One bin of a reliability table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// Weight of the blocks whose probability lies in the bin.
    pub weight: f64,
    /// Their mean probability.
    pub said: f64,
    /// Share of them that are so.
    pub was: f64,
}

/// Calibration of one label: Brier score, expected calibration error and ten bins.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Mean squared error of the probability.
    pub brier: f64,
    /// Mean distance of said and was over the bins, by weight.
    pub ece: f64,
    /// Ten bins of equal width.
    pub bins: Vec<ReliabilityBin>,
}

/// Collects probabilities and outcomes.
#[derive(Debug, Clone, Default)]
pub struct Reliability {
    bins: [[f64; 3]; 10],
    squares: f64,
    weight: f64,
}

impl Reliability {
    /// Adds a block.
    pub fn add(&mut self, p: f64, is: bool, weight: f64) {
        let truth = f64::from(u8::from(is));
        let bin = &mut self.bins[((p * 10.0) as usize).min(9)];
        bin[0] += weight;
        bin[1] += weight * p;
        bin[2] += weight * truth;
        self.squares += weight * (p - truth) * (p - truth);
        self.weight += weight;
    }

    /// The table.
    pub fn finish(&self) -> Calibration {
        let total = self.weight.max(f64::MIN_POSITIVE);
        let bins: Vec<ReliabilityBin> = self
            .bins
            .iter()
            .map(|[w, p, y]| {
                let n = w.max(f64::MIN_POSITIVE);
                ReliabilityBin { weight: *w, said: p / n, was: y / n }
            })
            .collect();
        let ece = bins.iter().map(|b| b.weight * (b.said - b.was).abs()).sum::<f64>() / total;
        Calibration { brier: self.squares / total, ece, bins }
    }
}

/// What is said of blocks whose labels people set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Rows are the labels that were set, columns those that are said: content, navigation, spam.
    pub confusion: [[u64; 3]; 3],
}

impl Agreement {
    /// Adds a block.
    pub fn add(&mut self, set: Label, said: Label) {
        self.confusion[set as usize][said as usize] += 1;
    }

    /// Adds the blocks of another.
    pub fn merge(&mut self, other: &Agreement) {
        for (own, more) in self.confusion.iter_mut().flatten().zip(other.confusion.iter().flatten()) {
            *own += more;
        }
    }

    /// Number of blocks.
    pub fn blocks(&self) -> u64 {
        self.confusion.iter().flatten().sum()
    }

    /// Blocks of which the same is said.
    pub fn agreed(&self) -> u64 {
        (0..3).map(|i| self.confusion[i][i]).sum()
    }

    /// Precision and recall of a label; `None` where nothing is said to be it, or nothing is.
    pub fn of(&self, label: Label) -> (Option<f64>, Option<f64>) {
        let i = label as usize;
        let share = |of: u64| (of > 0).then(|| self.confusion[i][i] as f64 / of as f64);
        (share(self.confusion.iter().map(|row| row[i]).sum()), share(self.confusion[i].iter().sum()))
    }
}
