//! Cross-validation by group: each page is scored by a stack fitted without the page's site.

use super::scores::FormatScores;
use super::tally::Tally;
use crate::dataset::LabeledPage;
use crate::dataset::folds::fold_of;
use crate::dataset::page::of_format;
use crate::error::{Error, Result};
use crate::learn::{Settings, fit, fit_stack, training_table};
use crate::progress::{Progress, on_all_threads};
use blocksift::Format;
use blocksift::internals::DecisionRule;
use blocksift::internals::Stack;

/// Added to the seed for the folds of cross-validation.
const FOLD_SEED: u64 = 1000;

/// Rows that [`training_table`] samples per labeled page, about.
const ROWS_PER_PAGE: f64 = 7.0;

/// Seconds of work to score a page, on one core. Measured as CPU time of a release build on an AMD EPYC; a run
/// corrects it as it goes.
const SECONDS_PER_SCORED_PAGE: f64 = 0.0005;

/// What is fitted and scored.
#[derive(Clone, Copy)]
pub struct Experiment<'a> {
    /// Pages of both formats.
    pub pages: &'a [LabeledPage],
    /// Format of the pages that count.
    pub format: Format,
    /// Settings of each fit.
    pub settings: &'a Settings,
    /// How probabilities become labels.
    pub thresholds: &'a DecisionRule,
}

/// Fits a stack to pages of one format.
///
/// # Errors
/// Too few rows of a label.
pub fn fit_pages(pages: &[&LabeledPage], format: Format, settings: &Settings) -> Result<Stack> {
    let mut table = training_table(pages, settings)?;
    table.round();
    fit_stack(&table, format, settings)
}

/// Seconds that [`fit_pages`] and scoring are expected to take for so many labeled pages.
pub(super) fn seconds_of_fit(fitted: usize, scored: usize) -> f64 {
    crate::learn::training_table::expected_seconds(fitted)
        + fit::expected_seconds((fitted as f64 * ROWS_PER_PAGE) as usize)
        + on_all_threads(scored as f64 * SECONDS_PER_SCORED_PAGE)
}

impl<'a> Experiment<'a> {
    /// Seconds that a cross-validation is expected to take for so many labeled pages of one format.
    pub fn expected_seconds(pages: usize, folds: usize) -> f64 {
        let (fitted, scored) = (pages - pages / folds.max(1), pages / folds.max(1));
        folds as f64 * seconds_of_fit(fitted, scored)
    }

    /// K-fold cross-validation by group.
    ///
    /// # Errors
    /// Fewer than two folds, or too few rows of a label.
    pub fn cross_validate(&self, folds: usize, progress: &mut dyn Progress) -> Result<FormatScores> {
        let mut tally = Tally::default();
        self.for_each_fold(folds, progress, |stack, test| tally.add_all(stack, test, self.thresholds))?;
        Ok(tally.finish())
    }

    /// For each fold, fits a stack to the pages of the other folds and passes it to `each` with the fold's own pages.
    ///
    /// # Errors
    /// Fewer than two folds, or too few rows of a label.
    pub fn for_each_fold(
        &self,
        folds: usize,
        progress: &mut dyn Progress,
        mut each: impl FnMut(&Stack, &[&LabeledPage]),
    ) -> Result<()> {
        check_folds(folds)?;
        for held in 0..folds {
            let (train, test) = self.split(held, folds);
            progress.begin(
                &format!("{} fold {} of {folds}", name_of(self.format), held + 1),
                seconds_of_fit(train.len(), test.len()),
            );
            each(&fit_pages(&train, self.format, self.settings)?, &test);
        }
        Ok(())
    }

    /// The pages that a fold is fitted to, and its own. No part of the former comes from a site of the latter.
    pub(super) fn split(&self, held: usize, folds: usize) -> (Vec<&'a LabeledPage>, Vec<&'a LabeledPage>) {
        let is_held = |group: &String| fold_of(group, folds, self.settings.seed + FOLD_SEED) == held;
        let (own, train): (Vec<_>, Vec<_>) = of_format(self.pages, self.format).partition(|p| is_held(&p.source.group));
        (train.into_iter().filter(|p| !p.source.borrowed.iter().any(is_held)).collect(), own)
    }
}

/// Refuses a cross-validation that would fit to nothing.
///
/// # Errors
/// Fewer than two folds.
pub fn check_folds(folds: usize) -> Result<()> {
    if folds < 2 {
        return Err(Error::Data(format!("--folds {folds} leaves nothing to fit to; use 2 or more")));
    }
    Ok(())
}

/// What a format is called in messages and figures.
pub(super) fn name_of(format: Format) -> &'static str {
    match format {
        Format::Html => "markup",
        Format::Text => "plain text",
    }
}
