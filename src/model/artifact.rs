//! The model file: our own format, so that a model loads for as long as this code does.
//!
//! One header line, `blocksift-model VERSION LENGTH CHECKSUM`, then `LENGTH` bytes of JSON. The checksum is
//! 64-bit FNV-1a. Numbers are decimal, so the file reads the same on every machine.

use super::expand::expanded_width;
use super::families::Families;
use super::stage::STAGE_FEATURES;
use super::trees::Trees;
use super::vocabulary::{VOCABULARY_FEATURES, Vocabulary};
use crate::error::{ErrorKind, Result};
use crate::features::{features, schema_hash};
use crate::hash::fnv1a;
use crate::label::Label;
use crate::page::Format;
use serde::{Deserialize, Serialize};

/// The newest format version that this build reads and the one that it writes.
pub const FORMAT_VERSION: u32 = 2;

const MAGIC: &str = "blocksift-model";

/// A trained model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Hash of the feature schema that the rows must have, see [`schema_hash`].
    pub schema: String,
    /// Labels in the order of [`Label::ALL`].
    pub labels: Vec<Label>,
    /// What it was trained on.
    pub provenance: Provenance,
    /// For pages that come as markup.
    pub html: Stack,
    /// For pages that were flattened to text.
    pub text: Stack,
    /// What families of spam are known by; `None` if it was fitted without campaigns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub families: Option<Families>,
}

/// What a model was trained on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Provenance {
    /// Name given by whoever fitted it.
    pub name: String,
    /// Pages and rows of the table.
    pub pages: u64,
    /// Rows of the table.
    pub rows: u64,
    /// Seed of the fit.
    pub seed: u64,
    /// FNV-1a of the table's bytes after decompression.
    pub table: String,
}

/// What turns the rows of one format into probabilities.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Stack {
    /// Names of the columns that are read, in the order of the weights.
    pub features: Vec<String>,
    /// The learnt vocabulary, whose features come after the columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vocabulary: Option<Vocabulary>,
    /// Mean of each column, then of each of [`VOCABULARY_FEATURES`].
    pub means: Vec<f32>,
    /// Scale of each column: values are divided by it after the mean is taken off, then clipped.
    pub scales: Vec<f32>,
    /// Means of the stage features, see [`STAGE_FEATURES`].
    pub stage_means: Vec<f32>,
    /// Scales of the stage features.
    pub stage_scales: Vec<f32>,
    /// The stages, first to last.
    pub stages: Vec<Stage>,
    /// Features whose products the heads see, see [`crate::product_names`].
    pub products: Vec<[String; 2]>,
    /// Indices of `features` in the schema.
    #[serde(skip)]
    pub columns: Vec<usize>,
    /// Indices of the products' factors in `features`.
    #[serde(skip)]
    pub pairs: Vec<(usize, usize)>,
}

/// Two logistic heads.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Stage {
    /// Content against navigation, for blocks that are not spam.
    pub content: Head,
    /// Spam against the other two.
    pub spam: Head,
}

/// A logistic head: `sigmoid(slope * (bias + weights . x + trees(y)) + offset)`, where `x` is what the standardised inputs
/// [`crate::expand`] to, and `y` the inputs as they are. A head has weights, or trees, or both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Constant term.
    pub bias: f32,
    /// One weight for each value of the expanded inputs: the columns, in later stages the stage features, their bends,
    /// the products. None if the head has trees alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<f32>,
    /// Boosted trees over the inputs.
    #[serde(default, skip_serializing_if = "Trees::is_empty")]
    pub trees: Trees,
    /// Calibration after Platt (1999), fitted on predictions out of fold.
    pub slope: f32,
    /// Offset of the calibration.
    pub offset: f32,
}

impl Default for Head {
    fn default() -> Self {
        Self { bias: 0.0, weights: Vec::new(), trees: Trees::default(), slope: 1.0, offset: 0.0 }
    }
}

