//! Disguised copies of planted spam: the same text and links in a place, in markup, or hidden by means that the recipe
//! does not have. A model that reads "hidden, last in the body, a list" learns the templates that it was shown; of a
//! copy, its planted blocks take over what one of the host's own blocks has in these columns (as features are permuted to
//! see what a model leans on, Breiman 2001, here while it is trained).

use blocksift::{Family, Feature, Features, Label, features};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// How often each group of columns is taken from the host.
const CHANCE: f64 = 0.6;

const HIDING: [&str; 9] = [
    "display_none",
    "off_screen",
    "invisible",
    "tiny",
    "background_coloured",
    "inline_hidden",
    "aria_hidden",
    "hidden_links",
    "noscript",
];

const GROUPS: [fn(&Feature) -> bool; 3] = [is_hiding, is_place, is_wrapper];

fn is_hiding(feature: &Feature) -> bool {
    HIDING.contains(&feature.name.as_str())
}

fn is_place(feature: &Feature) -> bool {
    let name = feature.name.as_str();
    let within = name.starts_with("in_") || name == "main_steps" || name == "after_html";
    matches!(feature.family, Family::Position | Family::Context) || feature.family == Family::Structure && within
}

fn is_wrapper(feature: &Feature) -> bool {
    let own = matches!(feature.family, Family::Structure | Family::Repetition) && feature.needs_markup;
    own && !is_hiding(feature) && !is_place(feature)
}

/// Swaps layout columns of the blocks labelled spam for those of other blocks, which lose their labels. `None` if either
/// kind is missing, or if no group of columns was drawn.
pub fn swap(
    of_page: &Features,
    labels: &[Option<Label>],
    rng: &mut ChaCha8Rng,
) -> Option<(Features, Vec<Option<Label>>)> {
    let labelled = |is_spam: bool| -> Vec<usize> {
        let is_wanted = |i: &usize| labels[*i].is_some_and(|l| (l == Label::Spam) == is_spam);
        (0..labels.len()).filter(is_wanted).collect()
    };
    let (planted, own) = (labelled(true), labelled(false));
    if planted.is_empty() || own.is_empty() {
        return None;
    }
    let mut rows = of_page.rows().to_owned();
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
    let swapped = labels.iter().map(|label| label.filter(|l| *l == Label::Spam)).collect();
    Some((of_page.clone().with_rows(rows), swapped))
}
