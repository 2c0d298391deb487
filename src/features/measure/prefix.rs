//! Running sums over blocks.

/// Sums over the blocks before each block, so that the sum over a range is a difference.
#[derive(Debug, Default)]
pub(crate) struct Prefix(Vec<f64>);

impl Prefix {
    pub(crate) fn new(values: impl Iterator<Item = f32>) -> Self {
        // f64, because differences of long f32 sums lose what small blocks add.
        let mut sums = vec![0.0];
        sums.extend(values.scan(0f64, |sum, v| {
            *sum += f64::from(v);
            Some(*sum)
        }));
        Prefix(sums)
    }

    /// The sum from one block to before another.
    #[inline]
    pub(crate) fn over(&self, from: usize, to: usize) -> f32 {
        (self.0[to] - self.0[from]).max(0.0) as f32
    }

    /// The sum over the page.
    pub(crate) fn total(&self) -> f32 {
        self.0[self.0.len() - 1] as f32
    }
}
