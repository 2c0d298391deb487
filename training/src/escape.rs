//! Text written as HTML.

/// Escapes text for use between tags or inside a double-quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(text, &mut out);
    out
}

/// Appends escaped text.
pub(crate) fn escape_into(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
}

/// Escapes only what text between tags needs. Fragments of pages are written with it: what is planted in them, and so
/// the rows of training tables, depends on which characters are escaped.
pub(crate) fn escape_minimal(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::{escape, escape_minimal};

    #[test]
    fn markup_becomes_text() {
        assert_eq!(escape("<a href=\"?x&y\">it's"), "&lt;a href=&quot;?x&amp;y&quot;&gt;it's");
        assert_eq!(escape_minimal("\"a\" & <b>"), "\"a\" &amp; &lt;b>");
    }
}
