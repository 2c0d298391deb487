//! Everything that is measured, as `evaluate --json` writes it.

use super::metrics::{Agreement, Calibration, ContentScore, SpamScore};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Spam scores at rising thresholds.
pub type Sweep = Vec<(f32, SpamScore)>;

/// Thresholds of spam in a [`Sweep`].
pub const THRESHOLDS: [f32; 11] = [0.5, 0.7, 0.8, 0.85, 0.9, 0.915, 0.93, 0.96, 0.97, 0.98, 0.99];

/// Betas in [`FormatScores::by_beta`].
pub(super) const BETAS: [f32; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];

/// What was measured.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Evaluation {
    /// How it was measured: settings, seed, folds.
    pub setup: BTreeMap<String, String>,
    /// Pages as markup, cross-validated.
    pub html: FormatScores,
    /// Pages flattened to text, cross-validated.
    pub text: FormatScores,
    /// Spam by family as markup, scored by models that saw neither the family nor the host pages.
    pub unseen_families: BTreeMap<String, SpamScore>,
    /// All unseen families together, by threshold.
    pub unseen_by_threshold: Sweep,
    /// Spam as markup by the way it was planted (place, hiding, wrapper), scored by models that never saw that way.
    #[serde(default)]
    pub unseen_templates: BTreeMap<String, SpamScore>,
    /// All unseen ways together, by threshold.
    #[serde(default)]
    pub unseen_templates_by_threshold: Sweep,
    /// All unseen families together in flattened pages, by threshold.
    pub unseen_text_by_threshold: Sweep,
    /// Inline injections of unseen families as markup, by the threshold of spans.
    #[serde(default, alias = "unseen_woven")]
    pub unseen_inline: Sweep,
    /// Spam by unseen family in flattened pages.
    pub unseen_families_text: BTreeMap<String, SpamScore>,
    /// Corpora held out of training.
    pub held_out: BTreeMap<String, HeldOut>,
    /// Agreement with labels that people set, by what predicted: cross-validation of a format, or the model.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub corrected: BTreeMap<String, Agreement>,
}

/// Scores of one format.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FormatScores {
    /// Content by group of pages: all, corpora, page types, languages.
    pub content: BTreeMap<String, ContentScore>,
    /// Content if each block had its gold label: the upper bound that segmentation sets.
    pub oracle: ContentScore,
    /// Mean F1 by group of pages, first of the gold labels and then of the best number of most probable blocks, see
    /// [`super::content::best_f1`].
    #[serde(default)]
    pub bounds: BTreeMap<String, [f64; 2]>,
    /// Content by beta, see [`blocksift::internals::DecisionRule::beta`].
    #[serde(default)]
    pub by_beta: Vec<(f32, ContentScore)>,
    /// Clean pages that were flagged.
    pub false_alarms: Vec<Flagged>,
    /// Number of clean pages.
    pub clean_pages: u64,
    /// Clean pages by corpus and by what was known of their addresses.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub flagged_by_group: BTreeMap<String, Flags>,
    /// Generated pages: all, and flagged.
    #[serde(default)]
    pub synthetic: (u64, u64),
    /// Pages with a planted look-alike by its family: all, and flagged.
    pub lookalikes: BTreeMap<String, (u64, u64)>,
    /// Spam of families seen in training.
    pub seen_families: SpamScore,
    /// The same by each dimension of how it was planted, `dimension:member`.
    pub by_template: BTreeMap<String, SpamScore>,
    /// Clean pages and spam of seen families, by threshold.
    pub by_threshold: Sweep,
    /// Clean pages and inline injections, by the threshold of spans.
    #[serde(default)]
    pub by_span_threshold: Sweep,
    /// Number of blocks by true label (rows) and predicted label (columns): content, navigation, spam.
    pub confusion: [[u64; 3]; 3],
    /// Precision and recall of blocks by label.
    pub blocks: BTreeMap<String, (f64, f64)>,
    /// Calibration by label.
    pub calibration: BTreeMap<String, Calibration>,
    /// Agreement with labels that people set.
    #[serde(skip)]
    pub corrected: Agreement,
}

/// Clean pages and sites, and how many of them were flagged. A site is flagged if a page of it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flags {
    /// Pages.
    pub pages: u64,
    /// Flagged pages.
    pub flagged: u64,
    /// Sites.
    pub sites: u64,
    /// Flagged sites.
    pub flagged_sites: u64,
}

/// A flagged page.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Flagged {
    /// Its id.
    pub id: String,
    /// Its highest probability of spam.
    pub probability: f32,
    /// Number of blocks labeled spam.
    pub blocks: usize,
    /// Beginnings of these blocks. They are not written: JSON holds only numbers and ids.
    #[serde(skip)]
    pub texts: Vec<String>,
}

/// Scores of a held-out corpus.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct HeldOut {
    /// Content by group of pages, if the corpus has gold.
    pub content: BTreeMap<String, ContentScore>,
    /// Spam words and pages.
    pub spam: SpamScore,
    /// Recall of spam words.
    pub recall: f64,
    /// Precision of spam words.
    pub precision: f64,
    /// Pages with spam that were not flagged.
    pub missed: Vec<String>,
    /// Pages without spam that were flagged.
    pub flagged: Vec<Flagged>,
    /// Spam words and pages by threshold.
    #[serde(default)]
    pub by_threshold: Sweep,
}

/// The sum of all scores.
pub fn total(scores: &BTreeMap<String, SpamScore>) -> SpamScore {
    scores.values().fold(SpamScore::default(), |mut sum, s| {
        sum.merge(s);
        sum
    })
}
