//! Why a block got its probability: what each feature added to the score.

use super::artifact::Model;
use super::phrases::reasons_of;
use super::predict::{Logits, skips_cleared_blocks};
use super::stack::{Head, Stack, Stage};
use super::stage::{STAGE_FEATURES, stage_features};
use crate::features::{Added, Features, Reason, ReasonContext};
use crate::label::Label;
use ndarray::Array2;
use rustc_hash::FxHashMap;
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
    /// The same, with predictions of the first stage divided among the features behind them.
    #[serde(skip)]
    unfolded: Vec<Contribution>,
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
            .unfolded
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
    /// What the stage before the last predicted for every block; empty if there is only one stage.
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
            return Explanation { label, score: 0.0, contributions: Vec::new(), unfolded: Vec::new() };
        };
        let sign = if label == Label::Navigation { -1.0 } else { 1.0 };
        let mut contributions = self.contributions(&scored, sign);
        largest_first(&mut contributions);
        let unfolded = self.unfold(block, &contributions, sign);
        Explanation { label, score: sign * scored.score(), contributions, unfolded }
    }

    /// What each input of a head added to its score times `sign`. The contributions sum to that score.
    fn contributions(&self, scored: &Scored<'_>, sign: f32) -> Vec<Contribution> {
        let Scored { head, names, values, expanded } = scored;
        let n = values.len();
        let scale = sign * head.slope;
        let weighted = |k: usize| head.weights.get(k).map_or(0.0, |w| w * expanded[k]);
        let (by_input, base) = head.trees.contributions(values);
        let mut contributions: Vec<Contribution> = names
            .iter()
            .zip(values)
            .enumerate()
            .map(|(j, (name, value))| {
                let linear: f32 = [j, j + n, j + 2 * n].into_iter().map(weighted).sum();
                let contribution = scale * (linear + by_input[j]);
                Contribution { feature: (*name).to_owned(), value: *value, contribution }
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
        contributions.push(Contribution { feature: BIAS.into(), value: 1.0, contribution: bias });
        contributions
    }

    /// The contributions with those of the first stage's predictions for the block itself divided among the features that
    /// the predictions were made from, so that reasons can speak of the page.
    fn unfold(&self, block: usize, contributions: &[Contribution], sign: f32) -> Vec<Contribution> {
        let mut unfolded: FxHashMap<&str, (f32, f32)> = FxHashMap::default();
        let content = self.first_stage(block, Label::Content, sign);
        let spam = self.first_stage(block, Label::Spam, sign);
        for c in contributions {
            let parts = match c.feature.as_str() {
                "predicted_content" => divide(c.contribution, &content),
                "predicted_spam" => divide(c.contribution, &spam),
                _ => None,
            };
            let Some((parts, factor)) = parts else {
                unfolded.entry(&c.feature).or_insert((c.value, 0.0)).1 += c.contribution;
                continue;
            };
            for part in parts {
                unfolded.entry(&part.feature).or_insert((part.value, 0.0)).1 += factor * part.contribution;
            }
        }
        let owned = |(feature, (value, contribution)): (&str, (f32, f32))| Contribution {
            feature: feature.to_owned(),
            value,
            contribution,
        };
        let mut unfolded: Vec<Contribution> = unfolded.into_iter().map(owned).collect();
        largest_first(&mut unfolded);
        unfolded
    }

    /// What each feature added to the first of several stages' score times `sign`, without the bias; empty if there is only
    /// one stage.
    fn first_stage(&self, block: usize, label: Label, sign: f32) -> Vec<Contribution> {
        let Some(stage) = self.stack.stages.first().filter(|_| self.stack.stages.len() > 1) else { return Vec::new() };
        let mut contributions = self.contributions(&self.inputs(stage, Vec::new(), block, label), sign);
        contributions.retain(|c| c.feature != BIAS);
        contributions
    }

    /// The head behind a block's probability of a label, with its inputs; `None` if the page has no such block.
    fn scored(&self, block: usize, label: Label) -> Option<Scored<'_>> {
        let stages = &self.stack.stages;
        let last = stages.last().filter(|_| block < self.features.rows().nrows())?;
        let is_cleared = || skips_cleared_blocks(stages, 1) && self.before[block].is_cleared_of_spam();
        Some(match label {
            Label::Spam if is_cleared() => self.inputs(&stages[0], Vec::new(), block, label),
            _ => self.inputs(last, self.staged.row(block).to_vec(), block, label),
        })
    }

    /// A stage's head for a label, with its inputs for a block. `staged` are the block's stage features.
    fn inputs<'s>(&'s self, stage: &'s Stage, staged: Vec<f32>, block: usize, label: Label) -> Scored<'s> {
        let (row, words) = (self.features.row(block).to_vec(), self.words.row(block).to_vec());
        let mut expanded = Vec::new();
        self.stack.expanded(&row, &words, &staged, &mut expanded);
        Scored {
            head: if label == Label::Spam { &stage.spam } else { &stage.content },
            names: self.stack.names().chain(STAGE_FEATURES.iter().map(|(name, _)| *name)).collect(),
            values: self.stack.columns.iter().map(|c| row[*c]).chain(words).chain(staged).collect(),
            expanded,
        }
    }
}

impl Scored<'_> {
    /// The head's calibrated score.
    fn score(&self) -> f32 {
        let linear: f32 = self.head.weights.iter().zip(&self.expanded).map(|(w, x)| w * x).sum();
        self.head.calibrated(linear + self.head.trees.logit(&self.values))
    }
}

/// Name of the contribution that no feature made.
const BIAS: &str = "bias";

/// Parts that cancel each other out to less than this share of their sizes do not explain their sum.
const MIN_AGREEMENT: f32 = 0.05;

/// The parts of a first stage's score, and the factor by which they sum to a contribution. `None` if they point the other
/// way, as a score does that owes its sign to the bias, or mostly cancel each other out.
fn divide(contribution: f32, parts: &[Contribution]) -> Option<(&[Contribution], f32)> {
    let sum: f32 = parts.iter().map(|c| c.contribution).sum();
    let sizes: f32 = parts.iter().map(|c| c.contribution.abs()).sum();
    let explains = sum * contribution > 0.0 && sum.abs() >= MIN_AGREEMENT * sizes;
    explains.then_some((parts, contribution / sum))
}

fn largest_first(contributions: &mut [Contribution]) {
    contributions.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()).then(a.feature.cmp(&b.feature)));
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
