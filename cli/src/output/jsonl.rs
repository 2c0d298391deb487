//! JSON lines: one report per line, as described by `blocksift schema`.

use super::{OutputFormat, Scored};
use crate::escape;
use std::io;

pub(crate) struct Jsonl;

impl OutputFormat for Jsonl {
    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let mut line = escape::json(&page.into_record())?;
        line.push(b'\n');
        Ok(line)
    }
}
