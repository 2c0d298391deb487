//! Text of strangers made fit for a terminal: no character that moves the cursor, turns the direction of reading or
//! is not seen at all gets through as it is.

use std::fmt::Write;

/// The text with control, format and invisible characters written out, as `\u{202e}`.
pub(crate) fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unseen(c) {
            let _ = write!(out, "\\u{{{:x}}}", c as u32);
        } else {
            out.push(c);
        }
    }
    out
}

/// The same on one line: runs of white space become one space.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    safe(&words.join(" "))
}

/// The text without control characters but line feeds and tabs: replacement characters stand for them.
pub(super) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\x0c' => ' ',
            c if c.is_control() => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

/// Controls, bidirectional marks, line and paragraph separators, fillers, tags and other format characters.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}'
            | '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0d}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unseen_gets_through() {
        assert_eq!(safe("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(
            safe("\u{9b}1m\u{202e}x\u{2066}\u{200b}\u{feff}\u{7f}"),
            "\\u{9b}1m\\u{202e}x\\u{2066}\\u{200b}\\u{feff}\\u{7f}"
        );
        assert_eq!(safe("\u{e0041}"), "\\u{e0041}");
        assert_eq!(safe("中文 ไทย é 👍"), "中文 ไทย é 👍");
        assert_eq!(one_line(" a\r\n\tb  c "), "a b c");
    }

    #[test]
    fn page_breaks_are_no_text() {
        assert_eq!(printable("a\x0cb\x1b\u{85}\n\t"), "a b\u{fffd}\u{fffd}\n\t");
    }
}
