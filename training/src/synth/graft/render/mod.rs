//! Writes a payload as markup: anchors, wrappers, separators, hiding. Every run of text is between its marks.

mod comment;
mod list;
mod prose;
mod separator;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::slug::letters;
use crate::synth::spin::pick;
use crate::synth::template::{Encoding, GraftTemplate, Hiding, Wrapper};

use super::hide::cloak;
use super::letters::{escape, obfuscate};
use super::marked::{MARK_END, MARK_SPAM};
use super::payload::{Body, Item, Payload};
use super::scan::{MenuLook, WidgetLook};

pub(super) use separator::plain_separator;

/// The look to copy from the host.
#[derive(Debug, Clone, Copy)]
pub(super) enum Look<'a> {
    Plain,
    Menu(MenuLook<'a>),
    Widget(WidgetLook<'a>),
}

/// What all anchors of a graft have in common.
#[derive(Debug, Clone, Default)]
struct AnchorMarkup {
    attributes: String,
    has_title: bool,
    is_misspelled: bool,
    is_upper: bool,
}

impl AnchorMarkup {
    fn draw(is_spam: bool, is_sloppy: bool, rng: &mut ChaCha8Rng) -> Self {
        let mut attributes = String::new();
        if chance(0.25, rng) {
            attributes.push_str(" target=\"_blank\"");
        }
        if is_spam && chance(0.22, rng) {
            let rels = ["dofollow", "nofollow", "nofollow ugc", "noopener", "external nofollow", "sponsored"];
            attributes.push_str(&format!(" rel=\"{}\"", pick(&rels, rng)));
        }
        if chance(0.08, rng) {
            let styles = ["color:#000000;", "color:#fff", "text-decoration:none", "font-size:12px", "color:#333;"];
            attributes.push_str(&format!(" style=\"{}\"", pick(&styles, rng)));
        }
        if chance(0.1, rng) {
            let classes = ["link", "lnk", "item", "url", "tag-link", "list-text", "a1"];
            attributes.push_str(&format!(" class=\"{}\"", pick(&classes, rng)));
        }
        Self {
            attributes,
            has_title: chance(0.18, rng),
            is_misspelled: is_sloppy && chance(0.3, rng),
            is_upper: (is_sloppy && chance(0.4, rng)) || (is_spam && chance(0.03, rng)),
        }
    }
}

/// Writes the markup of one graft.
#[derive(Debug)]
pub(super) struct Painter {
    mark: char,
    template: GraftTemplate,
    anchors: AnchorMarkup,
}

impl Painter {
    /// Draws what the markup of one graft has in common. `mark` begins every run of text.
    pub(super) fn new(mark: char, template: GraftTemplate, rng: &mut ChaCha8Rng) -> Self {
        let anchors = AnchorMarkup::draw(mark == MARK_SPAM, template.wrapper == Wrapper::Sloppy, rng);
        Self { mark, template, anchors }
    }

    /// Writes the whole payload in one place.
    pub(super) fn paint(&self, payload: &Payload, look: Look, rng: &mut ChaCha8Rng) -> String {
        let lead_in = payload.lead_in.as_deref();
        match (&payload.body, look) {
            (Body::Snippet(html), _) => self.cloaked("div", html, rng),
            (Body::List(items), Look::Menu(look)) => self.menu_items(items, look, rng),
            (Body::List(items), Look::Widget(look)) => self.widget(lead_in, items, look, rng),
            (Body::List(items), Look::Plain) => self.list(lead_in, items, rng),
            (Body::Prose(paragraphs), _) => self.prose(paragraphs, rng),
        }
    }

    /// Writes a payload as separate strings, to be inserted at several points of a paragraph.
    pub(super) fn pieces(&self, payload: &Payload, rng: &mut ChaCha8Rng) -> Vec<String> {
        let strings: Vec<String> = match &payload.body {
            Body::List(items) => items.iter().map(|item| self.item(item, "", rng)).collect(),
            Body::Prose(paragraphs) => paragraphs.iter().map(|pieces| self.running(pieces, rng)).collect(),
            Body::Snippet(html) => vec![html.clone()],
        };
        let is_hidden = self.is_hidden();
        strings.into_iter().map(|html| if is_hidden { self.cloaked("span", &html, rng) } else { html }).collect()
    }

    fn is_hidden(&self) -> bool {
        self.template.hiding != Hiding::Visible
    }

    /// A run of text between its marks.
    pub(super) fn text(&self, text: &str, rng: &mut ChaCha8Rng) -> String {
        if text.trim().is_empty() {
            return escape(text, Encoding::Plain);
        }
        let encoding = self.template.encoding;
        let written = if text.contains("://") { text.to_owned() } else { obfuscate(text, encoding, rng) };
        self.marked(&escape(&written, encoding))
    }

    fn marked(&self, html: &str) -> String {
        format!("{}{html}{MARK_END}", self.mark)
    }

    /// One item: an anchor, a button or bare text. `class` replaces the attributes that anchors have in common.
    fn item(&self, item: &Item, class: &str, rng: &mut ChaCha8Rng) -> String {
        let text = self.text(&item.text, rng);
        let Some(href) = &item.href else {
            return match item.is_button {
                true => format!("<button type=\"button\"{}>{text}</button>", class_attribute(class)),
                false => text,
            };
        };
        let (tag, key) = match (self.anchors.is_upper, self.anchors.is_misspelled && chance(0.3, rng)) {
            (true, _) => ("A", "href"),
            (_, true) => ("a", "herf"),
            _ => ("a", "href"),
        };
        let title = if self.anchors.has_title {
            format!(" title=\"{}\"", escape(&item.text, Encoding::Plain))
        } else {
            String::new()
        };
        let attributes = if class.is_empty() { &self.anchors.attributes } else { "" };
        let href = escape(href, Encoding::Plain);
        format!("<{tag}{} {key}=\"{href}\"{attributes}{title}>{text}</{tag}>", class_attribute(class))
    }

    /// Markup inside an element that hides it as the template asks.
    fn cloaked(&self, tag: &str, inner: &str, rng: &mut ChaCha8Rng) -> String {
        let cloak = cloak(self.template.hiding, rng);
        let mut class = cloak.class;
        if class.is_empty() && chance(0.12, rng) {
            class = match rng.random_range(0..4) {
                0 => letters(3, rng),
                1 => format!(
                    "{}-{:02}{:02}{}",
                    pick(&["foot", "btm", "lnk", "box"], rng),
                    rng.random_range(1..29),
                    rng.random_range(1..13),
                    rng.random_range(12..27)
                ),
                2 => pick(&["links", "txt", "clearfix", "wrap", "ft", "box", "textwidget", "row"], rng).into(),
                _ => format!("{}{}", letters(2, rng), rng.random_range(1..99)),
            };
        }
        let (before, after, attributes) = (cloak.before, cloak.after, cloak.attributes);
        let newline = pick(&["", "\n", "\n\n"], rng);
        format!(
            "{before}<{tag}{}{attributes}>{newline}{inner}{newline}</{tag}>{after}{newline}",
            class_attribute(&class)
        )
    }
}

/// A class attribute, or nothing for an empty class.
fn class_attribute(class: &str) -> String {
    if class.is_empty() { String::new() } else { format!(" class=\"{}\"", escape(class, Encoding::Plain)) }
}
