//! What each feature measures, the model's own included: for explanations.

use blocksift::features;
use blocksift::internals::{STAGE_FEATURES, VOCABULARY_FEATURES};

/// Features that a model makes itself.
fn learnt() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    VOCABULARY_FEATURES.iter().chain(&STAGE_FEATURES)
}

/// What a feature measures; nothing for products of two.
pub(crate) fn doc_of(name: &str) -> &'static str {
    let stage = || learnt().find(|(n, _)| *n == name).map(|(_, doc)| *doc);
    match name {
        "bias" => "where the score starts",
        _ => features().iter().find(|f| f.name == name).map(|f| f.doc.as_str()).or_else(stage).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_is_documented() {
        let names = features().iter().map(|f| f.name.as_str()).chain(learnt().map(|(n, _)| *n));
        for name in names.chain(["bias"]) {
            assert!(!doc_of(name).is_empty(), "{name}");
        }
    }
}
