//! Writes the columns of the feature matrix, one file per group of features.

mod char_pairs;
mod containers;
mod context;
mod language;
mod links;
mod page;
mod page_words;
mod position;
mod repetition;
mod structure;
mod text;

use super::measure::PageStats;
use super::schema::{Col, WIDTH};
use crate::page::Format;
use ndarray::{Array2, ArrayViewMut1};

pub(super) use repetition::copies;

/// The feature matrix of a page: blocks by features. Every value is finite.
pub(super) fn write(stats: &PageStats<'_>) -> Array2<f32> {
    let n = stats.texts.len();
    let mut rows = Array2::zeros((n, WIDTH));
    if n == 0 {
        return rows;
    }
    let page = page::WholePage::new(stats);
    let mut ancestors = <[context::AncestorRow; 3]>::default();
    for (i, row) in rows.rows_mut().into_iter().enumerate() {
        let mut out = Row::new(row);
        text::write(&mut out, stats, i);
        context::write(&mut out, stats, i);
        position::write(&mut out, stats, i);
        page.write(&mut out);
        if stats.page.format() == Format::Html {
            links::write(&mut out, stats, i);
            structure::write(&mut out, stats, i);
            context::write_markup(&mut out, stats, i, &mut ancestors);
            position::write_markup(&mut out, stats, i);
            page.write_markup(&mut out);
        }
    }
    language::write(&mut rows, stats);
    repetition::write(&mut rows, stats);
    if stats.page.format() == Format::Html {
        containers::write(&mut rows, stats);
    }
    rows.mapv_inplace(|v| if v.is_finite() { v } else { 0.0 });
    rows
}

/// A row that is being written.
struct Row<'a>(&'a mut [f32]);

impl<'a> Row<'a> {
    fn new(row: ArrayViewMut1<'a, f32>) -> Self {
        Row(row.into_slice().expect("rows of a new array are contiguous"))
    }

    #[inline]
    fn set(&mut self, col: Col, value: f32) {
        self.0[col.index()] = value;
    }

    #[inline]
    fn flag(&mut self, col: Col, value: bool) {
        self.flag_at(col.index(), value);
    }

    /// Sets a column without a name in [`Col`].
    #[inline]
    fn flag_at(&mut self, col: usize, value: bool) {
        self.0[col] = f32::from(u8::from(value));
    }

    fn get(&self, col: Col) -> f32 {
        self.0[col.index()]
    }
}
