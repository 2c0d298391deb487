//! Web archives: every way in which they store pages, damage, and all compressions.

use super::{Bench, Ran, gzip, project, record};
use blocksift_testkit::warc::{Archive, record as warc_record, response};
use blocksift_testkit::{CLEAN, HACKED};
use serde_json::Value;

/// An archive of 2,100 records, which is several checkpoints long.
pub(crate) fn archive() -> Archive {
    archive_of(2100)
}

/// An archive of records of all kinds. Every 21st record holds a page of the fixtures.
pub(crate) fn archive_of(records: usize) -> Archive {
    let mut folders: Vec<_> = std::fs::read_dir(project("tests/pages")).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    let pages: Vec<String> = folders.iter().filter_map(|f| std::fs::read_to_string(f.join("page.html")).ok()).collect();
    assert!(pages.len() > 10);
    Archive::new(records, &pages)
}

fn html(i: usize, page: &str) -> Vec<u8> {
    response(i, "Content-Type: text/html\r\n", page.as_bytes())
}

fn summary(bench: &Bench) -> Value {
    serde_json::from_slice(&std::fs::read(bench.path("summary.json")).unwrap()).unwrap()
}

/// Ids in a finished output.
fn ids(bytes: &[u8]) -> Vec<String> {
    let lines = std::str::from_utf8(bytes).unwrap().lines();
    lines.map(|l| serde_json::from_str::<Value>(l).unwrap()["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn compression_and_threads_do_not_change_the_output() {
    let bench = Bench::new();
    let archive = archive();
    bench.write("crawl.warc", archive.plain());
    bench.write("crawl.warc.gz", archive.gzip());
    bench.write("crawl.warc.zst", archive.zstd());
    let mut outputs = Vec::new();
    for (name, threads) in [("crawl.warc", "1"), ("crawl.warc", "2"), ("crawl.warc.gz", "2"), ("crawl.warc.zst", "2")] {
        let ran = bench.score(&[name, "--output", "out.jsonl", "--threads", threads, "--summary", "summary.json"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        let damage: Vec<&str> = ran.err.lines().filter(|l| l.contains(": record at byte ")).collect();
        assert_eq!(damage.len(), archive.damaged.len(), "{name}: {}", ran.err);
        let summary = summary(&bench);
        assert_eq!(summary["complete"], true);
        assert_eq!(summary["pages"], archive.pages.len());
        assert_eq!(summary["skipped"], archive.skipped, "{name}");
        assert_eq!(summary["failed"], archive.damaged.len());
        let verdicts = summary["verdicts"].as_object().unwrap();
        assert_eq!(verdicts.values().map(|v| v.as_u64().unwrap()).sum::<u64>(), archive.pages.len() as u64);
        assert!(verdicts["injected"].as_u64().unwrap() > 100);
        outputs.push(std::fs::read(bench.path("out.jsonl")).unwrap());
    }
    assert_eq!(ids(&outputs[0]), archive.pages);
    assert!(outputs.iter().all(|o| *o == outputs[0]), "threads or compressions differ");
}

#[test]
fn records_have_url_and_charset() {
    let bench = Bench::new();
    let (gbk, _, _) = encoding_rs::GBK.encode("<p>今天天气很好，我们去公园散步。</p>");
    let conversion = warc_record("conversion", 2, "Content-Type: text/plain\r\n", "Öl.\n\nBrot.".as_bytes());
    bench.write(
        "a",
        [response(1, "content-type: text/html; charset=gbk\r\n", &gbk), conversion, html(3, CLEAN)].concat(),
    );
    for ran in [bench.score(&["a"]), bench.score_with(&[], &std::fs::read(bench.path("a")).unwrap())] {
        let reports = ran.reports();
        assert_eq!(reports.len(), 3);
        assert_eq!(reports[0]["url"], "https://site1.example/1");
        assert_eq!((&reports[0]["encoding"], &reports[0]["format"]), (&"GBK".into(), &"html".into()));
        assert_eq!(reports[0]["blocks"][0]["text"], "今天天气很好，我们去公园散步。");
        assert_eq!((&reports[1]["encoding"], &reports[1]["format"]), (&"UTF-8".into(), &"text".into()));
        assert_eq!(reports[1]["blocks"][0]["text"], "Öl.");
    }
}

/// The offsets in error messages.
fn offsets(ran: &Ran) -> Vec<usize> {
    let offset = |line: &str| line.split("record at byte ").nth(1)?.split(':').next()?.parse().ok();
    ran.err.lines().filter_map(offset).collect()
}

#[test]
fn damage_is_reported_with_file_and_offset() {
    let bench = Bench::new();
    let sound: Vec<Vec<u8>> = (0..5).map(|i| html(i, HACKED)).collect();
    let members: Vec<Vec<u8>> = sound.iter().map(|r| gzip(r)).collect();
    let mut flipped = members.clone();
    let middle = flipped[1].len() / 2;
    flipped[0][middle] ^= 0x55;
    flipped[1][middle] ^= 0x55;
    flipped[3].truncate(middle);
    bench.write("crawl.warc.gz", flipped.concat());
    let ran = bench.score(&["crawl.warc.gz"]);
    assert_eq!((ran.code, ran.ids().len()), (1, 2), "{}", ran.err);
    let start = |i: usize| flipped[..i].iter().map(Vec::len).sum::<usize>();
    assert_eq!(offsets(&ran), [0, start(1), start(3)]);
    assert!(ran.err.starts_with("blocksift: crawl.warc.gz: record at byte "), "{}", ran.err);

    // The file ends within a record; garbage between two records; the first record's start is missing.
    let all = sound.concat();
    for (name, bytes, found, at) in [
        ("cut.warc", all[..all.len() - 40].to_vec(), 4, vec![4 * sound[0].len()]),
        ("garbage.warc", [&sound[0][..], b"garbage\n", &sound[1]].concat(), 2, vec![sound[0].len()]),
        ("start.warc", all[20..].to_vec(), 4, vec![0]),
        ("noise.warc", b"no archive at all".to_vec(), 0, vec![0]),
        ("noise.warc.gz", [&[0x1f, 0x8b, 8][..], &[7; 90]].concat(), 0, vec![0]),
    ] {
        bench.write(name, bytes);
        let ran = bench.score(&[name]);
        assert_eq!((ran.code, ran.ids().len(), offsets(&ran)), (1, found, at), "{name}: {}", ran.err);
    }
}

#[test]
fn wrong_lengths_cost_one_record_each() {
    let bench = Bench::new();
    let wrong = |length: &str| {
        let text = String::from_utf8(html(7, CLEAN)).unwrap();
        let (head, rest) = text.split_once("Content-Length: ").unwrap();
        format!("{head}Content-Length: {length}\r\n{}", rest.split_once("\r\n").unwrap().1).into_bytes()
    };
    for length in ["0", "1", "600", "5000000", "99999999999", "18446744073709551615", "99999999999999999999", "-1", ""]
    {
        let all = [html(1, CLEAN), wrong(length), html(2, CLEAN), html(3, CLEAN)];
        bench.write("plain.warc", all.concat());
        bench.write("packed.warc.gz", all.iter().flat_map(|r| gzip(r)).collect::<Vec<u8>>());
        bench.write("one.warc.gz", gzip(&all.concat()));
        for name in ["plain.warc", "packed.warc.gz", "one.warc.gz"] {
            let ran = bench.score(&[name]);
            assert_eq!(ran.ids(), ["urn:uuid:00000001", "urn:uuid:00000002", "urn:uuid:00000003"], "{name} {length}");
            assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{name} {length}: {}", ran.err);
        }
    }
}

#[test]
fn many_wrong_lengths_take_linear_time() {
    let bench = Bench::new();
    let wrong = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 4000000\r\n\r\nHTTP/1.1 200 OK\r\n\r\n".repeat(20);
    let all: Vec<u8> = (0..1000).flat_map(|i| [wrong.as_bytes(), &html(i, CLEAN)].concat()).collect();
    bench.write("crawl.warc", &all);
    bench.write("crawl.warc.gz", gzip(&all));
    for name in ["crawl.warc", "crawl.warc.gz"] {
        let began = std::time::Instant::now();
        let ran = bench.score(&[name, "--quiet"]);
        assert_eq!((ran.ids().len(), ran.err.lines().count()), (1000, 20_000), "{name}");
        assert!(began.elapsed().as_secs() < 30, "{name}: {:?}", began.elapsed());
    }
}

#[test]
fn empty_archives_and_records_are_no_damage() {
    let bench = Bench::new();
    let empty = warc_record("response", 1, "Content-Type: application/http\r\n", b"");
    let lines = String::from_utf8(html(2, CLEAN)).unwrap().replace("\r\n", "\n").into_bytes();
    bench.write("empty.warc", "");
    bench.write("empty.warc.gz", gzip(b""));
    bench.write("zero.warc", [empty, warc_record("metadata", 3, "", b"")].concat());
    bench.write("spare.warc", [b"\r\n\r\n".to_vec(), html(4, CLEAN), b"\r\n\n".to_vec(), html(5, CLEAN)].concat());
    for (name, pages) in [("empty.warc", 0), ("empty.warc.gz", 0), ("zero.warc", 0), ("spare.warc", 2)] {
        let ran = bench.score(&[name]);
        let end = if pages == 0 { (1, "blocksift: no pages in the inputs\n") } else { (0, "") };
        assert_eq!((ran.ids().len(), (ran.code, ran.err.as_str())), (pages, end), "{name}");
    }
    // Line ends of one byte make the length wrong here, but not the record unreadable.
    bench.write("lines.warc", lines);
    assert!(bench.score(&["lines.warc"]).code <= 1);
}

#[test]
fn large_records_are_truncated() {
    let bench = Bench::new();
    let page = format!("{CLEAN}{}", " ".repeat(20 << 20));
    let coded = response(2, "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &gzip(page.as_bytes()));
    bench.write("large.warc.gz", [gzip(&html(1, &page)), gzip(&coded), gzip(&html(3, CLEAN))].concat());
    let reports = bench.score(&["large.warc.gz"]).reports();
    assert_eq!(reports.len(), 3);
    assert_eq!((&reports[0]["limits_met"][0], &reports[1]["limits_met"][0]), (&"bytes".into(), &"bytes".into()));
    let ran = bench.score(&["large.warc.gz", "--limit", "bytes=100"]);
    assert_eq!(ran.lines()[2]["limits_met"][0], "bytes");
}

#[test]
fn wet_files_and_compressed_lines_are_read() {
    let bench = Bench::new();
    let texts: Vec<Vec<u8>> = (0..3)
        .map(|i| warc_record("conversion", i, "Content-Type: text/plain\r\n", format!("Page {i}.\n").as_bytes()))
        .collect();
    let info = warc_record("warcinfo", 9, "Content-Type: application/warc-fields\r\n", b"a: b\r\n");
    bench.write("crawl/a.wet.gz", [vec![info], texts].concat().iter().flat_map(|r| gzip(r)).collect::<Vec<u8>>());
    let lines = [record("x", CLEAN), record("y", HACKED)].concat();
    bench.write("crawl/b.jsonl.zst", zstd::bulk::compress(lines.as_bytes(), 3).unwrap());
    bench.write("crawl/c.html.zst", zstd::bulk::compress(CLEAN.as_bytes(), 3).unwrap());
    bench.write("crawl/d.warc.zst", zstd::bulk::compress(&html(7, CLEAN), 3).unwrap());
    let ids = bench.score(&["crawl"]).ids();
    let texts = ["urn:uuid:00000000", "urn:uuid:00000001", "urn:uuid:00000002"];
    assert_eq!(ids, [&texts[..], &["x", "y", "crawl/c.html.zst", "urn:uuid:00000007"]].concat());
}

#[test]
fn lists_name_inputs() {
    let bench = Bench::new();
    for name in ["a.html", "b b.html", "c.html"] {
        bench.write(name, CLEAN);
    }
    bench.write("list", "b b.html\r\n\nc.html");
    assert_eq!(bench.score(&["a.html", "--files-from", "list"]).ids(), ["a.html", "b b.html", "c.html"]);
    assert_eq!(bench.score_with(&["--files-from", "-"], b"c.html\0a.html\0").ids(), ["c.html", "a.html"]);
    let none = bench.score_with(&["--files-from", "-"], b"");
    assert_eq!((none.code, none.err.as_str()), (1, "blocksift: -: the list names no inputs\n"));
    for (args, message) in
        [(&["-", "--files-from", "-"][..], "cannot be both"), (&["--files-from", "missing"], "missing: ")]
    {
        let ran = bench.score(args);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(message), "{}", ran.err);
    }
}

#[test]
fn a_record_without_a_type_is_damaged() {
    let bench = Bench::new();
    let record = |name: &str, id: &str| {
        let fields = format!("{name}: conversion\r\nWARC-Record-ID: <{id}>\r\nContent-Type: text/plain");
        format!("WARC/1.0\r\n{fields}\r\nContent-Length: 12\r\n\r\nA few words.\r\n\r\n")
    };
    let records = [record("WARC-Type", "a"), record("WARC-Tyqe", "b"), record("WARC-Type", "c")];
    bench.write("a.wet", records.concat());
    let ran = bench.score(&["a.wet"]);
    assert_eq!((ran.code, ran.ids()), (1, ["a", "c"].map(str::to_owned).to_vec()));
    let message = format!("a.wet: record at byte {}: it has no WARC-Type; skipped\n", records[0].len());
    assert!(ran.err.ends_with(&message), "{}", ran.err);
}
