//! Where pages come from, and what happens to those that cannot be read.

use super::{Bench, gzip, record};
use blocksift_testkit::{CLEAN, HACKED};

#[test]
fn standard_input_is_a_page() {
    let bench = Bench::new();
    for args in [&[][..], &["-"]] {
        let reports = bench.score_with(args, HACKED.as_bytes()).reports();
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0]["id"], "-");
        assert_eq!(reports[0]["verdict"]["kind"], "injected");
    }
    assert_eq!(bench.score_with(&[], b"").reports().len(), 1, "nothing is an empty page");
}

#[test]
fn standard_input_may_be_records() {
    let bench = Bench::new();
    let records = [record("a", HACKED), record("b", CLEAN)].concat();
    assert_eq!(bench.score_with(&[], records.as_bytes()).ids(), ["a", "b"]);
    assert_eq!(bench.score_with(&[], &gzip(records.as_bytes())).ids(), ["a", "b"]);
    assert_eq!(bench.score_with(&["--input", "html"], records.as_bytes()).ids(), ["-"]);
}

#[test]
fn records_are_read_from_files_too() {
    let bench = Bench::new();
    let lines = "{\"id\":1,\"text\":\"Just a line.\"}\n\n{\"html\":\"<p>x\",\"lang\":\"en\",\"gold\":{\"a\":[1]}}\n";
    bench.write("pages.jsonl", lines);
    bench.write("pages.jsonl.gz", gzip(lines.as_bytes()));
    for name in ["pages.jsonl", "pages.jsonl.gz"] {
        let ran = bench.score(&[name]);
        assert_eq!(ran.ids(), ["1".to_owned(), format!("{name}:3")]);
        assert_eq!(ran.reports()[0]["format"], "text");
        assert_eq!(ran.reports()[1]["format"], "html");
    }
}

#[test]
fn records_bring_their_own_address() {
    let bench = Bench::new();
    let records = [record("a", CLEAN), "{\"id\":\"b\",\"text\":\"x\"}\n".to_owned()].concat();
    let reports = bench.score_with(&["--url", "https://given.example/"], records.as_bytes()).reports();
    assert_eq!(reports[0]["url"], "https://a.example/");
    assert_eq!(reports[1]["url"], "https://given.example/");
}

#[test]
fn folders_are_read_in_order() {
    let bench = Bench::new();
    bench.write("crawl/b.html", CLEAN);
    bench.write("crawl/a/2.htm", CLEAN);
    bench.write("crawl/a/1.txt", "A line of text.");
    bench.write("crawl/c.html.gz", gzip(CLEAN.as_bytes()));
    bench.write("crawl/d.jsonl", record("inside", CLEAN));
    bench.write("crawl/picture.png", "no page");
    let ids = bench.score(&["crawl"]).ids();
    assert_eq!(ids, ["crawl/a/1.txt", "crawl/a/2.htm", "crawl/b.html", "crawl/c.html.gz", "inside"]);
}

#[test]
fn a_bad_input_does_not_stop_the_others() {
    let bench = Bench::new();
    bench.write("a.html", CLEAN);
    bench.write("b.html", CLEAN);
    bench.write("empty/readme.md", "");
    let ran = bench.score(&["a.html", "missing.html", "empty", "b.html"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.ids(), ["a.html", "b.html"]);
    assert!(ran.err.contains("blocksift: missing.html: "), "{}", ran.err);
    assert!(ran.err.contains("blocksift: empty: no page in this folder"), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 2);
}

#[test]
fn a_bad_record_is_named_by_line() {
    let bench = Bench::new();
    let lines =
        format!("{}not json\n{{\"id\":\"x\"}}\n{{\"html\":\"\\ud800\"}}\n{}", record("a", CLEAN), record("b", CLEAN));
    bench.write("pages.jsonl", lines);
    let ran = bench.score(&["pages.jsonl"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.ids(), ["a", "b"]);
    for line in 2..=4 {
        assert!(ran.err.contains(&format!("blocksift: pages.jsonl: record at line {line}, byte ")), "{}", ran.err);
    }
}

#[test]
fn a_broken_archive_is_named() {
    let bench = Bench::new();
    let packed = gzip((0..200).map(|i| record(&format!("p{i}"), HACKED)).collect::<String>().as_bytes());
    bench.write("cut.jsonl.gz", &packed[..packed.len() - 9]);
    bench.write("good.html", CLEAN);
    let ran = bench.score(&["cut.jsonl.gz", "good.html"]);
    assert_eq!(ran.code, 1);
    assert!(ran.ids().contains(&"good.html".to_owned()));
    assert!(ran.err.starts_with("blocksift: cut.jsonl.gz: "), "{}", ran.err);
}

#[test]
fn bytes_that_are_no_text_are_a_page_all_the_same() {
    let bench = Bench::new();
    bench.write("noise.html", (0..=255u8).cycle().take(5000).collect::<Vec<u8>>());
    assert_eq!(bench.score(&["noise.html"]).reports().len(), 1);
}

#[test]
fn the_content_type_names_charset_and_kind() {
    let bench = Bench::new();
    let (bytes, _, _) = encoding_rs::GBK.encode("<p>今天天气很好，我们去公园散步。</p>");
    bench.write("page", &bytes);
    let report = &bench.score(&["page", "--content-type", "text/html; charset=gbk"]).reports()[0];
    assert_eq!(report["encoding"], "GBK");
    assert_eq!(report["blocks"][0]["text"], "今天天气很好，我们去公园散步。");
    let report = &bench.score(&["page", "--content-type", "text/plain; charset=gbk"]).reports()[0];
    assert_eq!(report["format"], "text");
    assert_eq!(report["blocks"][0]["text"], "<p>今天天气很好，我们去公园散步。</p>");
}

#[test]
fn names_and_options_say_what_a_file_is() {
    let bench = Bench::new();
    bench.write("page.txt", "<p>one</p><p>two</p>");
    assert_eq!(bench.score(&["page.txt"]).reports()[0]["format"], "text");
    assert_eq!(bench.score(&["page.txt", "--input", "html"]).reports()[0]["format"], "html");
    bench.write("page.html", "no tags");
    assert_eq!(bench.score(&["page.html"]).reports()[0]["format"], "html");
    assert_eq!(bench.score(&["page.html", "--input", "text"]).reports()[0]["format"], "text");
}

#[test]
fn a_slow_input_is_answered_page_by_page() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};
    let bench = Bench::new();
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("blocksift"))
        .args(["score", "--model"])
        .arg(&bench.model)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for id in ["a", "b"] {
        input.write_all(record(id, CLEAN).as_bytes()).unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!("{{\"id\":\"{id}\"")), "{line}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}
