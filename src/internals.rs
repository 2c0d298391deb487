//! What only training needs. No promise is made of it: it changes with any release.

pub use crate::features::{MARKUP_BUCKETS, TEXT_BUCKETS, Tokens};
pub use crate::model::{
    CLIP, Explainer, FAMILY_BUCKETS, FAMILY_STEP, FORMAT_VERSION, Families, FamilyTokens, Head, KNOT, LEAF_UNIT,
    MOST_LEVELS, STAGE_FEATURES, Stack, Stage, Trees, VOCABULARY_FEATURES, VOCABULARY_UNIT, Vocabulary, decide,
    decide_page, expand, expanded_width, product_names, stage_features, standardise, token_value, vocabulary_features,
};
pub use crate::report::markup_without;
pub use crate::report::{Cut, cut_blocks, spam_spans};
