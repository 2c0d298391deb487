//! JSON lines: one page per line, read with bounded memory. A bad line yields a failure and the next one is read.

mod line;
mod record;

use super::page::{Body, Failure, FieldNames, Found, Options, RawPage};
use blocksift::Format;
use line::Line;
use record::{Record, RecordSeed};
use serde::de::DeserializeSeed;
use serde_json::de::{IoRead, SliceRead};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// Maximum length of a line, in bytes. JSON may take six bytes for one byte of the page.
const MAX_LINE_BYTES: u64 = 128 << 20;
/// Maximum length of a line that is held in memory. Of a longer one, only the fields that are read are.
const MAX_HELD_BYTES: usize = 1 << 20;

/// The pages of an input of JSON lines.
pub(super) struct JsonLines {
    reader: Box<dyn BufRead + Send>,
    name: String,
    options: Arc<Options>,
    line: u64,
    offset: u64,
    buffer: Vec<u8>,
    is_done: bool,
}

/// What became of a line.
enum Content {
    End,
    Blank,
    TooLong,
    Record(serde_json::Result<Record>),
}

impl JsonLines {
    pub(super) fn new(reader: Box<dyn BufRead + Send>, name: &Path, options: Arc<Options>) -> Self {
        let name = name.display().to_string();
        Self { reader, name, options, line: 0, offset: 0, buffer: Vec::new(), is_done: false }
    }

    fn failure(&self, offset: u64, reason: &str) -> Failure {
        let reason = format!("record at line {}, byte {offset}: {reason}", self.line);
        Failure { input: self.name.clone(), reason }
    }

    /// Reads the next line to its end.
    fn read_line(&mut self) -> io::Result<Content> {
        let seed = || RecordSeed { names: &self.options.fields, max_page_bytes: self.options.max_page_bytes };
        let mut line = Line::new(&mut *self.reader, MAX_LINE_BYTES);
        self.buffer.clear();
        line.by_ref().take(MAX_HELD_BYTES as u64).read_to_end(&mut self.buffer)?;
        let head = self.buffer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.buffer);
        let content = match () {
            () if line.length() == 0 => Content::End,
            () if line.is_at_end() && head.trim_ascii().is_empty() => Content::Blank,
            () if line.is_at_end() => Content::Record(parse(seed(), SliceRead::new(head))),
            () => Content::Record(parse(seed(), IoRead::new(BufReader::new(head.chain(&mut line))))),
        };
        match content {
            Content::Record(Err(error)) if error.is_io() => return Err(error.into()),
            _ => {}
        }
        line.skip()?;
        self.offset += line.length();
        Ok(if line.is_too_long() { Content::TooLong } else { content })
    }

    fn page(&self, offset: u64, record: serde_json::Result<Record>) -> Found {
        let record = record.map_err(|e| {
            // The line is named already.
            let reason = e.to_string().replace(" at line 1 column", " at column");
            self.failure(offset, &format!("not a page record: {reason}"))
        })?;
        let (format, text) = match (record.html, record.text) {
            (Some(text), _) if record.is_flattened => (Format::Text, text),
            (Some(html), _) => (Format::Html, html),
            (None, Some(text)) => (Format::Text, text),
            (None, None) => return Err(self.failure(offset, &no_body(&self.options.fields))),
        };
        let id = record.id.unwrap_or_else(|| format!("{}:{}", self.name, self.line));
        let url = record.url.or_else(|| self.options.url.clone());
        Ok(RawPage { id, url, content_type: None, format: Some(format), body: Body::Text(text) })
    }
}

fn parse<'de>(seed: RecordSeed<'_>, json: impl serde_json::de::Read<'de>) -> serde_json::Result<Record> {
    let mut json = serde_json::Deserializer::new(json);
    let record = seed.deserialize(&mut json)?;
    json.end()?;
    Ok(record)
}

fn no_body(fields: &FieldNames) -> String {
    let FieldNames { html, text, .. } = fields;
    format!("it has neither `{html}` nor `{text}`; name the page's field with --html-field or --text-field")
}

