//! False alarms on clean pages, by corpus and by what was known of their addresses, in pages and in sites.

use super::scores::Flags;
use crate::dataset::{Alteration, LabeledPage};
use blocksift::Label;
use blocksift::internals::{DecisionRule, Stack, label_page};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Clean pages while they are counted.
#[derive(Default)]
pub(super) struct FlagTally(BTreeMap<String, Group>);

/// Pages of a group.
#[derive(Default)]
struct Group {
    pages: u64,
    flagged: u64,
    /// Whether a page of the site was flagged, by site.
    sites: BTreeMap<String, bool>,
}

impl FlagTally {
    /// Adds the clean pages among some pages that the stack was not fitted to.
    pub(super) fn add_all(&mut self, stack: &Stack, pages: &[&LabeledPage], rule: &DecisionRule) {
        let is_counted = |p: &&LabeledPage| {
            p.is_real()
                && matches!(p.alteration, Alteration::None | Alteration::Readdressed)
                && !p.labels.contains(&Some(Label::Spam))
        };
        let clean: Vec<&LabeledPage> = pages.iter().copied().filter(is_counted).collect();
        let is_flagged = |page: &&LabeledPage| {
            label_page(&stack.probabilities(&page.features), &page.features, rule).contains(&Label::Spam)
        };
        let flagged: Vec<bool> = clean.par_iter().map(is_flagged).collect();
        for (page, flagged) in clean.iter().zip(flagged) {
            self.add(page, flagged);
        }
    }

    fn add(&mut self, page: &LabeledPage, is_flagged: bool) {
        let address = page.source.address;
        let kind = if page.source.is_negative { "negatives" } else { "labeled" };
        for name in [
            format!("address:{address}"),
            format!("{kind}/address:{address}"),
            format!("corpus:{}/address:{address}", page.source.corpus),
        ] {
            let group = self.0.entry(name).or_default();
            group.pages += 1;
            group.flagged += u64::from(is_flagged);
            *group.sites.entry(page.source.group.clone()).or_default() |= is_flagged;
        }
    }

    /// The counts.
    pub(super) fn finish(&self) -> BTreeMap<String, Flags> {
        self.0.iter().map(|(name, group)| (name.clone(), group.finish())).collect()
    }
}

impl Group {
    fn finish(&self) -> Flags {
        Flags {
            pages: self.pages,
            flagged: self.flagged,
            sites: self.sites.len() as u64,
            flagged_sites: self.sites.values().filter(|flagged| **flagged).count() as u64,
        }
    }
}
