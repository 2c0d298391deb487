//! Sampling rows from labeled pages: which blocks become rows, and what each row weighs.

use super::page::{Alteration, LabeledPage};
use blocksift::{Format, Label};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// What is known about a row besides its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct RowInfo {
    /// The page it came from.
    pub page: String,
    /// The group that keeps pages together in cross-validation.
    pub group: String,
    /// Family of what was planted in the page; empty for clean pages.
    pub family: String,
    /// Markup or text.
    pub format: Format,
    /// The label.
    pub label: Label,
    /// Weight in the content head, which tells content from navigation.
    pub weight: f32,
    /// Weight in the spam head, which tells spam from the rest.
    pub spam_weight: f32,
    /// Whether only the last stage is fitted on it: rows of layout-swapped copies, which earlier stages must not know.
    pub is_last_stage_only: bool,
}

/// A block of one of the pages that rows are sampled from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BlockRef {
    /// Index of the page.
    pub page: u32,
    /// Index of the block on the page.
    pub block: u32,
}

/// How rows are sampled.
#[derive(Debug, Clone, Copy)]
pub struct Sampling {
    /// Approximate number of rows per clean page.
    pub rows_per_page: usize,
    /// Minimum share of a page's weight that its spam has.
    pub min_spam_share: f32,
    /// Seed.
    pub seed: u64,
}

impl Default for Sampling {
    fn default() -> Self {
        Self { rows_per_page: 60, min_spam_share: 0.5, seed: 1 }
    }
}

/// Rates and weights of the rows of one kind of page, where those of a clean page are 1.
struct Rates {
    /// Rows of spam blocks, relative to a clean page's rows.
    spam_rows: f32,
    /// Rows of other blocks.
    other_rows: f32,
    /// Weight in the content head.
    content_weight: f32,
    /// Weight in the spam head.
    spam_weight: f32,
}

/// Pages as they came.
const CLEAN: Rates = Rates { spam_rows: 1.0, other_rows: 1.0, content_weight: 1.0, spam_weight: 1.0 };

/// Pages with something planted. Their hosts are in the table already, so blocks of the host are drawn less often and
/// weigh less in the content head.
const PLANTED: Rates = Rates { spam_rows: 1.0, other_rows: 0.5, content_weight: 0.3, spam_weight: 1.0 };

/// Generated pages without anything planted.
const SYNTHETIC: Rates = Rates { content_weight: 0.3, ..CLEAN };

/// Clean pages read with another address. Their blocks are in the table already.
const READDRESSED: Rates = Rates { spam_rows: 0.5, other_rows: 0.5, content_weight: 0.3, spam_weight: 1.0 };

/// Pages with blocks cut into pieces. They train the spam head alone.
const CUT: Rates = Rates { spam_rows: 0.35, other_rows: 0.35, content_weight: 0.0, spam_weight: 1.0 };

/// Collages. They train the content head alone, and count less than clean pages: the lists and forums that stand beside
/// articles in collages are content on their own pages.
const COLLAGE: Rates = Rates { spam_rows: 0.5, other_rows: 0.5, content_weight: 0.5, spam_weight: 0.0 };

/// Layout-swapped copies. They train the spam head alone.
const LAYOUT_SWAPPED: Rates = Rates { spam_rows: 0.5, other_rows: 0.5, content_weight: 0.0, spam_weight: 0.5 };

fn rates(page: &LabeledPage) -> &'static Rates {
    match page.alteration {
        Alteration::Readdressed => &READDRESSED,
        Alteration::Cut => &CUT,
        Alteration::Collage => &COLLAGE,
        Alteration::LayoutSwapped => &LAYOUT_SWAPPED,
        Alteration::None if page.is_real() => &CLEAN,
        Alteration::None if page.origin == super::Origin::Clean => &SYNTHETIC,
        Alteration::None => &PLANTED,
    }
}

/// Weight of a short block, in units.
const MIN_UNITS: f32 = 0.25;

