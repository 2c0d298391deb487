//! Formulas: where a page keeps the TeX of one, and which of its elements show the same formula a second time.
//!
//! MathML may hold its TeX source in an annotation. KaTeX writes such MathML for screen readers and beside it the glyphs
//! that people see, and MathJax writes MathML after them. MathJax 2 leaves the source in a script and shows glyphs before
//! it. Until these are there, it shows a preview.

use super::attribute::attribute;
use super::mathml;
use ego_tree::NodeRef;
use html5ever::{local_name, ns};
use scraper::Node;

/// Nodes between the glyphs that MathJax shows and the script with their source, at most.
const MAX_DISTANCE: usize = 6;
/// Nodes in which the first of these glyphs is looked for.
const MAX_FRAME: usize = 24;

/// Classes of elements that may show a formula whose source is elsewhere.
const KATEX: &str = "katex-html";
const MATHJAX: [&str; 3] = ["MathJax", "MJX", "mjx-"];
const PREVIEW: &str = "MathJax_Preview";
/// The element and the class around MathML for screen readers.
const ASSISTIVE: &str = "mjx-assistive-mml";
const ASSISTIVE_CLASS: &str = "MJX_Assistive_MathML";
const KATEX_MATHML: &str = "katex-mathml";

/// Whether an element with this class attribute may show a formula whose source is elsewhere.
pub(crate) fn may_be_copy(class: &str) -> bool {
    // Few classes have an `x`, and finding one letter is faster than finding a word.
    memchr::memchr(b'x', class.as_bytes()).is_some() && class.contains(KATEX)
        || MATHJAX.iter().any(|prefix| class.starts_with(prefix))
}

/// Whether an element shows a formula whose source is beside it.
pub(crate) fn is_copy(node: &NodeRef<'_, Node>) -> bool {
    let own = class_of(node);
    if own.contains(KATEX) {
        let before = node.prev_siblings().find(|n| n.value().is_element());
        return before.is_some_and(|n| n.descendants().take(MAX_DISTANCE).any(|inner| is_mathml(&inner, "math")));
    }
    let is_preview = own.starts_with(PREVIEW);
    let is_frame = |class: &str| class.starts_with("MathJax") && !class.starts_with(PREVIEW);
    node.next_siblings().take(MAX_DISTANCE).any(|next| {
        script(&next).is_some()
            || is_assistive(&next)
            || is_preview && is_frame(class_of(&next)) && has_text_inside(&next)
    })
}

fn class_of<'a>(node: &NodeRef<'a, Node>) -> &'a str {
    node.value().as_element().and_then(|e| e.attr("class")).unwrap_or_default()
}

/// Whether a node has text close to its start.
fn has_text_inside(node: &NodeRef<'_, Node>) -> bool {
    node.descendants().take(MAX_FRAME).any(|n| n.value().as_text().is_some_and(|t| !t.text.trim().is_empty()))
}

/// Whether a node holds nothing but MathML for screen readers, as MathJax writes it after the glyphs.
fn is_assistive(node: &NodeRef<'_, Node>) -> bool {
    let is_named = node.value().as_element().is_some_and(|e| e.name() == ASSISTIVE);
    (is_named || class_of(node).contains(ASSISTIVE_CLASS)) && math_inside(node).is_some()
}

/// The first element inside a node, if it is MathML.
fn math_inside<'a>(node: &NodeRef<'a, Node>) -> Option<NodeRef<'a, Node>> {
    node.children().find(|child| child.value().is_element()).filter(|child| is_mathml(child, "math"))
}

/// Whether an element only wraps MathML that is a formula. Sites hide it from readers, who see an image or glyphs. Without
/// TeX inside, `is_gone`, which is hiding by `display`, is no sign of that.
pub(super) fn is_wrapper(node: &NodeRef<'_, Node>, is_gone: bool) -> bool {
    let Some(math) = math_inside(node) else { return false };
    let is_for_readers = || !is_gone && (is_assistive(node) || class_of(node).contains(KATEX_MATHML));
    annotation(&math).is_some() || is_for_readers() && mathml::convert(&math).is_some()
}

/// The TeX of an element that only wraps MathML.
pub(crate) fn tex_inside<'a>(node: &NodeRef<'a, Node>) -> Option<&'a str> {
    let math = node.children().find(|child| child.value().is_element())?;
    annotation(&math)?.children().find_map(|node| node.value().as_text().map(|text| &*text.text))
}

/// The annotation that holds the TeX of a `<math>` element.
pub(crate) fn annotation<'a>(math: &NodeRef<'a, Node>) -> Option<NodeRef<'a, Node>> {
    if !is_mathml(math, "math") {
        return None;
    }
    let semantics = math.children().find(|node| is_mathml(node, "semantics"))?;
    semantics.children().find(|node| is_tex(node) && has_text(node))
}

fn is_mathml(node: &NodeRef<'_, Node>, name: &str) -> bool {
    node.value().as_element().is_some_and(|e| e.name.ns == ns!(mathml) && &*e.name.local == name)
}

/// Whether a node is an annotation that names TeX as its encoding.
fn is_tex(node: &NodeRef<'_, Node>) -> bool {
    let encoding = node.value().as_element().and_then(|e| e.attr("encoding")).unwrap_or_default();
    is_mathml(node, "annotation")
        && ["application/x-tex", "application/x-latex", "text/x-tex", "tex", "latex"]
            .iter()
            .any(|known| encoding.eq_ignore_ascii_case(known))
}

fn has_text(node: &NodeRef<'_, Node>) -> bool {
    node.children().any(|n| n.value().as_text().is_some_and(|t| !t.text.trim().is_empty()))
}

/// Whether a `<math>` element stands on a line of its own.
pub(crate) fn is_display(math: &NodeRef<'_, Node>) -> bool {
    let attribute = |name: &str| math.value().as_element().and_then(|e| e.attr(name)).unwrap_or_default();
    attribute("display") == "block" || attribute("mode") == "display"
}

/// Whether a node is a script that holds the TeX of a formula, and if so, whether the formula has a line of its own.
pub(super) fn script(node: &NodeRef<'_, Node>) -> Option<bool> {
    let element = node.value().as_element().filter(|e| e.name.local == local_name!("script"))?;
    let kind = attribute(element, &local_name!("type"))?;
    let (kind, mode) = kind.split_once(';').unwrap_or((kind, ""));
    (kind.trim() == "math/tex").then(|| mode.contains("mode=display"))
}

/// What to write around the text of a node that is the TeX of a formula.
pub(crate) fn delimiters(node: &NodeRef<'_, Node>) -> Option<(&'static str, &'static str)> {
    let is_display = match script(node) {
        Some(is_display) => is_display,
        None if is_tex(node) => node.ancestors().nth(1).is_some_and(|math| is_display(&math)),
        None => return None,
    };
    has_text(node).then_some(around(is_display))
}

/// What to write around a formula.
pub(crate) fn around(is_display: bool) -> (&'static str, &'static str) {
    if is_display { ("\\[", "\\]") } else { ("\\(", "\\)") }
}
