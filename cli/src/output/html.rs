//! Cleaned HTML: a page's own markup without spam, safe to publish.
//!
//! Spam is removed from the parsed tree. `ammonia` sanitizes the rest: it knows the ways in which markup changes its
//! meaning when it is parsed again.

use super::{OutputFormat, PAGE_BREAK, Scored};
use crate::escape::{html, printable};
use ammonia::{Builder, UrlRelative};
use blocksift::{BlockKind, Format, Label, LabeledBlock};
use std::io;
use url::Url;

/// URL schemes that links may have.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

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
            Format::Html => {
                let rest = page.report.cleaned_html(&page.markup, self.removed());
                sanitizer(page.url.as_deref()).clean(&rest).to_string()
            }
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

fn sanitizer(url: Option<&str>) -> Builder<'static> {
    let mut builder = Builder::default();
    builder.add_tags(["main", "address"]).url_schemes(SCHEMES.into_iter().collect());
    // Relative links keep their targets. They stay relative if the page's URL is unknown.
    let base = url.and_then(|u| Url::parse(u).ok()).filter(|u| matches!(u.scheme(), "http" | "https"));
    if let Some(base) = base {
        builder.url_relative(UrlRelative::RewriteWithBase(base));
    }
    builder
}
