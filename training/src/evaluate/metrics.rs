//! Metrics of words (those of WCXB's scorer), of blocks and of probabilities.

use crate::corpus::words::{Bag, common, size};
use blocksift::Label;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Precision, recall and F1 of predicted words. All are 1 if both bags are empty.
pub fn prf(predicted: &Bag, gold: &Bag) -> (f64, f64, f64) {
    let (both, p, g) = (common(predicted, gold) as f64, size(predicted) as f64, size(gold) as f64);
    if g == 0.0 {
        return if p == 0.0 { (1.0, 1.0, 1.0) } else { (0.0, 0.0, 0.0) };
    }
    if both == 0.0 { (0.0, 0.0, 0.0) } else { (both / p, both / g, 2.0 * both / (p + g)) }
}

/// F1, as [`prf`] computes it, from the number of words in both bags, in the prediction and in the gold.
pub fn f1(both: u64, predicted: u64, gold: u64) -> f64 {
    match (predicted, gold) {
        (0, 0) => 1.0,
        _ => 2.0 * both as f64 / (predicted + gold) as f64,
    }
}

/// Content metrics, means over pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct ContentScore {
    /// Number of pages.
    pub n: u64,
    /// F1 of `\w+` words.
    pub f1: f64,
    /// Precision.
    pub precision: f64,
    /// Recall.
    pub recall: f64,
    /// F1 with each CJK character one word.
    pub f1c: f64,
}

/// Content metrics by group of pages.
#[derive(Debug, Clone, Default)]
pub struct ContentScores(BTreeMap<String, Vec<[f64; 4]>>);

impl ContentScores {
    /// Adds a page to `all` and to each group.
    pub fn add(&mut self, groups: &[String], row: [f64; 4]) {
        for group in std::iter::once("all").chain(groups.iter().map(String::as_str)) {
            self.0.entry(group.to_owned()).or_default().push(row);
        }
    }

    /// Means by group.
    pub fn means(&self) -> BTreeMap<String, ContentScore> {
        let mean = |rows: &[[f64; 4]], i: usize| rows.iter().map(|r| r[i]).sum::<f64>() / rows.len() as f64;
        let score = |rows: &[[f64; 4]]| ContentScore {
            n: rows.len() as u64,
            f1: mean(rows, 0),
            precision: mean(rows, 1),
            recall: mean(rows, 2),
            f1c: mean(rows, 3),
        };
        self.0.iter().map(|(group, rows)| (group.clone(), score(rows))).collect()
    }
}

/// Spam metrics: words of all pages together, and pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct SpamScore {
    /// Words of gold spam.
    pub gold: u64,
    /// Words labeled spam.
    #[serde(alias = "said")]
    pub predicted: u64,
    /// Words of gold spam labeled spam.
    pub both: u64,
    /// Words of gold spam labeled content.
    pub leaked: u64,
    /// Pages with gold spam.
    pub spam_pages: u64,
    /// Those of them with a block labeled spam.
    pub found: u64,
    /// Pages without gold spam.
    pub clean_pages: u64,
    /// Those of them with a block labeled spam.
    pub flagged: u64,
}

impl SpamScore {
    /// Share of gold spam words that are labeled spam.
    pub fn recall(&self) -> f64 {
        if self.gold == 0 { 1.0 } else { self.both as f64 / self.gold as f64 }
    }

    /// Share of words labeled spam that are spam.
    pub fn precision(&self) -> f64 {
        if self.predicted == 0 { f64::from(u8::from(self.gold == 0)) } else { self.both as f64 / self.predicted as f64 }
    }

    /// Share of gold spam words that are labeled content.
    pub fn leak(&self) -> f64 {
        if self.gold == 0 { 0.0 } else { self.leaked as f64 / self.gold as f64 }
    }

    /// Adds the words of one page: gold spam, predicted spam, predicted content, gold content.
    pub fn add(&mut self, gold: &Bag, predicted: &Bag, predicted_content: &Bag, gold_content: &Bag) {
        self.gold += size(gold);
        self.predicted += size(predicted);
        self.both += common(gold, predicted);
        let mut leaked = predicted_content.clone();
        for (word, n) in gold_content {
            if let Some(left) = leaked.get_mut(word) {
                *left = left.saturating_sub(*n);
            }
        }
        self.leaked += common(&leaked, gold);
        let is_flagged = u64::from(!predicted.is_empty());
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
        self.predicted += o.predicted;
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
    /// Weight of the blocks whose probability is in the bin.
    pub weight: f64,
    /// Their mean probability.
    #[serde(alias = "said")]
    pub predicted: f64,
    /// Share of them that have the label.
    #[serde(alias = "was")]
    pub observed: f64,
}

/// Calibration of one label: Brier score, expected calibration error and ten bins.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Mean squared error of the probability.
    pub brier: f64,
    /// Expected calibration error: mean distance of predicted and observed over the bins, by weight.
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
    /// Adds a block by its probability, whether it has the label, and its weight.
    pub fn add(&mut self, p: f64, has_label: bool, weight: f64) {
        let truth = f64::from(u8::from(has_label));
        let bin = &mut self.bins[((p * 10.0) as usize).min(9)];
        bin[0] += weight;
        bin[1] += weight * p;
        bin[2] += weight * truth;
        self.squares += weight * (p - truth) * (p - truth);
        self.weight += weight;
    }

    /// The reliability table.
    pub fn finish(&self) -> Calibration {
        let total = self.weight.max(f64::MIN_POSITIVE);
        let bins: Vec<ReliabilityBin> = self
            .bins
            .iter()
            .map(|[w, p, y]| {
                let n = w.max(f64::MIN_POSITIVE);
                ReliabilityBin { weight: *w, predicted: p / n, observed: y / n }
            })
            .collect();
        let ece = bins.iter().map(|b| b.weight * (b.predicted - b.observed).abs()).sum::<f64>() / total;
        Calibration { brier: self.squares / total, ece, bins }
    }
}

/// Predicted labels of blocks whose labels people set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Number of blocks by set label (rows) and predicted label (columns): content, navigation, spam.
    pub confusion: [[u64; 3]; 3],
}

impl Agreement {
    /// Adds a block.
    pub fn add(&mut self, set: Label, predicted: Label) {
        self.confusion[set as usize][predicted as usize] += 1;
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

    /// Blocks whose predicted label is the one that was set.
    pub fn agreed(&self) -> u64 {
        (0..3).map(|i| self.confusion[i][i]).sum()
    }

    /// Precision and recall of a label; `None` if it was never predicted, or never set.
    pub fn precision_recall(&self, label: Label) -> (Option<f64>, Option<f64>) {
        let i = label as usize;
        let share = |of: u64| (of > 0).then(|| self.confusion[i][i] as f64 / of as f64);
        (share(self.confusion.iter().map(|row| row[i]).sum()), share(self.confusion[i].iter().sum()))
    }
}
