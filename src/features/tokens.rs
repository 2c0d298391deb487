//! The tokens of each block as hash buckets, for a model's learned vocabulary: words, parts of words and short lines
//! of its text, and the class and id words of the elements around it.

use super::buckets::{markup_bucket, text_bucket};
use super::measure::PageStats;
use crate::language::stopwords::{WORD_SEED, hash_char};
use crate::page::{NONE, Page};
use std::ops::Range;

/// Maximum number of tokens of each kind that are read from one block.
const MAX_WORDS: usize = 64;
const MAX_GRAMS: usize = 192;
const MAX_MARKUP: usize = 48;
/// How many elements are read, from the container outwards, and how many of them count as near.
const MAX_ELEMENTS: usize = 8;
const NEAR: usize = 3;
/// A line of at most this many words is also a token of its own.
const SHORT_LINE: usize = 6;

/// Salts of [`markup_bucket`]: the container's tag, and the tags and words of near and of distant elements.
const CONTAINER_SALT: u32 = 0x77;
const NEAR_SALT: u32 = 0x9d;
const FAR_SALT: u32 = 0x3b;

/// The tokens of a page's blocks.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    text: Vec<u16>,
    markup: Vec<u16>,
    /// Each block's ranges of `text` and of `markup`.
    blocks: Vec<(Range<u32>, Range<u32>)>,
}

impl Tokens {
    /// The tokens of a page of which nothing else is asked.
    pub(crate) fn of(page: &Page) -> Tokens {
        Tokens::new(&PageStats::new(page))
    }

    pub(super) fn new(stats: &PageStats<'_>) -> Tokens {
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
        self.text.extend(words.iter().take(MAX_WORDS).map(|w| text_bucket(*w)));
        self.text.extend(stats.grams(i).iter().take(MAX_GRAMS));
        if (2..=SHORT_LINE).contains(&words.len()) {
            let line = words.iter().fold(WORD_SEED ^ 0x51ed, |h, w| hash_char(h, *w));
            self.text.push(text_bucket(line));
        }
    }

    fn push_markup(&mut self, page: &Page, i: usize) {
        let mut id = page.blocks[i].element;
        let end = self.markup.len() + MAX_MARKUP;
        for level in 0..MAX_ELEMENTS {
            if id == NONE {
                break;
            }
            let element = &page.elements[id as usize];
            let salt = if level < NEAR { NEAR_SALT } else { FAR_SALT };
            self.markup.push(markup_bucket(element.tag as u32, if level == 0 { CONTAINER_SALT } else { salt }));
            for word in page.names.words_of(element) {
                if self.markup.len() < end {
                    self.markup.push(markup_bucket(*word, salt));
                }
            }
            id = element.parent;
        }
    }

    /// A block's text tokens; each is less than [`TEXT_BUCKETS`](super::TEXT_BUCKETS).
    pub fn text(&self, block: usize) -> &[u16] {
        let (text, _) = &self.blocks[block];
        &self.text[text.start as usize..text.end as usize]
    }

    /// A block's markup tokens; each is less than [`MARKUP_BUCKETS`](super::MARKUP_BUCKETS).
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
