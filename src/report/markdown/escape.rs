//! Escapes text and link targets, so that nothing on the page is read as Markdown.

/// Where text stands, as far as its escapes depend on it.
#[derive(Clone, Copy, Default)]
pub(super) struct Around {
    pub(super) starts_line: bool,
    /// Bars end cells.
    pub(super) is_in_table: bool,
    /// Addresses in the text of a link are not links.
    pub(super) is_in_link: bool,
}

/// Bytes of the longest name or number of a character reference.
const MAX_REFERENCE: usize = 33;

/// Digits of the longest number of a list item.
const MAX_NUMBER: usize = 9;

/// Writes text with escapes where it would be read as Markdown. What comes after it is not known, so its end is escaped
/// as if it could be.
pub(super) fn escape(out: &mut String, text: &str, around: Around) {
    let special = if around.starts_line { special_at_start(text) } else { None };
    // The end of a run of underscores or tildes, and whether its signs are escaped. The end of an address.
    let (mut run, mut address_end) = ((0, false), 0);
    for (i, c) in text.char_indices() {
        let before = if i == 0 && around.starts_line { None } else { out.chars().next_back() };
        let next = text[i + c.len_utf8()..].chars().next();
        let is_special = match c {
            '`' | '[' | ']' => true,
            '*' => !(before.is_some_and(char::is_whitespace) && next.is_some_and(char::is_whitespace)),
            '|' => around.is_in_table,
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '<' => next.is_none_or(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
            '&' => starts_reference(&text[i + 1..]),
            '_' | '~' => {
                if i >= run.0 {
                    let after = text[i..].trim_start_matches(c);
                    let length = text.len() - i - after.len();
                    let is_in_address = i < address_end && (c == '_' || length == 1);
                    run = (i + length, !is_in_address && is_delimiter(c, length, before, after.chars().next()));
                }
                run.1
            }
            'h' | 'w' if i >= address_end && !around.is_in_link && before.is_none_or(|c| !c.is_alphanumeric()) => {
                address_end = i + address_length(&text[i..]);
                false
            }
            _ => false,
        };
        if is_special || special == Some(i) {
            out.push('\\');
        }
        out.push(c);
    }
}

/// The byte at which an escape keeps a line from starting a heading, a quote, a list, a line across the page or a table.
fn special_at_start(text: &str) -> Option<usize> {
    let starts_word = |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=MAX_NUMBER).contains(&digits) && text[digits..].starts_with(['.', ')']) {
        return starts_word(&text[digits + 1..]).then_some(digits);
    }
    let is_ruler = || text.bytes().all(|b| b"-=|:+ \t".contains(&b));
    let is_special = match text.bytes().next()? {
        b'#' => starts_word(text.trim_start_matches('#')),
        b'>' => true,
        b'+' | b'-' => starts_word(&text[1..]) || is_ruler(),
        b'=' | b'|' | b':' => is_ruler(),
        _ => false,
    };
    is_special.then_some(0)
}

/// Whether a run of underscores or tildes may open or close emphasis or a deletion, or start a fence.
fn is_delimiter(sign: char, length: usize, before: Option<char>, after: Option<char>) -> bool {
    if sign == '_' {
        // Never inside a word.
        return !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric));
    }
    // One that only opens stays open, since all that close are escaped.
    length > 1 || after.is_none() || before.is_some_and(|before| !before.is_whitespace())
}

/// Whether text after an ampersand makes it a character reference.
fn starts_reference(rest: &str) -> bool {
    let mut bytes = rest.bytes().take(MAX_REFERENCE);
    let end = bytes.find(|b| !b.is_ascii_alphanumeric() && *b != b'#');
    match end {
        Some(b';') => !rest.starts_with(';'),
        Some(_) => false,
        None => rest.len() < MAX_REFERENCE && !rest.is_empty(),
    }
}

/// The length of the address that text starts with; GitHub makes a link of it.
fn address_length(text: &str) -> usize {
    let is_address = ["http://", "https://", "www."].iter().any(|start| text.starts_with(start));
    if is_address { text.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(text.len()) } else { 0 }
}

/// Writes a link target. Characters that would end it or be read as Markdown are percent-encoded.
pub(super) fn write_target(out: &mut String, target: &str) {
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
    use super::{Around, escape, write_target};

    #[test]
    fn text_is_not_read_as_markdown() {
        let escaped = |text: &str| {
            let mut out = String::new();
            escape(&mut out, text, Around { starts_line: true, ..Around::default() });
            out
        };
        for (text, expected) in [
            ("# a", "\\# a"),
            ("#1 and ## x", "#1 and ## x"),
            ("1. a 2. b", "1\\. a 2. b"),
            ("12) a", "12\\) a"),
            ("3.5 m", "3.5 m"),
            ("10.\u{65b0}\u{751f}\u{6d3b}", "10.\u{65b0}\u{751f}\u{6d3b}"),
            ("1.", "1\\."),
            ("a & b &lt; &#60; R&D &copy", "a & b \\&lt; \\&#60; R&D \\&copy"),
            ("<b>[x](y) 1 < 2", "\\<b>\\[x\\](y) 1 < 2"),
            ("~~~ `x`", "\\~\\~\\~ \\`x\\`"),
            ("~7 or a~ b", "~7 or a\\~ b"),
            ("a ~", "a \\~"),
            ("www.a.example/~b/c~~d", "www.a.example/~b/c\\~\\~d"),
            ("a - b > c", "a - b > c"),
            ("- b", "\\- b"),
            ("-5 C", "-5 C"),
            ("--- | :--", "\\--- | :--"),
            ("|---|", "\\|---|"),
            ("a | b", "a | b"),
            ("===", "\\==="),
            ("2 * 3 *x*", "2 * 3 \\*x\\*"),
            ("ngx_http__module _x_ y_", "ngx_http__module \\_x\\_ y\\_"),
            ("see https://a.example/_b_/~c~ _d_", "see https://a.example/_b_/~c~ \\_d\\_"),
            ("C:\\Users \\* x\\", "C:\\Users \\\\\\* x\\\\"),
            ("\u{e9}_\u{e9} o_o@mail.example", "\u{e9}_\u{e9} o_o@mail.example"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn a_target_does_not_end_early() {
        let mut out = String::new();
        write_target(&mut out, "/a (b)?q=<x> y\n\"z\"|é");
        assert_eq!(out, "/a%20%28b%29?q=%3Cx%3E%20y%22z%22%7Cé");
    }
}
