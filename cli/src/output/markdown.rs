//! Markdown of one label, with headings, lists, tables and code.

use super::{OutputFormat, PAGE_BREAK, Scored};
use crate::escape::printable;
use std::io;

pub(crate) struct Markdown {
    /// Whether images with an alternative text are written.
    pub(crate) has_images: bool,
}

impl OutputFormat for Markdown {
    fn separator(&self) -> &'static [u8] {
        PAGE_BREAK
    }

    fn needs_markup(&self) -> bool {
        self.has_images
    }

    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let label = page.text_label();
        let markdown = match self.has_images {
            true => page.report.markdown_with_images(label, &page.markup),
            false => page.report.markdown_of(label),
        };
        Ok(printable(&markdown).into_bytes())
    }
}
