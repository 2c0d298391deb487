//! Writes a tree as HTML that is safe to publish: allowed elements and attributes, and text, all escaped.
//!
//! Nothing that is written can take the parser out of its normal state: no raw text, no foreign content, no forms. A
//! parser therefore finds the tags that are written here and no others. The writer also ends elements where the parser
//! would end them, so that the output means the same when it is parsed and written again.

use super::allowed::{self, Kind, Value};
use super::ids::Ids;
use crate::page::mathml::{self, MathMl};
use crate::page::{formula, urls};
use ego_tree::{NodeId, NodeRef};
use html5ever::ns;
use scraper::node::Element;
use scraper::{Html, Node};
use url::Url;

/// Bytes that are written for each byte of the page: all of them, and in attributes.
const OUTPUT_PER_BYTE: usize = 4;
const ATTRIBUTES_PER_BYTE: usize = 2;
/// Bytes of attributes that are read for each byte of the page.
const READS_PER_BYTE: usize = 4;
/// Bytes that may be written for any page.
const FREE_OUTPUT: usize = 64 << 10;
/// Of these, what is kept for the end tags of the elements that are open when there is no more room.
const END_TAGS: usize = 8 << 10;

/// Bytes of an attribute's longest value, and of text between two checks.
const MAX_VALUE: usize = 8 << 10;

/// Attributes in which scripts that load images late keep the address.
const LATE_SOURCES: [&str; 3] = ["data-src", "data-original", "data-lazy-src"];

/// An element whose end tag is due.
struct Open {
    name: &'static str,
    kind: Kind,
    /// Its number, counted over all elements that were written.
    number: u32,
}

struct Writer<'a> {
    out: String,
    open: Vec<Open>,
    base: Option<&'a Url>,
    ids: Ids,
    /// Elements written so far.
    written: u32,
    max_bytes: usize,
    /// Bytes that attributes may still take.
    attributes_left: usize,
    /// Bytes of attributes that may still be read.
    reads_left: usize,
    /// Whether the last thing written is the start tag of preformatted text.
    is_after_pre: bool,
}

/// What to write at the end of a node.
enum End {
    Nothing,
    /// The end tag of the element with this number, unless it was ended before.
    Tag(u32),
    Text(&'static str),
}

/// Writes what is in `parts`, children of one node or of several. `bytes` is the size of the page. What would go past
/// four times as much, and 64 KiB, is left out.
pub(super) fn write(html: &Html, parts: &[NodeId], base: Option<&Url>, bytes: usize) -> String {
    let mut writer = Writer {
        out: String::new(),
        open: Vec::new(),
        base,
        ids: Ids::of(html),
        written: 0,
        max_bytes: bytes.saturating_mul(OUTPUT_PER_BYTE).saturating_add(FREE_OUTPUT - END_TAGS),
        attributes_left: bytes.saturating_mul(ATTRIBUTES_PER_BYTE).saturating_add(FREE_OUTPUT / 2),
        reads_left: bytes.saturating_mul(READS_PER_BYTE).saturating_add(FREE_OUTPUT),
        is_after_pre: false,
    };
    for root in parts.iter().filter_map(|id| html.tree.get(*id)) {
        writer.write_inside(root);
    }
    writer.close_to(0);
    writer.out
}

impl Writer<'_> {
    /// Writes everything inside a node, without recursion.
    fn write_inside(&mut self, root: NodeRef<'_, Node>) {
        let mut ends: Vec<End> = Vec::new();
        let Some(mut node) = root.first_child() else { return };
        while self.out.len() < self.max_bytes {
            let is_whole = self.formula(&node);
            let end = if is_whole { End::Nothing } else { self.enter(&node) };
            if let Some(child) = node.first_child().filter(|_| !is_whole) {
                ends.push(end);
                node = child;
                continue;
            }
            self.leave(end);
            while node.next_sibling().is_none() {
                match node.parent().filter(|parent| parent.id() != root.id()) {
                    Some(parent) => node = parent,
                    None => return,
                }
                self.leave(ends.pop().unwrap_or(End::Nothing));
            }
            let Some(next) = node.next_sibling() else { return };
            node = next;
        }
    }

