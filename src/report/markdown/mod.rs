//! The blocks of one label as Markdown (CommonMark with GitHub's tables, tasks, deletions and formulas). Headings, nested
//! lists, quotes, tables, code, emphasis, formulas and links are those of the page; each block is written once, in order.

mod escape;
mod images;
mod inline;
mod marks;
mod spans;
mod table;
mod tex;

pub(super) use images::images_in;

use crate::label::Label;
use crate::page::{NONE, Number, Page};
use crate::parse::Tag;
use crate::report::Report;
use images::Image;
use inline::{Inline, Place};
use rustc_hash::FxHashMap;

/// Nested quotes and list items around a block. Further ones, outermost first, are left out: they are seldom meant.
const MAX_CONTAINERS: usize = 8;

/// Boxes around code that may name its language.
const MAX_CODE_BOXES: usize = 3;

/// The greatest number of an item that Markdown reads.
const MAX_NUMBER: u32 = 999_999_999;

/// Bytes that targets of links and images may take for each byte of the page, and for any page.
const TARGETS_PER_BYTE: usize = 2;
const FREE_TARGETS: usize = 64 << 10;

/// Bytes for each byte of the page that starts of lines and empty cells may take, and for any page.
const PADDING_PER_BYTE: usize = 6;
const FREE_PADDING: usize = 64 << 10;

/// A quote or list item around a block.
#[derive(Clone, Copy, PartialEq)]
struct Container {
    element: u32,
    kind: ContainerKind,
}

#[derive(Clone, Copy, PartialEq)]
enum ContainerKind {
    Quote,
    Bullet,
    Number(u32),
}

impl ContainerKind {
    /// What the first line inside starts with.
    fn marker(self) -> String {
        match self {
            ContainerKind::Quote => "> ".into(),
            ContainerKind::Bullet => "- ".into(),
            ContainerKind::Number(n) => format!("{n}. "),
        }
    }

    /// What all other lines inside start with.
    fn continuation(self) -> String {
        let marker = self.marker();
        if self == ContainerKind::Quote { marker } else { " ".repeat(marker.len()) }
    }
}

/// Writes the blocks of a report that have this label, with these images.
pub(crate) fn render(report: &Report, label: Label, images: &[Image]) -> String {
    let bytes = report.page().bytes;
    let mut writer = Writer {
        report,
        label,
        out: String::new(),
        inline: Inline::new(report.page(), images, bytes.saturating_mul(TARGETS_PER_BYTE).saturating_add(FREE_TARGETS)),
        padding_left: bytes.saturating_mul(PADDING_PER_BYTE).saturating_add(FREE_PADDING),
        previous: Vec::new(),
        written: 0,
        tables: FxHashMap::default(),
        numbers: Numbers::default(),
    };
    for block in report.with_label(label) {
        if block.index >= writer.written {
            writer.write_block(block.index);
        }
    }
    let mut out = writer.out;
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// What is known about a table.
enum Table {
    /// It lays out the page, so its blocks are written one by one.
    Layout,
    /// It holds data and is written.
    Written,
}

struct Writer<'a> {
    report: &'a Report,
    label: Label,
    out: String,
    inline: Inline<'a>,
    /// Bytes that starts of lines and empty cells may still take: pages may repeat long ones in many short lines.
    padding_left: usize,
    /// Containers of the previous block, outermost first.
    previous: Vec<Container>,
    /// Blocks before this one were written with the one before them.
    written: usize,
    tables: FxHashMap<u32, Table>,
    numbers: Numbers,
}

