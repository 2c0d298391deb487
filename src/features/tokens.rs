//! Tokens of each block as numbers of hash buckets, for the learnt vocabulary of a model: words, pieces of words and
//! short lines of its text, and the class and id words of the elements that it stands in.
//!
//! Hashing keeps the vocabulary's size fixed and its words unreadable (Weinberger et al. 2009, "Feature hashing").

use super::stats::PageStats;
use crate::language::stopwords::{WORD_SEED, hash_char};
use crate::page::{NONE, Page};
use std::ops::Range;

/// Buckets of text tokens; they come first.
pub const TEXT_BUCKETS: usize = 1 << 13;
/// Buckets of markup tokens.
pub const MARKUP_BUCKETS: usize = 1 << 11;

/// Tokens of one block that are read at most, of each kind.
const MOST_WORDS: usize = 64;
const MOST_GRAMS: usize = 192;
const MOST_MARKUP: usize = 48;
/// Elements above a block whose class words are read, and how many of these are near.
const LEVELS: usize = 8;
const NEAR: usize = 3;
/// A line of at most so many words is a token as a whole.
const SHORT_LINE: usize = 6;

/// The tokens of a page's blocks.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    text: Vec<u16>,
    markup: Vec<u16>,
    blocks: Vec<(Range<u32>, Range<u32>)>,
}

impl Tokens {
    pub(super) fn of(stats: &PageStats<'_>) -> Tokens {
        let n = stats.texts.len();
        let mut tokens = Tokens {
            text: Vec::with_capacity(stats.scan.words.len() + stats.scan.grams.len()),
            markup: Vec::with_capacity(16 * n),
            blocks: Vec::with_capacity(n),
        };
        for i in 0..n {
            let (text, markup) = (tokens.text.len() as u32, tokens.markup.len() as u32);
            tokens.push_text(stats, i);
            tokens.push_markup(stats.page, i);
            tokens.blocks.push((text..tokens.text.len() as u32, markup..tokens.markup.len() as u32));
        }
        tokens
    }

    fn push_text(&mut self, stats: &PageStats<'_>, i: usize) {
        let words = stats.words(i);
        self.text.extend(words.iter().take(MOST_WORDS).map(|w| text_bucket(*w)));
        self.text.extend(stats.grams(i).iter().take(MOST_GRAMS));
        if (2..=SHORT_LINE).contains(&words.len()) {
            let line = words.iter().fold(WORD_SEED ^ 0x51ed, |h, w| hash_char(h, *w));
            self.text.push(text_bucket(line));
        }
    }

    fn push_markup(&mut self, page: &Page, i: usize) {
        let mut at = page.blocks[i].element;
        let end = self.markup.len() + MOST_MARKUP;
        for level in 0..LEVELS {
            if at == NONE {
                break;
            }
            let element = &page.elements[at as usize];
            let place = if level < NEAR { 0x9d } else { 0x3b };
            self.markup.push(markup_bucket(element.tag as u32, if level == 0 { 0x77 } else { place }));
            for word in page.names.words_of(element) {
                if self.markup.len() < end {
                    self.markup.push(markup_bucket(*word, place));
                }
            }
            at = element.parent;
        }
    }

    /// A block's text tokens, below [`TEXT_BUCKETS`].
    pub fn text(&self, block: usize) -> &[u16] {
        let (text, _) = &self.blocks[block];
        &self.text[text.start as usize..text.end as usize]
    }

    /// A block's markup tokens, below [`MARKUP_BUCKETS`].
    pub fn markup(&self, block: usize) -> &[u16] {
        let (_, markup) = &self.blocks[block];
        &self.markup[markup.start as usize..markup.end as usize]
    }

    /// Number of blocks.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Whether there are no blocks.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

/// The bucket of a hash.
#[inline]
pub(super) fn text_bucket(hash: u32) -> u16 {
    (hash.wrapping_mul(0x9e37_79b1) >> (32 - TEXT_BUCKETS.trailing_zeros())) as u16
}

/// The bucket of four characters of a word.
#[inline]
pub(super) fn gram_bucket(four: u64) -> u16 {
    (four.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - TEXT_BUCKETS.trailing_zeros())) as u16
}

fn markup_bucket(word: u32, place: u32) -> u16 {
    ((word ^ place.wrapping_mul(0x85eb_ca6b)).wrapping_mul(0x9e37_79b1) >> (32 - MARKUP_BUCKETS.trailing_zeros()))
        as u16
}
