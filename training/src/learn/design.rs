//! The inputs of linear heads: standardized values, expanded, with products of pairs.

use blocksift::internals::expand;
use ndarray::ArrayView2;

/// What a linear head reads.
pub(super) struct Design<'a> {
    /// Rows by standardized inputs.
    pub(super) z: ArrayView2<'a, f32>,
    /// Pairs of inputs whose products are inputs as well.
    pub(super) pairs: &'a [(usize, usize)],
    /// Whether the head ignores an input.
    pub(super) ignored: &'a [bool],
}

impl Design<'_> {
    /// Writes one row with all expansions of its inputs.
    pub(super) fn expand_row(&self, row: usize, out: &mut Vec<f32>) {
        out.clear();
        out.extend(self.z.row(row).iter().zip(self.ignored).map(|(v, ignored)| if *ignored { 0.0 } else { *v }));
        expand(out, self.pairs);
    }

    /// Whether an expanded input comes from one that the question ignores. Each input has three expansions, then come
    /// the products.
    pub(super) fn is_ignored(&self, expanded: usize) -> bool {
        let n = self.z.ncols();
        if expanded < 3 * n {
            return self.ignored[expanded % n];
        }
        let (a, b) = self.pairs[expanded - 3 * n];
        self.ignored[a] || self.ignored[b]
    }
}