impl Writer<'_> {
    /// Writes a block. If it is the first block of a table, writes the table.
    fn write_block(&mut self, index: usize) {
        let Some(table) = table::around(self.report.page(), index) else { return self.write_alone(index) };
        match self.tables.get(&table) {
            Some(Table::Written) => {}
            Some(Table::Layout) => self.write_alone(index),
            None => match table::rows(self.report, table, self.label) {
                Some(rows) => self.write_table(index, table, rows),
                None => {
                    self.tables.insert(table, Table::Layout);
                    self.write_alone(index);
                }
            },
        }
    }

    fn write_table(&mut self, index: usize, table: u32, rows: table::Rows) {
        // A block in none of the cells is the caption.
        if !rows.cells.iter().flatten().any(|cell| cell.blocks.contains(&index)) {
            return self.write_alone(index);
        }
        self.tables.insert(table, Table::Written);
        let prefix = self.start_block(index, rows.cells.len());
        table::write(&mut self.out, &mut self.inline, &mut self.padding_left, self.report, &rows, &prefix);
    }

    /// Writes a block that is not part of a table, and the images after it.
    fn write_alone(&mut self, index: usize) {
        let page = self.report.page();
        let block = &page.blocks[index];
        if block.preformatted {
            return self.write_code(index);
        }
        let prefix = self.start_block(index, usize::from(block.breaks) + 1);
        let level = self.report.element_tag(index).and_then(Tag::heading);
        if let Some(box_of_task) = self.box_of_task(index).filter(|_| level.is_none()) {
            self.out.push_str(box_of_task);
        }
        if let Some(level) = level {
            (0..level).for_each(|_| self.out.push('#'));
            self.out.push(' ');
        }
        let place = if level.is_some() { Place::Heading } else { Place::Paragraph(&prefix) };
        self.inline.write(&mut self.out, &self.report.blocks()[index], place);
        self.write_images(index);
    }

    /// The check box before the first block of an item that is a task.
    fn box_of_task(&self, index: usize) -> Option<&'static str> {
        let page = self.report.page();
        let item = self.previous.last().filter(|container| container.kind != ContainerKind::Quote)?.element;
        let is_first = page.elements[item as usize].first_block as usize == index;
        let mut numbers = page.numbers_of(item).filter(|_| is_first);
        numbers.find_map(|number| match number {
            Number::Task(is_done) => Some(if is_done { "[x] " } else { "[ ] " }),
            _ => None,
        })
    }

    /// Writes the images between a block and the next one, if both are written.
    fn write_images(&mut self, index: usize) {
        let next = self.report.blocks().get(index + 1);
        if !self.inline.has_images() || next.is_some_and(|next| next.label != self.label) {
            return;
        }
        let prefix: String = self.previous.iter().map(|container| container.kind.continuation()).collect();
        self.inline.write_images_after(&mut self.out, index, &format!("\n{}\n{prefix}", prefix.trim_end()));
    }

    /// Writes a fenced block with all the lines of the element around, which may be blocks of their own. The fence is
    /// longer than any in the text.
    fn write_code(&mut self, index: usize) {
        let (page, blocks) = (self.report.page(), self.report.blocks());
        let around = preformatted_around(page, index);
        let is_same = |other: usize| {
            let is_written = blocks[other].label == self.label && page.blocks[other].preformatted;
            is_written && around.is_some() && preformatted_around(page, other) == around
        };
        let end = (index + 1..blocks.len()).find(|other| !is_same(*other)).unwrap_or(blocks.len());
        let texts: Vec<String> =
            blocks[index..end].iter().map(|block| block.clean_text().trim_matches('\n').to_owned()).collect();
        let text = texts.join("\n");
        let prefix = self.start_block(index, text.lines().count() + 2);
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.out.push_str(&fence);
        self.out.push_str(language_of(page, around.unwrap_or(page.blocks[index].element)));
        for line in text.lines().chain([fence.as_str()]) {
            self.out.push('\n');
            self.out.push_str(&prefix);
            self.out.push_str(line);
        }
        self.written = end;
        self.write_images(end - 1);
    }

    /// Writes what separates a block of `lines` lines from the previous one, and the markers of its containers. Returns
    /// what its other lines start with.
    fn start_block(&mut self, index: usize, lines: usize) -> String {
        let mut containers = containers_of(self.report.page(), index, &mut self.numbers);
        let width: usize = containers.iter().map(|container| container.kind.continuation().len()).sum();
        let needed = width.saturating_mul(lines.saturating_add(1));
        if needed > self.padding_left {
            containers.clear();
        } else {
            self.padding_left -= needed;
        }
        let shared = containers.iter().zip(&self.previous).take_while(|(a, b)| a == b).count();
        let (mut first_line, mut other_lines) = (String::new(), String::new());
        for (depth, container) in containers.iter().enumerate() {
            let (marker, continuation) = (container.kind.marker(), container.kind.continuation());
            first_line.push_str(if depth < shared { &continuation } else { &marker });
            other_lines.push_str(&continuation);
        }
        if !self.out.is_empty() {
            self.out.push('\n');
            if !is_next_item(self.report.page(), &containers, &self.previous, shared) {
                let prefix: String = containers[..shared].iter().map(|c| c.kind.continuation()).collect();
                self.out.push_str(prefix.trim_end());
                self.out.push('\n');
            }
        }
        self.out.push_str(&first_line);
        self.previous = containers;
        other_lines
    }
}

