//! Drawings that are shapes alone, which are passed over whole.

use super::tag::{InTag, next_in_tag};

/// Shapes that may be open within each other; a tree has no more either.
const MOST_OPEN: usize = 512;

/// Where the `</svg` stands that ends a drawing of shapes alone.
pub(super) fn end_of_shapes(rest: &[u8], most_attributes: usize) -> Option<usize> {
    let mut open: Vec<&[u8]> = Vec::new();
    let mut at = 0;
    loop {
        at += rest[at..].iter().position(|b| !b.is_ascii_whitespace())?;
        let is_end = rest[at..].starts_with(b"</");
        let name = at + 1 + usize::from(is_end);
        let length = rest.get(name..)?.iter().position(|b| b.is_ascii_whitespace() || b"/>".contains(b))?;
        let tag = &rest[name..name + length];
        if rest[at] != b'<' || is_end && open.is_empty() {
            return (rest[at] == b'<' && tag == b"svg").then_some(at);
        }
        if is_end && tag == b"svg" {
            return Some(at);
        }
        if !SHAPES.contains(&tag) || open.len() > MOST_OPEN || is_end && open.pop() != Some(tag) {
            return None;
        }
        let mut attributes = 0;
        at = name + length;
        while let InTag::Attribute(attribute) = next_in_tag(rest, at)? {
            at = attribute.end;
            attributes += 1;
            if attributes > most_attributes {
                return None;
            }
        }
        at += memchr::memchr(b'>', &rest[at..])? + 1;
        // One whose last value ends in a slash is taken for closed, and what follows gives up sooner.
        if !is_end && rest[at - 2] != b'/' {
            open.push(tag);
        }
    }
}

/// What drawings are made of; none of it is closed by the tree builder before its time.
const SHAPES: [&[u8]; 22] = [
    b"g",
    b"path",
    b"circle",
    b"rect",
    b"use",
    b"defs",
    b"line",
    b"polygon",
    b"polyline",
    b"ellipse",
    b"symbol",
    b"stop",
    b"clipPath",
    b"clippath",
    b"linearGradient",
    b"radialGradient",
    b"mask",
    b"filter",
    b"pattern",
    b"marker",
    b"animate",
    b"animateTransform",
];
