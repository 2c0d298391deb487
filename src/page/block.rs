//! Blocks: where their text is, and where it came from.

use super::visibility::Visibility;
use crate::parse::Cues;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Where in the document a block's text was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum BlockKind {
    /// In the body, or anywhere in a plain-text page. Text of a document inside the page, such as that of a frame, and
    /// values of form fields are of this kind too: their paths name the element.
    Text,
    /// In the `<title>`.
    Title,
    /// In `<meta name=description>`.
    Description,
    /// In `<meta name=keywords>`.
    Keywords,
    /// In JSON only, as an article or a post: `articleBody` or a post of JSON-LD, what a Discourse forum preloads, or the
    /// text in the state of an application whose page shows little text itself. Text that the markup has as well is not
    /// repeated.
    Embedded,
}

impl BlockKind {
    /// Whether the text is part of the page's body: [`BlockKind::Text`] or [`BlockKind::Embedded`]. The other kinds
    /// come from the head.
    ///
    /// ```
    /// use blocksift::BlockKind;
    /// assert!(BlockKind::Text.is_body() && !BlockKind::Title.is_body());
    /// ```
    #[must_use]
    pub fn is_body(self) -> bool {
        matches!(self, BlockKind::Text | BlockKind::Embedded)
    }
}

/// One block of a [`Page`](super::Page): a run of text between two block-level boundaries.
///
/// ```
/// use blocksift::{Limits, Page};
/// let page = Page::from_html("<h1>Été</h1><p>Rain.", None, &Limits::default());
/// let block = &page.blocks()[1];
/// assert_eq!(page.block_text(block), "Rain.");
/// assert_eq!((block.bytes(), block.chars()), (6..11, 4..9));
/// ```
#[derive(Debug, Clone)]
pub struct Block {
    /// The range in the page's text, in bytes.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The same range in characters.
    pub(crate) char_start: u32,
    pub(crate) char_end: u32,
    /// The container: the innermost block-level element. `NONE` for plain text and for texts of the head.
    pub(crate) element: u32,
    /// The link pieces, as a range into `Links::pieces`.
    pub(crate) links: Range<u32>,
    /// What the class and id words of the inline elements around the text mean.
    pub(crate) inline_cues: Cues,
    /// Single line breaks inside the block.
    pub(crate) breaks: u16,
    /// Bytes of emphasized text (`b`, `strong`, `em`, `i`).
    pub(crate) emphasis: u32,
    pub(crate) kind: BlockKind,
    pub(crate) visibility: Visibility,
    pub(crate) after_html: bool,
    pub(crate) noscript: bool,
    pub(crate) preformatted: bool,
}

impl Block {
    /// Where in the document the text was written.
    #[must_use]
    pub fn kind(&self) -> BlockKind {
        self.kind
    }

    /// Whether and how the block is hidden, by its own container or by an ancestor.
    #[must_use]
    pub fn visibility(&self) -> Visibility {
        self.visibility
    }

    /// Whether the block comes after `</html>`.
    #[must_use]
    pub fn is_after_html(&self) -> bool {
        self.after_html
    }

    /// Whether the block is inside a `<noscript>`.
    #[must_use]
    pub fn is_noscript(&self) -> bool {
        self.noscript
    }

    /// Whether white space is kept as written, as in `<pre>`.
    #[must_use]
    pub fn is_preformatted(&self) -> bool {
        self.preformatted
    }

    /// The block's range in [`Page::text`](super::Page::text), in bytes.
    #[must_use]
    pub fn bytes(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The block's range in [`Page::text`](super::Page::text), in characters (Unicode scalar values).
    #[must_use]
    pub fn chars(&self) -> Range<usize> {
        self.char_start as usize..self.char_end as usize
    }
}
