//! Measures what labeling a page costs, as a multiple of scraper's bare parse of the same page: `cargo bench --bench ratio`.
//!
//! Times are CPU time on one thread and include dropping the result. Each page is parsed, labeled, and labeled with a
//! watch on the stages, one after the other. The order rotates with page and round, so that none always finds a warm cache.
//!
//! `BLOCKSIFT_CORPUS` lists JSON lines (`.jsonl`, `.jsonl.gz`) with `url` and `html`, HTML files, or folders of them,
//! separated as in `PATH`. Without it, pages are generated; they have more blocks per byte than real pages, and so a higher
//! multiple. `BLOCKSIFT_ROUNDS` sets the number of rounds.

use blocksift::features;
use blocksift::internals::{Head, ModelParts, STAGE_FEATURES};
use blocksift::internals::{Stack, Stage, expanded_width, product_names};
use blocksift::{Format, Hints, Model, Sifter};
use blocksift_testkit::counted::{Counted, Memory, counted};
use blocksift_testkit::hostile;
use cpu_time::ThreadTime;
use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

#[global_allocator]
static COUNTED: Counted = Counted;

/// The stages of labeling a page, as the library names them, and the dropping of the report.
const STAGES: [&str; 11] =
    ["decode", "parse", "style rules", "segment", "features", "model", "decide", "spans", "language", "report", "drop"];

/// A page to measure.
struct Page {
    url: Option<String>,
    html: String,
}

/// Time spent on one page, summed over rounds.
#[derive(Default, Clone, Copy)]
struct Cost {
    parse: Duration,
    label: Duration,
    stages: [Duration; STAGES.len()],
}

fn main() -> Result<(), Box<dyn Error>> {
    let (pages, corpus) = pages()?;
    if pages.is_empty() {
        return Err(format!("{corpus} has no pages").into());
    }
    let bytes: usize = pages.iter().map(|page| page.html.len()).sum();
    let rounds = match std::env::var("BLOCKSIFT_ROUNDS") {
        Ok(rounds) => rounds.parse::<usize>()?.max(1),
        // At least 50 MB in all, so that a small corpus is timed long enough.
        Err(_) => (50_000_000 / bytes).clamp(3, 400),
    };
    let (sifter, model) = sifter();
    let mut costs = vec![Cost::default(); pages.len()];
    for page in pages.iter().take(50) {
        measure(page, &sifter, 0, &mut Cost::default());
    }
    for round in 0..rounds {
        for (number, (page, cost)) in pages.iter().zip(&mut costs).enumerate() {
            measure(page, &sifter, round + number, cost);
        }
    }
    print_times(&costs, rounds, bytes, &format!("{corpus}, {model} model"));
    print_memory(&pages, &sifter);
    Ok(())
}

/// Times one page in three ways. `turn` selects which comes first.
fn measure(page: &Page, sifter: &Sifter, turn: usize, cost: &mut Cost) {
    for step in 0..3 {
        match (turn + step) % 3 {
            0 => {
                let start = ThreadTime::now();
                drop(black_box(scraper::Html::parse_document(black_box(&page.html))));
                cost.parse += start.elapsed();
            }
            1 => {
                let start = ThreadTime::now();
                drop(black_box(sifter.sift(black_box(page.html.as_bytes()), &hints(page))));
                cost.label += start.elapsed();
            }
            _ => measure_stages(page, sifter, cost),
        }
    }
}

/// Times the stages of labeling one page.
fn measure_stages(page: &Page, sifter: &Sifter, cost: &mut Cost) {
    let start = ThreadTime::now();
    let mut last = Duration::ZERO;
    let mut watch = |name: &'static str| {
        let now = start.elapsed();
        let stage = STAGES.iter().position(|s| *s == name).expect("the bench knows every stage");
        cost.stages[stage] += now - last;
        // Read the clock again, so that reading it counts for no stage.
        last = start.elapsed();
    };
    let report = sifter.sift_watched(black_box(page.html.as_bytes()), &hints(page), &mut watch);
    drop(black_box(report));
    watch("drop");
}

fn hints(page: &Page) -> Hints<'_> {
    let content_type = Some("text/html; charset=utf-8");
    Hints::default().with_url(page.url.as_deref()).with_format(Format::Html).with_content_type(content_type)
}

fn print_times(costs: &[Cost], rounds: usize, bytes: usize, title: &str) {
    let sum = |time: &dyn Fn(&Cost) -> Duration| costs.iter().map(time).sum::<Duration>().as_secs_f64();
    let (parse, label) = (sum(&|c| c.parse), sum(&|c| c.label));
    let mut ratios: Vec<f64> = costs.iter().map(|c| c.label.as_secs_f64() / c.parse.as_secs_f64().max(1e-9)).collect();
    ratios.sort_by(f64::total_cmp);
    println!("blocksift takes {:.2} times the CPU time of scraper::Html::parse_document", label / parse);
    println!("median page {:.2}, 90th percentile {:.2}", ratios[ratios.len() / 2], ratios[ratios.len() * 9 / 10]);
    println!("{title}: {} pages, {:.1} MB, {rounds} rounds, one thread", costs.len(), bytes as f64 / 1e6);
    println!();
    println!("{:<34} {:>9} {:>9} {:>8} {:>8}", "", "ms/page", "pages/s", "MB/s", "x parse");
    let turns = (costs.len() * rounds) as f64;
    let megabytes = bytes as f64 * rounds as f64 / 1e6;
    let row = |name: &str, seconds: f64| {
        let per_second = |amount: f64| if seconds > 0.0 { amount / seconds } else { 0.0 };
        let (milliseconds, pages, speed) = (seconds * 1e3 / turns, per_second(turns), per_second(megabytes));
        println!("{name:<34} {milliseconds:>9.3} {pages:>9.0} {speed:>8.1} {:>8.3}", seconds / parse);
    };
    row("scraper::Html::parse_document", parse);
    row("Sifter::sift", label);
    for (i, stage) in STAGES.iter().enumerate() {
        row(&format!("  {stage}"), sum(&|c| c.stages[i]));
    }
}

