//! The guarded parse: html5ever with scripting off into scraper's tree, in pieces, watching depth and nodes.
//!
//! html5ever's tree builder scans its stack of open elements, so its time is quadratic in nesting depth; a tree
//! past [`Limits::depth`] is therefore cut there. Scripting is off so that `<noscript>` has elements inside.

use crate::limits::{LimitMet, Limits};
use ego_tree::NodeId;
use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ParseOpts, QualName};
use scraper::{Html, HtmlTreeSink};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};

/// Bytes fed between two looks at the tree.
const PIECE: usize = 16 << 10;

/// A parsed page.
pub(super) struct Parsed {
    pub(super) html: Html,
    /// Nodes from this one on were written after the last `</html>`.
    pub(super) after_html: Option<NodeId>,
    pub(super) limits_met: Vec<LimitMet>,
}

/// Parses `text` within `limits`.
pub(super) fn parse(text: &str, limits: &Limits) -> Parsed {
    let opts = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..Default::default() },
        ..Default::default()
    };
    let sink = GuardedSink::new();
    let mut parser = html5ever::parse_document(sink, opts);
    let tail = tail_after_html(text);
    let mut after_html = None;
    let mut limits_met = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if at == tail {
            after_html = Some(parser.tokenizer.sink.sink.mark());
        }
        let stop = if at < tail { tail } else { text.len() };
        let end = text.floor_char_boundary((at + PIECE).min(stop));
        parser.process(StrTendril::from(&text[at..end]));
        at = end;
        let sink = &parser.tokenizer.sink.sink;
        if sink.deepest.get() as usize > limits.depth {
            limits_met.push(LimitMet::Depth);
            break;
        }
        if sink.nodes() > limits.nodes {
            limits_met.push(LimitMet::Nodes);
            break;
        }
    }
    Parsed { html: parser.finish(), after_html, limits_met }
}

/// Where the text after the last `</html>` begins, if anything but white space stands there.
fn tail_after_html(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = bytes.len();
    while let Some(at) = memchr::memmem::rfind(&bytes[..end], b"</") {
        if bytes.len() - at >= 7 && bytes[at..at + 6].eq_ignore_ascii_case(b"</html") {
            let close = memchr::memchr(b'>', &bytes[at..]).map_or(bytes.len(), |i| at + i + 1);
            return if text[close..].trim().is_empty() { bytes.len() } else { close };
        }
        // Only a tail is looked at: what stands before that is no injection after the end.
        if bytes.len() - at > 64 << 10 {
            break;
        }
        end = at;
    }
    bytes.len()
}

/// A node's handle while parsing: its id in the tree, and its index for the depths.
#[derive(Clone, Copy)]
struct Handle {
    id: NodeId,
    index: u32,
}

/// Passes everything on to scraper's sink and keeps the depth of every node.
struct GuardedSink {
    inner: HtmlTreeSink,
    depths: RefCell<Vec<u16>>,
    deepest: Cell<u16>,
}

impl GuardedSink {
    fn new() -> Self {
        let inner = HtmlTreeSink::new(Html::new_document());
        Self { inner, depths: RefCell::new(vec![0]), deepest: Cell::new(0) }
    }

    fn handle(&self, id: NodeId) -> Handle {
        let mut depths = self.depths.borrow_mut();
        depths.push(0);
        Handle { id, index: depths.len() as u32 - 1 }
    }

    fn nodes(&self) -> usize {
        self.inner.0.borrow().tree.nodes().len()
    }

    /// Adds a comment at the end of the body, so that text that follows starts a node of its own.
    fn mark(&self) -> NodeId {
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

    fn placed(&self, parent_depth: u16, child: Handle) {
        let depth = parent_depth.saturating_add(1);
        self.depths.borrow_mut()[child.index as usize] = depth;
        self.deepest.set(self.deepest.get().max(depth));
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
    type ElemName<'a> = std::cell::Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.inner.finish()
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> Handle {
        Handle { id: self.inner.get_document(), index: 0 }
    }
    fn elem_name<'a>(&'a self, target: &'a Handle) -> Self::ElemName<'a> {
        self.inner.elem_name(&target.id)
    }
    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
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
        self.inner.add_attrs_if_missing(&target.id, attrs);
    }
    fn remove_from_parent(&self, target: &Handle) {
        self.inner.remove_from_parent(&target.id);
    }
    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        // The children sink by as much as the new parent stands deeper; the bound only has to be near.
        let depth = self.depth(*new_parent).saturating_add(1);
        self.deepest.set(self.deepest.get().max(depth));
        self.inner.reparent_children(&node.id, &new_parent.id);
    }
}
