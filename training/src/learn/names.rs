//! Names of features and feature groups as people write them, and what they may have meant by a wrong one.

use blocksift::features;
use blocksift::internals::VOCABULARY_FEATURES;
use std::collections::BTreeSet;

/// The group of the features that a model learns by itself.
pub(crate) const VOCABULARY: &str = "vocabulary";
/// How similar a name must be to be suggested, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.75;
/// Maximum number of suggestions.
const MAX_SUGGESTIONS: usize = 3;

/// Checks that a feature or a feature group has this name.
///
/// # Errors
/// Names those that are spelled most alike, or else all groups.
///
/// ```
/// use blocksift_training::learn::check_feature;
/// assert!(check_feature("links").is_ok());
/// assert!(check_feature("link").unwrap_err().contains("did you mean links"));
/// ```
pub fn check_feature(name: &str) -> Result<(), String> {
    let groups: BTreeSet<&str> = features().iter().map(|f| f.group.as_str()).chain([VOCABULARY]).collect();
    let names: BTreeSet<&str> = features().iter().map(|f| f.name.as_str()).chain(groups.iter().copied()).collect();
    if names.contains(name) {
        return Ok(());
    }
    if VOCABULARY_FEATURES.iter().any(|(learned, _)| *learned == name) {
        return Err(format!("a model learns this feature with others; leave out the group {VOCABULARY} as a whole"));
    }
    let mut alike: Vec<(f64, &str)> = names
        .into_iter()
        .map(|other| (strsim::jaro_winkler(name, other), other))
        .filter(|(similarity, _)| *similarity >= MIN_SIMILARITY)
        .collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0));
    alike.truncate(MAX_SUGGESTIONS);
    let suggested: Vec<&str> = alike.into_iter().map(|(_, name)| name).collect();
    Err(match suggested.is_empty() {
        true => {
            let groups: Vec<&str> = groups.into_iter().collect();
            format!("no feature or group of this name; the groups are {}", groups.join(", "))
        }
        false => format!("no feature or group of this name; did you mean {}?", suggested.join(", ")),
    })
}
