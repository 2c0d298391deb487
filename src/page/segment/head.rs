//! Reads what a page says besides its text: title and meta tags, structured data, counts of images and the like.

use super::walk::Walk;
use crate::metadata::{Field, MetadataSource};
use crate::page::BlockKind;
use crate::page::attribute::{HeadAttributes, attribute};
use crate::page::head::HeadText;
use crate::parse::{Tag, may_be_state};
use ego_tree::NodeRef;
use html5ever::local_name;
use scraper::Node;
use scraper::node::Element;

/// Children of the second element of `<html>`, usually the body, that are read for titles and meta tags.
const MAX_BODY_CHILDREN: usize = 64;

/// `rel` values of a link that are read.
const MAX_RELS: usize = 8;

/// Ranks of the `<title>` and of `<html lang>` (see `metadata`).
const TITLE_ELEMENT: u8 = 60;
const HTML_LANG: u8 = 10;

/// What the target of a `<link>` with this `rel` is, with its rank.
fn link_field(rel: &str) -> Option<(Field, u8)> {
    let fields =
        [("canonical", Field::Canonical, 10), ("license", Field::License, 10), ("image_src", Field::Image, 35)];
    fields.into_iter().find(|(name, ..)| rel.eq_ignore_ascii_case(name)).map(|(_, field, rank)| (field, rank))
}

impl Walk {
    /// Reads the title and meta tags. They may be anywhere: injected ones often come before the doctype, and then the
    /// parser puts them into the body.
    pub(super) fn head(&mut self, root: NodeRef<'_, Node>) {
        let Some(html) = root.children().find(|n| n.value().is_element()) else { return };
        self.language(&html);
        let mut has_title = false;
        for (i, section) in html.children().filter(|n| n.value().is_element()).take(2).enumerate() {
            let is_head = i == 0;
            for node in section.children().take(if is_head { usize::MAX } else { MAX_BODY_CHILDREN }) {
                let Some(element) = node.value().as_element() else { continue };
                if self.costs.budget.exceeded(self.output.blocks.len()).is_some() {
                    return;
                }
                match Tag::of(&element.name.local).0 {
                    Tag::Title if !has_title => {
                        has_title = true;
                        self.title(&node);
                    }
                    tag @ (Tag::Meta | Tag::Link | Tag::Base) => self.meta(element, tag),
                    tag @ (Tag::Style | Tag::Script) if is_head => self.skip_element(&node, tag),
                    _ => {}
                }
            }
        }
    }

    fn title(&mut self, node: &NodeRef<'_, Node>) {
        for text in node.children().filter_map(|child| child.value().as_text()) {
            self.flow(&text.text);
            let candidates = &mut self.properties.candidates;
            candidates.push(Field::Title, MetadataSource::TitleElement, TITLE_ELEMENT, &text.text, None);
        }
        self.flush_as(BlockKind::Title);
    }

    /// Reads the language that the page states.
    fn language(&mut self, html: &NodeRef<'_, Node>) {
        let element = html.value().as_element();
        if let Some(lang) =
            element.and_then(|e| attribute(e, &local_name!("lang")).map(|lang| &**lang).or_else(|| e.attr("xml:lang")))
        {
            self.properties.candidates.push(Field::Language, MetadataSource::Html, HTML_LANG, lang, None);
        }
    }

    /// Keeps what a `<meta>`, `<link>` or `<base>` says about the page.
    fn describe(&mut self, tag: Tag, attributes: &HeadAttributes<'_>) {
        let candidates = &mut self.properties.candidates;
        let before = candidates.bytes();
        if let Some(content) = attributes.content {
            for name in [attributes.property, attributes.name, attributes.http_equiv].into_iter().flatten() {
                candidates.push_meta(name, content);
            }
            if let Some(names) = attributes.itemprop {
                candidates.push_property(names, content, None);
            }
        } else if let Some(href) = attributes.href {
            let rels = attributes.rel.map_or("", |rel| rel).split_ascii_whitespace().take(MAX_RELS);
            for (field, rank) in rels.filter_map(link_field) {
                candidates.push(field, MetadataSource::Link, rank, href, None);
            }
            if tag == Tag::Base {
                candidates.push(Field::Base, MetadataSource::Link, 0, href, None);
            }
        }
        self.costs.budget.memory += candidates.bytes() - before;
    }

    fn meta(&mut self, element: &Element, tag: Tag) {
        let attributes = HeadAttributes::of(element);
        self.output.claims.read(tag, &attributes);
        self.describe(tag, &attributes);
        if tag != Tag::Meta {
            return;
        }
        let (text, kind) = match self.output.meta.read(&attributes) {
            Some(HeadText::Description(text)) => (text, BlockKind::Description),
            Some(HeadText::Keywords(text)) => (text, BlockKind::Keywords),
            None => return,
        };
        self.flow(text);
        self.flush_as(kind);
    }

    /// Reads an element that holds no text of the page but may say something about it.
    pub(super) fn skip_element(&mut self, node: &NodeRef<'_, Node>, tag: Tag) {
        let Some(element) = node.value().as_element() else { return };
        let meta = &mut self.output.meta;
        match tag {
            Tag::Input => {
                meta.inputs += 1;
                self.check_box(element);
                self.hidden_field(node, element);
            }
            Tag::Iframe => self.frame(node, element),
            Tag::Noframes => self.noframes(node, element),
            Tag::Img => meta.images += 1,
            Tag::Meta | Tag::Link => self.body_meta(node),
            Tag::Script => {
                meta.scripts += 1;
                let kind = attribute(element, &local_name!("type"));
                if kind.is_some() {
                    self.math_script(node);
                }
                let is_json_ld = kind.is_some_and(|kind| kind.contains("ld+json"));
                for text in node.children().filter_map(|child| child.value().as_text()) {
                    if is_json_ld {
                        self.read_json_ld(&text.text);
                    } else if self.input.is_page() && may_be_state(&text.text) {
                        self.json.keep_state(&text.text);
                    }
                }
            }
            _ => {}
        }
    }

    fn read_json_ld(&mut self, json: &str) {
        if self.input.is_page() {
            if self.output.meta.read_json_ld(json) {
                let before = self.properties.candidates.bytes();
                self.properties.candidates.push_json_ld(json);
                self.costs.budget.memory += self.properties.candidates.bytes() - before;
            }
            self.json.read_json_ld(json);
        }
    }
}
