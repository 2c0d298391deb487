//! Measures how often each source of a page's site names the right one, on pages whose URL is known:
//! `cargo run --release --example site_sources -- PAGES.jsonl.gz...`.
//!
//! A page counts if it has a URL and markup. A source is right if it names the registrable domain of the URL. The last row
//! is what the sources say together, without the URL. With `--files`, it lists the domains, other than the page's own, on
//! which most sites keep icons and style sheets.

use blocksift::{Limits, Page, SiteSource};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader};

#[derive(serde::Deserialize)]
struct Record {
    url: Option<String>,
    html: Option<String>,
}

#[derive(Default)]
struct Counts {
    named: usize,
    right: usize,
}

#[derive(Default)]
struct Tally {
    pages: usize,
    sources: BTreeMap<SiteSource, Counts>,
    together: Counts,
    /// Sum of the confidences of the answers.
    confidence: f64,
    /// The sites whose files are on a foreign domain, by domain.
    files: BTreeMap<String, BTreeSet<String>>,
}

impl Tally {
    fn add(&mut self, url: &str, html: &str) {
        let limits = Limits::default();
        let Some(own) = Page::from_text("", Some(url), &limits).site().map(|site| site.domain.clone()) else { return };
        self.pages += 1;
        for (source, domain) in Page::site_claims(html, &limits) {
            let counts = self.sources.entry(source).or_default();
            counts.named += 1;
            counts.right += usize::from(domain == own);
            if domain != own && matches!(source, SiteSource::Icon | SiteSource::StyleSheet) {
                self.files.entry(domain).or_default().insert(own.clone());
            }
        }
        if let Some(site) = Page::from_html(html, None, &limits).site() {
            self.together.named += 1;
            self.together.right += usize::from(site.domain == own);
            self.confidence += f64::from(site.confidence);
        }
    }

    fn print(&self) {
        println!("{} pages\n", self.pages);
        println!("| source | pages that have it | right of these |\n|---|---|---|");
        for (source, counts) in &self.sources {
            println!("| {source:?} | {} |", self.row(counts));
        }
        println!("| together | {} |", self.row(&self.together));
        println!("\nmean confidence {:.3}", self.confidence / self.together.named.max(1) as f64);
    }

    fn row(&self, counts: &Counts) -> String {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        format!("{:.3} | {:.3}", share(counts.named, self.pages), share(counts.right, counts.named))
    }

    fn print_files(&self) {
        let mut files: Vec<_> = self.files.iter().map(|(domain, sites)| (sites.len(), domain)).collect();
        files.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        for (sites, domain) in files.iter().filter(|(sites, _)| *sites > 1) {
            println!("{sites} {domain}");
        }
    }
}

fn main() -> io::Result<()> {
    let (options, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a == "--files");
    let mut tally = Tally::default();
    for path in paths {
        let file = BufReader::new(flate2::read::MultiGzDecoder::new(File::open(path)?));
        for line in file.lines() {
            let record: Record = serde_json::from_str(&line?)?;
            if let (Some(url), Some(html)) = (record.url, record.html) {
                tally.add(&url, &html);
            }
        }
    }
    tally.print();
    if !options.is_empty() {
        tally.print_files();
    }
    Ok(())
}
