//! Data tables, and how to tell them from layout tables.

use super::inline;
use crate::label::Label;
use crate::page::{NONE, Page};
use crate::parse::Tag;
use crate::report::Report;
use std::ops::Range;

/// Bytes of text in a cell beyond which a table counts as layout.
const MAX_CELL: usize = 400;

/// Columns of a table beyond which it counts as layout.
const MAX_COLUMNS: usize = 64;

/// The innermost table around a block.
pub(super) fn around(page: &Page, block: usize) -> Option<u32> {
    let mut index = page.blocks[block].element;
    while index != NONE {
        let element = &page.elements[index as usize];
        if element.tag == Tag::Table {
            return Some(index);
        }
        index = element.parent;
    }
    None
}

/// The rows of a data table; each cell is a range of blocks. Rows without a block of `label` are left out. Returns `None`
/// for a layout table: one with a table, list, quote, heading or long text inside, or with less than two rows and columns
/// of content.
pub(super) fn rows(report: &Report, table: u32, label: Label) -> Option<Vec<Vec<Range<usize>>>> {
    let page = report.page();
    let mut rows: Vec<Vec<Range<usize>>> = Vec::new();
    for element in &page.elements[table as usize + 1..page.elements[table as usize].end as usize] {
        match element.tag {
            Tag::Table | Tag::Pre | Tag::Ul | Tag::Ol | Tag::Blockquote => return None,
            tag if tag.heading().is_some() => return None,
            Tag::Tr => rows.push(Vec::new()),
            Tag::Td | Tag::Th => {
                let cell = element.first_block as usize..element.end_block as usize;
                let blocks = report.blocks()[cell.clone()].iter().filter(|block| block.label == label);
                if blocks.map(|block| block.text.len()).sum::<usize>() > MAX_CELL {
                    return None;
                }
                rows.last_mut().filter(|row| row.len() < MAX_COLUMNS)?.push(cell);
            }
            _ => {}
        }
    }
    let has_content = |cell: &Range<usize>| report.blocks()[cell.clone()].iter().any(|block| block.label == label);
    rows.retain(|row| row.iter().any(has_content));
    let columns = rows.iter().map(|row| row.iter().filter(|cell| has_content(cell)).count()).max().unwrap_or(0);
    (rows.len() >= 2 && columns >= 2).then_some(rows)
}

/// Writes a table in GitHub's Markdown. The first row is the header, since Markdown has no tables without one. `prefix`
/// starts every line but the first.
pub(super) fn write(out: &mut String, report: &Report, label: Label, rows: &[Vec<Range<usize>>], prefix: &str) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            out.push('\n');
            out.push_str(prefix);
        }
        out.push('|');
        for column in 0..columns {
            write_cell(out, report, label, row.get(column).cloned().unwrap_or_default());
        }
        if number == 0 {
            out.push('\n');
            out.push_str(prefix);
            out.push('|');
            (0..columns).for_each(|_| out.push_str(" --- |"));
        }
    }
}

/// Writes a cell with the bar that closes it.
fn write_cell(out: &mut String, report: &Report, label: Label, cell: Range<usize>) {
    out.push(' ');
    let start = out.len();
    for block in report.blocks()[cell].iter().filter(|block| block.label == label) {
        if out.len() > start {
            out.push(' ');
        }
        inline::write(out, report.page(), block);
    }
    out.push_str(if out.len() > start { " |" } else { "|" });
}
