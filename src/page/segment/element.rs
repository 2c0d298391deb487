//! Opens and closes elements: what they say about the text inside them, and which of them end a block.

use super::attributes::Attributes;
use super::state::OpenLink;
use super::walk::Walk;
use crate::page::classes::Class;
use crate::page::visibility::Visibility;
use crate::page::{BlockKind, Element, NONE};
use crate::parse::{Cues, Role, Tag};

/// Words of an id that are kept.
const MAX_ID_WORDS: usize = 4;

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
    /// Opens an element.
    pub(super) fn open_element(&mut self, element: &scraper::node::Element, tag: Tag, role: Role) {
        let attributes = Attributes::read(element, &self.input.names);
        if let Some(json) = attributes.preloaded
            && self.input.kind == BlockKind::Text
        {
            self.json.read_preloaded(json);
        }
        let traits = self.traits(&attributes);
        let (cues, hint) = (traits.cues, traits.class.hint);
        // A hidden run inside a visible line becomes a separate block.
        let is_block = role == Role::Block || traits.visibility.is_hidden();
        if is_block {
            self.flush();
        }
        self.push_element(traits, tag, is_block);
        self.open_property(&attributes, tag, hint);
        if tag == Tag::A {
            self.close_link();
            if let Some(href) = attributes.href {
                let target = self.output.links.keep_target(href);
                let (anchor_start, is_unendorsed) = (self.output.end(), attributes.is_unendorsed);
                self.context.link = Some(OpenLink { target, anchor_start, is_unendorsed });
            }
        } else if let Some(count) = self.context.count_of(tag) {
            *count += 1;
        }
        if !is_block {
            self.block.cues = self.block.cues.with(cues);
        }
    }

    fn traits(&mut self, attributes: &Attributes<'_>) -> Traits {
        let classes = &mut self.output.classes;
        let class = attributes.class.map_or_else(Class::none, |class| classes.get(class, &self.input.rules));
        let mut traits = Traits {
            class,
            id_words: (0, 0),
            cues: class.cues,
            visibility: attributes.visibility.with(class.visibility),
            has_microdata: attributes.has_microdata,
        };
        if let Some(id) = attributes.id {
            let (words, cues) = classes.names.keep_words(id, MAX_ID_WORDS);
            traits.id_words = (words.start, words.len() as u8);
            traits.cues = traits.cues.with(cues);
            traits.visibility = traits.visibility.with(self.input.rules.of_id(id));
        }
        if let Some(role) = attributes.role {
            traits.cues = traits.cues.with(Cues::of(role));
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
        elements.push(Element {
            parent,
            end: NONE,
            first_block: self.output.blocks.len() as u32,
            end_block: 0,
            class: class.index,
            id_words,
            template: mix(tag as u32 + 1, class.first),
            tag_path: mix(parent_path, tag as u32 + 1),
            cues,
            own_visibility: visibility,
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

    /// Closes the innermost element.
    pub(super) fn close_element(&mut self) {
        if self.context.element == NONE {
            return;
        }
        let index = self.context.element as usize;
        let Element { tag, parent, is_block, .. } = self.output.elements[index];
        if tag == Tag::A {
            self.close_link();
        }
        // The block that ends here still belongs to this element.
        if is_block {
            self.flush();
            self.context.container = self.container_of(parent);
        }
        if self.properties.ends_with(index as u32) {
            self.close_property();
        }
        if let Some(count) = self.context.count_of(tag) {
            *count -= 1;
        }
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
        self.close_link();
        while self.context.element != NONE {
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
