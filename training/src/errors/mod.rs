//! Where a model errs: what each page loses and why, the pages that cost most, the features that mislead most.
//!
//! A page's loss is split into three: what no labels on its blocks could win back (oracle: segmentation and
//! alignment), what is lost because the blocks are in the wrong order by probability (ordering), and what is lost
//! because the line through that order was drawn in the wrong place (decision).

mod blame;
mod html;
mod page;
mod text;

pub use blame::{Blame, Blamed};
pub use html::html;
pub use page::{PageErrors, Wrong, WrongBlock};
pub use text::text;

use crate::evaluate::{for_each_fold, groups};
use crate::fit::Settings;
use crate::pages::{Altered, LabelledPage, Origin};
use crate::table::of_format;
use crate::{Error, Result};
use blocksift::Format;
use blocksift::internals::DecisionRule as Thresholds;
use blocksift::internals::Stack;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Pages that are looked into at a time.
const BATCH: usize = 64;

/// Most features that are named as misleading, of each stage and kind of error.
const MOST_FEATURES: usize = 25;

/// F1 of an answer beside that of better ones, of one page or as means over several.
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
    /// F1 if each block had its gold label.
    pub oracle: f64,
    /// F1 of the best of the answers that hold the most probable blocks, however many.
    pub best: f64,
}

impl Split {
    /// What no labels on the blocks could win back.
    pub fn oracle_loss(&self) -> f64 {
        1.0 - self.oracle
    }

    /// What is lost because the blocks are in the wrong order.
    pub fn ordering_loss(&self) -> f64 {
        self.oracle - self.best
    }

    /// What is lost because too many or too few of the ordered blocks were taken.
    pub fn decision_loss(&self) -> f64 {
        self.best - self.f1
    }

    /// What right labels would win: the loss of ordering and decision.
    pub fn cost(&self) -> f64 {
        self.oracle - self.f1
    }

    /// Takes another into the means.
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

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// What was analysed, in a line.
    pub title: String,
    /// Means over `all` pages, by `corpus:`, `type:` and `lang:`.
    pub groups: BTreeMap<String, Split>,
    /// Pages without gold content that got an answer.
    pub needless: Vec<String>,
    /// Pages with gold content that got none.
    pub silent: Vec<String>,
    /// What was missed on all pages.
    pub missed: Blame,
    /// What was wrongly kept on all pages.
    pub kept: Blame,
    /// The pages that cost most, the dearest first.
    pub pages: Vec<PageErrors>,
}

impl Analysis {
    fn add<'a>(&mut self, pages: &[&'a LabelledPage], stack: &Stack, thresholds: &Thresholds) {
        let pages: Vec<&'a LabelledPage> = pages
            .iter()
            .copied()
            .filter(|p| p.origin == Origin::Clean && p.altered == Altered::No && !p.synthetic && p.gold.is_some())
            .collect();
        let mut first = stack.clone();
        first.stages.truncate(1);
        for batch in pages.chunks(BATCH) {
            let look = |p: &&'a LabelledPage| Some((*p, page::look_into(p, [&first, stack], thresholds)?));
            let found: Vec<_> = batch.par_iter().filter_map(look).collect();
            for (page, (errors, missed, kept)) in found {
                self.add_page(page, errors);
                self.missed.merge(missed);
                self.kept.merge(kept);
            }
        }
    }

    fn add_page(&mut self, page: &LabelledPage, errors: PageErrors) {
        for group in std::iter::once("all".to_owned()).chain(groups(page)) {
            self.groups.entry(group).or_default().merge(&errors.split);
        }
        match (errors.gold_words, errors.said_words) {
            (0, 1..) => self.needless.push(page.id.clone()),
            (1.., 0) => self.silent.push(page.id.clone()),
            _ => {}
        }
        self.pages.push(errors);
    }

    fn finish(mut self, most: usize) -> Result<Analysis> {
        if self.pages.is_empty() {
            let message = "no page has gold content: a line of the corpora needs the field \"content\"";
            return Err(Error::Data(message.into()));
        }
        self.pages.sort_by(|a, b| b.split.cost().total_cmp(&a.split.cost()).then(a.id.cmp(&b.id)));
        self.pages.truncate(most);
        Ok(self)
    }

    fn all(&self) -> Split {
        self.groups.get("all").copied().unwrap_or_default()
    }
}

fn name(format: Format) -> &'static str {
    if format == Format::Html { "markup" } else { "plain text" }
}

/// Analyses the clean pages of one format that have gold content, each scored by a stack that was fitted without
/// the page's group, as [`crate::evaluate::cross_validate`] does. The `most` dearest pages are kept.
///
/// # Errors
/// Fewer than two folds, too few rows of a label, or no page with gold content.
pub fn cross_validated(
    pages: &[LabelledPage],
    format: Format,
    folds: usize,
    settings: &Settings,
    thresholds: &Thresholds,
    most: usize,
    mut progress: impl FnMut(usize),
) -> Result<Analysis> {
    if folds < 2 {
        return Err(Error::Data(format!("{folds} folds leave nothing to fit on; use 2 or more")));
    }
    let title = format!("{}, cross-validated by domain in {folds} folds, seed {}", name(format), settings.seed);
    let mut analysis = Analysis { title, ..Analysis::default() };
    for_each_fold(pages, format, folds, settings, |held, stack, test| {
        analysis.add(test, stack, thresholds);
        progress(held + 1);
    })?;
    analysis.finish(most)
}

/// Analyses the clean pages of one format that have gold content, scored by a stack that was fitted elsewhere and
/// whose `name` the title gives. The `most` dearest pages are kept.
///
/// # Errors
/// No page with gold content.
pub fn scored(
    pages: &[LabelledPage],
    format: Format,
    stack: &Stack,
    model: &str,
    thresholds: &Thresholds,
    most: usize,
) -> Result<Analysis> {
    let title = format!("{}, scored by the model {model}", name(format));
    let mut analysis = Analysis { title, ..Analysis::default() };
    analysis.add(&of_format(pages, format).collect::<Vec<_>>(), stack, thresholds);
    analysis.finish(most)
}
