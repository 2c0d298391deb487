//! One pass over each block's text: counts, words, character pairs, scripts, function words, segments.

use super::tokens::gram_bucket;
use crate::language::scripts::{Histogram, SCRIPTS, Script};
use crate::language::stopwords::{self, KO, LANGUAGES, WORD_SEED, ZH, hash_char, languages_of};
use std::ops::Range;

/// Width of the table of hashed character pairs.
pub(crate) const PAIRS: usize = 4096;
/// Number of languages with function words.
pub(crate) const LANGS: usize = LANGUAGES.len();

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
    pub(crate) questions: u32,
    pub(crate) copyright: u32,
    pub(crate) addresses: u32,
    /// Links typed as markup: `href=`, `[url`, `[link`.
    pub(crate) typed_links: u32,
    /// Words with mixed scripts, or zero-width or full-width characters within.
    pub(crate) disguised: u32,
    pub(crate) spaced_words: u32,
    pub(crate) title_words: u32,
    pub(crate) ends_sentence: bool,
    pub(crate) ends_colon: bool,
    pub(crate) starts_upper: bool,
    /// Words, two Han or kana characters, or five Thai characters each.
    pub(crate) units: f32,
    /// Function words in units.
    pub(crate) stop: f32,
    pub(crate) by_language: [u16; LANGS],
    pub(crate) scripts: Histogram,
    /// Hashes of words (pairs of characters where words are not spaced) in `Scan::words`.
    pub(crate) words: Range<u32>,
    /// Hashes of character pairs in `Scan::pairs`.
    pub(crate) pairs: Range<u32>,
    /// Buckets of pieces of words in `Scan::grams`.
    pub(crate) grams: Range<u32>,
    pub(crate) segments: Segments,
}

/// The runs between separators such as `|`, `、` or `·`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Segments {
    pub(crate) count: u32,
    pub(crate) short: u32,
    pub(crate) mean: f32,
    pub(crate) deviation: f32,
    /// Separators, and how many of them are the commonest one.
    pub(crate) separators: u32,
    pub(crate) commonest: u32,
}

/// Buffers shared by all blocks of a page.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub(crate) words: Vec<u32>,
    pub(crate) pairs: Vec<u16>,
    /// Every four characters of a word, its start counted as one; single characters where words are not spaced.
    pub(crate) grams: Vec<u16>,
}

/// State within a word.
#[derive(Default)]
struct Word {
    hash: u32,
    length: u32,
    starts_upper: bool,
    scripts: u16,
    odd: bool,
    last: u32,
    digits_only: bool,
    /// The last four characters, 16 bits each.
    four: u64,
}

