//! Cleaned HTML: a page's own markup without spam, safe to publish.
//!
//! The library removes spam from the parsed tree and sanitizes the rest.

use super::{OutputFormat, PAGE_BREAK, Scored};
use crate::escape::{html, printable};
use blocksift::{BlockKind, Format, Label, LabeledBlock};
use std::io;

/// Writes pages without the blocks of some labels.
pub(crate) struct Html {
    /// Whether navigation is removed besides spam.
    pub(crate) without_navigation: bool,
}

impl OutputFormat for Html {
    fn separator(&self) -> &'static [u8] {
        PAGE_BREAK
    }

    fn needs_markup(&self) -> bool {
        true
    }

    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let body = match page.report.format() {
            Format::Html => page.report.cleaned_html(&page.markup, self.removed()),
            Format::Text => self.paragraphs(page.report.blocks()),
        };
        let title = page.report.blocks().iter().find(|b| b.kind == BlockKind::Title && b.label != Label::Spam);
        let title = title.map_or_else(String::new, |b| format!("<title>{}</title>\n", html(&b.clean_text())));
        let language = page.report.language().map(|l| format!(" lang=\"{}\"", html(l))).unwrap_or_default();
        Ok(printable(&format!(
            "<!DOCTYPE html>\n<html{language}>\n<head>\n<meta charset=\"utf-8\">\n{title}</head>\n<body>\n{}\n</body>\n</html>\n",
            body.trim()
        ))
        .into_bytes())
    }
}

impl Html {
    /// The labels whose blocks are removed.
    fn removed(&self) -> &'static [Label] {
        if self.without_navigation { &[Label::Spam, Label::Navigation] } else { &[Label::Spam] }
    }

    fn paragraphs(&self, blocks: &[LabeledBlock]) -> String {
        let kept = blocks.iter().filter(|b| !self.removed().contains(&b.label));
        kept.map(|b| format!("<p>{}</p>\n", html(&b.clean_text()))).collect()
    }
}
