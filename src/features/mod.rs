//! A page becomes one row of named numbers per block.
//!
//! Data flows one way: [`measure`] reads the page once, [`columns`] writes the matrix from what was measured, and
//! [`schema`] names its columns. [`reasons`] puts what a model made of them into words.

mod buckets;
mod columns;
mod measure;
mod reasons;
mod scale;
mod schema;
mod surroundings;
mod tokens;

pub use buckets::{MARKUP_BUCKETS, TEXT_BUCKETS};
pub use reasons::Reason;
pub(crate) use reasons::{Added, reasons};
pub(crate) use schema::{ANY, Phrase, Topic, tiers};
pub use schema::{Feature, FeatureGroup, ReasonContext, features, schema_hash};
pub(crate) use surroundings::Surroundings;
pub use tokens::Tokens;

use crate::page::{Format, Page};
use measure::PageStats;
use ndarray::{Array2, ArrayView1, ArrayView2};

/// The feature matrix of a page: one row per block, one column per feature of [`features`].
#[derive(Debug, Clone)]
pub struct Features {
    rows: Array2<f32>,
    format: Format,
    language: Option<&'static str>,
    is_language_clear: bool,
    units: Vec<f32>,
    copies: Vec<u32>,
    groups: Vec<u32>,
    prose: String,
    surroundings: Surroundings,
    tokens: Tokens,
}

impl Features {
    /// Computes the features of a page. Every value is finite for every input.
    #[must_use]
    pub fn of(page: &Page) -> Features {
        let stats = PageStats::new(page);
        Features {
            rows: columns::write(&stats),
            format: page.format(),
            language: stats.language.code(),
            is_language_clear: stats.language.is_clear,
            copies: columns::copies(&stats),
            prose: stats.prose_sample(),
            tokens: Tokens::new(&stats),
            surroundings: Surroundings { levels: stats.levels, paths: stats.paths.ids, templates: stats.templates.ids },
            groups: stats.groups,
            units: stats.units,
        }
    }

    /// The matrix: blocks by features.
    #[must_use]
    pub fn rows(&self) -> ArrayView2<'_, f32> {
        self.rows.view()
    }

    /// The same page with other values, as training makes them up.
    ///
    /// # Panics
    /// If `rows` has another shape.
    #[doc(hidden)]
    #[must_use]
    pub fn with_rows(self, rows: Array2<f32>) -> Features {
        assert_eq!(rows.dim(), self.rows.dim(), "the new rows must have the shape of the old ones");
        Features { rows, ..self }
    }

    /// One block's row.
    ///
    /// # Panics
    /// If the page has no such block.
    #[must_use]
    pub fn row(&self, block: usize) -> ArrayView1<'_, f32> {
        self.rows.row(block)
    }

    /// The value of a feature for a block, or `None` if pages of this format do not have the feature.
    ///
    /// # Panics
    /// If there is no such block or feature.
    #[must_use]
    pub fn get(&self, block: usize, feature: usize) -> Option<f32> {
        let is_absent = self.format == Format::Text && features()[feature].needs_markup;
        (!is_absent).then(|| self.rows[[block, feature]])
    }

    /// Whether the page came as markup or as text.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The length of each block in units: words, two Han or kana characters, or five Thai characters each.
    #[must_use]
    pub fn units(&self) -> &[f32] {
        &self.units
    }

    /// For each block, the first block with the same text; a block without an earlier copy has its own index.
    /// Blocks of a few words and preformatted blocks always count as originals, since labels and code may repeat.
    #[doc(hidden)]
    #[must_use]
    pub fn copies(&self) -> &[u32] {
        &self.copies
    }

    /// For each block, the number of the list or table that it is decided with, or `u32::MAX`.
    #[doc(hidden)]
    #[must_use]
    pub fn groups(&self) -> &[u32] {
        &self.groups
    }

    /// The language of the page's prose as an ISO 639-1 code, or `None` if it is unknown. Languages without a
    /// two-letter code have their three-letter code of ISO 639-3.
    #[must_use]
    pub fn language(&self) -> Option<String> {
        crate::language::detect(&self.prose, self.language, self.is_language_clear)
    }

    /// The blocks' tokens, for a learned vocabulary.
    #[doc(hidden)]
    #[must_use]
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Which blocks surround each block.
    pub(crate) fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }
}
