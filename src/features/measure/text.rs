//! One pass over each block's text: counts, words, character pairs, scripts, function words and segments.
//!
//! This is the hottest loop of the pipeline after the parser, so ASCII letters, which most characters are, take a path
//! of their own.

mod chars;
mod word;

use super::segments::{SegmentCounter, Segments};
use crate::features::buckets::gram_bucket;
use crate::language::scripts::{Histogram, Script};
use crate::language::stopwords::{LANGUAGES, WORD_SEED, ZH, hash_char, languages_of};
use chars::{is_word_char, lower};
use std::ops::Range;
use word::Word;

/// Width of the table of hashed character pairs.
pub(crate) const PAIRS: usize = 4096;
/// Number of languages whose function words are known.
pub(crate) const LANGS: usize = LANGUAGES.len();

/// Characters per unit in scripts without spaces: Han and kana, and Thai and its neighbors.
const HAN_UNIT: f32 = 2.0;
const THAI_UNIT: f32 = 5.0;

/// What one block's text is like.
#[derive(Debug, Clone, Default)]
pub(crate) struct TextStats {
    pub(crate) chars: u32,
    pub(crate) letters: u32,
    pub(crate) digits: u32,
    pub(crate) digit_groups: u32,
    pub(crate) upper: u32,
    pub(crate) punctuation: u32,
    pub(crate) symbols: u32,
    pub(crate) emoji: u32,
    pub(crate) currency: u32,
    pub(crate) sentence_ends: u32,
    pub(crate) commas: u32,
    /// Question and exclamation marks.
    pub(crate) questions: u32,
    pub(crate) copyright: u32,
    /// Web and mail addresses in the text.
    pub(crate) addresses: u32,
    /// Links typed as markup: `href=`, `[url`, `[link`.
    pub(crate) typed_links: u32,
    /// Words with mixed scripts, or with zero-width or full-width characters.
    pub(crate) obfuscated: u32,
    pub(crate) spaced_words: u32,
    /// Words that start with an upper-case letter.
    pub(crate) title_words: u32,
    pub(crate) ends_sentence: bool,
    pub(crate) ends_colon: bool,
    pub(crate) starts_upper: bool,
    /// Words, two Han or kana characters, or five Thai characters each.
    pub(crate) units: f32,
    /// Function words, in units.
    pub(crate) stopwords: f32,
    pub(crate) by_language: [u16; LANGS],
    pub(crate) scripts: Histogram,
    /// Hashes of words (of pairs of characters in scripts without spaces) in [`Scan::words`].
    pub(crate) words: Range<u32>,
    /// Hashes of character pairs in [`Scan::pairs`].
    pub(crate) pairs: Range<u32>,
    /// Buckets of parts of words in [`Scan::grams`].
    pub(crate) grams: Range<u32>,
    pub(crate) segments: Segments,
}

/// Buffers that all blocks of a page share.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub(crate) words: Vec<u32>,
    pub(crate) pairs: Vec<u16>,
    /// Buckets of every four characters of a word, its start counted as one; of single characters in scripts without
    /// spaces.
    pub(crate) grams: Vec<u16>,
}

impl Scan {
    /// Reads one block.
    pub(crate) fn read(&mut self, text: &str) -> TextStats {
        self.pairs.reserve(text.len());
        let mut reader = Reader::new(self);
        for c in text.chars() {
            reader.stats.chars += 1;
            if c.is_ascii_alphabetic() {
                reader.ascii_letter(c);
            } else {
                reader.other(c);
            }
        }
        reader.finish(text)
    }

    /// Gives back what the buffers have grown too large.
    pub(crate) fn shrink(&mut self) {
        self.words.shrink_to_fit();
        self.pairs.shrink_to_fit();
        self.grams.shrink_to_fit();
    }
}

/// The state of a pass over one block. Its methods per character are always inlined: as calls, they would cost one percent
/// of the pipeline.
struct Reader<'a> {
    scan: &'a mut Scan,
    stats: TextStats,
    word: Word,
    segments: SegmentCounter,
    /// The last two characters, 16 bits each.
    pair: u32,
    /// The last character, if it belongs to a script without spaces; else 0.
    previous_unspaced: u32,
    /// Characters of Han and kana, and of Thai and its neighbors.
    unspaced: [u32; 2],
}

