//! Addresses that planted links point to: invented domain names, deep paths, doorways, one target repeated.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::template::{DomainStyle, LinkPattern, Weights};
use super::text::{chance, pick};
use super::words::{
    AFFIXES, CODAS, DEEP, DOORWAYS, INSTITUTION_TLDS, OFFICES, PINYIN, PLACES, PLATFORMS, SYLLABLES, TLDS, WORDS,
};

/// What domain names are made up from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Naming<'a> {
    /// Latin words of the family, for names and paths that spell the keyword.
    pub(super) words: &'a [String],
    /// Endings that this family favours.
    pub(super) tlds: &'a [String],
    /// How names are made up.
    pub(super) styles: &'a Weights<DomainStyle>,
}

impl Naming<'_> {
    /// A new domain name.
    pub(super) fn domain(&self, rng: &mut ChaCha8Rng) -> String {
        let style = self.styles.draw(rng, |_| true).unwrap_or(DomainStyle::Compound);
        self.domain_of(style, rng)
    }

    fn domain_of(&self, style: DomainStyle, rng: &mut ChaCha8Rng) -> String {
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

    fn tld(&self, rng: &mut ChaCha8Rng) -> String {
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

    /// The last part of a path: the anchor in Latin letters, percent-encoded, or words of the family.
    pub(super) fn slug(&self, anchor: &str, rng: &mut ChaCha8Rng) -> String {
        let plain = slugged(anchor);
        if plain.len() > 2 && chance(0.75, rng) {
            return plain;
        }
        if plain.len() <= 2 && chance(0.25, rng) {
            return percent(anchor);
        }
        match rng.random_range(0..4) {
            0 => format!("{}{}", pick(self.words, rng), rng.random_range(1..999)),
            1 => format!("{}-{}", pick(self.words, rng), pick(self.words, rng)),
            2 => letters(rng.random_range(3..7), rng),
            _ => pick(self.words, rng).into(),
        }
    }

    fn fill(&self, pattern: &str, base: &str, anchor: &str, rng: &mut ChaCha8Rng) -> String {
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
    let source = if chance(0.25, rng) { PINYIN } else { SYLLABLES };
    let mut name: String = (0..rng.random_range(2..5)).map(|_| pick(source, rng)).collect();
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

/// Random lower-case letters.
pub(super) fn letters(length: usize, rng: &mut ChaCha8Rng) -> String {
    (0..length).map(|_| char::from(rng.random_range(b'a'..=b'z'))).collect()
}

/// The ASCII letters and digits of a text, joined by hyphens.
pub(super) fn slugged(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// A text percent-encoded, cut to a length that real addresses have.
pub(super) fn percent(text: &str) -> String {
    let short: String = text.chars().take(12).collect();
    short
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// Gives one graft's links their addresses, all after one pattern.
#[derive(Debug)]
pub(super) struct Linker<'a> {
    naming: Naming<'a>,
    pattern: LinkPattern,
    hosts: Vec<String>,
    paths: Vec<&'static str>,
    base: String,
    scheme: &'static str,
    www: bool,
}

impl<'a> Linker<'a> {
    /// A linker for one graft.
    pub(super) fn new(naming: Naming<'a>, pattern: LinkPattern, rng: &mut ChaCha8Rng) -> Self {
        let hosts = match pattern {
            LinkPattern::FewHosts => rng.random_range(2..4),
            LinkPattern::Subdomains | LinkPattern::OneTarget => 1,
            _ => 0,
        };
        let hosts = (0..hosts).map(|_| naming.domain(rng)).collect();
        let source = if pattern == LinkPattern::Doorways { DOORWAYS } else { DEEP };
        let paths =
            (0..if pattern == LinkPattern::FewHosts { 1 } else { 3 }).map(|_| pick_static(source, rng)).collect();
        let base = if chance(0.5, rng) {
            rng.random_range(100..99_999).to_string()
        } else {
            letters(rng.random_range(1..6), rng)
        };
        let mut linker = Self {
            naming,
            pattern,
            hosts,
            paths,
            base,
            scheme: if chance(0.7, rng) { "https" } else { "http" },
            www: chance(0.4, rng),
        };
        if pattern == LinkPattern::OneTarget {
            let path = if chance(0.5, rng) { linker.deep("", rng) } else { String::new() };
            let host = linker.hosts.pop().unwrap_or_default();
            linker.hosts.push(format!("{host}/{path}"));
        }
        linker
    }

    /// The address of the next link, `None` where the pattern has no links.
    pub(super) fn address(&mut self, anchor: &str, rng: &mut ChaCha8Rng) -> Option<String> {
        let path = match self.pattern {
            LinkPattern::Unlinked | LinkPattern::Buttons => return None,
            LinkPattern::Doorways | LinkPattern::Internal => {
                let pattern = self.paths[usize::from(chance(0.04, rng))];
                return Some(self.naming.fill(pattern, &self.base, anchor, rng));
            }
            LinkPattern::Parasite => return Some(self.naming.fill(pick(PLATFORMS, rng), &self.base, anchor, rng)),
            LinkPattern::Subdomains => return Some(self.subdomain(anchor, rng)),
            LinkPattern::OneTarget => return Some(format!("{}://{}", self.scheme, self.hosts[0])),
            LinkPattern::FewHosts => {
                let host = pick(&self.hosts, rng).to_owned();
                return Some(format!(
                    "{}://{host}/{}",
                    self.scheme,
                    self.naming.fill(self.paths[0], &self.base, anchor, rng)
                ));
            }
            LinkPattern::DeepPaths => self.deep(anchor, rng),
            LinkPattern::Mixed if chance(0.5, rng) => self.deep(anchor, rng),
            _ => String::new(),
        };
        let host = self.host(anchor, rng);
        Some(format!("{}://{host}/{path}", self.scheme))
    }

    fn deep(&self, anchor: &str, rng: &mut ChaCha8Rng) -> String {
        let pattern = if chance(0.6, rng) { self.paths[0] } else { pick(DEEP, rng) };
        self.naming.fill(pattern, &self.base, anchor, rng)
    }

    fn host(&self, anchor: &str, rng: &mut ChaCha8Rng) -> String {
        let style = if self.pattern == LinkPattern::ExactMatch { Some(DomainStyle::Keyword) } else { None };
        let slug = slugged(anchor);
        let name = match style {
            Some(_) if slug.len() > 4 && slug.len() < 30 && chance(0.5, rng) => {
                let joined = if chance(0.5, rng) { slug.replace('-', "") } else { slug };
                format!("{joined}{}.{}", pick(&["", "", "online", "s", "1", "-shop", "24"], rng), self.naming.tld(rng))
            }
            Some(style) => self.naming.domain_of(style, rng),
            None => self.naming.domain(rng),
        };
        if self.www && name.matches('.').count() == 1 && chance(0.8, rng) { format!("www.{name}") } else { name }
    }

    fn subdomain(&self, anchor: &str, rng: &mut ChaCha8Rng) -> String {
        let label = match self.base.len() % 3 {
            0 => rng.random_range(1..99_999).to_string(),
            1 => letters(rng.random_range(2..7), rng),
            _ => self.naming.slug(anchor, rng).replace(['%', '/'], ""),
        };
        format!("{}://{label}.{}/", self.scheme, self.hosts[0])
    }
}

fn pick_static(items: &[&'static str], rng: &mut ChaCha8Rng) -> &'static str {
    items[rng.random_range(0..items.len())]
}
