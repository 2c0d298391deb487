//! Finds what the body says about the page: microdata, `<time>`, bylines, headings, links with a `rel`.
//!
//! Few elements have any of these, and most of a page's elements cost one comparison here. The text of an element that
//! does is taken from the page's text when the element ends.

use super::attributes::Attributes;
use super::properties::{OpenProperty, Value};
use super::walk::Walk;
use crate::metadata::{ClassHint, Field, MetadataSource, announces_update, property};
use crate::page::NONE;
use crate::page::attribute::HeadAttributes;
use crate::parse::{CUE_GROUPS, Cues, Tag};
use ego_tree::NodeRef;
use scraper::Node;
use std::sync::LazyLock;

/// Properties that may be open inside each other.
const MAX_OPEN: usize = 8;

/// Bytes of a `rel` that are read.
const MAX_REL: usize = 100;

/// Elements whose ancestors are looked at.
const MAX_CLIMBS: u32 = 128;

/// Bytes of the shortest date.
const MIN_DATE: usize = 8;

/// Bytes before a date in which its label is.
const MAX_LABEL: usize = 40;

/// Bytes of an element's text that are read.
const MAX_TEXT: usize = 400;

/// Ranks in the order of `metadata`: those of meta tags and JSON-LD are 10 to 35.
const LINK: u8 = 36;
const BYLINE: u8 = 38;
const TIME: u8 = 50;
const DATELINE: u8 = 55;
const HEADING: u8 = 45;

/// Groups of cues inside which dates and authors belong to something else.
static OTHERS: LazyLock<Cues> = LazyLock::new(|| {
    let names = ["comment", "related", "side", "footer"];
    let bits = CUE_GROUPS.iter().enumerate().filter(|(_, (name, _))| names.contains(name)).map(|(i, _)| 1 << i);
    Cues(bits.sum())
});

impl Walk {
    /// Looks for a property on the innermost element, which was just opened.
    #[inline]
    pub(super) fn open_property(&mut self, attributes: &Attributes<'_>, tag: Tag, hint: ClassHint) {
        let is_plain = attributes.property.is_none() && attributes.rel.is_none() && hint == ClassHint::default();
        if attributes.item_type.is_some_and(|name| self.is_other_item(name, attributes.property)) {
            self.open_other_item();
            return;
        }
        if is_plain && !matches!(tag, Tag::Time | Tag::H1) || !self.input.is_page() {
            return;
        }
        self.read_property(attributes, tag, hint);
    }

