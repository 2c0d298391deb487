//! Features of a later stage: what the stage before it predicted for a block and the blocks around it.

use super::context::{Context, NOTHING, ranks};
use super::math::{logit, ratio};
use crate::features::Features;
use crate::label::Probabilities;
use ndarray::Array2;

/// Names of the stage features in order, and what they measure. Probabilities are those of the stage before.
pub const STAGE_FEATURES: [(&str, &str); 37] = [
    ("predicted_content", "logit of content, over 4"),
    ("predicted_spam", "logit of spam, over 4"),
    ("content_before1", "probability of content of the block before"),
    ("content_before2", "probability of content of the second block before"),
    ("content_before3", "probability of content of the third block before"),
    ("content_after1", "probability of content of the block after"),
    ("content_after2", "probability of content of the second block after"),
    ("content_after3", "probability of content of the third block after"),
    ("content_window3", "mean probability of content of the blocks up to 3 away, weighted by units"),
    ("content_window8", "mean probability of content of the blocks up to 8 away, weighted by units"),
    ("content_window20", "mean probability of content of the blocks up to 20 away, weighted by units"),
    ("content_share_before", "share of the page's expected content before the block"),
    ("content_share_after", "share of the page's expected content after the block"),
    ("page_content", "mean probability of content of the page, weighted by units"),
    ("page_content_units", "log(1 + expected units of content)"),
    ("page_certainty", "mean of |2p - 1| over the page, where p is the probability of content, weighted by units"),
    ("content_rank", "share of the page's units in blocks with a higher probability of content"),
    (
        "first_content_distance",
        "log(1 + blocks since the first block that is probably content), negative before that block",
    ),
    (
        "last_content_distance",
        "log(1 + blocks until the last block that is probably content), negative after that block",
    ),
    ("nearest_content_distance", "log(1 + blocks to the nearest block that is probably content)"),
    (
        "content_ancestor1",
        "mean probability of content in the first ancestor that adds blocks, without the block itself",
    ),
    ("content_ancestor2", "mean probability of content in the second such ancestor, without the block itself"),
    ("content_ancestor3", "mean probability of content in the third such ancestor, without the block itself"),
    ("content_path", "mean probability of content of the other blocks with the same tag path"),
    ("content_template", "mean probability of content of the other blocks with the same template"),
    ("content_gap", "probability of content less the page's mean"),
    ("spam_before1", "probability of spam of the block before"),
    ("spam_after1", "probability of spam of the block after"),
    ("spam_window3", "mean probability of spam of the other blocks up to 3 away"),
    ("spam_window8", "mean probability of spam of the other blocks up to 8 away"),
    ("spam_ancestor1", "mean probability of spam in the first ancestor that adds blocks, without the block itself"),
    ("spam_ancestor2", "mean probability of spam in the second such ancestor, without the block itself"),
    ("spam_template", "mean probability of spam of the other blocks with the same template"),
    ("page_spam", "mean probability of spam of the page"),
    ("page_max_spam", "highest probability of spam of any other block"),
    ("page_spam_blocks", "log(1 + expected blocks of spam)"),
    ("spam_rank", "share of the page's blocks with a higher probability of spam"),
];

/// A block is likely content from this probability on.
const LIKELY: f32 = 0.5;

/// The stage features of every block: blocks by [`STAGE_FEATURES`]. `predicted` are the probabilities of the stage before.
pub fn stage_features(predicted: &[Probabilities], features: &Features) -> Array2<f32> {
    let n = predicted.len();
    let mut rows = Array2::zeros((n, STAGE_FEATURES.len()));
    if n == 0 {
        return rows;
    }
    let page = PredictedPage::new(predicted, features);
    for (i, mut row) in rows.rows_mut().into_iter().enumerate() {
        let mut cells = row.iter_mut();
        let mut push = |value: f32| {
            if let Some(cell) = cells.next() {
                *cell = if value.is_finite() { value } else { 0.0 };
            }
        };
        page.content(i, &mut push);
        page.spam(i, &mut push);
    }
    rows
}

/// What the stage before predicted for a page.
struct PredictedPage<'a> {
    context: Context<'a>,
    /// Mean certainty of content.
    certain: f32,
    content_rank: Vec<f32>,
    spam_rank: Vec<f32>,
    /// log(1 + expected units of content), and of blocks of spam.
    content_log: f32,
    spam_log: f32,
    /// First and last likely content.
    first: Option<usize>,
    last: Option<usize>,
    /// Blocks between each block and the nearest likely content.
    nearest: Vec<u32>,
    /// log(1 + n) for every number of blocks up to that of the page.
    logs: Vec<f32>,
}

