//! The model file: a format of our own, so that a model loads for as long as this code does.
//!
//! One header line, `blocksift-model VERSION LENGTH CHECKSUM`, then `LENGTH` bytes of JSON. The checksum is 64-bit FNV-1a.
//! Numbers are decimal, so the file reads the same on every machine. docs/MODEL_FORMAT.md describes the fields.

use super::families::Families;
use super::operating::{self, DecisionParameters, OperatingPoint, PageCalibration};
use super::stack::Stack;
use crate::error::{Error, ErrorKind, Result};
use crate::features::schema_hash;
use crate::hash::fnv1a;
use crate::label::Label;
use crate::page::Format;
use serde::{Deserialize, Serialize};

/// The format version that this build writes, and the only one that it reads.
pub const FORMAT_VERSION: u32 = 3;

const MAGIC: &str = "blocksift-model";

/// Longest header line that is looked for, in bytes.
const MAX_HEADER: usize = 200;

/// A trained model. It was checked when it was read, so predictions cannot fail.
///
/// ```
/// use blocksift::{Hints, Model, Sifter};
/// let model = Model::embedded();
/// println!("{}, trained on {} pages", model.name(), model.provenance().pages);
/// let copy = Model::from_bytes(&model.to_bytes()?)?;
/// let report = Sifter::new(copy).sift(b"<p>One</p>", &Hints::default());
/// # Ok::<(), blocksift::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub(crate) parts: ModelParts,
}

/// What a model file holds, before it was checked.
///
/// Training puts a model together from its parts; [`ModelParts::into_model`] checks that they fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelParts {
    /// Hash of the feature schema that the rows must have, see [`schema_hash`].
    pub schema: String,
    /// The labels, in the order of [`Label::ALL`].
    pub labels: Vec<Label>,
    /// What the model was trained on.
    pub provenance: Provenance,
    /// The choices of spam thresholds; the first is the default.
    pub operating_points: Vec<OperatingPoint>,
    /// Calibration of the page's probability.
    pub page_calibration: PageCalibration,
    /// Parameters of the decision.
    pub decision: DecisionParameters,
    /// Parameters for pages of markup.
    pub html: Stack,
    /// Parameters for pages that were flattened to text.
    pub text: Stack,
    /// What spam families are recognized by; absent if the model was fitted without campaigns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub families: Option<Families>,
}

/// What a model was trained on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Provenance {
    /// The model's name, chosen by whoever fitted it.
    pub name: String,
    /// Number of pages in the table, altered copies included.
    pub pages: u64,
    /// Number of rows in the table.
    pub rows: u64,
    /// Seed of the fit.
    pub seed: u64,
    /// FNV-1a of the table's bytes after decompression.
    pub table: String,
}

impl Provenance {
    /// The provenance of a model with a name and nothing else.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

impl Default for ModelParts {
    /// Parts for this build's schema, with the default decisions and two empty stacks.
    fn default() -> Self {
        Self {
            schema: schema_hash(),
            labels: Label::ALL.to_vec(),
            provenance: Provenance::default(),
            operating_points: operating::default_operating_points(),
            page_calibration: PageCalibration::default(),
            decision: DecisionParameters::default(),
            html: Stack::default(),
            text: Stack::default(),
            families: None,
        }
    }
}

impl Model {
    /// The format version that this build writes, and the only one that it reads.
    pub const FORMAT_VERSION: u32 = FORMAT_VERSION;

    /// The model that ships with this crate.
    #[must_use]
    pub fn embedded() -> &'static Model {
        static MODEL: std::sync::LazyLock<Model> = std::sync::LazyLock::new(|| {
            Model::from_bytes(include_bytes!("../../data/model/blocksift.model"))
                .expect("the tests load the embedded model")
        });
        &MODEL
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// The bytes are truncated or corrupt, need another feature schema, or come from another version.
    ///
    /// ```
    /// let error = blocksift::Model::from_bytes(b"blocksift-model 3 900 0").unwrap_err();
    /// assert!(error.to_string().contains("truncated"));
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Model> {
        let parts: ModelParts = serde_json::from_slice(body(bytes)?).map_err(|e| corrupt(&e.to_string()))?;
        parts.into_model()
    }

    /// Writes the model as a file. Equal models give equal bytes.
    ///
    /// # Errors
    /// The model cannot be written as JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.parts.to_bytes()
    }

