//! Facts that a block takes from the elements around it.

use super::intern::Interned;
use crate::page::{Format, NONE, Page};
use crate::parse::{Cues, Tag};

/// What an element's ancestors, itself included, decide.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Inherited {
    /// Bits of [`ANCESTORS`].
    pub(crate) inside: u32,
    pub(crate) cues: Cues,
    /// Depth of the innermost main or article, 0 without.
    pub(crate) main_depth: u16,
}

/// Tags whose presence above a block is a feature, in the order of bits.
pub(crate) const ANCESTORS: [&[Tag]; 13] = [
    &[Tag::Main],
    &[Tag::Article],
    &[Tag::Nav],
    &[Tag::Header],
    &[Tag::Footer],
    &[Tag::Aside],
    &[Tag::Form],
    &[Tag::Table],
    &[Tag::Ul, Tag::Ol, Tag::Menu, Tag::Dl],
    &[Tag::Section],
    &[Tag::Dialog, Tag::Details],
    &[Tag::Custom],
    &[Tag::Blockquote],
];

fn ancestor_bits(tag: Tag) -> u32 {
    ANCESTORS.iter().enumerate().filter(|(_, tags)| tags.contains(&tag)).map(|(i, _)| 1 << i).sum()
}

/// What each element inherits.
pub(super) fn inherit(page: &Page) -> Vec<Inherited> {
    if page.format == Format::Text {
        return Vec::new();
    }
    let mut inherited: Vec<Inherited> = Vec::with_capacity(page.elements.len());
    for element in &page.elements {
        let above = if element.parent == NONE { Inherited::default() } else { inherited[element.parent as usize] };
        let is_main = matches!(element.tag, Tag::Main | Tag::Article);
        inherited.push(Inherited {
            inside: above.inside | ancestor_bits(element.tag),
            cues: above.cues.with(element.cues),
            main_depth: if is_main { element.depth.max(1) } else { above.main_depth },
        });
    }
    inherited
}

/// For each block, the block ranges of the first three ancestors that add blocks to what is below them; the last known
/// is repeated, and a block without one stands alone. On plain text, windows of blocks take their place.
pub(super) fn levels(page: &Page) -> Vec<[(u32, u32); 3]> {
    let n = page.blocks.len();
    if page.format == Format::Text {
        let window = |i: usize, reach: usize| (i.saturating_sub(reach) as u32, (i + reach + 1).min(n) as u32);
        return (0..n).map(|i| [window(i, 2), window(i, 12), window(i, 50)]).collect();
    }
    (0..n).map(|i| levels_of(page, i)).collect()
}

fn levels_of(page: &Page, i: usize) -> [(u32, u32); 3] {
    let mut last = (i as u32, i as u32 + 1);
    let mut found = [last; 3];
    let mut level = 0;
    let mut id = page.blocks[i].element;
    while id != NONE && level < 3 {
        let element = &page.elements[id as usize];
        if element.end_block - element.first_block > last.1 - last.0 {
            last = (element.first_block, element.end_block);
            found[level..].fill(last);
            level += 1;
        }
        id = element.parent;
    }
    found
}

/// Blocks by tag path. All blocks of plain text have one.
pub(super) fn paths(page: &Page) -> Interned {
    if page.format == Format::Text {
        return Interned::same(page.blocks.len());
    }
    let path = |id: u32| if id == NONE { 0 } else { page.elements[id as usize].tag_path };
    Interned::new(page.blocks.iter().map(|b| path(b.element)), 0)
}

/// Blocks by template. All blocks of plain text have one.
pub(super) fn templates(page: &Page) -> Interned {
    if page.format == Format::Text {
        return Interned::same(page.blocks.len());
    }
    Interned::new(page.blocks.iter().map(|b| template(page, b.element)), 0)
}

/// The templates of an element and of the three block-level elements above it, as one key.
fn template(page: &Page, mut id: u32) -> u64 {
    let mut key = 0u64;
    let mut left = 4;
    while id != NONE && left > 0 {
        let element = &page.elements[id as usize];
        key = (key.rotate_left(13) ^ u64::from(element.template)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        left -= 1;
        id = element.parent;
    }
    key
}

/// For each block, the heading before it.
pub(super) fn headings(page: &Page) -> Vec<u32> {
    let mut last = NONE;
    let blocks = page.blocks.iter().zip(0u32..);
    blocks
        .map(|(block, i)| {
            let before = last;
            if block.element != NONE && page.elements[block.element as usize].tag.heading().is_some() {
                last = i;
            }
            before
        })
        .collect()
}
