//! What a model knows about its own decisions: operating points with their measured cost, the calibration of a page's
//! probability, and the parameters of the decision. All of it is fitted to one model, so it lives in the model file.

use super::math::sigmoid_f64;
use crate::error::{ErrorKind, Result};
use crate::page::Format;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Share of pages that is assumed to carry injected spam unless the caller says otherwise: one in a thousand, which is what
/// crawls of the open web find.
pub const DEFAULT_PRIOR: f32 = 0.001;

/// Longest name of an operating point, in bytes.
const MAX_NAME: usize = 64;

/// A choice of spam thresholds, with what it costs. A model has one or more; the first is the default.
///
/// ```
/// use blocksift::{Format, Model};
/// for point in Model::embedded().operating_points() {
///     println!("{point}");
/// }
/// let strict = Model::embedded().operating_point("strict")?;
/// assert!(strict.spam_for(Format::Html) > Model::embedded().operating_points()[0].spam_for(Format::Html));
/// # Ok::<(), blocksift::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OperatingPoint {
    /// Its name, e.g. `balanced`.
    pub name: String,
    /// A page of markup is flagged when the spam probability of any block reaches this.
    pub spam: f32,
    /// The same for pages that were flattened to text.
    pub spam_text: f32,
    /// A piece of a block that is not spam itself is a spam span when its probability reaches this.
    pub span: f32,
    /// What the point costs on pages that the model was not fitted on; absent if nobody measured it.
    #[serde(default, skip_serializing_if = "Figures::is_empty")]
    pub figures: Figures,
}

impl OperatingPoint {
    /// A point without figures.
    #[must_use]
    pub fn new(name: impl Into<String>, spam: f32, spam_text: f32, span: f32) -> Self {
        Self { name: name.into(), spam, spam_text, span, figures: Figures::default() }
    }

    /// The threshold that flags pages of a format.
    #[must_use]
    pub fn spam_for(&self, format: Format) -> f32 {
        match format {
            Format::Html => self.spam,
            Format::Text => self.spam_text,
        }
    }

    fn is_sound(&self) -> bool {
        let is_named = !self.name.is_empty() && self.name.len() <= MAX_NAME;
        is_named && [self.spam, self.spam_text, self.span].iter().all(|t| (0.0..=1.0).contains(t))
    }
}

/// One line, e.g. `balanced: flags pages from 0.93 (8 of 1997 clean pages, 86.6% of unseen spam); text from 0.915 (…)`.
impl fmt::Display for OperatingPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: flags pages from {}", self.name, self.spam)?;
        if let Some(measured) = &self.figures.html {
            write!(f, " ({measured})")?;
        }
        write!(f, "; text from {}", self.spam_text)?;
        if let Some(measured) = &self.figures.text {
            write!(f, " ({measured})")?;
        }
        Ok(())
    }
}

/// What an operating point costs, by page format.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Figures {
    /// Of pages of markup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<FormatFigures>,
    /// Of pages that were flattened to text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<FormatFigures>,
}

impl Figures {
    /// Figures of both formats.
    #[must_use]
    pub fn new(html: Option<FormatFigures>, text: Option<FormatFigures>) -> Self {
        Self { html, text }
    }

    /// The figures of one format.
    #[must_use]
    pub fn of(&self, format: Format) -> Option<&FormatFigures> {
        match format {
            Format::Html => self.html.as_ref(),
            Format::Text => self.text.as_ref(),
        }
    }

    fn is_empty(&self) -> bool {
        self.html.is_none() && self.text.is_none()
    }
}

/// What an operating point costs on pages of one format, all of which the model was not fitted on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FormatFigures {
    /// Clean pages that were scored.
    pub clean_pages: u64,
    /// How many of them were flagged.
    pub clean_pages_flagged: u64,
    /// Share of the words of spam that were found, 0 to 1, of spam families that the model had never seen.
    pub unseen_recall: f64,
}

impl FormatFigures {
    /// Figures of one format.
    #[must_use]
    pub fn new(clean_pages: u64, clean_pages_flagged: u64, unseen_recall: f64) -> Self {
        Self { clean_pages, clean_pages_flagged, unseen_recall }
    }

    fn is_sound(&self) -> bool {
        self.clean_pages_flagged <= self.clean_pages && (0.0..=1.0).contains(&self.unseen_recall)
    }
}

/// E.g. `8 of 1997 clean pages, 86.6% of unseen spam`.
impl fmt::Display for FormatFigures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (flagged, pages, recall) = (self.clean_pages_flagged, self.clean_pages, 100.0 * self.unseen_recall);
        write!(f, "{flagged} of {pages} clean pages, {recall:.1}% of unseen spam")
    }
}

