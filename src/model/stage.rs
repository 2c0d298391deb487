//! Features of a stage after the first: what the stage before said of a block and of those around it.

use super::sums::{Sums, group, logit, ratio, without};
use crate::features::Features;
use crate::label::Probabilities;
use ndarray::Array2;

/// Names of the stage features, in order, with what they are.
pub const STAGE_FEATURES: [(&str, &str); 37] = [
    ("predicted_content", "logit of content at the stage before, over 4"),
    ("predicted_spam", "logit of spam at the stage before, over 4"),
    ("content_before1", "content of the block before"),
    ("content_before2", "content of the second block before"),
    ("content_before3", "content of the third block before"),
    ("content_after1", "content of the block after"),
    ("content_after2", "content of the second block after"),
    ("content_after3", "content of the third block after"),
    ("content_window3", "mean content within 3 blocks, by units"),
    ("content_window8", "mean content within 8 blocks, by units"),
    ("content_window20", "mean content within 20 blocks, by units"),
    ("content_share_before", "share of the page's expected content before"),
    ("content_share_after", "share of the page's expected content after"),
    ("page_content", "mean content of the page, by units"),
    ("page_content_units", "log(1 + expected units of content)"),
    ("page_certainty", "mean certainty of the page, by units"),
    ("content_rank", "share of the page's units in blocks more likely content"),
    ("first_content_distance", "log(1 + blocks after the first likely content), negative before it"),
    ("last_content_distance", "log(1 + blocks before the last likely content), negative after it"),
    ("nearest_content_distance", "log(1 + blocks to the nearest likely content)"),
    ("content_ancestor1", "mean content of the first ancestor that adds blocks, without the block"),
    ("content_ancestor2", "the same of the second"),
    ("content_ancestor3", "the same of the third"),
    ("content_path", "mean content of the other blocks of the same tag path"),
    ("content_template", "mean content of the other blocks of the same template"),
    ("content_gap", "content less the page's mean"),
    ("spam_before1", "spam of the block before"),
    ("spam_after1", "spam of the block after"),
    ("spam_window3", "mean spam within 3 blocks"),
    ("spam_window8", "mean spam within 8 blocks"),
    ("spam_ancestor1", "mean spam of the first ancestor that adds blocks, without the block"),
    ("spam_ancestor2", "the same of the second"),
    ("spam_template", "mean spam of the other blocks of the same template"),
    ("page_spam", "mean spam of the page"),
    ("page_max_spam", "highest spam of any other block"),
    ("page_spam_blocks", "log(1 + expected blocks of spam)"),
    ("spam_rank", "share of the page's blocks more likely spam"),
];

/// A block counts as likely content from here on.
const LIKELY: f32 = 0.5;

/// The stage features of every block: blocks by [`STAGE_FEATURES`].
pub fn stage_features(said: &[Probabilities], features: &Features) -> Array2<f32> {
    let n = said.len();
    let mut rows = Array2::zeros((n, STAGE_FEATURES.len()));
    if n == 0 {
        return rows;
    }
    let s = Said::new(said, features);
    for (i, mut row) in rows.rows_mut().into_iter().enumerate() {
        let mut out = row.iter_mut();
        let mut set = |v: f32| {
            if let Some(cell) = out.next() {
                *cell = if v.is_finite() { v } else { 0.0 };
            }
        };
        s.content(i, &mut set);
        s.spam(i, &mut set);
    }
    rows
}

struct Said<'a> {
    said: &'a [Probabilities],
    features: &'a Features,
    weights: Vec<f32>,
    content: Sums,
    spam: Sums,
    certain: f32,
    content_rank: Vec<f32>,
    spam_rank: Vec<f32>,
    first: Option<usize>,
    last: Option<usize>,
    nearest: Vec<u32>,
    by_path: Vec<(f32, f32)>,
    by_template: Vec<(f32, f32)>,
    spam_by_template: Vec<(f32, f32)>,
    /// Highest spam and the second highest.
    most_spam: (f32, f32),
    /// log(1 + n) for every number of blocks up to that of the page.
    logs: Vec<f32>,
}

