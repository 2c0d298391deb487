//! Text of metadata: cut, cleaned of markup, compared.

use scraper::Html;

/// Bytes of a character reference.
const MAX_REFERENCE: usize = 16;

/// The prefix of at most `max_bytes` bytes with white space collapsed.
pub(super) fn collapse(text: &str, max_bytes: usize) -> String {
    let mut collapsed = String::new();
    for word in text.split_whitespace() {
        if collapsed.len() + 1 + word.len() > max_bytes {
            if collapsed.is_empty() {
                collapsed.push_str(&word[..word.floor_char_boundary(max_bytes)]);
            }
            break;
        }
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

/// Text without tags and character references, which structured data often contains by mistake.
pub(super) fn plain(text: &str) -> String {
    if !has_markup(text) {
        return text.to_owned();
    }
    // References are at times encoded twice: the attribute's own were decoded before.
    let parsed = Html::parse_fragment(text);
    let plain: String = parsed.root_element().text().collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text seems to hold a tag or a character reference.
fn has_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'<', b'&', bytes).any(|at| match (bytes[at], bytes.get(at + 1)) {
        (_, None) => false,
        (b'<', Some(next)) => next.is_ascii_alphabetic() || matches!(next, b'/' | b'!'),
        (_, Some(next)) => {
            let length = bytes[at + 1..].iter().take(MAX_REFERENCE).position(|b| *b == b';');
            (next.is_ascii_alphabetic() || *next == b'#') && length.is_some()
        }
    })
}

/// Letters and digits in lower case: two texts with the same key differ in punctuation, white space and case only.
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                key.push(c.to_ascii_lowercase());
            }
        } else if c.is_alphanumeric() {
            key.extend(c.to_lowercase());
        }
    }
    key
}
