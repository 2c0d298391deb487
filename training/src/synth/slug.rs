//! Pieces of domain names and paths: slugs, percent-encoded text, random letters.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// The ASCII letters and digits of a text in lower case, joined by hyphens.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Percent-encodes the start of a text; real addresses are no longer.
pub(super) fn percent_encoded(text: &str) -> String {
    let start: String = text.chars().take(12).collect();
    start
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// Random lower-case letters.
pub(super) fn letters(length: usize, rng: &mut ChaCha8Rng) -> String {
    (0..length).map(|_| char::from(rng.random_range(b'a'..=b'z'))).collect()
}
