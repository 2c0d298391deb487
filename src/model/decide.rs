//! Probabilities become labels.

use crate::error::{ErrorKind, Result};
use crate::features::Features;
use crate::label::{Label, Probabilities};
use crate::page::Format;

/// The spam threshold that is used unless the caller sets one.
pub const DEFAULT_SPAM_THRESHOLD: f32 = 0.93;

/// The same for pages that were flattened to text: without links less can be known, and what is found is less certain.
pub const DEFAULT_SPAM_THRESHOLD_TEXT: f32 = 0.915;

/// The stricter threshold of [`Thresholds::strict`]: fewer clean pages are flagged, and less is found.
pub const STRICT_SPAM_THRESHOLD: f32 = 0.97;

/// The same for pages that were flattened to text.
pub const STRICT_SPAM_THRESHOLD_TEXT: f32 = 0.98;

/// On a page with a block at the spam threshold, blocks count as spam from this share of the threshold on.
const BESIDE: f32 = 0.5;

/// What is taken off the logit of content before F1 is maximised. The expectation treats a page's blocks as
/// independent, but they err together, so that doubtful blocks cost more than it says; the more so on sites unlike those
/// that the model knows, which more caution than this would serve at a cost to the known ones.
const CAUTION: f32 = 0.3;

/// Expected units of content below which a page is taken to have none.
const LEAST_CONTENT: f32 = 10.0;

/// Thresholds of the labels. By default content is what maximises the page's expected F1, which beats any fixed
/// threshold, and spam is what is at least [`DEFAULT_SPAM_THRESHOLD`] probable. [`Thresholds::beta`] leads from
/// precision to recall of content.
///
/// Spam is decided in two steps, as edges are by hysteresis (Canny 1986): a page is flagged if a block of it reaches
/// the spam threshold; on a flagged page the blocks that reach half of it are spam too, since campaigns seldom leave
/// one block. So the threshold sets how rarely a clean page is flagged, and less is missed where one is.
///
/// Each threshold is monotonic: raising it never adds a block to its label. So is beta: raising it never takes a block
/// from content.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// How many times more recall of content counts than its precision (F-beta, van Rijsbergen 1979); 1 by default. At
    /// 0.5 doubtful blocks are dropped, at 2 kept. Of no effect where `content` is set.
    pub beta: f32,
    /// A block at least this probably content is content; `None`: the page's expected F1 decides.
    pub content: Option<f32>,
    /// A block that is not spam and less probably navigation than this is content, whatever `content` says.
    pub navigation: Option<f32>,
    /// A page with a block at least this probably spam is flagged; its blocks at least half as probable are spam.
    pub spam: f32,
    /// The same for pages that were flattened to text.
    pub spam_text: f32,
    /// A piece of a block that is not spam itself is a span of spam if it is at least this probable, see
    /// [`crate::spam_spans`].
    pub span: f32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            beta: 1.0,
            content: None,
            navigation: None,
            spam: DEFAULT_SPAM_THRESHOLD,
            spam_text: DEFAULT_SPAM_THRESHOLD_TEXT,
            span: DEFAULT_SPAM_THRESHOLD,
        }
    }
}

impl Thresholds {
    /// The defaults, with spam thresholds for those to whom a false alarm costs more than a miss; the README says what
    /// each costs.
    pub fn strict() -> Self {
        Self {
            spam: STRICT_SPAM_THRESHOLD,
            spam_text: STRICT_SPAM_THRESHOLD_TEXT,
            span: STRICT_SPAM_THRESHOLD,
            ..Self::default()
        }
    }

    /// Sets the threshold of one label, for pages of both formats.
    ///
    /// # Errors
    /// A value outside 0 to 1.
    ///
    /// ```
    /// use blocksift::{Label, Thresholds};
    /// let strict = Thresholds::default().with_threshold(Label::Spam, 0.99)?;
    /// assert!(Thresholds::default().with_threshold(Label::Spam, 2.0).is_err());
    /// # Ok::<(), blocksift::Error>(())
    /// ```
    pub fn with_threshold(mut self, label: Label, threshold: f32) -> Result<Self> {
        if !(0.0..=1.0).contains(&threshold) {
            let message = format!("the threshold {threshold} for {label} is not between 0 and 1");
            return Err(ErrorKind::InvalidSetting(message).into());
        }
        match label {
            Label::Content => self.content = Some(threshold),
            Label::Navigation => self.navigation = Some(threshold),
            Label::Spam => (self.spam, self.spam_text, self.span) = (threshold, threshold, threshold),
        }
        Ok(self)
    }

