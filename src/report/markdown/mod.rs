//! The content of a page as Markdown (CommonMark, and GitHub's tables): headings, nested lists, quotes, tables, code
//! and links as the page has them, each block once and in order.

mod inline;
mod table;

use crate::label::Label;
use crate::page::{NONE, Page};
use crate::parse::Tag;
use crate::report::Report;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Quotes and items beyond so many around a block are left out: deeper ones are seldom meant.
const DEEPEST: usize = 8;

/// A quote or an item of a list that a block stands in.
#[derive(Clone, Copy, PartialEq)]
struct Level {
    element: u32,
    kind: LevelKind,
}

#[derive(Clone, Copy, PartialEq)]
enum LevelKind {
    Quote,
    Bullet,
    Number(u32),
}

impl LevelKind {
    fn marker(self) -> String {
        match self {
            LevelKind::Quote => "> ".into(),
            LevelKind::Bullet => "- ".into(),
            LevelKind::Number(n) => format!("{n}. "),
        }
    }

    /// What stands in the marker's place on further lines.
    fn further(self) -> String {
        let marker = self.marker();
        if self == LevelKind::Quote { marker } else { " ".repeat(marker.len()) }
    }
}

pub(crate) fn render(report: &Report, label: Label) -> String {
    let mut writer = Writer {
        report,
        label,
        out: String::new(),
        before: Vec::new(),
        tables: FxHashMap::default(),
        numbers: Numbers::default(),
    };
    let content: Vec<usize> = report.with_label(label).map(|b| b.index).collect();
    for block in content {
        writer.block(block);
    }
    let mut out = writer.out;
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// What became of a table.
enum Table {
    LayOut,
    Written,
}

struct Writer<'a> {
    report: &'a Report,
    /// Label of the blocks that are written.
    label: Label,
    out: String,
    /// Quotes and items around what was written last, outermost first.
    before: Vec<Level>,
    tables: FxHashMap<u32, Table>,
    numbers: Numbers,
}

impl Writer<'_> {
    fn block(&mut self, index: usize) {
        let page = self.report.page();
        let Some(table) = table::around(page, index) else { return self.lone(index) };
        match self.tables.get(&table) {
            Some(Table::Written) => {}
            Some(Table::LayOut) => self.lone(index),
            None => match table::rows(self.report, table, self.label) {
                Some(rows) => {
                    // What stands in the table and in none of its cells: its caption.
                    let in_cell = rows.iter().flatten().any(|cell: &Range<usize>| cell.contains(&index));
                    if !in_cell {
                        return self.lone(index);
                    }
                    self.tables.insert(table, Table::Written);
                    let prefix = self.begin(index);
                    table::write(&mut self.out, self.report, self.label, &rows, &prefix);
                }
                None => {
                    self.tables.insert(table, Table::LayOut);
                    self.lone(index);
                }
            },
        }
    }

    /// A block that is no part of a table.
    fn lone(&mut self, index: usize) {
        let page = self.report.page();
        let prefix = self.begin(index);
        let block = &page.blocks[index];
        if block.preformatted {
            return self.code(index, &prefix);
        }
        if let Some(level) = self.report.element_tag(index).and_then(Tag::heading) {
            (0..level).for_each(|_| self.out.push('#'));
            self.out.push(' ');
        }
        inline::write(&mut self.out, page, &self.report.blocks()[index]);
    }

    /// A fenced block. The fence is longer than any in the text.
    fn code(&mut self, index: usize, prefix: &str) {
        let text = self.report.blocks()[index].clean_text();
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.out.push_str(&fence);
        self.out.push_str(language_of(self.report.page(), self.report.page().blocks[index].element));
        for line in text.trim_matches('\n').lines().chain([fence.as_str()]) {
            self.out.push('\n');
            self.out.push_str(prefix);
            self.out.push_str(line);
        }
    }

    /// Parts a block from the one before and writes the markers that it opens with; returns what its further lines
    /// begin with.
    fn begin(&mut self, index: usize) -> String {
        let levels = levels(self.report.page(), index, &mut self.numbers);
        let common = levels.iter().zip(&self.before).take_while(|(a, b)| a == b).count();
        let (mut marked, mut rest) = (String::new(), String::new());
        for (depth, level) in levels.iter().enumerate() {
            let marker = level.kind.marker();
            let further = level.kind.further();
            marked.push_str(if depth < common { &further } else { &marker });
            rest.push_str(&further);
        }
        if !self.out.is_empty() {
            self.out.push('\n');
            if !is_next_item(self.report.page(), &levels, &self.before, common) {
                let shared: String = levels[..common].iter().map(|l| l.kind.further()).collect();
                self.out.push_str(shared.trim_end());
                self.out.push('\n');
            }
        }
        self.out.push_str(&marked);
        self.before = levels;
        rest
    }
}

/// Whether a block opens an item of the list that the block before it stands in, or of a list within that one's item:
/// then nothing parts them. `common`: quotes and items that they share.
fn is_next_item(page: &Page, levels: &[Level], before: &[Level], common: usize) -> bool {
    let list = |item: &Level| page.elements[item.element as usize].parent;
    let Some(item) = levels.get(common).filter(|l| l.kind != LevelKind::Quote) else { return false };
    match before.get(common) {
        Some(sibling) => sibling.kind != LevelKind::Quote && list(item) == list(sibling),
        None => common > 0 && levels[common - 1].kind != LevelKind::Quote,
    }
}

/// Numbers of the items of numbered lists.
#[derive(Default)]
struct Numbers {
    of_item: FxHashMap<u32, u32>,
    of_list: FxHashMap<u32, u32>,
}

impl Numbers {
    /// An item has the number after that of the item before it of which anything is content.
    fn of(&mut self, list: u32, item: u32) -> u32 {
        if let Some(number) = self.of_item.get(&item) {
            return *number;
        }
        let number = self.of_list.entry(list).or_insert(0);
        *number += 1;
        self.of_item.insert(item, *number);
        *number
    }
}

/// Quotes and items around a block, outermost first.
fn levels(page: &Page, index: usize, numbers: &mut Numbers) -> Vec<Level> {
    let mut levels = Vec::new();
    let mut at = page.blocks[index].element;
    while at != NONE {
        let element = &page.elements[at as usize];
        let kind = match element.tag {
            Tag::Blockquote => Some(LevelKind::Quote),
            Tag::Li => match list_of(page, element.parent) {
                Some((list, Tag::Ol)) => Some(LevelKind::Number(numbers.of(list, at))),
                _ => Some(LevelKind::Bullet),
            },
            _ => None,
        };
        levels.extend(kind.map(|kind| Level { element: at, kind }));
        at = element.parent;
    }
    levels.truncate(DEEPEST);
    levels.reverse();
    levels
}

/// The list that an item belongs to.
fn list_of(page: &Page, parent: u32) -> Option<(u32, Tag)> {
    let tag = page.elements.get(parent as usize)?.tag;
    matches!(tag, Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir).then_some((parent, tag))
}

/// The language that a class of a `pre` or its `code` names, as highlighters do: `language-rust`, `lang-rust`.
fn language_of(page: &Page, element: u32) -> &str {
    let Some(pre) = page.elements.get(element as usize) else { return "" };
    let inner = page.elements.get(element as usize + 1).filter(|e| e.parent == element && e.tag == Tag::Code);
    let named = [inner, Some(pre)].into_iter().flatten().find_map(|e| {
        let class = page.first_class(e);
        class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-"))
    });
    named.filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || "+-#.".contains(c))).unwrap_or("")
}
