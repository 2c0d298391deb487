//! The learnt vocabulary: what the tokens of a block, each on its own, say of it, and what those of its surroundings do.
//!
//! A vocabulary is two linear scores over hashed tokens, one for content and one for spam. What they give are inputs
//! of the stages, not decisions. Spam is judged by text alone: the markup that spam comes in is cheap to change.

use super::predict::sigmoid;
use super::sums::{Sums, group, logit, without};
use crate::features::{Features, MARKUP_BUCKETS, TEXT_BUCKETS, Tokens};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

/// Weights of a vocabulary are kept in this unit.
pub const VOCABULARY_UNIT: f32 = 0.01;

/// Names of the features that a vocabulary gives, in order, with what they are.
pub const VOCABULARY_FEATURES: [(&str, &str); 16] = [
    ("words_content", "logit of content by the block's own tokens, over 4"),
    ("words_spam", "logit of spam by the block's own tokens, over 4"),
    ("words_content_window3", "mean content by tokens within 3 blocks, by units"),
    ("words_content_window8", "mean content by tokens within 8 blocks, by units"),
    ("words_content_ancestor1", "mean content by tokens of the first ancestor that adds blocks, without the block"),
    ("words_content_path", "mean content by tokens of the other blocks of the same tag path"),
    ("words_content_template", "mean content by tokens of the other blocks of the same template"),
    ("words_content_page", "mean content by tokens of the page, by units"),
    ("words_spam_window3", "mean spam by tokens within 3 blocks, without the block"),
    ("words_spam_ancestor1", "mean spam by tokens of the first ancestor that adds blocks, without the block"),
    ("words_spam_ancestor2", "the same of the second"),
    ("words_spam_template", "mean spam by tokens of the other blocks of the same template"),
    ("words_spam_page", "mean spam by tokens of the page's other blocks"),
    ("words_spam_page_by_units", "mean spam by tokens of the page's other blocks, by units"),
    ("words_spam_gap", "logit of spam by tokens less its mean over the page, by units, over 4"),
    ("words_max_spam", "highest spam by tokens of any other block"),
];

/// Two linear scores over hashed tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Score of content: text buckets, then markup buckets, then the constant term; in [`VOCABULARY_UNIT`].
    pub content: Vec<i32>,
    /// Score of spam: text buckets, then the constant term; in [`VOCABULARY_UNIT`].
    pub spam: Vec<i32>,
}

impl Vocabulary {
    /// Number of inputs of the score of content.
    pub const CONTENT_WIDTH: usize = TEXT_BUCKETS + MARKUP_BUCKETS + 1;
    /// Number of inputs of the score of spam.
    pub const SPAM_WIDTH: usize = TEXT_BUCKETS + 1;

    /// Whether the weights are as many as there are buckets.
    pub(crate) fn is_sound(&self) -> bool {
        let all = || self.content.iter().chain(&self.spam);
        self.content.len() == Self::CONTENT_WIDTH
            && self.spam.len() == Self::SPAM_WIDTH
            && all().all(|w| w.unsigned_abs() < 1 << 20)
    }

    /// Logits of content and of spam of one block by its own tokens.
    pub fn logits(&self, tokens: &Tokens, block: usize) -> (f32, f32) {
        let (mut content, mut spam, mut markup) = (0i64, 0i64, 0i64);
        let text = tokens.text(block);
        for t in text {
            content += i64::from(self.content[usize::from(*t)]);
            spam += i64::from(self.spam[usize::from(*t)]);
        }
        let of_markup = tokens.markup(block);
        for t in of_markup {
            markup += i64::from(self.content[TEXT_BUCKETS + usize::from(*t)]);
        }
        let (by_text, by_markup) = (token_value(text.len()), token_value(of_markup.len()));
        let bias = |weights: &[i32]| weights.last().copied().unwrap_or(0) as f32;
        let content = content as f32 * by_text + markup as f32 * by_markup + bias(&self.content);
        let spam = spam as f32 * by_text + bias(&self.spam);
        (content * VOCABULARY_UNIT, spam * VOCABULARY_UNIT)
    }
}

/// What one of `n` tokens counts, so that long blocks do not outweigh short ones by length alone.
pub fn token_value(n: usize) -> f32 {
    if n == 0 { 0.0 } else { 1.0 / (n as f32).sqrt() }
}

