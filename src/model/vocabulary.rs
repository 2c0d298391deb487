//! The learned vocabulary: scores of a block by its own tokens, and by the tokens of the blocks around it.
//!
//! A vocabulary is two linear scores over hashed tokens, one for content and one for spam. The stages read them as inputs;
//! they decide nothing by themselves. Spam is scored by text alone, because its markup is cheap to change.

use super::context::{Context, NOTHING, mean_without};
use super::math::{logit, sigmoid};
use crate::features::{Features, MARKUP_BUCKETS, TEXT_BUCKETS, Tokens};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

/// Unit of a vocabulary's weights, which are whole numbers in the file.
pub const VOCABULARY_UNIT: f32 = 0.01;

/// Names of the vocabulary features in order, and what they measure.
pub const VOCABULARY_FEATURES: [(&str, &str); 16] = [
    ("words_content", "logit of content by the block's own tokens, over 4"),
    ("words_spam", "logit of spam by the block's own tokens, over 4"),
    ("words_content_window3", "mean probability of content by tokens of the blocks up to 3 away, weighted by units"),
    ("words_content_window8", "mean probability of content by tokens of the blocks up to 8 away, weighted by units"),
    (
        "words_content_ancestor1",
        "mean probability of content by tokens in the first ancestor that adds blocks, without the block itself",
    ),
    ("words_content_path", "mean probability of content by tokens of the other blocks with the same tag path"),
    ("words_content_template", "mean probability of content by tokens of the other blocks with the same template"),
    ("words_content_page", "mean probability of content by tokens of the page, weighted by units"),
    ("words_spam_window3", "mean probability of spam by tokens of the other blocks up to 3 away"),
    (
        "words_spam_ancestor1",
        "mean probability of spam by tokens in the first ancestor that adds blocks, without the block itself",
    ),
    (
        "words_spam_ancestor2",
        "mean probability of spam by tokens in the second such ancestor, without the block itself",
    ),
    ("words_spam_template", "mean probability of spam by tokens of the other blocks with the same template"),
    ("words_spam_page", "mean probability of spam by tokens of the page's other blocks"),
    ("words_spam_page_by_units", "mean probability of spam by tokens of the page's other blocks, weighted by units"),
    ("words_spam_gap", "logit of spam by tokens less its mean over the page, weighted by units, over 4"),
    ("words_max_spam", "highest probability of spam by tokens of any other block"),
];

/// Two linear scores over hashed tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Weights for content, in [`VOCABULARY_UNIT`]: text buckets, markup buckets, constant term.
    pub content: Vec<i32>,
    /// Weights for spam, in [`VOCABULARY_UNIT`]: text buckets, constant term.
    pub spam: Vec<i32>,
}

impl Vocabulary {
    /// Number of weights for content.
    pub const CONTENT_WIDTH: usize = TEXT_BUCKETS + MARKUP_BUCKETS + 1;
    /// Number of weights for spam.
    pub const SPAM_WIDTH: usize = TEXT_BUCKETS + 1;

    /// Whether there is a weight for each bucket, none so large that sums overflow.
    pub(super) fn is_sound(&self) -> bool {
        self.content.len() == Self::CONTENT_WIDTH
            && self.spam.len() == Self::SPAM_WIDTH
            && self.content.iter().chain(&self.spam).all(|w| w.unsigned_abs() < 1 << 20)
    }

    /// Logits of content and of spam of one block by its own tokens.
    pub fn logits(&self, tokens: &Tokens, block: usize) -> (f32, f32) {
        let (text, markup) = (tokens.text(block), tokens.markup(block));
        let (mut content_sum, mut spam_sum, mut markup_sum) = (0i64, 0i64, 0i64);
        for token in text {
            content_sum += i64::from(self.content[usize::from(*token)]);
            spam_sum += i64::from(self.spam[usize::from(*token)]);
        }
        for token in markup {
            markup_sum += i64::from(self.content[TEXT_BUCKETS + usize::from(*token)]);
        }
        let (per_text, per_markup) = (token_value(text.len()), token_value(markup.len()));
        let bias = |weights: &[i32]| weights.last().copied().unwrap_or(0) as f32;
        let content = content_sum as f32 * per_text + markup_sum as f32 * per_markup + bias(&self.content);
        let spam = spam_sum as f32 * per_text + bias(&self.spam);
        (content * VOCABULARY_UNIT, spam * VOCABULARY_UNIT)
    }
}

