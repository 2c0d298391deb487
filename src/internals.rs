//! What only training needs. It comes without a stability promise and changes with any release.

use crate::label::{Label, Probabilities};
use crate::page::{Format, Page};
use crate::report::SpamSpan;

pub use crate::features::{MARKUP_BUCKETS, TEXT_BUCKETS, Tokens};
pub use crate::model::{
    CLIP, Calibration, Decision, DecisionParameters, DecisionRule, FAMILY_BUCKETS, FAMILY_STEP, FORMAT_VERSION,
    Families, FamilyTokens, Head, KNOT, LEAF_UNIT, MAX_DEPTH, ModelParts, PageCalibration, STAGE_FEATURES, Stack,
    Stage, Trees, VOCABULARY_FEATURES, VOCABULARY_UNIT, Vocabulary, decide, decide_page, expand, expanded_width,
    label_page, product_names, stage_features, standardize, token_value, vocabulary_features,
};
pub use crate::report::{Cut, cut_blocks};

/// The steps that a page was charged, as [`Limits::steps_per_byte`](crate::Limits::steps_per_byte) counts them: those of
/// the parse, and those of segmentation.
pub fn counted_steps(page: &Page) -> [usize; 2] {
    [page.spent.parse_steps, page.spent.walk_steps]
}

/// Spam spans in the blocks that are not spam as a whole, as pairs of block index and span.
pub fn spam_spans(
    page: &Page,
    probabilities: &[Probabilities],
    labels: &[Label],
    stack: &Stack,
    rule: &DecisionRule,
) -> Vec<(usize, SpamSpan)> {
    crate::report::spam_spans(page, probabilities, labels, stack, rule.span)
}

#[cfg(feature = "internals")]
impl crate::model::Model {
    /// The parts that the model was put together from.
    #[doc(hidden)]
    #[must_use]
    pub fn parts(&self) -> &ModelParts {
        &self.parts
    }

    /// Takes the model apart, to change it.
    #[doc(hidden)]
    #[must_use]
    pub fn into_parts(self) -> ModelParts {
        self.parts
    }

    /// The parameters for a format.
    #[doc(hidden)]
    #[must_use]
    pub fn stack(&self, format: Format) -> &Stack {
        self.parts.stack(format)
    }

    /// The rule that decides if the caller sets nothing.
    #[doc(hidden)]
    #[must_use]
    pub fn default_rule(&self) -> DecisionRule {
        crate::model::Thresholds::default().resolve(&self.parts.operating_points[0], self.parts.decision)
    }
}
