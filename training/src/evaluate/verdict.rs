//! Calibration of a page's verdict: how probable injected spam is on a page, given its highest block probability, if a
//! share of [`DEFAULT_PRIOR`] of all pages has spam. Estimated from cross-validated clean pages and spam of unseen families.

use super::scores::Sweep;
use crate::learn::calibrate::platt;
use crate::learn::sigmoid::{logit, sigmoid};
use blocksift::DEFAULT_PRIOR;
use std::fmt::Write;

/// Assumed lowest and highest probability, which end the first and the last bin.
const ENDS: [f32; 2] = [0.05, 0.998];

/// Pages whose highest probability is between two thresholds.
struct Bin {
    from: f32,
    to: f32,
    /// Share of all clean pages.
    clean: f64,
    /// Share of all pages with spam.
    spam: f64,
}

/// How a page's probability follows from that of its most probable block.
pub struct VerdictCalibration {
    bins: Vec<Bin>,
    /// Factor of the block's logit.
    pub slope: f32,
    /// Added to the product.
    pub offset: f32,
}

impl Bin {
    /// The logit halfway between its ends.
    fn middle(&self) -> f32 {
        ((logit(f64::from(self.from)) + logit(f64::from(self.to))) / 2.0) as f32
    }

    /// Share of its pages with spam.
    fn share(&self) -> f64 {
        let prior = f64::from(DEFAULT_PRIOR);
        let (clean, spam) = (self.clean * (1.0 - prior), self.spam * prior);
        spam / (clean + spam).max(f64::MIN_POSITIVE)
    }
}

impl VerdictCalibration {
    /// Calibrates with sweeps over clean pages and over pages with spam. `None` if either is missing.
    pub fn new(clean: &Sweep, spam: &Sweep) -> Option<VerdictCalibration> {
        let positive = |pages: u64| (pages > 0).then_some(pages as f64);
        let clean_pages = positive(clean.first()?.1.clean_pages)?;
        let spam_pages = positive(spam.first()?.1.spam_pages)?;
        let mut edges = vec![(ENDS[0], 1.0, 1.0)];
        let both = clean.iter().zip(spam);
        edges.extend(both.map(|((t, c), (_, s))| (*t, c.flagged as f64 / clean_pages, s.found as f64 / spam_pages)));
        edges.push((ENDS[1], 0.0, 0.0));
        let between =
            |w: &[(f32, f64, f64)]| Bin { from: w[0].0, to: w[1].0, clean: w[0].1 - w[1].1, spam: w[0].2 - w[1].2 };
        let bins: Vec<Bin> = edges.windows(2).map(between).collect();
        let prior = f64::from(DEFAULT_PRIOR);
        let (mut logits, mut answers, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        for bin in &bins {
            for (answer, weight) in [(false, bin.clean * (1.0 - prior)), (true, bin.spam * prior)] {
                logits.push(bin.middle());
                answers.push(answer);
                // The weight of as many pages as there are clean ones.
                weights.push((weight * clean_pages) as f32);
            }
        }
        let (slope, offset) = platt(&logits, &answers, &weights);
        Some(VerdictCalibration { bins, slope, offset })
    }

    /// The probability that a page has spam, given its highest block probability.
    pub fn probability(&self, max_spam: f32) -> f32 {
        sigmoid(f64::from(self.slope) * logit(f64::from(max_spam)) + f64::from(self.offset)) as f32
    }

    /// The calibration as a Markdown table.
    pub fn markdown(&self) -> String {
        let mut out = format!(
            "The logit of the page is {:.3} times that of its most probable block, {:+.3}.\n\n\
             | most probable block | of clean pages | of pages with spam | with spam, at 1 page in 1000 | probability |\n\
             |---|---|---|---|---|\n",
            self.slope, self.offset
        );
        for bin in &self.bins {
            let (from, to) = if bin.from == ENDS[0] { (0.0, bin.to) } else { (bin.from, bin.to) };
            let to = if to == ENDS[1] { 1.0 } else { to };
            let probability = self.probability(sigmoid(f64::from(bin.middle())) as f32);
            let _ = writeln!(
                out,
                "| {from} to {to} | {:.4} | {:.4} | {:.4} | {probability:.4} |",
                bin.clean,
                bin.spam,
                bin.share()
            );
        }
        out
    }
}
