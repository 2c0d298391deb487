//! The domain that a site's template links to most.

use crate::page::links::Links;
use crate::page::{Block, Element, NONE};
use crate::parse::{Cues, Tag};

/// Links that must point to a domain before it can be the page's own.
const MIN_LINKS: u32 = 3;

/// The domain that header, navigation and footer link to most; if they link to none, the one that the whole page links to
/// most. There is none if the page has as many relative links: these are the links to its own site then.
pub(super) fn most_linked(links: &Links, blocks: &[Block], elements: &[Element]) -> Option<String> {
    let is_template = templates(elements);
    let in_template = |block: &Block| block.element != NONE && is_template[block.element as usize];
    let of = |counted: &dyn Fn(&Block) -> bool| {
        let counted = blocks.iter().filter(|block| counted(block));
        let pieces = counted.flat_map(|block| &links.pieces[block.links.start as usize..block.links.end as usize]);
        let mut counts = vec![0u32; links.domains.len()];
        let mut relative = 0;
        for piece in pieces {
            match piece.domain {
                NONE => relative += u32::from(piece.is_relative()),
                domain => counts[domain as usize] += 1,
            }
        }
        let most = counts.iter().copied().max().unwrap_or(0);
        let index = counts.iter().position(|count| *count == most)?;
        (most >= MIN_LINKS && most > relative).then(|| links.domains[index].name.clone())
    };
    of(&in_template).or_else(|| of(&|_| true))
}

/// Which elements are inside a header, a navigation or a footer.
fn templates(elements: &[Element]) -> Vec<bool> {
    let cues = Cues::of("nav header footer");
    let mut inside: Vec<bool> = Vec::with_capacity(elements.len());
    for element in elements {
        let is_inside = element.parent != NONE && inside[element.parent as usize];
        let is_template = matches!(element.tag, Tag::Header | Tag::Nav | Tag::Footer) || element.cues.0 & cues.0 != 0;
        inside.push(is_inside || is_template);
    }
    inside
}