impl Model {
    /// The model that ships with this crate.
    pub fn embedded() -> &'static Model {
        static MODEL: std::sync::LazyLock<Model> = std::sync::LazyLock::new(|| {
            Model::from_bytes(include_bytes!("../../data/model/blocksift.model"))
                .expect("the embedded model is checked by the tests")
        });
        &MODEL
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// Says whether the bytes are truncated, corrupt, of another feature schema or from a newer version.
    ///
    /// ```
    /// let error = blocksift::Model::from_bytes(b"blocksift-model 1 900 0").unwrap_err();
    /// assert!(error.to_string().contains("truncated"));
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Model> {
        let corrupt = |why: &str| ErrorKind::ModelCorrupt(why.to_owned());
        let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(200)]).unwrap_or(bytes.len().min(200));
        let header = std::str::from_utf8(&bytes[..end]).map_err(|_| corrupt("its first line is no text"))?;
        let mut fields = header.split(' ');
        if fields.next() != Some(MAGIC) {
            return Err(corrupt("it does not begin with `blocksift-model`").into());
        }
        let version: u32 = fields.next().and_then(|v| v.parse().ok()).ok_or_else(|| corrupt("it names no version"))?;
        if version > FORMAT_VERSION {
            return Err(ErrorKind::ModelTooNew { found: version, supported: FORMAT_VERSION }.into());
        }
        let expected: usize =
            fields.next().and_then(|v| v.parse().ok()).ok_or_else(|| corrupt("it names no length"))?;
        let checksum = fields.next().ok_or_else(|| corrupt("it names no checksum"))?;
        let body = bytes.get(end + 1..).unwrap_or_default();
        if body.len() < expected {
            return Err(ErrorKind::ModelTruncated { expected, found: body.len() }.into());
        }
        let body = &body[..expected];
        if checksum != fnv1a(body) {
            return Err(corrupt("its checksum differs").into());
        }
        let mut model: Model = serde_json::from_slice(body).map_err(|e| corrupt(&e.to_string()))?;
        model.check()?;
        Ok(model)
    }

    /// The model as a file's bytes. The same model gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let body = serde_json::to_string(self).unwrap_or_default();
        let mut bytes = format!("{MAGIC} {FORMAT_VERSION} {} {}\n", body.len(), fnv1a(body.as_bytes())).into_bytes();
        bytes.extend_from_slice(body.as_bytes());
        bytes
    }

    /// The stack for a format.
    pub fn stack(&self, format: Format) -> &Stack {
        match format {
            Format::Html => &self.html,
            Format::Text => &self.text,
        }
    }

    /// Checks lengths and names and looks up the columns. Needed after a model was put together by hand.
    ///
    /// # Errors
    /// Another feature schema, or parts that do not fit each other.
    pub fn check(&mut self) -> Result<()> {
        if self.schema != schema_hash() {
            return Err(ErrorKind::SchemaMismatch { found: self.schema.clone(), expected: schema_hash() }.into());
        }
        if self.labels != Label::ALL {
            return Err(ErrorKind::ModelCorrupt("its labels are not content, navigation, spam".into()).into());
        }
        if self.families.as_ref().is_some_and(|f| !f.is_sound()) {
            return Err(ErrorKind::ModelCorrupt("what it knows families by is damaged".into()).into());
        }
        self.html.check()?;
        self.text.check()
    }
}

impl Head {
    /// Whether it has as many weights as there are inputs, bends and products, and its trees read no other inputs.
    fn is_sound(&self, inputs: usize, products: usize) -> bool {
        let weights = self.weights.len();
        let is_linear = weights == expanded_width(inputs, products);
        (is_linear || weights == 0 && !self.trees.is_empty()) && self.trees.is_sound(inputs)
    }
}

impl Stack {
    /// Checks lengths and names and looks up the columns. Needed after a stack was put together by hand.
    ///
    /// # Errors
    /// Parts that do not fit each other.
    pub fn check(&mut self) -> Result<()> {
        let n = self.width();
        let known = |name: &String| features().iter().position(|f| f.name == *name);
        self.columns = self
            .features
            .iter()
            .map(|name| {
                known(name).ok_or_else(|| ErrorKind::ModelCorrupt(format!("it reads an unknown feature {name}")))
            })
            .collect::<std::result::Result<_, _>>()?;
        let names: Vec<&str> = self.names().collect();
        let place = |name: &String| names.iter().position(|f| f == name);
        let pairs: Option<Vec<_>> = self.products.iter().map(|[a, b]| Some((place(a)?, place(b)?))).collect();
        self.pairs =
            pairs.ok_or_else(|| ErrorKind::ModelCorrupt("a product has a factor that it does not read".into()))?;
        let staged = STAGE_FEATURES.len();
        let sound = self.vocabulary.as_ref().is_none_or(Vocabulary::is_sound)
            && self.means.len() == n
            && self.scales.len() == n
            && !self.stages.is_empty()
            && (self.stages.len() == 1 || self.stage_means.len() == staged && self.stage_scales.len() == staged)
            && self.stages.iter().enumerate().all(|(i, s)| {
                let inputs = n + if i == 0 { 0 } else { staged };
                [&s.content, &s.spam].iter().all(|head| head.is_sound(inputs, self.products.len()))
            });
        // Far beyond any fit, and no sum of so many overflows.
        let finite =
            self.numbers().all(|n| n.abs() <= 1e9) && self.scales.iter().chain(&self.stage_scales).all(|s| *s > 0.0);
        if sound && finite {
            Ok(())
        } else {
            Err(ErrorKind::ModelCorrupt("its weights do not fit its features".into()).into())
        }
    }

    /// Number of inputs before the stage features: the columns and the vocabulary's.
    pub(crate) fn width(&self) -> usize {
        self.features.len() + if self.vocabulary.is_some() { VOCABULARY_FEATURES.len() } else { 0 }
    }

    /// Names of these inputs.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let learnt = VOCABULARY_FEATURES.iter().map(|(name, _)| *name).take(self.width() - self.features.len());
        self.features.iter().map(String::as_str).chain(learnt)
    }

    fn numbers(&self) -> impl Iterator<Item = f32> {
        let heads = self.stages.iter().flat_map(|s| [&s.content, &s.spam]);
        let of_heads = heads.flat_map(|h| h.weights.iter().copied().chain([h.bias, h.slope, h.offset]));
        let scales = self.means.iter().chain(&self.scales).chain(&self.stage_means).chain(&self.stage_scales);
        scales.copied().chain(of_heads)
    }
}