impl<'a> Reader<'a> {
    fn new(scan: &'a mut Scan) -> Self {
        let empty = |n: usize| n as u32..n as u32;
        let stats = TextStats {
            words: empty(scan.words.len()),
            pairs: empty(scan.pairs.len()),
            grams: empty(scan.grams.len()),
            ..TextStats::default()
        };
        let (word, segments) = (Word::default(), SegmentCounter::default());
        Reader { scan, stats, word, segments, pair: 0, previous_unspaced: 0, unspaced: [0; 2] }
    }

    /// The same as [`Reader::other`] does, without asking what kind of character it is.
    #[inline(always)]
    fn ascii_letter(&mut self, c: char) {
        let upper = c.is_ascii_uppercase();
        let low = c.to_ascii_lowercase();
        self.push_pair(low as u32);
        self.segments.read_letter();
        self.stats.starts_upper |= upper && self.stats.chars == 1;
        self.spaced_letter(low, upper, Script::Latin);
    }

    #[inline(always)]
    fn other(&mut self, c: char) {
        let low = if c.is_ascii() { c.to_ascii_lowercase() } else { lower(c) };
        self.push_pair(low as u32 & 0xffff);
        self.segments.read(c);
        if matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}') {
            self.word.is_odd |= self.word.length > 0;
        } else if !is_word_char(c) {
            self.end_word();
            self.previous_unspaced = 0;
            self.stats.read_mark(c);
        } else if c.is_ascii_digit() || (!c.is_ascii() && Script::of(c) != Script::Han && c.is_numeric()) {
            self.digit(low);
        } else {
            self.letter(c, low);
        }
    }

    #[inline(always)]
    fn digit(&mut self, low: char) {
        self.stats.digits += 1;
        self.stats.digit_groups += u32::from(self.word.length == 0 || !self.word.is_digits);
        self.word.push(low, None, &mut self.scan.grams);
    }

    #[inline(always)]
    fn letter(&mut self, c: char, low: char) {
        let script = Script::of(c);
        if self.stats.chars == 1 {
            self.stats.starts_upper = c.is_uppercase();
        }
        if script.is_unspaced() {
            self.unspaced_letter(c, script);
        } else {
            self.word.is_odd |= matches!(c as u32, 0xff00..=0xffef | 0x1d400..=0x1d7ff);
            self.spaced_letter(low, c != low, script);
        }
    }

    #[inline(always)]
    fn spaced_letter(&mut self, low: char, upper: bool, script: Script) {
        self.stats.letters += 1;
        self.stats.scripts[script as usize] += 1;
        self.stats.upper += u32::from(upper);
        self.previous_unspaced = 0;
        if self.word.length == 0 {
            self.word.starts_upper = upper;
        }
        self.word.push(low, Some(script), &mut self.scan.grams);
    }

    #[inline(always)]
    fn unspaced_letter(&mut self, c: char, script: Script) {
        self.stats.letters += 1;
        self.stats.scripts[script as usize] += 1;
        self.end_word();
        self.unspaced[usize::from(matches!(script, Script::Thai | Script::SouthEast))] += 1;
        if self.previous_unspaced != 0 {
            self.scan.words.push(hash_char(hash_char(WORD_SEED, self.previous_unspaced), c as u32));
        }
        self.previous_unspaced = c as u32;
        self.scan.grams.push(gram_bucket(c as u64));
        self.stats.read_unspaced(c, script);
    }

    #[inline(always)]
    fn push_pair(&mut self, low: u32) {
        self.pair = (self.pair << 16) | low;
        self.scan.pairs.push((self.pair.wrapping_mul(0x9e37_79b1) >> 20) as u16);
    }

    fn end_word(&mut self) {
        if self.word.length == 0 {
            self.word.is_odd = false;
            return;
        }
        self.stats.read_word(&self.word);
        self.scan.words.push(self.word.hash);
        self.word = Word::default();
    }

    fn finish(mut self, text: &str) -> TextStats {
        self.end_word();
        let (han, thai) = (self.unspaced[0] as f32, self.unspaced[1] as f32);
        let mut s = self.stats;
        s.units += han / HAN_UNIT + thai / THAI_UNIT;
        // No function words of Thai and its neighbors are known. Prose in them must not look like a menu.
        s.stopwords += thai / THAI_UNIT * 0.25;
        s.words.end = self.scan.words.len() as u32;
        s.pairs.end = self.scan.pairs.len() as u32;
        s.grams.end = self.scan.grams.len() as u32;
        s.segments = self.segments.finish();
        s.read_ends(text);
        s
    }
}