/// The vocabulary features of every block: blocks by [`VOCABULARY_FEATURES`]. `of` says which vocabulary judges a
/// block; where a model is used there is one, where it is made they must not have seen the block.
pub fn vocabulary_features<'a>(features: &Features, of: impl Fn(usize) -> &'a Vocabulary) -> Array2<f32> {
    let n = features.tokens().len();
    let mut rows = Array2::zeros((n, VOCABULARY_FEATURES.len()));
    if n == 0 {
        return rows;
    }
    let said = Said::new(features, of);
    for (i, mut row) in rows.rows_mut().into_iter().enumerate() {
        for (cell, value) in row.iter_mut().zip(said.row(i)) {
            *cell = if value.is_finite() { value } else { 0.0 };
        }
    }
    rows
}

struct Said<'a> {
    features: &'a Features,
    logits: Vec<(f32, f32)>,
    content: Vec<f32>,
    spam: Vec<f32>,
    weights: Vec<f32>,
    content_sums: Sums,
    spam_sums: Sums,
    spam_by_units: (f32, f32),
    mean_spam_logit: f32,
    most_spam: (f32, f32),
    by_path: Vec<(f32, f32)>,
    by_template: Vec<(f32, f32)>,
    spam_by_template: Vec<(f32, f32)>,
}

impl<'a> Said<'a> {
    fn new<'v>(features: &'a Features, of: impl Fn(usize) -> &'v Vocabulary) -> Self {
        let n = features.tokens().len();
        let logits: Vec<(f32, f32)> = (0..n).map(|i| of(i).logits(features.tokens(), i)).collect();
        let content: Vec<f32> = logits.iter().map(|l| sigmoid(l.0)).collect();
        let spam: Vec<f32> = logits.iter().map(|l| sigmoid(l.1)).collect();
        let weights: Vec<f32> = features.units().iter().map(|u| u + 0.5).collect();
        let total: f32 = weights.iter().sum();
        let by_units = |value: &dyn Fn(usize) -> f32| (0..n).map(|i| weights[i] * value(i)).sum::<f32>() / total;
        let mut most_spam = (0f32, 0f32);
        for p in &spam {
            if *p > most_spam.0 {
                most_spam = (*p, most_spam.0);
            } else {
                most_spam.1 = most_spam.1.max(*p);
            }
        }
        let around = features.surroundings();
        Said {
            content_sums: Sums::new((0..n).map(|i| (weights[i], content[i]))),
            spam_sums: Sums::new(spam.iter().map(|p| (1.0, *p))),
            spam_by_units: (total, by_units(&|i| spam[i])),
            mean_spam_logit: by_units(&|i| logits[i].1),
            most_spam,
            by_path: group(&around.paths, |i| (weights[i], content[i])),
            by_template: group(&around.templates, |i| (weights[i], content[i])),
            spam_by_template: group(&around.templates, |i| (1.0, spam[i])),
            features,
            logits,
            content,
            spam,
            weights,
        }
    }

    fn row(&self, i: usize) -> [f32; VOCABULARY_FEATURES.len()] {
        let n = self.logits.len();
        let around = self.features.surroundings();
        let (own_content, own_spam) = ((self.weights[i], self.content[i]), (1.0, self.spam[i]));
        let within = |reach: usize| (i.saturating_sub(reach), (i + reach + 1).min(n));
        let content = |(from, to): (usize, usize), own| self.content_sums.mean(from, to, own);
        let spam = |(from, to): (usize, usize)| self.spam_sums.mean(from, to, own_spam);
        let level = |k: usize| (around.levels[i][k].0 as usize, around.levels[i][k].1 as usize);
        let (total, mean) = self.spam_by_units;
        [
            logit(self.content[i]) / 4.0,
            logit(self.spam[i]) / 4.0,
            content(within(3), (0.0, 0.0)),
            content(within(8), (0.0, 0.0)),
            content(level(0), own_content),
            without(self.by_path[around.paths[i] as usize], own_content),
            without(self.by_template[around.templates[i] as usize], own_content),
            content((0, n), (0.0, 0.0)),
            spam(within(3)),
            spam(level(0)),
            spam(level(1)),
            without(self.spam_by_template[around.templates[i] as usize], own_spam),
            spam((0, n)),
            without((total, total * mean), (self.weights[i], self.spam[i])),
            (self.logits[i].1 - self.mean_spam_logit).clamp(-40.0, 40.0) / 4.0,
            if own_spam.1 >= self.most_spam.0 { self.most_spam.1 } else { self.most_spam.0 },
        ]
    }
}
