//! JSON lines: one page per line, read with bounded memory. A bad line yields a failure and the next one is read.

use super::page::{Body, Failure, FieldNames, Found, Options, RawPage};
use blocksift::Format;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use std::fmt;
use std::io::{self, BufRead};
use std::path::Path;
use std::sync::Arc;

/// Maximum length of a line, in bytes. JSON may take six bytes for one byte of the page.
const MAX_LINE_BYTES: usize = 128 << 20;
/// Maximum length of an id, in bytes. Some formats repeat it for every block.
const MAX_ID_BYTES: usize = 4 << 10;

/// What is read of a line. Other fields are skipped without being stored.
#[derive(Default)]
struct Record {
    id: Option<Id>,
    url: Option<String>,
    html: Option<String>,
    text: Option<String>,
    /// Whether `input` is `"text"`: the `html` field holds flattened text, as in training corpora.
    is_flattened: bool,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "it is neither a string nor a number")]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

/// Reads a [`Record`] by configurable field names.
struct RecordSeed<'a>(&'a FieldNames);

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = Record;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let (names, mut record) = (self.0, Record::default());
        while let Some(key) = map.next_key::<String>()? {
            let slot = match key {
                key if key == names.html => &mut record.html,
                key if key == names.text => &mut record.text,
                key if key == names.url => &mut record.url,
                key if key == names.id => {
                    record.id = map.next_value::<Option<Id>>().map_err(|e| in_field(&key, e))?;
                    continue;
                }
                key if key == "input" => {
                    record.is_flattened = map.next_value::<IsText>()?.0;
                    continue;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if slot.is_some() {
                return Err(A::Error::custom("duplicate field"));
            }
            *slot = map.next_value()?;
        }
        Ok(record)
    }
}

fn in_field<E: Error>(name: &str, error: E) -> E {
    E::custom(format!("field `{name}`: {error}"))
}

/// Whether a value is the string `text`. Values of any other kind are skipped.
struct IsText(bool);

impl<'de> Deserialize<'de> for IsText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Value {
            Text(String),
            Other(IgnoredAny),
        }
        let value = Value::deserialize(deserializer)?;
        Ok(IsText(matches!(value, Value::Text(text) if text == "text")))
    }
}

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

impl JsonLines {
    pub(super) fn new(reader: Box<dyn BufRead + Send>, name: &Path, options: Arc<Options>) -> Self {
        let name = name.display().to_string();
        Self { reader, name, options, line: 0, offset: 0, buffer: Vec::new(), is_done: false }
    }

    fn failure(&self, offset: u64, reason: &str) -> Failure {
        let reason = format!("record at line {}, byte {offset}: {reason}", self.line);
        Failure { input: self.name.clone(), reason }
    }

    fn record(&self) -> serde_json::Result<Record> {
        let bytes = self.buffer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.buffer);
        let mut json = serde_json::Deserializer::from_slice(bytes);
        let record = RecordSeed(&self.options.fields).deserialize(&mut json)?;
        json.end()?;
        Ok(record)
    }

    fn page(&self, offset: u64) -> Found {
        let record = self.record().map_err(|e| {
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
        let id = match record.id {
            Some(Id::Text(id)) if id.len() > MAX_ID_BYTES => {
                return Err(self.failure(offset, &format!("its id is longer than {MAX_ID_BYTES} bytes")));
            }
            Some(Id::Text(id)) => id,
            Some(Id::Number(id)) => id.to_string(),
            None => format!("{}:{}", self.name, self.line),
        };
        let url = record.url.or_else(|| self.options.url.clone());
        let body = Body::Text(truncated(text, self.options.max_page_bytes));
        Ok(RawPage { id, url, content_type: None, format: Some(format), body })
    }
}

fn no_body(fields: &FieldNames) -> String {
    let FieldNames { html, text, .. } = fields;
    format!("it has neither `{html}` nor `{text}`; name the page's field with --html-field or --text-field")
}

/// Drops what is over the limit of bytes, but for one character, so that the report says that the page was truncated.
fn truncated(mut text: String, max_bytes: usize) -> String {
    if text.len() > max_bytes {
        text.truncate(text.ceil_char_boundary(max_bytes.saturating_add(1)));
        text.shrink_to_fit();
    }
    text
}

impl Iterator for JsonLines {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.is_done {
            let offset = self.offset;
            self.line += 1;
            match read_line(&mut *self.reader, &mut self.buffer, MAX_LINE_BYTES) {
                Ok(0) => self.is_done = true,
                Ok(length) => {
                    self.offset += length;
                    if length as usize > MAX_LINE_BYTES {
                        return Some(Err(self.failure(offset, &format!("longer than {MAX_LINE_BYTES} bytes"))));
                    }
                    if !self.buffer.trim_ascii().is_empty() {
                        return Some(self.page(offset));
                    }
                }
                Err(error) => {
                    self.is_done = true;
                    return Some(Err(self.failure(offset, &error.to_string())));
                }
            }
        }
        None
    }
}

/// Reads a line and returns its length including its end. Nothing above `max_bytes` is kept.
fn read_line(reader: &mut dyn BufRead, line: &mut Vec<u8>, max_bytes: usize) -> io::Result<u64> {
    line.clear();
    let mut length = 0;
    loop {
        let available = match reader.fill_buf() {
            Ok(available) => available,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        let end = memchr::memchr(b'\n', available);
        let used = end.map_or(available.len(), |at| at + 1);
        length += used as u64;
        if length as usize <= max_bytes {
            line.extend_from_slice(&available[..used]);
        }
        reader.consume(used);
        if end.is_some() || used == 0 {
            return Ok(length);
        }
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
        let long = format!("{{\"id\":\"{}\",\"html\":\"a\"}}", "x".repeat(MAX_ID_BYTES + 1));
        for bad in [
            "{\"html\":1}",
            "{\"html\":\"a\",\"html\":\"b\"}",
            "{\"id\":[],\"html\":\"a\"}",
            "[]",
            "{\"html\":\"a\"} x",
            &long,
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
    fn long_lines_are_skipped() {
        let mut reader = io::Cursor::new(b"0123456789\nab\n".to_vec());
        let mut line = Vec::new();
        assert_eq!(read_line(&mut reader, &mut line, 5).unwrap(), 11);
        assert_eq!(read_line(&mut reader, &mut line, 5).unwrap(), 3);
        assert_eq!(line, b"ab\n");
    }
}
