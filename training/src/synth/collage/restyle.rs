//! Writes a page's markup in another style: without classes or semantic elements, with line breaks for paragraphs.

use crate::escape::escape_into;
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use scraper::{ElementRef, Html, Node, Selector};
use std::fmt::Write;

pub(super) use ego_tree::NodeId;

/// A parsed page.
pub(super) struct Tree(Html);

/// A style of markup. The default changes nothing except that it drops style sheets and structured data.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Style {
    /// Drops classes, ids and other attributes that name parts.
    plain: bool,
    /// `article`, `nav`, `header` and the like become `div`.
    sections: bool,
    /// Headings become `div`.
    headings: bool,
    /// Lists become `div`.
    lists: bool,
    /// What paragraphs become.
    paragraphs: Paragraphs,
    /// Keeps style sheets and structured data.
    data: bool,
}

/// What a paragraph becomes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Paragraphs {
    #[default]
    Same,
    Div,
    Breaks,
}

/// Attributes that name parts of a page.
const NAMING: [&str; 8] = ["class", "id", "role", "itemprop", "itemtype", "itemscope", "name", "data-testid"];
/// Elements that become `div` in flat styles.
const SECTIONS: [&str; 9] = ["article", "main", "nav", "header", "footer", "aside", "section", "figure", "figcaption"];
/// Elements without an end tag.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// Elements that are always dropped.
const ACTIVE: [&str; 4] = ["script", "noscript", "template", "iframe"];

impl Style {
    /// Draws a style: each alteration with the given probability.
    pub(super) fn draw(rng: &mut ChaCha8Rng, probability: f64) -> Style {
        let is_flat = rng.random_bool(probability);
        let paragraphs = [Paragraphs::Div, Paragraphs::Breaks].choose(rng).copied().unwrap_or_default();
        Style {
            plain: rng.random_bool(probability),
            sections: is_flat,
            headings: is_flat && rng.random_bool(0.5),
            lists: is_flat && rng.random_bool(0.3),
            paragraphs: if rng.random_bool(probability) { paragraphs } else { Paragraphs::Same },
            data: false,
        }
    }

    /// The same style, but keeping style sheets and structured data.
    pub(super) fn of_host(&self) -> Style {
        Style { data: true, ..self.clone() }
    }

    /// The name that an element gets.
    fn tag<'a>(&self, name: &'a str) -> &'a str {
        let is_heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        match name {
            _ if self.sections && SECTIONS.contains(&name) => "div",
            _ if self.headings && is_heading => "div",
            "ul" | "ol" | "li" if self.lists => "div",
            "p" if self.paragraphs == Paragraphs::Div => "div",
            _ => name,
        }
    }

    /// Whether an element is dropped.
    fn is_left_out(&self, element: &scraper::node::Element) -> bool {
        let name = element.name();
        let is_data = name == "script" && element.attr("type").is_some_and(|t| t.contains("json"));
        if name == "style" || is_data { !self.data } else { ACTIVE.contains(&name) }
    }
}

impl Tree {
    /// Parses markup.
    pub(super) fn parse(html: &str) -> Tree {
        Tree(Html::parse_document(html))
    }

    /// Children of the body.
    pub(super) fn body_children(&self) -> Vec<NodeId> {
        self.children_of("body")
    }

    /// Children of the head.
    pub(super) fn head_children(&self) -> Vec<NodeId> {
        self.children_of("head")
    }

    fn children_of(&self, name: &str) -> Vec<NodeId> {
        let parents = self.0.root_element().child_elements().filter(|e| e.value().name() == name);
        parents.flat_map(|e| e.children().map(|c| c.id())).collect()
    }

    /// The elements of the body with one of these names, in order.
    pub(super) fn elements(&self, names: &[&str]) -> Vec<NodeId> {
        let selector = names.iter().map(|n| format!("body {n}")).collect::<Vec<_>>().join(",");
        Selector::parse(&selector).map_or_else(|_| Vec::new(), |s| self.0.select(&s).map(|e| e.id()).collect())
    }

