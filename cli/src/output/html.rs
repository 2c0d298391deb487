//! Cleaned HTML: a page's own markup without spam, fit to be published again.
//!
//! What goes is taken out of the parsed tree by the places of blocks in the page's text. The rest is sanitised by
//! ammonia, which knows the ways in which markup comes to life again when it is parsed anew; a list of our own would have
//! to learn them one by one.

use super::escape::printable;
use super::{PAGE_BREAK, Scored, Sink};
use ammonia::{Builder, UrlRelative};
use blocksift::{BlockKind, Format, Label, LabeledBlock};
use std::io;
use url::Url;

/// Schemes that addresses may have.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Writes what is left of pages without some labels.
pub(crate) struct Html {
    /// Whether navigation goes too, and not spam alone.
    pub(crate) without_navigation: bool,
}

impl Sink for Html {
    fn between(&self) -> &[u8] {
        PAGE_BREAK
    }

    fn wants_markup(&self) -> bool {
        true
    }

    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let body = match page.report.format() {
            Format::Html => {
                let rest = page.report.cleaned_html(&page.markup, self.removed());
                sanitiser(page.url.as_deref()).clean(&rest).to_string()
            }
            Format::Text => self.paragraphs(page.report.blocks()),
        };
        let title = page.report.blocks().iter().find(|b| b.kind == BlockKind::Title && b.label != Label::Spam);
        let title = title.map_or_else(String::new, |b| format!("<title>{}</title>\n", escaped(&b.clean_text())));
        let language = page.report.language().map(|l| format!(" lang=\"{}\"", escaped(l))).unwrap_or_default();
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
        kept.map(|b| format!("<p>{}</p>\n", escaped(&b.clean_text()))).collect()
    }
}

fn sanitiser(url: Option<&str>) -> Builder<'static> {
    let mut builder = Builder::default();
    builder.add_tags(["main", "address"]).url_schemes(SCHEMES.into_iter().collect());
    // Addresses lead where they led; without the page's own address they stay as they are written.
    let base = url.and_then(|u| Url::parse(u).ok()).filter(|u| matches!(u.scheme(), "http" | "https"));
    if let Some(base) = base {
        builder.url_relative(UrlRelative::RewriteWithBase(base));
    }
    builder
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
