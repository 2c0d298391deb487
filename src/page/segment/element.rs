//! Opens and closes elements: what they say about the text inside them, and which of them end a block.

use super::attributes::{Attributes, IdTraits};
use super::state::OpenLink;
use super::style::{Appearance, Asked};
use super::walk::Walk;
use crate::page::attribute::attribute;
use crate::page::classes::Class;
use crate::page::numbers::NUMBER;
use crate::page::visibility::Visibility;
use crate::page::{self, NONE, Number, formula};
use crate::parse::{Cues, Role, Tag};
use ego_tree::NodeRef;
use html5ever::{LocalName, local_name};
use scraper::Node;
use scraper::StrTendril;
use scraper::node::Element;

/// Words of an id that are kept.
const MAX_ID_WORDS: usize = 4;

/// Elements between the box of a task and the item around it, at most.
const MAX_BOXES: usize = 4;

/// Bytes of ` > ` and `.` around the tag and class of an element in a path.
const PATH_SEPARATORS: u32 = 4;

/// What the attributes of an element say about it.
struct Traits {
    class: Class,
    /// Words of the id: the first one in the name table, and how many.
    id_words: (u32, u8),
    cues: Cues,
    visibility: Visibility,
    has_microdata: bool,
}

impl Walk {
    /// Opens an element. Returns false if it is skipped, since it shows a formula a second time, or put off until the line
    /// around it ends.
    pub(super) fn open_element(&mut self, node: &NodeRef<'_, Node>, element: &Element, tag: Tag, role: Role) -> bool {
        let attributes = self.attributes.read(element);
        let (class, id) = self.class_and_id(&attributes);
        let may_be_copy = class.may_be_copy || tag == Tag::Nobr && attributes.is_aria_hidden;
        if may_be_copy && formula::is_copy(node) {
            return false;
        }
        let (read, name) = (&attributes, &*element.name.local);
        let mut appearance =
            self.appearance(Asked { attributes: read, name, tag, role, class: &class, id: id.as_ref() });
        let is_gone = appearance.visibility.is_display_none();
        if appearance.visibility.is_hidden() && role == Role::Inline && formula::is_wrapper(node, is_gone) {
            let above = self.output.visibility_of(self.context.element);
            appearance = Appearance { visibility: above, is_block: false, is_aside: false };
        }
        if appearance.is_aside && self.put_off(node) {
            return false;
        }
        if let Some(json) = attributes.preloaded
            && self.input.is_page()
        {
            self.attributes.preloaded.read(json, |json| self.json.read_preloaded(json));
        }
        let traits = self.traits(&attributes, class, id, appearance.visibility);
        let (cues, hint, is_block) = (traits.cues, traits.class.hint, appearance.is_block);
        if is_block {
            self.end_line(node);
        }
        self.push_element(traits, tag, is_block);
        if Number::may_belong_to(tag) {
            self.keep_numbers(&attributes, tag);
        }
        self.open_property(&attributes, tag, hint);
        if tag == Tag::A {
            self.close_link();
            if let Some(href) = attributes.href {
                let (anchor_start, is_unendorsed) = (self.output.end(), attributes.is_unendorsed);
                self.context.link = Some(OpenLink { href: href.clone(), target: None, anchor_start, is_unendorsed });
            }
        } else if let Some(count) = self.context.count_of(tag) {
            *count += 1;
        }
        self.costs.budget.memory += self.output.runs.open(tag, self.output.end());
        if !is_block {
            self.block.cues = self.block.cues.with(cues);
        }
        true
    }

    /// What the class and the id of an element say about it.
    fn class_and_id(&mut self, attributes: &Attributes<'_>) -> (Class, Option<IdTraits>) {
        let (reader, classes, rules) = (&mut self.attributes, &mut self.output.classes, &mut self.input.rules);
        let read_class = |class: &StrTendril| reader.classes.read(class, |_| classes.get(class, rules));
        let class = attributes.class.map_or_else(Class::none, read_class);
        let read_id = |id: &str| {
            let (words, cues) = classes.names.keep_words(id, MAX_ID_WORDS);
            let may_hide = rules.hiding().have_id(id.trim());
            IdTraits { words: (words.start, words.len() as u8), cues, may_hide }
        };
        (class, attributes.id.map(|id| reader.ids.read(id, read_id)))
    }

    fn traits(&mut self, read: &Attributes<'_>, class: Class, id: Option<IdTraits>, visibility: Visibility) -> Traits {
        let mut traits =
            Traits { class, id_words: (0, 0), cues: class.cues, visibility, has_microdata: read.has_microdata };
        if let Some(id) = id {
            traits.id_words = id.words;
            traits.cues = traits.cues.with(id.cues);
        }
        if let Some(role) = read.role {
            traits.cues = traits.cues.with(self.attributes.roles.read(role, Cues::of));
        }
        traits
    }

