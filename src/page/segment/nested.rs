//! Documents inside the page, and text in form fields: `srcdoc` of frames, `<noframes>`, markup in hidden fields. Their
//! blocks stand where the element is, and its tag is in their paths.

use super::Trace;
use super::attributes::AttributeReader;
use super::known_styles::KnownStyles;
use super::state::{Aside, Context};
use super::walk::Walk;
use crate::page::attribute::attribute;
use crate::page::classes::KnownClasses;
use crate::page::embedded::has_words;
use crate::page::rules::Rules;
use crate::page::visibility::Visibility;
use crate::parse::{self, Parsed, Role, Tag};
use ego_tree::{NodeId, NodeRef};
use html5ever::local_name;
use scraper::Node;
use scraper::node::Element;

/// Documents inside each other, the page not included.
const MAX_NESTING: u8 = 3;

/// Steps that a document costs besides its nodes.
const DOCUMENT_STEPS: usize = 1000;

/// Bytes of the shortest value of a hidden field that is read if it holds links, and if it holds words.
const MIN_LINKS_VALUE: usize = 40;
const MIN_WORDS_VALUE: usize = 400;

/// Links, at least, and bytes of markup per link, at most, for markup to count as links. A message of a form has one, and
/// an article that is offered for reprint has few.
const MIN_LINKS: usize = 2;
const MAX_BYTES_PER_LINK: usize = 250;

impl Walk {
    /// Reads the document of a frame. Without `srcdoc` it is another page.
    pub(super) fn frame(&mut self, node: &NodeRef<'_, Node>, element: &Element) {
        if let Some(markup) = attribute(element, &local_name!("srcdoc")) {
            self.inside(node, element, Tag::Iframe, Visibility::default(), |walk| walk.document(markup));
        }
    }

    /// Reads `<noframes>`, which the parser takes for text. Browsers show it instead of a frameset if at all; elsewhere they
    /// never do.
    pub(super) fn noframes(&mut self, node: &NodeRef<'_, Node>, element: &Element) {
        let is_beside_frames = matches!(self.innermost_tag(), Some(Tag::Frameset | Tag::Html));
        let visibility = if is_beside_frames { Visibility::default() } else { Visibility::never_shown() };
        self.inside(node, element, Tag::Noframes, visibility, |walk| {
            for text in node.children().filter_map(|child| child.value().as_text()) {
                walk.document(&text.text);
            }
        });
    }

    /// Reads each `<noframes>` of the head: those between the head and a frameset are put there.
    pub(super) fn noframes_of_head(&mut self, head: &NodeRef<'_, Node>, element: &Element) {
        let is_noframes = |child: &Element| child.name.local == local_name!("noframes");
        let frames = || head.children().filter_map(|c| Some((c, c.value().as_element().filter(|e| is_noframes(e))?)));
        if frames().next().is_some() {
            self.inside(head, element, Tag::Head, Visibility::default(), |walk| {
                frames().for_each(|(node, element)| walk.noframes(&node, element));
            });
        }
    }

    /// Reads the value of a hidden field if it is links or many words. Most are numbers, URLs, keys, JSON, or a message.
    pub(super) fn hidden_field(&mut self, node: &NodeRef<'_, Node>, element: &Element) {
        let is_hidden =
            attribute(element, &local_name!("type")).is_some_and(|t| t.trim().eq_ignore_ascii_case("hidden"));
        let Some(value) = attribute(element, &local_name!("value")).filter(|v| is_hidden && may_be_text(v)) else {
            return;
        };
        let is_links = is_links(value);
        if is_links || value.len() >= MIN_WORDS_VALUE && has_words(value) {
            self.inside(node, element, Tag::Input, Visibility::never_shown(), |walk| match is_links {
                true => walk.document(value),
                false => walk.flow(value),
            });
        }
    }

    /// Reads the text of the open `<textarea>` as markup if that is hidden and the text is links. Returns false for any
    /// other, whose text is what it seems.
    pub(super) fn hidden_markup(&mut self, textarea: &NodeRef<'_, Node>) -> bool {
        let text = textarea.first_child().and_then(|child| child.value().as_text()).filter(|t| is_links(&t.text));
        let Some(text) = text.filter(|_| self.output.visibility_of(self.context.element).is_hidden()) else {
            return false;
        };
        self.document(&text.text);
        true
    }

