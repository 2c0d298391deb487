//! The markup that a report was made from, parsed again for what a report does not keep.

use crate::limits::Limits;
use crate::page::segment::{self, Trace};
use crate::page::truncated;
use scraper::Html;
use url::Url;

/// A page's markup, and what its report knows of it.
pub(super) struct Original<'a> {
    pub(super) markup: &'a str,
    /// The text that was judged.
    pub(super) text: &'a str,
    pub(super) base: Option<&'a Url>,
    pub(super) limits: &'a Limits,
    /// Whether the page met a limit.
    pub(super) is_cut: bool,
}

/// The tree of a page, and where its text is in it.
pub(super) struct Traced {
    pub(super) html: Html,
    pub(super) text: String,
    pub(super) trace: Trace,
    /// How many bytes of the text were judged. This parse reads more markup than the first one, so limits may cut the two
    /// at different places.
    pub(super) judged: usize,
    /// Bytes of markup that were read.
    pub(super) bytes: usize,
}

impl Original<'_> {
    /// Parses the markup again, within the same limits.
    pub(super) fn traced(&self) -> Traced {
        let markup = truncated(self.markup, self.limits.bytes).0;
        let (html, text, trace) = segment::traced(markup, self.limits);
        let judged = common_prefix(&text, self.text);
        Traced { html, text, trace, judged, bytes: markup.len() }
    }
}

/// Bytes that two texts have in common at their start, up to the end of a character.
fn common_prefix(a: &str, b: &str) -> usize {
    let equal = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    a.floor_char_boundary(equal)
}