    fn read_property(&mut self, attributes: &Attributes<'_>, tag: Tag, hint: ClassHint) {
        let rels = |name: &str| {
            attributes.rel.is_some_and(|rel| {
                rel[..rel.floor_char_boundary(MAX_REL)].split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case(name))
            })
        };
        if let Some(names) = attributes.property {
            self.read_microdata(names, attributes, tag);
        } else if tag == Tag::A && rels("license") {
            let href = attributes.href.map_or("", |href| href);
            self.properties.candidates.push(Field::License, MetadataSource::Link, 20, href, None);
        } else if rels("author") {
            self.open_value(Field::Author, MetadataSource::Link, LINK);
        } else if tag == Tag::H1 {
            self.open_value(Field::Heading, MetadataSource::Heading, HEADING);
        } else if tag == Tag::Time || hint.is_published || hint.is_modified {
            self.read_date(attributes, tag, hint);
        } else if hint.is_author {
            self.open_value(Field::Author, MetadataSource::Byline, BYLINE);
        }
    }

    /// Reads the date of a `<time>`, or of an element whose class names one.
    fn read_date(&mut self, attributes: &Attributes<'_>, tag: Tag, hint: ClassHint) {
        let field = if hint.is_modified || self.is_after_update() { Field::Modified } else { Field::Published };
        let (source, rank) = match tag {
            Tag::Time => (MetadataSource::Time, TIME),
            _ => (MetadataSource::Byline, DATELINE),
        };
        let machine_readable = attributes.date_of(tag).filter(|value| value.len() >= MIN_DATE);
        match machine_readable {
            Some(value) if self.properties.candidates.accepts(field) && self.may_describe_page() => {
                let block = self.output.blocks.len() as u32;
                self.properties.candidates.push(field, source, rank, value, Some(block));
            }
            Some(_) => {}
            None => self.open_value(field, MetadataSource::Byline, rank),
        }
    }

    /// Whether what is around the innermost element, or right before it, speaks of an update.
    fn is_after_update(&self) -> bool {
        let outer = self.properties.open.last().map(|open| open.value);
        if matches!(outer, Some(Value::Field { field: Field::Modified, .. })) {
            return true;
        }
        let text = &self.output.text;
        let before = &text[text.ceil_char_boundary(text.len().saturating_sub(MAX_LABEL))..];
        // The label of a date is on its line, and not before another date.
        let before = before.trim_end_matches([' ', ':']);
        let start = before.rfind(|c: char| c == '\n' || c.is_numeric()).map_or(0, |at| at + 1);
        announces_update(before.get(start..).unwrap_or_default())
    }

    /// Whether a microdata item is a part of the page, whose author and date are not the page's. A review is the page
    /// if it has the page's headline.
    fn is_other_item(&self, item_type: &str, property: Option<&str>) -> bool {
        let candidates = &self.properties.candidates;
        match item_type.trim_end().rsplit('/').next().unwrap_or_default() {
            "Comment" | "UserComments" | "Answer" => true,
            "Review" => candidates.has(Field::Heading) || property.is_some(),
            "Person" => property.is_none(),
            _ => false,
        }
    }

    /// Skips the properties inside the innermost element.
    fn open_other_item(&mut self) {
        if self.properties.open.len() < MAX_OPEN && self.input.is_page() {
            let (element, start, block) = (self.context.element, self.output.end(), self.output.blocks.len() as u32);
            self.properties.open.push(OpenProperty { element, start, block, value: Value::OtherItem });
        }
    }

    /// Reads an element with an `itemprop` or `property`.
    fn read_microdata(&mut self, names: &str, attributes: &Attributes<'_>, tag: Tag) {
        if self.properties.open.iter().any(|open| open.value == Value::OtherItem) {
            return;
        }
        if self.names_outer(names) {
            if let Some(Value::Field { field, source, rank }) = self.properties.open.last().map(|open| open.value) {
                match attributes.content {
                    Some(content) => self.name_outer(field, source, rank, content),
                    None => self.open_value(field, source, rank),
                }
            }
            return;
        }
        let names = &names[..names.floor_char_boundary(MAX_REL)];
        let Some((field, source, rank)) = property(names) else { return };
        if !self.properties.candidates.accepts(field) || !self.may_describe_page() {
            return;
        }
        let stated = attributes
            .content
            .or(attributes.date_of(tag))
            .or(attributes.href.filter(|_| field == Field::License).map(|href| &**href));
        match stated {
            Some(value) => {
                let block = self.output.blocks.len() as u32;
                self.properties.candidates.push(field, source, rank, value, Some(block));
            }
            None => self.open_value(field, source, rank),
        }
    }

    /// Whether the element names the author or publisher around it.
    fn names_outer(&self, names: &str) -> bool {
        let names = &names[..names.floor_char_boundary(MAX_REL)];
        let is_name = names.split_ascii_whitespace().any(|name| name == "name" || name == "schema:name");
        let outer = self.properties.open.last().map(|open| open.value);
        is_name && matches!(outer, Some(Value::Field { field: Field::Author | Field::SiteName, .. }))
    }

    /// Gives the open author or publisher its name.
    fn name_outer(&mut self, field: Field, source: MetadataSource, rank: u8, name: &str) {
        if let Some(open) = self.properties.open.last_mut() {
            open.value = Value::Named;
            let block = open.block;
            self.properties.candidates.push(field, source, rank, name, Some(block));
        }
    }

    /// Starts a value whose text is that of the innermost element.
    fn open_value(&mut self, field: Field, source: MetadataSource, rank: u8) {
        let is_full = self.properties.open.len() >= MAX_OPEN || !self.properties.candidates.accepts(field);
        if is_full || field != Field::Heading && !self.may_describe_page() {
            return;
        }
        let (element, start, block) = (self.context.element, self.output.end(), self.output.blocks.len() as u32);
        self.properties.open.push(OpenProperty { element, start, block, value: Value::Field { field, source, rank } });
    }

    /// Ends the innermost open property with its element.
    pub(super) fn close_property(&mut self) {
        let Some(open) = self.properties.open.pop() else { return };
        let Value::Field { field, source, rank } = open.value else { return };
        let text = self.output.text.get(open.start as usize..).unwrap_or_default();
        let text = &text[..text.floor_char_boundary(MAX_TEXT)];
        self.properties.candidates.push(field, source, rank, text, Some(open.block));
        // A name inside an author or a publisher is all of its text that matters.
        if let Some(outer) = self.properties.open.last_mut()
            && matches!(outer.value, Value::Field { field: outer, source: from, .. } if outer == field && from == source)
        {
            outer.value = Value::Named;
        }
    }

    /// Whether the innermost element is where a page describes itself: not in its navigation, its comments or the like.
    fn may_describe_page(&mut self) -> bool {
        self.properties.climbs += 1;
        if self.properties.climbs > MAX_CLIMBS {
            return false;
        }
        let others = *OTHERS;
        let mut index = self.context.element;
        while index != NONE {
            self.costs.budget.steps += 1;
            let element = &self.output.elements[index as usize];
            if matches!(element.tag, Tag::Body | Tag::Html | Tag::Main | Tag::Article) {
                return true;
            }
            if matches!(element.tag, Tag::Nav | Tag::Aside) || element.cues.0 & others.0 != 0 {
                return false;
            }
            index = element.parent;
        }
        true
    }

    /// Reads a `<meta>` or `<link>` of the body: a property, or a meta that belongs in the head.
    pub(super) fn body_meta(&mut self, node: &NodeRef<'_, Node>) {
        let Some(element) = node.value().as_element().filter(|_| self.input.is_page()) else { return };
        let read = HeadAttributes::of(element);
        let (Some(value), Some(names)) = (read.content.or(read.href), read.itemprop.or(read.property)) else { return };
        let attributes = Attributes { content: Some(value), ..Attributes::default() };
        if read.itemprop.is_some() || names.starts_with("schema:") {
            self.read_microdata(names, &attributes, Tag::Meta);
        } else {
            self.properties.candidates.push_meta(names, value);
        }
    }
}
