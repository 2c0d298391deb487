//! Web archives made by hand: pages in every encoding that servers send, records without a page, and damaged records.

use crate::compress::{gzip, zlib, zstd};
use crate::pages::{CLEAN, HACKED};

/// The records of an archive, and what a reader must make of them.
#[derive(Default)]
pub struct Archive {
    /// The records, each with its header.
    pub records: Vec<Vec<u8>>,
    /// Ids of the records that hold a page, in order.
    pub pages: Vec<String>,
    /// Number of records without a page.
    pub skipped: usize,
    /// Indices of the damaged records.
    pub damaged: Vec<usize>,
}

impl Archive {
    /// Makes `count` records of all kinds; some hold a page of `fixtures`.
    pub fn new(count: usize, fixtures: &[String]) -> Self {
        let mut archive = Self::default();
        (0..count).for_each(|i| archive.add(i, fixtures));
        archive
    }

    fn add(&mut self, i: usize, fixtures: &[String]) {
        let (record, fate) = numbered(i, fixtures);
        match fate {
            Fate::Page => self.pages.push(id(i)),
            Fate::Skipped => self.skipped += 1,
            Fate::Damaged => self.damaged.push(i),
        }
        self.records.push(record);
    }

    /// The archive, uncompressed.
    pub fn plain(&self) -> Vec<u8> {
        self.records.concat()
    }

    /// The archive with a gzip member for each record.
    pub fn gzip(&self) -> Vec<u8> {
        self.records.iter().flat_map(|record| gzip(record)).collect()
    }

    /// The archive with a zstd frame for each record.
    pub fn zstd(&self) -> Vec<u8> {
        self.records.iter().flat_map(|record| zstd(record)).collect()
    }
}

/// What a reader must make of a record.
enum Fate {
    Page,
    Skipped,
    Damaged,
}

/// Record number `i`, of a kind that depends on the number.
fn numbered(i: usize, fixtures: &[String]) -> (Vec<u8>, Fate) {
    let page = if i.is_multiple_of(5) { HACKED } else { CLEAN };
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let http = |fields: &str, body: &[u8]| response(i, fields, body);
    match i % 21 {
        0 => (record("warcinfo", i, "Content-Type: application/warc-fields\r\n", b"software: none\r\n"), Fate::Skipped),
        1 => (record("request", i, "Content-Type: application/http\r\n", b"GET / HTTP/1.1\r\n\r\n"), Fate::Skipped),
        2 => (http("Content-Type: image/png\r\n", b"\x89PNG\r\n\r\n<html>"), Fate::Skipped),
        3 => (http(&format!("{html}Transfer-Encoding: chunked\r\n"), &chunked(page.as_bytes())), Fate::Page),
        4 => (http(&format!("{html}Content-Encoding: gzip\r\n"), &gzip(page.as_bytes())), Fate::Page),
        5 => (http(&format!("{html}Content-Encoding: deflate\r\n"), &zlib(page.as_bytes())), Fate::Page),
        6 => {
            let fields = format!("{html}Transfer-Encoding: chunked\r\ncontent-encoding: GZIP\r\n");
            (http(&fields, &chunked(&gzip(page.as_bytes()))), Fate::Page)
        }
        7 => {
            let fields = "X-Crawl-Content-Encoding: gzip\r\nX-Crawl-Transfer-Encoding: chunked\r\n";
            (http(&format!("{html}{fields}"), page.as_bytes()), Fate::Page)
        }
        8 => (http(&format!("{html}Content-Encoding: br\r\n"), page.as_bytes()), Fate::Page),
        9 => (truncated(i, page), Fate::Page),
        10 => {
            let (bytes, _, _) = encoding_rs::GBK.encode("<p>今天天气很好，我们去公园散步。</p>");
            (http("Content-Type: text/html; charset=gbk\r\n", &bytes), Fate::Page)
        }
        11 => (damaged(i, page), Fate::Damaged),
        12 => (http(html, b""), Fate::Skipped),
        13 => (record("resource", i, "Content-Type: text/html\r\n", page.as_bytes()), Fate::Page),
        14 => (record("conversion", i, "Content-Type: text/plain\r\n", "Ein Öl.\n\nMehr Öl.".as_bytes()), Fate::Page),
        15 => (http("Content-Type: text/plain\r\n", b"One line.\n\nAnother <b>line</b>."), Fate::Page),
        16 if !fixtures.is_empty() => (http(html, fixtures[i / 21 % fixtures.len()].as_bytes()), Fate::Page),
        17 => (record("metadata", i, "Content-Type: application/warc-fields\r\n", b""), Fate::Skipped),
        18 => (http("", page.as_bytes()), Fate::Page),
        _ => (http(html, page.as_bytes()), Fate::Page),
    }
}

fn id(i: usize) -> String {
    format!("urn:uuid:{i:08x}")
}

/// A valid record. `kind` is its `WARC-Type`, `i` makes its id and address, `fields` are further header lines.
pub fn record(kind: &str, i: usize, fields: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{}>\r\nWARC-Target-URI: https://site{}.example/{i}\r\n\
         {fields}Content-Length: {}\r\n\r\n",
        id(i),
        i % 50,
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// A record that holds an HTTP response with the given header lines and body.
pub fn response(i: usize, fields: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 200 OK\r\n{fields}Server: none\r\n\r\n").as_bytes(), body].concat();
    record("response", i, "Content-Type: application/http; msgtype=response\r\n", &block)
}

/// A page that the crawler truncated.
fn truncated(i: usize, page: &str) -> Vec<u8> {
    let block = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999\r\n\r\n{}",
        &page[..page.len() / 2]
    );
    record("response", i, "WARC-Truncated: length\r\nContent-Type: application/http\r\n", block.as_bytes())
}

/// A record damaged in one of five ways.
fn damaged(i: usize, page: &str) -> Vec<u8> {
    let sound = response(i, "Content-Type: text/html\r\n", page.as_bytes());
    let text = String::from_utf8(sound).unwrap();
    let length = text.split("Content-Length: ").nth(1).unwrap().split("\r\n").next().unwrap().to_owned();
    let stated = |other: String| text.replacen(&format!("Length: {length}"), &format!("Length: {other}"), 1);
    let number: usize = length.parse().unwrap();
    match i / 21 % 5 {
        0 => stated((number + 500).to_string()),
        1 => stated((number - 50).to_string()),
        2 => stated("many".to_owned()),
        3 => text.replacen("WARC-Type: response", "no field of a record", 1),
        _ => "\u{1}\u{2}not a record at all, but what was left of one\r\n\r\n".to_owned(),
    }
    .into_bytes()
}

fn chunked(body: &[u8]) -> Vec<u8> {
    let chunks = body.chunks(100).flat_map(|c| [format!("{:x}\r\n", c.len()).as_bytes(), c, b"\r\n"].concat());
    chunks.chain(*b"0\r\n\r\n").collect()
}
