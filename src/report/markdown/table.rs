//! Data tables, and how to tell them from layout tables.

use super::inline::{Inline, Place, write_code};
use crate::label::Label;
use crate::page::{NONE, Number, Page};
use crate::parse::Tag;
use crate::report::{LabeledBlock, Report};
use std::ops::Range;

/// Bytes of text in a cell beyond which a table counts as layout.
const MAX_CELL: usize = 400;

/// Columns of a table beyond which it counts as layout.
const MAX_COLUMNS: usize = 64;

/// A table without headers counts as layout if as many lists, quotes and headings are in it as cells divided by this.
const MAX_RICH: usize = 4;

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

/// A cell that is not empty.
pub(super) struct Cell {
    column: usize,
    pub(super) blocks: Range<usize>,
}

/// The rows of a data table.
pub(super) struct Rows {
    /// The cells of each row, by column. Between them are empty cells.
    pub(super) cells: Vec<Vec<Cell>>,
    /// The label of the blocks that are written; `None` if all but spam are.
    only: Option<Label>,
}

impl Rows {
    fn shows(&self, block: &LabeledBlock) -> bool {
        self.only.map_or(block.label != Label::Spam, |only| block.label == only)
    }

    fn has_content(&self, report: &Report, cell: &Cell) -> bool {
        report.blocks()[cell.blocks.clone()].iter().any(|block| self.shows(block))
    }
}

/// Finds the column of each cell: cells of rows above and cells before may span it.
#[derive(Default)]
struct Grid {
    column: usize,
    /// How many rows below the current one each column is taken for.
    taken: Vec<u16>,
}

impl Grid {
    fn start_row(&mut self) {
        self.skip_taken();
        for rows in &mut self.taken[self.column..] {
            *rows = rows.saturating_sub(1);
        }
        self.column = 0;
    }

    fn skip_taken(&mut self) {
        while let Some(rows) = self.taken.get_mut(self.column).filter(|rows| **rows > 0) {
            *rows -= 1;
            self.column += 1;
        }
    }

    /// The column of the next cell, which spans this many columns and rows; `None` if there are too many.
    fn place(&mut self, columns: usize, rows: u16) -> Option<usize> {
        self.skip_taken();
        let column = self.column;
        if column >= MAX_COLUMNS {
            return None;
        }
        self.column = (column + columns).min(MAX_COLUMNS);
        if self.taken.len() < self.column {
            self.taken.resize(self.column, 0);
        }
        // Where cells overlap, the one that ends last takes the column.
        for taken in &mut self.taken[column..self.column] {
            *taken = taken.saturating_sub(1).max(rows - 1);
        }
        Some(column)
    }
}

/// The rows of a data table that have something to show. A table of which at least half has `label` is shown as a whole,
/// apart from spam: a row without its first cell says nothing. Returns `None` for a layout table: one with a table or long
/// text inside, with many lists, quotes or headings but no headers, or with less than two rows and columns to show.
pub(super) fn rows(report: &Report, table: u32, label: Label) -> Option<Rows> {
    let page = report.page();
    let element = &page.elements[table as usize];
    let is_whole = label != Label::Spam && has_majority(report, element.first_block..element.end_block, label);
    let mut rows = Rows { cells: Vec::new(), only: (!is_whole).then_some(label) };
    let (mut grid, mut has_headers, mut rich, mut count) = (Grid::default(), false, 0, 0);
    for index in table + 1..element.end {
        let element = &page.elements[index as usize];
        match element.tag {
            Tag::Table => return None,
            Tag::Pre | Tag::Ul | Tag::Ol | Tag::Blockquote => rich += 1,
            tag if tag.heading().is_some() => rich += 1,
            Tag::Tr => {
                grid.start_row();
                rows.cells.push(Vec::new());
            }
            Tag::Td | Tag::Th => {
                let blocks = element.first_block as usize..element.end_block as usize;
                let shown = report.blocks()[blocks.clone()].iter().filter(|block| rows.shows(block));
                if shown.map(|block| block.text.len()).sum::<usize>() > MAX_CELL {
                    return None;
                }
                has_headers |= element.tag == Tag::Th;
                count += 1;
                let (columns, spanned) = spans(page, index);
                let row = rows.cells.last_mut()?;
                let column = grid.place(columns, spanned)?;
                if !blocks.is_empty() {
                    row.push(Cell { column, blocks });
                }
            }
            _ => {}
        }
    }
    if !has_headers && MAX_RICH * rich >= count && rich > 0 {
        return None;
    }
    let mut cells = std::mem::take(&mut rows.cells);
    cells.retain(|row| row.iter().any(|cell| rows.has_content(report, cell)));
    let shown = |row: &Vec<Cell>| row.iter().filter(|cell| rows.has_content(report, cell)).count();
    let columns = cells.iter().map(shown).max().unwrap_or(0);
    let is_data = cells.len() >= 2 && columns >= 2;
    is_data.then_some(Rows { cells, ..rows })
}

/// How many columns and rows a cell spans.
fn spans(page: &Page, cell: u32) -> (usize, u16) {
    let (mut columns, mut rows) = (1, 1);
    for number in page.numbers_of(cell) {
        match number {
            Number::Columns(span) => columns = usize::from(span),
            Number::Rows(span) => rows = span,
            Number::Item(_) | Number::Task(_) => {}
        }
    }
    (columns, rows)
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
    let end = |row: &Vec<Cell>| row.last().map_or(0, |cell| cell.column + 1);
    let columns = rows.cells.iter().map(end).max().unwrap_or(0);
    let mut pad = |out: &mut String, cells: usize, is_needed: bool| {
        let padding = EMPTY_CELL.len() * cells;
        if is_needed || padding <= *padding_left {
            *padding_left = padding_left.saturating_sub(padding);
            (0..cells).for_each(|_| out.push_str(EMPTY_CELL));
        }
    };
    for (number, row) in rows.cells.iter().enumerate() {
        if number > 0 {
            out.push('\n');
            out.push_str(prefix);
        }
        out.push('|');
        let mut column = 0;
        for cell in row {
            pad(out, cell.column - column, number == 0);
            write_cell(out, inline, report, rows, cell.blocks.clone());
            column = cell.column + 1;
        }
        pad(out, columns - column, number == 0);
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
        if report.page().blocks()[block.index].preformatted {
            write_lines_of_code(out, &block.clean_text());
        } else {
            inline.write(out, block, Place::Cell);
        }
        inline.write_images_after(out, block.index, " ");
    }
    out.push_str(if out.len() > start { " |" } else { "|" });
}

/// Writes preformatted text as one piece of code per line.
fn write_lines_of_code(out: &mut String, text: &str) {
    for (number, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        out.push_str(if number > 0 { "<br>" } else { "" });
        write_code(out, line.trim_end(), true);
    }
}
