//! Pages with something planted in them, and the marks around it.
//!
//! Marks are private-use characters in text nodes, or in the `content` attribute of `meta` elements.

use crate::synth::template::GraftTemplate;

/// Begins planted spam.
pub const MARK_SPAM: char = '\u{10FF00}';
/// Begins planted navigation.
pub const MARK_NAVIGATION: char = '\u{10FF01}';
/// Begins planted content.
pub const MARK_CONTENT: char = '\u{10FF02}';
/// Ends what was planted.
pub const MARK_END: char = '\u{10FF0F}';

/// A page with something planted in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graft {
    /// The page, with marks around what was planted: markup, or lines of plain text.
    pub html: String,
    /// The family of the campaign or look-alike.
    pub family: String,
    /// How it was planted.
    pub template: GraftTemplate,
    /// Whether it is spam; look-alikes are not.
    pub is_spam: bool,
}

/// Whether a character begins something planted.
pub(super) fn is_begin(c: char) -> bool {
    matches!(c, MARK_SPAM | MARK_NAVIGATION | MARK_CONTENT)
}

/// Removes all marks from a page.
pub fn strip_marks(html: &str) -> String {
    html.chars().filter(|c| !is_begin(*c) && *c != MARK_END).collect()
}
