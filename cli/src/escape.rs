//! Escaping of untrusted text for terminals, HTML and JSON.

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Escapes control, format and invisible characters as `\u{202e}`.
pub(crate) fn terminal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) {
            let _ = write!(out, "\\u{{{:x}}}", c as u32);
        } else {
            out.push(c);
        }
    }
    out
}

/// Like [`terminal`], on one line: each run of white space becomes one space.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    terminal(&words.join(" "))
}

/// Replaces control characters other than line feeds and tabs with U+FFFD. Form feeds, which separate pages in text
/// output, become spaces.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\x0c' => ' ',
            c if c.is_control() => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

/// Escapes text for HTML content and quoted attributes.
pub(crate) fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Serializes to compact JSON. Characters in strings that end a line for some readers, move a terminal's cursor or
/// change the reading direction are escaped.
pub(crate) fn json(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut json = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut json, EscapedStrings { is_in_html: false }))?;
    Ok(json)
}

/// Writes JSON that can be embedded in a `<script>` element: it cannot end the element or begin a comment.
pub(crate) fn json_in_html(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(out, EscapedStrings { is_in_html: true }))?;
    Ok(())
}

struct EscapedStrings {
    /// Whether the signs that markup is made of are escaped too. JSON has them in strings only.
    is_in_html: bool,
}

impl Formatter for EscapedStrings {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let is_escaped = |c: char| is_escaped_in_json(c) || self.is_in_html && matches!(c, '<' | '>' | '&');
        let mut written = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_escaped(*c)) {
            CompactFormatter.write_string_fragment(writer, &fragment[written..at])?;
            write!(writer, "\\u{:04x}", c as u32)?;
            written = at + c.len_utf8();
        }
        CompactFormatter.write_string_fragment(writer, &fragment[written..])
    }
}

/// Control characters from U+007F on (JSON escapes those below the space anyway), line and paragraph separators,
/// bidirectional marks and the byte order mark.
fn is_escaped_in_json(c: char) -> bool {
    matches!(c, '\x7f'..='\u{9f}' | '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{feff}')
}

/// Controls, bidirectional marks, line and paragraph separators, fillers, tags and other format characters.
pub(crate) fn is_invisible(c: char) -> bool {
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
    fn invisible_characters_are_escaped_for_terminals() {
        assert_eq!(terminal("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(
            terminal("\u{9b}1m\u{202e}x\u{2066}\u{200b}\u{feff}\u{7f}"),
            "\\u{9b}1m\\u{202e}x\\u{2066}\\u{200b}\\u{feff}\\u{7f}"
        );
        assert_eq!(terminal("\u{e0041}"), "\\u{e0041}");
        assert_eq!(terminal("中文 ไทย é 👍"), "中文 ไทย é 👍");
        assert_eq!(one_line(" a\r\n\tb  c "), "a b c");
    }

    #[test]
    fn page_breaks_in_text_are_replaced() {
        assert_eq!(printable("a\x0cb\x1b\u{85}\n\t"), "a b\u{fffd}\u{fffd}\n\t");
    }

    #[test]
    fn json_strings_are_escaped_and_keep_their_value() {
        let written = |text: &str| String::from_utf8(json(&text).unwrap()).unwrap();
        assert_eq!(written("a\u{2028}b\u{202e}\u{7f}\u{85}"), "\"a\\u2028b\\u202e\\u007f\\u0085\"");
        assert_eq!(written("中文 é \" \\ 👍"), "\"中文 é \\\" \\\\ 👍\"");
        for text in ["", "\u{feff}", "x\u{2066}\u{2069}y\n\u{1b}[0m", "\u{61c}\u{200e}"] {
            assert_eq!(serde_json::from_str::<String>(&written(text)).unwrap(), text);
        }
    }

    #[test]
    fn json_cannot_leave_its_script_element() {
        let mut json = Vec::new();
        json_in_html(&mut json, &"</script><!--<script>&\u{2028}").unwrap();
        assert_eq!(String::from_utf8(json).unwrap(), r#""\u003c/script\u003e\u003c!--\u003cscript\u003e\u0026\u2028""#);
    }
}
