//! The thresholds that a caller may set, and the rule that they make together with a model's operating point.

use super::operating::{DecisionParameters, OperatingPoint};
use crate::error::{ErrorKind, Result};
use crate::label::Label;
use crate::page::Format;

/// The caller's choices of when a block gets a label. What is not set comes from the model.
///
/// By default content is what maximizes the page's expected F1, which beats any fixed threshold;
/// [`with_beta`](Thresholds::with_beta) trades its precision for recall. Spam thresholds come from the model's
/// [`OperatingPoint`].
///
/// Spam is decided in two steps, as edges are by hysteresis (Canny 1986). A page is flagged when any of its blocks reaches
/// the spam threshold. On a flagged page, blocks that reach half of it are spam too, because campaigns seldom leave a single
/// block. So the threshold sets how rarely a clean page is flagged, and little is missed on the pages that are.
///
/// Every threshold is monotonic: raising it never adds a block to its label. So is beta: raising it never removes a block
/// from content.
///
/// ```
/// use blocksift::{Format, Label, Thresholds};
/// let thresholds = Thresholds::default().with_threshold(Label::Spam, 0.99)?.with_beta(2.0)?;
/// assert_eq!(thresholds.spam_for(Format::Html), Some(0.99));
/// assert_eq!(Thresholds::default().spam_for(Format::Html), None);
/// # Ok::<(), blocksift::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    beta: f32,
    content: Option<f32>,
    navigation: Option<f32>,
    spam: Option<f32>,
    spam_text: Option<f32>,
    span: Option<f32>,
}

impl Default for Thresholds {
    /// A beta of 1 and no thresholds.
    fn default() -> Self {
        Self { beta: 1.0, content: None, navigation: None, spam: None, spam_text: None, span: None }
    }
}

impl Thresholds {
    /// Sets the threshold of one label, for pages of both formats. That of spam holds for spans as well.
    ///
    /// A block at least this probably content is content. A block that is not spam and less probably navigation than this
    /// is content, whatever its threshold for content. A page with a block at least this probably spam is flagged.
    ///
    /// # Errors
    /// A value outside 0 to 1.
    ///
    /// ```
    /// use blocksift::{Label, Thresholds};
    /// let careful = Thresholds::default().with_threshold(Label::Spam, 0.99)?;
    /// assert!(Thresholds::default().with_threshold(Label::Spam, 2.0).is_err());
    /// # Ok::<(), blocksift::Error>(())
    /// ```
    pub fn with_threshold(mut self, label: Label, threshold: f32) -> Result<Self> {
        let set = Some(checked(threshold, label.as_str())?);
        match label {
            Label::Content => self.content = set,
            Label::Navigation => self.navigation = set,
            Label::Spam => (self.spam, self.spam_text, self.span) = (set, set, set),
        }
        Ok(self)
    }

    /// Sets the spam threshold for pages of one format. Leaves spans alone.
    ///
    /// # Errors
    /// A value outside 0 to 1.
    ///
    /// ```
    /// use blocksift::{Format, Thresholds};
    /// let thresholds = Thresholds::default().with_spam_for(Format::Text, 0.95)?;
    /// assert_eq!(thresholds.spam_for(Format::Html), None);
    /// # Ok::<(), blocksift::Error>(())
    /// ```
    pub fn with_spam_for(mut self, format: Format, threshold: f32) -> Result<Self> {
        let set = Some(checked(threshold, "spam")?);
        match format {
            Format::Html => self.spam = set,
            Format::Text => self.spam_text = set,
        }
        Ok(self)
    }

    /// Sets the probability from which a piece of a block that is not spam itself is a spam span.
    ///
    /// # Errors
    /// A value outside 0 to 1.
    pub fn with_span(mut self, threshold: f32) -> Result<Self> {
        self.span = Some(checked(threshold, "spam spans")?);
        Ok(self)
    }

