//! Obfuscated letters: full-width, zero-width, homoglyphs, leet, character references.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::template::Encoding;

/// Rewrites the letters of a text. Character references are written later, by [`escape`].
pub(super) fn obfuscate(text: &str, encoding: Encoding, rng: &mut ChaCha8Rng) -> String {
    match encoding {
        Encoding::Plain | Encoding::Decimal | Encoding::Hex => text.to_owned(),
        Encoding::FullWidth => text.chars().map(full_width).collect(),
        Encoding::ZeroWidth => zero_width(text, rng),
        Encoding::Homoglyphs => text.chars().map(|c| if chance(0.5, rng) { homoglyph(c) } else { c }).collect(),
        Encoding::Leet => text.chars().map(|c| if chance(0.6, rng) { leet(c) } else { c }).collect(),
        Encoding::MixedCase => text.chars().map(|c| if chance(0.4, rng) { flip_case(c) } else { c }).collect(),
        Encoding::Upper => text.to_uppercase(),
    }
}

/// Writes a text as HTML: escaped, or as character references.
pub(super) fn escape(text: &str, encoding: Encoding) -> String {
    match encoding {
        Encoding::Decimal => text.chars().map(|c| format!("&#{};", c as u32)).collect(),
        Encoding::Hex => text.chars().map(|c| format!("&#x{:x};", c as u32)).collect(),
        _ => crate::escape::escape(text),
    }
}

fn full_width(c: char) -> char {
    match c {
        '!'..='~' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

fn zero_width(text: &str, rng: &mut ChaCha8Rng) -> String {
    const HIDDEN: [char; 4] = ['\u{200B}', '\u{200C}', '\u{2060}', '\u{AD}'];
    let filler = HIDDEN[rng.random_range(0..HIDDEN.len())];
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if c.is_alphabetic() && chance(0.5, rng) {
            out.push(filler);
        }
    }
    out
}

fn homoglyph(c: char) -> char {
    const LATIN: &str = "aceopxyisjABCEHIKMOPTXYvnu";
    const OTHER: &str = "асеорхуіѕјΑВСЕНІКМОРТХΥνпυ";
    LATIN.chars().zip(OTHER.chars()).find(|(latin, _)| *latin == c).map_or(c, |(_, other)| other)
}

fn leet(c: char) -> char {
    match c.to_ascii_lowercase() {
        'a' => '4',
        'e' => '3',
        'i' => '1',
        'o' => '0',
        's' => '5',
        't' => '7',
        _ => c,
    }
}

fn flip_case(c: char) -> char {
    if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
}
