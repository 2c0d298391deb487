//! The verdict on a page: clean, injected or doorway, how sure that is, and where the spam is.

use super::block::LabeledBlock;
use crate::label::Label;
use crate::model::Resemblance;
use crate::page::Page;
use serde::{Deserialize, Serialize};

/// What a page is as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum VerdictKind {
    /// No block is spam.
    Clean,
    /// Spam was added to a page that has content or navigation of its own.
    Injected,
    /// Most of the page's text is spam.
    Doorway,
}

/// Where on a page spam is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SpamLocation {
    /// In the title, description or keywords.
    Head,
    /// Before the page's first content.
    Top,
    /// Between blocks of content.
    Middle,
    /// After the page's last content.
    Bottom,
    /// After the end of the document.
    AfterHtml,
    /// Hidden from readers (in addition to one of the others).
    Hidden,
}

/// The verdict on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Verdict {
    /// Clean, injected or doorway.
    pub kind: VerdictKind,
    /// Share of the page's text that is spam, 0 to 1, counted in words or half Chinese characters.
    pub spam_share: f32,
    /// Number of spam blocks.
    pub spam_blocks: usize,
    /// Number of spam spans inside other blocks.
    #[serde(default)]
    pub spam_spans: usize,
    /// Highest spam probability of any block.
    pub max_spam_probability: f32,
    /// Probability that the page carries injected spam, if a share of [`Verdict::prior`] of all pages does. See
    /// [`Model::page_probability`](crate::Model::page_probability).
    pub probability_at_prior: f32,
    /// Share of pages assumed to carry injected spam; 0.001 unless
    /// [`Sifter::with_prior`](crate::Sifter::with_prior) sets another.
    pub prior: f32,
    /// Where the spam is.
    pub locations: Vec<SpamLocation>,
    /// The known family that the spam resembles most; `None` on a clean page, or if the model knows no families. Spam of
    /// an unknown family is still matched to a known one, so check its probability.
    #[serde(default)]
    pub nearest_family: Option<Resemblance>,
}

/// Share of spam from which a page is a doorway.
const DOORWAY_SHARE: f32 = 0.5;

impl Verdict {
    /// The verdict on labeled blocks. `units` are the blocks' lengths in words; `probability` maps the highest spam
    /// probability of any block or span to that of the page.
    pub(super) fn new(
        page: &Page,
        blocks: &[LabeledBlock],
        units: &[f32],
        prior: f32,
        probability: impl Fn(f32) -> f32,
    ) -> Self {
        let spans = || blocks.iter().flat_map(|b| &b.spam_spans);
        let max_spam_probability = blocks.iter().map(|b| b.probabilities.spam).fold(0.0, f32::max);
        let max_spam = spans().map(|s| s.probability).fold(max_spam_probability, f32::max);
        let spam_blocks = blocks.iter().filter(|b| b.label == Label::Spam).count();
        let spam_spans = spans().count();
        let spam_share = spam_share(blocks, units);
        let kind = match spam_blocks + spam_spans {
            0 => VerdictKind::Clean,
            _ if spam_share >= DOORWAY_SHARE => VerdictKind::Doorway,
            _ => VerdictKind::Injected,
        };
        Self {
            kind,
            spam_share,
            spam_blocks,
            spam_spans,
            max_spam_probability,
            probability_at_prior: probability(max_spam),
            prior,
            locations: locations(page, blocks),
            nearest_family: None,
        }
    }
}

/// Share of the text, in units, that lies in spam blocks and spans.
fn spam_share(blocks: &[LabeledBlock], units: &[f32]) -> f32 {
    let total: f32 = units.iter().sum();
    if total <= 0.0 {
        return 0.0;
    }
    let weighted = || blocks.iter().zip(units);
    let in_blocks = weighted().filter(|(b, _)| b.label == Label::Spam).fold(0.0, |sum, (_, units)| sum + units);
    let span_share = |b: &LabeledBlock| {
        let chars: usize = b.spam_spans.iter().map(|s| s.end - s.start).sum();
        chars as f32 / (b.end - b.start).max(1) as f32
    };
    let in_spans: f32 = weighted().filter(|(b, _)| !b.spam_spans.is_empty()).map(|(b, u)| u * span_share(b)).sum();
    (in_blocks + in_spans) / total
}

/// The locations of all spam blocks and spans, each once and in order.
fn locations(page: &Page, blocks: &[LabeledBlock]) -> Vec<SpamLocation> {
    let is_content = |b: &LabeledBlock| b.label == Label::Content;
    let (first, last) = (blocks.iter().position(is_content), blocks.iter().rposition(is_content));
    let mut found: Vec<SpamLocation> = Vec::new();
    for block in blocks.iter().filter(|b| b.label == Label::Spam || !b.spam_spans.is_empty()) {
        let segment = &page.blocks()[block.index];
        found.push(if !segment.kind().is_body() {
            SpamLocation::Head
        } else if segment.is_after_html() {
            SpamLocation::AfterHtml
        } else if first.is_some_and(|first| block.index < first) {
            SpamLocation::Top
        } else if last.is_some_and(|last| block.index < last) {
            SpamLocation::Middle
        } else {
            SpamLocation::Bottom
        });
        if block.hidden {
            found.push(SpamLocation::Hidden);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
