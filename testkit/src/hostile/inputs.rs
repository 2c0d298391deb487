//! Files that attack what reads pages and what writes their ids: long ids and addresses, JSON lines and archives made to
//! cost much.

use super::Case;
use crate::warc::record;
use blocksift::Format;

/// A file for `blocksift score`.
pub struct Input {
    /// Name for tables and messages.
    pub name: String,
    /// The value of `--input`.
    pub kind: &'static str,
    make: Box<dyn Fn(usize) -> Vec<u8> + Send + Sync>,
}

impl Input {
    /// An input of this kind, whose bytes a function makes for a size.
    pub fn new(
        name: impl Into<String>,
        kind: &'static str,
        make: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), kind, make: Box::new(make) }
    }

    /// Makes the file, of about `size` bytes.
    pub fn bytes(&self, size: usize) -> Vec<u8> {
        (self.make)(size)
    }
}

impl From<Case> for Input {
    fn from(case: Case) -> Self {
        let kind = if case.format == Format::Html { "html" } else { "text" };
        Self::new(case.name.clone(), kind, move |size| case.page(size))
    }
}

/// Makes a JSON value of about a size.
type Value = fn(usize) -> String;

/// The part of a page that is repeated: a block.
const BLOCK: &str = "<p>In winter the ferry was late on most mornings.";

/// All hostile files.
pub fn inputs() -> Vec<Input> {
    let mut inputs = Vec::new();
    for (field, value) in
        [("id", "id-of-a-page "), ("url", "https://a.example/part/"), ("id", "中 "), ("id", "\\u0001")]
    {
        inputs.push(lines(format!("JSON lines: long {field} of {value:?}"), move |size| {
            line(&[(field, &quoted(value, size / 2)), ("html", &quoted(BLOCK, size / 2))])
        }));
    }
    let unread: [(&str, Value); 6] = [
        ("nested arrays", |size| ["[".repeat(size / 2), "]".repeat(size / 2)].concat()),
        ("nested objects", |size| ["{\"a\":".repeat(size / 6), "1".to_owned(), "}".repeat(size / 6)].concat()),
        ("nested arrays, not closed", |size| "[".repeat(size)),
        ("empty objects", |size| format!("[{}0]", "{\"\":0},".repeat(size / 7))),
        ("numbers", |size| format!("[{}0]", "1,".repeat(size / 2))),
        ("one string", |size| quoted("a word ", size)),
    ];
    for (name, make) in unread {
        inputs.push(lines(format!("JSON lines: unread {name}"), move |size| {
            line(&[("id", "\"a\""), ("meta", &make(size)), ("html", &quoted(BLOCK, 100))])
        }));
    }
    inputs.extend([
        lines("JSON lines: a number of many digits".to_owned(), |size| {
            line(&[("id", &"1".repeat(size / 2)), ("html", &quoted(BLOCK, size / 2))])
        }),
        lines("JSON lines: keys".to_owned(), |size| {
            let keys: String = (0..size / 12).map(|i| format!(",\"key{i:04}\":0")).collect();
            format!("{{\"html\":\"<p>x\"{keys}}}\n")
        }),
        lines("JSON lines: tiny pages".to_owned(), |size| "{\"html\":\"<p>x\"}\n".repeat(size / 16)),
        lines("JSON lines: escapes".to_owned(), |size| line(&[("html", &quoted("\\u003cp\\u003ex", size))])),
        lines("JSON lines: bad lines".to_owned(), |size| "{\"html\":\n".repeat(size / 9)),
        warc("WARC: long record id".to_owned(), "WARC-Record-ID: <urn:", "id-", ">\r\n"),
        warc("WARC: long address".to_owned(), "WARC-Target-URI: https://a.example/", "part/", "\r\n"),
        warc("WARC: one long header line".to_owned(), "X-Long: ", "a word ", "\r\n"),
        warc("WARC: many header lines".to_owned(), "", "X-Short: a word\r\n", ""),
        warc("WARC: header lines continued".to_owned(), "X-Long: a\r\n", " b\r\n", ""),
    ]);
    inputs
}

fn lines(name: String, make: impl Fn(usize) -> String + Send + Sync + 'static) -> Input {
    Input::new(name, "jsonl", move |size| make(size).into_bytes())
}

/// One page as a line of JSON; the values are JSON.
fn line(fields: &[(&str, &str)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}\n", fields.join(","))
}

/// A JSON string of about `size` bytes that repeats a unit.
fn quoted(unit: &str, size: usize) -> String {
    format!("\"{}\"", unit.repeat(size / unit.len() + 1))
}

/// A record with header fields of half of the size, then a page of blocks.
fn warc(name: String, before: &'static str, unit: &'static str, after: &'static str) -> Input {
    Input::new(name, "warc", move |size| {
        let field = [before, &unit.repeat(size / 2 / unit.len() + 1), after].concat();
        let page = BLOCK.repeat(size / 2 / BLOCK.len() + 1);
        let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{field}\r\n{page}");
        record("response", 1, &field, response.as_bytes())
    })
}
