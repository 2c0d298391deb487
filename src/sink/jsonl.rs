//! JSON lines: a report a line, as described by `blocksift schema`.

use super::{Scored, Sink};
use blocksift::ReportLine;
use std::io;

pub(crate) struct Jsonl;

impl Sink for Jsonl {
    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(&ReportLine::new(page.id, page.url, page.report))?;
        line.push(b'\n');
        Ok(line)
    }
}