    /// The model's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.parts.provenance.name
    }

    /// What the model was trained on.
    #[must_use]
    pub fn provenance(&self) -> &Provenance {
        &self.parts.provenance
    }

    /// Hash of the feature schema that the model reads; always that of [`schema_hash`].
    #[must_use]
    pub fn schema(&self) -> &str {
        &self.parts.schema
    }

    /// Names of the spam families that the model recognizes; none if it was fitted without campaigns.
    pub fn family_names(&self) -> impl Iterator<Item = &str> {
        self.parts.families.iter().flat_map(|known| &known.families).map(|family| family.name.as_str())
    }

    /// The choices of spam thresholds. There is at least one, and the first is the default.
    #[must_use]
    pub fn operating_points(&self) -> &[OperatingPoint] {
        &self.parts.operating_points
    }

    /// An operating point by name.
    ///
    /// # Errors
    /// The model has no point of this name; the message lists those that it has.
    ///
    /// ```
    /// use blocksift::Model;
    /// let error = Model::embedded().operating_point("lax").unwrap_err();
    /// assert!(error.to_string().ends_with("use balanced or strict"));
    /// ```
    pub fn operating_point(&self, name: &str) -> Result<&OperatingPoint> {
        let points = self.operating_points();
        points.iter().find(|point| point.name == name).ok_or_else(|| {
            let names: Vec<&str> = points.iter().map(|point| point.name.as_str()).collect();
            let message =
                format!("model {:?} has no operating point {name:?}: use {}", self.name(), names.join(" or "));
            ErrorKind::InvalidSetting(message).into()
        })
    }

    /// The probability that a page carries injected spam, given the highest spam probability of its blocks and spans, if a
    /// share of `prior` of all pages does ([`DEFAULT_PRIOR`](crate::DEFAULT_PRIOR) is one in a thousand).
    ///
    /// A block's probability says how often such blocks are spam in training, where spam is not rare. A page has hundreds
    /// of blocks, each of which may be wrong, and hardly any page has spam. So the page's probability has a calibration of
    /// its own, from clean pages and from spam of families that the model had not seen (Platt 1999), at a prior that the
    /// model file names. Another prior shifts the log-odds. `max_spam` and `prior` are kept a millionth away from 0 and 1.
    ///
    /// ```
    /// use blocksift::{DEFAULT_PRIOR, Format, Model};
    /// let model = Model::embedded();
    /// let crawl = model.page_probability(0.97, Format::Html, DEFAULT_PRIOR);
    /// let suspects = model.page_probability(0.97, Format::Html, 0.1);
    /// assert!(crawl < suspects);
    /// ```
    #[must_use]
    pub fn page_probability(&self, max_spam: f32, format: Format, prior: f32) -> f32 {
        self.parts.page_calibration.probability(max_spam, format, prior)
    }
}

impl ModelParts {
    /// Checks that all parts fit together.
    ///
    /// # Errors
    /// Another feature schema, or parts that do not fit.
    pub fn into_model(mut self) -> Result<Model> {
        if self.schema != schema_hash() {
            return Err(ErrorKind::SchemaMismatch { found: self.schema, expected: schema_hash() }.into());
        }
        if self.labels != Label::ALL {
            return Err(corrupt("its labels are not content, navigation, spam"));
        }
        if self.families.as_ref().is_some_and(|families| !families.is_sound()) {
            return Err(corrupt("its families are damaged"));
        }
        operating::check(&self.operating_points, &self.page_calibration, &self.decision)?;
        self.html.check()?;
        self.text.check()?;
        Ok(Model { parts: self })
    }

    /// Writes the parts as a model file, whether they fit or not.
    ///
    /// # Errors
    /// The parts cannot be written as JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let body = serde_json::to_string(self).map_err(|e| corrupt(&format!("it cannot be written: {e}")))?;
        let header = format!("{MAGIC} {FORMAT_VERSION} {} {}\n", body.len(), fnv1a(body.as_bytes()));
        Ok([header, body].concat().into_bytes())
    }

    /// The parameters for a format.
    pub fn stack(&self, format: Format) -> &Stack {
        match format {
            Format::Html => &self.html,
            Format::Text => &self.text,
        }
    }
}

fn corrupt(why: &str) -> Error {
    ErrorKind::ModelCorrupt(why.to_owned()).into()
}

/// Checks the header of a model file, and gives the JSON after it.
fn body(file: &[u8]) -> Result<&[u8]> {
    let start = &file[..file.len().min(MAX_HEADER)];
    let end = memchr::memchr(b'\n', start).unwrap_or(start.len());
    let header = std::str::from_utf8(&file[..end]).map_err(|_| corrupt("its first line is not text"))?;
    let mut fields = header.split(' ');
    if fields.next() != Some(MAGIC) {
        return Err(corrupt("it does not begin with `blocksift-model`"));
    }
    let version: u32 = fields.next().and_then(|v| v.parse().ok()).ok_or_else(|| corrupt("it names no version"))?;
    if version > FORMAT_VERSION {
        return Err(ErrorKind::ModelTooNew { found: version, supported: FORMAT_VERSION }.into());
    }
    if version < FORMAT_VERSION {
        return Err(ErrorKind::ModelTooOld { found: version, supported: FORMAT_VERSION }.into());
    }
    let expected: usize = fields.next().and_then(|v| v.parse().ok()).ok_or_else(|| corrupt("it names no length"))?;
    let checksum = fields.next().ok_or_else(|| corrupt("it names no checksum"))?;
    let rest = file.get(end + 1..).unwrap_or_default();
    let body = rest.get(..expected).ok_or(ErrorKind::ModelTruncated { expected, found: rest.len() })?;
    if checksum == fnv1a(body) { Ok(body) } else { Err(corrupt("its checksum differs")) }
}
