//! Declarative shadow DOM: makes of the tree the *flat tree* that browsers draw (DOM, 4.2.2.5).
//!
//! What a `<template shadowrootmode>` holds takes the place of its host's children, and each of these moves into the
//! `<slot>` that it is assigned to. What a filled slot held before is drawn nowhere and goes. Children without a slot are
//! drawn nowhere either, but other readers of the markup find them: they stay, hidden, at the end of the host.

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef, Tree};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use scraper::node::Element;
use scraper::{Html, Node};
use std::collections::{BTreeMap, BTreeSet};

/// Elements that may have a shadow root, besides custom elements.
const HOSTS: [LocalName; 18] = [
    local_name!("article"),
    local_name!("aside"),
    local_name!("blockquote"),
    local_name!("body"),
    local_name!("div"),
    local_name!("footer"),
    local_name!("h1"),
    local_name!("h2"),
    local_name!("h3"),
    local_name!("h4"),
    local_name!("h5"),
    local_name!("h6"),
    local_name!("header"),
    local_name!("main"),
    local_name!("nav"),
    local_name!("p"),
    local_name!("section"),
    local_name!("span"),
];

/// Whether a template with these attributes is the shadow root of its parent.
pub(super) fn is_shadow_root(attributes: &[Attribute]) -> bool {
    let is_mode = |value: &str| value.eq_ignore_ascii_case("open") || value.eq_ignore_ascii_case("closed");
    attributes.iter().any(|a| a.name.local == local_name!("shadowrootmode") && is_mode(&a.value))
}

/// Puts the contents of `templates` in place of their hosts' children. `templates` are in the order of their tags, so
/// that the slots of a shadow tree are found before anything from outside moves into it. Each node is visited once.
/// Returns whether nodes became deeper than `max_depth`; these are cut off.
pub(super) fn flatten(html: &mut Html, templates: &[NodeId], max_depth: usize) -> bool {
    let host_of = |id: NodeId| html.tree.get(id).and_then(|t| t.parent()).filter(is_host).map(|host| host.id());
    // A second template in the same host is an ordinary one.
    let mut hosts = BTreeSet::new();
    let roots: Vec<(NodeId, NodeId)> = templates
        .iter()
        .filter_map(|template| Some((host_of(*template)?, *template)))
        .filter(|(host, _)| hosts.insert(*host))
        .collect();
    for (host, template) in &roots {
        attach(&mut html.tree, *host, *template);
    }
    !roots.is_empty() && cut_off(&mut html.tree, max_depth)
}

/// Cuts off the nodes that are deeper than `max_depth`. Returns whether there are any.
fn cut_off(tree: &mut Tree<Node>, max_depth: usize) -> bool {
    let (mut depth, mut too_deep) = (0, Vec::new());
    for edge in tree.root().traverse() {
        match edge {
            Edge::Open(node) => {
                if depth == max_depth + 1 {
                    too_deep.push(node.id());
                }
                depth += 1;
            }
            Edge::Close(_) => depth -= 1,
        }
    }
    for id in &too_deep {
        if let Some(mut node) = tree.get_mut(*id) {
            node.detach();
        }
    }
    !too_deep.is_empty()
}

fn is_host(node: &NodeRef<'_, Node>) -> bool {
    let name = node.value().as_element().map(|element| &element.name.local);
    name.is_some_and(|name| name.contains('-') || HOSTS.contains(name))
}

/// Makes the contents of a template the children of its host, and moves the children that it had into their slots.
fn attach(tree: &mut Tree<Node>, host: NodeId, template: NodeId) {
    let (Some(host_node), Some(template_node)) = (tree.get(host), tree.get(template)) else { return };
    let slots = Slots::inside(template_node);
    let contents = template_node.first_child().map(|fragment| fragment.id());
    let children: Vec<Child> =
        host_node.children().filter(|child| child.id() != template).map(|child| slots.assign(child)).collect();
    if let Some(mut template) = tree.get_mut(template) {
        template.detach();
    }
    if let (Some(contents), Some(mut host)) = (contents, tree.get_mut(host)) {
        host.reparent_from_id_append(contents);
    }
    slots.fill(tree, &children);
    hide_unassigned(tree, host, &children);
}

/// A child that the host had before.
struct Child {
    id: NodeId,
    /// The number of the slot that it moves into.
    slot: Option<usize>,
    /// Whether there is anything to see: an element, or text. Even white space fills a slot.
    is_element: bool,
    is_text: bool,
}

/// The slots of a shadow tree.
#[derive(Default)]
struct Slots {
    elements: Vec<NodeId>,
    /// The number of the first slot with each name.
    by_name: BTreeMap<String, usize>,
}

impl Slots {
    /// The slots inside a template, without those of templates in there.
    fn inside(template: NodeRef<'_, Node>) -> Slots {
        let mut slots = Slots::default();
        let mut pending: Vec<NodeRef<'_, Node>> = template.children().collect();
        while let Some(node) = pending.pop() {
            if let Some(element) = node.value().as_element() {
                if element.name.local == local_name!("template") {
                    continue;
                }
                if element.name.local == local_name!("slot") {
                    let name = element.attr("name").unwrap_or("").to_owned();
                    slots.by_name.entry(name).or_insert(slots.elements.len());
                    slots.elements.push(node.id());
                }
            }
            pending.extend(node.children().rev());
        }
        slots
    }

    /// Finds the slot of a host's child. What is neither element nor text goes with the text around it.
    fn assign(&self, child: NodeRef<'_, Node>) -> Child {
        let element = child.value().as_element();
        let name = element.and_then(|element| element.attr("slot")).unwrap_or("");
        let is_text = child.value().is_text();
        Child { id: child.id(), slot: self.by_name.get(name).copied(), is_element: element.is_some(), is_text }
    }

    /// Moves children into their slots. Those take the place of what a slot held.
    fn fill(&self, tree: &mut Tree<Node>, children: &[Child]) {
        let mut is_filled = vec![false; self.elements.len()];
        for slot in children.iter().filter(|c| c.is_element || c.is_text).filter_map(|c| c.slot) {
            if !std::mem::replace(&mut is_filled[slot], true)
                && let Some(mut slot) = tree.get_mut(self.elements[slot])
            {
                while let Some(mut fallback) = slot.first_child() {
                    fallback.detach();
                }
            }
        }
        for child in children {
            if let Some(mut slot) = child.slot.and_then(|slot| tree.get_mut(self.elements[slot])) {
                slot.append_id(child.id);
            }
        }
    }
}

/// Moves the children without a slot into a hidden element at the end of their host.
fn hide_unassigned(tree: &mut Tree<Node>, host: NodeId, children: &[Child]) {
    let unassigned = || children.iter().filter(|child| child.slot.is_none());
    let Some(mut host) = tree.get_mut(host) else { return };
    if unassigned().any(|child| child.is_element || child.is_text) {
        let name = |local| QualName::new(None, ns!(html), local);
        let hidden = Attribute { name: QualName::new(None, ns!(), local_name!("hidden")), value: "".into() };
        let mut wrapper = host.append(Node::Element(Element::new(name(local_name!("div")), vec![hidden])));
        for child in unassigned() {
            wrapper.append_id(child.id);
        }
    }
}
