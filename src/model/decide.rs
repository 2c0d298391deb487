//! Probabilities become labels.

use crate::error::{Kind, Result};
use crate::features::Features;
use crate::label::{Label, Probabilities};
use crate::page::Format;

/// The spam threshold that is used unless the caller sets one.
pub const DEFAULT_SPAM_THRESHOLD: f32 = 0.93;

/// The same for pages that were flattened to text: without links less can be known, and what is found is less certain.
pub const DEFAULT_SPAM_THRESHOLD_TEXT: f32 = 0.915;

/// On a page with a block at the spam threshold, blocks count as spam from this share of the threshold on.
const BESIDE: f32 = 0.5;

/// What is taken off the logit of content before F1 is maximised. The expectation treats a page's blocks as
/// independent, but they err together, so that doubtful blocks cost more than it says; found by cross-validation.
const CAUTION: f32 = 0.3;

/// Expected units of content below which a page is taken to have none.
const LEAST_CONTENT: f32 = 10.0;

/// Thresholds of the labels. By default content is what maximises the page's expected F1, which beats any fixed
/// threshold, and spam is what is at least [`DEFAULT_SPAM_THRESHOLD`] probable.
///
/// Spam is decided in two steps, as edges are by hysteresis (Canny 1986): a page is flagged if a block of it reaches
/// the spam threshold; on a flagged page the blocks that reach half of it are spam too, since campaigns seldom leave
/// one block. So the threshold sets how rarely a clean page is flagged, and less is missed where one is.
///
/// Each threshold is monotonic: raising it never adds a block to its label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// A block at least this probably content is content; `None`: the page's expected F1 decides.
    pub content: Option<f32>,
    /// A block that is not spam and less probably navigation than this is content, whatever `content` says.
    pub navigation: Option<f32>,
    /// A page with a block at least this probably spam is flagged; its blocks at least half as probable are spam.
    pub spam: f32,
    /// The same for pages that were flattened to text.
    pub spam_text: f32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { content: None, navigation: None, spam: DEFAULT_SPAM_THRESHOLD, spam_text: DEFAULT_SPAM_THRESHOLD_TEXT }
    }
}

impl Thresholds {
    /// Sets the threshold of one label, for pages of both formats.
    ///
    /// # Errors
    /// A value outside 0 to 1.
    ///
    /// ```
    /// use blocksift::{Label, Thresholds};
    /// let strict = Thresholds::default().with(Label::Spam, 0.99)?;
    /// assert!(Thresholds::default().with(Label::Spam, 2.0).is_err());
    /// # Ok::<(), blocksift::Error>(())
    /// ```
    pub fn with(mut self, label: Label, threshold: f32) -> Result<Self> {
        if !(0.0..=1.0).contains(&threshold) {
            let message = format!("the threshold {threshold} for {label} is not between 0 and 1");
            return Err(Kind::InvalidSetting(message).into());
        }
        match label {
            Label::Content => self.content = Some(threshold),
            Label::Navigation => self.navigation = Some(threshold),
            Label::Spam => (self.spam, self.spam_text) = (threshold, threshold),
        }
        Ok(self)
    }

    /// The threshold of spam on pages of a format.
    pub fn spam_of(&self, format: Format) -> f32 {
        if format == Format::Text { self.spam_text } else { self.spam }
    }
}

/// Labels of the blocks of a page that came as markup. `units` are the blocks' weights, see [`crate::Features::units`].
pub fn decide(probabilities: &[Probabilities], units: &[f32], thresholds: &Thresholds) -> Vec<Label> {
    let mut labels = vec![Label::Navigation; probabilities.len()];
    for i in content(probabilities, units, thresholds) {
        labels[i] = Label::Content;
    }
    let flagged = probabilities.iter().any(|p| p.spam >= thresholds.spam);
    let spam_from = if flagged { thresholds.spam * BESIDE } else { f32::INFINITY };
    for (label, p) in labels.iter_mut().zip(probabilities) {
        if thresholds.navigation.is_some_and(|t| p.navigation < t) {
            *label = Label::Content;
        } else if thresholds.navigation.is_some() && thresholds.content.is_none() {
            *label = Label::Navigation;
        }
        if p.spam >= spam_from {
            *label = Label::Spam;
        }
    }
    labels
}

