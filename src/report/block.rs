//! A labeled block and the spam spans inside it.

use crate::label::{Label, Probabilities};
use crate::model::DecidedBy;
use crate::page::BlockKind;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Part of a block that is spam while the rest of the block is not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SpamSpan {
    /// First character in the page's text (Unicode scalar values).
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Probability that the span is spam, 0 to 1.
    pub probability: f32,
}

/// One block with its label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LabeledBlock {
    /// Position among the page's blocks, from 0. It addresses the block in every output, filtered or not.
    pub index: usize,
    /// The label.
    pub label: Label,
    /// What decided the label. JSON leaves out `probability`; `flagged-page` is always named, even where spam is the
    /// most probable label.
    #[serde(default, skip_serializing_if = "DecidedBy::is_probability")]
    pub decided_by: DecidedBy,
    /// The probabilities that the label was decided from.
    #[serde(flatten)]
    pub probabilities: Probabilities,
    /// The text, with white space collapsed except in `pre`.
    pub text: String,
    /// Path of the container, e.g. `html > body > div.main > p`; empty for plain text. Only the
    /// innermost part if the page is too small for so many long paths.
    pub path: String,
    /// Whether the block is hidden from readers.
    pub hidden: bool,
    /// Where in the document the text was written.
    pub kind: BlockKind,
    /// First character in the page's text (Unicode scalar values).
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Spam inside a block that is not spam as a whole (inline injection).
    #[serde(default)]
    pub spam_spans: Vec<SpamSpan>,
}

impl LabeledBlock {
    /// The part of the text that is spam: all of it, the spans, or `None`.
    pub(crate) fn spam_text(&self) -> Option<String> {
        if self.label == Label::Spam {
            return Some(self.text.clone());
        }
        let text_of = |span: &SpamSpan| -> String {
            self.text.chars().skip(span.start - self.start).take(span.end - span.start).collect()
        };
        let spans: Vec<String> = self.spam_spans.iter().map(text_of).collect();
        (!spans.is_empty()).then(|| spans.join("\n"))
    }

    /// The text without its spam spans.
    ///
    /// ```
    /// use blocksift::{Hints, Sifter};
    /// let report = Sifter::default().sift_str("<p>One</p>", &Hints::default());
    /// assert_eq!(report.blocks()[0].clean_text(), "One");
    /// ```
    #[must_use]
    pub fn clean_text(&self) -> Cow<'_, str> {
        if self.spam_spans.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let is_spam = |at: usize| self.spam_spans.iter().any(|s| (s.start..s.end).contains(&at));
        let kept: String =
            self.text.chars().enumerate().filter(|(i, _)| !is_spam(self.start + i)).map(|(_, c)| c).collect();
        let words: Vec<&str> = kept.split(' ').filter(|w| !w.is_empty()).collect();
        Cow::Owned(words.join(" "))
    }
}
