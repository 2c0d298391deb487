//! Chooses the authors.

use super::{Resolver, Value};
use crate::metadata::MetadataSource;
use crate::metadata::author::{self, Form};
use crate::metadata::field::Field;
use crate::metadata::text::key;

/// Authors that are listed.
const MAX_AUTHORS: usize = 16;

/// Blocks that the bylines of one page are apart at most.
const MAX_BYLINE_GAP: u32 = 1;

impl Resolver<'_> {
    /// The names of the best source that has any, and the source. A name comes before a key such as `ann-hale`.
    pub(super) fn authors(&self) -> (Vec<String>, Option<MetadataSource>) {
        let values = self.own_values(Field::Author);
        let mut slugs = None;
        for values in values.chunk_by(|a, b| a.rank == b.rank) {
            let names = self.names_of(values);
            if names.is_empty() {
                continue;
            }
            let found = (names, Some(values[0].source));
            if !found.0.iter().all(|name| author::is_slug(name)) {
                return found;
            }
            slugs = slugs.or(Some(found));
        }
        let names = self.blocks_at_headline().map(|text| author::in_text(text, &self.sites)).find(|n| !n.is_empty());
        let names = names.or_else(|| self.signature());
        let written = names.map(|names| (names, Some(MetadataSource::Byline)));
        written.or(slugs).unwrap_or_default()
    }

    /// The names that one block of the page signs it with, unless another one has others.
    fn signature(&self) -> Option<Vec<String>> {
        let mut found =
            self.blocks.iter().map(|text| author::in_signature(text, &self.sites)).filter(|n| !n.is_empty());
        let first = found.next()?;
        found.all(|names| names == first).then_some(first)
    }

    /// The names in values of one rank.
    fn names_of(&self, values: &[Value<'_>]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let mut last: Option<u32> = None;
        for value in values {
            // Bylines further down belong to something else.
            let gap = last.zip(value.block).map_or(0, |(last, block)| block.saturating_sub(last));
            let is_other = gap > MAX_BYLINE_GAP || value.source == MetadataSource::Byline;
            if !names.is_empty() && is_other {
                break;
            }
            last = value.block;
            for name in author::names(value.text, form_of(value.source), &self.sites) {
                let is_new = names.iter().all(|other| key(other) != key(&name));
                let is_company = value.source == MetadataSource::Meta && author::is_organization(&name, &self.sites);
                if is_new && !is_company && names.len() < MAX_AUTHORS {
                    names.push(name);
                }
            }
        }
        names
    }
}

/// How the names of a source are written.
fn form_of(source: MetadataSource) -> Form {
    match source {
        MetadataSource::Citation | MetadataSource::DublinCore => Form::Name,
        MetadataSource::Byline | MetadataSource::Link | MetadataSource::Microdata => Form::Byline,
        _ => Form::Names,
    }
}