/// How far before the first content a headline may stand, in blocks, and how probable it must be. It is apart from the
/// text that it belongs to, by a date, a name, a share button, and its probability suffers from that.
const HEADLINE_REACH: usize = 3;
const HEADLINE_FROM: f32 = 0.25;

/// Lets the content begin with its headline: the likeliest block within reach.
fn open_with_headline(labels: &mut [Label], probabilities: &[Probabilities]) {
    let Some(first) = labels.iter().position(|l| *l == Label::Content) else { return };
    let before = first.saturating_sub(HEADLINE_REACH)..first;
    let likely = |i: &usize| labels[*i] == Label::Navigation && probabilities[*i].content >= HEADLINE_FROM;
    let headline = before.filter(likely).max_by(|a, b| probabilities[*a].content.total_cmp(&probabilities[*b].content));
    if let Some(i) = headline {
        labels[i] = Label::Content;
    }
}

/// Labels of a page's blocks, as [`decide`] does; where no threshold of content is set, a block that repeats the text
/// of an earlier content block is none, as pages for small screens repeat what stands there for large ones.
pub fn decide_page(probabilities: &[Probabilities], features: &Features, thresholds: &Thresholds) -> Vec<Label> {
    let of_format = Thresholds { spam: thresholds.spam_of(features.format()), ..*thresholds };
    let mut labels = decide(probabilities, features.units(), &of_format);
    if thresholds.content.is_none() && thresholds.navigation.is_none() {
        open_with_headline(&mut labels, probabilities);
        let mut is_kept = vec![false; labels.len()];
        for (i, first) in features.copies().iter().enumerate() {
            if labels[i] == Label::Content {
                let before = std::mem::replace(&mut is_kept[*first as usize], true);
                if before {
                    labels[i] = Label::Navigation;
                }
            }
        }
    }
    labels
}

fn content(probabilities: &[Probabilities], units: &[f32], thresholds: &Thresholds) -> Vec<usize> {
    match thresholds.content {
        Some(t) => (0..probabilities.len()).filter(|i| probabilities[*i].content >= t).collect(),
        None => most_expected_f1(probabilities, units),
    }
}

/// `sigmoid(logit(p) - CAUTION)`.
fn cautious(p: f32) -> f32 {
    let odds = CAUTION.exp();
    p / (p + (1.0 - p) * odds)
}

/// The prefix, by falling probability, that maximises `2 E[both] / (selected + E[content])` over the page (Lewis
/// 1995; Nan et al. 2012 for its optimality). Nothing if too little content is expected in it.
fn most_expected_f1(probabilities: &[Probabilities], units: &[f32]) -> Vec<usize> {
    let cautious: Vec<f32> = probabilities.iter().map(|p| cautious(p.content)).collect();
    let p = |i: usize| cautious[i];
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_unstable_by(|a, b| p(*b).total_cmp(&p(*a)).then(a.cmp(b)));
    let expected: f32 = order.iter().map(|i| p(*i) * units[*i]).sum();
    let (mut both, mut selected, mut best, mut best_len) = (0.0, 0.0, 0.0, 0);
    let mut best_both = 0.0;
    for (k, i) in order.iter().enumerate() {
        both += p(*i) * units[*i];
        selected += units[*i];
        let f1 = if selected + expected > 0.0 { 2.0 * both / (selected + expected) } else { 0.0 };
        if f1 > best {
            (best, best_len, best_both) = (f1, k + 1, both);
        }
    }
    if best_both < LEAST_CONTENT {
        best_len = 0;
    }
    order.truncate(best_len);
    order
}
