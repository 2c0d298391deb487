//! Collects the scores of one format over pages and folds.

use super::content::{best_f1, content_score};
use super::flags::FlagTally;
use super::metrics::{ContentScore, ContentScores, Reliability};
use super::prediction::{Prediction, add_spam, add_to_span_sweep, add_to_sweep, agreement};
use super::scores::{BETAS, FormatScores};
use crate::dataset::sample::block_weights;
use crate::dataset::{Alteration, LabeledPage, Origin};
use blocksift::Label;
use blocksift::internals::DecisionRule;
use blocksift::internals::{Stack, label_page};
use std::collections::BTreeMap;

/// Scores while they are collected.
#[derive(Default)]
pub(super) struct Tally {
    content: ContentScores,
    oracle: ContentScores,
    best: ContentScores,
    by_beta: [ContentScores; BETAS.len()],
    scores: FormatScores,
    reliability: BTreeMap<&'static str, Reliability>,
    flags: FlagTally,
}

impl Tally {
    /// Adds what a stack predicts for pages that it was not fitted to. Altered pages are ignored.
    pub(super) fn add_all(&mut self, stack: &Stack, pages: &[&LabeledPage], thresholds: &DecisionRule) {
        self.flags.add_all(stack, pages, thresholds);
        let pages: Vec<&LabeledPage> = pages.iter().copied().filter(|p| p.alteration == Alteration::None).collect();
        let predictions = Prediction::of_all(stack, &pages, thresholds);
        pages.iter().zip(&predictions).for_each(|(page, prediction)| self.add(page, prediction, thresholds));
    }

    fn add(&mut self, page: &LabeledPage, prediction: &Prediction, rule: &DecisionRule) {
        if page.is_real() || page.origin.is_spam() {
            add_to_sweep(&mut self.scores.by_threshold, page, prediction, rule);
        }
        if page.is_real() || page.has_inline_spam() {
            add_to_span_sweep(&mut self.scores.by_span_threshold, page, prediction);
        }
        let is_flagged = u64::from(prediction.has_spam_block());
        match &page.origin {
            Origin::Clean if page.source.is_synthetic => {
                self.scores.synthetic.0 += 1;
                self.scores.synthetic.1 += is_flagged;
            }
            Origin::Clean => self.add_clean(page, prediction, rule),
            Origin::Spam { template, .. } => {
                add_spam(&mut self.scores.seen_families, page, &prediction.blocks());
                for (dimension, member) in template.parts() {
                    let score = self.scores.by_template.entry(format!("{dimension}:{member}")).or_default();
                    add_spam(score, page, &prediction.blocks());
                }
            }
            Origin::Lookalike { family } => {
                let (pages, flagged) = self.scores.lookalikes.entry(family.clone()).or_default();
                *pages += 1;
                *flagged += is_flagged;
            }
        }
        self.scores.corrected.merge(&agreement(page, &prediction.labels));
        self.add_blocks(page, prediction);
    }

    fn add_blocks(&mut self, page: &LabeledPage, prediction: &Prediction) {
        let weights = block_weights(page, 0.0);
        for (i, label) in page.labels.iter().enumerate() {
            let Some(label) = label else { continue };
            self.scores.confusion[*label as usize][prediction.labels[i] as usize] += 1;
            for other in Label::ALL {
                let p = f64::from(prediction.probabilities[i].of(other));
                self.reliability.entry(other.as_str()).or_default().add(p, other == *label, f64::from(weights[i]));
            }
        }
    }

    fn add_clean(&mut self, page: &LabeledPage, prediction: &Prediction, rule: &DecisionRule) {
        self.scores.clean_pages += 1;
        // A person may have found spam on it.
        if prediction.has_spam_block() && !page.labels.contains(&Some(Label::Spam)) {
            self.scores.false_alarms.push(prediction.flagged(page));
        }
        let Some(row) = content_score(page, &prediction.labels) else { return };
        let groups = page.source.figure_groups();
        self.content.add(&groups, row);
        let gold: Vec<Label> = page.labels.iter().map(|l| l.unwrap_or(Label::Navigation)).collect();
        if let Some(row) = content_score(page, &gold) {
            self.oracle.add(&groups, row);
        }
        if let Some(f1) = best_f1(page, &prediction.probabilities) {
            self.best.add(&groups, [f1; 4]);
        }
        for (beta, scores) in BETAS.iter().zip(&mut self.by_beta) {
            let labels = label_page(&prediction.probabilities, &page.features, &DecisionRule { beta: *beta, ..*rule });
            scores.add(&[], content_score(page, &labels).unwrap_or_default());
        }
    }

    /// The scores.
    pub(super) fn finish(mut self) -> FormatScores {
        self.scores.content = self.content.means();
        self.scores.flagged_by_group = self.flags.finish();
        let (oracle, best) = (self.oracle.means(), self.best.means());
        self.scores.oracle = oracle.get("all").copied().unwrap_or_default();
        let bounds = |(group, o): (&String, &ContentScore)| Some((group.clone(), [o.f1, best.get(group)?.f1]));
        self.scores.bounds = oracle.iter().filter_map(bounds).collect();
        let of_all = |s: &ContentScores| s.means().get("all").copied();
        self.scores.by_beta =
            BETAS.iter().zip(&self.by_beta).filter_map(|(beta, s)| Some((*beta, of_all(s)?))).collect();
        self.scores.calibration = self.reliability.iter().map(|(l, r)| ((*l).to_owned(), r.finish())).collect();
        for label in Label::ALL {
            let i = label as usize;
            let hits = self.scores.confusion[i][i] as f64;
            let predicted: u64 = (0..3).map(|t| self.scores.confusion[t][i]).sum();
            let actual: u64 = self.scores.confusion[i].iter().sum();
            let shares = (hits / predicted.max(1) as f64, hits / actual.max(1) as f64);
            self.scores.blocks.insert(label.to_string(), shares);
        }
        self.scores
    }
}
