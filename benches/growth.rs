//! Whether time and memory grow as pages do: `cargo bench --bench growth`.
//!
//! Ordinary pages of 1 KB to 20 MB, and pages of 10 to 500,000 blocks of one kind, go the whole way, bytes to report, on
//! one thread. The bench fails if the time per byte of pages from 10 KB to 20 MB differs by more than a factor of 2.

use blocksift::{Format, Hints, Limits, Sifter};
use blocksift_testkit::counted::{Counted, counted};
use cpu_time::ThreadTime;
use std::process::ExitCode;

#[global_allocator]
static COUNTED: Counted = Counted;

fn main() -> ExitCode {
    // Past the usual bounds, whose effect is not of interest here.
    let sifter = Sifter::default().with_limits(Limits::loose());
    cost(&sifter, &blocksift_testkit::hostile::ordinary(1 << 20, 7));
    println!("{:>10} {:>8} {:>10} {:>9} {:>14}", "bytes", "blocks", "ms", "ns/byte", "peak x bytes");
    let mut rates = Vec::new();
    for size in [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 20_000].map(|kilobytes| kilobytes * 1000) {
        let page = blocksift_testkit::hostile::ordinary(size, 7);
        let (seconds, peak, blocks) = cost(&sifter, &page);
        let rate = seconds * 1e9 / page.len() as f64;
        println!(
            "{:>10} {blocks:>8} {:>10.3} {rate:>9.1} {:>14.2}",
            page.len(),
            seconds * 1e3,
            peak / page.len() as f64
        );
        if size >= 10_000 {
            rates.push(rate);
        }
    }
    let (least, most) = (rates.iter().copied().fold(f64::MAX, f64::min), rates.iter().copied().fold(0.0, f64::max));
    println!("from 10 KB to 20 MB the time per byte differs by a factor of {:.2}", most / least);
    println!();
    println!("{:>10} {:>8} {:>10} {:>9} {:>14}", "bytes", "blocks", "ms", "us/block", "peak x bytes");
    for blocks in [10, 100, 1000, 10_000, 100_000, 500_000] {
        let item = |i: usize| format!("<li><a href=\"/item/{i}\">Item {i}</a> of the harbour</li>\n");
        let page = format!("<ul>{}</ul>", (0..blocks).map(item).collect::<String>()).into_bytes();
        let (seconds, peak, blocks) = cost(&sifter, &page);
        let each = seconds * 1e6 / blocks as f64;
        println!(
            "{:>10} {blocks:>8} {:>10.3} {each:>9.2} {:>14.2}",
            page.len(),
            seconds * 1e3,
            peak / page.len() as f64
        );
    }
    if most > 2.0 * least { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Seconds (the least of several runs), most bytes held beyond the page's own, blocks.
fn cost(sifter: &Sifter, page: &[u8]) -> (f64, f64, usize) {
    let hints = Hints::default().with_format(Format::Html);
    let mut seconds = f64::MAX;
    for _ in 0..(20_000_000 / page.len()).clamp(3, 200) {
        let start = ThreadTime::now();
        drop(sifter.sift(page, &hints));
        seconds = seconds.min(start.elapsed().as_secs_f64());
    }
    let (report, memory) = counted(|| sifter.sift(page, &hints));
    assert!(report.limits_met().is_empty(), "{:?}", report.limits_met());
    (seconds, memory.peak as f64, report.blocks().len())
}