    /// Nodes between neighbors in a list of elements, if these have the same parent.
    pub(super) fn between_siblings(&self, elements: &[NodeId]) -> Vec<NodeId> {
        let mut between = Vec::new();
        for pair in elements.windows(2) {
            let start = self.0.tree.get(pair[0]);
            let next: Vec<NodeId> = start
                .into_iter()
                .flat_map(|n| n.next_siblings())
                .map(|n| n.id())
                .take_while(|n| *n != pair[1])
                .collect();
            let same_parent = |n: &NodeId| self.0.tree.get(*n).and_then(|n| n.parent()).map(|p| p.id());
            if same_parent(&pair[0]) == same_parent(&pair[1]) {
                between.extend(next);
            }
        }
        between
    }

    /// Whether a node is, or contains, one of the others.
    pub(super) fn holds_any(&self, node: NodeId, others: &[NodeId]) -> bool {
        let Some(node) = self.0.tree.get(node) else { return false };
        node.descendants().any(|d| others.contains(&d.id()))
    }

    /// Number of characters of text in an element.
    pub(super) fn text_chars(&self, node: NodeId) -> usize {
        let element = self.0.tree.get(node).and_then(ElementRef::wrap);
        element.map_or(0, |e| e.text().map(|t| t.trim().chars().count()).sum())
    }
}

/// Writes nodes of a page in a style.
pub(super) struct Writer<'a> {
    pub(super) tree: &'a Tree,
    pub(super) style: &'a Style,
    /// Nodes to leave out, sorted.
    pub(super) omitted: &'a [NodeId],
    /// Markup to insert before a node.
    pub(super) inserted: Option<(NodeId, &'a str)>,
}

/// What to do next; the stack of these replaces recursion, since pages nest deeper than a thread's stack.
enum Step {
    Open(NodeId),
    Close(String),
}

impl<'a> Writer<'a> {
    /// Writes everything and inserts nothing.
    pub(super) fn new(tree: &'a Tree, style: &'a Style) -> Self {
        Self { tree, style, omitted: &[], inserted: None }
    }

    /// The nodes and all that they contain, as markup.
    pub(super) fn write(&self, nodes: &[NodeId]) -> String {
        let mut out = String::new();
        let mut steps: Vec<Step> = nodes.iter().rev().map(|node| Step::Open(*node)).collect();
        while let Some(step) = steps.pop() {
            match step {
                Step::Close(end) => out.push_str(&end),
                Step::Open(id) => self.open(id, &mut steps, &mut out),
            }
        }
        out
    }

    fn open(&self, id: NodeId, steps: &mut Vec<Step>, out: &mut String) {
        if let Some((_, markup)) = self.inserted.filter(|(before, _)| *before == id) {
            out.push_str(markup);
        }
        let Some(node) = self.tree.0.tree.get(id) else { return };
        match node.value() {
            Node::Text(text) if is_raw_text(node) => out.push_str(text),
            Node::Text(text) => escape_into(text, out),
            Node::Element(element) if !self.style.is_left_out(element) && self.omitted.binary_search(&id).is_err() => {
                steps.push(Step::Close(start_element(element, self.style, out)));
                steps.extend(node.children().rev().map(|child| Step::Open(child.id())));
            }
            _ => {}
        }
    }
}

/// Whether a text is in an element whose contents are not escaped.
fn is_raw_text(text: ego_tree::NodeRef<Node>) -> bool {
    let parent = text.parent().and_then(|parent| parent.value().as_element().map(|element| element.name()));
    matches!(parent, Some("script" | "style"))
}

/// Writes an element's start. Returns its end.
fn start_element(element: &scraper::node::Element, style: &Style, out: &mut String) -> String {
    if element.name() == "p" && style.paragraphs == Paragraphs::Breaks {
        return "<br><br>".into();
    }
    let tag = style.tag(element.name());
    let _ = write!(out, "<{tag}");
    for (name, value) in element.attrs().filter(|(name, _)| !(style.plain && NAMING.contains(name))) {
        let _ = write!(out, " {name}=\"");
        escape_into(value, out);
        out.push('"');
    }
    out.push('>');
    if VOID.contains(&tag) { String::new() } else { format!("</{tag}>") }
}
