//! Escapes text and link targets, so that nothing on the page is read as Markdown.

/// Writes text with escapes where it would be read as Markdown. `starts_line`: whether it starts a line.
pub(super) fn escape(out: &mut String, text: &str, starts_line: bool) {
    let digits = if starts_line { text.bytes().take_while(u8::is_ascii_digit).count() } else { 0 };
    for (i, c) in text.char_indices() {
        let is_special = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~');
        let is_special_at_start = starts_line && i == 0 && matches!(c, '#' | '>' | '-' | '+' | '=');
        let ends_number = digits > 0 && i == digits && matches!(c, '.' | ')');
        let starts_entity =
            c == '&' && text[i + 1..].starts_with(|next: char| next == '#' || next.is_ascii_alphanumeric());
        if is_special || is_special_at_start || ends_number || starts_entity {
            out.push('\\');
        }
        out.push(c);
    }
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
    use super::{escape, write_target};

    #[test]
    fn text_is_not_read_as_markdown() {
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
    fn a_target_does_not_end_early() {
        let mut out = String::new();
        write_target(&mut out, "/a (b)?q=<x> y\n\"z\"|é");
        assert_eq!(out, "/a%20%28b%29?q=%3Cx%3E%20y%22z%22%7Cé");
    }
}