/// How much one of `n` tokens counts: `1 / sqrt(n)`, so that long blocks do not outweigh short ones by length alone.
pub fn token_value(n: usize) -> f32 {
    if n == 0 { 0.0 } else { 1.0 / (n as f32).sqrt() }
}

/// The vocabulary features of every block: blocks by [`VOCABULARY_FEATURES`].
///
/// `vocabulary_of` chooses the vocabulary that scores a block. A finished model has one; while a model is fitted, each
/// block is scored by a vocabulary that was not fitted on it.
pub fn vocabulary_features<'v>(features: &Features, vocabulary_of: impl Fn(usize) -> &'v Vocabulary) -> Array2<f32> {
    let n = features.tokens().len();
    let mut rows = Array2::zeros((n, VOCABULARY_FEATURES.len()));
    if n == 0 {
        return rows;
    }
    let page = ScoredPage::new(features, vocabulary_of);
    for (i, mut row) in rows.rows_mut().into_iter().enumerate() {
        for (cell, value) in row.iter_mut().zip(page.row(i)) {
            *cell = if value.is_finite() { value } else { 0.0 };
        }
    }
    rows
}

/// What the vocabulary predicts of a page.
struct ScoredPage<'a> {
    context: Context<'a>,
    spam_logits: Vec<f32>,
    mean_spam_logit: f32,
    /// Sum of the blocks' weights.
    total: f32,
    mean_spam: f32,
}

impl<'a> ScoredPage<'a> {
    fn new<'v>(features: &'a Features, vocabulary_of: impl Fn(usize) -> &'v Vocabulary) -> Self {
        let tokens = features.tokens();
        let logits: Vec<(f32, f32)> = (0..tokens.len()).map(|i| vocabulary_of(i).logits(tokens, i)).collect();
        let content = logits.iter().map(|(content, _)| sigmoid(*content)).collect();
        let spam_logits: Vec<f32> = logits.into_iter().map(|(_, spam)| spam).collect();
        let context = Context::new(features, content, spam_logits.iter().copied().map(sigmoid).collect());
        let total: f32 = context.weights.iter().sum();
        let mean = |values: &[f32]| context.weights.iter().zip(values).map(|(w, v)| w * v).sum::<f32>() / total;
        let (mean_spam, mean_spam_logit) = (mean(&context.spam), mean(&spam_logits));
        ScoredPage { context, spam_logits, mean_spam_logit, total, mean_spam }
    }

    fn row(&self, i: usize) -> [f32; VOCABULARY_FEATURES.len()] {
        let page = &self.context;
        let whole = (0, page.len());
        let content = |range, own| page.content_sums.mean(range, own);
        let spam = |range| page.spam_sums.mean(range, page.own_spam(i));
        [
            logit(page.content[i]) / 4.0,
            logit(page.spam[i]) / 4.0,
            content(page.within(i, 3), NOTHING),
            content(page.within(i, 8), NOTHING),
            content(page.level(i, 0), page.own_content(i)),
            page.content_of_path(i),
            page.content_of_template(i),
            content(whole, NOTHING),
            spam(page.within(i, 3)),
            spam(page.level(i, 0)),
            spam(page.level(i, 1)),
            page.spam_of_template(i),
            spam(whole),
            mean_without((self.total, self.total * self.mean_spam), (page.weights[i], page.spam[i])),
            (self.spam_logits[i] - self.mean_spam_logit).clamp(-40.0, 40.0) / 4.0,
            page.max_spam_of_others(i),
        ]
    }
}
