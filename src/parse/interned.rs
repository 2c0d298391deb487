//! Bounds what it takes to intern the names of tags and attributes.
//!
//! html5ever interns names in a table of the whole process, which keeps those that are not standard in 4,096 linked
//! lists. The hash that chooses the list is known, so a page can put thousands of names into one list, and html5ever
//! walks the list each time that one of them occurs. It does so before it hands a tag over, and also for repeated
//! attributes, which it then drops. So the lists are kept short rather than the walks counted.

use crate::hash::Set;
use html5ever::LocalName;
use html5ever::tokenizer::Tag;

/// Lists of the table.
const LISTS: usize = 4096;

/// Names of one page that a list may hold. By chance, a list holds so many once a page has 150,000 different names.
const MAX_NAMES: u8 = 64;

/// Bytes of a name that fits into its handle, so that the table is not asked.
const MAX_INLINE: usize = 7;

/// The long names of a page.
#[derive(Default)]
pub(super) struct InternedNames {
    /// Their hashes.
    seen: Set<u64>,
    /// How many there are in each list.
    lists: Vec<u8>,
}

impl InternedNames {
    /// Adds the names of a tag. Returns whether the lists are short enough.
    pub(super) fn add_tag(&mut self, tag: &Tag) -> bool {
        tag.attrs.iter().fold(self.add(&tag.name), |is_short, attribute| is_short & self.add(&attribute.name.local))
    }

    #[inline]
    fn add(&mut self, name: &LocalName) -> bool {
        name.len() <= MAX_INLINE || self.add_long(name.get_hash())
    }

    fn add_long(&mut self, hash: u64) -> bool {
        if !self.seen.insert(hash) {
            return true;
        }
        self.lists.resize(LISTS, 0);
        let list = &mut self.lists[hash as usize % LISTS];
        *list = list.saturating_add(1);
        *list <= MAX_NAMES
    }
}

#[cfg(test)]
mod tests {
    use super::{InternedNames, LISTS, MAX_NAMES};
    use html5ever::LocalName;

    #[test]
    fn lists_are_kept_short() {
        let list_of = |name: &LocalName| name.get_hash() as usize % LISTS;
        let names: Vec<LocalName> = (0..400_000).map(|i| LocalName::from(format!("long-name-{i}"))).collect();
        let same: Vec<&LocalName> = names.iter().filter(|name| list_of(name) == list_of(&names[0])).collect();
        let mut interned = InternedNames::default();
        let max = usize::from(MAX_NAMES);
        assert!(same.len() > max);
        assert!(same[..max].iter().all(|name| interned.add(name)));
        assert!(same[..max].iter().all(|name| interned.add(name)), "names that are known do not count");
        assert!(!interned.add(same[max]));
        assert!(interned.add(&LocalName::from("short")));
    }
}