impl Iterator for JsonLines {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.is_done {
            let offset = self.offset;
            self.line += 1;
            match self.read_line() {
                Ok(Content::End) => self.is_done = true,
                Ok(Content::Blank) => {}
                Ok(Content::TooLong) => {
                    return Some(Err(self.failure(offset, &format!("longer than {MAX_LINE_BYTES} bytes"))));
                }
                Ok(Content::Record(record)) => return Some(self.page(offset, record)),
                Err(error) => {
                    self.is_done = true;
                    return Some(Err(self.failure(offset, &error.to_string())));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::InputKind;

    fn read_with(lines: &str, html: &str, max_page_bytes: usize) -> Vec<Found> {
        let [text, url, id] = ["text", "url", "id"].map(str::to_owned);
        let options = Options {
            kind: InputKind::Jsonl,
            url: None,
            content_type: None,
            fields: FieldNames { html: html.to_owned(), text, url, id },
            max_page_bytes,
            tally: Arc::default(),
        };
        let reader = Box::new(io::Cursor::new(lines.to_owned().into_bytes()));
        JsonLines::new(reader, Path::new("f.jsonl"), Arc::new(options)).collect()
    }

    fn read(lines: &str) -> Vec<Found> {
        read_with(lines, "html", 1 << 20)
    }

    #[test]
    fn bad_lines_are_reported_and_the_rest_is_read() {
        let all = read(
            "{\"id\":7,\"text\":\"a\",\"more\":[1]}\n\nnot json\n{\"id\":\"x\",\"html\":null}\n{\"html\":\"<p>b\"}",
        );
        assert_eq!(all.len(), 4);
        assert_eq!(all[0].as_ref().unwrap().id, "7");
        let reason = &all[1].as_ref().unwrap_err().reason;
        assert!(reason.starts_with("record at line 3, byte 32: not a page record: "), "{reason}");
        assert!(all[2].as_ref().unwrap_err().reason.contains("neither `html` nor `text`"));
        assert_eq!(all[3].as_ref().unwrap().id, "f.jsonl:5");
    }

    #[test]
    fn unsound_records_are_refused() {
        for bad in [
            "{\"html\":1}",
            "{\"html\":\"a\",\"html\":\"b\"}",
            "{\"id\":[],\"html\":\"a\"}",
            "[]",
            "{\"html\":\"a\"} x",
        ] {
            assert!(matches!(read(bad)[..], [Err(_)]), "{bad}");
        }
    }

    #[test]
    fn flattened_text_is_marked_by_its_input_field() {
        let lines = "{\"html\":\"a < b\",\"input\":\"text\"}\n{\"html\":\"<p>b\",\"input\":{\"of\":\"others\"}}\n{\"text\":\"c\"}";
        let formats: Vec<_> = read(lines).into_iter().map(|page| page.unwrap().format).collect();
        assert_eq!(formats, [Some(Format::Text), Some(Format::Html), Some(Format::Text)]);
    }

    #[test]
    fn fields_are_named() {
        let lines = "{\"body\":\"<p>a\",\"html\":7}";
        assert!(read_with(lines, "body", 99)[0].is_ok());
        assert!(read_with("{}", "body", 99)[0].as_ref().unwrap_err().reason.contains("neither `body` nor `text`"));
    }

    #[test]
    fn pages_are_truncated_just_above_the_limit() {
        let all = read_with("{\"html\":\"äöüßx\"}", "html", 4);
        let Body::Text(text) = &all[0].as_ref().unwrap().body else { panic!("bytes") };
        assert_eq!(text, "äöü");
    }

    #[test]
    fn long_lines_are_read_by_field() {
        let long = "y".repeat(3 * MAX_HELD_BYTES);
        let ok = |id: &str| format!("{{\"x\":\"{long}\",\"id\":\"{id}\",\"html\":\"<p>\\u00e4\",\"y\":[{{}}]}}\n");
        let all = read(&[ok("a"), format!("{{\"x\":\"{long}\"]\n"), ok("b"), ok("c").trim_end().to_owned()].concat());
        let ids: Vec<&str> = all.iter().flatten().map(|page| page.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        assert!(all.iter().flatten().all(|page| matches!(&page.body, Body::Text(text) if text == "<p>ä")));
        let reason = &all[1].as_ref().unwrap_err().reason;
        assert!(reason.starts_with("record at line 2, byte 3145") && reason.contains("at column 3145"), "{reason}");
    }
}
