//! The content of a page as Markdown.

use crate::label::Label;
use crate::page::{NONE, Tag};
use crate::report::Report;

/// What a block is written as.
#[derive(PartialEq, Clone, Copy)]
enum Shape {
    Paragraph,
    Heading(u8),
    Item,
    /// A cell; the element of its row.
    Cell(u32),
    Code,
    Quote,
}

pub(crate) fn render(report: &Report) -> String {
    let mut out = String::new();
    let mut before: Option<Shape> = None;
    for block in report.with_label(Label::Content) {
        let shape = shape(report, block.index);
        out.push_str(match (before, shape) {
            (None, _) => "",
            (Some(Shape::Item), Shape::Item) => "\n",
            (Some(Shape::Cell(a)), Shape::Cell(b)) if a == b => " | ",
            (Some(Shape::Cell(_)), Shape::Cell(_)) => "\n",
            (Some(Shape::Quote), Shape::Quote) => "\n>\n",
            _ => "\n\n",
        });
        write(&mut out, shape, &block.text);
        before = Some(shape);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

fn shape(report: &Report, index: usize) -> Shape {
    let tag = report.element_tag(index);
    if report.page.blocks[index].preformatted {
        return Shape::Code;
    }
    match tag {
        Some(tag) if tag.heading().is_some() => Shape::Heading(tag.heading().unwrap_or(1)),
        Some(Tag::Li) => Shape::Item,
        Some(Tag::Td | Tag::Th) => {
            let element = report.page.blocks[index].element;
            Shape::Cell(report.page.elements[element as usize].parent)
        }
        _ if has_ancestor(report, index, Tag::Blockquote) => Shape::Quote,
        _ if has_ancestor(report, index, Tag::Li) => Shape::Item,
        _ => Shape::Paragraph,
    }
}

fn has_ancestor(report: &Report, index: usize, tag: Tag) -> bool {
    let elements = &report.page.elements;
    let mut at = report.page.blocks[index].element;
    let mut steps = 0;
    while at != NONE && steps < 4 {
        if elements[at as usize].tag == tag {
            return true;
        }
        at = elements[at as usize].parent;
        steps += 1;
    }
    false
}

fn write(out: &mut String, shape: Shape, text: &str) {
    match shape {
        Shape::Heading(level) => {
            (0..level).for_each(|_| out.push('#'));
            out.push(' ');
            escape(out, text);
        }
        Shape::Item => {
            out.push_str("- ");
            escape(out, text);
        }
        Shape::Quote => {
            out.push_str("> ");
            escape(out, text);
        }
        Shape::Code => {
            let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            out.push_str(&fence);
            out.push('\n');
            out.push_str(text.trim_end_matches('\n'));
            out.push('\n');
            out.push_str(&fence);
        }
        Shape::Paragraph | Shape::Cell(_) => escape(out, text),
    }
}

/// Keeps text from being read as markup.
fn escape(out: &mut String, text: &str) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (i, c) in text.char_indices() {
        let special = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~');
        let leading = i == 0 && matches!(c, '#' | '>' | '-' | '+' | '=');
        // An item of a numbered list; an entity.
        let numbers = digits > 0 && i == digits && matches!(c, '.' | ')');
        let entity = c == '&' && text[i + 1..].starts_with(|next: char| next == '#' || next.is_ascii_alphanumeric());
        if special || leading || numbers || entity {
            out.push('\\');
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn text_is_not_read_as_markup() {
        let escaped = |text: &str| {
            let mut out = String::new();
            escape(&mut out, text);
            out
        };
        for (text, expected) in [
            ("# a", "\\# a"),
            ("1. a 2. b", "1\\. a 2. b"),
            ("12) a", "12\\) a"),
            ("3.5 m", "3\\.5 m"),
            ("a & b &lt; &#60;", "a & b \\&lt; \\&#60;"),
            ("<b>[x](y)", "\\<b>\\[x\\](y)"),
            ("~~~ `x`", "\\~\\~\\~ \\`x\\`"),
            ("a - b > c", "a - b > c"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}
