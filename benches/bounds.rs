//! What hostile pages cost in time and memory, against an ordinary page: `cargo bench --bench bounds`.
//!
//! Each page goes the whole way, bytes to report, on one thread. Bounds: at most 10 times the time per byte of the
//! ordinary page, and at most 20 times the page's size in memory; 0.1 s and 16 MB are always allowed. The bench fails
//! if a page is past one of them. `BLOCKSIFT_BYTES` sets the size of the pages, `BLOCKSIFT_CASE` a part of a name.

use blocksift::{Format, Hints, Limit, Sifter};
use blocksift_testkit::counted::{Counted, counted};
use cpu_time::ThreadTime;
use std::process::ExitCode;

#[global_allocator]
static COUNTED: Counted = Counted;

/// Times an ordinary page's time per byte.
const MOST_TIME: f64 = 10.0;
/// Times a page's bytes.
const MOST_MEMORY: f64 = 20.0;
/// What any page may cost.
const FREE_SECONDS: f64 = 0.1;
const FREE_BYTES: f64 = (16 << 20) as f64;

/// What a page cost.
struct Cost {
    bytes: usize,
    seconds: f64,
    peak: usize,
    blocks: usize,
    met: Vec<Limit>,
}

impl Cost {
    fn nanoseconds(&self) -> f64 {
        self.seconds * 1e9 / self.bytes as f64
    }
    fn memory(&self) -> f64 {
        self.peak as f64 / self.bytes as f64
    }
}

fn main() -> ExitCode {
    let size = std::env::var("BLOCKSIFT_BYTES").ok().and_then(|n| n.parse().ok()).unwrap_or(8 << 20);
    let wanted = std::env::var("BLOCKSIFT_CASE").unwrap_or_default();
    let sifter = Sifter::default();
    let _ = sifter.model();
    let ordinary_page = blocksift_testkit::hostile::ordinary(size, 7);
    cost(&sifter, &blocksift_testkit::hostile::ordinary(1 << 20, 7), Format::Html);
    let costs: Vec<Cost> = (0..3).map(|_| cost(&sifter, &ordinary_page, Format::Html)).collect();
    let ordinary = costs.into_iter().min_by(|a, b| a.seconds.total_cmp(&b.seconds)).expect("three runs");
    println!("pages of {:.1} MB, one thread; the memory is beyond the page's own bytes", size as f64 / 1e6);
    println!();
    println!("{:<46} {:>9} {:>9} {:>8} {:>8}  limits met", "page", "ns/byte", "x usual", "x memory", "blocks");
    print("ordinary", &ordinary, &ordinary);
    let mut past = Vec::new();
    for case in blocksift_testkit::hostile::cases().into_iter().filter(|c| c.name.contains(&wanted)) {
        let page = case.page(size);
        let mut found = cost(&sifter, &page, case.format);
        // A busy machine makes the first look slow.
        if found.seconds > FREE_SECONDS && found.nanoseconds() > MOST_TIME * ordinary.nanoseconds() {
            let again = cost(&sifter, &page, case.format);
            found.seconds = found.seconds.min(again.seconds);
        }
        print(case.name, &found, &ordinary);
        let slow = found.seconds > FREE_SECONDS && found.nanoseconds() > MOST_TIME * ordinary.nanoseconds();
        let large = found.peak as f64 > FREE_BYTES && found.memory() > MOST_MEMORY;
        if slow || large {
            past.push(case.name);
        }
    }
    println!();
    if past.is_empty() {
        println!("all within {MOST_TIME} times the time per byte and {MOST_MEMORY} times the size in memory");
        ExitCode::SUCCESS
    } else {
        println!("past a bound: {}", past.join("; "));
        ExitCode::FAILURE
    }
}

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
    let times = cost.nanoseconds() / ordinary.nanoseconds();
    let met: Vec<String> = cost.met.iter().map(|m| format!("{m:?}").to_lowercase()).collect();
    println!(
        "{name:<46} {:>9.1} {times:>9.2} {:>8.2} {:>8}  {}",
        cost.nanoseconds(),
        cost.memory(),
        cost.blocks,
        met.join(" ")
    );
}