/// Turns the highest spam probability of a page's blocks and spans into the probability that the page carries spam.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageCalibration {
    /// Share of pages with injected spam that the offsets assume.
    pub prior: f32,
    /// For pages of markup.
    pub html: Calibration,
    /// For pages that were flattened to text.
    pub text: Calibration,
}

/// `logit(page) = slope * logit(block) + offset` (Platt 1999).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Factor of the logit.
    pub slope: f32,
    /// What is added to it.
    pub offset: f32,
}

impl PageCalibration {
    /// The page's probability, with its log-odds shifted from the prior of the calibration to `prior`.
    pub(super) fn probability(&self, max_spam: f32, format: Format, prior: f32) -> f32 {
        let Calibration { slope, offset } = match format {
            Format::Html => self.html,
            Format::Text => self.text,
        };
        let shift = if prior == self.prior { 0.0 } else { logit(prior) - logit(self.prior) };
        sigmoid_f64(f64::from(slope) * logit(max_spam) + f64::from(offset) + shift) as f32
    }

    fn is_sound(&self) -> bool {
        let is_sound = |c: &Calibration| (0.0..=1e3).contains(&c.slope) && c.offset.abs() <= 1e3;
        self.prior > 0.0 && self.prior < 1.0 && is_sound(&self.html) && is_sound(&self.text)
    }
}

/// The logit of a probability, in double precision and finite.
fn logit(p: f32) -> f64 {
    let p = f64::from(p).clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

/// Parameters of the decision. They depend on how a model errs, so each model has its own.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DecisionParameters {
    /// Subtracted from the logit of content before the page's expected F1 is maximized. The expectation treats blocks as
    /// independent, but a page's blocks err together, so doubtful blocks cost more than it says.
    pub caution: f32,
    /// On a flagged page, a block is spam from this share of the spam threshold.
    pub flagged_page_factor: f32,
    /// A page with less expected content than this has none; in units (words, or half Chinese characters).
    pub min_content_units: f32,
    /// How much of the logit of content comes from the mean of a block's list or table, 0 to 1.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub group_share: f32,
}

/// Whether a share is left out of a model file, which then reads as before there was one.
fn is_zero(share: &f32) -> bool {
    *share == 0.0
}

impl DecisionParameters {
    fn is_sound(&self) -> bool {
        self.caution.abs() <= 20.0
            && (0.0..=1.0).contains(&self.flagged_page_factor)
            && (0.0..=1e6).contains(&self.min_content_units)
            && (0.0..=1.0).contains(&self.group_share)
    }
}

// The defaults are those of the embedded model before calibration. A new model gets them until `calibrate` replaces them.

impl Default for DecisionParameters {
    fn default() -> Self {
        Self { caution: 0.3, flagged_page_factor: 0.5, min_content_units: 10.0, group_share: 0.0 }
    }
}

impl Default for PageCalibration {
    fn default() -> Self {
        Self {
            prior: DEFAULT_PRIOR,
            html: Calibration { slope: 1.384, offset: -7.6 },
            text: Calibration { slope: 1.161, offset: -7.196 },
        }
    }
}

/// The operating points of a model that was not calibrated.
pub(super) fn default_operating_points() -> Vec<OperatingPoint> {
    vec![OperatingPoint::new("balanced", 0.93, 0.915, 0.93), OperatingPoint::new("strict", 0.97, 0.98, 0.97)]
}

/// Checks what a model file says of its decisions.
pub(super) fn check(points: &[OperatingPoint], page: &PageCalibration, decision: &DecisionParameters) -> Result<()> {
    let corrupt = |why: &str| Err(ErrorKind::ModelCorrupt(why.to_owned()).into());
    if points.is_empty() || !points.iter().all(OperatingPoint::is_sound) {
        return corrupt("its operating points have no name or thresholds outside 0 to 1, or there are none");
    }
    let is_repeated = |(i, point): (usize, &OperatingPoint)| points[..i].iter().any(|other| other.name == point.name);
    if points.iter().enumerate().any(is_repeated) {
        return corrupt("two of its operating points share a name");
    }
    let mut figures = points.iter().flat_map(|p| [p.figures.html, p.figures.text]).flatten();
    if !figures.all(|f| f.is_sound()) {
        return corrupt("the figures of its operating points are out of range");
    }
    if !page.is_sound() {
        return corrupt("the calibration of the page's probability is out of range");
    }
    if !decision.is_sound() {
        return corrupt("the parameters of its decision are out of range");
    }
    Ok(())
}
