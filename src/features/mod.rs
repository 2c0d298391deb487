//! A page becomes one row of named numbers per block.

mod context;
mod language;
mod links;
mod page;
mod position;
mod repetition;
mod schema;
mod stats;
mod structure;
mod surroundings;
mod text;
mod tokens;

pub use schema::{Feature, FeatureGroup, features, schema_hash};
pub use tokens::{MARKUP_BUCKETS, TEXT_BUCKETS, Tokens};

use crate::page::{Format, Page};
use ndarray::{Array2, ArrayView1, ArrayView2};
use schema::{Col, WIDTH};
use stats::PageStats;
use std::sync::LazyLock;
pub(crate) use surroundings::Surroundings;

/// The feature rows of a page: one row per block, one column per feature of [`features`].
#[derive(Debug, Clone)]
pub struct Features {
    rows: Array2<f32>,
    format: Format,
    language: Option<&'static str>,
    is_language_clear: bool,
    units: Vec<f32>,
    copies: Vec<u32>,
    prose: String,
    surroundings: Surroundings,
    tokens: Tokens,
}

impl Features {
    /// Computes the rows of a page. Every value is finite for every input.
    pub fn of(page: &Page) -> Features {
        let stats = PageStats::new(page);
        let n = page.blocks().len();
        let mut rows = Array2::zeros((n, WIDTH));
        if n > 0 {
            let whole = page::WholePage::new(&stats);
            for (mut row, i) in rows.rows_mut().into_iter().zip(0..) {
                let mut out = Row(row.as_slice_mut().expect("rows of a new array are contiguous"));
                text_columns(&mut out, &stats, i);
                context::write(&mut out, &stats, i);
                position::write(&mut out, &stats, i);
                whole.write(&mut out);
                if page.format() == Format::Html {
                    links::write(&mut out, &stats, i);
                    structure::write(&mut out, &stats, i);
                    context::write_markup(&mut out, &stats, i);
                    position::write_markup(&mut out, &stats, i);
                    whole.write_markup(&mut out);
                }
            }
            language::write(&mut rows, &stats);
            repetition::write(&mut rows, &stats);
        }
        rows.mapv_inplace(|v| if v.is_finite() { v } else { 0.0 });
        Features {
            rows,
            format: page.format(),
            language: stats.language,
            is_language_clear: stats.is_language_clear,
            copies: repetition::copies(&stats),
            prose: stats.prose_sample(),
            tokens: Tokens::of(&stats),
            surroundings: Surroundings::new(&stats, |i| repetition::template_path(page, i)),
            units: stats.units,
        }
    }

    /// The rows: blocks by features.
    pub fn rows(&self) -> ArrayView2<'_, f32> {
        self.rows.view()
    }

    /// The same page with other values in its rows, as training makes them up.
    ///
    /// # Panics
    /// If the shape of the rows is another.
    #[doc(hidden)]
    pub fn with_rows(self, rows: Array2<f32>) -> Features {
        assert_eq!(rows.dim(), self.rows.dim(), "other rows of the same shape");
        Features { rows, ..self }
    }

    /// One block's row.
    pub fn row(&self, block: usize) -> ArrayView1<'_, f32> {
        self.rows.row(block)
    }

    /// The value of a feature for a block; `None` where the page's format does not have it.
    pub fn get(&self, block: usize, feature: usize) -> Option<f32> {
        let absent = self.format == Format::Text && features()[feature].needs_markup;
        (!absent).then(|| self.rows[[block, feature]])
    }

    /// What the page was made from.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Units of each block: words, two Han or kana characters, or five Thai characters each.
    pub fn units(&self) -> &[f32] {
        &self.units
    }

    /// For each block the first block of the same text, itself where there is none before. Blocks of a few words and
    /// preformatted ones count as originals: labels and code repeat by right.
    pub fn copies(&self) -> &[u32] {
        &self.copies
    }

    /// The page's language by the function words of its prose, ISO 639-1.
    pub fn language(&self) -> Option<String> {
        crate::language::detect(&self.prose, self.language, self.is_language_clear)
    }

    /// The blocks' tokens, for a learnt vocabulary.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Which blocks stand around each block.
    pub(crate) fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }
}

/// A row that is being written.
struct Row<'a>(&'a mut [f32]);

impl Row<'_> {
    #[inline]
    fn set(&mut self, col: Col, value: f32) {
        self.0[col as usize] = value;
    }
    #[inline]
    fn flag(&mut self, col: Col, value: bool) {
        self.0[col as usize] = f32::from(u8::from(value));
    }
}

/// log(1 + x), the scale of all counts.
#[inline]
fn log1(x: f32) -> f32 {
    // Most are small counts.
    let count = x as usize;
    match LOGS.get(count) {
        Some(log) if count as f32 == x => *log,
        _ => x.max(0.0).ln_1p(),
    }
}

/// log(1 + n) of small n.
static LOGS: LazyLock<[f32; 256]> = LazyLock::new(|| std::array::from_fn(|n| (n as f32).ln_1p()));

/// a / b, 0 where b is 0.
#[inline]
fn share(a: f32, b: f32) -> f32 {
    if b > 0.0 { a / b } else { 0.0 }
}

fn text_columns(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
    let t = &stats.texts[i];
    let units = t.units;
    let chars = t.chars as f32;
    out.set(Col::units, log1(units));
    out.set(Col::chars, log1(chars));
    out.set(Col::stopword_share, t.stop_share());
    out.set(Col::digit_share, share(t.digits as f32, (t.digits + t.letters) as f32));
    out.set(Col::upper_share, share(t.upper as f32, t.letters as f32));
    out.set(Col::punctuation_share, share(t.punctuation as f32, chars));
    out.set(Col::sentence_ends_per_unit, share(t.sentence_ends as f32, units).min(1.0));
    out.set(Col::commas_per_unit, share(t.commas as f32, units).min(1.0));
    out.set(Col::word_length, (share(chars, units) / 10.0).min(4.0));
    out.flag(Col::ends_sentence, t.ends_sentence);
    out.flag(Col::ends_colon, t.ends_colon);
    out.flag(Col::starts_upper, t.starts_upper);
    out.set(Col::title_case, share(t.title_words as f32, t.spaced_words as f32));
    out.flag(Col::units_1_to_2, units < 3.0);
    out.flag(Col::units_3_to_9, (3.0..10.0).contains(&units));
    out.flag(Col::units_10_to_29, (10.0..30.0).contains(&units));
    out.flag(Col::units_30_or_more, units >= 30.0);
    out.flag(Col::is_prose, stats.good[i] > 0.0);
    out.flag(Col::question_or_exclamation, t.questions > 0);
    out.set(Col::currency_signs, log1(t.currency as f32));
    out.set(Col::number_groups, log1(t.digit_groups as f32));
    out.flag(Col::has_copyright_sign, t.copyright > 0);
    out.set(Col::symbol_share, share(t.symbols as f32, chars));
    out.set(Col::emoji_share, share(t.emoji as f32, chars));
    out.set(Col::addresses_in_text, log1(t.addresses as f32));
    out.set(Col::typed_links, log1(t.typed_links as f32));
    let s = &t.segments;
    out.set(Col::segments, log1(s.count as f32));
    out.set(Col::segment_length, log1(s.mean));
    out.set(Col::segment_length_cv, share(s.deviation, s.mean).min(4.0));
    out.set(Col::short_segment_share, share(s.short as f32, s.count as f32));
    out.set(Col::top_separator_share, share(s.commonest as f32, s.separators as f32));
    out.flag(Col::is_segment_run, s.count >= 8 && s.mean <= 16.0 && s.deviation < s.mean);
}
