//! CSV: a block a row. Text that a spreadsheet would take for a formula gets an apostrophe before it.

use super::{Scored, Sink};
use csv::{QuoteStyle, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io;

const HEADER: [&str; 11] =
    ["page", "index", "label", "content", "navigation", "spam", "hidden", "start", "end", "path", "text"];

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
        for block in &page.report.blocks {
            let p = block.probabilities;
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

/// A cell that no spreadsheet runs.
fn no_formula(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed() {
        for bad in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(no_formula(bad), format!("'{bad}"));
        }
        assert_eq!(no_formula("1 = 1"), "1 = 1");
    }
}
