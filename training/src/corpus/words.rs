//! Words as the metrics count them: runs of `\w` in lower case, optionally with each CJK character as one word.
//!
//! The definition is that of WCXB's scorer, Python's `\w`: letters, numbers and the underscore, without combining marks.

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Hash of a word.
pub type Word = u64;

/// How often each word occurs.
pub type Bag = FxHashMap<Word, u32>;

/// How CJK is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// `\w+`: a run of Chinese is one word.
    Runs,
    /// Each CJK character is one word.
    Characters,
}

fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    matches!(c.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number)
}

fn is_cjk(c: char) -> bool {
    matches!(c as u32, 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0xac00..=0xd7af)
}

/// The words of a text in order.
pub fn words(text: &str, counting: Counting) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 5);
    let mut word = FxHasher::default();
    let mut open = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        let single = counting == Counting::Characters && is_cjk(c);
        if open && (single || !is_word(c)) {
            found.push(std::mem::take(&mut word).finish());
            open = false;
        }
        if single {
            let mut own = FxHasher::default();
            own.write_u32(c as u32);
            found.push(own.finish());
        } else if is_word(c) {
            word.write_u32(c as u32);
            open = true;
        }
    }
    if open {
        found.push(word.finish());
    }
    found
}

/// How often each word of a text occurs.
pub fn bag(text: &str, counting: Counting) -> Bag {
    count(words(text, counting))
}

/// How often each of some words occurs.
pub fn count(words: impl IntoIterator<Item = Word>) -> Bag {
    let mut bag = Bag::default();
    for word in words {
        *bag.entry(word).or_insert(0) += 1;
    }
    bag
}

/// Number of words in a bag, repetitions included.
pub fn size(bag: &Bag) -> u64 {
    bag.values().map(|n| u64::from(*n)).sum()
}

/// Number of words that two bags share, repetitions included.
pub fn common(a: &Bag, b: &Bag) -> u64 {
    let (small, large) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    small.iter().map(|(w, n)| u64::from((*n).min(large.get(w).copied().unwrap_or(0)))).sum()
}
