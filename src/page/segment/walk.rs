//! The walk over the tree: depth-first, without recursion, within the budget.

use super::Trace;
use super::properties::Properties;
use super::state::{Context, Costs, Input, OpenBlock, Output};
use crate::limits::{Limit, Limits};
use crate::metadata;
use crate::page::budget::Budget;
use crate::page::embedded::Embedded;
use crate::page::rules::Rules;
use crate::page::{Block, BlockKind, Format, Page};
use crate::parse::{self, Parsed, Role, Tag};
use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Text;

/// Blocks in which a page's headline is looked for.
const MAX_DESCRIBING: usize = 400;

/// A walk over one page.
pub(super) struct Walk {
    pub(super) input: Input,
    pub(super) output: Output,
    pub(super) block: OpenBlock,
    pub(super) context: Context,
    pub(super) costs: Costs,
    /// What the page says about itself.
    pub(super) properties: Properties,
    /// Articles and posts that the page carries as JSON.
    pub(super) json: Embedded,
    /// Where each text node's text went, if the caller asks.
    pub(super) trace: Option<Trace>,
}

impl Walk {
    pub(super) fn new(after_html: Option<NodeId>, budget: Budget, limits_met: Vec<Limit>, rules: Rules) -> Self {
        Self {
            input: Input::new(after_html, rules),
            output: Output::new(limits_met),
            block: OpenBlock::default(),
            context: Context::default(),
            costs: Costs::new(budget),
            properties: Properties::default(),
            json: Embedded::default(),
            trace: None,
        }
    }

    /// Visits every node outside the head.
    pub(super) fn body(&mut self, root: NodeRef<'_, Node>) {
        let mut node = root;
        loop {
            let descend = self.enter(&node);
            if descend && let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            if descend {
                self.leave(&node);
            }
            let Some(next) = self.next_node(node) else { return };
            node = next;
            if let Some(limit) = self.costs.budget.exceeded(self.output.blocks.len()) {
                self.output.meet(limit);
                self.close_all();
                return;
            }
        }
    }

    /// The next node in document order that is not inside `node`. Leaves the ancestors that end before it.
    fn next_node<'a>(&mut self, mut node: NodeRef<'a, Node>) -> Option<NodeRef<'a, Node>> {
        loop {
            if let Some(next) = node.next_sibling() {
                return Some(next);
            }
            node = node.parent()?;
            self.leave(&node);
        }
    }

    /// Enters a node. Returns whether to visit its children and leave it afterwards.
    fn enter(&mut self, node: &NodeRef<'_, Node>) -> bool {
        self.context.is_after_html |= self.input.after_html.is_some_and(|mark| node.id() == mark);
        match node.value() {
            Node::Text(text) => {
                self.enter_text(node.id(), text);
                false
            }
            Node::Element(element) => {
                let (tag, role) = Tag::of(&element.name.local);
                if role == Role::Skip {
                    self.skip_element(node, tag);
                }
                if role == Role::Skip || tag == Tag::Head {
                    return false;
                }
                if tag == Tag::Br {
                    self.line_break();
                    return false;
                }
                self.open_element(element, tag, role);
                true
            }
            other => matches!(other, Node::Document | Node::Fragment),
        }
    }

    fn enter_text(&mut self, id: NodeId, text: &Text) {
        let before = self.output.end();
        if self.block.start == before {
            self.block.is_after_html = self.context.is_after_html;
        }
        self.flow(&text.text);
        if let Some(trace) = &mut self.trace {
            trace.push((id, before..self.output.end()));
        }
    }

    fn leave(&mut self, node: &NodeRef<'_, Node>) {
        if node.value().is_element() {
            self.close_element();
        }
    }

    /// Appends the articles and posts that the page carries as JSON and its markup lacks.
    pub(super) fn embedded(&mut self, limits: &Limits) {
        let markup = std::mem::take(&mut self.json).missing_markup(&self.output.text);
        if markup.is_empty() {
            return;
        }
        self.flush();
        self.close_all();
        self.input.kind = BlockKind::Embedded;
        self.context = Context::default();
        let Parsed { html, limits_met, .. } = parse::parse(&markup, limits);
        limits_met.into_iter().for_each(|limit| self.output.meet(limit));
        self.body(html.tree.root());
    }

    /// The page.
    pub(super) fn finish(mut self, url: Option<&str>) -> Page {
        self.flush();
        self.close_all();
        let mut output = self.output;
        if output.text.ends_with('\n') && !output.blocks.is_empty() {
            output.text.pop();
        }
        output.inherit_visibility();
        output.meta.stated_domain = output.addresses.domain(url);
        output.links.resolve(output.meta.stated_domain.as_deref());
        let text_of = |block: &Block| if block.kind.is_body() { &output.text[block.bytes()] } else { "" };
        let first_blocks: Vec<&str> = output.blocks.iter().take(MAX_DESCRIBING).map(text_of).collect();
        let metadata = metadata::resolve(&self.properties.candidates, url, &first_blocks);
        Page {
            text: output.text,
            blocks: output.blocks,
            links: output.links,
            elements: output.elements,
            names: output.classes.names,
            meta: output.meta,
            metadata,
            format: Format::Html,
            limits_met: output.limits_met,
        }
    }

    /// The page's text and trace.
    pub(super) fn finish_trace(mut self) -> (String, Trace) {
        self.flush();
        let (text, mut trace) = (self.output.text, self.trace.unwrap_or_default());
        // White space at the end of a block was traced before it was trimmed.
        let end = text.len() as u32;
        trace.iter_mut().for_each(|(_, range)| *range = range.start.min(end)..range.end.min(end));
        (text, trace)
    }
}
