//! A page as blocks in document order, with the elements and links they stand in.

mod classes;
mod cut;
mod embedded;
mod head;
mod links;
mod paths;
mod plain;
pub(crate) mod segment;
mod visibility;

pub(crate) use head::Meta;
pub use links::{Link, LinkKind};
pub(crate) use paths::Paths;
pub use visibility::Visibility;

use crate::limits::{Limit, Limits};
use crate::parse::{Cues, Tag};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Whether a page came as markup or was already flattened to text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// HTML markup.
    Html,
    /// Plain text, as in WET files.
    Text,
}

/// Where a block's text stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum BlockKind {
    /// Text of the page's body, or of a plain-text page.
    Text,
    /// The `<title>`.
    Title,
    /// The content of `<meta name=description>`.
    Description,
    /// The content of `<meta name=keywords>`.
    Keywords,
    /// Text of an article or a post that the page carries as JSON only: JSON-LD's `articleBody` and posts, or what a
    /// Discourse forum preloads. A page whose visible text has it gets no such block.
    Embedded,
}

impl BlockKind {
    /// Whether its text is read as part of the page, where the others stand in its head.
    pub fn is_body(self) -> bool {
        matches!(self, BlockKind::Text | BlockKind::Embedded)
    }
}

/// One block of a [`Page`]. Ranges are into [`Page::text`].
#[derive(Debug, Clone)]
pub struct Block {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) char_start: u32,
    pub(crate) char_end: u32,
    /// Container: the innermost block-level element; `NONE` for plain text and metas.
    pub(crate) element: u32,
    /// First link piece and one past the last, into `Page::links`.
    pub(crate) links: Range<u32>,
    /// Class and id words of the inline elements around its text.
    pub(crate) inline_cues: Cues,
    /// Single line breaks within.
    pub(crate) breaks: u16,
    /// Words of emphasis (`b`, `strong`, `em`, `i`) in bytes of text.
    pub(crate) emphasis: u32,
    pub(crate) kind: BlockKind,
    pub(crate) visibility: Visibility,
    pub(crate) after_html: bool,
    pub(crate) noscript: bool,
    pub(crate) preformatted: bool,
}

impl Block {
    /// Where the text came from.
    pub fn kind(&self) -> BlockKind {
        self.kind
    }
    /// Whether and how the block is hidden, by itself or by an ancestor.
    pub fn visibility(&self) -> Visibility {
        self.visibility
    }
    /// Whether the block stood after `</html>`.
    pub fn is_after_html(&self) -> bool {
        self.after_html
    }
    /// Whether the block stood in a `<noscript>`.
    pub fn is_noscript(&self) -> bool {
        self.noscript
    }
    /// Whether white space is kept as written (`<pre>`).
    pub fn is_preformatted(&self) -> bool {
        self.preformatted
    }
    /// The block's place in [`Page::text`] in bytes.
    pub fn bytes(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
    /// The block's place in [`Page::text`] in characters (Unicode scalar values).
    pub fn chars(&self) -> Range<usize> {
        self.char_start as usize..self.char_end as usize
    }
}

/// No element, class or domain.
pub(crate) const NONE: u32 = u32::MAX;

/// An element of the body, in document order, parents before children.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub(crate) parent: u32,
    /// One past the last descendant.
    pub(crate) end: u32,
    /// Blocks inside: first, and one past the last.
    pub(crate) first_block: u32,
    pub(crate) end_block: u32,
    /// Interned class attribute, `NONE` without.
    pub(crate) class: u32,
    /// Words of the id attribute, into `Names::words`.
    pub(crate) id_words: (u32, u8),
    /// Hash of (tag, first class): siblings of one template share it.
    pub(crate) template: u32,
    /// Hash of the tags from the root to here.
    pub(crate) tag_path: u32,
    pub(crate) cues: Cues,
    pub(crate) own_visibility: Visibility,
    pub(crate) tag: Tag,
    pub(crate) depth: u16,
    /// Whether it is on an equal footing with block-level elements.
    pub(crate) is_block: bool,
    /// itemprop, itemscope or typeof is set.
    pub(crate) microdata: bool,
}

