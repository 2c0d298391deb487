//! What the blocks of a page may cost, in counts that are the same on every machine.

use super::paths::MIN_PATH;
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
/// Bytes that a block takes when it is written as JSON, besides its text and path. Rows of other formats are shorter.
const WRITTEN: usize = 240;
/// How often the features climb from a block to its ancestors.
const CLIMBS: usize = 4;

/// Steps, memory and output that a page has spent, and how much it may.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    pub(super) steps: usize,
    /// In bytes.
    pub(super) memory: usize,
    /// Bytes that the blocks take when they are written.
    output: usize,
    /// Bytes of the targets of all links.
    targets: usize,
    /// Links that a block may have.
    max_links: usize,
    max_steps: usize,
    max_memory: usize,
    max_output: usize,
    max_blocks: usize,
}

/// What a page was charged in the end.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spent {
    /// Steps of the parse, with that of documents inside the page.
    pub(crate) parse_steps: usize,
    /// Steps of segmentation.
    pub(crate) walk_steps: usize,
    /// Bytes of output that the blocks leave for the outer parts of their paths.
    pub(crate) output_left: usize,
}

impl Budget {
    /// The budget of a page of `bytes` bytes. The parse has a separate budget: if they shared one, a page that exhausts it
    /// during the parse would have nothing left for its blocks.
    pub(super) fn new(limits: &Limits, bytes: usize) -> Budget {
        Budget {
            steps: 0,
            memory: 0,
            output: 0,
            targets: 0,
            max_links: limits.links,
            max_steps: limits.steps_for(bytes),
            max_memory: limits.memory_per_byte.saturating_mul(bytes).max(Limits::FREE_MEMORY),
            max_output: limits.output_for(bytes),
            max_blocks: limits.blocks,
        }
    }

    /// Whether one more link may be kept in a block that has so many. Its text is kept in any case.
    pub(super) fn has_room_for_link(&self, in_block: usize) -> bool {
        in_block < self.max_links && self.targets <= self.max_memory / TARGETS
    }

    /// Charges a piece of a link. Each piece is charged for the target, although pieces may share it, since whoever writes
    /// the links out writes it for each of them.
    pub(super) fn charge_link(&mut self, target: usize) {
        self.targets += target;
        self.memory += LINK + target;
    }

    /// Charges text that is read. Returns false if there is no room for it.
    pub(super) fn charge_text(&mut self, text: &str) -> bool {
        self.output += written(text);
        self.output <= self.max_output
    }

    /// Charges a block with `text` bytes of text and a path of `path` bytes, `depth` elements deep.
    pub(super) fn charge_block(&mut self, text: usize, path: usize, depth: usize) {
        self.memory += BLOCK + TEXT * text + path + path / 2;
        self.output += WRITTEN + path.min(MIN_PATH + '…'.len_utf8());
        self.steps += CLIMBS * depth;
    }

    /// Bytes of output that the blocks leave for the outer parts of their paths.
    pub(super) fn output_left(&self) -> usize {
        self.max_output.saturating_sub(self.output)
    }

    /// The limit that a page of so many blocks has met, if any.
    pub(super) fn exceeded(&self, blocks: usize) -> Option<Limit> {
        if blocks >= self.max_blocks || self.output > self.max_output {
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

/// Bytes that a text takes at most when it is written: a quotation mark or a character of three bytes may become twice as
/// long, and a control character becomes six bytes.
fn written(text: &str) -> usize {
    // U+0080 to U+009F are controls, too, and start with 0xC2.
    let added = |byte: u8| 4 * usize::from(byte < 0x20 || byte == 0x7f) + 2 * usize::from(byte == 0xc2);
    2 * text.len() + text.bytes().map(added).sum::<usize>()
}
