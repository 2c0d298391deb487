//! A word while its characters are read.

use crate::features::buckets::gram_bucket;
use crate::language::scripts::Script;
use crate::language::stopwords::{KO, WORD_SEED, hash_char, languages_of};

pub(super) struct Word {
    pub(super) hash: u32,
    pub(super) length: u32,
    pub(super) starts_upper: bool,
    /// Scripts of its letters, as bits.
    scripts: u16,
    /// Whether it holds a zero-width or full-width character.
    pub(super) is_odd: bool,
    last: u32,
    /// Whether there are only digits so far.
    pub(super) is_digits: bool,
    /// The last four characters, 16 bits each.
    four: u64,
}

impl Default for Word {
    #[inline]
    fn default() -> Self {
        Word {
            hash: WORD_SEED,
            length: 0,
            starts_upper: false,
            scripts: 0,
            is_odd: false,
            last: 0,
            is_digits: true,
            four: 0,
        }
    }
}

impl Word {
    /// Adds a lower-case letter, or a digit, which has no script.
    #[inline]
    pub(super) fn push(&mut self, low: char, script: Option<Script>, grams: &mut Vec<u16>) {
        self.hash = hash_char(self.hash, low as u32);
        self.length += 1;
        // All digits count as one.
        self.four = (self.four << 16) | if script.is_some() { u64::from(low as u16) } else { u64::from(b'0') };
        if self.length >= 3 {
            grams.push(gram_bucket(self.four));
        }
        self.last = low as u32;
        if let Some(script) = script {
            self.scripts |= 1 << script as u16;
            self.is_digits = false;
        }
    }

    /// Whether it mixes scripts or holds characters that hide it from filters.
    pub(super) fn is_obfuscated(&self) -> bool {
        self.is_odd || self.scripts.count_ones() > 1
    }

    /// The Korean language bit, if the word ends in a Korean particle or ending.
    pub(super) fn korean_ending(&self) -> Option<u32> {
        let is_hangul = Script::of(char::from_u32(self.last).unwrap_or(' ')) == Script::Hangul;
        if !is_hangul || self.length < 2 {
            return None;
        }
        Some(languages_of(hash_char(WORD_SEED, self.last)) & KO).filter(|korean| *korean != 0)
    }
}
