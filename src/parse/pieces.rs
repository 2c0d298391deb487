//! Pieces of a page that the tokenizer is fed, and the attributes of tags that span several of them.

use super::attributes::OpenTags;
use std::ops::Range;

/// Bytes of a piece. Limits are checked after each.
pub(super) const PIECE: usize = 4 << 10;

/// Bytes at the end of a page in which the last `</html>` is looked for. Text after an earlier one is no injection.
const MAX_TAIL: usize = 64 << 10;

/// How a page is cut into pieces.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Pieces {
    /// Every [`PIECE`] bytes.
    Long,
    /// Also before every `<` that may start a tag. This is slower, but tells the attributes of a tag for certain.
    AtTags,
}

impl Pieces {
    /// Where the piece ends that starts at `start`, `stop` at the latest.
    pub(super) fn end(self, text: &str, start: usize, stop: usize) -> usize {
        let end = text.floor_char_boundary((start + PIECE).min(stop));
        if self == Pieces::Long {
            return end;
        }
        let bytes = &text.as_bytes()[start..end];
        let may_start_tag = |i: &usize| bytes.get(i + 1).is_none_or(|b| b.is_ascii_alphabetic() || b"/!?".contains(b));
        memchr::memchr_iter(b'<', bytes).filter(|i| *i > 0).find(may_start_tag).map_or(end, |i| start + i)
    }
}

/// A stretch of pieces for which the tokenizer has handed nothing over.
#[derive(Default)]
pub(super) struct Stretch {
    /// Tokens handed over before it.
    tokens: usize,
    /// The piece before it.
    before: Range<usize>,
    tags: Option<OpenTags>,
}

impl Stretch {
    /// Adds a piece. `tokens` is the number of tokens handed over after it. Returns the largest number of attributes that
    /// the tag around the end of the piece may have, or 0 if the piece gave a token.
    pub(super) fn max_attributes(&mut self, text: &str, piece: Range<usize>, tokens: usize, pieces: Pieces) -> usize {
        if tokens > self.tokens || self.before.is_empty() && pieces == Pieces::Long {
            *self = Stretch { tokens, before: piece, tags: None };
            return 0;
        }
        match &mut self.tags {
            Some(tags) => tags.read(&text[piece], false),
            // A piece that starts with the tag holds no other.
            None if pieces == Pieces::AtTags => self.tags.insert(OpenTags::default()).read(&text[piece], true),
            None => {
                let tags = self.tags.insert(OpenTags::default());
                tags.read(&text[self.before.clone()], true);
                tags.read(&text[piece], false);
            }
        }
        self.tags.as_ref().map_or(0, OpenTags::max_attributes)
    }
}

/// Where the text after the last `</html>` starts. The end of the page if only white space follows.
pub(super) fn tail_after_html(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = bytes.len();
    while let Some(at) = memchr::memmem::rfind(&bytes[..end], b"</") {
        if bytes.len() - at >= 7 && bytes[at..at + 6].eq_ignore_ascii_case(b"</html") {
            let close = memchr::memchr(b'>', &bytes[at..]).map_or(bytes.len(), |i| at + i + 1);
            return if text[close..].trim().is_empty() { bytes.len() } else { close };
        }
        if bytes.len() - at > MAX_TAIL {
            break;
        }
        end = at;
    }
    bytes.len()
}
