//! What a stack predicts for a page, and how that is added to scores.

use super::content::bag_of;
use super::metrics::{Agreement, SpamScore};
use super::scores::{Flagged, Sweep, THRESHOLDS};
use crate::corpus::words::{Counting, Word, words};
use crate::dataset::LabeledPage;
use blocksift::internals::DecisionRule;
use blocksift::internals::{Stack, label_page, spam_spans};
use blocksift::{Label, Probabilities, SpamSpan};
use rayon::prelude::*;

/// Predictions for a page.
pub(super) struct Prediction {
    /// One item per block.
    pub(super) probabilities: Vec<Probabilities>,
    /// One item per block.
    pub(super) labels: Vec<Label>,
    /// Spans within blocks from the lowest of [`THRESHOLDS`] on.
    pub(super) spans: Vec<Span>,
}

/// A span of spam within a block.
pub(super) struct Span {
    probability: f32,
    words: Vec<Word>,
}

/// Which labels and spans count as predicted spam.
pub(super) struct Answer<'a> {
    /// One item per block.
    pub(super) labels: &'a [Label],
    pub(super) spans: &'a [Span],
    /// Threshold of spans.
    pub(super) span: f32,
}

impl Prediction {
    pub(super) fn new(stack: &Stack, page: &LabeledPage, thresholds: &DecisionRule) -> Prediction {
        let probabilities = stack.probabilities(&page.features);
        let labels = label_page(&probabilities, &page.features, thresholds);
        let lowest = DecisionRule { span: THRESHOLDS[0], ..*thresholds };
        let spans = page.parsed.as_ref().map_or_else(Vec::new, |parsed| {
            let text = |s: &SpamSpan| parsed.text().chars().skip(s.start).take(s.end - s.start).collect::<String>();
            spam_spans(parsed, &probabilities, &labels, stack, &lowest)
                .iter()
                .map(|(_, s)| Span { probability: s.probability, words: words(&text(s), Counting::Characters) })
                .collect()
        });
        Prediction { probabilities, labels, spans }
    }

    /// Predictions for several pages, on all threads.
    pub(super) fn of_all(stack: &Stack, pages: &[&LabeledPage], thresholds: &DecisionRule) -> Vec<Prediction> {
        pages.par_iter().map(|page| Prediction::new(stack, page, thresholds)).collect()
    }

    /// The labels without spans.
    pub(super) fn blocks(&self) -> Answer<'_> {
        Answer { labels: &self.labels, spans: &[], span: 1.0 }
    }

    /// The labels, and spans from a threshold on.
    pub(super) fn with_spans(&self, threshold: f32) -> Answer<'_> {
        Answer { labels: &self.labels, spans: &self.spans, span: threshold }
    }

    /// Whether a block is labeled spam.
    pub(super) fn has_spam_block(&self) -> bool {
        self.labels.contains(&Label::Spam)
    }

    /// Whether a span reaches a threshold.
    pub(super) fn has_span(&self, threshold: f32) -> bool {
        self.spans.iter().any(|span| span.probability >= threshold)
    }

    /// The page as a flagged one.
    pub(super) fn flagged(&self, page: &LabeledPage) -> Flagged {
        let is_spam = |i: &usize| self.labels[*i] == Label::Spam;
        let excerpts = page.text.as_ref().map_or(&[][..], |text| &text.excerpts);
        Flagged {
            id: page.source.id.clone(),
            probability: self.probabilities.iter().map(|p| p.spam).fold(0.0, f32::max),
            blocks: (0..self.labels.len()).filter(is_spam).count(),
            texts: (0..excerpts.len()).filter(is_spam).map(|i| excerpts[i].clone()).collect(),
        }
    }
}

/// Adds the spam words and the flag of a page to a score.
pub(super) fn add_spam(score: &mut SpamScore, page: &LabeledPage, answer: &Answer<'_>) {
    let of_label = |label: Label| bag_of(&page.words, |i| answer.labels.get(i) == Some(&label));
    // A graft's host has content of its own, which must not count as leaked.
    let gold_content = bag_of(&page.words, |i| page.labels[i] == Some(Label::Content));
    let mut spam = of_label(Label::Spam);
    for word in answer.spans.iter().filter(|s| s.probability >= answer.span).flat_map(|s| &s.words) {
        *spam.entry(*word).or_default() += 1;
    }
    score.add(&page.gold_spam, &spam, &of_label(Label::Content), &gold_content);
}

/// The scores of a sweep, which gets one per threshold when its first page is added.
fn at_all_thresholds(sweep: &mut Sweep) -> &mut Sweep {
    if sweep.is_empty() {
        sweep.extend(THRESHOLDS.iter().map(|t| (*t, SpamScore::default())));
    }
    sweep
}

/// Adds a page to a sweep over thresholds of blocks. What is no threshold of spam comes from `rule`.
pub(super) fn add_to_sweep(sweep: &mut Sweep, page: &LabeledPage, prediction: &Prediction, rule: &DecisionRule) {
    for (threshold, score) in at_all_thresholds(sweep) {
        let labels = label_page(&prediction.probabilities, &page.features, &rule.with_spam(*threshold));
        add_spam(score, page, &Answer { labels: &labels, spans: &[], span: 1.0 });
    }
}

/// Adds a page to a sweep over thresholds of spans.
pub(super) fn add_to_span_sweep(sweep: &mut Sweep, page: &LabeledPage, prediction: &Prediction) {
    for (threshold, score) in at_all_thresholds(sweep) {
        add_spam(score, page, &prediction.with_spans(*threshold));
    }
}

/// How labels agree with those that people set on blocks of a page.
pub(super) fn agreement(page: &LabeledPage, labels: &[Label]) -> Agreement {
    let mut agreement = Agreement::default();
    for block in &page.corrected {
        if let (Some(Some(set)), Some(predicted)) = (page.labels.get(*block), labels.get(*block)) {
            agreement.add(*set, *predicted);
        }
    }
    agreement
}

/// How the labels that a stack predicts agree with those that people set on blocks of some pages.
pub fn agreement_of(stack: &Stack, pages: &[&LabeledPage], thresholds: &DecisionRule) -> Agreement {
    let corrected: Vec<&LabeledPage> = pages.iter().copied().filter(|p| !p.corrected.is_empty()).collect();
    let of_pages: Vec<Agreement> = corrected
        .par_iter()
        .map(|page| {
            let probabilities = stack.probabilities(&page.features);
            agreement(page, &label_page(&probabilities, &page.features, thresholds))
        })
        .collect();
    of_pages.iter().fold(Agreement::default(), |mut all, of_page| {
        all.merge(of_page);
        all
    })
}
