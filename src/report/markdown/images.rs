//! Images of a page, which are read on request only.

use super::escape::{escape, write_target};
use crate::page::urls;
use crate::report::original::{Original, Traced};
use rustc_hash::FxHashMap;
use scraper::Node;
use scraper::node::Element;

/// Bytes of an alternative text that are written.
const MAX_ALT: usize = 1000;

/// Attributes that hold the address of an image. Scripts that load images late keep it in one of the others.
const SOURCES: [&str; 4] = ["src", "data-src", "data-original", "data-lazy-src"];

/// An image with an alternative text.
pub(crate) struct Image {
    /// The byte of the page's text that comes after the image.
    pub(super) at: usize,
    alt: String,
    source: String,
}

impl Image {
    /// Bytes that the image takes in Markdown, about.
    pub(super) fn length(&self) -> usize {
        self.alt.len() + self.source.len()
    }

    pub(super) fn write(&self, out: &mut String) {
        out.push_str("![");
        escape(out, &self.alt, false);
        out.push_str("](");
        write_target(out, &self.source);
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
            Node::Element(element) if element.name() == "img" => images.extend(image(page, element, at)),
            _ => {}
        }
    }
    images
}

fn image(page: &Original<'_>, element: &Element, at: usize) -> Option<Image> {
    let alt: Vec<&str> = element.attr("alt")?.split_whitespace().collect();
    let mut alt = alt.join(" ");
    alt.truncate(alt.floor_char_boundary(MAX_ALT));
    let addresses = SOURCES.iter().filter_map(|name| element.attr(name));
    let source = addresses.filter_map(|source| urls::publishable(source, page.base)).find(|url| is_image(url))?;
    (!alt.is_empty()).then_some(Image { at, alt, source })
}

/// Whether an address may be that of an image.
fn is_image(url: &str) -> bool {
    !url.is_empty() && !["#", "mailto:", "tel:"].iter().any(|start| url.starts_with(start))
}
