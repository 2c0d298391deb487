//! Layout-swapped copies of pages with planted spam: same text and links, layout features of the host.
//!
//! A model that only learns "hidden, last in the body, a list" learns the templates it was shown. In a copy, planted
//! blocks take over the values that one of the host's own blocks has in columns about hiding, position or markup. This
//! is feature permutation (Breiman 2001), applied to training data instead of to a finished model.

use blocksift::{Feature, FeatureGroup, Features, Label};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Probability that a group of columns is swapped.
const SWAP_PROBABILITY: f64 = 0.6;

/// Columns about how a block is hidden.
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

/// Groups of columns that are swapped together.
const GROUPS: [fn(&Feature) -> bool; 3] = [is_hiding, is_location, is_wrapper];

fn is_hiding(feature: &Feature) -> bool {
    HIDING.contains(&feature.name.as_str())
}

fn is_location(feature: &Feature) -> bool {
    let name = feature.name.as_str();
    let is_within = name.starts_with("in_") || name == "steps_to_main" || name == "after_html";
    matches!(feature.group, FeatureGroup::Position | FeatureGroup::Context)
        || feature.group == FeatureGroup::Structure && is_within
}

fn is_wrapper(feature: &Feature) -> bool {
    let is_markup = matches!(feature.group, FeatureGroup::Structure | FeatureGroup::Repetition) && feature.needs_markup;
    is_markup && !is_hiding(feature) && !is_location(feature)
}

/// A page whose planted spam has the layout features of its host.
#[derive(Debug, Clone)]
pub struct LayoutSwap {
    /// The features of all blocks.
    pub features: Features,
    /// The labels. Only spam has one: the host's own blocks are in the original already.
    pub labels: Vec<Option<Label>>,
}

/// Makes a copy of a page with planted spam.
///
/// `features` has a row and `labels` an entry for each block. Returns `None` if the page has no spam or no labeled
/// block of its own, and if no group of columns was drawn.
pub fn swap(features: &Features, labels: &[Option<Label>], rng: &mut ChaCha8Rng) -> Option<LayoutSwap> {
    let labeled = |is_wanted: fn(Label) -> bool| -> Vec<usize> {
        (0..labels.len()).filter(|i| labels[*i].is_some_and(is_wanted)).collect()
    };
    let planted = labeled(|label| label == Label::Spam);
    let own = labeled(|label| label != Label::Spam);
    if planted.is_empty() || own.is_empty() {
        return None;
    }
    let mut rows = features.rows().to_owned();
    let mut is_changed = false;
    for is_in_group in GROUPS {
        if !rng.random_bool(SWAP_PROBABILITY) {
            continue;
        }
        is_changed = true;
        let donor = own[rng.random_range(0..own.len())];
        for column in (0..blocksift::features().len()).filter(|column| is_in_group(&blocksift::features()[*column])) {
            let value = rows[[donor, column]];
            planted.iter().for_each(|i| rows[[*i, column]] = value);
        }
    }
    if !is_changed {
        return None;
    }
    let labels = labels.iter().map(|label| label.filter(|label| *label == Label::Spam)).collect();
    Some(LayoutSwap { features: features.clone().with_rows(rows), labels })
}
