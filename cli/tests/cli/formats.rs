//! Output formats, and where they are written.

use super::{Bench, project, record};
use blocksift_testkit::{CLEAN, HACKED};
use serde_json::Value;

fn labels(report: &Value) -> Vec<&str> {
    report["blocks"].as_array().unwrap().iter().map(|b| b["label"].as_str().unwrap()).collect()
}

#[test]
fn pipes_get_json_lines() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let reports = bench.score(&["page.html"]).reports();
    assert_eq!(reports.len(), 1);
    let report = &reports[0];
    assert_eq!(report["id"], "page.html");
    assert_eq!(report["url"], Value::Null);
    assert_eq!(report["format"], "html");
    assert_eq!(report["language"], "en");
    assert_eq!(report["verdict"]["kind"], "injected");
    assert_eq!(labels(report).iter().filter(|l| **l == "spam").count(), 1);
    assert!(labels(report).contains(&"content") && labels(report).contains(&"navigation"));
    let spam = report["blocks"].as_array().unwrap().iter().find(|b| b["label"] == "spam").unwrap();
    assert_eq!(spam["hidden"], true);
    assert_eq!(spam["path"], "html > body > div");
}

#[test]
fn json_lines_follow_the_schema() {
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string(project("docs/report.schema.json")).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let bench = Bench::new();
    bench.write("a.html", HACKED);
    bench.write("b.txt", "One line.\nAnother line | with | parts");
    bench.write("c.html", "<p></p>\n");
    bench.write("d.html", "<div>".repeat(3000));
    let reports = bench.score(&["a.html", "b.txt", "c.html", "d.html"]).reports();
    assert_eq!(reports.len(), 4);
    for report in &reports {
        let errors: Vec<String> = validator.iter_errors(report).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    let mut wrong = reports[0].clone();
    wrong["blocks"][0]["label"] = "ham".into();
    assert!(!validator.is_valid(&wrong), "the schema must not allow everything");
}

#[test]
fn csv_has_a_row_a_block() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let ran = bench.score(&["page.html", "--format", "csv"]);
    assert_eq!(ran.code, 0);
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let expected = "page index label decided_by content navigation spam hidden start end spam_spans path text";
    assert_eq!(header.join(" "), expected);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let report = &bench.score(&["page.html"]).reports()[0];
    assert_eq!(rows.len(), report["blocks"].as_array().unwrap().len());
    for (i, row) in rows.iter().enumerate() {
        assert_eq!(row[1].parse::<usize>().unwrap(), i);
        let sum: f32 = (4..7).map(|c| row[c].parse::<f32>().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-3);
    }
}

#[test]
fn labels_that_are_not_the_most_probable_say_what_decided_them() {
    let bench = Bench::new();
    let score = |format: &str| {
        let ran = bench.run_with(&["score", "--format", format], b"<p>Hello world</p>");
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    assert!(score("pretty").contains("  (too-little-content) Hello world\n"), "{}", score("pretty"));
    let csv = score("csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let column = reader.headers().unwrap().iter().position(|name| name == "decided_by").unwrap();
    assert_eq!(&reader.records().next().unwrap().unwrap()[column], "too-little-content");
    let report: Value = serde_json::from_str(&score("jsonl")).unwrap();
    assert_eq!(report["blocks"][0]["decided_by"], "too-little-content");
}

#[test]
fn text_is_the_content() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let ran = bench.score(&["page.html", "--format", "text"]);
    assert!(ran.out.contains("The bridge over the harbour was opened"));
    assert!(!ran.out.contains("Sport") && !ran.out.contains("双江县"));
    assert!(!ran.out.contains('\x0c'));
    let spam = bench.score(&["page.html", "--format", "text", "--only", "spam"]);
    assert_eq!(spam.out, "双江县 鄱阳县 交城县 南澳县\n");
}

#[test]
fn markdown_keeps_headings() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let ran = bench.score(&["page.html", "--format", "markdown", "--threshold", "content=0.01"]);
    assert!(ran.out.contains("\n\n# The harbour bridge opens again\n\n"), "{}", ran.out);
}

#[test]
fn form_feeds_part_pages() {
    let bench = Bench::new();
    bench.write("pages.jsonl", [record("a", HACKED), record("b", CLEAN), record("c", "")].concat());
    for format in ["text", "markdown"] {
        let ran = bench.score(&["pages.jsonl", "--format", format]);
        let pages: Vec<&str> = ran.out.split("\x0c\n").collect();
        assert_eq!(pages.len(), 3, "{format}");
        assert!(pages[0].contains("bridge") && pages[1].contains("bread") && pages[2].is_empty());
    }
}

