//! Layout-swapped copies from outside: spam with its host's location, markup and hiding, for the last stage alone.

use crate::made::{MADE, complaint, text, train};
use blocksift::{Format, Label, features};
use blocksift_training::corpus::CorpusPage;
use blocksift_training::corpus::address::Address;
use blocksift_training::corpus::gold::AlignedPage;
use blocksift_training::dataset::make::layout_swapped;
use blocksift_training::dataset::planted::{HostBlocks, planted};
use blocksift_training::dataset::{Alteration, LabeledPage, Table, table_file};
use blocksift_training::learn::{Settings, fit_stack};
use blocksift_training::synth::Library;
use blocksift_training::synth::graft::{self, Host};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::path::{Path, PathBuf};

fn source(number: usize) -> CorpusPage {
    let paragraphs: Vec<String> = (0..8)
        .map(|n| {
            format!(
                "In the {n}th week of the dig at site {number} the team reached a floor of clay, and under it, to the \
                 surprise of those who had dug there before, lay the posts of a much older house by the river."
            )
        })
        .collect();
    let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect();
    CorpusPage {
        id: format!("dig-{number}"),
        url: Some(format!("https://dig{number}.example/report")),
        content: Some(paragraphs.join("\n")),
        html: format!(
            "<html><head><title>The dig, report {number}</title></head><body><ul><li><a href=/>Home</a></li>\
             <li><a href=/finds>Finds of the year</a></li></ul><article>{body}</article><footer>Museum of the valley, \
             open daily</footer></body></html>"
        ),
        ..CorpusPage::default()
    }
}

/// A page with spam planted.
fn with_spam(library: &Library, seed: u64) -> Option<LabeledPage> {
    let source = source(seed as usize);
    let aligned = AlignedPage::new(&source);
    let host = Host { html: &source.html, url: source.url.as_deref(), language: Some("en") };
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let campaign = &library.campaigns[seed as usize % library.campaigns.len()];
    let graft = graft::plant(&host, campaign, &mut rng);
    planted(&source, &Address::Known, &HostBlocks::new(&aligned.page, &aligned.labels), &graft, Format::Html)
}

#[test]
fn words_and_links_stay_and_the_rest_is_the_hosts() {
    let column = |name: &str| features().iter().position(|f| f.name == name).unwrap();
    let kept = ["units", "link_density", "singleton_domain_links", "foreign_script", "unseen_words"].map(column);
    let library = Library::embedded().expect("the built-in data are sound");
    let (mut copies, mut changed) = (0, 0);
    for seed in 0..30 {
        let Some(page) = with_spam(&library, seed) else { continue };
        assert!(page.origin.is_spam());
        let Some(copy) = layout_swapped(&page, &mut ChaCha8Rng::seed_from_u64(seed)) else { continue };
        copies += 1;
        assert_eq!(copy.alteration, Alteration::LayoutSwapped);
        assert!(layout_swapped(&copy, &mut ChaCha8Rng::seed_from_u64(seed)).is_none(), "a copy of a copy");
        for (i, label) in page.labels.iter().enumerate() {
            let (before, after) = (page.features.row(i), copy.features.row(i));
            if *label == Some(Label::Spam) {
                assert_eq!(copy.labels[i], Some(Label::Spam));
                assert!(kept.iter().all(|c| before[*c] == after[*c]));
                changed += usize::from(before != after);
                let is_of_host = |c: usize| {
                    let own = page.labels.iter().enumerate().filter(|(_, l)| **l != Some(Label::Spam));
                    own.map(|(k, _)| k).any(|k| page.features.row(k)[c] == after[c])
                };
                assert!(
                    (0..features().len()).all(|c| before[c] == after[c] || is_of_host(c)),
                    "a value that no block of the host has"
                );
            } else {
                assert_eq!((copy.labels[i], before), (None, after));
            }
        }
    }
    assert!(copies >= 15 && changed >= copies, "{copies} copies, {changed} blocks changed");
}

#[test]
fn clean_pages_have_no_layout_swapped_copies() {
    let source = source(1);
    let clean = LabeledPage::clean(&source, &AlignedPage::new(&source));
    assert!((0..20).all(|seed| layout_swapped(&clean, &mut ChaCha8Rng::seed_from_u64(seed)).is_none()));
}

/// A table of pages like `source`, made with further arguments.
fn table(name: &str, more: &[&str]) -> PathBuf {
    let (corpus, out) = (MADE.folder.join("digs.jsonl"), MADE.folder.join(name));
    let arguments = ["table", text(&corpus), "--data", text(&MADE.data), "--no-text", "-o", text(&out)];
    train(&[&arguments[..], more].concat()).assert().success();
    out
}

fn rows(path: &Path) -> Table {
    table_file::read(path).unwrap().html
}

fn write_corpus() {
    let line = |n: usize| {
        let CorpusPage { id, url, content, html, .. } = source(n);
        serde_json::json!({ "id": id, "url": url, "content": content, "html": html }).to_string()
    };
    let lines: Vec<String> = (0..16).map(line).collect();
    std::fs::write(MADE.folder.join("digs.jsonl"), lines.join("\n")).unwrap();
}

#[test]
fn tables_with_and_without_copies_join_to_the_table_of_all() {
    write_corpus();
    // The second spelling is that of version 0.1.
    let all = table("all.csv", &[]);
    let without = table("without.csv", &["--disguises", "0"]);
    let only = table("only.csv", &["--only-layout-swapped"]);
    assert_eq!(rows(&without).info, rows(&table("without-too.csv", &["--layout-swaps", "0"])).info);

    let (copies, others): (Vec<bool>, Vec<bool>) =
        rows(&all).info.iter().map(|i| i.is_last_stage_only).partition(|is_copy| *is_copy);
    assert!(copies.len() > 20 && rows(&only).info.iter().all(|i| i.is_last_stage_only && i.label == Label::Spam));
    assert_eq!((rows(&only).len(), rows(&without).len()), (copies.len(), others.len()));

    let mut joined = rows(&without);
    joined.extend(rows(&only)).unwrap();
    assert_eq!(joined.info, rows(&all).info);
    assert!((&joined.base, &joined.words, &joined.stage) == (&rows(&all).base, &rows(&all).words, &rows(&all).stage));

    let mut settings = Settings::default();
    settings.boost = settings.boost.trees(20);
    let fit = |table: &Table| fit_stack(table, Format::Html, &settings).unwrap();
    assert!(fit(&joined) != fit(&rows(&without)), "the copies taught nothing");

    let other = table("other.csv", &["--seed", "5", "--only-layout-swapped"]);
    let message = complaint(&["fit", text(&without), text(&other), "-o", text(&MADE.folder.join("no.model"))]);
    assert!(message.contains("vocabularies differ"), "{message}");
}