/// Whether a block starts the next item of the list that the previous block is in, or a list inside its item. No empty line
/// separates them then. `shared`: how many containers both blocks are in.
fn is_next_item(page: &Page, containers: &[Container], previous: &[Container], shared: usize) -> bool {
    let list_of_item = |item: &Container| page.elements[item.element as usize].parent;
    let Some(item) = containers.get(shared).filter(|c| c.kind != ContainerKind::Quote) else { return false };
    match previous.get(shared) {
        Some(sibling) => sibling.kind != ContainerKind::Quote && list_of_item(item) == list_of_item(sibling),
        None => shared > 0 && containers[shared - 1].kind != ContainerKind::Quote,
    }
}

/// Numbers of the items of numbered lists.
#[derive(Default)]
struct Numbers {
    by_item: FxHashMap<u32, u32>,
    last_by_list: FxHashMap<u32, u32>,
}

impl Numbers {
    /// The number of an item. Only items that are written count.
    fn of(&mut self, page: &Page, list: u32, item: u32) -> u32 {
        if let Some(number) = self.by_item.get(&item) {
            return *number;
        }
        let own = |element| {
            page.numbers_of(element).find_map(|number| if let Number::Item(n) = number { Some(n) } else { None })
        };
        let number = match (own(item), self.last_by_list.get(&list)) {
            (Some(number), _) => number,
            (None, Some(last)) => last.saturating_add(1).min(MAX_NUMBER),
            (None, None) => own(list).unwrap_or(1),
        };
        self.last_by_list.insert(list, number);
        self.by_item.insert(item, number);
        number
    }
}

/// The quotes and list items around a block, outermost first.
fn containers_of(page: &Page, block: usize, numbers: &mut Numbers) -> Vec<Container> {
    let mut containers = Vec::new();
    let mut index = page.blocks[block].element;
    while index != NONE {
        let element = &page.elements[index as usize];
        let kind = match element.tag {
            Tag::Blockquote => Some(ContainerKind::Quote),
            Tag::Li => match list_of(page, element.parent) {
                Some((list, Tag::Ol)) => Some(ContainerKind::Number(numbers.of(page, list, index))),
                _ => Some(ContainerKind::Bullet),
            },
            _ => None,
        };
        containers.extend(kind.map(|kind| Container { element: index, kind }));
        index = element.parent;
    }
    containers.truncate(MAX_CONTAINERS);
    containers.reverse();
    containers
}

/// The list that an item with this parent belongs to.
fn list_of(page: &Page, parent: u32) -> Option<(u32, Tag)> {
    let tag = page.elements.get(parent as usize)?.tag;
    matches!(tag, Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir).then_some((parent, tag))
}

/// The preformatted element around a block.
fn preformatted_around(page: &Page, block: usize) -> Option<u32> {
    let mut index = page.blocks[block].element;
    while index != NONE {
        let element = &page.elements[index as usize];
        if matches!(element.tag, Tag::Pre | Tag::Listing | Tag::Xmp) {
            return Some(index);
        }
        index = element.parent;
    }
    None
}

/// The language that a class of a `pre`, its `code` or the boxes around them names for highlighters.
fn language_of(page: &Page, element: u32) -> &str {
    let Some(pre) = page.elements.get(element as usize) else { return "" };
    let inner = page.elements.get(element as usize + 1).filter(|e| e.parent == element && e.tag == Tag::Code);
    let own = [inner, Some(pre)].into_iter().flatten().find_map(|e| page.names.language(e, false));
    let boxes = std::iter::successors(Some(pre), |e| page.elements.get(e.parent as usize));
    let boxes = boxes.skip(1).take(MAX_CODE_BOXES).take_while(|e| matches!(e.tag, Tag::Div | Tag::Figure));
    own.or_else(|| boxes.filter_map(|e| page.names.language(e, true)).next()).unwrap_or("")
}
