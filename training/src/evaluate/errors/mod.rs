//! Where a model errs: what each page loses and why, the pages that lose most, the features that mislead most.
//!
//! A page's loss has three parts. *Oracle*: no labels on its blocks could avoid it; segmentation or alignment cause it.
//! *Ordering*: blocks of navigation are more probable than blocks of content. *Decision*: the order is right, but too
//! many or too few blocks were taken.

mod blame;
mod html;
mod page;
mod text;

pub use blame::{Blame, Blamed};
pub use html::html;
pub use page::{PageErrors, Wrong, WrongBlock};
pub use text::text;

use super::cross_validation::{Experiment, name_of};
use crate::dataset::page::of_format;
use crate::dataset::{Alteration, LabeledPage};
use crate::error::{Error, Result};
use crate::progress::Progress;
use blocksift::internals::DecisionRule;
use blocksift::internals::Stack;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Pages analyzed at a time.
const BATCH: usize = 64;

/// Maximum number of misleading features listed per stage and kind of error.
const MAX_FEATURES: usize = 25;

/// F1 of an answer and of better answers, of one page or as means over several.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Split {
    /// Pages.
    pub n: u64,
    /// F1 of `\w+` words of the answer.
    pub f1: f64,
    /// Its precision.
    pub precision: f64,
    /// Its recall.
    pub recall: f64,
    /// F1 with the gold label on each block.
    pub oracle: f64,
    /// The best F1 of answers that consist of the most probable blocks, however many.
    pub best: f64,
}

impl Split {
    /// Loss that no labels on the blocks could avoid.
    pub fn oracle_loss(&self) -> f64 {
        1.0 - self.oracle
    }

    /// Loss because blocks are in the wrong order.
    pub fn ordering_loss(&self) -> f64 {
        self.oracle - self.best
    }

    /// Loss because too many or too few of the ordered blocks were taken.
    pub fn decision_loss(&self) -> f64 {
        self.best - self.f1
    }

    /// Loss that right labels would avoid: ordering and decision.
    pub fn cost(&self) -> f64 {
        self.oracle - self.f1
    }

    /// Merges another into the means.
    fn merge(&mut self, other: &Split) {
        let n = self.n + other.n;
        let (own, new) = (self.n as f64 / n.max(1) as f64, other.n as f64 / n.max(1) as f64);
        let mean = |a: &mut f64, b: f64| *a = *a * own + b * new;
        mean(&mut self.f1, other.f1);
        mean(&mut self.precision, other.precision);
        mean(&mut self.recall, other.recall);
        mean(&mut self.oracle, other.oracle);
        mean(&mut self.best, other.best);
        self.n = n;
    }
}

/// The findings.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// What was analyzed, in one line.
    pub title: String,
    /// Means over `all` pages and by `corpus:`, `type:` and `lang:`.
    pub groups: BTreeMap<String, Split>,
    /// Pages without gold content that got an answer.
    pub needless: Vec<String>,
    /// Pages with gold content that got no answer.
    pub silent: Vec<String>,
    /// Content that was missed, on all pages.
    pub missed: Blame,
    /// Navigation that was kept, on all pages.
    pub kept: Blame,
    /// The pages that lose most, worst first.
    pub pages: Vec<PageErrors>,
}

impl Analysis {
    /// Analyzes the clean pages with gold content among some pages.
    fn add(&mut self, pages: &[&LabeledPage], stack: &Stack, thresholds: &DecisionRule) {
        let is_analyzed = |p: &&LabeledPage| p.is_real() && p.alteration == Alteration::None && p.gold().is_some();
        let pages: Vec<&LabeledPage> = pages.iter().copied().filter(is_analyzed).collect();
        let mut first = stack.clone();
        first.stages.truncate(1);
        for batch in pages.chunks(BATCH) {
            let analyze = |page: &&LabeledPage| page::analyze(page, [&first, stack], thresholds);
            let found: Vec<_> = batch.par_iter().map(analyze).collect();
            for (page, found) in batch.iter().zip(found) {
                let Some((errors, missed, kept)) = found else { continue };
                self.add_page(page, errors);
                self.missed.merge(missed);
                self.kept.merge(kept);
            }
        }
    }

    fn add_page(&mut self, page: &LabeledPage, errors: PageErrors) {
        for group in std::iter::once("all".to_owned()).chain(page.source.figure_groups()) {
            self.groups.entry(group).or_default().merge(&errors.split);
        }
        match (errors.gold_words, errors.predicted_words) {
            (0, 1..) => self.needless.push(page.source.id.clone()),
            (1.., 0) => self.silent.push(page.source.id.clone()),
            _ => {}
        }
        self.pages.push(errors);
    }

    fn finish(mut self, max_pages: usize) -> Result<Analysis> {
        if self.pages.is_empty() {
            let message = "no page has gold content; lines of the corpora need the field \"content\"";
            return Err(Error::Data(message.into()));
        }
        self.pages.sort_by(|a, b| b.split.cost().total_cmp(&a.split.cost()).then(a.id.cmp(&b.id)));
        self.pages.truncate(max_pages);
        Ok(self)
    }

    fn all(&self) -> Split {
        self.groups.get("all").copied().unwrap_or_default()
    }
}

/// Analyzes the clean pages with gold content, each scored by a stack fitted without the page's group, see
/// [`Experiment::cross_validate`]. Keeps the `max_pages` pages that lose most.
///
/// # Errors
/// Fewer than two folds, too few rows of a label, or no page with gold content.
pub fn cross_validated(
    experiment: &Experiment<'_>,
    folds: usize,
    max_pages: usize,
    progress: &mut dyn Progress,
) -> Result<Analysis> {
    let (format, seed) = (name_of(experiment.format), experiment.settings.seed);
    let title = format!("{format}, cross-validated by domain in {folds} folds, seed {seed}");
    let mut analysis = Analysis { title, ..Analysis::default() };
    experiment.for_each_fold(folds, progress, |stack, test| analysis.add(test, stack, experiment.thresholds))?;
    analysis.finish(max_pages)
}

/// Analyzes the clean pages with gold content, scored by the stack of a finished model. Keeps the `max_pages` pages that
/// lose most.
///
/// # Errors
/// No page has gold content.
pub fn scored(experiment: &Experiment<'_>, stack: &Stack, model: &str, max_pages: usize) -> Result<Analysis> {
    let title = format!("{}, scored by the model {model}", name_of(experiment.format));
    let mut analysis = Analysis { title, ..Analysis::default() };
    let pages: Vec<&LabeledPage> = of_format(experiment.pages, experiment.format).collect();
    analysis.add(&pages, stack, experiment.thresholds);
    analysis.finish(max_pages)
}
