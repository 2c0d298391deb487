//! Numbers that attributes give to cells and to items of lists, and which items are tasks.

use crate::parse::Tag;

/// Columns and rows that a cell may span, as the HTML standard limits them; it allows more rows.
const MAX_COLUMNS: u32 = 100;
const MAX_ROWS: u32 = 1000;

/// Digits of the longest number of an item: Markdown reads no longer ones.
const MAX_DIGITS: usize = 9;

/// Bytes that the number of an element takes.
pub(super) const NUMBER: usize = 12;

/// What an attribute says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// The number of an item, or of the first one in a list.
    Item(u32),
    Columns(u16),
    Rows(u16),
    /// An item is a task, and whether it is done.
    Task(bool),
}

impl Number {
    /// The number that an item has or a list starts with.
    pub(super) fn item(value: &str) -> Option<Number> {
        Some(Number::Item(digits(value)?))
    }

    /// How many columns or rows a cell spans, if more than one. It spans all rows below if the number is 0.
    pub(super) fn span(value: &str, is_row: bool) -> Option<Number> {
        let span = match digits(value)? {
            0 if is_row => MAX_ROWS,
            span => span.min(if is_row { MAX_ROWS } else { MAX_COLUMNS }),
        } as u16;
        (span > 1).then_some(if is_row { Number::Rows(span) } else { Number::Columns(span) })
    }

    /// Whether elements of this tag may have a number.
    pub(super) fn may_belong_to(tag: Tag) -> bool {
        matches!(tag, Tag::Ol | Tag::Li | Tag::Td | Tag::Th)
    }
}

/// The number that a value starts with.
fn digits(value: &str) -> Option<u32> {
    let value = value.trim_start();
    let length = value.bytes().take_while(u8::is_ascii_digit).take(MAX_DIGITS + 1).count();
    if length > MAX_DIGITS { None } else { value[..length].parse().ok() }
}
