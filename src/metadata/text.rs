//! Text of metadata: cut, cleaned of markup, compared.

use scraper::Html;

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
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    // References are at times encoded twice: the attribute's own were decoded before.
    let parsed = Html::parse_fragment(text);
    let plain: String = parsed.root_element().text().collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters and digits in lower case: two texts with the same key differ in punctuation, white space and case only.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
