//! A page as blocks in document order, with their elements and links.

mod attribute;
mod block;
mod budget;
mod classes;
mod cut;
mod element;
mod embedded;
pub(crate) mod formula;
mod head;
mod links;
pub(crate) mod mathml;
mod names;
mod numbers;
mod paths;
mod plain;
mod rules;
mod runs;
pub(crate) mod segment;
mod site;
pub(crate) mod urls;
mod visibility;

pub use block::{Block, BlockKind};
pub(crate) use budget::Spent;
pub(crate) use element::{Element, NONE};
pub(crate) use head::Meta;
pub(crate) use links::LinkPiece;
pub use links::{Link, LinkKind};
pub(crate) use numbers::Number;
pub(crate) use paths::{MIN_PATH, Paths};
pub(crate) use runs::{Converted, Run, RunKind};
pub use site::{Site, SiteSource};
pub use visibility::Visibility;

use crate::limits::{Limit, Limits};
use crate::metadata::{Metadata, Stated};
use links::Links;
use names::NameTable;
use serde::{Deserialize, Serialize};
use url::Url;

/// Blocks in which a page's headline is looked for.
const MAX_DESCRIBING: usize = 400;

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
/// Blocks stand where a browser draws them: those of a shadow tree (`<template shadowrootmode>`) in place of its host's
/// children, and these in their slots. The documents of `srcdoc` frames and `<noframes>` are read in place. Values of
/// hidden form fields are read if they consist of links or many words.
///
/// ```
/// use blocksift::{Limits, Page};
/// let html = "<x-card><template shadowrootmode=open><h2>Card</h2><slot></slot></template><p>Inside</p></x-card>
///     <iframe srcdoc='<p>Framed'></iframe>";
/// let page = Page::from_html(html, None, &Limits::default());
/// assert_eq!(page.text(), "Card\nInside\nFramed");
/// assert_eq!(page.path(&page.blocks()[2]), "html > body > iframe > html > body > p");
/// ```
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
    pub(crate) site: Option<Site>,
    /// A domain that the page treats as its own, though its URL is on another.
    pub(crate) other_own_domain: Option<String>,
    /// What relative targets are resolved against, if known.
    pub(crate) base: Option<Url>,
    pub(crate) elements: Vec<Element>,
    pub(crate) names: NameTable,
    pub(crate) meta: Meta,
    /// Inline markup, ordered by where it starts.
    pub(crate) runs: Vec<Run>,
    /// Formulas that the page has as MathML only.
    pub(crate) converted: Vec<Converted>,
    /// Numbers of cells and items, ordered by their elements.
    pub(crate) numbers: Vec<(u32, Number)>,
    pub(crate) stated: Stated,
    pub(crate) format: Format,
    pub(crate) limits_met: Vec<Limit>,
    /// Bytes of the page that were read, which bound what is written about it.
    pub(crate) bytes: usize,
    pub(crate) spent: Spent,
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

    /// The blocks in document order: title and meta tags first, then the body, then texts from JSON.
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
        block.links.clone().map(|i| self.links.get(i as usize, &self.text, self.base.as_ref()))
    }

    /// The site that the page belongs to: that of the caller's URL, else the one that the page names most credibly. `None`
    /// if nothing names one; the site is then unknown, and so is which of the links leave it.
    #[must_use]
    pub fn site(&self) -> Option<&Site> {
        self.site.as_ref()
    }

    /// The registrable domain of the page's site, if known.
    #[must_use]
    pub fn domain(&self) -> Option<&str> {
        self.site().map(|site| site.domain.as_str())
    }

    /// The URL that the page's relative links are resolved against, if known: the caller's URL, else the page's own
    /// `canonical` or `og:url`, each as `<base href>` changes it.
    #[must_use]
    pub fn base_url(&self) -> Option<&str> {
        self.base.as_ref().map(Url::as_str)
    }

    /// Splits HTML into blocks as if neither its caller nor its head told where it is from.
    #[doc(hidden)]
    #[cfg(feature = "internals")]
    #[must_use]
    pub fn from_html_without_address(html: &str, limits: &Limits) -> Page {
        let (html, is_cut) = truncated(html, limits.bytes);
        segment::segment_without_address(html, limits).with_bytes_limit(is_cut)
    }

    /// The registrable domain that each source names as the page's site, whatever the others say.
    #[doc(hidden)]
    #[cfg(feature = "internals")]
    #[must_use]
    pub fn site_claims(html: &str, limits: &Limits) -> Vec<(SiteSource, String)> {
        segment::site_claims(html, limits)
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
        let text_of = |block: &'_ Block| if block.kind.is_body() { self.block_text(block) } else { "" };
        self.stated.metadata(|| self.blocks.iter().take(MAX_DESCRIBING).map(text_of).collect())
    }

    /// Whether the page was read as markup or as plain text.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Bytes of the page that were read, decoded. What is written about a page is bounded by it.
    ///
    /// ```
    /// use blocksift::{Limits, Page};
    /// assert_eq!(Page::from_html("<p>One", None, &Limits::default().with_bytes(4)).read_bytes(), 4);
    /// ```
    #[must_use]
    pub fn read_bytes(&self) -> usize {
        self.bytes
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

    /// The numbers of an element.
    pub(crate) fn numbers_of(&self, element: u32) -> impl Iterator<Item = Number> + '_ {
        let start = self.numbers.partition_point(|(of, _)| *of < element);
        self.numbers[start..].iter().take_while(move |(of, _)| *of == element).map(|(_, number)| *number)
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
