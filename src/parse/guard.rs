//! The guarded tree: passes what html5ever builds on to scraper's tree, and counts what it costs.
//!
//! html5ever scans its stack of open elements and its list of active formatting elements. It asks the sink about every
//! element that it looks at, and each question counts as a step.

use super::shadow::is_shadow_root;
use crate::limits::{Limit, Limits};
use ego_tree::{NodeId, Tree};
use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::local_name;
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink, Node};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

/// Bytes that a node takes: its slot in a list that doubles as it grows, its text, and what segmentation keeps of it.
const NODE: usize = 300;
/// Bytes that an attribute takes.
const ATTRIBUTE: usize = 96;

/// Nodes that the tree may have beyond the limits: those of the token that meets them.
const EXCESS_NODES: usize = 1 << 10;

/// What the parse of a page and of the documents inside it may still cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Allowance {
    pub(crate) steps: usize,
    pub(crate) nodes: usize,
    /// In bytes.
    pub(crate) memory: usize,
}

impl Allowance {
    /// Nodes to allocate ahead, so that the tree rarely grows: no fewer than `expected`.
    ///
    /// A tree that grows doubles, and is held twice meanwhile. So it starts with as many nodes as double to all that are
    /// allowed, and not to one more: doubled at half of them, it takes half as much again as it may in the end.
    pub(super) fn nodes_ahead(&self, expected: usize) -> usize {
        let mut ahead = self.nodes.min(self.memory / NODE).saturating_add(EXCESS_NODES);
        while ahead / 2 >= expected.max(1) {
            ahead = ahead.div_ceil(2);
        }
        ahead
    }

    /// That of a page of `bytes` bytes.
    pub(crate) fn of_page(limits: &Limits, bytes: usize) -> Allowance {
        Allowance { steps: limits.steps_for(bytes), nodes: limits.nodes, memory: limits.memory_for(bytes) }
    }
}

/// A node's handle during the parse: its id in the tree, and its index into the depths.
#[derive(Clone, Copy)]
pub(crate) struct Handle {
    id: NodeId,
    index: u32,
}

/// Passes everything on to scraper's sink, and keeps the depth of every node.
pub(crate) struct GuardedSink {
    inner: HtmlTreeSink,
    depths: RefCell<Vec<u16>>,
    steps: Cell<usize>,
    max_steps: usize,
    /// Attributes of all elements so far.
    attributes: Cell<usize>,
    max_depth: u16,
    max_nodes: usize,
    /// In bytes.
    max_memory: usize,
    /// Of one element.
    max_attributes: usize,
    met: Cell<Option<Limit>>,
    /// Templates that are shadow roots of their parents.
    shadow_roots: RefCell<Vec<NodeId>>,
    /// All `<style>` elements.
    styles: RefCell<Vec<NodeId>>,
}

impl GuardedSink {
    /// A guard for markup with about so many nodes.
    pub(crate) fn new(limits: &Limits, allowance: Allowance, expected_nodes: usize) -> Self {
        let mut html = Html::new_document();
        html.tree = Tree::with_capacity(Node::Document, allowance.nodes_ahead(expected_nodes));
        Self {
            inner: HtmlTreeSink::new(html),
            depths: RefCell::new(vec![0]),
            steps: Cell::new(0),
            max_steps: allowance.steps,
            attributes: Cell::new(0),
            max_depth: limits.depth.min(usize::from(u16::MAX) - 1) as u16,
            max_nodes: allowance.nodes,
            max_memory: allowance.memory,
            max_attributes: limits.attributes,
            met: Cell::new(None),
            shadow_roots: RefCell::default(),
            styles: RefCell::default(),
        }
    }

    /// The first limit that was met.
    pub(crate) fn met(&self) -> Option<Limit> {
        if self.steps.get() > self.max_steps { Some(self.met.get().unwrap_or(Limit::Steps)) } else { self.met.get() }
    }

    /// Notes a limit, unless one was met before.
    pub(crate) fn meet(&self, limit: Limit) {
        self.met.set(Some(self.met.get().unwrap_or(limit)));
    }

    pub(crate) fn is_document(&self, handle: &Handle) -> bool {
        handle.index == 0
    }

    /// Counts steps.
    pub(crate) fn spend(&self, steps: usize) {
        self.steps.set(self.steps.get().saturating_add(steps));
    }

    /// Steps so far.
    pub(crate) fn steps(&self) -> usize {
        self.steps.get()
    }

    /// Appends a comment to the body, so that the text after it starts a new node. Returns the comment's id.
    pub(crate) fn mark(&self) -> NodeId {
        let comment = self.inner.create_comment(StrTendril::new());
        let html = self.inner.0.borrow();
        let root = html.tree.root();
        let html_element = root.children().find(|n| n.value().is_element());
        let body = html_element.and_then(|e| e.children().filter(|n| n.value().is_element()).last());
        let parent = body.or(html_element).unwrap_or(root).id();
        drop(html);
        self.inner.append(&parent, NodeOrText::AppendNode(comment));
        comment
    }

    /// The handle of a new node. Checks the limits of nodes and memory.
    fn handle(&self, id: NodeId) -> Handle {
        let mut depths = self.depths.borrow_mut();
        depths.push(0);
        // Text nodes have no handle, but the tree counts them.
        let nodes = self.nodes();
        if nodes > self.max_nodes {
            self.meet(Limit::Nodes);
        }
        if self.memory(nodes) > self.max_memory {
            self.meet(Limit::Memory);
        }
        Handle { id, index: depths.len() as u32 - 1 }
    }

    fn nodes(&self) -> usize {
        self.inner.0.borrow().tree.nodes().len()
    }

