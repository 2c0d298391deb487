//! The parse tree becomes blocks: runs of inline text between block-level boundaries and `<br><br>`.

mod flow;
mod head;

use super::classes::{Class, Classes};
use super::embedded::Embedded;
use super::head::Addresses;
use super::links::Links;
use super::visibility::{Rules, Visibility};
use super::{Block, BlockKind, Element, Format, Meta, NONE, Page};
use crate::limits::{Limit, Limits};
use crate::parse::budget::{Budget, ELEMENT};
use crate::parse::{self, Cues, Parsed, Role, Tag};
use ego_tree::{NodeId, NodeRef};
use html5ever::{LocalName, local_name};
use scraper::{Html, Node};
use std::ops::Range;

/// Where the text of a node lies in the page's text.
pub(crate) type Trace = Vec<(NodeId, Range<u32>)>;

/// Parses and segments.
pub(super) fn segment(text: &str, url: Option<&str>, limits: &Limits, watch: &mut dyn FnMut(&'static str)) -> Page {
    let parsed = parse::parse(text, limits);
    watch("parse");
    let budget = Budget::new(limits, text.len());
    let rules = Rules::of(&parsed, text);
    let Parsed { html, after_html, limits_met, .. } = parsed;
    watch("style rules");
    let mut walk = Walk::new(after_html, budget, limits_met, rules);
    walk.head(html.tree.root());
    walk.body(html.tree.root());
    walk.embedded(limits);
    walk.finish(url)
}

/// Parses and segments once more, for what must know where in the tree the text of blocks stands: the tree, the page's
/// text, and the place in it of each text node that was read.
pub(crate) fn traced(text: &str, limits: &Limits) -> (Html, String, Trace) {
    let parsed = parse::parse_whole(text, limits);
    let rules = Rules::of(&parsed, text);
    let Parsed { html, after_html, limits_met, .. } = parsed;
    let mut walk = Walk::new(after_html, Budget::new(limits, text.len()), limits_met, rules);
    walk.trace = Some(Trace::new());
    walk.head(html.tree.root());
    walk.body(html.tree.root());
    walk.flush(walk.kind);
    let (text, mut trace) = (walk.text, walk.trace.unwrap_or_default());
    // White space at the end of a block was taken off after it had flowed in.
    let most = text.len() as u32;
    trace.iter_mut().for_each(|(_, range)| *range = range.start.min(most)..range.end.min(most));
    (html, text, trace)
}

/// A link that is open while text flows in.
struct OpenLink {
    target: Range<u32>,
    anchor_start: u32,
    unendorsed: bool,
}

struct Walk {
    text: String,
    chars: u32,
    blocks: Vec<Block>,
    elements: Vec<Element>,
    links: Links,
    classes: Classes,
    rules: Rules,
    meta: Meta,
    addresses: Addresses,
    limits_met: Vec<Limit>,
    budget: Budget,
    /// Length of each element's path, written out.
    paths: Vec<u32>,
    after_html: Option<NodeId>,
    /// State of the block that is being filled.
    open: OpenBlock,
    open_link: Option<OpenLink>,
    /// Innermost open element, and innermost of these that is block-level.
    current: u32,
    container: u32,
    /// How many open elements keep white space, are `<noscript>`, emphasise.
    pre: u32,
    noscript: u32,
    emphasis: u32,
    past_end: bool,
    /// What the page's JSON holds, and the kind of the blocks that are being made: of the body, or of that JSON.
    json: Embedded,
    kind: BlockKind,
    /// Names that html5ever does not list.
    type_of: LocalName,
    data_preloaded: LocalName,
    /// Where each text node's text went, if anybody asks.
    trace: Option<Trace>,
}

#[derive(Default)]
struct OpenBlock {
    start: u32,
    links_start: u32,
    pending_space: bool,
    pending_breaks: u16,
    breaks: u16,
    emphasis: u32,
    cues: Cues,
    after_html: bool,
}

impl Walk {
    fn new(after_html: Option<NodeId>, budget: Budget, limits_met: Vec<Limit>, rules: Rules) -> Self {
        Self {
            text: String::with_capacity(32 << 10),
            chars: 0,
            blocks: Vec::with_capacity(512),
            elements: Vec::with_capacity(2048),
            links: Links::default(),
            classes: Classes::default(),
            rules,
            meta: Meta::default(),
            addresses: Addresses::default(),
            limits_met,
            budget,
            paths: Vec::with_capacity(2048),
            after_html,
            open: OpenBlock::default(),
            open_link: None,
            current: NONE,
            container: NONE,
            pre: 0,
            noscript: 0,
            emphasis: 0,
            past_end: false,
            json: Embedded::default(),
            kind: BlockKind::Text,
            type_of: LocalName::from("typeof"),
            data_preloaded: LocalName::from("data-preloaded"),
            trace: None,
        }
    }

    /// Depth-first over everything that is not in the head, without recursion.
    fn body(&mut self, root: NodeRef<'_, Node>) {
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
            loop {
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                match node.parent() {
                    Some(parent) => {
                        node = parent;
                        self.leave(&node);
                    }
                    None => return,
                }
            }
            if let Some(limit) = self.budget.past(self.blocks.len()) {
                self.meet(limit);
                self.close_all();
                return;
            }
        }
    }

    /// The articles and posts of the page's JSON that its visible text lacks, after everything else.
    fn embedded(&mut self, limits: &Limits) {
        let markup = std::mem::take(&mut self.json).lacking(&self.text);
        if markup.is_empty() {
            return;
        }
        self.flush(self.kind);
        self.close_all();
        self.kind = BlockKind::Embedded;
        (self.past_end, self.container, self.pre, self.noscript, self.emphasis) = (false, NONE, 0, 0, 0);
        let Parsed { html, limits_met, .. } = parse::parse(&markup, limits);
        limits_met.into_iter().for_each(|limit| self.meet(limit));
        self.body(html.tree.root());
    }

    fn meet(&mut self, limit: Limit) {
        if !self.limits_met.contains(&limit) {
            self.limits_met.push(limit);
        }
    }

    /// Opens a node; whether its children are to be visited (and it be left afterwards).
    fn enter(&mut self, node: &NodeRef<'_, Node>) -> bool {
        self.past_end |= self.after_html.is_some_and(|mark| node.id() == mark);
        match node.value() {
            Node::Text(text) => {
                if self.open.start as usize == self.text.len() {
                    self.open.after_html = self.past_end;
                }
                let before = self.text.len() as u32;
                self.flow(&text.text);
                if let Some(trace) = &mut self.trace {
                    trace.push((node.id(), before..self.text.len() as u32));
                }
                false
            }
            Node::Element(element) => {
                let (tag, role) = Tag::of(&element.name.local);
                if role == Role::Skip {
                    self.skipped(node, tag);
                }
                if role == Role::Skip || tag == Tag::Head {
                    return false;
                }
                if tag == Tag::Br {
                    self.line_break();
                    return false;
                }
                self.enter_element(element, tag, role);
                true
            }
            other => matches!(other, Node::Document | Node::Fragment),
        }
    }

    fn enter_element(&mut self, element: &scraper::node::Element, tag: Tag, role: Role) {
        let (mut class, mut id, mut style, mut role_attr) = (None, None, None, None);
        let (mut href, mut unendorsed, mut microdata) = (None, false, false);
        let mut own = Visibility::default();
        // Names are interned: comparing them compares numbers.
        for (name, value) in &element.attrs {
            let (name, value) = (&name.local, &**value);
            if *name == local_name!("class") {
                class = Some(value);
            } else if *name == local_name!("href") {
                href = Some(value);
            } else if *name == local_name!("id") {
                id = Some(value);
            } else if *name == local_name!("style") {
                style = Some(value);
            } else if *name == local_name!("role") {
                role_attr = Some(value);
            } else if *name == local_name!("rel") {
                unendorsed = value.contains("nofollow") || value.contains("ugc") || value.contains("sponsored");
            } else if *name == local_name!("hidden") {
                own = own.with(Visibility::hidden_attribute());
            } else if *name == local_name!("aria-hidden") && value.trim() == "true" {
                own = own.with(Visibility::aria_hidden());
            } else if *name == local_name!("itemprop") || *name == local_name!("itemscope") || *name == self.type_of {
                microdata = true;
            } else if *name == self.data_preloaded && self.kind == BlockKind::Text {
                self.json.read_preloaded(value);
            }
        }
        if let Some(style) = style.filter(|s| s.len() > 4) {
            own = own.with(Visibility::of_inline_style(style));
        }
        let class = class.map_or_else(Class::none, |c| self.classes.of(c, &self.rules));
        own = own.with(class.visibility);
        let mut cues = class.cues;
        let mut id_words = (0, 0);
        if let Some(id) = id {
            let (words, of_id) = self.classes.names.keep_words(id, 4);
            id_words = (words.start, words.len() as u8);
            cues = cues.with(of_id);
            own = own.with(self.rules.of_id(id));
        }
        if let Some(role) = role_attr {
            cues = cues.with(Cues::of(role));
        }
        // A hidden run within a visible line is a block of its own.
        let is_block = role == Role::Block || own.is_hidden();
        if is_block {
            self.flush(self.kind);
        }
        let parent = self.current;
        let (parent_path, depth) = match parent {
            NONE => (0, 0),
            p => (self.elements[p as usize].tag_path, self.elements[p as usize].depth + 1),
        };
        let index = self.elements.len() as u32;
        self.elements.push(Element {
            parent,
            end: NONE,
            first_block: self.blocks.len() as u32,
            end_block: 0,
            class: class.index,
            id_words,
            template: mix(tag as u32 + 1, class.first),
            tag_path: mix(parent_path, tag as u32 + 1),
            cues,
            own_visibility: own,
            tag,
            depth: depth.min(u16::MAX - 1),
            is_block,
            microdata,
        });
        self.current = index;
        self.budget.memory += ELEMENT;
        let above = if parent == NONE { 0 } else { self.paths[parent as usize] };
        self.paths.push(above.saturating_add(tag.name().len() as u32 + class.length + 4));
        if is_block {
            self.container = index;
        }
        match tag {
            Tag::A => {
                self.close_link();
                if let Some(href) = href {
                    let target = self.links.keep_target(href);
                    self.open_link = Some(OpenLink { target, anchor_start: self.text.len() as u32, unendorsed });
                }
            }
            Tag::Pre | Tag::Textarea | Tag::Listing | Tag::Xmp => self.pre += 1,
            Tag::Noscript => self.noscript += 1,
            Tag::B | Tag::Strong | Tag::I | Tag::Em => self.emphasis += 1,
            _ => {}
        }
        if !is_block {
            self.open.cues = self.open.cues.with(cues);
        }
    }

    /// Closes the innermost element.
    fn leave(&mut self, node: &NodeRef<'_, Node>) {
        if !node.value().is_element() || self.current == NONE {
            return;
        }
        let index = self.current as usize;
        let Element { tag, parent, is_block, .. } = self.elements[index];
        if tag == Tag::A {
            self.close_link();
        }
        // The block that ends here still belongs to this element.
        if is_block {
            self.flush(self.kind);
            self.container = parent;
            while self.container != NONE && !self.elements[self.container as usize].is_block {
                self.container = self.elements[self.container as usize].parent;
                self.budget.steps += 1;
            }
        }
        match tag {
            Tag::Pre | Tag::Textarea | Tag::Listing | Tag::Xmp => self.pre -= 1,
            Tag::Noscript => self.noscript -= 1,
            Tag::B | Tag::Strong | Tag::I | Tag::Em => self.emphasis -= 1,
            _ => {}
        }
        let end = self.elements.len() as u32;
        let element = &mut self.elements[index];
        element.end = end;
        element.end_block = self.blocks.len() as u32;
        self.current = parent;
    }

    /// Closes what is open when the walk stops early.
    fn close_all(&mut self) {
        self.close_link();
        let (end, end_block) = (self.elements.len() as u32, self.blocks.len() as u32);
        while self.current != NONE {
            let element = &mut self.elements[self.current as usize];
            (element.end, element.end_block) = (end, end_block);
            self.current = element.parent;
        }
    }

    fn finish(mut self, url: Option<&str>) -> Page {
        self.flush(self.kind);
        self.close_all();
        if self.text.ends_with('\n') && !self.blocks.is_empty() {
            self.text.pop();
        }
        self.pass_visibility_down();
        self.meta.stated_domain = self.addresses.domain(url);
        self.links.resolve(self.meta.stated_domain.as_deref());
        Page {
            text: self.text,
            blocks: self.blocks,
            links: self.links,
            elements: self.elements,
            names: self.classes.names,
            meta: self.meta,
            format: Format::Html,
            limits_met: self.limits_met,
        }
    }

    /// An element is hidden as its ancestors are; a block as its container is.
    fn pass_visibility_down(&mut self) {
        let mut seen: Vec<Visibility> = Vec::with_capacity(self.elements.len());
        for element in &self.elements {
            let above = if element.parent == NONE { Visibility::default() } else { seen[element.parent as usize] };
            seen.push(above.inherited().with(element.own_visibility));
        }
        for block in &mut self.blocks {
            if block.element != NONE {
                block.visibility = seen[block.element as usize];
            }
        }
    }
}

fn mix(a: u32, b: u32) -> u32 {
    (a.rotate_left(5) ^ b).wrapping_mul(0x9e37_79b1)
}
