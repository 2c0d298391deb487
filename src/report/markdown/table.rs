//! Tables of data, and how they are told from tables that lay a page out.

use super::inline;
use crate::label::Label;
use crate::page::{NONE, Page};
use crate::parse::Tag;
use crate::report::Report;
use std::ops::Range;

/// Characters of content in a cell past which a table is taken to lay out the page.
const LONGEST_CELL: usize = 400;

/// Most columns that are written.
const MOST_COLUMNS: usize = 64;

/// The innermost table that a block stands in a cell of.
pub(super) fn around(page: &Page, block: usize) -> Option<u32> {
    let mut at = page.blocks[block].element;
    while at != NONE {
        let element = &page.elements[at as usize];
        if element.tag == Tag::Table {
            return Some(at);
        }
        at = element.parent;
    }
    None
}

/// The cells of a table by rows, each with its blocks; `None` if the table holds another one, headings or long texts, or
/// less than two rows and columns of content: such a table lays out the page.
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
                let content = |i: &usize| report.blocks()[*i].label == label;
                let chars: usize = cell.clone().filter(content).map(|i| report.blocks()[i].text.len()).sum();
                if chars > LONGEST_CELL {
                    return None;
                }
                rows.last_mut().filter(|row| row.len() < MOST_COLUMNS)?.push(cell);
            }
            _ => {}
        }
    }
    let holds = |cell: &Range<usize>| cell.clone().any(|i| report.blocks()[i].label == label);
    rows.retain(|row| row.iter().any(holds));
    let columns = rows.iter().map(|row| row.iter().filter(|c| holds(c)).count()).max().unwrap_or(0);
    (rows.len() >= 2 && columns >= 2).then_some(rows)
}

/// Writes a table of GitHub's Markdown; its first row is the header, since there is no table without.
pub(super) fn write(out: &mut String, report: &Report, label: Label, rows: &[Vec<Range<usize>>], prefix: &str) {
    let page = report.page();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            out.push('\n');
            out.push_str(prefix);
        }
        out.push('|');
        for column in 0..columns {
            out.push(' ');
            let start = out.len();
            for i in row.get(column).cloned().unwrap_or_default() {
                if report.blocks()[i].label == label {
                    if out.len() > start {
                        out.push(' ');
                    }
                    inline::write(out, page, &report.blocks()[i]);
                }
            }
            out.push_str(if out.len() > start { " |" } else { "|" });
        }
        if number == 0 {
            out.push('\n');
            out.push_str(prefix);
            out.push('|');
            (0..columns).for_each(|_| out.push_str(" --- |"));
        }
    }
}
