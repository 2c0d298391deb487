//! Many pages on all cores, in order. Behind the feature `rayon`.

use crate::error::Result;
use crate::report::Report;
use crate::sifter::{Hints, Sifter};
use rayon::prelude::*;

/// Pages that [`Sifter::sift_each`] labels at once, for each thread.
const AHEAD: usize = 16;

impl Sifter {
    /// Labels pages on the threads of rayon's current pool: a result a page, in the order of the pages. What comes out
    /// does not depend on the number of threads.
    ///
    /// ```
    /// use blocksift::{Hints, Sifter};
    /// let pages = ["<p>One</p>", "<p>Two</p><p>Three</p>"];
    /// let reports = Sifter::default().sift_all(&pages.map(|page| (page.as_bytes(), Hints::default())));
    /// let blocks: Vec<usize> = reports.into_iter().map(|r| Ok(r?.blocks.len())).collect::<blocksift::Result<_>>()?;
    /// assert_eq!(blocks, [1, 2]);
    /// # Ok::<(), blocksift::Error>(())
    /// ```
    pub fn sift_all(&self, pages: &[(&[u8], Hints<'_>)]) -> Vec<Result<Report>> {
        pages.par_iter().map(|(bytes, hints)| self.sift(bytes, hints)).collect()
    }

    /// Labels the pages of an iterator and hands each result to `each`, in order, on this thread. Some pages for each
    /// thread are held at a time, so that a stream may be endless.
    ///
    /// ```
    /// use blocksift::{Hints, Sifter};
    /// let pages = (1..=100).map(|n| "<p>A page</p>".repeat(n).into_bytes());
    /// let mut blocks = 0;
    /// Sifter::default().sift_each(pages, |_| Hints::default(), |_, report| blocks += report.map_or(0, |r| r.blocks.len()));
    /// assert_eq!(blocks, 5050);
    /// ```
    pub fn sift_each<T: AsRef<[u8]> + Send + Sync>(
        &self,
        pages: impl IntoIterator<Item = T>,
        hints: impl Fn(&T) -> Hints<'_> + Sync,
        mut each: impl FnMut(T, Result<Report>),
    ) {
        let mut pages = pages.into_iter();
        let at_once = AHEAD * rayon::current_num_threads();
        loop {
            let some: Vec<T> = pages.by_ref().take(at_once).collect();
            if some.is_empty() {
                return;
            }
            let reports: Vec<Result<Report>> =
                some.par_iter().map(|page| self.sift(page.as_ref(), &hints(page))).collect();
            some.into_iter().zip(reports).for_each(|(page, report)| each(page, report));
        }
    }
}
