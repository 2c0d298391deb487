//! MathML as TeX: what a formula without a source in TeX would be if it had one.
//!
//! Presentation MathML is a tree of few elements, each of which has its own way to be written. A formula that holds
//! anything else, such as HTML, or that is deep or long, is not converted.

mod fences;
mod scripts;
mod signs;
mod writer;

use ego_tree::NodeRef;
use html5ever::ns;
use scraper::Node;
use scraper::node::Element;
use writer::Writer;

/// Nodes of a formula that is converted.
const MAX_NODES: usize = 4000;
/// Bytes of TeX.
const MAX_TEX: usize = 4000;
/// Bytes of the longest command, with its backslash.
const MAX_COMMAND: usize = 24;
/// Bytes of the shortest word of an `alttext` that must be in the formula as well.
const MIN_WORD: usize = 3;

/// A formula.
pub(crate) struct MathMl {
    pub(crate) tex: String,
    /// The text of the elements that the TeX was made from, without white space.
    pub(crate) text: String,
}

/// The TeX of a `<math>` element: its `alttext` if that is TeX, else its elements converted. `None` if it holds something
/// that is no part of a formula.
pub(crate) fn convert(math: &NodeRef<'_, Node>) -> Option<MathMl> {
    let element = mathml(math).filter(|element| &*element.name.local == "math")?;
    let mut writer = Writer::default();
    writer.row(math, 0)?;
    let Writer { mut out, text, .. } = writer;
    if let Some(tex) = element.attr("alttext").and_then(|alt| tex_of_alternative(alt, &text)) {
        out = tex;
    }
    let tex = out.trim();
    (!tex.is_empty() && !text.is_empty()).then(|| MathMl { tex: tex.to_owned(), text })
}

/// A MathML element.
fn mathml<'a>(node: &NodeRef<'a, Node>) -> Option<&'a Element> {
    node.value().as_element().filter(|element| element.name.ns == ns!(mathml))
}

/// Whether an element holds text that is not shown: another form of the formula.
pub(crate) fn is_annotation(element: &Element) -> bool {
    element.name.ns == ns!(mathml) && matches!(&*element.name.local, "annotation" | "annotation-xml")
}

/// An alternative text if it is TeX and says no more than the formula: nobody sees it, so it may hold anything.
fn tex_of_alternative(alternative: &str, text: &str) -> Option<String> {
    if alternative.len() > MAX_TEX || !alternative.contains(['\\', '^', '_', '{']) {
        return None;
    }
    let mut left: Vec<&str> = Vec::new();
    let mut rest = alternative;
    while let Some(at) = rest.find(|c: char| c == '\\' || c.is_alphanumeric()) {
        rest = &rest[at..];
        let is_command = rest.starts_with('\\');
        let word = if is_command { &rest[1..] } else { rest };
        let end = word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
        if is_command {
            let is_environment = matches!(&word[..end], "begin" | "end");
            rest = &word[end..];
            if is_environment {
                rest = &rest[rest.bytes().take(MAX_COMMAND).position(|b| b == b'}')? + 1..];
            } else if end == 0 {
                rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
            }
        } else {
            left.push(&word[..end]);
            rest = &word[end..];
        }
    }
    // In order, so that all of the text is looked through once.
    let mut at = 0;
    for word in left.into_iter().filter(|word| word.len() >= MIN_WORD) {
        at += text[at..].find(word)? + word.len();
    }
    Some(alternative.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The elements right inside an element.
fn children<'a>(node: &NodeRef<'a, Node>) -> Vec<NodeRef<'a, Node>> {
    node.children().filter(|child| child.value().is_element()).take(MAX_NODES).collect()
}

#[cfg(test)]
mod tests;
