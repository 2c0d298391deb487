//! Many pages at once: the order is kept, and the number of threads changes nothing.

use blocksift::{Hints, Label, Report};
use blocksift_testkit::{CLEAN, HACKED, hostile, sifter};

fn pages() -> Vec<Vec<u8>> {
    let small = hostile::cases().into_iter().map(|case| case.page(600));
    let ordinary = (1..20).map(|n| hostile::ordinary(n * 1500, n as u64));
    small.chain(ordinary).chain([HACKED.into(), CLEAN.into(), Vec::new()]).collect()
}

/// All of a report that can be told from outside.
fn told(report: &Report) -> String {
    let labels: Vec<Label> = report.blocks().iter().map(|b| b.label).collect();
    format!("{:?} {:?} {:?} {labels:?} {:?}", report.language(), report.encoding(), report.verdict(), report.blocks())
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

#[test]
fn threads_change_nothing() {
    let (sifter, pages) = (sifter(), pages());
    let hinted: Vec<(&[u8], Hints<'_>)> = pages.iter().map(|p| (p.as_slice(), Hints::default())).collect();
    let alone: Vec<String> = hinted.iter().map(|(p, h)| told(&sifter.sift(p, h))).collect();
    for threads in [1, 2, 5] {
        let all = on_threads(threads, || sifter.sift_all(&hinted));
        assert_eq!(all.iter().map(told).collect::<Vec<_>>(), alone, "{threads} threads");
        let mut each = Vec::new();
        on_threads(threads, || {
            sifter.sift_each(
                pages.iter().cloned(),
                |_| Hints::default(),
                |page, report| {
                    each.push((page, told(&report)));
                },
            );
        });
        assert!(each.iter().map(|(page, _)| page).eq(&pages), "{threads} threads");
        assert!(each.iter().map(|(_, report)| report).eq(&alone), "{threads} threads");
    }
}

#[test]
fn a_stream_is_read_as_it_is_worked_off() {
    use std::cell::Cell;
    let (read, done) = (Cell::new(0usize), Cell::new(0usize));
    let most = Cell::new(0);
    let pages = std::iter::repeat_n(b"<p>x".to_vec(), 500).inspect(|_| {
        read.set(read.get() + 1);
        most.set(most.get().max(read.get() - done.get()));
    });
    sifter().sift_each(pages, |_| Hints::default(), |_, _| done.set(done.get() + 1));
    assert_eq!(done.get(), 500);
    assert!(most.get() <= 16 * rayon::current_num_threads(), "{} pages held", most.get());
}
