//! What the blocks of a page may cost, by counts that are the same everywhere.

use crate::limits::{Limit, Limits};

/// Bytes of memory that an element takes, with what the features make of it.
pub(crate) const ELEMENT: usize = 180;
/// Bytes that a link takes besides its target.
pub(crate) const LINK: usize = 100;
/// Bytes that a block takes besides its text: most of them are its row of features.
const BLOCK: usize = 2400;
/// Bytes that a byte of text takes: as text of the page and of the block, as hashes of words, of pairs and of pieces.
const TEXT: usize = 10;
/// How often the features climb from a block to the ancestors.
const CLIMBS: usize = 4;

/// What was spent of the steps and the memory of a page.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    pub(crate) steps: usize,
    pub(crate) memory: usize,
    pub(crate) most_links: usize,
    most_steps: usize,
    most_memory: usize,
    most_blocks: usize,
}

impl Budget {
    /// For a page of so many bytes. What the parse took is its own: else a page that is past its bound there would have
    /// nothing left to be labelled with.
    pub(crate) fn new(limits: &Limits, bytes: usize) -> Budget {
        Budget {
            steps: 0,
            memory: 0,
            most_links: limits.links,
            most_steps: limits.steps_for(bytes),
            most_memory: limits.memory_per_byte.saturating_mul(bytes).max(Limits::FREE_MEMORY),
            most_blocks: limits.blocks,
        }
    }

    /// A block of so many bytes of text, so long a path, so deep.
    pub(crate) fn block(&mut self, text: usize, path: usize, depth: usize) {
        self.memory += BLOCK + TEXT * text + path + path / 2;
        self.steps += CLIMBS * depth;
    }

    /// The bound that is met.
    pub(crate) fn past(&self, blocks: usize) -> Option<Limit> {
        if blocks >= self.most_blocks {
            Some(Limit::Blocks)
        } else if self.memory > self.most_memory {
            Some(Limit::Memory)
        } else if self.steps > self.most_steps {
            Some(Limit::Steps)
        } else {
            None
        }
    }
}
