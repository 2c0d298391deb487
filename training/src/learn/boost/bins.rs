//! Inputs as bins: a tree can only split at one of a few borders per column.

use ndarray::ArrayView2;
use rayon::prelude::*;

/// Rows that borders are computed from: enough for quantiles.
const SAMPLE: usize = 40_000;

/// A matrix as columns of bins.
pub(super) struct Binned {
    /// The bins of each column, one per row: the number of borders that the value exceeds.
    pub(super) columns: Vec<Vec<u8>>,
    /// The borders of each column, ascending; none if the column is constant.
    pub(super) borders: Vec<Vec<f32>>,
}

impl Binned {
    /// Bins a matrix into at most `max_bins` bins per column, itself at most 256.
    pub(super) fn new(x: &ArrayView2<'_, f32>, max_bins: usize) -> Binned {
        let of_column = |j: usize| {
            let column = x.column(j);
            let borders = borders(column.iter().copied(), max_bins);
            let bin = |v: &f32| borders.partition_point(|b| *v > *b) as u8;
            (column.iter().map(bin).collect(), borders)
        };
        let (columns, borders) = (0..x.ncols()).into_par_iter().map(of_column).unzip();
        Binned { columns, borders }
    }
}

/// Borders halfway between neighboring values, or at quantiles if there are too many values. They are rounded to keep
/// model files short.
fn borders(values: impl ExactSizeIterator<Item = f32>, max_bins: usize) -> Vec<f32> {
    let step = values.len().div_ceil(SAMPLE).max(1);
    let mut sorted: Vec<f32> = values.step_by(step).collect();
    sorted.sort_unstable_by(f32::total_cmp);
    let mut distinct = sorted.clone();
    distinct.dedup();
    let between = |a: f32, b: f32| {
        let middle = a + (b - a) / 2.0;
        let short: f32 = format!("{middle:.3e}").parse().unwrap_or(middle);
        if short >= a && short < b { short } else { middle }
    };
    let mut borders: Vec<f32> = if distinct.len() <= max_bins {
        distinct.windows(2).map(|pair| between(pair[0], pair[1])).collect()
    } else {
        (1..max_bins)
            .filter_map(|k| {
                let value = sorted[k * sorted.len() / max_bins];
                let below = distinct.partition_point(|v| *v < value).checked_sub(1)?;
                Some(between(distinct[below], value))
            })
            .collect()
    };
    borders.dedup();
    borders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fall_on_their_side_of_each_border() {
        let x = ndarray::Array2::from_shape_fn((1000, 3), |(i, j)| match j {
            0 => (i % 7) as f32 / 7.0,
            1 => (i as f32).sqrt(),
            _ => 4.0,
        });
        let binned = Binned::new(&x.view(), 16);
        assert_eq!(binned.borders[0].len(), 6);
        assert!(binned.borders[1].len() >= 12 && binned.borders[1].is_sorted());
        assert!(binned.borders[2].is_empty());
        for (j, borders) in binned.borders.iter().enumerate() {
            for (bin, value) in binned.columns[j].iter().zip(x.column(j)) {
                for (k, border) in borders.iter().enumerate() {
                    assert_eq!(value > border, usize::from(*bin) > k);
                }
            }
        }
    }
}
