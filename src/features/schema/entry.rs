//! Schema entries, and the macro that turns a table of them into columns.

use super::FeatureGroup;
use super::phrase::{Phrase, Topic};

/// What the schema knows about one column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) group: FeatureGroup,
    pub(super) needs_markup: bool,
    pub(super) doc: &'static str,
    pub(super) topic: Topic,
    pub(super) phrase: Phrase,
}

/// A column of the feature matrix; its names are constants that the tables define.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Col(pub(super) usize);

impl Col {
    /// The index of the column.
    #[inline]
    pub(crate) const fn index(self) -> usize {
        self.0
    }
}

/// Defines consecutive columns from an index on. Per group, and per whether it needs markup: a name, what it measures,
/// the topic of its phrase, and the phrase.
macro_rules! entries {
    ($start:expr; $($group:ident $markup:literal {
        $($name:ident $doc:literal; $topic:ident $(($part:literal))? => $phrase:expr;)*
    })*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Index { $($($name,)*)* COUNT }

        #[allow(non_upper_case_globals)]
        impl super::entry::Col {
            $($(#[doc = $doc] pub(crate) const $name: Self = Self($start + Index::$name as usize);)*)*
        }

        /// The index after the last of these columns.
        pub(super) const END: usize = $start + Index::COUNT as usize;

        pub(super) const ENTRIES: &[super::entry::Entry] = &[$($(super::entry::Entry {
            name: stringify!($name),
            group: super::FeatureGroup::$group,
            needs_markup: $markup,
            doc: $doc,
            topic: Topic::$topic $(($part))?,
            phrase: $phrase,
        },)*)*];
    };
}

pub(super) use entries;
