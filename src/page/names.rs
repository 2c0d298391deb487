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
    /// Interned class attributes that name the language of code, ordered, and the name in `buffer`.
    languages: Vec<(u32, Language)>,
}

/// The language of code that a class attribute names for highlighters.
#[derive(Debug, Clone)]
struct Language {
    name: Range<u32>,
    /// Whether the attribute also says that something is highlighted, so that the language is no human one.
    is_certain: bool,
}

/// Bytes of the longest name of a language.
const MAX_LANGUAGE: usize = 24;

impl NameTable {
    /// With room for so many class attributes.
    pub(super) fn with_capacity(classes: usize) -> NameTable {
        NameTable {
            buffer: String::with_capacity(classes * 12),
            classes: Vec::with_capacity(classes),
            words: Vec::with_capacity(classes * 4),
            class_words: Vec::with_capacity(classes),
            languages: Vec::new(),
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

    /// The language of code that the class of an element names, such as `rust` in `language-rust`. `is_certain` asks for
    /// classes that speak of highlighting, too.
    pub(crate) fn language(&self, element: &Element, is_certain: bool) -> Option<&str> {
        let at = self.languages.binary_search_by_key(&element.class, |(class, _)| *class).ok()?;
        let language = &self.languages[at].1;
        (language.is_certain || !is_certain)
            .then(|| &self.buffer[language.name.start as usize..language.name.end as usize])
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
        let index = self.classes.len() as u32 - 1;
        if let Some(name) = language_in(attribute) {
            let start = self.buffer.len() as u32;
            self.buffer.push_str(name);
            let name = start..self.buffer.len() as u32;
            let is_certain =
                ["highlight", "hljs", "sourceCode", "brush", "codehilite"].iter().any(|w| attribute.contains(w));
            self.languages.push((index, Language { name, is_certain }));
        }
        (index, cues)
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

/// The language of code that a class attribute names: `language-rust`, `lang-rust`, `highlight-source-rust`, Sphinx's
/// `highlight-rust notranslate`, Pandoc's `sourceCode rust` or SyntaxHighlighter's `brush: rust`.
fn language_in(attribute: &str) -> Option<&str> {
    let may_name = ["lang", "highlight-", "sourceCode", "brush"].iter().any(|word| attribute.contains(word));
    if !may_name {
        return None;
    }
    let is_sphinx = attribute.contains("notranslate");
    let mut before = "";
    for word in attribute.split_ascii_whitespace() {
        let name = ["language-", "lang-", "highlight-source-", "brush:"]
            .iter()
            .find_map(|prefix| word.strip_prefix(prefix))
            .or_else(|| word.strip_prefix("highlight-").filter(|_| is_sphinx))
            .or_else(|| Some(word).filter(|_| matches!(before, "sourceCode" | "brush:")))
            .map(|name| name.trim_end_matches(';'));
        before = word;
        if let Some(name) = name.filter(|name| names_language(name)) {
            return Some(name);
        }
    }
    None
}

fn names_language(name: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "+-#.".contains(c);
    (1..=MAX_LANGUAGE).contains(&name.len())
        && name.chars().all(is_name)
        && !["none", "default", "undefined", "null", "source", "sourceCode", "numberLines"].contains(&name)
}
