//! What labelling a page costs, as a multiple of scraper's bare parse of the same text in the same run.
//!
//! One thread, CPU time, drops included. The three ways through a page follow each other page by page, and their
//! order turns with the page and the round, so that no one of them always finds the cache warm.
//!
//! `BLOCKSIFT_CORPUS` names JSONL files (`.gz` by their name) with `id`, `url` and `html`, HTML files, or folders of
//! either, separated as in `PATH`; without it pages are generated, which are denser in blocks than real pages, so that
//! they cost a higher multiple. `BLOCKSIFT_ROUNDS` says how often. Run it with `cargo bench --bench ratio`.

use blocksift::features;
use blocksift::internals::{Head, ModelParts, STAGE_FEATURES};
use blocksift::internals::{Stack, Stage, expanded_width, product_names};
use blocksift::{Format, Hints, Model, Sifter};
use blocksift_testkit::counted::{Counted, Memory, counted};
use cpu_time::ThreadTime;
use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

#[global_allocator]
static COUNTED: Counted = Counted;

/// The stages of the way through a page, as the library names them, then what is dropped at the end.
const STAGES: [&str; 11] = [
    "decode",
    "parse",
    "style rules",
    "segment",
    "features",
    "model",
    "decide",
    "spans",
    "language",
    "report",
    "drops",
];

/// A page to be timed.
struct Input {
    url: Option<String>,
    html: String,
}

/// What a page of a run costs.
#[derive(Default, Clone, Copy)]
struct Cost {
    parse: Duration,
    whole: Duration,
    stages: [Duration; STAGES.len()],
}

fn main() -> Result<(), Box<dyn Error>> {
    let (inputs, corpus) = inputs()?;
    if inputs.is_empty() {
        return Err(format!("{corpus} holds no page").into());
    }
    let bytes: usize = inputs.iter().map(|p| p.html.len()).sum();
    let rounds = match std::env::var("BLOCKSIFT_ROUNDS") {
        Ok(rounds) => rounds.parse::<usize>()?.max(1),
        // At least some 50 MB, so that few pages are timed long enough.
        Err(_) => (50_000_000 / bytes).clamp(3, 400),
    };
    let (sifter, model) = sifter();
    let mut costs = vec![Cost::default(); inputs.len()];
    for input in inputs.iter().take(50) {
        one(input, &sifter, 0, &mut Cost::default());
    }
    for round in 0..rounds {
        for (number, (input, cost)) in inputs.iter().zip(&mut costs).enumerate() {
            one(input, &sifter, round + number, cost);
        }
    }
    print(&costs, rounds, bytes, &format!("{corpus}, {model} model"));
    memory(&inputs, &sifter);
    Ok(())
}

/// Times one page in the three ways, beginning with another one each time.
fn one(input: &Input, sifter: &Sifter, turn: usize, cost: &mut Cost) {
    for step in 0..3 {
        match (turn + step) % 3 {
            0 => {
                let start = ThreadTime::now();
                drop(black_box(scraper::Html::parse_document(black_box(&input.html))));
                cost.parse += start.elapsed();
            }
            1 => {
                let start = ThreadTime::now();
                drop(black_box(sifter.sift(black_box(input.html.as_bytes()), &hints(input))));
                cost.whole += start.elapsed();
            }
            _ => stages(input, sifter, cost),
        }
    }
}

/// The stages apart.
fn stages(input: &Input, sifter: &Sifter, cost: &mut Cost) {
    let start = ThreadTime::now();
    let mut last = Duration::ZERO;
    let mut watch = |name: &'static str| {
        let now = start.elapsed();
        let stage = STAGES.iter().position(|s| *s == name).expect("the bench knows all stages");
        cost.stages[stage] += now - last;
        // The clock's own time is nobody's.
        last = start.elapsed();
    };
    let report = sifter.sift_watched(black_box(input.html.as_bytes()), &hints(input), &mut watch);
    drop(black_box(report));
    watch("drops");
}

fn hints(input: &Input) -> Hints<'_> {
    let content_type = Some("text/html; charset=utf-8");
    Hints::default().with_url(input.url.as_deref()).with_format(Format::Html).with_content_type(content_type)
}

