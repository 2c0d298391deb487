//! Growing a tree: level by level, the one split that gains most over all leaves.

use super::bins::Binned;
use rayon::prelude::*;
use std::ops::Range;

/// Sums of first and second derivatives.
type Slope = [f32; 2];

/// The splits of a tree, one per level: column and bin. Rows with a greater bin go to the upper leaf.
pub(super) fn splits(
    x: &Binned,
    columns: &[usize],
    rows: Vec<u32>,
    slopes: &[Slope],
    depth: usize,
    ridge: f32,
) -> Vec<(usize, u8)> {
    let mut leaves = Leaves::new(rows, slopes);
    let mut histograms: Vec<Histogram> = columns.iter().map(|j| Histogram::new(*j, x.borders[*j].len() + 1)).collect();
    let mut splits: Vec<(usize, u8)> = Vec::with_capacity(depth);
    for level in 0..depth {
        let best = histograms
            .par_iter_mut()
            .map(|histogram| {
                histogram.fill(x, &leaves, level);
                let (bin, gain) = histogram.best(ridge);
                (histogram.column, bin, gain)
            })
            // The first column wins a tie, so that the order of threads does not matter.
            .reduce_with(|a, b| if b.2 > a.2 || (b.2 == a.2 && b.0 < a.0) { b } else { a });
        let last = splits.last().copied();
        let split = match best {
            Some((column, bin, gain)) if gain > 0.0 => (column, bin),
            _ => last.unwrap_or((columns[0], 0)),
        };
        leaves.split(&x.columns[split.0], split.1, level);
        splits.push(split);
    }
    splits
}

/// The rows that a tree is grown from, sorted by leaf.
struct Leaves {
    rows: Vec<u32>,
    /// Derivatives, in the order of the rows.
    slopes: Vec<Slope>,
    /// The range of rows of each leaf.
    ranges: Vec<Range<usize>>,
}

impl Leaves {
    fn new(rows: Vec<u32>, slopes: &[Slope]) -> Leaves {
        let slopes = rows.iter().map(|row| slopes[*row as usize]).collect();
        let ranges = std::iter::once(0..rows.len()).collect();
        Leaves { rows, slopes, ranges }
    }

    /// Splits each leaf in two; the rows of a leaf keep their order.
    fn split(&mut self, values: &[u8], bin: u8, level: usize) {
        let mut ranges = vec![0..0; 2 << level];
        let (mut rows, mut slopes) = (Vec::with_capacity(self.rows.len()), Vec::with_capacity(self.rows.len()));
        for (leaf, range) in self.ranges.iter().enumerate() {
            for answer in [false, true] {
                let start = rows.len();
                for at in range.clone() {
                    let row = self.rows[at];
                    if (values[row as usize] > bin) == answer {
                        rows.push(row);
                        slopes.push(self.slopes[at]);
                    }
                }
                ranges[leaf | usize::from(answer) << level] = start..rows.len();
            }
        }
        (self.rows, self.slopes, self.ranges) = (rows, slopes, ranges);
    }
}

/// Sums of derivatives of one column, by leaf and bin.
struct Histogram {
    column: usize,
    bins: usize,
    sums: Vec<Slope>,
}

impl Histogram {
    fn new(column: usize, bins: usize) -> Histogram {
        Histogram { column, bins, sums: Vec::new() }
    }

    /// Computes the sums of all leaves of a level. The smaller child of each leaf is summed; the other is the difference
    /// to the parent's sums.
    fn fill(&mut self, x: &Binned, leaves: &Leaves, level: usize) {
        let values = &x.columns[self.column];
        if level == 0 {
            self.sums = vec![[0.0; 2]; self.bins];
            add(&mut self.sums, values, leaves, 0);
            return;
        }
        let half = 1usize << (level - 1);
        self.sums.resize(2 * half * self.bins, [0.0; 2]);
        let (low, high) = self.sums.split_at_mut(half * self.bins);
        for leaf in 0..half {
            let of_leaf = leaf * self.bins..(leaf + 1) * self.bins;
            let (low, high) = (&mut low[of_leaf.clone()], &mut high[of_leaf]);
            let sizes = [leaf, leaf + half].map(|l| leaves.ranges[l].len());
            high.fill([0.0; 2]);
            add(high, values, leaves, if sizes[1] <= sizes[0] { leaf + half } else { leaf });
            for (low, high) in low.iter_mut().zip(high.iter()) {
                low.iter_mut().zip(high).for_each(|(low, high)| *low -= high);
            }
            if sizes[1] > sizes[0] {
                low.swap_with_slice(high);
            }
        }
    }

    /// The best border of this column over all leaves, and its gain over no split.
    fn best(&self, ridge: f32) -> (u8, f64) {
        let ridge = f64::from(ridge);
        let score = |g: f64, h: f64| g * g / (h + ridge).max(1e-9);
        let mut gains = vec![0f64; self.bins.saturating_sub(1)];
        for of_leaf in self.sums.chunks_exact(self.bins) {
            let total = of_leaf.iter().fold([0f64; 2], |t, s| [t[0] + f64::from(s[0]), t[1] + f64::from(s[1])]);
            let unsplit = score(total[0], total[1]);
            let (mut g, mut h) = (0f64, 0f64);
            for (gain, slope) in gains.iter_mut().zip(of_leaf) {
                g += f64::from(slope[0]);
                h += f64::from(slope[1]);
                *gain += score(g, h) + score(total[0] - g, (total[1] - h).max(0.0)) - unsplit;
            }
        }
        let mut best = (0u8, 0f64);
        for (bin, gain) in gains.iter().enumerate() {
            if *gain > best.1 {
                best = (bin as u8, *gain);
            }
        }
        best
    }
}

/// Adds the rows of a leaf to the sums of their bins.
fn add(sums: &mut [Slope], values: &[u8], leaves: &Leaves, leaf: usize) {
    let range = leaves.ranges[leaf].clone();
    for (row, slope) in leaves.rows[range.clone()].iter().zip(&leaves.slopes[range]) {
        let sum = &mut sums[usize::from(values[*row as usize])];
        sum[0] += slope[0];
        sum[1] += slope[1];
    }
}
