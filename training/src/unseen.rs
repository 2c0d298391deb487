//! Spam that a model has seen nothing of: its family, or the way in which it was planted.

use crate::Result;
use crate::evaluate::{Said, Sweep, add_spam, fit_pages, say, sweep, sweep_spans};
use crate::fit::Settings;
use crate::metrics::SpamScore;
use crate::pages::{Altered, LabelledPage, Origin};
use blocksift::Format;
use blocksift::internals::DecisionRule as Thresholds;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What was left out and then measured.
#[derive(Default)]
pub struct Unseen {
    /// Spam by what was left out.
    pub scores: BTreeMap<String, SpamScore>,
    /// All of it, by threshold.
    pub by_threshold: Sweep,
    /// What was woven into blocks, by the threshold of spans.
    pub woven: Sweep,
}

/// Leave-one-family-out: each family's grafts, scored by a stack that saw neither the family nor the grafts' host
/// pages. Families are left out in `groups` groups, so that what a stack has not seen is more than one family.
///
/// # Errors
/// Too few rows of a label.
pub fn leave_one_family_out(
    pages: &[LabelledPage],
    format: Format,
    groups: usize,
    settings: &Settings,
    thresholds: &Thresholds,
    progress: impl FnMut(&str, &SpamScore),
) -> Result<Unseen> {
    let family = |page: &LabelledPage| Some(page.origin.family().to_owned());
    let mut unseen = Unseen::default();
    leave_out(pages, format, groups, settings, thresholds, family, &mut unseen, progress)?;
    Ok(unseen)
}

/// Leave-one-template-out: grafts in places, hidden by means and wrapped in markup that a stack saw nothing of. The
/// members of each of the three dimensions are left out in `groups` groups.
///
/// # Errors
/// Too few rows of a label.
pub fn leave_one_template_out(
    pages: &[LabelledPage],
    format: Format,
    groups: usize,
    settings: &Settings,
    thresholds: &Thresholds,
    mut progress: impl FnMut(&str, &SpamScore),
) -> Result<Unseen> {
    let mut unseen = Unseen::default();
    for (place, dimension) in [(1, "place"), (2, "hiding"), (3, "wrapper")] {
        let part = |page: &LabelledPage| match &page.origin {
            Origin::Spam { template, .. } => template.split('/').nth(place).map(|part| format!("{dimension} {part}")),
            _ => None,
        };
        leave_out(pages, format, groups, settings, thresholds, part, &mut unseen, &mut progress)?;
    }
    Ok(unseen)
}

/// Leaves out the spam of some keys at a time, and scores it by a stack that saw neither them nor the host pages.
#[allow(clippy::too_many_arguments, reason = "what is measured, how, and where it goes")]
fn leave_out(
    pages: &[LabelledPage],
    format: Format,
    groups: usize,
    settings: &Settings,
    thresholds: &Thresholds,
    key: impl Fn(&LabelledPage) -> Option<String>,
    unseen: &mut Unseen,
    mut progress: impl FnMut(&str, &SpamScore),
) -> Result<()> {
    let is_spam = |p: &&LabelledPage| matches!(p.origin, Origin::Spam { .. });
    let all: Vec<&LabelledPage> = crate::table::of_format(pages, format).collect();
    let known: BTreeSet<String> = all.iter().copied().filter(is_spam).filter_map(&key).collect();
    let known: Vec<String> = known.into_iter().collect();
    let groups = groups.clamp(1, known.len().max(1));
    for group in 0..groups {
        // Families are in the order of their languages; those left out together shall be of many.
        let left_out: Vec<&String> = known.iter().skip(group).step_by(groups).collect();
        let is_left_out = |p: &LabelledPage| key(p).is_some_and(|key| left_out.contains(&&key));
        let is_test = |p: &&LabelledPage| is_spam(p) && p.altered == Altered::No && is_left_out(p);
        let test: Vec<&LabelledPage> = all.iter().copied().filter(is_test).collect();
        let hosts: BTreeSet<&str> = test.iter().map(|p| p.id.as_str()).collect();
        let train: Vec<&LabelledPage> =
            all.iter().copied().filter(|p| !is_left_out(p) && !hosts.contains(p.id.as_str())).collect();
        let stack = fit_pages(&train, format, settings)?;
        let said: Vec<Said> = test.par_iter().map(|p| say(&stack, p, thresholds)).collect();
        for (page, said) in test.iter().zip(&said) {
            if let Some(key) = key(page) {
                add_spam(unseen.scores.entry(key).or_default(), page, &said.labels, &[], 1.0);
            }
            sweep(&mut unseen.by_threshold, page, said);
            if page.is_woven() {
                sweep_spans(&mut unseen.woven, page, said);
            }
        }
        for key in left_out {
            progress(key, &unseen.scores[key]);
        }
    }
    Ok(())
}
