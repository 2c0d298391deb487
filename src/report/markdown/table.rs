//! Data tables, and how to tell them from layout tables.

use super::inline::{Inline, Place};
use crate::label::Label;
use crate::page::{NONE, Page};
use crate::parse::Tag;
use crate::report::{LabeledBlock, Report};
use std::ops::Range;

/// Bytes of text in a cell beyond which a table counts as layout.
const MAX_CELL: usize = 400;

/// Columns of a table beyond which it counts as layout.
const MAX_COLUMNS: usize = 64;

/// An empty cell with the bar that closes it.
const EMPTY_CELL: &str = " |";

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

/// The rows of a data table.
pub(super) struct Rows {
    /// The blocks of each cell.
    pub(super) cells: Vec<Vec<Range<usize>>>,
    /// The label of the blocks that are written; `None` if all but spam are.
    only: Option<Label>,
}

impl Rows {
    fn shows(&self, block: &LabeledBlock) -> bool {
        self.only.map_or(block.label != Label::Spam, |only| block.label == only)
    }

    fn has_content(&self, report: &Report, cell: &Range<usize>) -> bool {
        report.blocks()[cell.clone()].iter().any(|block| self.shows(block))
    }
}

/// The rows of a data table that have something to show. A table of which at least half has `label` is shown as a whole,
/// apart from spam: a row without its first cell says nothing. Returns `None` for a layout table: one with a table, list,
/// quote, heading or long text inside, or with less than two rows and columns to show.
pub(super) fn rows(report: &Report, table: u32, label: Label) -> Option<Rows> {
    let page = report.page();
    let element = &page.elements[table as usize];
    let is_whole = label != Label::Spam && has_majority(report, element.first_block..element.end_block, label);
    let mut rows = Rows { cells: Vec::new(), only: (!is_whole).then_some(label) };
    for element in &page.elements[table as usize + 1..element.end as usize] {
        match element.tag {
            Tag::Table | Tag::Pre | Tag::Ul | Tag::Ol | Tag::Blockquote => return None,
            tag if tag.heading().is_some() => return None,
            Tag::Tr => rows.cells.push(Vec::new()),
            Tag::Td | Tag::Th => {
                let cell = element.first_block as usize..element.end_block as usize;
                let blocks = report.blocks()[cell.clone()].iter().filter(|block| rows.shows(block));
                if blocks.map(|block| block.text.len()).sum::<usize>() > MAX_CELL {
                    return None;
                }
                rows.cells.last_mut().filter(|row| row.len() < MAX_COLUMNS)?.push(cell);
            }
            _ => {}
        }
    }
    let mut cells = std::mem::take(&mut rows.cells);
    cells.retain(|row| row.iter().any(|cell| rows.has_content(report, cell)));
    let shown = |row: &Vec<Range<usize>>| row.iter().filter(|cell| rows.has_content(report, cell)).count();
    let columns = cells.iter().map(shown).max().unwrap_or(0);
    let is_data = cells.len() >= 2 && columns >= 2;
    is_data.then_some(Rows { cells, ..rows })
}

/// Whether at least half of the text in some blocks that is not spam has a label.
fn has_majority(report: &Report, blocks: Range<u32>, label: Label) -> bool {
    let (mut own, mut all) = (0, 0);
    for block in &report.blocks()[blocks.start as usize..blocks.end as usize] {
        all += if block.label == Label::Spam { 0 } else { block.text.len() };
        own += if block.label == label { block.text.len() } else { 0 };
    }
    2 * own >= all
}

/// Writes a table in GitHub's Markdown. The first row is the header, since Markdown has no tables without one. `prefix`
/// starts every line but the first. Empty cells at the end of a row are left out once `padding_left` is used up.
pub(super) fn write(
    out: &mut String,
    inline: &mut Inline<'_>,
    padding_left: &mut usize,
    report: &Report,
    rows: &Rows,
    prefix: &str,
) {
    let columns = rows.cells.iter().map(Vec::len).max().unwrap_or(0);
    for (number, row) in rows.cells.iter().enumerate() {
        if number > 0 {
            out.push('\n');
            out.push_str(prefix);
        }
        out.push('|');
        for cell in row {
            write_cell(out, inline, report, rows, cell.clone());
        }
        let padding = EMPTY_CELL.repeat(columns - row.len());
        if number == 0 || padding.len() <= *padding_left {
            *padding_left = padding_left.saturating_sub(padding.len());
            out.push_str(&padding);
        }
        if number == 0 {
            out.push('\n');
            out.push_str(prefix);
            out.push('|');
            (0..columns).for_each(|_| out.push_str(" --- |"));
        }
    }
}

/// Writes a cell with the bar that closes it. Its blocks become lines.
fn write_cell(out: &mut String, inline: &mut Inline<'_>, report: &Report, rows: &Rows, cell: Range<usize>) {
    out.push(' ');
    let start = out.len();
    for block in report.blocks()[cell].iter().filter(|block| rows.shows(block)) {
        if out.len() > start {
            out.push_str("<br>");
        }
        inline.write(out, block, Place::Cell);
        inline.write_images_after(out, block.index, " ");
    }
    out.push_str(if out.len() > start { " |" } else { "|" });
}
