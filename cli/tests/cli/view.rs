//! The viewer as a file. `browser-tests/` tests what it does in a browser.

use super::archive::archive_of;
use super::{Bench, record};
use blocksift_testkit::{CLEAN, HACKED};
use serde_json::Value;

fn view(bench: &Bench, args: &[&str]) -> super::Ran {
    let model = bench.model.to_str().unwrap();
    bench.run(&[&["view", "--model", model], args].concat())
}

/// The JSON of one of the viewer's elements.
fn data(html: &str, id: &str) -> Value {
    let start = format!("<script type=\"application/json\" id=\"{id}\">");
    let json = html.split_once(&start).unwrap_or_else(|| panic!("no {id}")).1;
    serde_json::from_str(json.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn it_has_the_reports_of_score() {
    let bench = Bench::new();
    bench.write("pages.jsonl", [record("a", HACKED), record("b", CLEAN)].concat());
    let ran = view(&bench, &["pages.jsonl"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let scored = bench.score(&["pages.jsonl"]).reports();
    let index = data(&ran.out, "all-pages");
    for (number, scored) in scored.iter().enumerate() {
        let page = data(&ran.out, &format!("page-{number}"));
        assert_eq!(index["pages"][number]["id"], scored["id"]);
        assert_eq!((&page["verdict"], &page["site"]), (&scored["verdict"], &scored["site"]));
        let blocks = page["blocks"].as_array().unwrap();
        assert_eq!(blocks.len(), scored["blocks"].as_array().unwrap().len());
        for (block, scored) in blocks.iter().zip(scored["blocks"].as_array().unwrap()) {
            let text = scored["text"].as_str().unwrap();
            assert_eq!(block["text"], text);
            assert_eq!(block["hash"], blocksift::text_hash(text));
            let label = block["label"].as_u64().unwrap() as usize;
            assert_eq!(["content", "navigation", "spam"][label], scored["label"]);
            assert_eq!(block.get("decided_by"), scored.get("decided_by"));
            let why = block["why"].as_array().unwrap().iter().map(|w| w[1].as_f64().unwrap()).sum::<f64>();
            let sum = why + block["rest"].as_f64().unwrap();
            assert!((sum - block["score"].as_f64().unwrap()).abs() < 0.01, "{block}");
        }
    }
}

#[test]
fn it_loads_nothing_and_its_data_is_inert() {
    let bench = Bench::new();
    let page = "<title>&lt;/script>&lt;script>alert(1)&lt;/script></title><p>&lt;!--&lt;script>\u{2028}&amp;amp; {{script}}</p>";
    bench.write("pages.jsonl", record("</script><script>alert(2)</script>", page));
    let ran = view(&bench, &["pages.jsonl"]);
    assert!(ran.out.contains("content=\"default-src 'none'; script-src 'sha256-"), "no policy");
    assert_eq!(ran.out.matches("<script").count(), 3, "the page's data, the index, the viewer's own script");
    assert_eq!(ran.out.matches("alert(1)").count(), 1);
    for outside in ["src=", "@import", "url("] {
        assert!(!ran.out.contains(outside), "{outside}");
    }
    assert_eq!(ran.out, view(&bench, &["pages.jsonl"]).out, "the same pages give the same bytes");
}

#[test]
fn pages_are_bounded_and_failures_reported() {
    let bench = Bench::new();
    bench
        .write("pages.jsonl", [record("a", CLEAN), "{}\n".to_owned(), record("b", CLEAN), record("c", CLEAN)].concat());
    let ran = view(&bench, &["pages.jsonl", "--max-pages", "2", "-o", "view.html"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("record at line 2") && ran.err.contains("first 2 pages"), "{}", ran.err);
    let html = std::fs::read_to_string(bench.path("view.html")).unwrap();
    assert_eq!(data(&html, "all-pages")["pages"].as_array().unwrap().len(), 2);
}

#[test]
fn archives_and_lists_of_files_are_shown() {
    let bench = Bench::new();
    bench.write("crawl.warc.gz", archive_of(210).gzip());
    bench.write("page.html", CLEAN);
    bench.write("list.txt", "page.html\n");
    let ran = view(&bench, &["crawl.warc.gz", "--files-from", "list.txt", "--max-pages", "5000"]);
    assert_eq!(ran.code, 1, "some records are damaged");
    let scored = bench.score(&["crawl.warc.gz", "page.html"]).lines();
    let shown = data(&ran.out, "all-pages");
    let ids: Vec<&Value> = shown["pages"].as_array().unwrap().iter().map(|page| &page["id"]).collect();
    assert_eq!(ids, scored.iter().map(|page| &page["id"]).collect::<Vec<_>>());
}

#[test]
fn the_file_is_renamed_when_complete() {
    let bench = Bench::new();
    bench.write("crawl/a.html", CLEAN);
    let ran = view(&bench, &["crawl", "--output", "crawl/a.html"]);
    assert!(ran.code == 2 && ran.err.contains("would be overwritten"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(bench.path("crawl/a.html")).unwrap(), CLEAN);
    let ran = view(&bench, &["crawl", "--output", "no/such/view.html"]);
    assert!(ran.code == 1 && ran.err.contains("no/such/view.html: "), "{}", ran.err);
    assert_eq!(view(&bench, &["crawl", "--output", "view.html"]).code, 0);
    assert!(bench.path("view.html").exists() && !bench.path("view.html.partial").exists());
}

#[test]
fn the_old_name_of_the_command_still_works() {
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    let model = bench.model.to_str().unwrap();
    let ran = bench.run(&["report", "--model", model, "page.html", "--most", "1"]);
    assert_eq!(ran.out, view(&bench, &["page.html"]).out);
    assert!(!bench.run(&["--help"]).out.contains("  report "));
}