impl<'a> Said<'a> {
    fn new(said: &'a [Probabilities], features: &'a Features) -> Self {
        let weights: Vec<f32> = features.units().iter().map(|u| u + 0.5).collect();
        let around = features.surroundings();
        let content = |i: usize| (weights[i], said[i].content);
        let spam = |i: usize| (1.0, said[i].spam);
        let n = said.len();
        let likely = |i: &usize| said[*i].content >= LIKELY;
        let mut most_spam = (0f32, 0f32);
        for p in said {
            if p.spam > most_spam.0 {
                most_spam = (p.spam, most_spam.0);
            } else {
                most_spam.1 = most_spam.1.max(p.spam);
            }
        }
        let total: f32 = weights.iter().sum();
        Said {
            content: Sums::new((0..n).map(content)),
            spam: Sums::new((0..n).map(spam)),
            certain: said.iter().zip(&weights).map(|(p, w)| w * (2.0 * p.content - 1.0).abs()).sum::<f32>() / total,
            content_rank: rank(said.iter().map(|p| p.content), &weights),
            spam_rank: rank(said.iter().map(|p| p.spam), &vec![1.0; n]),
            first: (0..n).find(likely),
            last: (0..n).rev().find(likely),
            nearest: nearest(said),
            by_path: group(&around.paths, content),
            by_template: group(&around.templates, content),
            spam_by_template: group(&around.templates, spam),
            most_spam,
            logs: (0..=n).map(|n| (n as f32).ln_1p()).collect(),
            said,
            features,
            weights,
        }
    }

    fn content(&self, i: usize, set: &mut impl FnMut(f32)) {
        let n = self.said.len();
        let own = (self.weights[i], self.said[i].content);
        let at = |j: Option<usize>| j.and_then(|j| self.said.get(j)).map_or(0.0, |p| p.content);
        let (weight, value) = self.content.total();
        set(logit(own.1) / 4.0);
        set(logit(self.said[i].spam) / 4.0);
        (1..=3).for_each(|d| set(at(i.checked_sub(d))));
        (1..=3).for_each(|d| set(at(Some(i + d))));
        for reach in [3, 8, 20] {
            set(self.content.mean(i.saturating_sub(reach), (i + reach + 1).min(n), (0.0, 0.0)));
        }
        set(ratio(self.content.value(0, i), value));
        set(ratio(self.content.value(i + 1, n), value));
        let mean = ratio(value, weight);
        set(mean);
        set(value.ln_1p());
        set(self.certain);
        set(self.content_rank[i]);
        set(self.first.map_or(0.0, |first| self.signed_log(first, i)));
        set(self.last.map_or(0.0, |last| self.signed_log(i, last)));
        set(self.logs[self.nearest[i] as usize]);
        let around = self.features.surroundings();
        for (from, to) in around.levels[i] {
            set(self.content.mean(from as usize, to as usize, own));
        }
        set(without(self.by_path[around.paths[i] as usize], own));
        set(without(self.by_template[around.templates[i] as usize], own));
        set(own.1 - mean);
    }

    /// log(1 + blocks from one to the other), negative backwards.
    fn signed_log(&self, from: usize, to: usize) -> f32 {
        let log = self.logs[from.abs_diff(to)];
        if to >= from { log } else { -log }
    }

    fn spam(&self, i: usize, set: &mut impl FnMut(f32)) {
        let n = self.said.len();
        let own = (1.0, self.said[i].spam);
        let at = |j: Option<usize>| j.and_then(|j| self.said.get(j)).map_or(0.0, |p| p.spam);
        set(at(i.checked_sub(1)));
        set(at(Some(i + 1)));
        for reach in [3, 8] {
            set(self.spam.mean(i.saturating_sub(reach), (i + reach + 1).min(n), own));
        }
        let around = self.features.surroundings();
        for (from, to) in &around.levels[i][..2] {
            set(self.spam.mean(*from as usize, *to as usize, own));
        }
        set(without(self.spam_by_template[around.templates[i] as usize], own));
        let (weight, value) = self.spam.total();
        set(ratio(value, weight));
        set(if own.1 >= self.most_spam.0 { self.most_spam.1 } else { self.most_spam.0 });
        set(value.ln_1p());
        set(self.spam_rank[i]);
    }
}

/// For each value the share of weight of those that are greater.
fn rank(values: impl Iterator<Item = f32>, weights: &[f32]) -> Vec<f32> {
    let values: Vec<f32> = values.collect();
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_unstable_by(|a, b| values[*b as usize].total_cmp(&values[*a as usize]).then(a.cmp(b)));
    let total: f32 = weights.iter().sum();
    let mut ranks = vec![0.0; values.len()];
    let mut above = 0.0;
    for i in order {
        ranks[i as usize] = ratio(above, total);
        above += weights[i as usize];
    }
    ranks
}

fn nearest(said: &[Probabilities]) -> Vec<u32> {
    let n = said.len() as u32;
    let mut distance = vec![n; said.len()];
    let mut last = n;
    for (i, p) in said.iter().enumerate() {
        last = if p.content >= LIKELY { 0 } else { (last + 1).min(n) };
        distance[i] = last;
    }
    last = n;
    for (i, p) in said.iter().enumerate().rev() {
        last = if p.content >= LIKELY { 0 } else { (last + 1).min(n) };
        distance[i] = distance[i].min(last);
    }
    distance
}
