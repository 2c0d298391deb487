//! The phrases left to draw for one page, and lists of links.

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::language::HostLanguage;

/// The phrases of a language in random order. Each is drawn at most once, so that no phrase on a page is both content
/// and navigation.
pub(super) struct Deck<'a> {
    pub(super) headlines: Vec<&'a str>,
    pub(super) sentences: Vec<&'a str>,
    pub(super) comments: Vec<&'a str>,
    pub(super) products: Vec<&'a str>,
    pub(super) properties: Vec<&'a str>,
    pub(super) tags: Vec<&'a str>,
    pub(super) places: Vec<&'a str>,
    pub(super) ads: Vec<&'a str>,
}

impl<'a> Deck<'a> {
    /// Shuffles the phrases for one page.
    pub(super) fn new(language: &'a HostLanguage, rng: &mut ChaCha8Rng) -> Self {
        let mut shuffled = |list: &'a [String]| {
            let mut items: Vec<&str> = list.iter().map(String::as_str).collect();
            items.shuffle(rng);
            items
        };
        Self {
            headlines: shuffled(&language.headlines),
            sentences: shuffled(&language.sentences),
            comments: shuffled(&language.comments),
            products: shuffled(&language.products),
            properties: shuffled(&language.properties),
            tags: shuffled(&language.tags),
            places: shuffled(&language.places),
            ads: shuffled(&language.ads),
        }
    }
}

/// Removes up to `number` items from the end of a list.
pub(super) fn draw<'a>(list: &mut Vec<&'a str>, number: usize) -> Vec<&'a str> {
    list.split_off(list.len().saturating_sub(number))
}

/// Writes links as list items, a line with separators, table cells or blocks.
pub(super) fn list(links: &[String], form: usize) -> String {
    match form % 6 {
        0 | 1 => format!("<ul>\n<li>{}</li>\n</ul>\n", links.join("</li>\n<li>")),
        2 => format!("{}\n", links.join(" | ")),
        3 => format!("<table><tr><td>{}</td></tr></table>\n", links.join("</td><td>")),
        4 => format!("<div>{}</div>\n", links.join("</div>\n<div>")),
        _ => format!("<p>{}</p>\n", links.join(" &middot; ")),
    }
}
