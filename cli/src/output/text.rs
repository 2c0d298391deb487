//! Plain text of one label, with empty lines between blocks.

use super::{OutputFormat, PAGE_BREAK, Scored};
use crate::escape::printable;
use std::io;

pub(crate) struct Text;

impl OutputFormat for Text {
    fn separator(&self) -> &'static [u8] {
        PAGE_BREAK
    }

    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let mut text = printable(&page.report.text_of(page.text_label()));
        if !text.is_empty() {
            text.push('\n');
        }
        Ok(text.into_bytes())
    }
}
