//! A page as blocks in document order, with their elements and links.

mod block;
mod budget;
mod classes;
mod cut;
mod element;
mod embedded;
mod head;
mod links;
mod names;
mod paths;
mod plain;
mod rules;
pub(crate) mod segment;
mod visibility;

pub use block::{Block, BlockKind};
pub(crate) use element::{Element, NONE};
pub(crate) use head::Meta;
pub use links::{Link, LinkKind};
pub(crate) use paths::Paths;
pub use visibility::Visibility;

use crate::limits::{Limit, Limits};
use crate::metadata::Metadata;
use links::Links;
use names::NameTable;
use serde::{Deserialize, Serialize};

/// Whether a page is read as markup or as plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// HTML markup.
    Html,
    /// Plain text, such as the records of a WET file.
    Text,
}

/// A page split into blocks.
///
/// Each block is a run of text between two block-level boundaries. Hidden text is a block like any other; see
/// [`Block::visibility`]. Scripts, styles and comments are not text.
///
/// ```
/// use blocksift::{LinkKind, Limits, Page};
/// let html = "<title>Ferry</title><p>Sails <b>daily</b>.<p><a href=/tickets>Tickets</a>";
/// let page = Page::from_html(html, Some("https://ferry.example/"), &Limits::default());
/// assert_eq!(page.text(), "Ferry\nSails daily.\nTickets");
/// assert_eq!(page.path(&page.blocks()[1]), "html > body > p");
/// assert_eq!(page.block_links(&page.blocks()[2]).next().unwrap().kind, LinkKind::Internal);
/// ```
#[derive(Debug, Clone)]
pub struct Page {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) links: Links,
    pub(crate) elements: Vec<Element>,
    pub(crate) names: NameTable,
    pub(crate) meta: Meta,
    pub(crate) metadata: Metadata,
    pub(crate) format: Format,
    pub(crate) limits_met: Vec<Limit>,
}

impl Page {
    /// Splits HTML into blocks. `url` is the page's own URL, which tells internal from external links. Any text gives a
    /// page: errors of the markup are repaired as browsers do, and [`Page::limits_met`] names the limits that cut it.
    #[must_use]
    pub fn from_html(html: &str, url: Option<&str>, limits: &Limits) -> Page {
        Self::from_html_watched(html, url, limits, &mut |_| {})
    }

    /// The same. `watch` hears of each stage as it ends.
    pub(crate) fn from_html_watched(
        html: &str,
        url: Option<&str>,
        limits: &Limits,
        watch: &mut dyn FnMut(&'static str),
    ) -> Page {
        let (html, is_cut) = truncated(html, limits.bytes);
        segment::segment(html, url, limits, watch).with_bytes_limit(is_cut)
    }

    /// Splits plain text into blocks: lines, and runs of hard-wrapped lines.
    ///
    /// ```
    /// use blocksift::{Limits, Page};
    /// let page = Page::from_text("Home\n\nThe ferry sails daily.\n", None, &Limits::default());
    /// assert_eq!(page.text(), "Home\nThe ferry sails daily.");
    /// ```
    #[must_use]
    pub fn from_text(text: &str, url: Option<&str>, limits: &Limits) -> Page {
        let (text, is_cut) = truncated(text, limits.bytes);
        plain::segment(text, url, limits).with_bytes_limit(is_cut)
    }

    fn with_bytes_limit(mut self, is_cut: bool) -> Page {
        if is_cut {
            self.limits_met.insert(0, Limit::Bytes);
        }
        self
    }

    /// The texts of all blocks, joined by line feeds.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks in document order: title and metas first, then the body, then texts from JSON.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The text of one block.
    #[must_use]
    pub fn block_text(&self, block: &Block) -> &str {
        &self.text[block.bytes()]
    }

    /// The links of one block in order.
    pub fn block_links(&self, block: &Block) -> impl Iterator<Item = Link<'_>> {
        block.links.clone().map(|i| self.links.get(i as usize, &self.text))
    }

    /// The registrable domain that counts as the page's own, if known: that of the page's URL, else one that the page
    /// states (`canonical`, `og:url`, `base`), else the one that it links to most.
    #[must_use]
    pub fn domain(&self) -> Option<&str> {
        self.links.own_domain()
    }

    /// What the page says about itself: title, authors, dates and the like. Plain text says nothing.
    ///
    /// ```
    /// use blocksift::{Hints, Sifter};
    /// let html = b"<title>Ferry</title><meta name=author content='Rhona Skaife'><p>It sails daily.";
    /// let page = Sifter::default().segment(html, &Hints::default()).page;
    /// assert_eq!(page.metadata().authors, ["Rhona Skaife"]);
    /// ```
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Whether the page was read as markup or as plain text.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The limits that the page met. Its blocks are those read before.
    #[must_use]
    pub fn limits_met(&self) -> &[Limit] {
        &self.limits_met
    }

    /// The path of a block's container, such as `html > body > div.main > p`.
    ///
    /// Each part is a tag with its first class. Of a path beyond 1,024 bytes only the innermost part is written, after
    /// `…`, so that a deep page with many blocks does not fill the memory. Blocks of the head have paths in the head;
    /// lines of plain text have an empty path.
    #[must_use]
    pub fn path(&self, block: &Block) -> String {
        Paths::new(self).of(block)
    }

    /// The first class of an element, empty without class.
    pub(crate) fn first_class(&self, element: &Element) -> &str {
        self.names.first_class(element)
    }
}

/// The longest prefix of at most `max_bytes` bytes that ends between characters, and whether anything was cut off.
/// Offsets are 32 bits wide, so no more than a quarter of what they can address is kept.
pub(crate) fn truncated(text: &str, max_bytes: usize) -> (&str, bool) {
    let end = text.floor_char_boundary(max_bytes.min(u32::MAX as usize / 4));
    (&text[..end], end < text.len())
}
