//! Hostile pages in every format: each is written within a multiple of its size, and the limits it met are told. The bench
//! `bounds` measures time and memory.

use super::{Bench, packed_lines};
use blocksift_testkit::hostile;

/// Sizes of the pages, and of those of the viewer, which explains each block.
const SMALL_BYTES: usize = 10 << 10;
const PAGE_BYTES: usize = 64 << 10;
const VIEWER_BYTES: usize = 4 << 10;
/// Output per byte of a page.
const MAX_OUTPUT: usize = 20;
/// Output of any page.
const FREE_OUTPUT: usize = 64 << 10;
/// Bytes that a record of a page without blocks takes.
const RECORD: usize = 1 << 10;

/// A hostile page as a record of JSON lines.
struct HostilePage {
    name: String,
    bytes: usize,
    record: String,
}

/// All hostile pages, as far as JSON can hold them.
fn pages(size: usize) -> Vec<HostilePage> {
    let record = |case: &hostile::Case| {
        let page = String::from_utf8_lossy(&case.page(size)).into_owned();
        let field = if case.format == blocksift::Format::Html { "html" } else { "text" };
        let record = serde_json::json!({"id": case.name, "url": "https://a.example/b/c.html", field: page});
        HostilePage { name: case.name.clone(), bytes: page.len(), record: format!("{record}\n") }
    };
    hostile::cases().iter().map(record).collect()
}

/// Small pages, then larger ones.
fn pages_of_both_sizes() -> Vec<HostilePage> {
    [SMALL_BYTES, PAGE_BYTES].into_iter().flat_map(pages).collect()
}

/// Writes the pages to a file and labels them in a format, so that every block counts as content.
fn score(bench: &Bench, pages: &[HostilePage], format: &str, more: &[&str]) -> String {
    bench.write("pages.jsonl", pages.iter().map(|page| page.record.as_str()).collect::<String>());
    let ran = bench.score(&[&["pages.jsonl", "--format", format, "--threshold", "content=0"], more].concat());
    assert_eq!(ran.code, 0, "{format}: {}", ran.err);
    ran.out
}

#[track_caller]
fn assert_bounded(format: &str, page: &HostilePage, written: usize) {
    let most = MAX_OUTPUT * page.bytes + FREE_OUTPUT;
    assert!(written <= most, "{} in {format}: {written} bytes for {}", page.name, page.bytes);
}

#[test]
fn json_lines_are_bounded_and_tell_the_limits() {
    let (bench, pages) = (Bench::new(), pages_of_both_sizes());
    let out = score(&bench, &pages, "jsonl", &[]);
    assert_eq!(out.lines().count(), pages.len());
    let mut limited = 0;
    for (page, line) in pages.iter().zip(out.lines()) {
        assert_bounded("jsonl", page, line.len());
        let report: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(report["id"], page.name.as_str());
        let blocks = report["blocks"].as_array().unwrap();
        assert!(blocks.len() <= page.bytes, "{}", page.name);
        assert!(blocks.iter().all(|block| block["path"].as_str().unwrap().len() < 2000), "{}", page.name);
        limited += usize::from(!report["limits_met"].as_array().unwrap().is_empty());
    }
    assert!(limited > 50, "{limited} pages met a limit");
}

#[test]
fn rows_of_csv_are_bounded() {
    for size in [SMALL_BYTES, PAGE_BYTES] {
        rows_of_csv_are_bounded_at(size);
    }
}

fn rows_of_csv_are_bounded_at(size: usize) {
    let (bench, pages) = (Bench::new(), pages(size));
    let out = score(&bench, &pages, "csv", &[]);
    let mut written = std::collections::HashMap::new();
    let mut rows = csv::Reader::from_reader(out.as_bytes());
    for row in rows.records() {
        let row = row.unwrap();
        *written.entry(row[0].to_owned()).or_insert(0) += row.as_slice().len() + 3 * row.len();
    }
    for page in &pages {
        let written = written.get(&page.name).copied().unwrap_or_default();
        assert_bounded("csv", page, written);
    }
}

#[test]
fn texts_markdown_and_cleaned_html_are_bounded() {
    let (bench, pages) = (Bench::new(), pages_of_both_sizes());
    for format in ["text", "markdown", "html"] {
        let out = score(&bench, &pages, format, &[]);
        let parts: Vec<&str> = out.split("\x0c\n").collect();
        assert_eq!(parts.len(), pages.len(), "{format}");
        pages.iter().zip(parts).for_each(|(page, part)| assert_bounded(format, page, part.len()));
    }
}

#[test]
fn documents_of_dolma_are_bounded() {
    let (bench, pages) = (Bench::new(), pages_of_both_sizes());
    score(&bench, &pages, "dolma", &["--output", "out"]);
    let documents = packed_lines(&bench.path("out/documents/part-00000.jsonl.gz"));
    let attributes = packed_lines(&bench.path("out/attributes/blocksift/part-00000.jsonl.gz"));
    assert_eq!((documents.len(), attributes.len()), (pages.len(), pages.len()));
    for ((page, document), attributes) in pages.iter().zip(documents).zip(attributes) {
        let written = document.to_string().len() + attributes.to_string().len();
        assert_bounded("dolma", page, written);
    }
}

#[test]
fn the_viewer_is_bounded() {
    let (bench, pages) = (Bench::new(), pages(VIEWER_BYTES));
    bench.write("pages.jsonl", pages.iter().map(|page| page.record.as_str()).collect::<String>());
    let model = bench.model.to_str().unwrap();
    let ran = bench.run(&["view", "pages.jsonl", "--model", model, "--max-pages", "2000", "--output", "view.html"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let written = std::fs::metadata(bench.path("view.html")).unwrap().len() as usize;
    let bytes: usize = pages.iter().map(|page| page.bytes).sum();
    assert!(written <= MAX_OUTPUT * bytes + pages.len() * FREE_OUTPUT, "{written} bytes for {bytes}");
}

#[test]
fn hostile_files_are_bounded_in_every_format() {
    let bench = Bench::new();
    for input in hostile::inputs() {
        let bytes = input.bytes(PAGE_BYTES);
        bench.write("input", &bytes);
        for format in ["jsonl", "csv", "text", "markdown", "html"] {
            let ran = bench.score(&["input", "--input", input.kind, "--format", format, "--threshold", "content=0"]);
            assert!([0, 1].contains(&ran.code), "{}: {}", input.name, ran.err);
            // A record has fields of its own besides its blocks. It takes a line of the input, or more of it.
            let records = bytes.iter().filter(|byte| **byte == b'\n').count();
            let most = MAX_OUTPUT * bytes.len() + RECORD * records + FREE_OUTPUT;
            assert!(ran.out.len() <= most, "{} in {format}: {} bytes", input.name, ran.out.len());
        }
    }
}
