//! CSV: a block a row. Text that a spreadsheet would take for a formula gets an apostrophe before it; control characters
//! are replaced.

use super::escape::{is_unseen, printable};
use super::{Scored, Sink};
use csv::{QuoteStyle, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io;

const HEADER: [&str; 12] =
    ["page", "index", "label", "content", "navigation", "spam", "hidden", "start", "end", "spam_spans", "path", "text"];

pub(crate) struct Csv;

impl Sink for Csv {
    fn head(&self) -> io::Result<Vec<u8>> {
        let mut rows = writer();
        rows.write_record(HEADER)?;
        finish(rows)
    }

    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let mut rows = writer();
        let id = no_formula(&page.id);
        for block in page.blocks() {
            let p = block.probabilities;
            let spans: Vec<String> = block.spam_spans.iter().map(|s| format!("{}-{}", s.start, s.end)).collect();
            rows.write_record([
                &*id,
                &block.index.to_string(),
                block.label.as_str(),
                &p.content.to_string(),
                &p.navigation.to_string(),
                &p.spam.to_string(),
                if block.hidden { "true" } else { "false" },
                &block.start.to_string(),
                &block.end.to_string(),
                &spans.join(" "),
                &no_formula(&block.path),
                &no_formula(&block.text),
            ])?;
        }
        finish(rows)
    }
}

/// Text is quoted always, so that no separator of another country's spreadsheet begins a cell in it.
fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().quote_style(QuoteStyle::NonNumeric).from_writer(Vec::new())
}

fn finish(rows: Writer<Vec<u8>>) -> io::Result<Vec<u8>> {
    rows.into_inner().map_err(|e| io::Error::other(e.to_string()))
}

/// A cell that no spreadsheet runs. What is not seen at its start may be dropped on import, and is looked through.
fn no_formula(cell: &str) -> Cow<'_, str> {
    let cell = if cell.contains(char::is_control) { Cow::Owned(printable(cell)) } else { Cow::Borrowed(cell) };
    let start =
        cell.trim_start_matches(|c: char| c.is_whitespace() || is_unseen(c) || c == char::REPLACEMENT_CHARACTER);
    let is_formula = start.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula || cell.starts_with(['\t', '\n']) { Cow::Owned(format!("'{cell}")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed() {
        for bad in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\n1",
            "＝1",
            " =1",
            "\u{200b}\u{a0}=1",
            "\u{feff}@x",
            "\u{202e}-1",
        ] {
            assert_eq!(no_formula(bad), format!("'{bad}"));
        }
        assert_eq!(no_formula("\0\r=1"), "'\u{fffd}\u{fffd}=1");
        assert_eq!(no_formula("a\u{1b}[31mb"), "a\u{fffd}[31mb");
        assert_eq!(no_formula("1 = 1"), "1 = 1");
    }
}
