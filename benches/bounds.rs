//! Compares the time and memory of hostile pages with those of an ordinary page: `cargo bench --bench bounds`.
//!
//! Each page is labeled from its bytes, on one thread. A page may take 10 times the time per byte of the ordinary page,
//! and memory of 20 times its size; 0.1 s and 16 MiB are always allowed. The bench fails if a page exceeds a bound.
//! `BLOCKSIFT_BYTES` sets the size of the pages, `BLOCKSIFT_CASE` selects pages by a part of their name.

use blocksift::{Format, Hints, Limit, Sifter};
use blocksift_testkit::counted::{Counted, counted};
use blocksift_testkit::hostile;
use cpu_time::ThreadTime;
use std::process::ExitCode;

#[global_allocator]
static COUNTED: Counted = Counted;

/// Time per byte, relative to the ordinary page's.
const MAX_TIME: f64 = 10.0;
/// Peak memory, relative to the page's size.
const MAX_MEMORY: f64 = 20.0;
/// Time and memory that any page may use.
const FREE_SECONDS: f64 = 0.1;
const FREE_BYTES: f64 = (16 << 20) as f64;

/// What one page cost.
struct Cost {
    bytes: usize,
    seconds: f64,
    peak: usize,
    blocks: usize,
    met: Vec<Limit>,
}

impl Cost {
    fn nanoseconds_per_byte(&self) -> f64 {
        self.seconds * 1e9 / self.bytes as f64
    }
    fn memory_per_byte(&self) -> f64 {
        self.peak as f64 / self.bytes as f64
    }
    fn is_slow(&self, ordinary: &Cost) -> bool {
        self.seconds > FREE_SECONDS && self.nanoseconds_per_byte() > MAX_TIME * ordinary.nanoseconds_per_byte()
    }
    fn is_large(&self) -> bool {
        self.peak as f64 > FREE_BYTES && self.memory_per_byte() > MAX_MEMORY
    }
}

fn main() -> ExitCode {
    let size = std::env::var("BLOCKSIFT_BYTES").ok().and_then(|n| n.parse().ok()).unwrap_or(8 << 20);
    let wanted = std::env::var("BLOCKSIFT_CASE").unwrap_or_default();
    let sifter = Sifter::default();
    let _ = sifter.model();
    let ordinary_page = hostile::ordinary(size, 7);
    cost(&sifter, &hostile::ordinary(1 << 20, 7), Format::Html);
    let costs: Vec<Cost> = (0..3).map(|_| cost(&sifter, &ordinary_page, Format::Html)).collect();
    let ordinary = costs.into_iter().min_by(|a, b| a.seconds.total_cmp(&b.seconds)).expect("three runs");
    println!("pages of {:.1} MB, one thread; memory does not count the page itself", size as f64 / 1e6);
    println!();
    println!("{:<46} {:>9} {:>9} {:>8} {:>8}  limits met", "page", "ns/byte", "x usual", "x memory", "blocks");
    print("ordinary", &ordinary, &ordinary);
    let mut exceeding = Vec::new();
    for case in hostile::cases().into_iter().filter(|c| c.name.contains(&wanted)) {
        let page = case.page(size);
        let mut found = cost(&sifter, &page, case.format);
        if found.is_slow(&ordinary) {
            // Another process may have slowed the first run.
            found.seconds = found.seconds.min(cost(&sifter, &page, case.format).seconds);
        }
        print(case.name, &found, &ordinary);
        if found.is_slow(&ordinary) || found.is_large() {
            exceeding.push(case.name);
        }
    }
    println!();
    if exceeding.is_empty() {
        println!("all pages are within {MAX_TIME} times the time per byte and {MAX_MEMORY} times the size in memory");
        ExitCode::SUCCESS
    } else {
        println!("exceeding a bound: {}", exceeding.join("; "));
        ExitCode::FAILURE
    }
}

/// Labels a page once. The time includes dropping the report.
fn cost(sifter: &Sifter, page: &[u8], format: Format) -> Cost {
    let hints = Hints::default().with_format(format);
    let start = ThreadTime::now();
    let ((report, seconds), memory) = counted(|| {
        let report = sifter.sift(page, &hints);
        (report, start.elapsed())
    });
    let (blocks, met) = (report.blocks().len(), report.limits_met().to_vec());
    let start = ThreadTime::now();
    drop(report);
    let seconds = (seconds + start.elapsed()).as_secs_f64();
    Cost { bytes: page.len(), seconds, peak: memory.peak, blocks, met }
}

fn print(name: &str, cost: &Cost, ordinary: &Cost) {
    let times = cost.nanoseconds_per_byte() / ordinary.nanoseconds_per_byte();
    let met: Vec<String> = cost.met.iter().map(|m| format!("{m:?}").to_lowercase()).collect();
    println!(
        "{name:<46} {:>9.1} {times:>9.2} {:>8.2} {:>8}  {}",
        cost.nanoseconds_per_byte(),
        cost.memory_per_byte(),
        cost.blocks,
        met.join(" ")
    );
}