    /// Sets the weight of content recall relative to precision (F-beta, van Rijsbergen 1979). At 0.5 doubtful blocks are
    /// dropped, at 2 they are kept. Has no effect once a threshold for content is set.
    ///
    /// # Errors
    /// A value outside 0.01 to 100.
    ///
    /// ```
    /// use blocksift::Thresholds;
    /// let thorough = Thresholds::default().with_beta(2.0)?;
    /// assert!(Thresholds::default().with_beta(0.0).is_err());
    /// # Ok::<(), blocksift::Error>(())
    /// ```
    pub fn with_beta(mut self, beta: f32) -> Result<Self> {
        if !(0.01..=100.0).contains(&beta) {
            return Err(ErrorKind::InvalidSetting(format!("beta {beta} is not between 0.01 and 100")).into());
        }
        self.beta = beta;
        Ok(self)
    }

    /// The weight of content recall relative to precision.
    #[must_use]
    pub fn beta(&self) -> f32 {
        self.beta
    }

    /// The threshold for content, if set.
    #[must_use]
    pub fn content(&self) -> Option<f32> {
        self.content
    }

    /// The threshold for navigation, if set.
    #[must_use]
    pub fn navigation(&self) -> Option<f32> {
        self.navigation
    }

    /// The spam threshold for pages of a format, if set.
    #[must_use]
    pub fn spam_for(&self, format: Format) -> Option<f32> {
        match format {
            Format::Html => self.spam,
            Format::Text => self.spam_text,
        }
    }

    /// The threshold for spam spans, if set.
    #[must_use]
    pub fn span(&self) -> Option<f32> {
        self.span
    }

    /// The rule of these thresholds where they are set, and of an operating point where they are not.
    pub(crate) fn resolve(&self, point: &OperatingPoint, parameters: DecisionParameters) -> DecisionRule {
        DecisionRule {
            beta: self.beta,
            content: self.content,
            navigation: self.navigation,
            spam: self.spam.unwrap_or(point.spam),
            spam_text: self.spam_text.unwrap_or(point.spam_text),
            span: self.span.unwrap_or(point.span),
            parameters,
        }
    }
}

fn checked(threshold: f32, name: &str) -> Result<f32> {
    if (0.0..=1.0).contains(&threshold) {
        Ok(threshold)
    } else {
        let message = format!("the threshold {threshold} for {name} is not between 0 and 1");
        Err(ErrorKind::InvalidSetting(message).into())
    }
}

/// How probabilities become labels: every threshold has a value. The fields are those of [`Thresholds`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DecisionRule {
    /// Weight of content recall relative to precision.
    pub beta: f32,
    /// Threshold for content; `None`: the page's expected F1 decides.
    pub content: Option<f32>,
    /// Threshold for navigation.
    pub navigation: Option<f32>,
    /// Spam threshold for pages of markup.
    pub spam: f32,
    /// Spam threshold for pages that were flattened to text.
    pub spam_text: f32,
    /// Threshold for spam spans.
    pub span: f32,
    /// The model's parameters.
    pub parameters: DecisionParameters,
}

impl Default for DecisionRule {
    /// The rule of a model file that says nothing of its decisions.
    fn default() -> Self {
        Thresholds::default().into()
    }
}

impl From<Thresholds> for DecisionRule {
    /// The thresholds where they are set, and the default rule where they are not.
    fn from(thresholds: Thresholds) -> Self {
        let points = super::operating::default_operating_points();
        thresholds.resolve(&points[0], DecisionParameters::default())
    }
}

impl DecisionRule {
    /// The same rule with one spam threshold for pages of both formats, and not for spans.
    #[must_use]
    pub fn with_spam(self, threshold: f32) -> Self {
        Self { spam: threshold, spam_text: threshold, ..self }
    }

    /// The spam threshold for pages of a format.
    #[must_use]
    pub fn spam_for(&self, format: Format) -> f32 {
        match format {
            Format::Html => self.spam,
            Format::Text => self.spam_text,
        }
    }
}
