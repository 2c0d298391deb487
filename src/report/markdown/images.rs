//! Images of a page, which are read on request only.

use super::escape::{Around, escape, write_target};
use crate::page::urls;
use crate::report::original::{Original, Traced};
use rustc_hash::FxHashMap;
use scraper::node::Element;
use scraper::{Node, StrTendril};
use url::Url;

/// Bytes of an alternative text that are written.
const MAX_ALT: usize = 1000;

/// Attributes that hold the address of an image. Scripts that load images late keep it in one of the others.
const SOURCES: [&str; 4] = ["src", "data-src", "data-original", "data-lazy-src"];

/// An image with an alternative text.
pub(crate) struct Image {
    /// The byte of the page's text that comes after the image.
    pub(super) at: usize,
    alt: String,
    /// As the page has it. Resolved when it is written, since a page may have many images and a long base.
    source: StrTendril,
}

impl Image {
    /// Bytes that the image takes in Markdown, about.
    pub(super) fn length(&self, base: Option<&Url>) -> usize {
        self.alt.len() + self.source.len() + base.map_or(0, |base| base.as_str().len())
    }

    pub(super) fn write(&self, out: &mut String, base: Option<&Url>) {
        let Some(source) = urls::publishable(&self.source, base) else { return };
        out.push_str("![");
        escape(out, &self.alt, Around { is_in_table: true, is_in_link: true, ..Around::default() });
        out.push_str("](");
        write_target(out, &source);
        out.push(')');
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
            Node::Element(element) if element.name() == "img" => images.extend(image(element, at)),
            _ => {}
        }
    }
    images
}

fn image(element: &Element, at: usize) -> Option<Image> {
    let alt: Vec<&str> = element.attr("alt")?.split_whitespace().collect();
    let mut alt = alt.join(" ");
    alt.truncate(alt.floor_char_boundary(MAX_ALT));
    (!alt.is_empty()).then(|| Some(Image { at, alt, source: source(element)? }))?
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
