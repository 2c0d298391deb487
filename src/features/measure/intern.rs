//! Numbers for keys, in the order in which they first occur.

use crate::hash::Map;
use std::hash::Hash;

/// Members with the same key have the same number.
#[derive(Debug, Default)]
pub(crate) struct Interned {
    /// The number of each member's key.
    pub(crate) ids: Vec<u32>,
    /// How many keys differ.
    pub(crate) count: usize,
}

impl Interned {
    /// Numbers the keys. `capacity` is about how many of them differ.
    pub(crate) fn new<K: Hash + Eq>(keys: impl Iterator<Item = K>, capacity: usize) -> Interned {
        let mut numbers: Map<K, u32> = Map::default();
        numbers.reserve(capacity);
        let ids = keys
            .map(|key| {
                let next = numbers.len() as u32;
                *numbers.entry(key).or_insert(next)
            })
            .collect();
        Interned { ids, count: numbers.len() }
    }

    /// One key for all members.
    pub(crate) fn same(members: usize) -> Interned {
        Interned { ids: vec![0; members], count: members.min(1) }
    }
}
