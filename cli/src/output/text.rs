//! Plain text: what is content, an empty line between blocks and a form feed between pages.

use super::escape::printable;
use super::{PAGE_BREAK, Scored, Sink};
use blocksift::Label;
use std::io;

/// Writes the text of one label.
pub(crate) struct Text(pub(crate) Label);

impl Sink for Text {
    fn between(&self) -> &[u8] {
        PAGE_BREAK
    }

    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let texts: Vec<_> = page.report.with_label(self.0).map(|b| b.clean_text()).collect();
        let mut text = printable(&texts.join("\n\n"));
        if !text.is_empty() {
            text.push('\n');
        }
        Ok(text.into_bytes())
    }
}
