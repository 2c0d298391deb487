//! Runs of text and elements of a page, by their place in its markup.

use std::ops::Range;

use super::{RAW, Scan, Tag};

/// Text between two tags, from its first character that is no space.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) bytes: Range<usize>,
    /// Whether it follows the start of an `h1`.
    pub(crate) is_in_heading: bool,
}

impl<'a> Scan<'a> {
    /// The runs of text that a reader may see.
    pub(crate) fn runs(&self) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut is_in_heading = false;
        for pair in self.tags.windows(2) {
            let (tag, next) = (&pair[0], &pair[1]);
            if tag.is("h1") {
                is_in_heading = !tag.is_closing;
            }
            let is_hidden = tag.is_barred || RAW.iter().any(|name| tag.opens(name));
            let text = self.html[tag.end..next.start].trim_start();
            if !is_hidden && !text.is_empty() && !text.starts_with('<') {
                runs.push(Run { bytes: next.start - text.len()..next.start, is_in_heading });
            }
        }
        runs
    }

    /// What is inside the elements with one of these names, for those that are closed.
    pub(crate) fn elements(&self, names: &[&str]) -> Vec<Range<usize>> {
        let mut open: Vec<&Tag<'a>> = Vec::new();
        let mut found = Vec::new();
        for tag in self.tags.iter().filter(|tag| !tag.is_barred && names.iter().any(|name| tag.is(name))) {
            if !tag.is_closing {
                open.push(tag);
            } else if let Some(at) = open.iter().rposition(|other| other.is(tag.name)) {
                found.push(open[at].end..tag.start);
                open.truncate(at);
            }
        }
        found
    }
}
