//! Why a block got its probability: what each feature added to the score.

use super::artifact::Model;
use super::phrases::reasons_of;
use super::predict::{Logits, skips_cleared_blocks};
use super::stack::{Head, Stack};
use super::stage::{STAGE_FEATURES, stage_features};
use crate::features::{Added, Features, Reason, ReasonContext};
use crate::label::Label;
use ndarray::Array2;
use serde::Serialize;
use std::fmt;

/// What one feature added to a block's score.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Contribution {
    /// Name of the feature: one of [`features`](crate::features()) or [`model_features`](crate::model_features), a product
    /// of two as `a * b`, or `bias`.
    pub feature: String,
    /// Its value for the block.
    pub value: f32,
    /// What it added to the score, in logits.
    pub contribution: f32,
}

/// Why a block got its probability of a label: a score and what each feature added to it.
///
/// The score of spam is its logit. The score of content is the logit of content given that the block is not spam; that of
/// navigation is the negative of it. Above 0 a score speaks for the label, below 0 against it.
///
/// ```
/// use blocksift::{Features, Hints, Label, Model, Sifter};
/// let sifter = Sifter::default();
/// let report = sifter.sift(include_bytes!("../../examples/pages/hacked-news.html"), &Hints::default());
/// let explanation = sifter.model().explain(&Features::of(report.page()), 0, Label::Content);
/// let sum: f32 = explanation.contributions.iter().map(|c| c.contribution).sum();
/// assert!((sum - explanation.score).abs() < 0.01);
/// println!("{explanation}");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The label whose score this is.
    pub label: Label,
    /// The score, in logits: the sum of the contributions.
    pub score: f32,
    /// What each feature added, largest first.
    pub contributions: Vec<Contribution>,
}

impl Explanation {
    /// The reasons for the score in words about the page, the strongest first, at most `max`.
    ///
    /// Contributions of features that say nearly the same are summed up. Features that would tell a person nothing are
    /// left out, so the reasons do not sum to the score.
    ///
    /// ```
    /// use blocksift::{Features, Hints, Label, ReasonContext, Sifter};
    /// let sifter = Sifter::default();
    /// let report = sifter.sift(include_bytes!("../../examples/pages/hacked-news.html"), &Hints::default());
    /// let features = Features::of(report.page());
    /// let explanation = sifter.model().explain(&features, 0, Label::Content);
    /// for reason in explanation.reasons(&ReasonContext::new(report.page(), &features, 0), 5) {
    ///     println!("{:+.2}  {}", reason.contribution, reason.text);
    /// }
    /// ```
    #[must_use]
    pub fn reasons(&self, context: &ReasonContext, max: usize) -> Vec<Reason> {
        let added: Vec<Added<'_>> = self
            .contributions
            .iter()
            .map(|c| Added { feature: &c.feature, value: c.value, contribution: c.contribution })
            .collect();
        reasons_of(&added, context, max)
    }
}

/// Contributions that an [`Explanation`] prints; the others are summed up.
const SHOWN: usize = 10;

/// The score, then a line for each of the ten largest contributions, then the sum of the others.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "score of {}: {:+.2}", self.label, self.score)?;
        let (shown, others) = self.contributions.split_at(SHOWN.min(self.contributions.len()));
        for Contribution { feature, value, contribution } in shown {
            write!(f, "\n{contribution:+7.2}  {feature} = {value}")?;
        }
        if !others.is_empty() {
            let sum: f32 = others.iter().map(|c| c.contribution).sum();
            write!(f, "\n{sum:+7.2}  {} others", others.len())?;
        }
        Ok(())
    }
}

/// Explains the blocks of one page. What all blocks need is computed once, when the explainer is made.
#[derive(Debug, Clone)]
pub struct Explainer<'a> {
    stack: &'a Stack,
    features: &'a Features,
    /// The vocabulary features of every block.
    words: Array2<f32>,
    /// What the stage before the last predicted of every block; empty if there is only one stage.
    before: Vec<Logits>,
    /// The stage features of every block; no columns if there is only one stage.
    staged: Array2<f32>,
}

/// The head that scored a block, and what it read.
struct Scored<'a> {
    head: &'a Head,
    /// Names and values of the inputs.
    names: Vec<&'a str>,
    values: Vec<f32>,
    /// The expanded inputs.
    expanded: Vec<f32>,
}

