//! Rows become probabilities of the three labels, the decision, and the reasons for it.
//!
//! A model has a stack of stages for markup and one for plain text. Each stage has two heads: is the block spam, and is
//! it content given that it is not. A head is a linear score fitted with linfa, or boosted trees. The second stage reads
//! the features once more, together with what the first said of the block and of those around it (stacked
//! generalisation, Wolpert 1992; for sequences of blocks Cohen and Carvalho 2005).

mod artifact;
mod decide;
mod expand;
mod explain;
mod families;
mod linear;
mod phrases;
mod predict;
mod stage;
mod sums;
mod trees;
mod vocabulary;

pub use artifact::{FORMAT_VERSION, Head, Model, Provenance, Stack, Stage};
pub use decide::{
    DEFAULT_SPAM_THRESHOLD, DEFAULT_SPAM_THRESHOLD_TEXT, STRICT_SPAM_THRESHOLD, STRICT_SPAM_THRESHOLD_TEXT, Thresholds,
    decide, decide_page,
};
pub use expand::{CLIP, KNOT, expand, expanded_width, product_names};
pub use explain::{Contribution, Explainer, reasons};
pub use families::{FAMILY_BUCKETS, FAMILY_STEP, Families, FamilyTokens, Resemblance};
pub use predict::standardise;
pub use stage::{STAGE_FEATURES, stage_features};
pub use trees::{LEAF_UNIT, MOST_LEVELS, Trees};
pub use vocabulary::{VOCABULARY_FEATURES, VOCABULARY_UNIT, Vocabulary, token_value, vocabulary_features};