impl Scan {
    /// Reads one block.
    pub(crate) fn read(&mut self, text: &str) -> TextStats {
        let mut s = TextStats { words: self.start_words(), pairs: self.start_pairs(), ..TextStats::default() };
        s.grams.start = self.grams.len() as u32;
        let mut word = Word { hash: WORD_SEED, digits_only: true, ..Word::default() };
        let mut segments = SegmentCounter::default();
        let mut previous_unspaced = 0u32;
        let mut pair = 0u32;
        let mut unspaced = [0u32; 2];
        self.pairs.reserve(text.len());
        for c in text.chars() {
            s.chars += 1;
            if c.is_ascii_alphabetic() {
                // What most letters are: the same as below, without asking what they are.
                let upper = c.is_ascii_uppercase();
                let low = c.to_ascii_lowercase();
                pair = (pair << 16) | low as u32;
                self.pairs.push(pair_hash(pair));
                segments.length += 1;
                s.letters += 1;
                s.scripts[Script::Latin as usize] += 1;
                s.starts_upper |= upper && s.chars == 1;
                previous_unspaced = 0;
                s.upper += u32::from(upper);
                if word.length == 0 {
                    word.starts_upper = upper;
                }
                word.push(low, Some(Script::Latin), &mut self.grams);
                continue;
            }
            let low = if c.is_ascii() { c.to_ascii_lowercase() } else { lower(c) };
            pair = (pair << 16) | (low as u32 & 0xffff);
            self.pairs.push(pair_hash(pair));
            segments.read(c);
            if matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}') {
                word.odd |= word.length > 0;
                continue;
            }
            if !is_word_char(c) {
                self.end_word(&mut word, &mut s);
                previous_unspaced = 0;
                s.read_mark(c);
                continue;
            }
            if c.is_ascii_digit() || (!c.is_ascii() && Script::of(c) != Script::Han && c.is_numeric()) {
                s.digits += 1;
                s.digit_groups += u32::from(word.length == 0 || !word.digits_only);
                word.push(low, None, &mut self.grams);
                continue;
            }
            let script = Script::of(c);
            s.letters += 1;
            s.scripts[script as usize] += 1;
            if s.chars == 1 {
                s.starts_upper = c.is_uppercase();
            }
            if script.is_unspaced() {
                self.end_word(&mut word, &mut s);
                unspaced[usize::from(matches!(script, Script::Thai | Script::SouthEast))] += 1;
                if previous_unspaced != 0 {
                    self.words.push(hash_char(hash_char(WORD_SEED, previous_unspaced), c as u32));
                }
                previous_unspaced = c as u32;
                self.grams.push(gram_bucket(c as u64));
                s.read_unspaced(c, script);
            } else {
                previous_unspaced = 0;
                let upper = if c.is_ascii() { c.is_ascii_uppercase() } else { c != low };
                s.upper += u32::from(upper);
                if word.length == 0 {
                    word.starts_upper = upper;
                }
                word.odd |= matches!(c as u32, 0xff00..=0xffef | 0x1d400..=0x1d7ff);
                word.push(low, Some(script), &mut self.grams);
            }
        }
        self.end_word(&mut word, &mut s);
        s.units += unspaced[0] as f32 / 2.0 + unspaced[1] as f32 / 5.0;
        // Thai and its neighbours have no function words here; prose in them shall not look like a menu.
        s.stop += unspaced[1] as f32 / 5.0 * 0.25;
        s.words.end = self.words.len() as u32;
        s.pairs.end = self.pairs.len() as u32;
        s.grams.end = self.grams.len() as u32;
        s.segments = segments.finish();
        s.read_ends(text);
        s
    }

    fn start_words(&self) -> Range<u32> {
        self.words.len() as u32..self.words.len() as u32
    }

    fn start_pairs(&self) -> Range<u32> {
        self.pairs.len() as u32..self.pairs.len() as u32
    }

    fn end_word(&mut self, word: &mut Word, s: &mut TextStats) {
        if word.length == 0 {
            word.odd = false;
            return;
        }
        s.units += 1.0;
        s.spaced_words += 1;
        s.title_words += u32::from(word.starts_upper);
        s.disguised += u32::from(word.odd || word.scripts.count_ones() > 1);
        let languages = languages_of(word.hash);
        if languages != 0 {
            s.stop += 1.0;
            s.count_languages(languages);
        } else if Script::of(char::from_u32(word.last).unwrap_or(' ')) == Script::Hangul {
            let ending = languages_of(hash_char(WORD_SEED, word.last)) & KO;
            if ending != 0 && word.length > 1 {
                s.stop += 0.7;
                s.count_languages(ending);
            }
        }
        self.words.push(word.hash);
        *word = Word { hash: WORD_SEED, digits_only: true, ..Word::default() };
    }
}

/// Place of two characters in the table of pairs.
#[inline]
fn pair_hash(pair: u32) -> u16 {
    (pair.wrapping_mul(0x9e37_79b1) >> 20) as u16
}

impl Word {
    #[inline]
    fn push(&mut self, low: char, script: Option<Script>, grams: &mut Vec<u16>) {
        self.hash = hash_char(self.hash, low as u32);
        self.length += 1;
        // One number is like another here.
        self.four = (self.four << 16) | if script.is_some() { u64::from(low as u16) } else { u64::from(b'0') };
        if self.length >= 3 {
            grams.push(gram_bucket(self.four));
        }
        self.last = low as u32;
        if let Some(script) = script {
            self.scripts |= 1 << script as u16;
            self.digits_only = false;
        }
    }
}

