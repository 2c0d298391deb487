//! What features make of the page's site: known, inferred or unknown. Nothing else in the features asks for it.
//!
//! The model knows hardly any page whose site is unknown, and those that it knows often carry spam: whoever reports spam
//! seldom reports the address. Two rules keep such pages from looking suspicious for that alone; docs/RESULTS.md has the
//! figures.

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

/// The value of the feature `page_domain_known`. It is that of a page with a known site for every page: it separates pages
/// by how they were collected.
pub(in crate::features) const DOMAIN_KNOWN: f32 = 1.0;
