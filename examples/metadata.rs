//! Prints what pages say about themselves, one JSON object per line:
//! `cargo run --release --example metadata -- page.html pages.jsonl`.
//!
//! A file whose name ends in `.jsonl` has one JSON object per line, with the page in `html` and perhaps its `id` and
//! `url`. `--hide-json-ld` leaves out the pages' JSON-LD, which shows how far the other sources agree with it.

use blocksift::{Hints, Sifter};
use serde_json::{Value, json};
use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let hides_json_ld = arguments.iter().any(|argument| argument == "--hide-json-ld");
    arguments.retain(|argument| argument != "--hide-json-ld");
    if arguments.is_empty() {
        return Err(io::Error::other("usage: metadata [--hide-json-ld] FILE..."));
    }
    for file in arguments {
        if file.ends_with(".jsonl") {
            for line in io::BufReader::new(std::fs::File::open(&file)?).lines() {
                let page: Value = serde_json::from_str(&line?)?;
                print(page["id"].as_str(), page["url"].as_str(), page["html"].as_str().unwrap_or(""), hides_json_ld)?;
            }
        } else {
            let html = String::from_utf8_lossy(&std::fs::read(&file)?).into_owned();
            print(Some(&file), None, &html, hides_json_ld)?;
        }
    }
    Ok(())
}

/// Prints the metadata of one page.
fn print(id: Option<&str>, url: Option<&str>, html: &str, hides_json_ld: bool) -> io::Result<()> {
    let html = if hides_json_ld { html.replace("ld+json", "hidden") } else { html.to_owned() };
    let page = Sifter::default().segment_str(&html, &Hints::default().with_url(url));
    let line = json!({"id": id, "url": url, "metadata": page.metadata()});
    writeln!(io::stdout().lock(), "{line}")
}
