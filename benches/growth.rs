//! Measures whether time and memory grow in proportion to the page: `cargo bench --bench growth`.
//!
//! Ordinary pages of 1 KB to 20 MB, and pages of 10 to 500,000 equal blocks, are labeled from their bytes on one thread.
//! The bench fails if the time per byte of pages from 10 KB to 20 MB differs by more than a factor of 2.

use blocksift::{Format, Hints, Limits, Sifter};
use blocksift_testkit::counted::{Counted, counted};
use blocksift_testkit::hostile;
use cpu_time::ThreadTime;
use std::process::ExitCode;

#[global_allocator]
static COUNTED: Counted = Counted;

fn main() -> ExitCode {
    // The default limits would cut the largest pages.
    let sifter = Sifter::default().with_limits(Limits::loose());
    cost(&sifter, &hostile::ordinary(1 << 20, 7));
    println!("{:>10} {:>8} {:>10} {:>9} {:>14}", "bytes", "blocks", "ms", "ns/byte", "peak x bytes");
    let mut rates = Vec::new();
    for size in [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 20_000].map(|kilobytes| kilobytes * 1000) {
        let page = hostile::ordinary(size, 7);
        let found = cost(&sifter, &page);
        let rate = found.seconds * 1e9 / page.len() as f64;
        print(&page, &found, format!("{rate:.1}"));
        if size >= 10_000 {
            rates.push(rate);
        }
    }
    let (min, max) = (rates.iter().copied().fold(f64::MAX, f64::min), rates.iter().copied().fold(0.0, f64::max));
    println!("from 10 KB to 20 MB the time per byte differs by a factor of {:.2}", max / min);
    println!();
    println!("{:>10} {:>8} {:>10} {:>9} {:>14}", "bytes", "blocks", "ms", "us/block", "peak x bytes");
    for blocks in [10, 100, 1000, 10_000, 100_000, 500_000] {
        let item = |i: usize| format!("<li><a href=\"/item/{i}\">Item {i}</a> of the harbour</li>\n");
        let page = format!("<ul>{}</ul>", (0..blocks).map(item).collect::<String>()).into_bytes();
        let found = cost(&sifter, &page);
        let each = found.seconds * 1e6 / found.blocks as f64;
        print(&page, &found, format!("{each:.2}"));
    }
    if max > 2.0 * min { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// What one page cost.
struct Cost {
    /// The fastest of several runs.
    seconds: f64,
    /// Most bytes held at once, beyond the page itself.
    peak: usize,
    blocks: usize,
}

fn print(page: &[u8], cost: &Cost, rate: String) {
    let (bytes, milliseconds) = (page.len(), cost.seconds * 1e3);
    let peak = cost.peak as f64 / bytes as f64;
    println!("{bytes:>10} {:>8} {milliseconds:>10.3} {rate:>9} {peak:>14.2}", cost.blocks);
}

fn cost(sifter: &Sifter, page: &[u8]) -> Cost {
    let hints = Hints::default().with_format(Format::Html);
    let mut seconds = f64::MAX;
    for _ in 0..(20_000_000 / page.len()).clamp(3, 200) {
        let start = ThreadTime::now();
        drop(sifter.sift(page, &hints));
        seconds = seconds.min(start.elapsed().as_secs_f64());
    }
    let (report, memory) = counted(|| sifter.sift(page, &hints));
    assert!(report.limits_met().is_empty(), "{:?}", report.limits_met());
    Cost { seconds, peak: memory.peak, blocks: report.blocks().len() }
}