/// Weights of a page's blocks, which sum to 1: the square root of a block's length in units. The share of spam is raised
/// to `min_spam_share`. Blocks without a label weigh nothing.
pub fn block_weights(page: &LabeledPage, min_spam_share: f32) -> Vec<f32> {
    let units = page.features.units();
    let is_known = |i: usize| page.labels[i].is_some();
    let is_spam = |i: usize| page.labels[i] == Some(Label::Spam);
    let raw: Vec<f32> =
        (0..units.len()).map(|i| if is_known(i) { units[i].max(MIN_UNITS).sqrt() } else { 0.0 }).collect();
    let sum = |spam: bool| (0..raw.len()).filter(|i| is_spam(*i) == spam).map(|i| raw[i]).sum::<f32>();
    let (spam, rest) = (sum(true), sum(false));
    let share = if spam == 0.0 {
        0.0
    } else if rest == 0.0 {
        1.0
    } else {
        (spam / (spam + rest)).max(min_spam_share)
    };
    (0..raw.len())
        .map(|i| match (is_spam(i), spam, rest) {
            (true, s, _) if s > 0.0 => raw[i] / s * share,
            (false, _, r) if r > 0.0 => raw[i] / r * (1.0 - share),
            _ => 0.0,
        })
        .collect()
}

/// Weights of page types in the content head: the root of a type's rarity, so that articles, of which corpora have most, do
/// not decide what content is on boards and in shops.
struct Rarity<'a>(BTreeMap<&'a str, f32>);

/// Bounds of such a weight.
const RARITY: [f32; 2] = [0.5, 2.0];

impl<'a> Rarity<'a> {
    fn of(pages: &[&'a LabeledPage]) -> Rarity<'a> {
        let mut counts: BTreeMap<&str, f32> = BTreeMap::new();
        let is_counted = |p: &&&LabeledPage| p.is_real() && p.alteration == Alteration::None && !p.source.is_negative;
        for page_type in pages.iter().filter(is_counted).filter_map(|p| p.source.page_type.as_deref()) {
            *counts.entry(page_type).or_default() += 1.0;
        }
        // The weights of all pages with a type have a mean of 1.
        let (all, roots) = counts.values().fold((0f32, 0f32), |(all, roots), n| (all + n, roots + n.sqrt()));
        let weight = |n: f32| (all / (roots * n.sqrt())).clamp(RARITY[0], RARITY[1]);
        Rarity(counts.into_iter().map(|(page_type, n)| (page_type, weight(n))).collect())
    }

    /// The weight of a page's type; 1 if it is unknown.
    fn weight(&self, page: &LabeledPage) -> f32 {
        page.source.page_type.as_deref().and_then(|page_type| self.0.get(page_type)).copied().unwrap_or(1.0)
    }
}

/// Samples rows from pages of one format, systematically and by weight within each page, and gives each row's block.
///
/// A row's weight is its block's divided by the probability that the block was drawn.
pub fn sample_rows(pages: &[&LabeledPage], sampling: Sampling) -> (Vec<RowInfo>, Vec<BlockRef>) {
    let mut rng = ChaCha8Rng::seed_from_u64(sampling.seed);
    let rarity = Rarity::of(pages);
    let mut info = Vec::new();
    let mut sources = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let weights = block_weights(page, sampling.min_spam_share);
        let rates = rates(page);
        let mut position = rng.random::<f32>();
        for (block, weight) in weights.iter().enumerate() {
            let Some(label) = page.labels[block] else { continue };
            let rate = if label == Label::Spam { rates.spam_rows } else { rates.other_rows };
            let probability = (weight * rate * sampling.rows_per_page as f32).min(1.0);
            position += probability;
            if probability > 0.0 && position >= 1.0 {
                position -= 1.0;
                let weight = weight / probability;
                // A page without gold tells nothing of content.
                let content_weight =
                    if page.source.is_negative { 0.0 } else { rates.content_weight * rarity.weight(page) };
                info.push(RowInfo::new(page, label, content_weight * weight, rates.spam_weight * weight));
                sources.push(BlockRef { page: number as u32, block: block as u32 });
            }
        }
    }
    (info, sources)
}

impl RowInfo {
    /// Describes a row of a page.
    pub fn new(page: &LabeledPage, label: Label, weight: f32, spam_weight: f32) -> RowInfo {
        RowInfo {
            page: page.source.id.clone(),
            group: page.source.group.clone(),
            family: page.origin.family().to_owned(),
            format: page.format(),
            label,
            weight,
            spam_weight,
            is_last_stage_only: page.alteration == Alteration::LayoutSwapped,
        }
    }
}
