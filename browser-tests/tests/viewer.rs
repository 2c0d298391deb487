//! Opens the viewer in a browser: labels are corrected, saved, and reach a table; hostile pages run nothing.
//!
//! Needs Chromium and its driver, so the tests are skipped unless `BLOCKSIFT_BROWSER_TEST` is 1. Needs the binaries of the
//! workspace, which `cargo test --workspace` builds.

#[path = "viewer/browser.rs"]
mod browser;
#[path = "viewer/corpus.rs"]
mod corpus;

use blocksift_testkit::folder::Folder;
use blocksift_testkit::process::{built, succeed};
use browser::Browser;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Whether `BLOCKSIFT_BROWSER_TEST` asks for these tests.
fn is_wanted() -> bool {
    let wanted = std::env::var("BLOCKSIFT_BROWSER_TEST").is_ok_and(|v| v == "1");
    if !wanted {
        eprintln!("skipped: set BLOCKSIFT_BROWSER_TEST=1 where chromium and chromedriver are installed");
    }
    wanted
}

/// A folder with the corpus of these tests.
struct Bench {
    folder: Folder,
}

impl Bench {
    fn new() -> Bench {
        let folder = Folder::new();
        folder.write("corpus.jsonl", corpus::lines());
        Bench { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Makes the viewer of the corpus, and returns its address.
    fn viewer(&self) -> String {
        let (corpus, viewer) = (self.path("corpus.jsonl"), self.path("view.html"));
        succeed(built("blocksift").arg("view").arg(corpus).arg("-o").arg(&viewer));
        format!("file://{}", viewer.display())
    }

    /// Makes a table of the corpus. Returns its rows by page and label, and the messages of the command.
    fn table(&self, name: &str, more: &[&str]) -> (BTreeMap<(String, String), usize>, String) {
        let table = self.path(name);
        let mut train = built("blocksift-train");
        train.arg("table").arg(self.path("corpus.jsonl")).args(["--no-grafts", "--no-text", "--collages", "0"]);
        let messages = succeed(train.args(["--rows-per-page", "1000", "-o"]).arg(&table).args(more)).stderr;
        let mut rows = BTreeMap::new();
        let mut csv = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(table).expect("the table was written");
        for record in csv.records().map(|r| r.expect("a table is CSV")) {
            *rows.entry((record[0].to_owned(), record[4].to_owned())).or_insert(0) += 1;
        }
        (rows, messages)
    }
}

fn rows_of(rows: &BTreeMap<(String, String), usize>, page: &str, label: &str) -> usize {
    rows.get(&(page.to_owned(), label.to_owned())).copied().unwrap_or(0)
}

#[test]
fn corrections_go_from_the_browser_into_the_table() {
    if !is_wanted() {
        return;
    }
    let bench = Bench::new();
    let viewer = bench.viewer();
    let saved = Browser::with(bench.folder.path(), async |browser| {
        browser.open(&viewer).await;
        assert_eq!(browser.count("#table tbody tr").await, corpus::PAGES + 1, "the index lists every page");
        browser.click_link("page-1").await;
        correct(browser).await;
        browser.open(&viewer).await;
        assert!(browser.text("#kept").await.starts_with("4 corrections"), "the browser keeps them");
        browser.click("#download").await;
        assert_eq!(browser.complaints().await, Vec::<String>::new());
        let saved = browser.downloaded("corrections.csv").await;
        load_again(&bench, browser, &viewer, &saved).await;
        saved
    });
    let mut csv = csv::Reader::from_reader(saved.as_bytes());
    assert_eq!(csv.headers().unwrap(), vec!["page", "block", "path", "text_hash", "label"]);
    let rows: Vec<Vec<String>> = csv.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    let corrections: Vec<[&str; 3]> = rows.iter().map(|row| [&*row[0], &*row[1], &*row[4]]).collect();
    let expected = [
        ["page-1", "1", "navigation"],
        ["page-1", "2", "navigation"],
        ["page-1", "6", "spam"],
        ["page-1", "7", "content"],
    ];
    assert_eq!(corrections, expected, "{saved}");
    check_table(&bench, &saved);
}

/// Loads saved corrections into a viewer that has lost them. Rows that match no block are counted.
async fn load_again(bench: &Bench, browser: &Browser, viewer: &str, saved: &str) {
    let more = "page-1,3,,0123456789abcdef,spam\r\n\"'no, such \"\"page\",1,,0,spam\r\n";
    let path = bench.folder.write("again.csv", format!("{saved}{more}"));
    browser.value("localStorage.clear(); return ''").await;
    browser.open(viewer).await;
    browser.open(&format!("{viewer}#p0")).await;
    assert_eq!(browser.text("#kept").await, "");
    browser.choose_file("#file", &path).await;
    let loaded = "4 corrections loaded; 2 rows of the file match no block here";
    browser.expect_text("#kept", loaded).await;
    browser.open(viewer).await;
    browser.click_link("page-1").await;
    assert!(browser.has_class("#b6", "l2 fixed").await && browser.has_class("#b7", "l0 fixed").await);
}

/// Labels blocks of the open page with keys, clicks and dragging.
async fn correct(browser: &Browser) {
    browser.expect_count("#blocks .row", corpus::BLOCKS).await;
    // From the first block (Home) to number 6, which becomes spam, with a step back and forth.
    browser.press("\u{e011}jjjjjjkj3").await;
    assert!(browser.has_class("#b6", "l2 fixed").await, "the key 3 labels the chosen block spam");
    assert!(browser.text("#side").await.contains("block 6"));
    // Label three blocks at once with Shift, then undo.
    browser.click("#b7").await;
    browser.shift_click("#b9").await;
    assert_eq!(browser.count("#blocks [aria-selected=true]").await, 3);
    browser.press("1").await;
    assert!(browser.text("#kept").await.starts_with("4 corrections"));
    browser.press("u").await;
    assert!(browser.text("#kept").await.starts_with("1 correction"));
    // Label with the buttons of the panel, then drag over two blocks.
    browser.click("#b7").await;
    browser.click("#side .choices button.l0").await;
    assert!(browser.has_class("#b7", "l0 fixed").await);
    browser.drag("#b1", "#b2").await;
    browser.press("2").await;
    // Search hides other blocks; Escape ends it.
    browser.press("/").await;
    browser.press("paragraph 3").await;
    browser.expect_count("#blocks .row:not([hidden])", 1).await;
    browser.press("\u{e00c}").await;
    browser.expect_count("#blocks .row:not([hidden])", corpus::BLOCKS).await;
}

/// Saved corrections change labels in the table, and `evaluate` compares the model with them.
fn check_table(bench: &Bench, saved: &str) {
    // Two rows match no block: the command reports and skips them.
    let stale = format!("{saved}page-2,1,,0123456789abcdef,spam\r\nno-such-page,1,,0123456789abcdef,spam\r\n");
    let path = bench.folder.write("saved.csv", stale);
    let path = path.to_str().expect("temporary paths are UTF-8");
    let (before, _) = bench.table("before.csv", &[]);
    let (after, messages) = bench.table("after.csv", &["--corrections", path]);
    assert_eq!(rows_of(&before, "page-1", "spam"), 0);
    // Once as the page came, and once with another address.
    assert_eq!(rows_of(&after, "page-1", "spam"), 2, "{after:?}");
    for page in ["page-2", "page-3"] {
        let labels = |rows| ["content", "navigation", "spam"].map(|label| rows_of(rows, page, label));
        assert_eq!(labels(&before), labels(&after), "{page}");
    }
    assert!(messages.contains("row 6: skipped: the text of block 1 has changed"), "{messages}");
    assert!(messages.contains("row 7: skipped: the corpora have no page of this name"), "{messages}");
    assert!(messages.contains("4 of 6 corrections used"), "{messages}");

    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/model/blocksift.model");
    let mut train = built("blocksift-train");
    train.arg("evaluate").arg(bench.path("corpus.jsonl")).args(["--no-grafts", "--collages", "0", "--no-families"]);
    let printed = succeed(train.args(["--no-cross-validation", "--corrections", path, "--model"]).arg(model)).stdout;
    assert!(
        printed.contains("corrected blocks, markup, by the model: ") && printed.contains(" of 4 agree"),
        "{printed}"
    );
}

#[test]
fn the_spam_family_is_named() {
    if !is_wanted() {
        return;
    }
    let bench = Bench::new();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/pages/hacked-news.html");
    let viewer = bench.path("hacked.html");
    let corpus = bench.path("corpus.jsonl");
    succeed(built("blocksift").arg("view").args([&page, &corpus]).arg("-o").arg(&viewer));
    Browser::with(bench.folder.path(), async |browser| {
        browser.open(&format!("file://{}", viewer.display())).await;
        assert!(browser.text("#table tbody tr:first-child").await.contains("cn-county-farm"));
        browser.click("#table tbody tr:first-child a").await;
        let facts = browser.text("#facts").await;
        assert!(facts.contains(", similar to cn-county-farm") && facts.contains("site"), "{facts}");
        assert_eq!(browser.complaints().await, Vec::<String>::new());
    });
}

#[test]
fn the_panel_says_what_decided_the_label() {
    if !is_wanted() {
        return;
    }
    let bench = Bench::new();
    let page = bench.folder.write("page.html", "<p>Hello world</p>");
    let viewer = bench.path("view.html");
    succeed(built("blocksift").arg("view").arg(&page).arg("-o").arg(&viewer));
    Browser::with(bench.folder.path(), async |browser| {
        browser.open(&format!("file://{}", viewer.display())).await;
        browser.click("#b0").await;
        let panel = browser.text("#side").await;
        assert!(panel.contains("Decided by: too little content on the page"), "{panel}");
        assert_eq!(browser.complaints().await, Vec::<String>::new());
    });
}

#[test]
fn hostile_pages_run_nothing() {
    if !is_wanted() {
        return;
    }
    let bench = Bench::new();
    let viewer = bench.viewer();
    let saved = Browser::with(bench.folder.path(), async |browser| {
        browser.open(&viewer).await;
        browser.click_link(corpus::HOSTILE_ID).await;
        browser.expect("#blocks .row").await;
        let rows = browser.count("#blocks .row").await;
        assert!(rows > 3, "{rows}");
        for row in 0..rows {
            browser.click(&format!("#b{row}")).await;
            browser.press("3").await;
        }
        assert!(
            browser.text("#blocks").await.contains("<script>window.owned=3</script>"),
            "the page's script is shown as text"
        );
        assert_eq!(browser.count("#side img, #blocks img, #side a, #blocks a, iframe, svg").await, 0);
        assert_eq!(browser.value("return String(window.owned)").await, "undefined");
        let scripts = browser.value("return String(document.querySelectorAll('script:not([type])').length)").await;
        assert_eq!(scripts, "1", "the only script is the viewer's own");
        assert_eq!(browser.complaints().await, Vec::<String>::new());
        browser.click("#download").await;
        browser.downloaded("corrections.csv").await
    });
    let mut csv = csv::Reader::from_reader(saved.as_bytes());
    for record in csv.records().map(Result::unwrap) {
        assert!(record.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{record:?}");
        assert_eq!(&record[0], format!("'{}", corpus::HOSTILE_ID));
    }
    let path = bench.folder.write("saved.csv", &saved);
    let (rows, messages) =
        bench.table("after.csv", &["--corrections", path.to_str().expect("temporary paths are UTF-8")]);
    assert!(rows_of(&rows, corpus::HOSTILE_ID, "spam") > 3, "the quoted name is found: {messages}");
}
