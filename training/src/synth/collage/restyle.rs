//! Writes a page's markup in another style: without classes, without semantic elements, with line breaks for paragraphs.

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use scraper::{ElementRef, Html, Node, Selector};
use std::fmt::Write;

pub(super) use ego_tree::NodeId;

/// A parsed page.
pub(super) struct Tree(Html);

/// How markup is written.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Style {
    /// Classes, ids and what tells machines about parts goes.
    plain: bool,
    /// `article`, `nav`, `header` and the like become `div`.
    sections: bool,
    /// Headings become `div`.
    headings: bool,
    /// Lists become `div`.
    lists: bool,
    /// What paragraphs become.
    paragraphs: Paragraphs,
    /// Style sheets and structured data stay.
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

const NAMING: [&str; 8] = ["class", "id", "role", "itemprop", "itemtype", "itemscope", "name", "data-testid"];
const SECTIONS: [&str; 9] = ["article", "main", "nav", "header", "footer", "aside", "section", "figure", "figcaption"];
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
const ACTIVE: [&str; 4] = ["script", "noscript", "template", "iframe"];

impl Style {
    /// A style at random: each alteration with a probability.
    pub(super) fn draw(rng: &mut ChaCha8Rng, likely: f64) -> Style {
        let is_flat = rng.random_bool(likely);
        let paragraphs = [Paragraphs::Div, Paragraphs::Breaks].choose(rng).copied().unwrap_or_default();
        Style {
            plain: rng.random_bool(likely),
            sections: is_flat,
            headings: is_flat && rng.random_bool(0.5),
            lists: is_flat && rng.random_bool(0.3),
            paragraphs: if rng.random_bool(likely) { paragraphs } else { Paragraphs::Same },
            data: false,
        }
    }

    /// The same, with the host's style sheets and structured data.
    pub(super) fn of_host(&self) -> Style {
        Style { data: true, ..self.clone() }
    }

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

    /// What stands in the body.
    pub(super) fn body_children(&self) -> Vec<NodeId> {
        self.children_of("body")
    }

    /// What stands in the head.
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

    /// Elements that stand between some elements of the same parent, those themselves left out.
    pub(super) fn between_siblings(&self, some: &[NodeId]) -> Vec<NodeId> {
        let mut between = Vec::new();
        for pair in some.windows(2) {
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

    /// Whether an element is one of some others or holds one.
    pub(super) fn holds_any(&self, node: NodeId, others: &[NodeId]) -> bool {
        let Some(node) = self.0.tree.get(node) else { return false };
        node.descendants().any(|d| others.contains(&d.id()))
    }

    /// Characters of text in an element.
    pub(super) fn text_chars(&self, node: NodeId) -> usize {
        let element = self.0.tree.get(node).and_then(ElementRef::wrap);
        element.map_or(0, |e| e.text().map(|t| t.trim().chars().count()).sum())
    }
}

/// Writes nodes of a page in a style, some left out, something put before one of them.
///
/// Walks the tree with a stack of its own: pages nest deeper than threads have stack.
pub(super) fn write(
    tree: &Tree,
    nodes: &[NodeId],
    style: &Style,
    omitted: &[NodeId],
    before: Option<(NodeId, &str)>,
) -> String {
    enum Step {
        Open(NodeId),
        Close(String),
    }
    let mut out = String::new();
    let mut steps: Vec<Step> = nodes.iter().rev().map(|n| Step::Open(*n)).collect();
    while let Some(step) = steps.pop() {
        let id = match step {
            Step::Close(end) => {
                out.push_str(&end);
                continue;
            }
            Step::Open(id) => id,
        };
        if let Some((_, what)) = before.filter(|(at, _)| *at == id) {
            out.push_str(what);
        }
        let Some(node) = tree.0.tree.get(id) else { continue };
        match node.value() {
            Node::Text(text) => {
                let is_raw = |n: ego_tree::NodeRef<Node>| {
                    n.value().as_element().is_some_and(|e| matches!(e.name(), "script" | "style"))
                };
                if node.parent().is_some_and(is_raw) { out.push_str(text) } else { escape(text, &mut out) }
            }
            Node::Element(element) if !style.is_left_out(element) && omitted.binary_search(&id).is_err() => {
                steps.push(Step::Close(open(element, style, &mut out)));
                steps.extend(node.children().rev().map(|c| Step::Open(c.id())));
            }
            _ => {}
        }
    }
    out
}

/// Writes an element's start; what its end is.
fn open(element: &scraper::node::Element, style: &Style, out: &mut String) -> String {
    if element.name() == "p" && style.paragraphs == Paragraphs::Breaks {
        return "<br><br>".into();
    }
    let tag = style.tag(element.name());
    let _ = write!(out, "<{tag}");
    for (name, value) in element.attrs().filter(|(name, _)| !(style.plain && NAMING.contains(name))) {
        let _ = write!(out, " {name}=\"");
        escape(value, out);
        out.push('"');
    }
    out.push('>');
    if VOID.contains(&tag) { String::new() } else { format!("</{tag}>") }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
}
