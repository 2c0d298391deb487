//! Class attributes, each read once per page: the meaning of its words, its name in paths, what the rules hide.

use super::names::NameTable;
use super::rules::Rules;
use super::{NONE, formula};
use crate::hash::Map;
use crate::metadata::ClassHint;
use crate::parse::Cues;
use scraper::StrTendril;

/// Bytes of a class that paths show.
const MAX_NAME: usize = 64;

/// Words of a class attribute that are kept.
const MAX_WORDS: usize = 12;

/// Class attributes of an ordinary page.
const CLASSES: usize = 400;

/// What is known about one class attribute.
#[derive(Clone, Copy)]
pub(super) struct Class {
    /// Index into the name table, `NONE` without class.
    pub(super) index: u32,
    pub(super) cues: Cues,
    /// What it says about bylines and dates.
    pub(super) hint: ClassHint,
    /// Hash of the first class, without digits.
    pub(super) first: u32,
    /// Bytes of the first class in paths.
    pub(super) length: u32,
    /// Whether a rule that hides may match elements with this attribute.
    pub(super) may_hide: bool,
    /// Whether a rule that makes an element break the line may.
    pub(super) may_break: bool,
    /// Whether such elements may show a formula whose source is elsewhere.
    pub(super) may_be_copy: bool,
}

impl Class {
    /// Of an element without class attribute.
    pub(super) fn none() -> Class {
        Class {
            index: NONE,
            cues: Cues::default(),
            hint: ClassHint::default(),
            first: 0,
            length: 0,
            may_hide: false,
            may_break: false,
            may_be_copy: false,
        }
    }
}

/// What is known about the class attributes of one document. Whole attributes are compared, and the hash is seeded: a page
/// can choose its classes at will.
pub(super) type KnownClasses = Map<StrTendril, Class>;

/// The class attributes read so far.
pub(super) struct Classes {
    pub(super) known: KnownClasses,
    pub(super) names: NameTable,
}

impl Classes {
    /// With room for the classes of an ordinary page.
    pub(super) fn new() -> Classes {
        Classes {
            known: KnownClasses::with_capacity_and_hasher(CLASSES, Default::default()),
            names: NameTable::with_capacity(CLASSES),
        }
    }

    /// What is known about the attribute with this value. Reads it if it is new.
    pub(super) fn get(&mut self, attribute: &StrTendril, rules: &Rules) -> Class {
        if let Some(known) = self.known.get(attribute) {
            return *known;
        }
        let Some(first) = attribute.split_ascii_whitespace().next() else { return Class::none() };
        let first = &first[..first.floor_char_boundary(MAX_NAME)];
        let (index, cues) = self.names.keep_class(first, attribute, MAX_WORDS);
        let (may_hide, may_break) = rules.traits_of_class(attribute);
        let class = Class {
            index,
            cues,
            hint: ClassHint::of(attribute),
            first: stem_hash(first),
            length: first.len() as u32,
            may_hide,
            may_break,
            may_be_copy: formula::may_be_copy(attribute),
        };
        self.known.insert(attribute.clone(), class);
        class
    }
}

/// Hash of a class without its digits, so that `item-1` and `item-2` share a template.
fn stem_hash(class: &str) -> u32 {
    class.bytes().filter(|b| !b.is_ascii_digit()).fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}