    /// Writes MathML that has no TeX inside as TeX. Returns false for all else.
    fn formula(&mut self, node: &NodeRef<'_, Node>) -> bool {
        let is_math = node.value().as_element().is_some_and(|e| e.name() == "math");
        if !is_math || formula::annotation(node).is_some() {
            return false;
        }
        let Some(MathMl { tex, .. }) = mathml::convert(node) else { return false };
        let (open, close) = formula::around(formula::is_display(node));
        self.text(&format!("{open}{tex}{close}"));
        true
    }

    fn enter(&mut self, node: &NodeRef<'_, Node>) -> End {
        match node.value() {
            Node::Text(text) => {
                self.text(&text.text);
                End::Nothing
            }
            Node::Element(element) => self.start(node, element),
            _ => End::Nothing,
        }
    }

    fn leave(&mut self, end: End) {
        match end {
            End::Tag(number) if self.open.last().is_some_and(|open| open.number == number) => {
                self.close_to(self.open.len() - 1);
            }
            End::Tag(_) | End::Nothing => {}
            End::Text(text) => self.text(text),
        }
    }

    /// Writes the start tag of an allowed element. Of other elements, only what is inside is written.
    fn start(&mut self, node: &NodeRef<'_, Node>, element: &Element) -> End {
        if let Some((before, after)) = formula::delimiters(node) {
            self.text(before);
            return End::Text(after);
        }
        let is_html = element.name.ns == ns!(html);
        let Some((name, kind)) = allowed::element(&element.name.local).filter(|_| is_html) else { return End::Nothing };
        if let Some(parent) = kind.required_parent() {
            if self.open.last().is_none_or(|open| open.kind != parent) {
                return End::Nothing;
            }
        } else {
            self.leave_table_parts();
        }
        if kind == Kind::Link && self.is_in_link() {
            return End::Nothing;
        }
        self.close_for(kind);
        self.out.push('<');
        self.out.push_str(name);
        self.attributes(name, element);
        self.out.push('>');
        self.is_after_pre = kind == Kind::Preformatted;
        if kind.is_void() {
            return End::Nothing;
        }
        self.written += 1;
        self.open.push(Open { name, kind, number: self.written });
        End::Tag(self.written)
    }

    /// Ends what a parser would end before the start tag of this element.
    fn close_for(&mut self, kind: Kind) {
        match kind {
            Kind::Item | Kind::Description => {
                let passes = |open: &Open| match open.kind {
                    Kind::Inline | Kind::Link | Kind::Ruby | Kind::Paragraph => true,
                    Kind::Block => matches!(open.name, "address" | "div"),
                    _ => false,
                };
                let last = self.open.iter().rposition(|open| !passes(open));
                if let Some(at) = last.filter(|at| self.open[*at].kind == kind) {
                    self.close_to(at);
                }
            }
            Kind::Ruby if self.in_scope(|open| open.name == "ruby").is_some() => {
                let is_implied =
                    |open: &Open| matches!(open.kind, Kind::Ruby | Kind::Paragraph | Kind::Item | Kind::Description);
                while self.open.last().is_some_and(is_implied) {
                    self.close_to(self.open.len() - 1);
                }
            }
            _ => {}
        }
        if kind.ends_paragraph()
            && let Some(at) = self.in_scope(|open| open.kind == Kind::Paragraph)
        {
            self.close_to(at);
        }
        if kind == Kind::Heading && self.open.last().is_some_and(|open| open.kind == Kind::Heading) {
            self.close_to(self.open.len() - 1);
        }
    }

    /// The innermost open element that `is_wanted`, unless a table or a part of one is around.
    fn in_scope(&self, is_wanted: impl Fn(&Open) -> bool) -> Option<usize> {
        let last = self.open.iter().rposition(|open| is_wanted(open) || open.kind.is_scope())?;
        is_wanted(&self.open[last]).then_some(last)
    }

    fn is_in_link(&self) -> bool {
        let last = self.open.iter().rev().find(|open| open.kind == Kind::Link || open.kind.is_marker());
        last.is_some_and(|open| open.kind == Kind::Link)
    }

    /// Ends the open elements that may hold nothing but parts of a table.
    fn leave_table_parts(&mut self) {
        while self.open.last().is_some_and(|open| open.kind.holds_parts_only()) {
            self.close_to(self.open.len() - 1);
        }
    }

