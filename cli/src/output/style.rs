//! Colors and widths for terminals.

use anstyle::{AnsiColor, Style};
use blocksift::Label;
use unicode_width::UnicodeWidthChar;

/// The color of a label.
pub(crate) fn label_style(label: Label) -> Style {
    match label {
        Label::Content => AnsiColor::Green.on_default(),
        Label::Navigation => AnsiColor::Blue.on_default(),
        Label::Spam => AnsiColor::Red.on_default().bold(),
    }
}

/// Styles a text if colors are on.
pub(crate) fn paint(text: &str, style: Style, has_color: bool) -> String {
    if has_color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// Truncates a text to a number of columns, with an ellipsis.
pub(crate) fn fit(text: &str, columns: usize) -> String {
    let width = |c: char| c.width().unwrap_or(0);
    let (mut used, mut kept) = (0, 0);
    for (at, c) in text.char_indices() {
        used += width(c);
        if used <= columns.saturating_sub(1) {
            kept = at + c.len_utf8();
        }
        if used > columns {
            return format!("{}…", &text[..kept]);
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_truncated_by_columns() {
        assert_eq!(fit("abcdef", 6), "abcdef");
        assert_eq!(fit("abcdefg", 6), "abcde…");
        assert_eq!(fit("中文中文", 6), "中文…");
        assert_eq!(fit("中文中", 6), "中文中");
    }
}