impl<'a> PredictedPage<'a> {
    fn new(predicted: &[Probabilities], features: &'a Features) -> Self {
        let content = predicted.iter().map(|p| p.content).collect();
        let context = Context::new(features, content, predicted.iter().map(|p| p.spam).collect());
        let (content, weights) = (&context.content, &context.weights);
        let n = predicted.len();
        let is_likely = |i: &usize| content[*i] >= LIKELY;
        let total: f32 = weights.iter().sum();
        let certain = content.iter().zip(weights).map(|(p, w)| w * (2.0 * p - 1.0).abs()).sum::<f32>() / total;
        PredictedPage {
            certain,
            content_rank: ranks(content, weights),
            spam_rank: ranks(&context.spam, &vec![1.0; n]),
            content_log: context.content_sums.total().1.ln_1p(),
            spam_log: context.spam_sums.total().1.ln_1p(),
            first: (0..n).find(is_likely),
            last: (0..n).rev().find(is_likely),
            nearest: distances(content),
            logs: (0..=n).map(|n| (n as f32).ln_1p()).collect(),
            context,
        }
    }

    fn content(&self, i: usize, push: &mut impl FnMut(f32)) {
        let page = &self.context;
        let (n, own) = (page.len(), page.own_content(i));
        let neighbor = |j: Option<usize>| j.and_then(|j| page.content.get(j)).copied().unwrap_or(0.0);
        push(logit(own.1) / 4.0);
        push(logit(page.spam[i]) / 4.0);
        (1..=3).for_each(|distance| push(neighbor(i.checked_sub(distance))));
        (1..=3).for_each(|distance| push(neighbor(Some(i + distance))));
        for reach in [3, 8, 20] {
            push(page.content_sums.mean(page.within(i, reach), NOTHING));
        }
        let (weight, value) = page.content_sums.total();
        push(ratio(page.content_sums.value((0, i)), value));
        push(ratio(page.content_sums.value((i + 1, n)), value));
        let mean = ratio(value, weight);
        push(mean);
        push(self.content_log);
        push(self.certain);
        push(self.content_rank[i]);
        push(self.first.map_or(0.0, |first| self.signed_log(first, i)));
        push(self.last.map_or(0.0, |last| self.signed_log(i, last)));
        push(self.logs[self.nearest[i] as usize]);
        for level in 0..3 {
            push(page.content_sums.mean(page.level(i, level), own));
        }
        push(page.content_of_path(i));
        push(page.content_of_template(i));
        push(own.1 - mean);
    }

    /// log(1 + blocks from one to the other), negative if it leads backwards.
    fn signed_log(&self, from: usize, to: usize) -> f32 {
        let log = self.logs[from.abs_diff(to)];
        if to >= from { log } else { -log }
    }

    fn spam(&self, i: usize, push: &mut impl FnMut(f32)) {
        let page = &self.context;
        let own = page.own_spam(i);
        let neighbor = |j: Option<usize>| j.and_then(|j| page.spam.get(j)).copied().unwrap_or(0.0);
        push(neighbor(i.checked_sub(1)));
        push(neighbor(Some(i + 1)));
        for reach in [3, 8] {
            push(page.spam_sums.mean(page.within(i, reach), own));
        }
        for level in 0..2 {
            push(page.spam_sums.mean(page.level(i, level), own));
        }
        push(page.spam_of_template(i));
        let (weight, value) = page.spam_sums.total();
        push(ratio(value, weight));
        push(page.max_spam_of_others(i));
        push(self.spam_log);
        push(self.spam_rank[i]);
    }
}

/// For each block how many blocks away the nearest likely content is; the number of blocks if there is none.
fn distances(content: &[f32]) -> Vec<u32> {
    let n = content.len() as u32;
    let mut distances = vec![n; content.len()];
    let mut last = n;
    for (distance, p) in distances.iter_mut().zip(content) {
        last = if *p >= LIKELY { 0 } else { (last + 1).min(n) };
        *distance = last;
    }
    last = n;
    for (distance, p) in distances.iter_mut().zip(content).rev() {
        last = if *p >= LIKELY { 0 } else { (last + 1).min(n) };
        *distance = last.min(*distance);
    }
    distances
}
