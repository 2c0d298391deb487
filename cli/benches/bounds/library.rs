//! What pages cost in the library: CPU time of one thread, and peak memory as the allocator counts it.

use crate::cost::{Cost, LibraryRow};
use blocksift::{Format, Hints, Limits, Report, Sifter};
use blocksift_testkit::counted::counted;
use blocksift_testkit::hostile::{self, Case};
use cpu_time::ThreadTime;

/// The library, and what an ordinary page costs in it.
pub(crate) struct Library {
    size: usize,
    /// With and without the prefilter.
    sifters: [Sifter; 2],
    ordinary: [Cost; 2],
}

impl Library {
    /// Measures an ordinary page of `size` bytes, which hostile pages will have, too.
    pub(crate) fn new(size: usize) -> Self {
        let sifter = |prefilter| Sifter::default().with_limits(Limits::default().with_prefilter(prefilter));
        let sifters = [sifter(true), sifter(false)];
        let page = hostile::ordinary(size, 7);
        let fastest = |sifter: &Sifter| {
            let costs = (0..3).map(|_| cost(sifter, &page, Format::Html).0);
            costs.reduce(Cost::min_time).unwrap_or_default()
        };
        cost(&sifters[0], &hostile::ordinary(1 << 20, 7), Format::Html);
        Self { size, ordinary: [fastest(&sifters[0]), fastest(&sifters[1])], sifters }
    }

    /// Labels a hostile page with and without the prefilter.
    pub(crate) fn row(&self, case: &Case) -> LibraryRow {
        let page = case.page(self.size);
        let measured = |index: usize| {
            let sifter = &self.sifters[index];
            let (mut found, report) = cost(sifter, &page, case.format);
            if found.is_slow(&self.ordinary[index]) {
                found = found.min_time(cost(sifter, &page, case.format).0);
            }
            (found, report)
        };
        let (cost, (blocks, met)) = measured(0);
        let (unfiltered, _) = measured(1);
        LibraryRow { cost, unfiltered, ordinary: self.ordinary, blocks, met }
    }
}

/// Labels a page once. The time includes dropping the report, of which the blocks and the limits met are told.
fn cost(sifter: &Sifter, page: &[u8], format: Format) -> (Cost, (usize, Vec<blocksift::Limit>)) {
    let hints = Hints::default().with_format(format);
    let start = ThreadTime::now();
    let ((report, seconds), memory) = counted(|| {
        let report: Report = sifter.sift(page, &hints);
        (report, start.elapsed())
    });
    let told = (report.blocks().len(), report.limits_met().to_vec());
    let start = ThreadTime::now();
    drop(report);
    let seconds = (seconds + start.elapsed()).as_secs_f64();
    (Cost { bytes: page.len(), seconds, memory: memory.peak, ..Cost::default() }, told)
}
