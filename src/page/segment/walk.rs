//! The walk over the tree: depth-first, without recursion, within the budget.

use super::Trace;
use super::attributes::AttributeReader;
use super::known_styles::KnownStyles;
use super::properties::Properties;
use super::state::{Aside, Context, Costs, Input, OpenBlock, OpenFormula, Output, Resolved};
use crate::limits::Limit;
use crate::metadata::Stated;
use crate::page::embedded::Embedded;
use crate::page::rules::Rules;
use crate::page::{BlockKind, Format, Page, mathml};
use crate::parse::{self, Parsed, Role, Tag};
use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Text;
use std::ops::Range;

/// A walk over one page.
pub(super) struct Walk {
    pub(super) input: Input,
    pub(super) output: Output,
    pub(super) block: OpenBlock,
    pub(super) context: Context,
    pub(super) costs: Costs,
    /// Reads attributes, each long value once.
    pub(super) attributes: AttributeReader,
    /// What the page says about itself.
    pub(super) properties: Properties,
    /// Articles and posts that the page carries as JSON.
    pub(super) json: Embedded,
    /// Where each text node's text went, if the caller asks.
    pub(super) trace: Option<Trace>,
    pub(super) styles: KnownStyles,
    /// Hidden elements inside the open block.
    pub(super) asides: Vec<Aside>,
    /// Whether the walk is inside such an element.
    pub(super) is_in_aside: bool,
    /// The formula that the walk is inside of.
    pub(super) formula: Option<OpenFormula>,
}

impl Walk {
    pub(super) fn new(after_html: Option<NodeId>, mut costs: Costs, limits_met: Vec<Limit>, rules: Rules) -> Self {
        costs.budget.memory += rules.memory();
        Self {
            input: Input::new(after_html, rules),
            output: Output::new(limits_met),
            block: OpenBlock::default(),
            context: Context::default(),
            costs,
            attributes: AttributeReader::new(),
            properties: Properties::default(),
            json: Embedded::default(),
            trace: None,
            styles: KnownStyles::default(),
            asides: Vec::new(),
            is_in_aside: false,
            formula: None,
        }
    }

    /// Visits every node outside the head.
    pub(super) fn body(&mut self, root: NodeRef<'_, Node>) {
        if self.visit(root) {
            self.end_line(&root);
        } else {
            self.close_all();
        }
    }

    /// Visits a node and all below it. Returns false if a limit ends the walk.
    pub(super) fn visit(&mut self, root: NodeRef<'_, Node>) -> bool {
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
            let Some(next) = self.next_node(node, root.id()) else { return true };
            node = next;
            if let Some(limit) = self.costs.budget.exceeded(self.output.blocks.len()) {
                self.output.meet(limit);
                return false;
            }
        }
    }

    /// The next node below `root` in document order that is not inside `node`. Leaves the ancestors that end before it.
    fn next_node<'a>(&mut self, mut node: NodeRef<'a, Node>, root: NodeId) -> Option<NodeRef<'a, Node>> {
        while node.id() != root {
            if let Some(next) = node.next_sibling() {
                return Some(next);
            }
            node = node.parent()?;
            self.leave(&node);
        }
        None
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
                if tag == Tag::Head {
                    self.noframes_of_head(node, element);
                }
                if role == Role::Skip || tag == Tag::Head {
                    return false;
                }
                if tag == Tag::Br {
                    self.line_break(node);
                    return false;
                }
                if tag == Tag::Math && self.math(node) || tag == Tag::Unknown && mathml::is_annotation(element) {
                    return false;
                }
                if !self.open_element(node, element, tag, role) {
                    return false;
                }
                if tag == Tag::Textarea && self.hidden_markup(node) {
                    self.close_element(node);
                    return false;
                }
                true
            }
            other => matches!(other, Node::Document | Node::Fragment),
        }
    }

    pub(super) fn enter_text(&mut self, id: NodeId, text: &Text) {
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
            self.close_element(node);
            self.end_math(node);
        }
    }

    /// Appends the articles and posts that the page carries as JSON and its markup lacks. `states` are the ranges in
    /// `page`, the page's markup, of scripts that may hold the state of an application.
    pub(super) fn embedded(&mut self, page: &str, states: &[Range<usize>]) {
        let states = states.iter().map(|state| &page[state.clone()]);
        let markup = std::mem::take(&mut self.json).missing_markup(&self.output.text, states, page.len());
        if markup.is_empty() {
            return;
        }
        self.flush();
        self.close_all();
        self.input.kind = BlockKind::Embedded;
        // The mark is a node of the page's tree.
        self.input.after_html = None;
        self.context = Context::default();
        let Parsed { html, limits_met, left, steps, .. } =
            parse::parse_inside(&markup, &self.costs.limits, self.costs.left);
        self.costs.charge_parse(steps, left);
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
        let end = output.end();
        let Resolved { site, other_own_domain, base } = output.resolve_links(url);
        Page {
            text: output.text,
            blocks: output.blocks,
            links: output.links,
            site,
            other_own_domain,
            base,
            elements: output.elements,
            names: output.classes.names,
            meta: output.meta,
            stated: Stated::new(self.properties.candidates, url),
            runs: output.runs.finish(end),
            converted: output.converted,
            numbers: output.numbers,
            bytes: 0,
            spent: self.costs.spent(),
            format: Format::Html,
            limits_met: output.limits_met,
        }
    }

    /// The page's text and trace.
    pub(super) fn finish_trace(mut self) -> (String, Trace) {
        self.flush();
        let (text, mut trace) = (self.output.text, self.trace.unwrap_or_default());
        // White space at the end of a block was traced before it was trimmed, and the next block took its place.
        let mut next = text.len() as u32;
        for (_, range) in trace.iter_mut().rev() {
            range.end = range.end.min(next);
            range.start = range.start.min(range.end);
            next = range.start;
        }
        (text, trace)
    }
}