impl TextStats {
    fn read_word(&mut self, word: &Word) {
        self.units += 1.0;
        self.spaced_words += 1;
        self.title_words += u32::from(word.starts_upper);
        self.obfuscated += u32::from(word.is_obfuscated());
        let languages = languages_of(word.hash);
        if languages != 0 {
            self.stopwords += 1.0;
            self.count_languages(languages);
        } else if let Some(korean) = word.korean_ending() {
            self.stopwords += 0.7;
            self.count_languages(korean);
        }
    }

    fn count_languages(&mut self, mut languages: u32) {
        while languages != 0 {
            let i = languages.trailing_zeros() as usize;
            self.by_language[i] = self.by_language[i].saturating_add(1);
            languages &= languages - 1;
        }
    }

    fn read_unspaced(&mut self, c: char, script: Script) {
        match script {
            Script::Han if languages_of(hash_char(WORD_SEED, c as u32)) & ZH != 0 => {
                self.stopwords += 1.0;
                self.count_languages(ZH);
            }
            Script::Kana if matches!(c as u32, 0x3040..=0x309f) => self.stopwords += 0.3,
            _ => {}
        }
    }

    fn read_mark(&mut self, c: char) {
        match c {
            ' ' | '\n' | '\t' => {}
            '.' | '。' | '．' | '؟' | '۔' | '।' | '…' => self.end_sentence(),
            '!' | '?' | '！' | '？' => {
                self.end_sentence();
                self.questions += 1;
            }
            ',' | '，' | '、' | '،' => {
                self.commas += 1;
                self.punctuation += 1;
            }
            '$' | '€' | '£' | '¥' | '￥' | '₽' | '₹' | '₩' | '₫' | '₴' | '₺' | '฿' => {
                self.currency += 1;
                self.symbols += 1;
            }
            '©' | '®' | '™' => {
                self.copyright += u32::from(c == '©');
                self.symbols += 1;
            }
            '@' => {
                self.addresses += 1;
                self.punctuation += 1;
            }
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
            c if c.is_ascii_punctuation() => self.punctuation += 1,
            '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{303f}' | '«' | '»' | '¿' | '¡' | '：' | '；' | '（' | '）' =>
            {
                self.punctuation += 1;
            }
            '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' => self.emoji += 1,
            c if c.is_whitespace() => {}
            _ => self.symbols += 1,
        }
    }

    fn end_sentence(&mut self) {
        self.sentence_ends += 1;
        self.punctuation += 1;
    }

    fn read_ends(&mut self, text: &str) {
        let end = text.trim_end_matches(['"', '”', '’', ')', '」', '』', '»', '\'']);
        self.ends_sentence =
            end.ends_with(['.', '!', '?', '。', '！', '？', '…', '؟', '۔', '।', '．']) && self.units >= 3.0;
        self.ends_colon = end.ends_with([':', '：']);
        for scheme in ["://", "www."] {
            self.addresses += memchr::memmem::find_iter(text.as_bytes(), scheme).take(64).count() as u32;
        }
        if self.addresses > 0 {
            for typed in ["href=", "[url", "[link", "[URL"] {
                self.typed_links += memchr::memmem::find_iter(text.as_bytes(), typed).take(64).count() as u32;
            }
        }
    }

    /// Function words per unit.
    pub(crate) fn stopword_share(&self) -> f32 {
        if self.units > 0.0 { (self.stopwords / self.units).min(1.0) } else { 0.0 }
    }
}

/// The language with most function words, as an index into [`LANGUAGES`].
pub(crate) fn best_language(by_language: &[u32; LANGS]) -> Option<usize> {
    (0..LANGS).filter(|i| by_language[*i] > 0).max_by_key(|i| (by_language[*i], LANGS - i))
}

const _: () = assert!(LANGS <= 32, "languages are bits of a u32");
