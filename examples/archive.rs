//! Writes a web archive of generated pages, and the same pages as JSON lines, to measure the command line with:
//! `cargo run --release --example archive -- MEGABYTES crawl.warc pages.jsonl`.
//!
//! The pages are the tests' fixtures with their bodies repeated. They are the same in every run.

use blocksift_testkit::random::Numbers;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [megabytes, archive, lines] = &arguments[..] else {
        return Err(io::Error::other("usage: archive MEGABYTES ARCHIVE JSON_LINES"));
    };
    let max_bytes = 1_000_000 * megabytes.parse::<u64>().map_err(io::Error::other)?;
    let (pages, mut numbers) = (fixtures()?, Numbers::new(7));
    let mut archive = BufWriter::new(File::create(archive)?);
    let mut lines = BufWriter::new(File::create(lines)?);
    let (mut written, mut count) = (0, 0);
    while written < max_bytes {
        let page = repeat_body(&pages[numbers.below(pages.len())], 1 + numbers.below(12));
        let url = format!("https://site{}.example/{count}", numbers.below(999));
        written += write_record(&mut archive, count, &url, &page)?;
        let line = serde_json::json!({"id": format!("urn:uuid:{count:08x}"), "url": url, "html": page});
        writeln!(lines, "{line}")?;
        count += 1;
    }
    println!("{count} pages, {written} bytes of archive");
    archive.flush()?;
    lines.flush()
}

/// The HTML pages among the tests' fixtures.
fn fixtures() -> io::Result<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut files: Vec<_> = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.sort();
    Ok(files.iter().filter_map(|f| std::fs::read_to_string(f.join("page.html")).ok()).collect())
}

/// A page with its body repeated.
fn repeat_body(page: &str, times: usize) -> String {
    match (page.find("<body"), page.find("</body>")) {
        (Some(start), Some(end)) => [&page[..start], &page[start..end].repeat(times), &page[end..]].concat(),
        _ => page.to_owned(),
    }
}

/// Writes a page as a response record. Returns its length.
fn write_record(archive: &mut impl Write, count: usize, url: &str, page: &str) -> io::Result<u64> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{count:08x}>\r\nWARC-Target-URI: {url}\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{head}{page}\r\n\r\n",
        head.len() + page.len()
    );
    archive.write_all(record.as_bytes())?;
    Ok(record.len() as u64)
}
