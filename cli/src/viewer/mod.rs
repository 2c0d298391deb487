//! The visual report: one HTML page that loads nothing, shows every block in its place and lets people correct labels.
//!
//! What pages say is data: JSON in elements that no browser runs, with every `<` escaped. The page's own script shows it
//! as text. A content security policy allows that script and the style sheet by their hashes, and nothing else.

mod data;

pub(crate) use data::Why;

use crate::output::careful;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use data::{PageData, Summary};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

const SHELL: &str = include_str!("assets/report.html");
const STYLE: &str = include_str!("assets/report.css");
const SCRIPT: &str = concat!(
    include_str!("assets/store.js"),
    include_str!("assets/parts.js"),
    include_str!("assets/index.js"),
    include_str!("assets/page.js"),
    include_str!("assets/main.js")
);

/// Writes the report page by page; what is kept of each is what the index shows.
pub(crate) struct Visual<W: Write> {
    out: W,
    index: Vec<Summary>,
    /// Hash over the pages' names and texts: what a browser keeps corrections under.
    id: u64,
}

impl<W: Write> Visual<W> {
    /// Begins a report.
    pub(crate) fn new(mut out: W) -> io::Result<Self> {
        let (before, _) = parts();
        let policy = format!(
            "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'",
            source_hash(SCRIPT),
            source_hash(STYLE)
        );
        out.write_all(before.replace("{{policy}}", &policy).replace("{{style}}", STYLE).as_bytes())?;
        Ok(Visual { out, index: Vec::new(), id: 0xcbf2_9ce4_8422_2325 })
    }

    /// The data of one page, made apart from writing it so that many can be made at once.
    pub(crate) fn data(page: crate::output::Scored, why: &Why<'_>) -> PageData {
        PageData::new(page, why)
    }

    /// Adds a page.
    pub(crate) fn add(&mut self, page: &PageData) -> io::Result<()> {
        for part in page.hashed() {
            let bytes = part.bytes().chain([0]);
            self.id = bytes.fold(self.id, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        }
        let name = format!("page-{}", self.index.len());
        self.index.push(page.summary());
        self.write_data(&name, page)
    }

    /// Ends the report, and gives back what it was written to.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        let index = std::mem::take(&mut self.index);
        let id = format!("{:016x}", self.id);
        self.write_data("all-pages", &serde_json::json!({ "id": id, "pages": index }))?;
        let (_, after) = parts();
        self.out.write_all(after.replace("{{script}}", SCRIPT).as_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn write_data(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        writeln!(self.out, "<script type=\"application/json\" id=\"{name}\">{}</script>", inert_json(value)?)
    }
}

/// The shell before and after the pages' data.
fn parts() -> (&'static str, &'static str) {
    SHELL.split_once("{{data}}").unwrap_or((SHELL, ""))
}

/// What a content security policy knows an inline script or style by.
fn source_hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// JSON that cannot end the element it stands in, nor begin a comment in it.
fn inert_json(value: &impl Serialize) -> io::Result<String> {
    let json = String::from_utf8(careful(value)?).map_err(io::Error::other)?;
    Ok(json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_leave_its_element() {
        let json = inert_json(&"</script><!--<script>&\u{2028}").unwrap();
        assert_eq!(json, r#""\u003c/script\u003e\u003c!--\u003cscript\u003e\u0026\u2028""#);
    }

    #[test]
    fn the_shell_has_its_places() {
        for place in ["{{policy}}", "{{style}}", "{{data}}", "{{script}}"] {
            assert_eq!(SHELL.matches(place).count(), 1, "{place}");
        }
        assert!(!SCRIPT.contains("</script") && !SCRIPT.contains("innerHTML") && !STYLE.contains("</style"));
    }

    #[test]
    fn hashes_are_those_that_browsers_compute() {
        assert_eq!(source_hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
