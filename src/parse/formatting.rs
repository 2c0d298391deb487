//! Watches the tokens on their way to html5ever's tree builder: stops them once a bound is met, counts what the
//! tree builder does without asking the tree, and tells after which tags text is raw.
//!
//! Before a formatting element such as `<font>` is opened, html5ever compares it, attributes and all, with those of
//! its name that are open or to be opened again (the standard's "Noah's Ark clause"). How many these can be is known from
//! tracing the tree builder; it is traced anew whenever twice as many may have been added.

use super::guard::{GuardedSink, Handle};
use crate::limits::Limit;
use html5ever::Attribute;
use html5ever::interface::Tracer;
use html5ever::interface::tree_builder::TreeSink;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{LocalName, local_name, ns};
use std::cell::{Cell, RefCell};

/// Steps of comparing two tags, and more for each attribute, which is copied and sorted.
const COMPARED: usize = 4;
const COMPARED_ATTRIBUTE: usize = 32;

/// Formatting elements that may be added before the tree builder is traced again.
const UNTRACED: u32 = 8;

/// What follows a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Raw {
    /// Markup.
    No,
    /// Text without markup, up to an end tag of the same name.
    Text,
    /// The same, of a script.
    Code,
    /// The same, of a script that is data.
    Data,
    /// Text without markup or end.
    ToTheEnd,
}

/// Passes tokens on to the tree builder.
pub(crate) struct Watch {
    pub(crate) builder: TreeBuilder<Handle, GuardedSink>,
    most_attributes: usize,
    /// Tokens passed so far: text, tags, comments.
    tokens: Cell<usize>,
    /// How many elements of each formatting name may be in the list, in all, and when traced last.
    listed: RefCell<[u32; NAMES]>,
    sum: Cell<u32>,
    traced: Cell<u32>,
    /// What follows the last token.
    raw: Cell<Raw>,
}

impl Watch {
    pub(crate) fn new(builder: TreeBuilder<Handle, GuardedSink>, most_attributes: usize) -> Self {
        Self {
            builder,
            most_attributes,
            tokens: Cell::new(0),
            listed: RefCell::new([0; NAMES]),
            sum: Cell::new(0),
            traced: Cell::new(0),
            raw: Cell::new(Raw::No),
        }
    }

    /// What follows the last token.
    pub(crate) fn raw(&self) -> Raw {
        self.raw.get()
    }

    pub(crate) fn tokens(&self) -> usize {
        self.tokens.get()
    }

    fn sink(&self) -> &GuardedSink {
        &self.builder.sink
    }

    /// Looks at a tag before it is passed on.
    fn tag(&self, tag: &Tag) {
        if tag.attrs.len() > self.most_attributes {
            self.sink().meet(Limit::Attributes);
        }
        // Each attribute was compared with those before it.
        self.sink().spend(tag.attrs.len() * tag.attrs.len() / 16);
        if tag.kind == TagKind::StartTag
            && let Some(name) = formatting(&tag.name)
        {
            self.formatting(name, tag.attrs.len());
        }
    }

    fn formatting(&self, name: usize, attributes: usize) {
        let mut listed = self.listed.borrow_mut();
        self.sink().spend(listed[name] as usize * (COMPARED + attributes.min(1) * COMPARED_ATTRIBUTE + 8 * attributes));
        // An `<a>` closes the one before.
        if name > 0 || listed[0] == 0 {
            listed[name] += 1;
            self.sum.set(self.sum.get() + 1);
        }
        if self.sum.get() > 2 * self.traced.get() + UNTRACED {
            let tracer = FormattingTracer { sink: self.sink(), found: RefCell::new([0; NAMES]) };
            self.builder.trace_handles(&tracer);
            *listed = tracer.found.into_inner();
            // The one at hand is not in the tree yet.
            listed[name] += 1;
            self.sum.set(listed.iter().sum());
            self.traced.set(self.sum.get());
        }
    }
}

impl TokenSink for Watch {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        if self.sink().met().is_some() {
            return TokenSinkResult::Continue;
        }
        let mut is_data = false;
        if let Token::TagToken(tag) = &token {
            self.tag(tag);
            is_data = tag.name == local_name!("script") && tag.attrs.iter().any(is_json_ld);
        }
        // An error is told from the midst of a tag.
        let whole = !matches!(token, Token::ParseError(_));
        self.tokens.set(self.tokens.get() + usize::from(whole));
        let result = self.builder.process_token(token, line);
        self.raw.set(match &result {
            TokenSinkResult::Plaintext => Raw::ToTheEnd,
            TokenSinkResult::RawData(RawKind::ScriptData) if is_data => Raw::Data,
            TokenSinkResult::RawData(RawKind::ScriptData) => Raw::Code,
            TokenSinkResult::RawData(_) => Raw::Text,
            _ => Raw::No,
        });
        result
    }
    fn end(&self) {
        self.builder.end();
    }
    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Whether a script with this attribute is data that is read, see [`super::embedded`].
fn is_json_ld(attribute: &Attribute) -> bool {
    attribute.name.local == local_name!("type") && attribute.value.contains("ld+json")
}

/// Counts the formatting elements that are open or listed.
struct FormattingTracer<'a> {
    sink: &'a GuardedSink,
    found: RefCell<[u32; NAMES]>,
}

impl Tracer for FormattingTracer<'_> {
    type Handle = Handle;

    fn trace_handle(&self, node: &Handle) {
        if self.sink.is_document(node) {
            return;
        }
        let name = self.sink.elem_name(node);
        if name.ns == ns!(html)
            && let Some(name) = formatting(&name.local)
        {
            self.found.borrow_mut()[name] += 1;
        }
    }
}

/// Number of formatting names.
const NAMES: usize = 14;

/// The number of a formatting name; `a` is the first.
fn formatting(name: &LocalName) -> Option<usize> {
    match *name {
        local_name!("a") => Some(0),
        local_name!("b") => Some(1),
        local_name!("strong") => Some(2),
        local_name!("i") => Some(3),
        local_name!("em") => Some(4),
        local_name!("font") => Some(5),
        local_name!("u") => Some(6),
        local_name!("small") => Some(7),
        local_name!("big") => Some(8),
        local_name!("code") => Some(9),
        local_name!("s") => Some(10),
        local_name!("strike") => Some(11),
        local_name!("tt") => Some(12),
        local_name!("nobr") => Some(13),
        _ => None,
    }
}
