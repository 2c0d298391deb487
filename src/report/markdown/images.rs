//! Images of a page, which are read on request only.

use super::escape::{Around, escape, write_target};
use crate::page::urls;
use crate::report::original::{Original, Traced};
use ego_tree::NodeRef;
use rustc_hash::FxHashMap;
use scraper::node::Element;
use scraper::{Node, StrTendril};
use url::Url;

/// Bytes of an alternative text that are written.
const MAX_ALT: usize = 1000;

/// Elements around an image among which a link is looked for.
const MAX_BOXES: usize = 4;

/// Attributes that hold the address of an image. Scripts that load images late keep it in one of the others.
const SOURCES: [&str; 4] = ["src", "data-src", "data-original", "data-lazy-src"];

/// An image with an alternative text.
pub(crate) struct Image {
    /// The byte of the page's text that comes after the image.
    pub(super) at: usize,
    alt: String,
    /// As the page has it. Resolved when it is written, since a page may have many images and a long base.
    source: StrTendril,
    /// Where the link around it leads.
    link: Option<StrTendril>,
}

impl Image {
    /// Bytes that the image takes in Markdown, about.
    pub(super) fn length(&self, base: Option<&Url>) -> usize {
        let link = self.link.as_ref().map_or(0, |link| link.len());
        let bases = if link > 0 { 2 } else { 1 };
        self.alt.len() + self.source.len() + link + bases * base.map_or(0, |base| base.as_str().len())
    }

    /// Writes the image. Its link is left out inside another one.
    pub(super) fn write(&self, out: &mut String, base: Option<&Url>, is_in_link: bool) {
        let Some(source) = urls::publishable(&self.source, base) else { return };
        let link = self.link.as_ref().filter(|_| !is_in_link).and_then(|link| urls::publishable(link, base));
        out.push_str(if link.is_some() { "[![" } else { "![" });
        escape(out, &self.alt, Around { is_in_table: true, is_in_link: true, ..Around::default() });
        out.push_str("](");
        write_target(out, &source);
        out.push(')');
        if let Some(link) = link {
            out.push_str("](");
            write_target(out, &link);
            out.push(')');
        }
    }
}

/// The images in the part of a page that was judged, in order.
pub(crate) fn images_in(page: &Original<'_>) -> Vec<Image> {
    let Traced { html, trace, judged, .. } = page.traced();
    let ends: FxHashMap<_, _> = trace.iter().map(|(id, range)| (*id, range)).collect();
    let (mut images, mut at) = (Vec::new(), 0);
    for node in html.tree.root().descendants() {
        match node.value() {
            Node::Text(_) => {
                if let Some(range) = ends.get(&node.id()).filter(|range| range.start < range.end) {
                    at = range.end as usize;
                }
                if at > judged {
                    break;
                }
            }
            Node::Element(element) if element.name() == "img" => images.extend(image(&node, element, at)),
            _ => {}
        }
    }
    images
}

fn image(node: &NodeRef<'_, Node>, element: &Element, at: usize) -> Option<Image> {
    let alt: Vec<&str> = element.attr("alt")?.split_whitespace().collect();
    let mut alt = alt.join(" ");
    alt.truncate(alt.floor_char_boundary(MAX_ALT));
    (!alt.is_empty()).then(|| Some(Image { at, alt, source: source(element)?, link: link_around(node) }))?
}

/// The target of the link around a node.
fn link_around(node: &NodeRef<'_, Node>) -> Option<StrTendril> {
    let mut around = node.ancestors().take(MAX_BOXES).filter_map(|outer| outer.value().as_element());
    let link = around.find(|element| element.name() == "a")?;
    let href = link.attrs.iter().find(|(name, _)| &*name.local == "href").map(|(_, value)| value)?;
    let leads_away = urls::publishable(href, None).is_some_and(|url| !url.is_empty() && !url.starts_with('#'));
    leads_away.then(|| href.clone())
}

/// The first address of an image that may be written.
fn source(element: &Element) -> Option<StrTendril> {
    let value = |name: &&str| element.attrs.iter().find(|(known, _)| *known.local == **name).map(|(_, value)| value);
    let is_usable = |value: &&StrTendril| urls::publishable(value, None).is_some_and(|url| is_image(&url));
    SOURCES.iter().filter_map(value).find(is_usable).cloned()
}

/// Whether an address may be that of an image.
fn is_image(url: &str) -> bool {
    !url.is_empty() && !["#", "mailto:", "tel:"].iter().any(|start| url.starts_with(start))
}