/// Prints allocations and peak memory, which does not count the page itself.
fn print_memory(pages: &[Page], sifter: &Sifter) {
    let parse = |page: &Page| counted(|| scraper::Html::parse_document(&page.html)).1;
    let label = |page: &Page| counted(|| sifter.sift(page.html.as_bytes(), &hints(page))).1;
    println!();
    println!("{:<34} {:>12} {:>14} {:>12}", "memory", "allocations", "peak x bytes", "max x bytes");
    memory_row("scraper::Html::parse_document", pages, parse);
    memory_row("Sifter::sift", pages, label);
    println!("allocations per page; peaks summed over pages; the maximum is over pages of 100 KB and more");
}

fn memory_row(name: &str, pages: &[Page], work: impl Fn(&Page) -> Memory) {
    let found: Vec<(Memory, f64)> = pages.iter().map(|i| (work(i), i.html.len() as f64)).collect();
    let calls = found.iter().map(|(m, _)| m.calls).sum::<usize>() as f64 / found.len() as f64;
    let (peak, bytes) = found.iter().fold((0.0, 0.0), |sum, (m, n)| (sum.0 + m.peak as f64, sum.1 + n));
    // Buffers of fixed size dominate small pages.
    let large = found.iter().filter(|(_, n)| *n >= 1e5).map(|(m, n)| m.peak as f64 / n).fold(0.0, f64::max);
    println!("{name:<34} {calls:>12.0} {:>14.2} {large:>12.2}", peak / bytes);
}

/// A sifter with the embedded model, or with one of the same shape whose weights are 0 if the schema has changed.
fn sifter() -> (Sifter, &'static str) {
    let bytes = include_bytes!("../data/model/blocksift.model");
    match Model::from_bytes(bytes) {
        Ok(model) => (Sifter::new(model), "embedded"),
        Err(error) => {
            eprintln!("the embedded model does not load ({error}); measuring with weights of 0");
            (Sifter::new(blank()), "blank")
        }
    }
}

/// A model of two stages over every feature, with weights of 0.
fn blank() -> Model {
    let stack = |markup: bool| {
        let names: Vec<String> =
            features().iter().filter(|f| markup || !f.needs_markup).map(|f| f.name.clone()).collect();
        let (n, staged) = (names.len(), STAGE_FEATURES.len());
        let known = |pair: &[String; 2]| pair.iter().all(|name| names.contains(name));
        let products: Vec<[String; 2]> = product_names().into_iter().filter(known).collect();
        let width = |n: usize| expanded_width(n, products.len());
        let head = |n: usize| Head { weights: vec![0.0; width(n)], ..Head::default() };
        let stage = |n: usize| Stage { content: head(n), spam: head(n) };
        let stages = vec![stage(n), stage(n + staged)];
        Stack {
            features: names,
            products,
            stages,
            means: vec![0.0; n],
            scales: vec![1.0; n],
            vocabulary: None,
            stage_means: vec![0.0; staged],
            stage_scales: vec![1.0; staged],
            ..Stack::default()
        }
    };
    let (html, text) = (stack(true), stack(false));
    let parts = ModelParts { html, text, ..ModelParts::default() };
    parts.into_model().expect("a model of the schema's own features fits it")
}

/// The pages, and the name of the corpus.
fn pages() -> Result<(Vec<Page>, String), Box<dyn Error>> {
    let mut pages = Vec::new();
    match std::env::var_os("BLOCKSIFT_CORPUS") {
        Some(paths) => {
            for path in std::env::split_paths(&paths) {
                read(&path, &mut pages).map_err(|e| format!("{}: {e}", path.display()))?;
            }
            Ok((pages, paths.to_string_lossy().into_owned()))
        }
        None => {
            for number in 1..=120u64 {
                let html = String::from_utf8(hostile::ordinary(2000 * number as usize, number))?;
                pages.push(Page { url: Some(format!("https://www.example.org/{number}.html")), html });
            }
            Ok((pages, "generated pages".to_owned()))
        }
    }
}

/// Reads a file, or every file below a folder in the order of their names.
fn read(path: &Path, pages: &mut Vec<Page>) -> Result<(), Box<dyn Error>> {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> =
            std::fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
        inside.sort();
        return inside.iter().try_for_each(|p| read(p, pages));
    }
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
    if name.ends_with(".html") || name.ends_with(".htm") {
        let html = blocksift::decode(&std::fs::read(path)?, None, None).text.into_owned();
        pages.push(Page { url: None, html });
    } else if name.ends_with(".jsonl.gz") {
        records(flate2::read::MultiGzDecoder::new(std::fs::File::open(path)?), pages)?;
    } else if name.ends_with(".jsonl") && name != "expected.jsonl" {
        records(std::fs::File::open(path)?, pages)?;
    }
    Ok(())
}

/// Reads JSON lines, one page per line.
fn records(file: impl Read, pages: &mut Vec<Page>) -> Result<(), Box<dyn Error>> {
    for line in BufReader::new(file).lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| record[name].as_str().map(str::to_owned);
        if let Some(html) = field("html").filter(|h| !h.is_empty()) {
            pages.push(Page { url: field("url"), html });
        }
    }
    Ok(())
}
