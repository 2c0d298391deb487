//! Disguised copies of planted spam: the same text and links in a place, in markup, or hidden by means that the recipe
//! does not have. A model that reads "hidden, last in the body, a list" learns the templates that it was shown; of a
//! copy, its planted blocks take over what one of the host's own blocks has in these columns (as features are permuted to
//! see what a model leans on, Breiman 2001, here while it is trained).

use crate::pages::{Altered, LabelledPage, Origin};
use blocksift::{Feature, FeatureGroup, Format, Label, features};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// How often each group of columns is taken from the host.
const CHANCE: f64 = 0.6;

const HIDING: [&str; 9] = [
    "display_none",
    "off_screen",
    "invisible",
    "tiny",
    "background_colored",
    "hidden_by_style",
    "aria_hidden",
    "hidden_singleton_domain_links",
    "noscript_only",
];

const GROUPS: [fn(&Feature) -> bool; 3] = [is_hiding, is_place, is_wrapper];

fn is_hiding(feature: &Feature) -> bool {
    HIDING.contains(&feature.name.as_str())
}

fn is_place(feature: &Feature) -> bool {
    let name = feature.name.as_str();
    let within = name.starts_with("in_") || name == "steps_to_main" || name == "after_html";
    matches!(feature.group, FeatureGroup::Position | FeatureGroup::Context)
        || feature.group == FeatureGroup::Structure && within
}

fn is_wrapper(feature: &Feature) -> bool {
    let own = matches!(feature.group, FeatureGroup::Structure | FeatureGroup::Repetition) && feature.needs_markup;
    own && !is_hiding(feature) && !is_place(feature)
}

/// A disguised copy of a page with planted spam; `None` of others, and where the host has no block of its own.
pub fn of(page: &LabelledPage, rng: &mut ChaCha8Rng) -> Option<LabelledPage> {
    let is_spam = matches!(page.origin, Origin::Spam { .. }) && page.altered == Altered::No;
    if !is_spam || page.features.format() != Format::Html {
        return None;
    }
    let of_label = |spam: bool| -> Vec<usize> {
        let wanted = |i: &usize| page.labels[*i].is_some_and(|l| (l == Label::Spam) == spam);
        (0..page.labels.len()).filter(wanted).collect()
    };
    let (planted, own) = (of_label(true), of_label(false));
    if planted.is_empty() || own.is_empty() {
        return None;
    }
    let mut rows = page.features.rows().to_owned();
    let mut changed = false;
    for is_of_group in GROUPS {
        if !rng.random_bool(CHANCE) {
            continue;
        }
        changed = true;
        let donor = own[rng.random_range(0..own.len())];
        let columns = (0..features().len()).filter(|c| is_of_group(&features()[*c]));
        for column in columns {
            let value = rows[[donor, column]];
            planted.iter().for_each(|i| rows[[*i, column]] = value);
        }
    }
    if !changed {
        return None;
    }
    let mut labels = page.labels.clone();
    labels.iter_mut().filter(|l| **l != Some(Label::Spam)).for_each(|l| *l = None);
    let features = page.features.clone().with_rows(rows);
    Some(LabelledPage { features, labels, altered: Altered::Disguised, page: None, ..page.clone() })
}