#[test]
fn pretty_is_for_people() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let ran = bench.score(&["page.html", "--format", "pretty"]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].starts_with("page.html  en  injected: 1 spam block, "), "{}", lines[0]);
    assert!(lines[0].contains("bottom, hidden") && lines[0].contains("% of") && !lines[0].contains(" %"));
    assert!(lines.iter().any(|l| l.contains("spam") && l.contains("(hidden) 双江县")));
    assert!(lines[1..].iter().all(|l| l.chars().count() <= 80));
    assert!(!ran.out.contains('\x1b'), "no colors into a pipe");
}

#[test]
fn colors_are_a_choice() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let colored = bench.score(&["page.html", "--format", "pretty", "--color", "always"]);
    assert!(colored.out.contains("\x1b[1m\x1b[31mspam"), "{:?}", colored.out);
    let plain = bench.score(&["page.html", "--format", "pretty", "--color", "never"]);
    assert_eq!(anstream::adapter::strip_str(&colored.out).to_string(), plain.out);
    let model = bench.model.to_str().unwrap();
    let args = ["score", "--model", model, "page.html", "--format", "pretty"];
    let no_color = bench.command(&args).env("NO_COLOR", "1").env("CLICOLOR_FORCE", "0").output().unwrap();
    assert!(!no_color.stdout.contains(&0x1b));
}

#[test]
fn only_one_label() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let report = &bench.score(&["page.html", "--only", "navigation"]).reports()[0];
    assert!(labels(report).len() > 2 && labels(report).iter().all(|l| *l == "navigation"));
    assert_eq!(report["verdict"]["kind"], "injected", "the verdict is on the whole page");
}

#[test]
fn every_format_writes_every_label() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let all = bench.score(&["page.html"]).reports().remove(0);
    for label in ["content", "navigation", "spam"] {
        let is_label = |b: &&Value| b["label"] == label;
        let expected: Vec<&Value> = all["blocks"].as_array().unwrap().iter().filter(is_label).collect();
        let run = |format: &str| {
            let ran = bench.score(&["page.html", "--only", label, "--format", format, "--output", "-"]);
            assert_eq!(ran.code, 0, "{label} {format}: {}", ran.err);
            ran.out
        };
        let report: Value = serde_json::from_str(&run("jsonl")).unwrap();
        assert_eq!(report["blocks"].as_array().unwrap().iter().collect::<Vec<_>>(), expected);
        let csv = run("csv");
        let rows: Vec<csv::StringRecord> =
            csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect();
        let indices: Vec<&str> = rows.iter().map(|row| &row[1]).collect();
        assert_eq!(indices, expected.iter().map(|b| b["index"].to_string()).collect::<Vec<_>>());
        let pretty = run("pretty");
        let indices: Vec<&str> = pretty.lines().skip(1).map(|line| line.split_whitespace().next().unwrap()).collect();
        assert_eq!(indices, expected.iter().map(|b| b["index"].to_string()).collect::<Vec<_>>());
        for format in ["text", "markdown"] {
            let text = run(format);
            for block in all["blocks"].as_array().unwrap().iter().filter(|b| b["kind"] == "text") {
                let word = block["text"].as_str().unwrap().split_whitespace().last().unwrap();
                assert!(
                    block["label"] != label || text.contains(word),
                    "{label} {format}: {word:?} is not in {text:?}"
                );
            }
            assert_eq!(text.contains("双江县"), label == "spam", "{label} {format}: {text}");
            assert_eq!(text.contains("happy to cross a river"), label == "content", "{label} {format}: {text}");
        }
        let ran = bench.score(&["page.html", "--only", label, "--format", "dolma", "--output", label]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        refused_html(&bench, label);
    }
}

fn refused_html(bench: &Bench, label: &str) {
    let ran = bench.score(&["page.html", "--only", label, "--format", "html"]);
    assert!(ran.code == 2 && ran.err.contains("use --remove instead of --only"), "{}", ran.err);
}

