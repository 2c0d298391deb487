//! The parameters that turn the feature rows of one page format into probabilities, and the checks that they fit together.

use super::expand::expanded_width;
use super::stage::STAGE_FEATURES;
use super::trees::Trees;
use super::vocabulary::{VOCABULARY_FEATURES, Vocabulary};
use crate::error::{ErrorKind, Result};
use crate::features::features;
use serde::{Deserialize, Serialize};

/// The parameters of one page format: what is read, how it is scaled, and the stages that score it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Stack {
    /// Names of the feature columns that are read, in the order of the weights.
    pub features: Vec<String>,
    /// The learned vocabulary, whose features follow the columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vocabulary: Option<Vocabulary>,
    /// Mean of each column, then of each of [`VOCABULARY_FEATURES`].
    pub means: Vec<f32>,
    /// Scale of each column: the mean is subtracted from a value, the difference divided by this, the quotient clipped.
    pub scales: Vec<f32>,
    /// Mean of each of [`STAGE_FEATURES`].
    pub stage_means: Vec<f32>,
    /// Scale of each of [`STAGE_FEATURES`].
    pub stage_scales: Vec<f32>,
    /// The stages, first to last.
    pub stages: Vec<Stage>,
    /// Pairs of features whose products the linear heads read, see [`product_names`](super::product_names).
    pub products: Vec<[String; 2]>,
    /// Index in the schema of each of `features`.
    #[serde(skip)]
    pub columns: Vec<usize>,
    /// Indices in `features` of the factors of each product.
    #[serde(skip)]
    pub pairs: Vec<(usize, usize)>,
}

/// Two logistic heads.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Stage {
    /// Content against navigation, given that a block is not spam.
    pub content: Head,
    /// Spam against the other two labels.
    pub spam: Head,
}

/// A logistic head: `sigmoid(slope * (bias + weights · x + trees(y)) + offset)`.
///
/// `y` are the inputs, `x` what the standardized inputs [`expand`](super::expand()) to. A head has weights, trees or both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Constant term.
    pub bias: f32,
    /// One weight per expanded input: the columns, then the stage features of a later stage, their hinges, the products.
    /// Empty if the head has trees only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<f32>,
    /// Boosted trees over the inputs.
    #[serde(default, skip_serializing_if = "Trees::is_empty")]
    pub trees: Trees,
    /// Slope of the calibration (Platt 1999), fitted on out-of-fold predictions.
    pub slope: f32,
    /// Offset of the calibration.
    pub offset: f32,
}

impl Default for Head {
    fn default() -> Self {
        Self { bias: 0.0, weights: Vec::new(), trees: Trees::default(), slope: 1.0, offset: 0.0 }
    }
}

impl Head {
    /// Whether there are as many weights as expanded inputs, and the trees read no other inputs.
    fn is_sound(&self, inputs: usize, products: usize) -> bool {
        let weights = self.weights.len();
        let is_linear = weights == expanded_width(inputs, products);
        (is_linear || weights == 0 && !self.trees.is_empty()) && self.trees.is_sound(inputs)
    }
}

impl Stack {
    /// Checks that all parts fit together, and looks up columns and factors by name.
    ///
    /// A stack that was put together by hand needs this before it predicts; [`Model`](super::Model)s are always checked.
    ///
    /// # Errors
    /// An unknown feature, or parts of the wrong length or range.
    pub fn check(&mut self) -> Result<()> {
        self.look_up_names()?;
        if self.has_sound_shape() && self.has_sound_numbers() {
            Ok(())
        } else {
            Err(ErrorKind::ModelCorrupt("its weights do not fit its features".into()).into())
        }
    }

    fn look_up_names(&mut self) -> Result<()> {
        let column = |name: &String| {
            let index = features().iter().position(|feature| feature.name == *name);
            index.ok_or_else(|| ErrorKind::ModelCorrupt(format!("it reads an unknown feature {name}")))
        };
        self.columns = self.features.iter().map(column).collect::<std::result::Result<_, _>>()?;
        let names: Vec<&str> = self.names().collect();
        let position = |factor: &String| names.iter().position(|name| name == factor);
        let pairs: Option<Vec<_>> = self.products.iter().map(|[a, b]| Some((position(a)?, position(b)?))).collect();
        self.pairs =
            pairs.ok_or_else(|| ErrorKind::ModelCorrupt("it multiplies a feature that it does not read".into()))?;
        Ok(())
    }

    fn has_sound_shape(&self) -> bool {
        let n = self.width();
        let staged = STAGE_FEATURES.len();
        let is_sound = |(number, stage): (usize, &Stage)| {
            let inputs = n + if number == 0 { 0 } else { staged };
            [&stage.content, &stage.spam].iter().all(|head| head.is_sound(inputs, self.products.len()))
        };
        self.vocabulary.as_ref().is_none_or(Vocabulary::is_sound)
            && self.means.len() == n
            && self.scales.len() == n
            && !self.stages.is_empty()
            && (self.stages.len() == 1 || self.stage_means.len() == staged && self.stage_scales.len() == staged)
            && self.stages.iter().enumerate().all(is_sound)
    }

    /// Whether no number is so large that a sum overflows, and nothing is divided by 0.
    fn has_sound_numbers(&self) -> bool {
        // Far beyond what any fit gives.
        self.numbers().all(|n| n.abs() <= 1e9) && self.scales.iter().chain(&self.stage_scales).all(|scale| *scale > 0.0)
    }

    fn numbers(&self) -> impl Iterator<Item = f32> {
        let heads = self.heads().flat_map(|h| h.weights.iter().copied().chain([h.bias, h.slope, h.offset]));
        let scales = self.means.iter().chain(&self.scales).chain(&self.stage_means).chain(&self.stage_scales);
        scales.copied().chain(heads)
    }

    /// The heads of all stages.
    pub(super) fn heads(&self) -> impl Iterator<Item = &Head> {
        self.stages.iter().flat_map(|stage| [&stage.content, &stage.spam])
    }

    /// Number of inputs without the stage features: the columns and the vocabulary features.
    pub(super) fn width(&self) -> usize {
        self.features.len() + if self.vocabulary.is_some() { VOCABULARY_FEATURES.len() } else { 0 }
    }

    /// Names of these inputs.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let learned = VOCABULARY_FEATURES.iter().map(|(name, _)| *name).take(self.width() - self.features.len());
        self.features.iter().map(String::as_str).chain(learned)
    }
}
