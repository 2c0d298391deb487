//! What one document's rules say of its tags and classes, asked once each.

use crate::page::rules::Rules;
use crate::parse::Tag;
use crate::parse::css::Style;
use rustc_hash::FxHashMap;

/// What is known of the styles of one document.
#[derive(Default)]
pub(super) struct KnownStyles {
    /// The styles of the elements with one tag and one class attribute that have nothing else to go by. The keys are
    /// numbers of the walk's own, not hashes of what the page says.
    pub(super) known: FxHashMap<(u32, Tag), Style>,
    /// What the rules say of each tag, by its number.
    tags: Vec<Option<TagTraits>>,
}

/// What the rules that name a tag may do.
#[derive(Clone, Copy)]
pub(super) struct TagTraits {
    pub(super) may_hide: bool,
    pub(super) may_break: bool,
}

impl KnownStyles {
    #[inline]
    pub(super) fn tag_traits(&mut self, name: &str, tag: Tag, rules: &Rules) -> TagTraits {
        match self.tags.get(tag as usize) {
            Some(Some(known)) => *known,
            _ => self.read_tag(name, tag, rules),
        }
    }

    fn read_tag(&mut self, name: &str, tag: Tag, rules: &Rules) -> TagTraits {
        let traits = TagTraits { may_hide: rules.hiding().have_tag(name), may_break: rules.breaking().have_tag(name) };
        // Custom and unknown elements share a number, but not a name.
        if !matches!(tag, Tag::Custom | Tag::Unknown) {
            if self.tags.len() <= tag as usize {
                self.tags.resize(tag as usize + 1, None);
            }
            self.tags[tag as usize] = Some(traits);
        }
        traits
    }
}
