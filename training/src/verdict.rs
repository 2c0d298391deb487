//! What a flag is worth: how probably a page carries injected spam whose most probable block is so probably spam, where
//! one page in a thousand does. From an evaluation: clean pages that were cross-validated, and spam of families that the
//! models had not seen.

use crate::calibrate::platt;
use crate::evaluate::Sweep;
use std::fmt::Write;

/// How common pages with injected spam are taken to be.
pub(crate) const PREVALENCE: f64 = 0.001;

/// Where the lowest and the highest of all probabilities are taken to lie, half-way between which and the next threshold
/// their pages are.
const ENDS: [f32; 2] = [0.05, 0.998];

/// Pages between two thresholds.
struct Bin {
    from: f32,
    to: f32,
    /// Of all clean pages, and of all with spam.
    clean: f64,
    spam: f64,
}

/// How a page's probability comes from its most probable block's.
pub struct Verdict {
    bins: Vec<Bin>,
    /// Platt's slope and offset, for the logit.
    pub slope: f32,
    /// See `slope`.
    pub offset: f32,
}

fn logit(p: f32) -> f32 {
    (p / (1.0 - p)).ln()
}

impl Bin {
    /// The middle of its logits.
    fn middle(&self) -> f32 {
        (logit(self.from) + logit(self.to)) / 2.0
    }

    /// Share of its pages that have spam.
    fn share(&self) -> f64 {
        let (clean, spam) = (self.clean * (1.0 - PREVALENCE), self.spam * PREVALENCE);
        spam / (clean + spam).max(f64::MIN_POSITIVE)
    }
}

impl Verdict {
    /// From clean pages and pages with spam, each by threshold; `None` without either.
    pub fn of(clean: &Sweep, spam: &Sweep) -> Option<Verdict> {
        let all = |pages: u64| (pages > 0).then_some(pages as f64);
        let clean_pages = all(clean.first()?.1.clean_pages)?;
        let spam_pages = all(spam.first()?.1.spam_pages)?;
        let mut edges = vec![(ENDS[0], 1.0, 1.0)];
        let both = clean.iter().zip(spam);
        edges.extend(both.map(|((t, c), (_, s))| (*t, c.flagged as f64 / clean_pages, s.found as f64 / spam_pages)));
        edges.push((ENDS[1], 0.0, 0.0));
        let between =
            |w: &[(f32, f64, f64)]| Bin { from: w[0].0, to: w[1].0, clean: w[0].1 - w[1].1, spam: w[0].2 - w[1].2 };
        let bins: Vec<Bin> = edges.windows(2).map(between).collect();
        let (mut logits, mut answers, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        for bin in &bins {
            for (answer, weight) in [(false, bin.clean * (1.0 - PREVALENCE)), (true, bin.spam * PREVALENCE)] {
                logits.push(bin.middle());
                answers.push(answer);
                // As if of as many pages as are clean.
                weights.push((weight * clean_pages) as f32);
            }
        }
        let (slope, offset) = platt(&logits, &answers, &weights);
        Some(Verdict { bins, slope, offset })
    }

    /// The probability of a page whose most probable block has this one.
    pub fn probability(&self, most_spam: f32) -> f32 {
        1.0 / (1.0 + (-(self.slope * logit(most_spam) + self.offset)).exp())
    }

    /// As a table.
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
            let probability = self.probability(1.0 / (1.0 + (-bin.middle()).exp()));
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
