//! Layout-swapped copies: spam with the location, markup and hiding of its host, which only the last stage learns from.

use assert_cmd::Command;
use blocksift::{Label, Model, features};
use blocksift_training::corpus::CorpusPage;
use blocksift_training::dataset::pages::{self, Base, LabelledPage};
use blocksift_training::dataset::table;
use blocksift_training::synth::Library;
use blocksift_training::synth::graft::{self, Host};
use blocksift_training::synth::layout_swap::{self, LayoutSwap};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::path::{Path, PathBuf};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../data");

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

/// A page with something planted.
fn planted(seed: u64) -> Option<LabelledPage> {
    let library = Library::embedded().expect("the built-in data is valid");
    let source = source(seed as usize);
    let base = Base::new(&source);
    let host = Host { html: &source.html, url: source.url.as_deref(), language: Some("en") };
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let campaign = &library.campaigns[seed as usize % library.campaigns.len()];
    let graft = graft::plant(&host, campaign, &mut rng);
    pages::grafted(&source, &pages::host_blocks(&base.page, &base.labels), &graft, blocksift::Format::Html)
}

/// A swap of a planted page; the draws follow the seed.
fn swap(page: &LabelledPage, seed: u64) -> Option<LayoutSwap> {
    layout_swap::swap(&page.features, &page.labels, &mut ChaCha8Rng::seed_from_u64(seed))
}

#[test]
fn words_and_links_stay_and_layout_is_the_hosts() {
    let column = |name: &str| features().iter().position(|f| f.name == name).unwrap();
    let kept = ["units", "link_share", "lonely_links", "script_foreign", "unseen_words"].map(column);
    let (mut copies, mut changed) = (0, 0);
    for (page, seed) in (0..30).filter_map(|seed| Some((planted(seed)?, seed))) {
        let Some(copy) = swap(&page, seed) else { continue };
        copies += 1;
        for (i, label) in page.labels.iter().enumerate() {
            let (before, after) = (page.features.row(i), copy.features.row(i));
            if *label != Some(Label::Spam) {
                assert_eq!((copy.labels[i], before), (None, after));
                continue;
            }
            assert_eq!(copy.labels[i], Some(Label::Spam));
            assert!(kept.iter().all(|c| before[*c] == after[*c]));
            changed += usize::from(before != after);
            let is_of_host = |column: usize| {
                let mut own = page.labels.iter().enumerate().filter(|(_, label)| **label != Some(Label::Spam));
                own.any(|(k, _)| page.features.row(k)[column] == after[column])
            };
            let columns = 0..features().len();
            assert!(columns.into_iter().all(|c| before[c] == after[c] || is_of_host(c)), "a value from nowhere");
        }
    }
    assert!(copies >= 15 && changed >= copies, "{copies} copies, {changed} blocks changed");
}

#[test]
fn clean_pages_have_no_copies() {
    let source = source(1);
    let clean = pages::clean(&source, &Base::new(&source));
    assert!((0..20).all(|seed| swap(&clean, seed).is_none()));
}

fn train(arguments: &[&str]) {
    Command::cargo_bin("blocksift-train")
        .expect("the binary is built for its tests")
        .args(arguments)
        .assert()
        .success();
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().expect("paths of temporary files are UTF-8").to_owned()
}

/// A small data folder, so that tables are small too.
fn data_folder(folder: &Path) -> String {
    for file in [
        "campaigns/en-casino.toml",
        "campaigns/en-pharmacy.toml",
        "campaigns/id-slot.toml",
        "campaigns/ru-casino.toml",
        "lookalikes/social-share.toml",
        "lookalikes/tag-cloud.toml",
        "hosts/de.toml",
    ] {
        let copy = folder.join("data").join(file);
        std::fs::create_dir_all(copy.parent().expect("files are in folders")).unwrap();
        std::fs::copy(Path::new(DATA).join(file), copy).unwrap();
    }
    path(folder, "data")
}

#[test]
fn tables_with_and_without_copies_together_are_the_table_of_all() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("layout-swap");
    std::fs::create_dir_all(&folder).unwrap();
    let corpus = path(&folder, "digs.jsonl");
    let lines: Vec<String> = (0..24)
        .map(|n| {
            let CorpusPage { id, url, content, html, .. } = source(n);
            serde_json::json!({ "id": id, "url": url, "content": content, "html": html }).to_string()
        })
        .collect();
    std::fs::write(&corpus, lines.join("\n")).unwrap();
    let data = data_folder(&folder);
    let [all, without, only] = ["all.csv", "without.csv", "only.csv"].map(|name| path(&folder, name));
    let make = |more: &[&str], out: &str| train(&[&["table", &corpus, "--data", &data, "-o", out], more].concat());
    make(&[], &all);
    make(&["--disguises", "0"], &without);
    make(&["--only-disguised"], &only);
    let rows = |name: &str| table::read(Path::new(name)).unwrap().html;
    let (late, early): (Vec<bool>, Vec<bool>) = rows(&all).info.iter().map(|i| i.is_late).partition(|is_late| *is_late);
    assert!(late.len() > 20 && rows(&only).info.iter().all(|i| i.is_late && i.label == Label::Spam));
    assert_eq!((rows(&only).len(), rows(&without).len()), (late.len(), early.len()));

    let fit = |tables: &[&str], name: &str| {
        let model = path(&folder, name);
        train(&[&["fit", "--data", &data, "-o", &model], tables].concat());
        Model::from_bytes(&std::fs::read(model).unwrap()).unwrap()
    };
    let (one, two) = (fit(&[&all], "one.model"), fit(&[&without, &only], "two.model"));
    assert_eq!((&one.html, &one.text), (&two.html, &two.text));
    assert!(one.html != fit(&[&without], "none.model").html, "the model ignores the copies");

    let other = path(&folder, "other.csv");
    make(&["--seed", "5", "--only-disguised"], &other);
    let mut command = Command::cargo_bin("blocksift-train").unwrap();
    let output = command.args(["fit", &without, &other, "-o", &path(&folder, "no.model")]).output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && message.contains("vocabularies differ"), "{message}");
}
