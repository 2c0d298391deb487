//! CSV: one row per block. Text that a spreadsheet would run as a formula is prefixed with an apostrophe, and control
//! characters are replaced.

use super::{OutputFormat, Scored};
use crate::escape::{is_invisible, printable};
use crate::input::{FNV_OFFSET, fnv1a};
use csv::{QuoteStyle, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io;

const COLUMNS: [&str; 13] = [
    "page",
    "index",
    "label",
    "decided_by",
    "content",
    "navigation",
    "spam",
    "hidden",
    "start",
    "end",
    "spam_spans",
    "path",
    "text",
];

/// Bytes that copies of the id may take for each byte of the page, and for any page.
const IDS_PER_BYTE: usize = 2;
const FREE_IDS: usize = 64 << 10;
/// Bytes of an id that are always written.
const MIN_ID: usize = 16;

pub(crate) struct Csv;

impl OutputFormat for Csv {
    fn header(&self) -> io::Result<Vec<u8>> {
        let mut rows = writer();
        rows.write_record(COLUMNS)?;
        finish(rows)
    }

    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let mut rows = writer();
        let id = id_within(&page);
        let id = without_formula(&id);
        for block in page.blocks() {
            let p = block.probabilities;
            let spans: Vec<String> = block.spam_spans.iter().map(|s| format!("{}-{}", s.start, s.end)).collect();
            rows.write_record([
                &*id,
                &block.index.to_string(),
                block.label.as_str(),
                block.decided_by.as_str(),
                &p.content.to_string(),
                &p.navigation.to_string(),
                &p.spam.to_string(),
                if block.hidden { "true" } else { "false" },
                &block.start.to_string(),
                &block.end.to_string(),
                &spans.join(" "),
                &without_formula(&block.path),
                &without_formula(&block.text),
            ])?;
        }
        finish(rows)
    }
}

/// The page's id, or its start and a hash if repeating it in every row would take too much.
fn id_within(page: &Scored) -> Cow<'_, str> {
    let max = page.report.page().read_bytes().saturating_mul(IDS_PER_BYTE).saturating_add(FREE_IDS);
    if page.id.len().saturating_mul(page.report.blocks().len()) <= max {
        return Cow::Borrowed(&page.id);
    }
    let start = &page.id[..page.id.floor_char_boundary(MIN_ID)];
    Cow::Owned(format!("{start}…{:016x}", fnv1a(FNV_OFFSET, page.id.as_bytes())))
}

/// A writer that quotes all text, so that the separator of another locale does not split a cell.
fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().quote_style(QuoteStyle::NonNumeric).from_writer(Vec::new())
}

fn finish(rows: Writer<Vec<u8>>) -> io::Result<Vec<u8>> {
    rows.into_inner().map_err(|e| io::Error::other(e.to_string()))
}

/// Escapes a cell that a spreadsheet would run. Invisible characters at its start may be dropped on import, so they are
/// looked through.
fn without_formula(cell: &str) -> Cow<'_, str> {
    let cell = if cell.contains(char::is_control) { Cow::Owned(printable(cell)) } else { Cow::Borrowed(cell) };
    let is_ignored = |c: char| c.is_whitespace() || is_invisible(c) || c == char::REPLACEMENT_CHARACTER;
    let is_formula = cell.trim_start_matches(is_ignored).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula || cell.starts_with(['\t', '\n']) { Cow::Owned(format!("'{cell}")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_escaped() {
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
            assert_eq!(without_formula(bad), format!("'{bad}"));
        }
        assert_eq!(without_formula("\0\r=1"), "'\u{fffd}\u{fffd}=1");
        assert_eq!(without_formula("a\u{1b}[31mb"), "a\u{fffd}[31mb");
        assert_eq!(without_formula("1 = 1"), "1 = 1");
    }
}
