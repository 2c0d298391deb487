//! Text and links of a block, written so that nothing of the page is read as markup.

use crate::page::{LinkKind, Page};
use crate::report::LabeledBlock;

/// Writes the text of a block with its links; of a block that spam was woven into what is left of its text without.
pub(super) fn write(out: &mut String, page: &Page, report: &LabeledBlock) {
    if !report.spam_spans.is_empty() {
        return escape(out, &report.clean_text(), true);
    }
    let block = &page.blocks()[report.index];
    let range = block.bytes();
    let mut at = range.start;
    let pieces = &page.links.pieces[block.links.start as usize..block.links.end as usize];
    for piece in pieces {
        let (start, end) = (piece.anchor.start as usize, piece.anchor.end as usize);
        let target = page.links.target(piece).trim();
        if piece.kind == LinkKind::Other || target.is_empty() || start < at || end > range.end || start >= end {
            continue;
        }
        escape(out, &page.text()[at..start], at == range.start);
        out.push('[');
        escape(out, &page.text()[start..end], false);
        out.push_str("](");
        write_target(out, target);
        out.push(')');
        at = end;
    }
    escape(out, &page.text()[at..range.end], at == range.start);
}

/// Keeps text from being read as markup; `leads`: it begins a line.
pub(super) fn escape(out: &mut String, text: &str, leads: bool) {
    let digits = if leads { text.bytes().take_while(u8::is_ascii_digit).count() } else { 0 };
    for (i, c) in text.char_indices() {
        let special = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~');
        let leading = leads && i == 0 && matches!(c, '#' | '>' | '-' | '+' | '=');
        // An item of a numbered list; an entity.
        let numbers = digits > 0 && i == digits && matches!(c, '.' | ')');
        let entity = c == '&' && text[i + 1..].starts_with(|next: char| next == '#' || next.is_ascii_alphanumeric());
        if special || leading || numbers || entity {
            out.push('\\');
        }
        out.push(c);
    }
}

/// A target as it was written, but for the characters that would end it or be read as markup.
fn write_target(out: &mut String, target: &str) {
    for c in target.chars() {
        match c {
            '(' | ')' | '<' | '>' | '[' | ']' | '\\' | '"' | '`' | '*' | '|' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            '\n' | '\t' | '\r' => {}
            c if c.is_whitespace() || c.is_control() => out.push_str("%20"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{escape, write_target};

    #[test]
    fn text_is_not_read_as_markup() {
        let escaped = |text: &str| {
            let mut out = String::new();
            escape(&mut out, text, true);
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

    #[test]
    fn a_target_cannot_end_early() {
        let mut out = String::new();
        write_target(&mut out, "/a (b)?q=<x> y\n\"z\"|é");
        assert_eq!(out, "/a%20%28b%29?q=%3Cx%3E%20y%22z%22%7Cé");
    }
}
