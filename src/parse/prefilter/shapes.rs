//! Drawings that consist of shapes only. The prefilter skips them.

use super::tag::{TagPart, next_part};

/// Shapes that may be open inside each other. Trees are no deeper either.
const MAX_OPEN: usize = 512;

/// Where the `</svg` is that ends a drawing of shapes; `None` if the drawing has anything else inside.
pub(super) fn end_of_shapes(rest: &[u8], max_attributes: usize) -> Option<usize> {
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
        if !SHAPES.contains(&tag) || open.len() > MAX_OPEN || is_end && open.pop() != Some(tag) {
            return None;
        }
        let mut attributes = 0;
        at = name + length;
        while let TagPart::Attribute(attribute) = next_part(rest, at)? {
            at = attribute.end;
            attributes += 1;
            if attributes > max_attributes {
                return None;
            }
        }
        at += memchr::memchr(b'>', &rest[at..])? + 1;
        // A shape whose last unquoted value ends in a slash counts as closed. Its end tag then makes the drawing fail, which
        // is safe.
        if !is_end && rest[at - 2] != b'/' {
            open.push(tag);
        }
    }
}

/// Elements of drawings. The tree builder closes none of them early.
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
