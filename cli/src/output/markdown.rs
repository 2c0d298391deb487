//! Markdown of one label, with headings, lists, tables and code.

use super::{OutputFormat, PAGE_BREAK, Scored};
use crate::escape::printable;
use std::io;

pub(crate) struct Markdown;

impl OutputFormat for Markdown {
    fn separator(&self) -> &'static [u8] {
        PAGE_BREAK
    }

    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        Ok(printable(&page.report.markdown_of(page.text_label())).into_bytes())
    }
}
