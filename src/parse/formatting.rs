//! Watches the tokens on their way to html5ever's tree builder: stops them once a limit is met, counts what the tree
//! builder does without asking the sink, and tells which kind of text follows a tag.
//!
//! Before html5ever opens a formatting element such as `<font>`, it compares the element with every open or listed
//! element of the same name, attributes included (the standard's "Noah's Ark clause"). Tracing the tree builder counts
//! these. Between two traces the count is an upper bound, so the tree builder is traced again when it may have doubled.

use super::guard::{GuardedSink, Handle};
use super::interned::InternedNames;
use crate::limits::Limit;
use html5ever::Attribute;
use html5ever::interface::Tracer;
use html5ever::interface::tree_builder::TreeSink;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{LocalName, local_name, ns};
use std::cell::{Cell, RefCell};

/// Steps to compare two tags.
const COMPARE: usize = 4;
/// Steps to copy and sort the attributes of a tag that has any, and further steps for each.
const COMPARE_ATTRIBUTES: usize = 32;
const COMPARE_ATTRIBUTE: usize = 8;
/// Bytes of attribute values that are compared in a step.
const BYTES_PER_STEP: usize = 64;

/// Formatting elements that may be added to an empty list before the tree builder is traced.
const UNTRACED: u32 = 8;

/// What follows a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Following {
    /// Markup.
    Markup,
    /// Text without markup, up to an end tag of the same name.
    RawText,
    /// A script.
    Script,
    /// A script that holds data.
    Data,
    /// Text without markup, up to the end of the page.
    Plaintext,
}

/// Passes tokens on to the tree builder.
pub(super) struct Watch {
    pub(super) builder: TreeBuilder<Handle, GuardedSink>,
    max_attributes: usize,
    /// Tokens passed so far: text, tags and comments.
    tokens: Cell<usize>,
    names: RefCell<InternedNames>,
    formatting: Formatting,
    following: Cell<Following>,
}

/// Upper bounds of the number of open or listed formatting elements.
struct Formatting {
    by_name: RefCell<[u32; NAMES]>,
    sum: Cell<u32>,
    sum_when_traced: Cell<u32>,
}

impl Watch {
    pub(super) fn new(builder: TreeBuilder<Handle, GuardedSink>, max_attributes: usize) -> Self {
        Self {
            builder,
            max_attributes,
            tokens: Cell::new(0),
            names: RefCell::default(),
            formatting: Formatting {
                by_name: RefCell::new([0; NAMES]),
                sum: Cell::new(0),
                sum_when_traced: Cell::new(0),
            },
            following: Cell::new(Following::Markup),
        }
    }

    /// What follows the last token.
    pub(super) fn following(&self) -> Following {
        self.following.get()
    }

    pub(super) fn tokens(&self) -> usize {
        self.tokens.get()
    }

    fn sink(&self) -> &GuardedSink {
        &self.builder.sink
    }

    /// Counts what a tag costs before it is passed on.
    fn charge_tag(&self, tag: &Tag) {
        if tag.attrs.len() > self.max_attributes {
            self.sink().meet(Limit::Attributes);
        }
        // The tokenizer compared each attribute with those before it.
        self.sink().spend(tag.attrs.len() * tag.attrs.len() / 16);
        if !self.names.borrow_mut().add_tag(tag) {
            self.sink().meet(Limit::Steps);
        }
        if tag.kind == TagKind::StartTag
            && let Some(name) = formatting_name(&tag.name)
        {
            self.charge_formatting(name, &tag.attrs);
        }
    }

    fn charge_formatting(&self, name: usize, attrs: &[Attribute]) {
        let Formatting { by_name, sum, sum_when_traced } = &self.formatting;
        let mut by_name = by_name.borrow_mut();
        let bytes: usize = attrs.iter().map(|attribute| attribute.value.len()).sum();
        let steps = COMPARE
            + attrs.len().min(1) * COMPARE_ATTRIBUTES
            + attrs.len() * COMPARE_ATTRIBUTE
            + bytes / BYTES_PER_STEP;
        self.sink().spend(by_name[name] as usize * steps);
        // An `<a>` closes the one before.
        if name != LINK || by_name[LINK] == 0 {
            by_name[name] += 1;
            sum.set(sum.get() + 1);
        }
        if sum.get() > 2 * sum_when_traced.get() + UNTRACED {
            let tracer = FormattingTracer { sink: self.sink(), found: RefCell::new([0; NAMES]) };
            self.builder.trace_handles(&tracer);
            *by_name = tracer.found.into_inner();
            // This element is not in the tree yet.
            by_name[name] += 1;
            sum.set(by_name.iter().sum());
            sum_when_traced.set(sum.get());
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
            self.charge_tag(tag);
            is_data = tag.name == local_name!("script") && tag.attrs.iter().any(makes_data);
        }
        // The tokenizer may report an error inside a tag, so an error is no sign that it finished anything.
        let is_error = matches!(token, Token::ParseError(_));
        self.tokens.set(self.tokens.get() + usize::from(!is_error));
        let result = self.builder.process_token(token, line);
        self.following.set(match &result {
            TokenSinkResult::Plaintext => Following::Plaintext,
            TokenSinkResult::RawData(RawKind::ScriptData) if is_data => Following::Data,
            TokenSinkResult::RawData(RawKind::ScriptData) => Following::Script,
            TokenSinkResult::RawData(_) => Following::RawText,
            _ => Following::Markup,
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

/// Whether a script with this attribute is read: JSON-LD, for articles and posts, and formulas.
fn makes_data(attribute: &Attribute) -> bool {
    attribute.name.local == local_name!("type")
        && (attribute.value.contains("ld+json") || attribute.value.starts_with("math/tex"))
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
            && let Some(name) = formatting_name(&name.local)
        {
            self.found.borrow_mut()[name] += 1;
        }
    }
}

/// Number of formatting names.
const NAMES: usize = 14;

/// The number of `a`.
const LINK: usize = 0;

/// The number of a formatting name.
fn formatting_name(name: &LocalName) -> Option<usize> {
    match *name {
        local_name!("a") => Some(LINK),
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