#[test]
fn output_goes_to_a_file() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let ran = bench.score(&["page.html", "--output", "out.jsonl"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    let written = std::fs::read_to_string(bench.path("out.jsonl")).unwrap();
    assert_eq!(written, bench.score(&["page.html", "--output", "-"]).out);
}

#[test]
fn order_is_the_same_whatever_the_threads() {
    let bench = Bench::new();
    let records: String = (0..300).map(|i| record(&format!("p{i}"), if i % 3 == 0 { HACKED } else { CLEAN })).collect();
    bench.write("pages.jsonl", records);
    for format in ["jsonl", "csv", "text", "pretty"] {
        let one = bench.score(&["pages.jsonl", "--format", format, "--threads", "1"]);
        let two = bench.score(&["pages.jsonl", "--format", format, "--threads", "2"]);
        assert_eq!(one.code, 0);
        assert!(one.out == two.out, "{format}: one and two threads differ");
    }
    let ids = bench.score(&["pages.jsonl"]).ids();
    assert_eq!(ids, (0..300).map(|i| format!("p{i}")).collect::<Vec<_>>());
}

#[test]
fn markdown_has_images_if_asked() {
    let bench = Bench::new();
    bench.write("page.html", "<h1>La barca</h1><p>Una barca <img src=a.jpg alt='Barca &lt;blu>'> nel porto.");
    let base = ["page.html", "--format", "markdown", "--threshold", "content=0", "--url", "https://porto.example/b/"];
    let with = bench.score(&[&base[..], &["--images"]].concat());
    assert_eq!(with.out, "# La barca\n\nUna barca ![Barca \\<blu>](https://porto.example/b/a.jpg) nel porto.\n");
    assert_eq!(bench.score(&base).out, "# La barca\n\nUna barca nel porto.\n");
    let ran = bench.score(&["page.html", "--format", "text", "--images"]);
    assert!(ran.code == 2 && ran.err.contains("--images needs --format markdown"), "{}", ran.err);
}

#[test]
fn tables_are_whole_unless_their_cells_are_spam() {
    let bench = Bench::new();
    let rows = "<tr><th>Harbor<th>Depth<tr><td>Alesund<td>9 m | 12 m<tr><td>Bergen<td>11 m";
    bench.write("page.html", format!("<p>The depths of the harbors are these.</p><table>{rows}</table>"));
    let ran = bench.score(&["page.html", "--format", "markdown", "--threshold", "content=0", "--threshold", "spam=1"]);
    let table = "| Harbor | Depth |\n| --- | --- |\n| Alesund | 9 m \\| 12 m |\n| Bergen | 11 m |\n";
    assert_eq!(ran.out, format!("The depths of the harbors are these.\n\n{table}"));
}

#[test]
fn rows_do_not_repeat_what_is_long() {
    let bench = Bench::new();
    let deep: String = (0..20).map(|i| format!("<div class='{}{i}'>", "c".repeat(60))).collect();
    let page = deep + &"<p>x".repeat(4000);
    bench.write("pages.jsonl", record(&"i".repeat(4000), &page));
    for format in ["jsonl", "csv"] {
        let out = bench.score(&["pages.jsonl", "--format", format]).out;
        assert!(out.len() <= 20 * page.len() + (1 << 20), "{format}: {} from {}", out.len(), page.len());
    }
    let csv = bench.score(&["pages.jsonl", "--format", "csv"]).out;
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect();
    assert!(rows.iter().all(|row| row[0] == rows[0][0] && row[0].starts_with("iiii") && row[0].len() < 50));
    assert!(rows.last().unwrap()[11].ends_with("> p"), "{:?}", rows.last());
    bench.write("short.jsonl", record(&"i".repeat(1024), "<p>one</p><p>two</p>"));
    assert!(bench.score(&["short.jsonl", "--format", "csv"]).out.contains(&"i".repeat(1024)), "there is room for it");
}

#[test]
fn long_ids_are_cut_and_stay_apart() {
    let bench = Bench::new();
    let records = ["a", "b"].map(|end| record(&("é".repeat(2000) + end), "<p>one</p>"));
    bench.write("pages.jsonl", records.join(""));
    for format in ["csv", "jsonl"] {
        let out = bench.score(&["pages.jsonl", "--format", format]).out;
        let ids: Vec<&str> = out.split('"').filter(|part| part.starts_with("éé")).collect();
        assert!(ids.len() == 2 && ids[0] != ids[1], "{format}: {ids:?}");
        assert!(ids.iter().all(|id| id.len() <= 1024 && id.contains('…')), "{format}: {ids:?}");
    }
}