    /// Reads what is inside an element that hides it so, with `read`.
    fn inside(
        &mut self,
        node: &NodeRef<'_, Node>,
        element: &Element,
        tag: Tag,
        visibility: Visibility,
        read: impl FnOnce(&mut Walk),
    ) {
        let is_in_line = visibility.is_hidden() && self.put_off(node);
        if is_in_line || !self.open_element(node, element, tag, Role::Block) {
            return;
        }
        if let Some(opened) = self.output.elements.last_mut() {
            opened.visibility = opened.visibility.with(visibility);
        }
        read(self);
        self.close_element(node);
    }

    /// Reads a document inside the page. Its style sheets apply to nothing else, and those of the page not to it.
    fn document(&mut self, markup: &str) {
        if self.input.nesting == MAX_NESTING || markup.trim().is_empty() {
            return;
        }
        self.costs.budget.steps += DOCUMENT_STEPS;
        let parsed = parse::parse_inside(markup, &self.costs.limits, self.costs.left);
        let rules = Rules::read(&parsed, markup);
        self.costs.budget.memory += rules.memory();
        let Parsed { html, limits_met, left, steps, .. } = parsed;
        self.costs.charge_parse(steps, left);
        limits_met.into_iter().for_each(|limit| self.output.meet(limit));
        let outer = self.enter_document(rules);
        self.body(html.tree.root());
        self.flush();
        self.leave_document(outer);
    }

    /// Starts to read another document, and returns what is set aside until it ends.
    fn enter_document(&mut self, rules: Rules) -> Outer {
        self.flush();
        let Context { element, container, noscript, is_after_html, .. } = self.context;
        let context = Context { element, container, noscript, is_after_html, ..Context::default() };
        self.input.nesting += 1;
        Outer {
            context: std::mem::replace(&mut self.context, context),
            rules: std::mem::replace(&mut self.input.rules, rules),
            after_html: self.input.after_html.take(),
            classes: std::mem::take(&mut self.output.classes.known),
            attributes: std::mem::replace(&mut self.attributes, AttributeReader::new()),
            styles: std::mem::take(&mut self.styles),
            asides: std::mem::take(&mut self.asides),
            is_in_aside: std::mem::take(&mut self.is_in_aside),
            trace: self.trace.take(),
        }
    }

    fn leave_document(&mut self, outer: Outer) {
        (self.context, self.trace, self.output.classes.known) = (outer.context, outer.trace, outer.classes);
        (self.input.rules, self.input.after_html) = (outer.rules, outer.after_html);
        (self.attributes, self.styles) = (outer.attributes, outer.styles);
        (self.asides, self.is_in_aside) = (outer.asides, outer.is_in_aside);
        self.input.nesting -= 1;
    }

    fn innermost_tag(&self) -> Option<Tag> {
        self.output.elements.get(self.context.element as usize).map(|element| element.tag)
    }
}

/// What belongs to the document around one that is read.
struct Outer {
    context: Context,
    rules: Rules,
    after_html: Option<NodeId>,
    classes: KnownClasses,
    attributes: AttributeReader,
    styles: KnownStyles,
    asides: Vec<Aside>,
    is_in_aside: bool,
    trace: Option<Trace>,
}

/// Whether a value is long enough, and no JSON.
fn may_be_text(value: &str) -> bool {
    value.len() >= MIN_LINKS_VALUE && !value.trim_start().starts_with(['{', '['])
}

/// Whether text is markup of little else than links.
fn is_links(text: &str) -> bool {
    let is_link = |at: usize| text[at..].starts_with(['a', 'A']) && text[at + 1..].starts_with(char::is_whitespace);
    let links = memchr::memchr_iter(b'<', text.as_bytes()).filter(|at| is_link(at + 1)).count();
    links >= MIN_LINKS && text.len() <= links * MAX_BYTES_PER_LINK
}
