//! The one table of features. Each entry has a name, a group, what the feature measures, and a phrase that tells a person
//! what a value says. The CSV header, the model's schema hash, the reasons and `docs/FEATURES.md` are made from it.
//!
//! To add a feature, add an entry to the table of its group and set its column in [`columns`](super::columns).

mod context;
mod cues;
mod entry;
mod language;
mod links;
mod page;
mod phrase;
mod position;
mod repetition;
mod structure;
mod text;

pub(crate) use entry::Col;
pub use phrase::ReasonContext;
pub(crate) use phrase::{ANY, Phrase, Topic, tiers};

use crate::parse::Cues;
use cues::CuePhrase;
use std::sync::LazyLock;

/// What a feature is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FeatureGroup {
    /// Shape of the block's own text.
    Text,
    /// Segments within a line, as in `A| B| C`.
    Segments,
    /// Links: density, targets, spread of domains.
    Links,
    /// Script, language and words against the rest of the page.
    Language,
    /// Repetition of texts, anchors and templates.
    Repetition,
    /// Where in the markup the block is.
    Structure,
    /// Where on the page the block is.
    Position,
    /// Neighbors, ancestors and containers.
    Context,
    /// The page as a whole.
    Page,
}

impl FeatureGroup {
    /// The name of the group.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            FeatureGroup::Text => "text",
            FeatureGroup::Segments => "segments",
            FeatureGroup::Links => "links",
            FeatureGroup::Language => "language",
            FeatureGroup::Repetition => "repetition",
            FeatureGroup::Structure => "structure",
            FeatureGroup::Position => "position",
            FeatureGroup::Context => "context",
            FeatureGroup::Page => "page",
        }
    }
}

/// One column of the feature matrix.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Feature {
    /// Name, as in CSV headers and models.
    pub name: String,
    /// What it is about.
    pub group: FeatureGroup,
    /// What it measures, with its unit or range.
    pub doc: String,
    /// Whether it needs markup. On plain text such a feature is absent, which is not the same as zero.
    pub needs_markup: bool,
    topic: Topic,
    phrase: AnyPhrase,
}

#[derive(Debug, Clone, Copy)]
enum AnyPhrase {
    Listed(Phrase),
    Cue(CuePhrase),
}

impl Feature {
    /// What a value of the feature says about the page, or `None` if there is nothing that a person would understand.
    ///
    /// ```
    /// let links = blocksift::features().iter().find(|f| f.name == "links").unwrap();
    /// let value = 41f32.ln(); // counts are log(1 + n)
    /// assert_eq!(links.phrase(value, &Default::default()).as_deref(), Some("40 links"));
    /// ```
    #[must_use]
    pub fn phrase(&self, value: f32, context: &ReasonContext) -> Option<String> {
        match self.phrase {
            AnyPhrase::Listed(phrase) => phrase.tell(value, context),
            AnyPhrase::Cue(phrase) => phrase.tell(value),
        }
    }

    /// What the phrase is about.
    pub(crate) fn topic(&self) -> Topic {
        self.topic
    }
}

/// Number of features with a name in [`Col`].
const LISTED: usize = page::END;
/// First column of cues near the block, and of cues far from it.
pub(crate) const NEAR: usize = LISTED;
pub(crate) const FAR: usize = LISTED + Cues::COUNT;
/// Number of columns.
pub(crate) const WIDTH: usize = LISTED + 2 * Cues::COUNT;

static FEATURES: LazyLock<Vec<Feature>> = LazyLock::new(|| {
    let tables = [
        text::ENTRIES,
        links::ENTRIES,
        language::ENTRIES,
        repetition::ENTRIES,
        structure::ENTRIES,
        position::ENTRIES,
        context::ENTRIES,
        page::ENTRIES,
    ];
    let listed = tables.iter().copied().flatten().map(|entry| Feature {
        name: entry.name.to_owned(),
        group: entry.group,
        doc: entry.doc.to_owned(),
        needs_markup: entry.needs_markup,
        topic: entry.topic,
        phrase: AnyPhrase::Listed(entry.phrase),
    });
    let cues = cues::entries().into_iter().map(|(name, doc, topic, phrase)| Feature {
        name,
        group: FeatureGroup::Structure,
        doc,
        needs_markup: true,
        topic,
        phrase: AnyPhrase::Cue(phrase),
    });
    listed.chain(cues).collect()
});

/// All features in column order.
///
/// ```
/// assert!(blocksift::features().iter().any(|f| f.name == "link_density"));
/// ```
#[must_use]
pub fn features() -> &'static [Feature] {
    &FEATURES
}

/// Hash of the names and the order of all features, as 16 hexadecimal digits. A model refuses rows of another schema.
#[must_use]
pub fn schema_hash() -> String {
    static HASH: LazyLock<String> = LazyLock::new(|| {
        let bytes = features().iter().flat_map(|f| f.name.bytes().chain([b'\n', u8::from(f.needs_markup)]));
        crate::hash::fnv1a(&bytes.collect::<Vec<u8>>())
    });
    HASH.clone()
}