fn print(costs: &[Cost], rounds: usize, bytes: usize, what: &str) {
    let sum = |of: &dyn Fn(&Cost) -> Duration| costs.iter().map(of).sum::<Duration>().as_secs_f64();
    let (parse, whole) = (sum(&|c| c.parse), sum(&|c| c.whole));
    let mut ratios: Vec<f64> = costs.iter().map(|c| c.whole.as_secs_f64() / c.parse.as_secs_f64().max(1e-9)).collect();
    ratios.sort_by(f64::total_cmp);
    println!("blocksift takes {:.2} times the CPU time of scraper::Html::parse_document", whole / parse);
    println!("median page {:.2}, one in ten above {:.2}", ratios[ratios.len() / 2], ratios[ratios.len() * 9 / 10]);
    println!("{what}: {} pages, {:.1} MB, {rounds} rounds, one thread", costs.len(), bytes as f64 / 1e6);
    println!();
    println!("{:<34} {:>9} {:>9} {:>8} {:>8}", "", "ms/page", "pages/s", "MB/s", "x parse");
    let turns = (costs.len() * rounds) as f64;
    let megabytes = bytes as f64 * rounds as f64 / 1e6;
    let row = |name: &str, seconds: f64| {
        let per = |what: f64| if seconds > 0.0 { what / seconds } else { 0.0 };
        let (milliseconds, pages, speed) = (seconds * 1e3 / turns, per(turns), per(megabytes));
        println!("{name:<34} {milliseconds:>9.3} {pages:>9.0} {speed:>8.1} {:>8.3}", seconds / parse);
    };
    row("scraper::Html::parse_document", parse);
    row("Sifter::sift, whole", whole);
    for (i, stage) in STAGES.iter().enumerate() {
        row(&format!("  {stage}"), sum(&|c| c.stages[i]));
    }
}

/// Allocations and the most memory held at once, beyond the page itself.
fn memory(inputs: &[Input], sifter: &Sifter) {
    let parse = |input: &Input| counted(|| scraper::Html::parse_document(&input.html)).1;
    let whole = |input: &Input| counted(|| sifter.sift(input.html.as_bytes(), &hints(input))).1;
    println!();
    println!("{:<34} {:>12} {:>14} {:>12}", "memory", "allocations", "peak x bytes", "highest of");
    memory_row("scraper::Html::parse_document", inputs, parse);
    memory_row("Sifter::sift, whole", inputs, whole);
    println!("allocations a page; peaks summed over pages; the highest is of pages of 100 KB and more");
}

fn memory_row(name: &str, inputs: &[Input], work: impl Fn(&Input) -> Memory) {
    let found: Vec<(Memory, f64)> = inputs.iter().map(|i| (work(i), i.html.len() as f64)).collect();
    let calls = found.iter().map(|(m, _)| m.calls).sum::<usize>() as f64 / found.len() as f64;
    let (peak, bytes) = found.iter().fold((0.0, 0.0), |sum, (m, n)| (sum.0 + m.peak as f64, sum.1 + n));
    // Small pages pay for buffers of a fixed size.
    let large = found.iter().filter(|(_, n)| *n >= 1e5).map(|(m, n)| m.peak as f64 / n).fold(0.0, f64::max);
    println!("{name:<34} {calls:>12.0} {:>14.2} {large:>12.2}", peak / bytes);
}

/// A sifter with the embedded model; with one of the same shape and no weights if that does not load.
fn sifter() -> (Sifter, &'static str) {
    let bytes = include_bytes!("../data/model/blocksift.model");
    match Model::from_bytes(bytes) {
        Ok(model) => (Sifter::new(model), "embedded"),
        Err(error) => {
            eprintln!("the embedded model does not load ({error}); timing one without weights");
            (Sifter::new(blank()), "blank")
        }
    }
}

/// A model of every feature and two stages, all of whose weights are 0.
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

/// The pages, and what they are called.
fn inputs() -> Result<(Vec<Input>, String), Box<dyn Error>> {
    let mut inputs = Vec::new();
    match std::env::var_os("BLOCKSIFT_CORPUS") {
        Some(paths) => {
            for path in std::env::split_paths(&paths) {
                read(&path, &mut inputs).map_err(|e| format!("{}: {e}", path.display()))?;
            }
            Ok((inputs, paths.to_string_lossy().into_owned()))
        }
        None => {
            for number in 1..=120u64 {
                let html = String::from_utf8(blocksift_testkit::hostile::ordinary(2000 * number as usize, number))?;
                inputs.push(Input { url: Some(format!("https://www.example.org/{number}.html")), html });
            }
            Ok((inputs, "generated pages".to_owned()))
        }
    }
}

/// Reads a file, or all files below a folder in the order of their names.
fn read(path: &Path, inputs: &mut Vec<Input>) -> Result<(), Box<dyn Error>> {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> =
            std::fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
        inside.sort();
        return inside.iter().try_for_each(|p| read(p, inputs));
    }
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
    if name.ends_with(".html") || name.ends_with(".htm") {
        let html = blocksift::decode(&std::fs::read(path)?, None, None).text.into_owned();
        inputs.push(Input { url: None, html });
    } else if name.ends_with(".jsonl.gz") {
        records(flate2::read::MultiGzDecoder::new(std::fs::File::open(path)?), inputs)?;
    } else if name.ends_with(".jsonl") && name != "expected.jsonl" {
        records(std::fs::File::open(path)?, inputs)?;
    }
    Ok(())
}

/// One page a line.
fn records(file: impl Read, inputs: &mut Vec<Input>) -> Result<(), Box<dyn Error>> {
    for line in BufReader::new(file).lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| record[name].as_str().map(str::to_owned);
        if let Some(html) = field("html").filter(|h| !h.is_empty()) {
            inputs.push(Input { url: field("url"), html });
        }
    }
    Ok(())
}
