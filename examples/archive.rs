//! Writes a web archive of generated pages to measure with: `cargo run --release --example archive -- MEGABYTES
//! crawl.warc pages.jsonl`. The pages are the tests' fixtures, made longer, from a seed; both files hold the same ones.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [megabytes, archive, lines] = &arguments[..] else {
        return Err(io::Error::other("give MEGABYTES, a name for the archive and one for the JSON lines"));
    };
    let most = 1_000_000 * megabytes.parse::<u64>().map_err(io::Error::other)?;
    let (pages, mut seed) = (fixtures()?, 7u64);
    let mut archive = BufWriter::new(File::create(archive)?);
    let mut lines = BufWriter::new(File::create(lines)?);
    let (mut written, mut count) = (0, 0);
    while written < most {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let page = longer(&pages[seed as usize % pages.len()], 1 + (seed >> 32) as usize % 12);
        let url = format!("https://site{}.example/{count}", seed % 999);
        written += record(&mut archive, count, &url, &page)?;
        let line = serde_json::json!({"id": format!("urn:uuid:{count:08x}"), "url": url, "html": page});
        writeln!(lines, "{line}")?;
        count += 1;
    }
    println!("{count} pages, {written} bytes of archive");
    archive.flush()?;
    lines.flush()
}

fn fixtures() -> io::Result<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut files: Vec<_> = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.sort();
    Ok(files.iter().filter_map(|f| std::fs::read_to_string(f.join("page.html")).ok()).collect())
}

/// A page whose body stands in it so many times.
fn longer(page: &str, times: usize) -> String {
    match (page.find("<body"), page.find("</body>")) {
        (Some(start), Some(end)) => [&page[..start], &page[start..end].repeat(times), &page[end..]].concat(),
        _ => page.to_owned(),
    }
}

fn record(archive: &mut impl Write, count: usize, url: &str, page: &str) -> io::Result<u64> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{count:08x}>\r\nWARC-Target-URI: {url}\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{head}{page}\r\n\r\n",
        head.len() + page.len()
    );
    archive.write_all(record.as_bytes())?;
    Ok(record.len() as u64)
}
