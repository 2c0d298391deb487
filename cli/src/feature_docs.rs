//! Descriptions of all features, including those that the model computes itself.

use blocksift::{features, model_features};

/// Describes a feature. Empty for products of two features.
pub(crate) fn doc_of(name: &str) -> &'static str {
    if name == "bias" {
        return "where the score starts";
    }
    let measured = features().iter().find(|f| f.name == name).map(|f| f.doc.as_str());
    measured.or_else(|| model_features().find(|f| f.name == name).map(|f| f.doc)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_is_described() {
        let names = features().iter().map(|f| f.name.as_str()).chain(model_features().map(|f| f.name));
        for name in names.chain(["bias"]) {
            assert!(!doc_of(name).is_empty(), "{name}");
        }
    }
}
