//! What a selector says of the elements around the one that it matches.

use super::budget::Budget;
use crate::hash::Map;
use crate::parse::css::{Combinator, Compound, Selector, Subject};
use ego_tree::{NodeId, NodeRef};
use rustc_hash::FxHashMap;
use scraper::Node;
use scraper::node::Element;
use std::ops::Range;

/// Bytes of memory that a step upwards takes.
const STEP: usize = 24;

/// Bytes of a class attribute, times bytes of the compound that it is compared with, that cost a step.
const COMPARED_PER_STEP: usize = 256;

/// What selectors ask of the elements around, each thing once, and what was found.
///
/// Whether an element or one around it matches is found once for each thing that is asked, and remembered on all elements
/// that were passed. So the steps are never more than elements times things, and [`Budget::has_room_for_climb`] bounds
/// them further: beyond, selectors with ancestors match nothing.
#[derive(Default)]
pub(super) struct Ancestors {
    asked: Vec<Asked>,
    by_text: Map<Box<str>, u32>,
    /// Whether an element, or one around it, matches. The keys are numbers of the walk's own.
    known: FxHashMap<(NodeId, u32), bool>,
    climbed: usize,
}

/// A compound and what is asked of the elements around the one that matches it.
#[derive(Clone)]
struct Asked {
    /// In the text of the rules.
    compound: Range<usize>,
    outer: Option<Outer>,
}

/// What must be around an element: how far away, and an index into what is asked.
pub(super) type Outer = (Combinator, u32);

impl Ancestors {
    /// Notes what the selector at this range of `text` asks of the elements around.
    pub(super) fn ask(&mut self, text: &str, selector: Range<usize>) -> Option<Outer> {
        let (combinator, start) = Selector { text: &text[selector.clone()] }.outer()?;
        let rest = selector.start + start..selector.end;
        if let Some(index) = self.by_text.get(&text[rest.clone()]) {
            return Some((combinator, *index));
        }
        let length = Selector { text: &text[rest.clone()] }.last().text.len();
        // Not deeper than a selector has compounds.
        let outer = self.ask(text, rest.clone());
        let index = self.asked.len() as u32;
        self.asked.push(Asked { compound: rest.start..rest.start + length, outer });
        self.by_text.insert(text[rest].into(), index);
        Some((combinator, index))
    }

    /// Forgets what was found, since another tree is read.
    pub(super) fn forget(&mut self) {
        self.known.clear();
    }

    /// Whether what is around `node` is as asked.
    pub(super) fn hold(&mut self, outer: Outer, node: &NodeRef<'_, Node>, text: &str, budget: &mut Budget) -> bool {
        let Some(parent) = node.parent() else { return false };
        match outer {
            (Combinator::Parent, asked) => self.matches(asked, &parent, text, budget),
            (Combinator::Ancestor, asked) => self.climb(asked, parent, text, budget),
        }
    }

    /// Whether `node` or an element around it matches.
    fn climb(&mut self, asked: u32, node: NodeRef<'_, Node>, text: &str, budget: &mut Budget) -> bool {
        let (mut passed, mut next, mut is_found) = (Vec::new(), Some(node), false);
        while let Some(node) = next
            && !is_found
        {
            if let Some(known) = self.known.get(&(node.id(), asked)) {
                is_found = *known;
                break;
            }
            if !budget.has_room_for_climb(self.climbed) {
                return false;
            }
            passed.push(node.id());
            is_found = self.matches(asked, &node, text, budget);
            next = node.parent();
        }
        budget.memory += STEP * passed.len();
        self.known.extend(passed.into_iter().map(|node| ((node, asked), is_found)));
        is_found
    }

    /// Whether `node` itself matches.
    fn matches(&mut self, asked: u32, node: &NodeRef<'_, Node>, text: &str, budget: &mut Budget) -> bool {
        let Some(element) = node.value().as_element() else { return false };
        let Asked { compound, outer } = self.asked[asked as usize].clone();
        let subject = Ancestor(element);
        let steps = 1 + subject.attribute("class").map_or(0, str::len) * compound.len() / COMPARED_PER_STEP;
        self.climbed += steps;
        budget.steps += steps;
        Compound { text: &text[compound] }.matches(&subject)
            && outer.is_none_or(|outer| self.hold(outer, node, text, budget))
    }
}

/// An element around the one that a selector is matched with.
struct Ancestor<'a>(&'a Element);

impl Subject for Ancestor<'_> {
    fn tag(&self) -> &str {
        &self.0.name.local
    }

    fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|c| c == class))
    }

    fn has_id(&self, id: &str) -> bool {
        self.attribute("id").is_some_and(|own| own.trim() == id)
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        attribute_of(self.0, name)
    }
}

/// The value of an attribute by its name.
pub(super) fn attribute_of<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attrs.iter().find(|(attribute, _)| &*attribute.local == name).map(|(_, value)| &**value)
}
