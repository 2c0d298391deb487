//! JSON lines: one page a line, read with bounded memory; a line that is no page is named and the next is read.

use super::{Body, Failure, Found, Options, RawPage};
use blocksift::Format;
use serde::Deserialize;
use std::io::{self, BufRead};
use std::path::Path;
use std::sync::Arc;

/// Bytes of a line past which it is an error. JSON can take six bytes for one of the page.
const LONGEST_LINE: usize = 128 << 20;

#[derive(Deserialize)]
struct Record {
    id: Option<Id>,
    url: Option<String>,
    html: Option<String>,
    text: Option<String>,
    /// `text`: what stands in `html` was flattened already. Corpora for training say so.
    input: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

/// The pages of an input of JSON lines.
pub(super) struct Records {
    reader: Box<dyn BufRead + Send>,
    name: String,
    options: Arc<Options>,
    line: u64,
    offset: u64,
    buffer: Vec<u8>,
    ended: bool,
}

impl Records {
    pub(super) fn new(reader: Box<dyn BufRead + Send>, name: &Path, options: Arc<Options>) -> Self {
        let name = name.display().to_string();
        Self { reader, name, options, line: 0, offset: 0, buffer: Vec::new(), ended: false }
    }

    fn failure(&self, offset: u64, reason: String) -> Failure {
        let reason = format!("record at line {}, byte {offset}: {reason}", self.line);
        Failure { input: self.name.clone(), reason }
    }

    fn page(&self, offset: u64) -> Found {
        let bytes = self.buffer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.buffer);
        let record: Record = serde_json::from_slice(bytes).map_err(|e| {
            // The record's own line is named already.
            let reason = e.to_string().replace(" at line 1 column", " at column");
            self.failure(offset, format!("no record of a page: {reason}"))
        })?;
        let (format, text) = match (record.html, record.text) {
            (Some(text), _) if record.input.is_some_and(|input| input == "text") => (Format::Text, text),
            (Some(html), _) => (Format::Html, html),
            (None, Some(text)) => (Format::Text, text),
            (None, None) => return Err(self.failure(offset, "it has neither `html` nor `text`".to_owned())),
        };
        let id = match record.id {
            Some(Id::Text(id)) => id,
            Some(Id::Number(id)) => id.to_string(),
            None => format!("{}:{}", self.name, self.line),
        };
        let url = record.url.or_else(|| self.options.url.clone());
        Ok(RawPage { id, url, content_type: None, format: Some(format), body: Body::Text(text) })
    }
}

impl Iterator for Records {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.ended {
            let offset = self.offset;
            self.line += 1;
            let read = read_line(&mut *self.reader, &mut self.buffer, LONGEST_LINE);
            match read {
                Ok(0) => self.ended = true,
                Ok(length) => {
                    self.offset += length;
                    if length as usize > LONGEST_LINE {
                        return Some(Err(self.failure(offset, format!("longer than {LONGEST_LINE} bytes"))));
                    }
                    if !self.buffer.trim_ascii().is_empty() {
                        return Some(self.page(offset));
                    }
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(self.failure(offset, error.to_string())));
                }
            }
        }
        None
    }
}

/// Reads a line and returns its length with its end; past `most` bytes nothing is kept.
fn read_line(reader: &mut dyn BufRead, line: &mut Vec<u8>, most: usize) -> io::Result<u64> {
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
        if length as usize <= most {
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

    fn read(lines: &str) -> Vec<Found> {
        let options = Options {
            kind: InputKind::Jsonl,
            url: None,
            content_type: None,
            most_bytes: 1 << 20,
            tally: Arc::default(),
        };
        let reader = Box::new(io::Cursor::new(lines.to_owned().into_bytes()));
        Records::new(reader, Path::new("f.jsonl"), Arc::new(options)).collect()
    }

    #[test]
    fn a_bad_line_is_named_and_the_others_go_on() {
        let all = read(
            "{\"id\":7,\"text\":\"a\",\"more\":[1]}\n\nnot json\n{\"id\":\"x\",\"html\":null}\n{\"html\":\"<p>b\"}",
        );
        assert_eq!(all.len(), 4);
        assert_eq!(all[0].as_ref().unwrap().id, "7");
        let reason = &all[1].as_ref().unwrap_err().reason;
        assert!(reason.starts_with("record at line 3, byte 32: no record of a page"), "{reason}");
        assert!(all[2].as_ref().unwrap_err().reason.contains("neither `html` nor `text`"));
        assert_eq!(all[3].as_ref().unwrap().id, "f.jsonl:5");
    }

    #[test]
    fn a_corpus_says_what_was_flattened() {
        let lines = "{\"html\":\"a < b\",\"input\":\"text\"}\n{\"html\":\"<p>b\",\"input\":{\"of\":\"others\"}}\n{\"text\":\"c\"}";
        let formats: Vec<_> = read(lines).into_iter().map(|page| page.unwrap().format).collect();
        assert_eq!(formats, [Some(Format::Text), Some(Format::Html), Some(Format::Text)]);
    }

    #[test]
    fn long_lines_are_passed_over() {
        let mut reader = io::Cursor::new(b"0123456789\nab\n".to_vec());
        let mut line = Vec::new();
        assert_eq!(read_line(&mut reader, &mut line, 5).unwrap(), 11);
        assert_eq!(read_line(&mut reader, &mut line, 5).unwrap(), 3);
        assert_eq!(line, b"ab\n");
    }
}
