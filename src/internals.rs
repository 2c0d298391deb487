//! What only training needs. No promise is made of it: it changes with any release.

pub use crate::features::{MARKUP_BUCKETS, TEXT_BUCKETS, Tokens};
pub use crate::model::{
    CLIP, Explainer, FAMILY_BUCKETS, FAMILY_STEP, FORMAT_VERSION, Families, FamilyTokens, Head, KNOT, LEAF_UNIT,
    MOST_LEVELS, STAGE_FEATURES, Stack, Stage, Trees, VOCABULARY_FEATURES, VOCABULARY_UNIT, Vocabulary, decide,
    decide_page, expand, expanded_width, product_names, stage_features, standardise, token_value, vocabulary_features,
};
pub use crate::report::{Cut, cut_blocks};

/// Spam spans in the blocks that are not spam as a whole, as pairs of block index and span.
pub fn spam_spans(
    page: &crate::Page,
    probabilities: &[crate::Probabilities],
    labels: &[crate::Label],
    stack: &Stack,
    thresholds: &crate::Thresholds,
) -> Vec<(usize, crate::SpamSpan)> {
    crate::report::spam_spans(page, probabilities, labels, stack, thresholds)
}

/// The page's probability of spam at the prior that models are calibrated at.
#[must_use]
pub fn page_probability(max_spam: f32, format: crate::Format) -> f32 {
    crate::report::page_probability(max_spam, format, crate::report::DEFAULT_PRIOR)
}
