//! What a model reads and how large it is, for people.

use super::artifact::Model;
use super::stack::{Head, Stack};
use super::stage::STAGE_FEATURES;
use super::vocabulary::VOCABULARY_FEATURES;
use crate::page::Format;
use serde::Serialize;
use std::fmt;

/// How large the part of a model is that labels pages of one format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StackSummary {
    /// Number of feature columns that are read.
    pub features: usize,
    /// Number of stages.
    pub stages: usize,
    /// Number of weights of the linear heads.
    pub weights: usize,
    /// Number of boosted trees.
    pub trees: usize,
}

/// E.g. `254 features, 2 stages, 2168 weights, 560 trees`.
impl fmt::Display for StackSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let StackSummary { features, stages, weights, trees } = self;
        write!(f, "{features} features, {stages} stages, {weights} weights, {trees} trees")
    }
}

impl From<&Stack> for StackSummary {
    fn from(stack: &Stack) -> Self {
        let sum = |count: fn(&Head) -> usize| stack.heads().map(count).sum();
        StackSummary {
            features: stack.features.len(),
            stages: stack.stages.len(),
            weights: sum(|head| head.weights.len()),
            trees: sum(|head| head.trees.len()),
        }
    }
}

impl Model {
    /// How large the part is that labels pages of a format.
    ///
    /// ```
    /// use blocksift::{Format, Model};
    /// println!("markup: {}", Model::embedded().summary(Format::Html));
    /// ```
    #[must_use]
    pub fn summary(&self, format: Format) -> StackSummary {
        self.parts.stack(format).into()
    }
}

/// A feature that a model computes itself, from its own predictions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModelFeature {
    /// Its name, as in a [`Contribution`](crate::Contribution).
    pub name: &'static str,
    /// What it measures.
    pub doc: &'static str,
    /// What it is computed from.
    pub kind: ModelFeatureKind,
}

/// What a [`ModelFeature`] is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ModelFeatureKind {
    /// The learned vocabulary's scores of the tokens of a block and of those around it.
    Vocabulary,
    /// What an earlier stage predicted for a block and for those around it.
    Stage,
}

/// The features that models compute themselves. They come on top of [`features`](crate::features()), which depend on the
/// page alone.
///
/// ```
/// for feature in blocksift::model_features() {
///     println!("{}: {}", feature.name, feature.doc);
/// }
/// ```
pub fn model_features() -> impl Iterator<Item = ModelFeature> {
    let of_kind = |kind| move |(name, doc): (&'static str, &'static str)| ModelFeature { name, doc, kind };
    let vocabulary = VOCABULARY_FEATURES.into_iter().map(of_kind(ModelFeatureKind::Vocabulary));
    vocabulary.chain(STAGE_FEATURES.into_iter().map(of_kind(ModelFeatureKind::Stage)))
}
