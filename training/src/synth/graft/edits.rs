//! Insertions and replacements in a page, collected first and applied together.

use std::ops::Range;

/// Changes to a page.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn insert(&mut self, at: usize, html: String) {
        self.0.push((at..at, html));
    }

    pub(super) fn replace(&mut self, range: Range<usize>, html: String) {
        self.0.push((range, html));
    }

    /// The page with all changes. Skips a change that overlaps an earlier one or splits a character.
    pub(super) fn apply(mut self, html: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let added: usize = self.0.iter().map(|(_, text)| text.len()).sum();
        let mut out = String::with_capacity(html.len() + added);
        let mut at = 0;
        for (range, text) in &self.0 {
            let Some(before) = html.get(at..range.start) else { continue };
            if !html.is_char_boundary(range.end) {
                continue;
            }
            out.push_str(before);
            out.push_str(text);
            at = range.end;
        }
        out.push_str(html.get(at..).unwrap_or_default());
        out
    }
}