    /// Writes end tags until `length` elements are open.
    fn close_to(&mut self, length: usize) {
        while self.open.len() > length
            && let Some(open) = self.open.pop()
        {
            self.is_after_pre = false;
            self.out.push_str("</");
            self.out.push_str(open.name);
            self.out.push('>');
        }
    }

    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if text.contains(|c: char| !c.is_ascii_whitespace()) {
            self.leave_table_parts();
        }
        // Parsers drop a line feed there.
        if self.is_after_pre && text.starts_with(['\n', '\r']) {
            self.out.push('\n');
        }
        self.is_after_pre = false;
        let mut rest = text;
        while !rest.is_empty() && self.out.len() < self.max_bytes {
            let (part, after) = rest.split_at(rest.floor_char_boundary(MAX_VALUE));
            escape(&mut self.out, part);
            rest = after;
        }
    }

    fn attributes(&mut self, name: &'static str, element: &Element) {
        let mut lacks_source = name == "img";
        for (attribute, value) in &element.attrs {
            // Attributes are ordered by name.
            if lacks_source && &*attribute.local > "src" {
                self.late_source(element);
                lacks_source = false;
            }
            let Some(kind) = allowed::attribute(name, &attribute.local).filter(|_| attribute.ns == ns!()) else {
                continue;
            };
            if value.len().min(MAX_VALUE) > self.attributes_left || !self.may_read(value) {
                continue;
            }
            match kind {
                Value::Id => {
                    if let Some(id) = self.ids.id(value) {
                        self.attribute("id", &id);
                    }
                }
                Value::Language => {
                    let named = value.split_ascii_whitespace().find(|class| names_language(class));
                    if let Some(class) = named {
                        self.attribute("class", class);
                    }
                }
                Value::Text => self.attribute(&attribute.local, &value[..value.floor_char_boundary(MAX_VALUE)]),
                Value::Image => lacks_source &= !self.source(value),
                Value::Link => {
                    let inside = self.ids.link(value).and_then(|link| urls::publishable(&link, None));
                    let Some(url) = inside.or_else(|| self.resolved(value)) else { continue };
                    self.attribute(&attribute.local, &url);
                    if name == "a" {
                        self.attribute("rel", "noopener noreferrer");
                    }
                }
            }
        }
        if lacks_source {
            self.late_source(element);
        }
    }

    /// Charges the reading of an attribute. Copies of a reopened element share its attributes, so each copy is charged, even
    /// if nothing of the attribute is written. Returns false if there is no room for it.
    fn may_read(&mut self, value: &str) -> bool {
        let may_read = value.len() <= self.reads_left;
        self.reads_left = self.reads_left.saturating_sub(value.len());
        may_read
    }

    /// An address as it may be written, if there is room for it. A relative one grows by its base.
    fn resolved(&self, value: &str) -> Option<String> {
        let base = self.base.map_or(0, |base| base.as_str().len());
        if base > self.attributes_left { None } else { urls::publishable(value, self.base) }
    }

    /// Writes the address of an image. Returns false if it is none or must not be written.
    fn source(&mut self, value: &str) -> bool {
        let is_image = |url: &String| !url.starts_with("mailto:") && !url.starts_with("tel:");
        let Some(url) = self.resolved(value).filter(is_image) else { return false };
        self.attribute("src", &url);
        true
    }

    /// Writes the address of an image that a script loads late, or else the first one that it has for any size of screen.
    fn late_source(&mut self, element: &Element) {
        let first = |set: &str| set.split_ascii_whitespace().next().map(|url| url.trim_end_matches(',').to_owned());
        let late = LATE_SOURCES.iter().filter_map(|name| element.attr(name).map(str::to_owned));
        for value in late.chain(element.attr("srcset").and_then(first)) {
            if !value.is_empty() && value.len() <= self.attributes_left && self.source(&value) {
                return;
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let start = self.out.len();
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(&mut self.out, value);
        self.out.push('"');
        self.attributes_left = self.attributes_left.saturating_sub(self.out.len() - start);
    }
}

/// Whether a class names the language of code for highlighters.
fn names_language(class: &str) -> bool {
    let language = class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-"));
    language
        .is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "+-#.".contains(c)))
}

/// Writes text as content or as a quoted attribute. A carriage return, which parsers would replace, becomes a line feed.
fn escape(out: &mut String, text: &str) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\r' => "\n",
            0 => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[written..at]);
        out.push_str(escaped);
        written = at + 1;
    }
    out.push_str(&text[written..]);
}

#[cfg(test)]
mod tests;
