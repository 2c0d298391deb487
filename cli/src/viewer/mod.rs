//! The viewer: one HTML page that loads nothing, shows every block in its place and lets people correct labels.
//!
//! Pages are data: JSON in elements that no browser runs, with every `<` escaped. The viewer's script shows them as
//! text. A content security policy allows only that script and the style sheet, by their hashes.

mod data;

pub(crate) use data::{Explaining, PageData};

use crate::escape::json_in_html;
use crate::input::{FNV_OFFSET, fnv1a};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use data::Summary;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

const TEMPLATE: &str = include_str!("assets/viewer.html");
const STYLE: &str = include_str!("assets/viewer.css");
const SCRIPT: &str = concat!(
    include_str!("assets/store.js"),
    include_str!("assets/parts.js"),
    include_str!("assets/index.js"),
    include_str!("assets/page.js"),
    include_str!("assets/main.js")
);

/// Writes the viewer page by page. Only what its index shows is kept in memory.
pub(crate) struct Viewer<W: Write> {
    out: W,
    index: Vec<Summary>,
    /// Hash of the pages' names and texts, under which a browser stores corrections.
    id: u64,
}

impl<W: Write> Viewer<W> {
    /// Begins the page.
    pub(crate) fn new(mut out: W) -> io::Result<Self> {
        let (before, _) = template();
        let policy = format!(
            "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'",
            source_hash(SCRIPT),
            source_hash(STYLE)
        );
        out.write_all(before.replace("{{policy}}", &policy).replace("{{style}}", STYLE).as_bytes())?;
        Ok(Viewer { out, index: Vec::new(), id: FNV_OFFSET })
    }

    /// Adds a page.
    pub(crate) fn add(&mut self, page: &PageData) -> io::Result<()> {
        for part in page.identity() {
            self.id = fnv1a(fnv1a(self.id, part.as_bytes()), &[0]);
        }
        let name = format!("page-{}", self.index.len());
        self.index.push(page.summary());
        self.write_data(&name, page)
    }

    /// Ends the page, and returns the writer.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        let index = std::mem::take(&mut self.index);
        let id = format!("{:016x}", self.id);
        self.write_data("all-pages", &serde_json::json!({ "id": id, "pages": index }))?;
        let (_, after) = template();
        self.out.write_all(after.replace("{{script}}", SCRIPT).as_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn write_data(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        write!(self.out, "<script type=\"application/json\" id=\"{name}\">")?;
        json_in_html(&mut self.out, value)?;
        self.out.write_all(b"</script>\n")
    }
}

/// The template before and after the pages' data.
fn template() -> (&'static str, &'static str) {
    TEMPLATE.split_once("{{data}}").unwrap_or((TEMPLATE, ""))
}

/// The hash by which a content security policy allows an inline script or style.
fn source_hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_has_its_placeholders() {
        for placeholder in ["{{policy}}", "{{style}}", "{{data}}", "{{script}}"] {
            assert_eq!(TEMPLATE.matches(placeholder).count(), 1, "{placeholder}");
        }
        assert!(!SCRIPT.contains("</script") && !SCRIPT.contains("innerHTML") && !STYLE.contains("</style"));
    }

    #[test]
    fn hashes_are_those_that_browsers_compute() {
        assert_eq!(source_hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
