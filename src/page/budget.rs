//! What the blocks of a page may cost, in counts that are the same on every machine.

use crate::limits::{Limit, Limits};

/// Bytes of memory that an element takes, with what the features keep of it.
pub(super) const ELEMENT: usize = 180;
/// Bytes that a link takes besides its target.
const LINK: usize = 100;
/// The share of its memory that a page may spend on targets of links: one in so many.
const TARGETS: usize = 4;
/// Bytes that a block takes besides its text. Most of them are its row of features.
const BLOCK: usize = 2400;
/// Bytes that a byte of text takes: in the page's text, in the block's, and as hashes of words, word pairs and pieces.
const TEXT: usize = 10;
/// The share of its steps and its memory that a page may spend on what selectors ask of ancestors: one in so many.
const CLIMBED: usize = 8;
/// How often the features climb from a block to its ancestors.
const CLIMBS: usize = 4;

/// Steps and memory that a page has spent, and how much it may.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    pub(super) steps: usize,
    /// In bytes.
    pub(super) memory: usize,
    /// Bytes of the targets of all links.
    targets: usize,
    /// Links that a block may have.
    max_links: usize,
    max_steps: usize,
    max_memory: usize,
    max_blocks: usize,
}

impl Budget {
    /// The budget of a page of `bytes` bytes. The parse has a separate budget: if they shared one, a page that exhausts it
    /// during the parse would have nothing left for its blocks.
    pub(super) fn new(limits: &Limits, bytes: usize) -> Budget {
        Budget {
            steps: 0,
            memory: 0,
            targets: 0,
            max_links: limits.links,
            max_steps: limits.steps_for(bytes),
            max_memory: limits.memory_per_byte.saturating_mul(bytes).max(Limits::FREE_MEMORY),
            max_blocks: limits.blocks,
        }
    }

    /// Whether one more link may be kept in a block that has so many. Its text is kept in any case.
    pub(super) fn has_room_for_link(&self, in_block: usize) -> bool {
        in_block < self.max_links && self.targets <= self.max_memory / TARGETS
    }

    /// Whether rules may look at one more ancestor after so many steps.
    pub(super) fn has_room_for_climb(&self, climbed: usize) -> bool {
        climbed <= self.max_steps / CLIMBED && self.memory <= self.max_memory - self.max_memory / CLIMBED
    }

    /// Charges a piece of a link. Each piece is charged for the target, although pieces may share it, since whoever writes
    /// the links out writes it for each of them.
    pub(super) fn charge_link(&mut self, target: usize) {
        self.targets += target;
        self.memory += LINK + target;
    }

    /// Charges a block with `text` bytes of text and a path of `path` bytes, `depth` elements deep.
    pub(super) fn charge_block(&mut self, text: usize, path: usize, depth: usize) {
        self.memory += BLOCK + TEXT * text + path + path / 2;
        self.steps += CLIMBS * depth;
    }

    /// The limit that a page of so many blocks has met, if any.
    pub(super) fn exceeded(&self, blocks: usize) -> Option<Limit> {
        if blocks >= self.max_blocks {
            Some(Limit::Blocks)
        } else if self.memory > self.max_memory {
            Some(Limit::Memory)
        } else if self.steps > self.max_steps {
            Some(Limit::Steps)
        } else {
            None
        }
    }
}