    /// Bytes that so many nodes and the attributes take.
    fn memory(&self, nodes: usize) -> usize {
        nodes * NODE + self.attributes.get() * ATTRIBUTE
    }

    /// What is left for further documents.
    pub(crate) fn left(&self) -> Allowance {
        let nodes = self.nodes();
        Allowance {
            steps: self.max_steps.saturating_sub(self.steps.get()),
            nodes: self.max_nodes.saturating_sub(nodes),
            memory: self.max_memory.saturating_sub(self.memory(nodes)),
        }
    }

    /// The templates that are shadow roots of their parents, in the order of their tags.
    pub(crate) fn shadow_roots(&self) -> Vec<NodeId> {
        self.shadow_roots.take()
    }

    /// All `<style>` elements, in the order of their tags.
    pub(crate) fn styles(&self) -> Vec<NodeId> {
        self.styles.take()
    }

    /// The `<style>` element that was opened last.
    pub(crate) fn last_style(&self) -> Option<NodeId> {
        self.styles.borrow().last().copied()
    }

    fn check_depth(&self, depth: u16) {
        if depth > self.max_depth {
            self.meet(Limit::Depth);
        }
    }

    fn set_depth(&self, parent_depth: u16, child: Handle) {
        let depth = parent_depth.saturating_add(1);
        self.depths.borrow_mut()[child.index as usize] = depth;
        self.check_depth(depth);
    }

    fn depth(&self, handle: Handle) -> u16 {
        self.depths.borrow()[handle.index as usize]
    }

    /// A child as scraper's sink takes it.
    fn translate(&self, child: NodeOrText<Handle>, parent_depth: u16) -> NodeOrText<NodeId> {
        match child {
            NodeOrText::AppendText(text) => NodeOrText::AppendText(text),
            NodeOrText::AppendNode(node) => {
                self.set_depth(parent_depth, node);
                NodeOrText::AppendNode(node.id)
            }
        }
    }
}

impl TreeSink for GuardedSink {
    type Output = Html;
    type Handle = Handle;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.inner.finish()
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> Handle {
        Handle { id: self.inner.get_document(), index: 0 }
    }
    fn elem_name<'a>(&'a self, target: &'a Handle) -> Self::ElemName<'a> {
        self.spend(1);
        self.inner.elem_name(&target.id)
    }
    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.attributes.set(self.attributes.get() + attrs.len());
        let is_shadow_root = flags.template && is_shadow_root(&attrs);
        let is_style = name.local == local_name!("style");
        let element = self.handle(self.inner.create_element(name, attrs, flags));
        if is_shadow_root {
            self.shadow_roots.borrow_mut().push(element.id);
        }
        if is_style {
            self.styles.borrow_mut().push(element.id);
        }
        element
    }
    fn create_comment(&self, text: StrTendril) -> Handle {
        self.handle(self.inner.create_comment(text))
    }
    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.handle(self.inner.create_pi(target, data))
    }
    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let child = self.translate(child, self.depth(*parent));
        self.inner.append(&parent.id, child);
    }
    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let child = self.translate(child, self.depth(*element).max(self.depth(*previous)));
        self.inner.append_based_on_parent_node(&element.id, &previous.id, child);
    }
    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.inner.append_doctype_to_document(name, public, system);
    }
    fn get_template_contents(&self, target: &Handle) -> Handle {
        let contents = self.handle(self.inner.get_template_contents(&target.id));
        self.set_depth(self.depth(*target), contents);
        contents
    }
    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        self.spend(1);
        x.id == y.id
    }
    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }
    fn append_before_sibling(&self, sibling: &Handle, new: NodeOrText<Handle>) {
        let new = self.translate(new, self.depth(*sibling).saturating_sub(1));
        self.inner.append_before_sibling(&sibling.id, new);
    }
    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        self.attributes.set(self.attributes.get() + attrs.len());
        self.inner.add_attrs_if_missing(&target.id, attrs);
        // A page may repeat `<html>` and `<body>`. Each attribute is inserted between those that the element has.
        let html = self.inner.0.borrow();
        let element = html.tree.get(target.id).and_then(|node| node.value().as_element());
        if element.is_some_and(|element| element.attrs.len() > self.max_attributes) {
            self.meet(Limit::Attributes);
        }
    }
    fn remove_from_parent(&self, target: &Handle) {
        self.inner.remove_from_parent(&target.id);
    }
    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        // The children move by the difference in depth of their parents. Only the nearest are checked, which is close
        // enough for a limit.
        self.check_depth(self.depth(*new_parent).saturating_add(1));
        self.inner.reparent_children(&node.id, &new_parent.id);
    }
}

#[cfg(test)]
mod tests {
    use super::{Allowance, EXCESS_NODES, NODE};

    #[test]
    fn a_tree_that_grows_takes_little_more_than_it_may_in_the_end() {
        for (expected, nodes, memory) in [
            (64, 1_000_000, 16 << 20),
            (8192, 1_000_000, 16 << 20),
            (60_000, 1_000_000, 16 << 20),
            (8192, 1_000_000, 65_537 * NODE),
            (100, 5_000, usize::MAX),
            (50, 10, 3),
        ] {
            let allowed = nodes.min(memory / NODE) + EXCESS_NODES;
            let mut capacity = Allowance { steps: 0, nodes, memory }.nodes_ahead(expected);
            assert!(capacity >= expected.min(allowed), "{capacity} nodes for {expected}");
            while capacity < allowed {
                // Halves are rounded up.
                assert!(3 * capacity <= allowed * 3 / 2 + allowed / 32, "{capacity} nodes double below {allowed}");
                capacity *= 2;
            }
        }
        assert!(Allowance { steps: 0, nodes: usize::MAX, memory: usize::MAX }.nodes_ahead(100) < 1000);
    }
}
