//! The guarded tree: passes on what html5ever builds to scraper's tree, and counts what it costs.
//!
//! html5ever scans its stack of open elements and its list of active formatting elements, and asks the sink about every
//! one that it looks at: these questions are the steps that are counted.

use crate::limits::{Limit, Limits};
use ego_tree::{NodeId, Tree};
use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink, Node};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

/// Bytes that a node of the tree takes: its place in a list that doubles as it grows, its text or the element made of it.
const NODE: usize = 300;
/// Bytes that an attribute takes.
const ATTRIBUTE: usize = 96;

/// Markup that most pages have for each node of the tree, which need not grow then.
const BYTES_OF_NODE: usize = 128;
/// Of a larger page the tree grows, lest hostile ones take twice what they need.
const MOST_NODES_AHEAD: usize = 1 << 13;

/// A node's handle while parsing: its id in the tree, and its index for the depths.
#[derive(Clone, Copy)]
pub(crate) struct Handle {
    id: NodeId,
    index: u32,
}

/// Passes everything on to scraper's sink and keeps the depth of every node.
pub(crate) struct GuardedSink {
    inner: HtmlTreeSink,
    depths: RefCell<Vec<u16>>,
    /// Steps taken, and how many may be.
    steps: Cell<usize>,
    most_steps: usize,
    /// Elements, comments and instructions so far, and their attributes.
    attributes: Cell<usize>,
    most_depth: u16,
    most_nodes: usize,
    most_memory: usize,
    met: Cell<Option<Limit>>,
}

impl GuardedSink {
    /// For a page of so many bytes.
    pub(crate) fn new(limits: &Limits, bytes: usize) -> Self {
        let mut html = Html::new_document();
        html.tree = Tree::with_capacity(Node::Document, (bytes / BYTES_OF_NODE).min(MOST_NODES_AHEAD));
        Self {
            inner: HtmlTreeSink::new(html),
            depths: RefCell::new(vec![0]),
            steps: Cell::new(0),
            most_steps: limits.steps_for(bytes),
            attributes: Cell::new(0),
            most_depth: limits.depth.min(usize::from(u16::MAX) - 1) as u16,
            most_nodes: limits.nodes,
            most_memory: limits.memory_for(bytes),
            met: Cell::new(None),
        }
    }

    /// The first bound that was met.
    pub(crate) fn met(&self) -> Option<Limit> {
        if self.steps.get() > self.most_steps { Some(self.met.get().unwrap_or(Limit::Steps)) } else { self.met.get() }
    }

    pub(crate) fn meet(&self, limit: Limit) {
        self.met.set(Some(self.met.get().unwrap_or(limit)));
    }

    pub(crate) fn is_document(&self, handle: &Handle) -> bool {
        handle.index == 0
    }

    pub(crate) fn spend(&self, steps: usize) {
        self.steps.set(self.steps.get().saturating_add(steps));
    }

    /// Adds a comment at the end of the body, so that text that follows starts a node of its own.
    pub(crate) fn mark(&self) -> NodeId {
        let comment = self.inner.create_comment(StrTendril::new());
        let html = self.inner.0.borrow();
        let root = html.tree.root();
        let html_element = root.children().find(|n| n.value().is_element());
        let body = html_element.and_then(|e| e.children().filter(|n| n.value().is_element()).last());
        let place = body.or(html_element).unwrap_or(root).id();
        drop(html);
        self.inner.append(&place, NodeOrText::AppendNode(comment));
        comment
    }

    fn handle(&self, id: NodeId) -> Handle {
        let mut depths = self.depths.borrow_mut();
        depths.push(0);
        // Nodes of text have no handle: the tree's own count has them too.
        let nodes = self.inner.0.borrow().tree.nodes().len();
        if nodes > self.most_nodes {
            self.meet(Limit::Nodes);
        }
        if nodes * NODE + self.attributes.get() * ATTRIBUTE > self.most_memory {
            self.meet(Limit::Memory);
        }
        Handle { id, index: depths.len() as u32 - 1 }
    }

    fn reached(&self, depth: u16) {
        if depth > self.most_depth {
            self.meet(Limit::Depth);
        }
    }

    fn placed(&self, parent_depth: u16, child: Handle) {
        let depth = parent_depth.saturating_add(1);
        self.depths.borrow_mut()[child.index as usize] = depth;
        self.reached(depth);
    }

    fn depth(&self, handle: Handle) -> u16 {
        self.depths.borrow()[handle.index as usize]
    }

    fn pass(&self, child: NodeOrText<Handle>, parent_depth: u16) -> NodeOrText<NodeId> {
        match child {
            NodeOrText::AppendText(text) => NodeOrText::AppendText(text),
            NodeOrText::AppendNode(node) => {
                self.placed(parent_depth, node);
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
        self.handle(self.inner.create_element(name, attrs, flags))
    }
    fn create_comment(&self, text: StrTendril) -> Handle {
        self.handle(self.inner.create_comment(text))
    }
    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.handle(self.inner.create_pi(target, data))
    }
    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let child = self.pass(child, self.depth(*parent));
        self.inner.append(&parent.id, child);
    }
    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let child = self.pass(child, self.depth(*element).max(self.depth(*previous)));
        self.inner.append_based_on_parent_node(&element.id, &previous.id, child);
    }
    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.inner.append_doctype_to_document(name, public, system);
    }
    fn get_template_contents(&self, target: &Handle) -> Handle {
        let contents = self.handle(self.inner.get_template_contents(&target.id));
        self.placed(self.depth(*target), contents);
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
        let new = self.pass(new, self.depth(*sibling).saturating_sub(1));
        self.inner.append_before_sibling(&sibling.id, new);
    }
    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        self.attributes.set(self.attributes.get() + attrs.len());
        self.inner.add_attrs_if_missing(&target.id, attrs);
    }
    fn remove_from_parent(&self, target: &Handle) {
        self.inner.remove_from_parent(&target.id);
    }
    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        // The children sink by as much as the new parent stands deeper; the bound only has to be near.
        self.reached(self.depth(*new_parent).saturating_add(1));
        self.inner.reparent_children(&node.id, &new_parent.id);
    }
}