/// A page split into blocks.
///
/// Every visible character of the page lies in exactly one block; [`Page::text`] is the blocks' texts joined
/// by line feeds.
#[derive(Debug, Clone)]
pub struct Page {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) links: links::Links,
    pub(crate) elements: Vec<Element>,
    pub(crate) names: Names,
    pub(crate) meta: Meta,
    pub(crate) format: Format,
    pub(crate) limits_met: Vec<Limit>,
}

/// Names that paths are written with: custom tags and the first classes or ids of elements.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub(crate) buffer: String,
    /// First class of each interned class attribute.
    pub(crate) classes: Vec<Range<u32>>,
    /// Hashes of the words of class and id attributes.
    pub(crate) words: Vec<u32>,
    /// Each interned class attribute's words.
    pub(crate) class_words: Vec<Range<u32>>,
}

impl Names {
    /// Hashes of the words of an element's class and id.
    pub(crate) fn words_of(&self, element: &Element) -> impl Iterator<Item = &u32> {
        let classes = match element.class {
            NONE => 0..0,
            class => self.class_words[class as usize].clone(),
        };
        let (start, length) = element.id_words;
        let of = |range: Range<u32>| &self.words[range.start as usize..range.end as usize];
        of(classes).iter().chain(of(start..start + u32::from(length)))
    }

    /// Keeps the words of an attribute, at most so many, and says what all of them mean.
    pub(crate) fn keep_words(&mut self, attribute: &str, most: usize) -> (Range<u32>, Cues) {
        let start = self.words.len();
        let words = &mut self.words;
        let cues = Cues::of_each(attribute, |word| {
            if words.len() < start + most {
                let hash = word.iter().fold(0x811c_9dc5u32, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193));
                words.push(hash);
            }
        });
        (start as u32..words.len() as u32, cues)
    }
}

impl Page {
    /// Segments HTML. `url` is the page's own address, which tells internal links from external ones.
    pub fn from_html(html: &str, url: Option<&str>, limits: &Limits) -> Page {
        Self::from_html_watched(html, url, limits, &mut |_| {})
    }

    pub(crate) fn from_html_watched(
        html: &str,
        url: Option<&str>,
        limits: &Limits,
        watch: &mut dyn FnMut(&'static str),
    ) -> Page {
        let (text, cut) = cut_at(html, limits.bytes);
        let mut page = segment::segment(text, url, limits, watch);
        if cut {
            page.limits_met.insert(0, Limit::Bytes);
        }
        page
    }

    /// Segments text that was flattened already: lines, and runs of hard-wrapped lines, become blocks.
    pub fn from_text(text: &str, url: Option<&str>, limits: &Limits) -> Page {
        let (text, cut) = cut_at(text, limits.bytes);
        let mut page = plain::segment(text, url, limits);
        if cut {
            page.limits_met.insert(0, Limit::Bytes);
        }
        page
    }

    /// The blocks' texts joined by line feeds.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks in document order: title and metas first, then the body, then what stood in JSON only.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The text of one block.
    pub fn block_text(&self, block: &Block) -> &str {
        &self.text[block.bytes()]
    }

    /// The links of one block in order.
    pub fn block_links(&self, block: &Block) -> impl Iterator<Item = Link<'_>> {
        block.links.clone().map(|i| self.links.get(i as usize, &self.text))
    }

    /// The registrable domain that counts as the page's own, if one is known.
    pub fn domain(&self) -> Option<&str> {
        self.links.own_domain()
    }

    /// The first class of an element; empty without.
    pub(crate) fn first_class(&self, element: &Element) -> &str {
        if element.class == NONE {
            return "";
        }
        let class = &self.names.classes[element.class as usize];
        &self.names.buffer[class.start as usize..class.end as usize]
    }

    /// Whether the page came as markup or as text.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The bounds that were met while reading.
    pub fn limits_met(&self) -> &[Limit] {
        &self.limits_met
    }

    /// The path of a block's container, e.g. `html > body > div.main > p`; of a very long one the innermost part
    /// after `…`, lest a deep page of many blocks fill the memory. Metas have paths in the head, lines
    /// of plain text an empty one.
    pub fn path(&self, block: &Block) -> String {
        Paths::new(self).of(block)
    }
}

/// The longest prefix of at most `limit` bytes that ends at a character, and whether anything was cut.
pub(crate) fn cut_at(text: &str, limit: usize) -> (&str, bool) {
    let end = text.floor_char_boundary(limit.min(u32::MAX as usize / 4));
    (&text[..end], end < text.len())
}
