//! Style sheets and style attributes. Whatever a style says, it hides text or cuts it into blocks, but drops none.

use super::page::label;
use crate::grammar;
use blocksift::{Format, Report};

/// Reads the bytes as a style sheet, and the sheet that the grammar makes of them.
pub(super) fn run(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    for sheet in [raw.as_ref(), &grammar::style_sheet(bytes)] {
        let quoted = sheet.replace('&', "&amp;").replace('"', "&quot;");
        let inline = page(&format!("<p style=\"{quoted}\">"));
        assert_eq!(letters(&label(inline.as_bytes(), Format::Html)), letters_without_styles());
        // The sheet would end early.
        if !sheet.contains("</") && !sheet.contains("<!--") {
            let sheet = page(&format!("<style>{sheet}</style><p>"));
            assert_eq!(letters(&label(sheet.as_bytes(), Format::Html)), letters_without_styles());
        }
    }
}

/// A page with elements that the selectors of the grammar name, and a paragraph that starts with `start`.
fn page(start: &str) -> String {
    format!(
        "<!DOCTYPE html><body class=a>{start}The ferry <b class=b>was late</b> on <span id=c>most</span> mornings.</p>\
         <div class='a b'><p id=a>Nobody <i style='color:red'>was</i> surprised.</p><ul><li>One<li class=c>Two</ul></div>"
    )
}

fn letters_without_styles() -> String {
    letters(&label(page("<p>").as_bytes(), Format::Html))
}

/// The page's letters, sorted: a style may cut blocks, and puts what it hides inside a line after that line.
fn letters(report: &Report) -> String {
    let mut letters: Vec<char> = report.page().text().chars().filter(|c| !c.is_whitespace()).collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}
