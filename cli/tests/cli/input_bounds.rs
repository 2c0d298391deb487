//! What is read is bounded where it enters: files that never end, long fields and lines, frames cut short.

use super::{Bench, record};
use blocksift_testkit::CLEAN;
use serde_json::json;

#[cfg(unix)]
#[test]
fn files_that_never_end_are_refused() {
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    for (args, what) in [
        (["page.html", "--config", "/dev/zero"], "not a configuration file"),
        (["page.html", "--model", "/dev/zero"], "not a blocksift model"),
        (["--quiet", "--files-from", "/dev/zero"], "not a list of inputs"),
    ] {
        let ran = bench.run(&[&["score"], &args[..]].concat());
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.starts_with("blocksift: /dev/zero: larger than ") && ran.err.contains(what), "{}", ran.err);
    }
    let ran = bench.score(&["/dev/zero", "--input", "html", "--limit", "bytes=1000"]);
    assert_eq!(ran.reports()[0]["limits_met"], json!(["bytes"]), "a page is cut at its limit");
}

#[test]
fn long_ids_and_urls_are_cut() {
    let bench = Bench::new();
    let id = "é".repeat(30_000);
    let url = format!("https://a.example/{}", "u".repeat(1_000_000));
    let page = "<p>The boat came in.</p>".repeat(200);
    bench.write("long.jsonl", format!("{}\n", json!({"id": id, "url": url, "html": page})));
    let fields = format!("WARC-Type: response\r\nWARC-Record-ID: <urn:{id}>\r\nWARC-Target-URI: {url}");
    let body = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let length = body.len();
    let fields = fields.replace(&id, &id[..20_000]).replace(&url, &url[..30_000]);
    bench.write("long.warc", format!("WARC/1.0\r\n{fields}\r\nContent-Length: {length}\r\n\r\n{body}\r\n\r\n"));
    for input in ["long.jsonl", "long.warc"] {
        let report = &bench.score(&[input]).reports()[0];
        let (id, url) = (report["id"].as_str().unwrap(), report["url"].as_str().unwrap());
        let (kept, hash) = id.split_once('…').expect("an id that was cut");
        assert!((1020..=1024).contains(&id.len()) && kept.ends_with('é'), "{input}: {}", id.len());
        assert!(hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{input}: {hash}");
        assert!(url.starts_with("https://a.example/uuu") && url.len() == 8192, "{input}: {}", url.len());
    }
    let ran = bench.run(&["explain", "long.jsonl", "--id", &id, "--block", "0"]);
    assert_eq!(ran.code, 0, "a page is found by its whole id: {}", ran.err);
}

#[test]
fn a_line_is_read_by_its_fields() {
    let bench = Bench::new();
    let long = "y\\n".repeat(1_500_000);
    let line = |id: &str| format!("{{\"x\":[\"{long}\"],\"id\":\"{id}\",\"html\":\"<p>Bo\\u00e4t\",\"input\":{{}}}}\n");
    let lines = [line("a"), format!("{{\"html\":\"{long}\n"), line("b"), record("c", CLEAN)].concat();
    let ran = bench.score_with(&["--input", "jsonl"], lines.as_bytes());
    assert_eq!((ran.code, ran.ids()), (1, ["a", "b", "c"].map(str::to_owned).to_vec()), "{}", ran.err);
    assert!(ran.err.contains("record at line 2, byte 4500053: not a page record: "), "{}", ran.err);
    assert_eq!(ran.lines()[0]["blocks"][0]["text"], "Boät");
}

#[test]
fn frames_that_are_cut_short_are_no_pages() {
    let bench = Bench::new();
    let skippable = b"\x50\x2a\x4d\x18\x09\0\0\0nine byte";
    let zstd = zstd::encode_all(CLEAN.as_bytes(), 3).unwrap();
    let gzip = super::gzip(CLEAN.as_bytes());
    for (name, whole, least) in [("skip.zst", &skippable[..], 3), ("page.zst", &zstd, 2), ("page.gz", &gzip, 1)] {
        for length in [least, 3, 4, 5, 8, whole.len() - 1] {
            bench.write(name, &whole[..length]);
            let ran = bench.score(&[name]);
            assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{name}, {length} bytes");
            assert!(ran.err.contains("damaged ") && ran.err.contains("the file ends within it"), "{}", ran.err);
        }
    }
    bench.write("short.txt", "(µ");
    assert_eq!(bench.score(&["short.txt"]).code, 0);
}
