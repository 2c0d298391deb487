//! The classes and ids of a page: the names that paths show, and the words that tokens are made of.

use super::{Element, NONE};
use crate::parse::Cues;
use std::ops::Range;

/// The interned class attributes of a page, and the words of its classes and ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameTable {
    buffer: String,
    /// First class of each interned class attribute, in `buffer`.
    classes: Vec<Range<u32>>,
    /// Hashes of the words of class and id attributes.
    words: Vec<u32>,
    /// Words of each interned class attribute, in `words`.
    class_words: Vec<Range<u32>>,
}

impl NameTable {
    /// With room for so many class attributes.
    pub(super) fn with_capacity(classes: usize) -> NameTable {
        NameTable {
            buffer: String::with_capacity(classes * 12),
            classes: Vec::with_capacity(classes),
            words: Vec::with_capacity(classes * 4),
            class_words: Vec::with_capacity(classes),
        }
    }

    /// The first class of an element, empty without class.
    pub(crate) fn first_class(&self, element: &Element) -> &str {
        if element.class == NONE {
            return "";
        }
        let class = &self.classes[element.class as usize];
        &self.buffer[class.start as usize..class.end as usize]
    }

    /// Hashes of the words of an element's class and id.
    pub(crate) fn words_of(&self, element: &Element) -> impl Iterator<Item = &u32> {
        let class_words = match element.class {
            NONE => 0..0,
            class => self.class_words[class as usize].clone(),
        };
        let (start, length) = element.id_words;
        let words_in = |range: Range<u32>| &self.words[range.start as usize..range.end as usize];
        words_in(class_words).iter().chain(words_in(start..start + u32::from(length)))
    }

    /// Interns a class attribute whose first class is `first`, with at most `max_words` words. Returns its index and
    /// what all of its words mean.
    pub(super) fn keep_class(&mut self, first: &str, attribute: &str, max_words: usize) -> (u32, Cues) {
        let start = self.buffer.len() as u32;
        self.buffer.push_str(first);
        self.classes.push(start..self.buffer.len() as u32);
        let (words, cues) = self.keep_words(attribute, max_words);
        self.class_words.push(words);
        (self.classes.len() as u32 - 1, cues)
    }

    /// Keeps at most `max_words` words of an attribute. Returns their range and what all of its words mean.
    pub(super) fn keep_words(&mut self, attribute: &str, max_words: usize) -> (Range<u32>, Cues) {
        let start = self.words.len();
        let words = &mut self.words;
        let cues = Cues::of_each(attribute, |hash| {
            if words.len() < start + max_words {
                words.push(hash);
            }
        });
        (start as u32..words.len() as u32, cues)
    }
}