    /// Sets how many times more recall of content counts than its precision.
    ///
    /// # Errors
    /// A value that is not from 0.01 to 100.
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

    /// The threshold of spam on pages of a format.
    pub fn spam_for(&self, format: Format) -> f32 {
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

/// The headline of what is content: the likeliest block within reach before it.
fn headline(is_content: impl Fn(usize) -> bool, probabilities: &[Probabilities]) -> Option<usize> {
    let first = (0..probabilities.len()).find(|i| is_content(*i))?;
    let likely = |i: &usize| probabilities[*i].content >= HEADLINE_FROM;
    let before = (first.saturating_sub(HEADLINE_REACH)..first).filter(likely);
    before.max_by(|a, b| probabilities[*a].content.total_cmp(&probabilities[*b].content))
}

/// Labels of a page's blocks, as [`decide`] does; where no threshold of content is set, content begins with its
/// headline, and of content blocks of the same text only the most probable one stays, as pages for small screens repeat
/// what stands there for large ones.
pub fn decide_page(probabilities: &[Probabilities], features: &Features, thresholds: &Thresholds) -> Vec<Label> {
    let of_format = Thresholds { spam: thresholds.spam_for(features.format()), ..*thresholds };
    let mut labels = decide(probabilities, features.units(), &of_format);
    if thresholds.content.is_some() || thresholds.navigation.is_some() {
        return labels;
    }
    if labels.contains(&Label::Content) {
        // That of the balanced answer, lest another beta change which block it is.
        let balanced = match thresholds.beta {
            1.0 => labels.clone(),
            _ => decide(probabilities, features.units(), &Thresholds { beta: 1.0, ..of_format }),
        };
        if let Some(i) = headline(|i| balanced[i] == Label::Content, probabilities)
            && labels[i] == Label::Navigation
        {
            labels[i] = Label::Content;
        }
    }
    drop_copies(&mut labels, probabilities, features.copies());
    labels
}

/// Leaves the most probable of the content blocks of a text. `copies`: for each block the first of its text.
fn drop_copies(labels: &mut [Label], probabilities: &[Probabilities], copies: &[u32]) {
    let mut kept: Vec<Option<usize>> = vec![None; labels.len()];
    for (i, first) in copies.iter().enumerate() {
        if labels[i] != Label::Content {
            continue;
        }
        let kept = &mut kept[*first as usize];
        match *kept {
            Some(before) if probabilities[before].content >= probabilities[i].content => labels[i] = Label::Navigation,
            Some(before) => {
                labels[before] = Label::Navigation;
                *kept = Some(i);
            }
            None => *kept = Some(i),
        }
    }
}

fn content(probabilities: &[Probabilities], units: &[f32], thresholds: &Thresholds) -> Vec<usize> {
    match thresholds.content {
        Some(t) => (0..probabilities.len()).filter(|i| probabilities[*i].content >= t).collect(),
        None => most_expected_f(probabilities, units, thresholds.beta),
    }
}

/// `sigmoid(logit(p) - CAUTION)`.
fn cautious(p: f32) -> f32 {
    let odds = CAUTION.exp();
    p / (p + (1.0 - p) * odds)
}

/// The prefix, by falling probability, that maximises `(1 + beta²) E[both] / (selected + beta² E[content])` over the page
/// (Lewis 1995; Nan et al. 2012 for its optimality). Nothing if too little content is expected in it.
fn most_expected_f(probabilities: &[Probabilities], units: &[f32], beta: f32) -> Vec<usize> {
    let square = beta * beta;
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
        let all = selected + square * expected;
        let f = if all > 0.0 { both / all } else { 0.0 };
        if f > best {
            (best, best_len, best_both) = (f, k + 1, both);
        }
    }
    if best_both < LEAST_CONTENT {
        best_len = 0;
    }
    order.truncate(best_len);
    order
}
