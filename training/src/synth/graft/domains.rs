//! Invented domain names and paths.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::Campaign;
use crate::synth::slug::{letters, percent_encoded, slug};
use crate::synth::spin::pick;
use crate::synth::template::{DomainStyle, Weights};

use super::words::{AFFIXES, CODAS, INSTITUTION_TLDS, OFFICES, PINYIN, PLACES, SYLLABLES, TLDS, WORDS};

/// What a family's domain names and paths are made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Naming<'a> {
    /// Latin words of the family, for names and paths that spell the keyword.
    words: &'a [String],
    /// Top-level domains that the family favors.
    tlds: &'a [String],
    /// How names are invented.
    styles: &'a Weights<DomainStyle>,
}

impl<'a> Naming<'a> {
    /// The names of a campaign's family.
    pub(super) fn new(campaign: &'a Campaign) -> Self {
        Self { words: &campaign.host_words, tlds: &campaign.tlds, styles: &campaign.domains }
    }

    /// Invents a domain name.
    pub(super) fn domain(&self, rng: &mut ChaCha8Rng) -> String {
        let style = self.styles.draw(rng, |_| true).unwrap_or(DomainStyle::Compound);
        self.domain_of(style, rng)
    }

    /// Invents a domain name in a style.
    pub(super) fn domain_of(&self, style: DomainStyle, rng: &mut ChaCha8Rng) -> String {
        let name = match style {
            DomainStyle::Syllables => syllables(rng),
            DomainStyle::Compound => compound(rng),
            DomainStyle::Institution => return institution(rng),
            DomainStyle::Digits => digits(rng),
            DomainStyle::Letters => letters(rng.random_range(3..9), rng),
            DomainStyle::Keyword => self.keyword(rng),
        };
        format!("{name}.{}", self.tld(rng))
    }

    /// A top-level domain.
    pub(super) fn tld(&self, rng: &mut ChaCha8Rng) -> String {
        if !self.tlds.is_empty() && chance(0.45, rng) { pick(self.tlds, rng).into() } else { pick(TLDS, rng).into() }
    }

    /// A name with the keyword in it, such as `best-slot77`.
    fn keyword(&self, rng: &mut ChaCha8Rng) -> String {
        let mut parts: Vec<String> = (0..rng.random_range(1..3)).map(|_| pick(self.words, rng).to_owned()).collect();
        parts.dedup();
        match rng.random_range(0..5) {
            0 => parts.insert(0, pick(AFFIXES, rng).into()),
            1 => parts.push(pick(AFFIXES, rng).into()),
            2 => parts.push(rng.random_range(1..1000).to_string()),
            3 => parts.push(pick(WORDS, rng).into()),
            _ => parts.push(letters(2, rng)),
        }
        parts.join(if chance(0.4, rng) { "-" } else { "" })
    }

    /// The last part of a path: the anchor as a slug or percent-encoded, or words of the family.
    pub(super) fn slug(&self, anchor: &str, rng: &mut ChaCha8Rng) -> String {
        let plain = slug(anchor);
        if plain.len() > 2 && chance(0.75, rng) {
            return plain;
        }
        if plain.len() <= 2 && chance(0.25, rng) {
            return percent_encoded(anchor);
        }
        match rng.random_range(0..4) {
            0 => format!("{}{}", pick(self.words, rng), rng.random_range(1..999)),
            1 => format!("{}-{}", pick(self.words, rng), pick(self.words, rng)),
            2 => letters(rng.random_range(3..7), rng),
            _ => pick(self.words, rng).into(),
        }
    }

    /// Fills the slots of a path pattern. `base` is what the paths of one graft have in common.
    pub(super) fn fill(&self, pattern: &str, base: &str, anchor: &str, rng: &mut ChaCha8Rng) -> String {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some(at) = rest.find('<') {
            out.push_str(&rest[..at]);
            let tail = &rest[at + 1..];
            let end = tail.find('>').unwrap_or(tail.len());
            match &tail[..end] {
                "slug" => out.push_str(&self.slug(anchor, rng)),
                "base" => out.push_str(base),
                "year" => out.push_str(&rng.random_range(2012..2027).to_string()),
                "small" => out.push_str(&format!("{:02}", rng.random_range(1..13))),
                "letters" => out.push_str(&letters(rng.random_range(2..7), rng)),
                _ => out.push_str(&rng.random_range(100..999_999).to_string()),
            }
            rest = tail.get(end + 1..).unwrap_or("");
        }
        out + rest
    }
}

fn syllables(rng: &mut ChaCha8Rng) -> String {
    let pool = if chance(0.25, rng) { PINYIN } else { SYLLABLES };
    let mut name: String = (0..rng.random_range(2..5)).map(|_| pick(pool, rng)).collect();
    name.push_str(pick(CODAS, rng));
    if name.len() < 4 {
        name.push_str(pick(WORDS, rng));
    }
    name
}

fn compound(rng: &mut ChaCha8Rng) -> String {
    let joint = if chance(0.3, rng) { "-" } else { "" };
    let mut parts: Vec<&str> = (0..rng.random_range(1..4)).map(|_| pick(WORDS, rng)).collect();
    if parts.len() == 1 || chance(0.2, rng) {
        parts.insert(rng.random_range(0..=parts.len()), pick(AFFIXES, rng));
    }
    let name = parts.join(joint);
    if chance(0.25, rng) { name + pick(SYLLABLES, rng) } else { name }
}

fn institution(rng: &mut ChaCha8Rng) -> String {
    let name = match rng.random_range(0..3) {
        0 => letters(rng.random_range(3..6), rng),
        1 => syllables(rng),
        _ => format!("{}{}", pick(PLACES, rng), pick(&["kab", "kota", "prov", "", "", ""], rng)),
    };
    let office = if chance(0.6, rng) { format!("{}.", pick(OFFICES, rng)) } else { String::new() };
    format!("{office}{name}.{}", pick(INSTITUTION_TLDS, rng))
}

fn digits(rng: &mut ChaCha8Rng) -> String {
    let number = rng.random_range(100..10_000_000u32);
    match rng.random_range(0..3) {
        0 => number.to_string(),
        1 => format!("{}{number}", letters(rng.random_range(1..4), rng)),
        _ => format!("{number}{}", letters(rng.random_range(2..4), rng)),
    }
}
