//! Markdown: what is content, with its headings, lists, tables and code, and a form feed between pages.

use super::escape::printable;
use super::{PAGE_BREAK, Scored, Sink};
use std::io;

pub(crate) struct Markdown;

impl Sink for Markdown {
    fn between(&self) -> &[u8] {
        PAGE_BREAK
    }

    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        Ok(printable(&page.report.content_markdown()).into_bytes())
    }
}