impl TextStats {
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
                self.stop += 1.0;
                self.count_languages(ZH);
            }
            Script::Kana if matches!(c as u32, 0x3040..=0x309f) => self.stop += 0.3,
            _ => {}
        }
    }

    fn read_mark(&mut self, c: char) {
        match c {
            ' ' | '\n' | '\t' => {}
            '.' | '。' | '．' | '؟' | '۔' | '।' | '…' => self.end_mark(1),
            '!' | '?' | '！' | '？' => {
                self.end_mark(1);
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

    fn end_mark(&mut self, n: u32) {
        self.sentence_ends += n;
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
    pub(crate) fn stop_share(&self) -> f32 {
        if self.units > 0.0 { (self.stop / self.units).min(1.0) } else { 0.0 }
    }

    /// The language with most function words, and how many.
    pub(crate) fn best_language(by_language: &[u32; LANGS]) -> Option<usize> {
        (0..LANGS).filter(|i| by_language[*i] > 0).max_by_key(|i| (by_language[*i], LANGS - i))
    }
}

/// Lower case by the simple mapping; the few letters that map to two keep the first.
#[inline]
fn lower(c: char) -> char {
    match c as u32 {
        // No case in these: spared the table.
        0x0590..=0x109f | 0x1100..=0x139f | 0x2e80..=0xa63f | 0xac00..=0xfaff => c,
        0xff21..=0xff3a => char::from_u32(c as u32 - 0xff21 + 0x61).unwrap_or(c),
        0xff41..=0xff5a => char::from_u32(c as u32 - 0xff41 + 0x61).unwrap_or(c),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

#[inline]
fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    // Marks of Indic and Arabic words, and what spammers put inside words, do not end them.
    match c as u32 {
        0x0300..=0x036f | 0x064b..=0x065f | 0x0900..=0x0963 | 0x0980..=0x0de5 | 0x0e31..=0x0e4e => true,
        0x3001..=0x3004 | 0x3008..=0x3020 => false,
        // Spared the table.
        0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7a3 => true,
        _ => c.is_alphanumeric(),
    }
}

/// Separators of segments.
const SEPARATORS: [char; 14] = ['|', '｜', '、', '·', '•', '/', ',', '，', '_', '-', '»', '→', '★', ';'];

/// Which separator a character is; letters of most scripts are sorted out at once.
#[inline]
fn separator(c: char) -> Option<usize> {
    let possible = match c as u32 {
        0..=0x7f => matches!(c, '|' | '/' | ',' | '_' | '-' | ';'),
        0x80..=0xbf | 0x2000..=0x2bff | 0x3000..=0x303f | 0xff00.. => true,
        _ => false,
    };
    if possible { SEPARATORS.iter().position(|s| *s == c) } else { None }
}

#[derive(Default)]
struct SegmentCounter {
    length: u32,
    count: u32,
    short: u32,
    sum: f32,
    squares: f32,
    by_separator: [u32; SEPARATORS.len()],
}

impl SegmentCounter {
    #[inline]
    fn read(&mut self, c: char) {
        if c.is_ascii_alphanumeric() || c == ' ' {
            self.length += u32::from(self.length > 0 || c != ' ');
            return;
        }
        match separator(c) {
            Some(i) => {
                self.by_separator[i] += 1;
                self.end();
            }
            None => self.length += 1,
        }
    }

    fn end(&mut self) {
        if self.length > 0 {
            self.count += 1;
            self.short += u32::from(self.length <= 12);
            self.sum += self.length as f32;
            self.squares += self.length as f32 * self.length as f32;
        }
        self.length = 0;
    }

    fn finish(mut self) -> Segments {
        self.end();
        let n = self.count.max(1) as f32;
        let mean = self.sum / n;
        Segments {
            count: self.count,
            short: self.short,
            mean,
            deviation: (self.squares / n - mean * mean).max(0.0).sqrt(),
            separators: self.by_separator.iter().sum(),
            commonest: self.by_separator.iter().copied().max().unwrap_or(0),
        }
    }
}

/// Scripts of all blocks together.
pub(crate) fn sum_scripts<'a>(stats: impl Iterator<Item = &'a TextStats>) -> Histogram {
    stats.fold([0; SCRIPTS], |mut sum, s| {
        for (total, n) in sum.iter_mut().zip(s.scripts) {
            *total += n;
        }
        sum
    })
}

const _: () = assert!(stopwords::LANGUAGES.len() <= 32);
