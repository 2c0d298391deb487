//! Descriptions of all features, including those that the model computes itself.

use blocksift::features;
use blocksift::internals::{STAGE_FEATURES, VOCABULARY_FEATURES};

/// Features that the model computes itself.
fn learned() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    VOCABULARY_FEATURES.iter().chain(&STAGE_FEATURES)
}

/// Describes a feature. Empty for products of two features.
pub(crate) fn doc_of(name: &str) -> &'static str {
    if name == "bias" {
        return "where the score starts";
    }
    measured_doc_of(name).or_else(|| learned().find(|(n, _)| *n == name).map(|(_, doc)| *doc)).unwrap_or_default()
}

/// Describes a feature that is measured on the page, as opposed to one that the model computes.
pub(crate) fn measured_doc_of(name: &str) -> Option<&'static str> {
    features().iter().find(|f| f.name == name).map(|f| f.doc.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_is_described() {
        let names = features().iter().map(|f| f.name.as_str()).chain(learned().map(|(n, _)| *n));
        for name in names.chain(["bias"]) {
            assert!(!doc_of(name).is_empty(), "{name}");
        }
    }
}
