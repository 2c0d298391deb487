//! Inputs, and what happens to those that cannot be read.

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
fn records_have_their_own_url() {
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
fn contents_count_more_than_asset_names() {
    let bench = Bench::new();
    let xhtml = CLEAN.replacen("<!DOCTYPE html>", "<?xml version=\"1.0\"?>\n<!DOCTYPE html>", 1);
    for (name, page) in [("a.xml", xhtml.as_str()), ("view.php?file=style.css", CLEAN), ("page?x=app.js", CLEAN)] {
        bench.write(&format!("crawl/{name}"), page);
    }
    bench.write("crawl/feed.xml", "<?xml version=\"1.0\"?><rss><title>News</title></rss>");
    bench.write("crawl/style.css?v=1", "p { color: red } /* </p> */");
    bench.write("crawl/app.js", "document.write('<html><p>text</p>')");
    let ran = bench.score(&["crawl"]);
    assert_eq!(ran.ids(), ["crawl/a.xml", "crawl/page?x=app.js", "crawl/view.php?file=style.css"]);
    assert!(ran.reports().iter().all(|report| report["format"] == "html"));
    assert!(ran.err.contains("3 skipped (3 style sheets, scripts and data files)"), "{}", ran.err);
}

#[test]
fn a_bad_input_does_not_stop_the_rest() {
    let bench = Bench::new();
    bench.write("a.html", CLEAN);
    bench.write("b.html", CLEAN);
    bench.write("empty/readme.md", "");
    let ran = bench.score(&["a.html", "missing.html", "empty", "b.html"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.ids(), ["a.html", "b.html"]);
    assert!(ran.err.contains("blocksift: missing.html: "), "{}", ran.err);
    assert!(ran.err.contains("blocksift: empty: no pages in this folder"), "{}", ran.err);
    assert!(ran.err.contains("blocksift: 1 skipped (1 empty file); --verbose names them"), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 3);
}

#[test]
fn a_bad_record_is_reported_with_its_line() {
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
fn an_id_of_a_wrong_type_is_reported() {
    let bench = Bench::new();
    let ran = bench.score_with(&["--input", "jsonl"], b"{\"id\": [1], \"html\": \"<p>x\"}\n");
    assert!(
        ran.code == 1 && ran.err.contains("field `id`: invalid type: sequence, expected a string or a number"),
        "{}",
        ran.err
    );
}

#[test]
fn a_truncated_file_is_reported() {
    let bench = Bench::new();
    let packed = gzip((0..200).map(|i| record(&format!("p{i}"), HACKED)).collect::<String>().as_bytes());
    bench.write("cut.jsonl.gz", &packed[..packed.len() - 9]);
    for length in 1..3 {
        bench.write("start", &packed[..length]);
        let ran = bench.score(&["start"]);
        assert_eq!(ran.err, "blocksift: start: damaged gzip member: the file ends within it\n");
    }
    bench.write("good.html", CLEAN);
    let ran = bench.score(&["cut.jsonl.gz", "good.html"]);
    assert_eq!(ran.code, 1);
    assert!(ran.ids().contains(&"good.html".to_owned()));
    assert!(ran.err.starts_with("blocksift: cut.jsonl.gz: "), "{}", ran.err);
}

#[test]
fn binary_data_is_refused_unless_a_kind_is_given() {
    let bench = Bench::new();
    bench.write("noise.html", (0..=255u8).cycle().take(5000).collect::<Vec<u8>>());
    bench.write("paper.pdf", b"%PDF-1.7\n1 0 obj <p>".as_slice());
    bench.write("paper.pdf.gz", gzip(b"%PDF-1.7\n"));
    bench.write("nul.html", b"<!DOCTYPE html><p>One\0two.".as_slice());
    let ran = bench.score(&["noise.html", "paper.pdf", "paper.pdf.gz", "nul.html"]);
    assert_eq!((ran.code, ran.ids()), (1, vec!["nul.html".to_owned()]));
    for message in
        ["noise.html: binary data, not a page; use --input html", "paper.pdf: a PDF file", "paper.pdf.gz: a PDF"]
    {
        assert!(ran.err.contains(message), "{}", ran.err);
    }
    assert_eq!(bench.score(&["noise.html", "--input", "html"]).reports().len(), 1);
    let piped = bench.score_with(&[], b"\x89PNG\r\n\x1a\n");
    assert!(piped.code == 1 && piped.err.contains("-: a PNG image"), "{}", piped.err);
}

#[test]
fn empty_inputs_are_errors() {
    let bench = Bench::new();
    bench.write("page.html", "");
    bench.write("packed.html.gz", gzip(b""));
    bench.write("blank.html", " \r\n\t\n");
    bench.write("blank", "\n");
    for (args, name) in [
        (&[][..], "-"),
        (&["page.html"], "page.html"),
        (&["blank.html"], "blank.html"),
        (&["blank"], "blank"),
        (&["packed.html.gz"], "packed.html.gz"),
    ] {
        let ran = bench.score(args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""));
        assert_eq!(ran.err, format!("blocksift: {name}: empty input\n"));
    }
}

/// A site as mirroring tools save it.
fn mirror(bench: &Bench) {
    for page in ["index.html?p=3", "about.php", "UP.HTML", "blog/post-1/index", "c.htm.gz", "wide"] {
        let wide = CLEAN.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let bytes = match page {
            "c.htm.gz" => gzip(CLEAN.as_bytes()),
            "wide" => wide,
            _ => CLEAN.as_bytes().to_vec(),
        };
        bench.write(&format!("mirror/{page}"), bytes);
    }
    for asset in ["style.css?ver=5", "app.js", "feed.xml", "data.json"] {
        bench.write(&format!("mirror/{asset}"), "x { y: '<p>' }");
    }
    bench.write("mirror/composer.lock", "{\n  \"html\": \"<p>\"\n}");
    bench.write("mirror/docs/report.png", b"\x89PNG\r\n\x1a\n\0\0<p>".as_slice());
    bench.write("mirror/program", b"\x7fELF\x02\x01\x01\0".as_slice());
    bench.write("mirror/README", "Plain words.");
    bench.write("mirror/robots.txt", "User-agent: *");
    bench.write("mirror/empty.html", "");
    bench.write("mirror/.git/config", "[core]");
    bench.write("mirror/out.jsonl.partial", "{}");
}

#[test]
fn folders_are_judged_by_contents() {
    let bench = Bench::new();
    mirror(&bench);
    let ran = bench.score(&["mirror", "--summary", "sum.json"]);
    let pages = ["UP.HTML", "about.php", "blog/post-1/index", "c.htm.gz", "index.html?p=3", "robots.txt", "wide"];
    assert_eq!(ran.ids(), pages.map(|page| format!("mirror/{page}")));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let counts = "11 skipped (5 style sheets, scripts and data files, 2 binary files, 1 file without markup, \
                  1 empty file, 1 hidden file or folder, 1 unfinished output); --verbose names them";
    assert_eq!(ran.err, format!("blocksift: {counts}\n"));
    let summary: serde_json::Value = serde_json::from_slice(&std::fs::read(bench.path("sum.json")).unwrap()).unwrap();
    assert_eq!((&summary["skipped"], &summary["skipped_by_reason"]["binary"]), (&11.into(), &2.into()));
    let verbose = bench.score(&["mirror", "--verbose"]).err;
    assert!(verbose.contains("mirror/docs/report.png: skipped: binary data\n"), "{verbose}");
    assert!(verbose.contains("mirror/README: skipped: text without HTML tags"), "{verbose}");
    assert_eq!(verbose.lines().count(), 12);
    assert_eq!(bench.score(&["mirror", "--quiet"]).err, "");
    let view = bench.run(&["view", "mirror", "--verbose", "--output", "out.html"]);
    assert_eq!((view.code, view.err.lines().count()), (0, 11), "{}", view.err);
}

#[cfg(unix)]
#[test]
fn dangling_links_are_reported() {
    let bench = Bench::new();
    bench.write("crawl/a.html", CLEAN);
    std::os::unix::fs::symlink("nowhere", bench.path("crawl/b.html")).unwrap();
    std::os::unix::fs::symlink("loop.html", bench.path("loop.html")).unwrap();
    let ran = bench.score(&["loop.html"]);
    assert!(ran.code == 1 && ran.err.starts_with("blocksift: loop.html: broken link: "), "{}", ran.err);
    let ran = bench.score(&["crawl"]);
    assert_eq!((ran.code, ran.ids()), (1, vec!["crawl/a.html".to_owned()]));
    assert!(ran.err.starts_with("blocksift: crawl/b.html: dangling link: "), "{}", ran.err);
}

#[test]
fn fields_of_json_lines_are_chosen() {
    let bench = Bench::new();
    let line = |field: &str| {
        let record = serde_json::json!({field: CLEAN, "key": "k1", "warc_url": "https://a.example/", "html": [7]});
        format!("{record}\n")
    };
    let args = ["--input", "jsonl", "--html-field", "html_content", "--id-field", "key", "--url-field", "warc_url"];
    let report = &bench.score_with(&args, line("html_content").as_bytes()).reports()[0];
    assert_eq!((&report["id"], &report["url"]), (&"k1".into(), &"https://a.example/".into()));
    assert_eq!(report["format"], "html");
    let args = ["--html-field", "none", "--text-field", "body"];
    assert_eq!(bench.score_with(&args, line("body").as_bytes()).reports()[0]["format"], "text");
    let ran = bench.score_with(&[], b"{\"html_content\": \"<p>x\"}\n");
    let message = "it has neither `html` nor `text`; name the page's field with --html-field or --text-field";
    assert!(ran.code == 1 && ran.err.contains(message), "{}", ran.err);
}

#[test]
fn the_content_type_sets_charset_and_format() {
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
fn names_and_options_set_the_format() {
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
