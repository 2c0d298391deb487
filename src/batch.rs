//! Many pages on all cores, in order. Behind the feature `rayon`.

use crate::report::Report;
use crate::sifter::{Hints, Sifter};
use rayon::prelude::*;

/// Pages per thread that [`Sifter::sift_each`] labels at a time.
const BATCH_PER_THREAD: usize = 16;

impl Sifter {
    /// Labels pages on the threads of rayon's current pool. Reports come in the order of the pages and do not depend on
    /// the number of threads.
    ///
    /// ```
    /// use blocksift::{Hints, Sifter};
    /// let pages = ["<p>One</p>", "<p>Two</p><p>Three</p>"];
    /// let reports = Sifter::default().sift_all(&pages.map(|page| (page.as_bytes(), Hints::default())));
    /// let blocks: Vec<usize> = reports.iter().map(|r| r.blocks().len()).collect();
    /// assert_eq!(blocks, [1, 2]);
    /// ```
    #[must_use]
    pub fn sift_all(&self, pages: &[(&[u8], Hints<'_>)]) -> Vec<Report> {
        pages.par_iter().map(|(bytes, hints)| self.sift(bytes, hints)).collect()
    }

    /// Labels the pages of an iterator and passes each report to `each`, in order, on the calling thread. Only a few
    /// pages per thread are held at a time, so the iterator may be endless.
    ///
    /// ```
    /// use blocksift::{Hints, Sifter};
    /// let pages = (1..=100).map(|n| "<p>A page</p>".repeat(n).into_bytes());
    /// let mut blocks = 0;
    /// Sifter::default().sift_each(pages, |_| Hints::default(), |_, report| blocks += report.blocks().len());
    /// assert_eq!(blocks, 5050);
    /// ```
    pub fn sift_each<T: AsRef<[u8]> + Send + Sync>(
        &self,
        pages: impl IntoIterator<Item = T>,
        hints: impl Fn(&T) -> Hints<'_> + Sync,
        mut each: impl FnMut(T, Report),
    ) {
        let mut pages = pages.into_iter();
        let batch_size = BATCH_PER_THREAD * rayon::current_num_threads();
        loop {
            let batch: Vec<T> = pages.by_ref().take(batch_size).collect();
            if batch.is_empty() {
                return;
            }
            let reports: Vec<Report> = batch.par_iter().map(|page| self.sift(page.as_ref(), &hints(page))).collect();
            batch.into_iter().zip(reports).for_each(|(page, report)| each(page, report));
        }
    }
}
