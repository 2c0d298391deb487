//! Scores of corpora that were held out of training.

use super::content::content_score;
use super::metrics::ContentScores;
use super::prediction::{Prediction, add_spam, add_to_sweep};
use super::scores::HeldOut;
use crate::dataset::LabeledPage;
use blocksift::Format;
use blocksift::internals::DecisionRule;
use blocksift::internals::Stack;

/// Scores pages with the stacks of markup and text, neither of which was fitted to them.
pub fn held_out(pages: &[LabeledPage], html: &Stack, text: &Stack, thresholds: &DecisionRule) -> HeldOut {
    let mut result = HeldOut::default();
    let mut content = ContentScores::default();
    for page in pages {
        let stack = if page.format() == Format::Html { html } else { text };
        let prediction = Prediction::new(stack, page, thresholds);
        add_spam(&mut result.spam, page, &prediction.with_spans(thresholds.span));
        add_to_sweep(&mut result.by_threshold, page, &prediction, thresholds);
        let is_flagged = prediction.has_spam_block() || prediction.has_span(thresholds.span);
        if !page.gold_spam.is_empty() && !is_flagged {
            result.missed.push(page.source.id.clone());
        } else if page.gold_spam.is_empty() && is_flagged {
            result.flagged.push(prediction.flagged(page));
        }
        if let Some(row) = content_score(page, &prediction.labels) {
            content.add(&page.source.figure_groups(), row);
        }
    }
    result.content = content.means();
    result.recall = result.spam.recall();
    result.precision = result.spam.precision();
    result
}