impl Explainer<'_> {
    /// Explains a block's score for a label, see [`Model::explain`].
    #[must_use]
    pub fn explain(&self, block: usize, label: Label) -> Explanation {
        let Some(scored) = self.scored(block, label) else {
            return Explanation { label, score: 0.0, contributions: Vec::new() };
        };
        let Scored { head, names, values, expanded } = scored;
        let n = values.len();
        let sign = if label == Label::Navigation { -1.0 } else { 1.0 };
        let scale = sign * head.slope;
        let weighted = |k: usize| head.weights.get(k).map_or(0.0, |w| w * expanded[k]);
        let (by_input, base) = head.trees.contributions(&values);
        let mut contributions: Vec<Contribution> = names
            .into_iter()
            .zip(&values)
            .enumerate()
            .map(|(j, (name, value))| {
                let linear: f32 = [j, j + n, j + 2 * n].into_iter().map(weighted).sum();
                Contribution { feature: name.to_owned(), value: *value, contribution: scale * (linear + by_input[j]) }
            })
            .collect();
        if !head.weights.is_empty() {
            contributions.extend(self.stack.products.iter().enumerate().map(|(k, [a, b])| Contribution {
                feature: format!("{a} * {b}"),
                value: expanded[3 * n + k],
                contribution: scale * weighted(3 * n + k),
            }));
        }
        let bias = sign * (head.slope * (head.bias + base) + head.offset);
        contributions.push(Contribution { feature: "bias".into(), value: 1.0, contribution: bias });
        contributions
            .sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()).then(a.feature.cmp(&b.feature)));
        let sum = (0..head.weights.len()).map(weighted).sum::<f32>() + head.trees.logit(&values);
        Explanation { label, score: sign * head.calibrated(sum), contributions }
    }

    /// The head behind a block's probability of a label, with its inputs; `None` if the page has no such block.
    fn scored(&self, block: usize, label: Label) -> Option<Scored<'_>> {
        let stack = self.stack;
        let last = stack.stages.last().filter(|_| block < self.features.rows().nrows())?;
        let (row, words) = (self.features.row(block).to_vec(), self.words.row(block).to_vec());
        let is_cleared = || skips_cleared_blocks(&stack.stages, 1) && self.before[block].is_cleared_of_spam();
        let (stage, staged) = match label {
            Label::Spam if is_cleared() => (&stack.stages[0], Vec::new()),
            _ => (last, self.staged.row(block).to_vec()),
        };
        let head = if label == Label::Spam { &stage.spam } else { &stage.content };
        let mut expanded = Vec::new();
        stack.expanded(&row, &words, &staged, &mut expanded);
        let names = stack.names().chain(STAGE_FEATURES.iter().map(|(name, _)| *name)).collect();
        let values = stack.columns.iter().map(|c| row[*c]).chain(words).chain(staged).collect();
        Some(Scored { head, names, values, expanded })
    }
}

impl Stack {
    /// Prepares to explain the blocks of a page.
    pub fn explainer<'a>(&'a self, features: &'a Features) -> Explainer<'a> {
        let words = self.words(features);
        let earlier = &self.stages[..self.stages.len().saturating_sub(1)];
        let (mut before, mut staged) = (Vec::new(), Array2::zeros((features.rows().nrows(), 0)));
        if !earlier.is_empty() {
            before = self.logits_of(earlier, features, words.view(), None);
            let predicted: Vec<_> = before.iter().map(|logits| logits.probabilities()).collect();
            staged = stage_features(&predicted, features);
        }
        Explainer { stack: self, features, words, before, staged }
    }

    /// Explains one block's score for a label, see [`Model::explain`].
    pub fn explain(&self, features: &Features, block: usize, label: Label) -> Explanation {
        self.explainer(features).explain(block, label)
    }
}

impl Model {
    /// Explains a block's score for a label: what each feature added to it. A block that the page does not have gets a score
    /// of 0 and no contributions. To explain many blocks of a page, use [`Model::explainer`].
    #[must_use]
    pub fn explain(&self, features: &Features, block: usize, label: Label) -> Explanation {
        self.explainer(features).explain(block, label)
    }

    /// Prepares to explain many blocks of one page.
    #[must_use]
    pub fn explainer<'a>(&'a self, features: &'a Features) -> Explainer<'a> {
        self.parts.stack(features.format()).explainer(features)
    }
}
