//! What features make of the page's site: known, inferred or unknown. Nothing else in the features asks for it.
//!
//! A model is trained with every state, so that none is suspicious in itself. Features of the page say which state it is
//! in; those of its links need a known site, or are absent. How many links name a host, in a block and elsewhere, is known in
//! every state.

use crate::page::{LinkKind, LinkPiece, NONE, Page};

/// Which links of a page count as links to other sites.
pub(super) struct OtherSites {
    /// By index of the domain, whether one block alone links to it. Empty if the site is known.
    in_one_block: Vec<bool>,
    /// Index of the other domain that the page treats as its own, or `NONE`.
    other_own: u32,
}

impl OtherSites {
    pub(super) fn of(page: &Page) -> OtherSites {
        let other_own = page
            .other_own_domain
            .as_ref()
            .and_then(|own| page.links.domains.iter().position(|domain| domain.name == *own))
            .map_or(NONE, |index| index as u32);
        if page.site().is_some() {
            return OtherSites { in_one_block: Vec::new(), other_own };
        }
        // The last block that links to the domain, and whether it is the only one.
        let mut blocks = vec![(usize::MAX, true); page.links.domains.len()];
        for (i, block) in page.blocks.iter().enumerate() {
            for piece in &page.links.pieces[block.links.start as usize..block.links.end as usize] {
                if let Some((last, is_only)) = blocks.get_mut(piece.domain as usize).filter(|_| piece.domain != NONE) {
                    *is_only &= *last == usize::MAX || *last == i;
                    *last = i;
                }
            }
        }
        OtherSites { in_one_block: blocks.into_iter().map(|(_, is_only)| is_only).collect(), other_own }
    }

    /// Whether a link counts. If the site is unknown, a link counts if no other block links to its domain: a page links to
    /// its own site from many blocks. For the rest, features have the values of a block without such links.
    pub(super) fn contain(&self, piece: &LinkPiece) -> bool {
        match piece.kind {
            LinkKind::External => piece.domain != self.other_own,
            LinkKind::Unknown => self.in_one_block[piece.domain as usize],
            LinkKind::Internal | LinkKind::Other => false,
        }
    }
}

/// How sure the page's own site is: 1 if the caller gave its URL, 0 if it is unknown.
pub(in crate::features) fn confidence(page: &Page) -> f32 {
    page.site().map_or(0.0, |site| site.confidence)
}
