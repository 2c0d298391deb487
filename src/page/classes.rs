//! Class attributes, each read once a page: its words' meaning, its name in paths, what its rules hide.

use super::visibility::{Rules, Visibility};
use super::{NONE, Names};
use crate::parse::Cues;
use rustc_hash::FxHashMap;
use std::hash::Hasher;

/// One class attribute, seen before or new.
#[derive(Clone, Copy)]
pub(super) struct Class {
    pub(super) index: u32,
    pub(super) cues: Cues,
    /// Hash of the first class.
    pub(super) first: u32,
    /// Bytes of the first class as paths name it.
    pub(super) length: u32,
    pub(super) visibility: Visibility,
}

/// The class attributes seen so far.
#[derive(Default)]
pub(super) struct Classes {
    known: FxHashMap<u64, Class>,
    pub(super) names: Names,
}

impl Classes {
    /// The class attribute of this value.
    pub(super) fn of(&mut self, attribute: &str, rules: &Rules) -> Class {
        let mut hasher = rustc_hash::FxHasher::default();
        hasher.write(attribute.as_bytes());
        if let Some(known) = self.known.get(&hasher.finish()) {
            return *known;
        }
        let key = hasher.finish();
        let Some(first) = attribute.split_ascii_whitespace().next() else { return Class::none() };
        let start = self.names.buffer.len() as u32;
        let first = &first[..first.floor_char_boundary(64)];
        self.names.buffer.push_str(first);
        self.names.classes.push(start..self.names.buffer.len() as u32);
        let (words, cues) = self.names.keep_words(attribute, 12);
        self.names.class_words.push(words);
        let class = Class {
            index: self.names.classes.len() as u32 - 1,
            cues,
            first: stem_hash(first),
            length: first.len() as u32,
            visibility: if rules.is_empty() { Visibility::default() } else { rules.of_classes(attribute) },
        };
        self.known.insert(key, class);
        class
    }
}

impl Class {
    /// No class attribute.
    pub(super) fn none() -> Class {
        Class { index: NONE, cues: Cues::default(), first: 0, length: 0, visibility: Visibility::default() }
    }
}

/// Hash of a class without its digits, so that `item-1` and `item-2` share a template.
fn stem_hash(class: &str) -> u32 {
    class.bytes().filter(|b| !b.is_ascii_digit()).fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}
