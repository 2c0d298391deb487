//! Spam that a model has never seen: its family is left out of training, or the way in which it was planted.

use super::cross_validation::{Experiment, fit_pages, name_of, seconds_of_fit};
use super::metrics::SpamScore;
use super::prediction::{Prediction, add_spam, add_to_span_sweep, add_to_sweep};
use super::scores::Sweep;
use crate::dataset::page::of_format;
use crate::dataset::{Alteration, LabeledPage};
use crate::error::Result;
use crate::progress::Progress;
use crate::synth::template::{GraftTemplate, Hiding, Location, Named, Wrapper};
use std::collections::{BTreeMap, BTreeSet};

/// Scores of what was left out.
#[derive(Default)]
pub struct Unseen {
    /// Spam by what was left out.
    pub scores: BTreeMap<String, SpamScore>,
    /// All of it, by threshold.
    pub by_threshold: Sweep,
    /// Inline injections, by the threshold of spans.
    pub inline: Sweep,
}

/// The dimensions of a template whose members are left out.
const DIMENSIONS: [fn(&GraftTemplate) -> String; 3] = [
    |template| format!("{} {}", Location::WHAT, template.location.name()),
    |template| format!("{} {}", Hiding::WHAT, template.hiding.name()),
    |template| format!("{} {}", Wrapper::WHAT, template.wrapper.name()),
];

/// Leave-one-family-out: each family's grafts are scored by a stack that saw neither the family nor the grafts' host
/// pages. Families are left out in `groups` groups, so that a stack has more than one unseen family.
///
/// # Errors
/// Too few rows of a label.
pub fn leave_families_out(experiment: &Experiment<'_>, groups: usize, progress: &mut dyn Progress) -> Result<Unseen> {
    let mut unseen = Unseen::default();
    unseen.leave_out(experiment, groups, &|page| page.origin.family().to_owned(), progress)?;
    Ok(unseen)
}

/// Leave-one-template-out: grafts are scored by stacks that saw nothing in their place, with their hiding or in their
/// wrapper. The members of each of these dimensions are left out in `groups` groups.
///
/// # Errors
/// Too few rows of a label.
pub fn leave_templates_out(experiment: &Experiment<'_>, groups: usize, progress: &mut dyn Progress) -> Result<Unseen> {
    let mut unseen = Unseen::default();
    for dimension in DIMENSIONS {
        let key = |page: &LabeledPage| page.origin.template().map(dimension).unwrap_or_default();
        unseen.leave_out(experiment, groups, &key, progress)?;
    }
    Ok(unseen)
}

/// Seconds that leaving out in so many groups is expected to take for so many labeled pages of one format.
pub fn expected_seconds(pages: usize, groups: usize) -> f64 {
    groups as f64 * seconds_of_fit(pages, pages / groups.max(1) / 4)
}

impl Unseen {
    /// Leaves out the spam of one group of keys at a time, and scores it by a stack fitted without it and without its
    /// host pages.
    fn leave_out(
        &mut self,
        experiment: &Experiment<'_>,
        groups: usize,
        key: &dyn Fn(&LabeledPage) -> String,
        progress: &mut dyn Progress,
    ) -> Result<()> {
        let all: Vec<&LabeledPage> = of_format(experiment.pages, experiment.format).collect();
        let keys: BTreeSet<String> = all.iter().filter(|p| p.origin.is_spam()).map(|p| key(p)).collect();
        let keys: Vec<String> = keys.into_iter().collect();
        let groups = groups.clamp(1, keys.len().max(1));
        for group in 0..groups {
            // Sorted families are ordered by language; a group takes every n-th, so that it has many languages.
            let left_out: Vec<&String> = keys.iter().skip(group).step_by(groups).collect();
            let is_left_out = |p: &LabeledPage| left_out.contains(&&key(p));
            let is_test = |p: &LabeledPage| p.origin.is_spam() && p.alteration == Alteration::None && is_left_out(p);
            let test: Vec<&LabeledPage> = all.iter().copied().filter(|p| is_test(p)).collect();
            let hosts: BTreeSet<&str> = test.iter().map(|p| p.source.id.as_str()).collect();
            let is_train = |p: &LabeledPage| !is_left_out(p) && !hosts.contains(p.source.id.as_str());
            let train: Vec<&LabeledPage> = all.iter().copied().filter(|p| is_train(p)).collect();
            let step = format!("{} left out, group {} of {groups}", name_of(experiment.format), group + 1);
            progress.begin(&step, seconds_of_fit(train.len(), test.len()));
            self.score(experiment, &train, &test, key)?;
            for (key, score) in left_out.iter().filter_map(|key| self.scores.get_key_value(*key)) {
                let (recall, leak) = (score.recall(), score.leak());
                let (found, pages) = (score.found, score.spam_pages);
                progress.note(&format!("{key}: recall {recall:.4}, leak {leak:.4}, pages {found}/{pages}"));
            }
        }
        Ok(())
    }

    fn score(
        &mut self,
        experiment: &Experiment<'_>,
        train: &[&LabeledPage],
        test: &[&LabeledPage],
        key: &dyn Fn(&LabeledPage) -> String,
    ) -> Result<()> {
        let stack = fit_pages(train, experiment.format, experiment.settings)?;
        let predictions = Prediction::of_all(&stack, test, experiment.thresholds);
        for (page, prediction) in test.iter().zip(&predictions) {
            add_spam(self.scores.entry(key(page)).or_default(), page, &prediction.blocks());
            add_to_sweep(&mut self.by_threshold, page, prediction, experiment.thresholds);
            if page.has_inline_spam() {
                add_to_span_sweep(&mut self.inline, page, prediction);
            }
        }
        Ok(())
    }
}