    /// Adds an element to the output and makes it the innermost open one.
    fn push_element(&mut self, traits: Traits, tag: Tag, is_block: bool) {
        let Traits { class, id_words, cues, visibility, has_microdata } = traits;
        let elements = &mut self.output.elements;
        let parent = self.context.element;
        let (parent_path, depth) = match parent {
            NONE => (0, 0),
            parent => (elements[parent as usize].tag_path, elements[parent as usize].depth + 1),
        };
        let index = elements.len() as u32;
        elements.push(page::Element {
            parent,
            end: NONE,
            first_block: self.output.blocks.len() as u32,
            end_block: 0,
            class: class.index,
            id_words,
            template: mix(tag as u32 + 1, class.first),
            tag_path: mix(parent_path, tag as u32 + 1),
            cues,
            visibility,
            tag,
            depth: depth.min(u16::MAX - 1),
            is_block,
            microdata: has_microdata,
        });
        self.context.element = index;
        self.costs.charge_element(parent, tag.name().len() as u32 + class.length + PATH_SEPARATORS);
        if is_block {
            self.context.container = index;
        }
    }

    /// Keeps the numbers of the innermost element, a cell, a list or an item.
    fn keep_numbers(&mut self, read: &Attributes<'_>, tag: Tag) {
        let numbers = match tag {
            Tag::Ol | Tag::Li => [read.item.and_then(Number::item), None],
            _ => [
                read.columns.and_then(|columns| Number::span(columns, false)),
                read.rows.and_then(|rows| Number::span(rows, true)),
            ],
        };
        for number in numbers.into_iter().flatten() {
            self.output.numbers.push((self.context.element, number));
            self.costs.budget.memory += NUMBER;
        }
    }

    /// Notes that the item around a check box is a task. Boxes that readers may change are fields of a form.
    pub(super) fn check_box(&mut self, element: &Element) {
        let has = |name: &LocalName| attribute(element, name).is_some();
        let is_box = attribute(element, &local_name!("type")).is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
        if !is_box || !has(&local_name!("disabled")) {
            return;
        }
        let elements = &self.output.elements;
        let around =
            std::iter::successors(elements.get(self.context.element as usize).map(|_| self.context.element), |e| {
                Some(elements[*e as usize].parent).filter(|parent| *parent != NONE)
            });
        let mut around = around.take(MAX_BOXES);
        let Some(item) = around.find(|e| elements[*e as usize].tag == Tag::Li) else { return };
        let is_first = elements[item as usize].first_block as usize == self.output.blocks.len()
            && self.output.end() == self.block.start;
        // Numbers are ordered by their elements.
        if is_first && self.output.numbers.last().is_none_or(|(last, _)| *last <= item) {
            self.output.numbers.push((item, Number::Task(has(&local_name!("checked")))));
            self.costs.budget.memory += NUMBER;
        }
    }

    /// Closes the innermost element.
    pub(super) fn close_element(&mut self, node: &NodeRef<'_, Node>) {
        if self.context.element == NONE {
            return;
        }
        let index = self.context.element as usize;
        let page::Element { tag, parent, is_block, .. } = self.output.elements[index];
        if tag == Tag::A {
            self.close_link();
        }
        // The block that ends here still belongs to this element.
        if is_block {
            self.end_line(node);
            self.context.container = self.container_of(parent);
        }
        if self.properties.ends_with(index as u32) {
            self.close_property();
        }
        if let Some(count) = self.context.count_of(tag) {
            *count -= 1;
        }
        self.output.runs.close(tag, self.output.end());
        self.end_element(index);
        self.context.element = parent;
    }

    /// The innermost block-level element from `element` outwards.
    fn container_of(&mut self, mut element: u32) -> u32 {
        while element != NONE && !self.output.elements[element as usize].is_block {
            element = self.output.elements[element as usize].parent;
            self.costs.budget.steps += 1;
        }
        element
    }

    /// Closes all open elements when the walk stops early.
    pub(super) fn close_all(&mut self) {
        self.close_down_to(NONE);
    }

    /// Closes all elements inside `outer` when the walk stops early.
    pub(super) fn close_down_to(&mut self, outer: u32) {
        self.close_link();
        while self.context.element != outer && self.context.element != NONE {
            let index = self.context.element as usize;
            self.end_element(index);
            self.context.element = self.output.elements[index].parent;
        }
    }

    fn end_element(&mut self, index: usize) {
        let (end, end_block) = (self.output.elements.len() as u32, self.output.blocks.len() as u32);
        let element = &mut self.output.elements[index];
        (element.end, element.end_block) = (end, end_block);
    }
}

/// A hash of two hashes, in order.
fn mix(a: u32, b: u32) -> u32 {
    (a.rotate_left(5) ^ b).wrapping_mul(0x9e37_79b1)
}
