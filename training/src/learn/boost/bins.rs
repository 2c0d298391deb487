//! Inputs as numbers of bins: what a tree can ask is whether a value lies above one of a few borders.

use ndarray::ArrayView2;
use rayon::prelude::*;

/// Rows that borders are found from: enough for quantiles.
const SAMPLE: usize = 40_000;

/// A matrix by columns, as bins.
pub(super) struct Binned {
    /// For each column the bin of each row: the number of borders that the value is greater than.
    pub(super) columns: Vec<Vec<u8>>,
    /// For each column its borders, rising; none where the column has one value only.
    pub(super) borders: Vec<Vec<f32>>,
}

impl Binned {
    /// `most` bins a column, at most 256.
    pub(super) fn new(x: &ArrayView2<'_, f32>, most: usize) -> Binned {
        let of_column = |j: usize| {
            let column = x.column(j);
            let borders = borders(column.iter().copied(), most);
            let bin = |v: &f32| borders.partition_point(|b| *v > *b) as u8;
            (column.iter().map(bin).collect(), borders)
        };
        let (columns, borders) = (0..x.ncols()).into_par_iter().map(of_column).unzip();
        Binned { columns, borders }
    }
}

/// Borders half-way between neighbouring values, at quantiles where there are too many; rounded, so that a model
/// file stays short.
fn borders(values: impl ExactSizeIterator<Item = f32>, most: usize) -> Vec<f32> {
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
    let mut borders: Vec<f32> = if distinct.len() <= most {
        distinct.windows(2).map(|pair| between(pair[0], pair[1])).collect()
    } else {
        (1..most)
            .filter_map(|k| {
                let value = sorted[k * sorted.len() / most];
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
