//! The values that a page offers for each field, cut and bounded in number.

use super::field::Field;
use super::json_ld::{self, Node};
use super::names::{meta, property};
use super::text::collapse;
use super::{MetadataSource, names};

/// Candidates that are kept of a field.
const MAX_CANDIDATES: usize = 16;

/// JSON-LD scripts that are kept.
const MAX_SCRIPTS: usize = 512;

/// Bytes of white space that may stand for a value without counting as a candidate.
const MAX_BLANK: usize = 64;

/// A value that the page offers for a field.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) field: Field,
    pub(super) source: MetadataSource,
    /// Candidates of a lower rank come first; those of one rank in the order of the page.
    pub(super) rank: u8,
    pub(super) value: String,
    /// The block at which it is, if it is in the page's text.
    pub(super) block: Option<u32>,
}

/// All values that a page offers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Candidates {
    pub(super) list: Vec<Candidate>,
    counts: [u8; Field::COUNT],
    /// The page's JSON-LD scripts.
    scripts: Vec<Box<str>>,
    /// The label of the last `twitter:label1` or the like.
    label: Option<Field>,
    /// Bytes kept.
    bytes: usize,
}

impl Candidates {
    /// Bytes that the candidates take.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes + self.list.len() * size_of::<Candidate>()
    }

    /// Whether a further candidate of a field would be kept.
    pub(crate) fn accepts(&self, field: Field) -> bool {
        usize::from(self.counts[field as usize]) < MAX_CANDIDATES
    }

    /// Whether there is a candidate of a field.
    pub(crate) fn has(&self, field: Field) -> bool {
        self.counts[field as usize] > 0
    }

    /// Adds a candidate, with the block at which it is if it is in the page's text.
    pub(crate) fn push(&mut self, field: Field, source: MetadataSource, rank: u8, value: &str, block: Option<u32>) {
        if !self.accepts(field) {
            return;
        }
        // A URL that is cut would be another one.
        if field.is_url() && value.len() > field.max_bytes() {
            self.counts[field as usize] += 1;
            return;
        }
        // Words of a value that is cut anyway are not all read.
        let max_bytes = field.max_bytes();
        let length = value.len();
        let value = &value[..value.floor_char_boundary(max_bytes * 4)];
        let value = collapse(value, max_bytes);
        // A long blank value counts too, or many of them would take long.
        self.counts[field as usize] += u8::from(!value.is_empty() || length > MAX_BLANK);
        if value.is_empty() {
            return;
        }
        self.bytes += value.len();
        self.list.push(Candidate { field, source, rank, value, block });
    }

    /// Adds the content of a meta with a `name`, `property` or `http-equiv`.
    pub(crate) fn push_meta(&mut self, name: &str, content: &str) {
        if let Some((field, source, rank)) = meta(name) {
            self.push(field, source, rank, content, None);
        } else if let Some(is_label) = names::twitter_label(name) {
            // `twitter:label1` says what `twitter:data1` holds.
            match self.label.take() {
                Some(field) if !is_label => self.push(field, MetadataSource::Twitter, names::LABELED, content, None),
                _ => self.label = names::label(content).filter(|_| is_label),
            }
        }
    }

    /// Adds the value of an `itemprop` or `property`.
    pub(crate) fn push_property(&mut self, names: &str, value: &str, block: Option<u32>) {
        if let Some((field, source, rank)) = property(names) {
            self.push(field, source, rank, value, block);
        }
    }

    /// Keeps a JSON-LD script.
    pub(crate) fn push_json_ld(&mut self, json: &str) {
        if self.scripts.len() < MAX_SCRIPTS {
            self.bytes += size_of::<Box<str>>() + json.len();
            self.scripts.push(json.into());
        }
    }

    /// The nodes of the page's JSON-LD.
    pub(super) fn nodes(&self) -> Vec<Node> {
        let (mut nodes, mut available) = (Vec::new(), json_ld::MAX_BYTES);
        for json in &self.scripts {
            available -= json_ld::read(json, &mut nodes, available);
        }
        nodes
    }

    /// The candidates of a field, best first.
    pub(super) fn of(&self, field: Field) -> Vec<&Candidate> {
        let mut found: Vec<&Candidate> = self.list.iter().filter(|c| c.field == field).collect();
        found.sort_by_key(|candidate| candidate.rank);
        found
    }
}
