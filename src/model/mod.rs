//! Feature rows become probabilities, labels, and the reasons for them.
//!
//! A model has a stack of stages for markup and one for plain text. Each stage has two heads: is the block spam, and is it
//! content given that it is not. A head is a linear score fitted with linfa, or boosted trees. The second stage reads the
//! features again, together with what the first predicted for the block and its neighbors (stacked generalization,
//! Wolpert 1992; for sequences of blocks, Cohen and Carvalho 2005).
//!
//! From the ground up: [`math`] and [`context`] are shared formulas; [`trees`], [`vocabulary`], [`stage`], [`expand`] and
//! [`families`] are the parts of a model; [`stack`] puts them together for one page format; [`artifact`] is the file;
//! [`linear`] and [`predict`] compute probabilities; [`operating`], [`thresholds`] and [`decide`] make labels of them;
//! [`explain`] and [`summary`] are for people.

mod artifact;
mod context;
mod decide;
mod decision;
mod expand;
mod explain;
mod families;
mod groups;
mod linear;
mod math;
mod operating;
mod phrases;
mod predict;
mod stack;
mod stage;
mod summary;
mod thresholds;
mod trees;
mod vocabulary;

pub use artifact::{FORMAT_VERSION, Model, ModelParts, Provenance};
pub use decide::{decide, decide_page, label_page};
pub use decision::{DecidedBy, Decision};
pub use expand::{KNOT, expand, expanded_width, product_names};
pub use explain::{Contribution, Explainer, Explanation};
pub use families::{FAMILY_BUCKETS, FAMILY_STEP, Families, FamilyTokens, Resemblance};
pub use math::{CLIP, standardize};
pub use operating::{
    Calibration, DEFAULT_PRIOR, DecisionParameters, Figures, FormatFigures, OperatingPoint, PageCalibration,
};
pub use stack::{Head, Stack, Stage};
pub use stage::{STAGE_FEATURES, stage_features};
pub use summary::{ModelFeature, ModelFeatureKind, StackSummary, model_features};
pub use thresholds::{DecisionRule, Thresholds};
pub use trees::{LEAF_UNIT, MAX_DEPTH, Trees};
pub use vocabulary::{VOCABULARY_FEATURES, VOCABULARY_UNIT, Vocabulary, token_value, vocabulary_features};
