//! Grafting: plants injected spam and its clean look-alikes into clean pages, with marks around what was planted.
//!
//! What is planted comes from the data files of [`Library`]; how it is planted (domain names, separators, hiding, places)
//! is drawn here from weights that those files may change. Everything follows from the random generator handed in.

mod build;
mod campaign;
mod domains;
mod doorway;
mod error;
mod hide;
mod library;
mod lookalike;
mod plain;
mod plant;
mod render;
mod scan;
mod skeleton;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod words;

use rand_chacha::ChaCha8Rng;

pub use campaign::{Campaign, Count, Lexicon};
pub use error::GraftError;
pub use library::Library;
pub use lookalike::{CleanLabel, Lookalike, Set};
pub use template::{
    AnchorStyle, DomainStyle, Encoding, Hiding, LinkPattern, Named, Place, Separator, Shape, Template, Weights, Wrapper,
};

/// Begins planted spam. Marks stand in text nodes, or in the value of the content of a meta element.
pub const MARK_SPAM: char = '\u{10FF00}';
/// Begins planted navigation.
pub const MARK_NAVIGATION: char = '\u{10FF01}';
/// Begins planted content.
pub const MARK_CONTENT: char = '\u{10FF02}';
/// Ends what was planted.
pub const MARK_END: char = '\u{10FF0F}';

fn is_begin(c: char) -> bool {
    matches!(c, MARK_SPAM | MARK_NAVIGATION | MARK_CONTENT)
}

/// A page without its marks.
pub fn strip_marks(html: &str) -> String {
    html.chars().filter(|c| !is_begin(*c) && *c != MARK_END).collect()
}

/// The page that something is planted in.
#[derive(Debug, Clone, Copy)]
pub struct Host<'a> {
    /// Its markup.
    pub html: &'a str,
    /// Its address.
    pub url: Option<&'a str>,
    /// Its language (ISO 639-1).
    pub language: Option<&'a str>,
}

impl<'a> Host<'a> {
    /// Scheme and host of its address.
    fn origin(&self) -> Option<&'a str> {
        let url = self.url?;
        let host = url.find("://")? + 3;
        let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
        (end > host).then(|| &url[..end])
    }

    /// The host name of its address.
    fn name(&self) -> Option<&'a str> {
        self.origin().and_then(|origin| origin.split_once("://")).map(|(_, host)| host)
    }
}

/// A page with something planted in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graft {
    /// The page with marks around what was planted: markup, or lines of plain text.
    pub html: String,
    /// The family of the campaign or look-alike.
    pub family: String,
    /// How it was planted.
    pub template: Template,
    /// Whether it is spam; a look-alike is not.
    pub is_spam: bool,
}

/// Plants a campaign's spam in a page.
pub fn plant(host: &Host, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    plant::spam(host, campaign, rng)
}

/// Plants a clean look-alike in a page.
pub fn plant_lookalike(host: &Host, lookalike: &Lookalike, rng: &mut ChaCha8Rng) -> Graft {
    lookalike::clean_graft(host, lookalike, rng)
}

/// Makes a whole page of a campaign's spam around the skeleton of an ordinary site.
pub fn doorway(campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    doorway::page(campaign, rng)
}

/// Plants a campaign's spam in a page that was flattened to plain text.
pub fn plant_text(lines: &str, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    plain::spam(lines, campaign, rng)
}

/// Plants a clean look-alike in a page that was flattened to plain text.
pub fn plant_text_lookalike(lines: &str, lookalike: &Lookalike, rng: &mut ChaCha8Rng) -> Graft {
    plain::clean(lines, lookalike, rng)
}
