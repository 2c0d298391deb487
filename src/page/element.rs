//! Elements of the body, as far as features need them.

use super::visibility::Visibility;
use crate::parse::{Cues, Tag};

/// No element, class or domain.
pub(crate) const NONE: u32 = u32::MAX;

/// An element of the body. A page lists them in document order, parents before children.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    /// Index of the parent, `NONE` for the outermost.
    pub(crate) parent: u32,
    /// One past the last descendant.
    pub(crate) end: u32,
    /// The first block inside, and one past the last.
    pub(crate) first_block: u32,
    pub(crate) end_block: u32,
    /// The interned class attribute, `NONE` without.
    pub(crate) class: u32,
    /// Words of the id attribute in the name table: the first one, and how many.
    pub(crate) id_words: (u32, u8),
    /// Hash of the tag and the first class. Siblings made from one template share it.
    pub(crate) template: u32,
    /// Hash of the tags from the root to here.
    pub(crate) tag_path: u32,
    /// What the words of class, id and role mean.
    pub(crate) cues: Cues,
    /// How the element is hidden, by itself or by an ancestor.
    pub(crate) visibility: Visibility,
    pub(crate) tag: Tag,
    pub(crate) depth: u16,
    /// Whether the element ends blocks: a block-level element or a hidden inline one.
    pub(crate) is_block: bool,
    /// Whether `itemprop`, `itemscope` or `typeof` is set.
    pub(crate) microdata: bool,
}
