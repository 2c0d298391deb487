//! The library from outside: what it promises of every page, and what it makes of particular ones.

#[path = "library/batch.rs"]
mod batch;
#[path = "library/decision.rs"]
mod decision;
#[path = "library/decoding.rs"]
mod decoding;
#[path = "library/embedded.rs"]
mod embedded;
#[path = "library/fixtures.rs"]
mod fixtures;
#[path = "library/hiding.rs"]
mod hiding;
#[path = "library/language.rs"]
mod language;
#[path = "library/limits.rs"]
mod limits;
#[path = "library/markdown.rs"]
mod markdown;
#[path = "library/metadata.rs"]
mod metadata;
#[path = "library/models.rs"]
mod models;
#[path = "library/plain.rs"]
mod plain;
#[path = "library/properties.rs"]
mod properties;
#[path = "library/reasons.rs"]
mod reasons;
#[path = "library/rendered.rs"]
mod rendered;
#[path = "library/scripts.rs"]
mod scripts;
#[path = "library/segmentation.rs"]
mod segmentation;
#[path = "library/sites.rs"]
mod sites;
#[path = "library/spans.rs"]
mod spans;
#[path = "library/unread.rs"]
mod unread;

use blocksift::{Limits, Page};
use proptest::test_runner::Config as ProptestConfig;

/// So many cases of a property, or as many as `PROPTEST_CASES` says.
fn cases(usual: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn page(html: &str) -> Page {
    Page::from_html(html, Some("https://www.example.co.uk/a/b.html"), &Limits::default())
}

/// The texts of a page's blocks.
fn texts(page: &Page) -> Vec<&str> {
    page.blocks().iter().map(|b| page.block_text(b)).collect()
}
