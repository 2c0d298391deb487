//! A family of spam as its data file describes it.

use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use crate::random::chance;

use super::count::Count;
use super::lexicon::Lexicon;
use super::slug::slug;
use super::spin::{self, Lists, expand, pick};
use super::template::{
    AnchorStyle, DomainStyle, Encoding, Hiding, LinkPattern, Location, Mix, Separator, Shape, Weights, Wrapper,
};

/// One family of injected spam.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Name, unique among campaigns and look-alikes.
    pub family: String,
    /// Languages it is written in (ISO 639-1), the main one first.
    pub languages: Vec<String>,
    /// One line on what it promotes.
    pub about: String,
    /// Latin words for domain names and paths.
    pub host_words: Vec<String>,
    /// Keywords to use as anchors. Templates are allowed.
    pub terms: Vec<String>,
    /// Templates of further anchors.
    #[serde(default)]
    pub patterns: Vec<String>,
    /// Share of anchors drawn from `patterns` instead of `terms`.
    #[serde(default = "half")]
    pub pattern_share: f64,
    /// Names of brands and operators.
    pub brands: Vec<String>,
    /// Words that introduce a list.
    pub lead_ins: Vec<String>,
    /// Templates of sentences; `<link>` marks where an anchor goes.
    pub sentences: Vec<String>,
    /// Templates of readers' comments.
    #[serde(default)]
    pub comments: Vec<String>,
    /// Templates of page titles.
    pub titles: Vec<String>,
    /// Templates of page descriptions.
    #[serde(default)]
    pub descriptions: Vec<String>,
    /// Further word lists for slots, besides the built-in `term`, `pattern` and `brand`.
    #[serde(default)]
    pub lists: Lists,
    /// Word lists from CSV files.
    #[serde(default)]
    pub lexicons: Vec<Lexicon>,
    /// Top-level domains that the family favors.
    #[serde(default)]
    pub tlds: Vec<String>,
    /// Number of items.
    #[serde(default)]
    pub count: Count,
    /// Weights of what is planted.
    #[serde(default)]
    pub shapes: Weights<Shape>,
    /// Weights of what links point to.
    #[serde(default)]
    pub links: Weights<LinkPattern>,
    /// Weights of what anchors say.
    #[serde(default)]
    pub anchors: Weights<AnchorStyle>,
    /// Weights of where the spam is planted.
    #[serde(default, alias = "places")]
    pub locations: Weights<Location>,
    /// Weights of how the spam is hidden.
    #[serde(default)]
    pub hiding: Weights<Hiding>,
    /// Weights of the markup around the spam.
    #[serde(default)]
    pub wrappers: Weights<Wrapper>,
    /// Weights of what separates items.
    #[serde(default)]
    pub separators: Weights<Separator>,
    /// Weights of how letters are written.
    #[serde(default)]
    pub encodings: Weights<Encoding>,
    /// Weights of how domain names are invented.
    #[serde(default)]
    pub domains: Weights<DomainStyle>,
}

fn half() -> f64 {
    0.5
}

impl Campaign {
    /// Adds the built-in lists that slots of templates draw from.
    pub(super) fn fill_lists(&mut self) {
        self.lists.insert("term".into(), self.terms.clone());
        self.lists.insert("brand".into(), self.brands.clone());
        if !self.patterns.is_empty() {
            self.lists.insert("pattern".into(), self.patterns.clone());
        }
    }

    /// Checks the values; the error names the field and says what to do.
    pub(super) fn check(&self) -> Result<(), String> {
        let required = [
            ("languages", &self.languages),
            ("host_words", &self.host_words),
            ("terms", &self.terms),
            ("brands", &self.brands),
            ("lead_ins", &self.lead_ins),
            ("sentences", &self.sentences),
            ("titles", &self.titles),
        ];
        if let Some((field, _)) = required.iter().find(|(_, list)| list.is_empty()) {
            return Err(format!("`{field}` is empty; give at least one entry"));
        }
        if !(0.0..=1.0).contains(&self.pattern_share) {
            return Err(format!("`pattern_share` is {}; give a share between 0 and 1", self.pattern_share));
        }
        if let Some(word) = self.host_words.iter().find(|word| slug(word) != **word) {
            return Err(format!("`host_words` has `{word}`; use lower-case letters, digits and hyphens only"));
        }
        self.count.check()?;
        self.check_templates()
    }

    fn check_templates(&self) -> Result<(), String> {
        let fields = [
            ("terms", &self.terms),
            ("patterns", &self.patterns),
            ("brands", &self.brands),
            ("lead_ins", &self.lead_ins),
            ("sentences", &self.sentences),
            ("comments", &self.comments),
            ("titles", &self.titles),
            ("descriptions", &self.descriptions),
        ];
        let lists = self.lists.iter().map(|(name, list)| (name.as_str(), list));
        for (field, list) in fields.into_iter().chain(lists) {
            for template in list {
                spin::check(template, &self.lists).map_err(|reason| format!("`{field}`: {reason}"))?;
            }
        }
        Ok(())
    }

    /// The weights to draw a graft's template by.
    pub(super) fn mix(&self) -> Mix<'_> {
        Mix {
            links: &self.links,
            anchors: &self.anchors,
            locations: &self.locations,
            hiding: &self.hiding,
            wrappers: &self.wrappers,
            separators: &self.separators,
            encodings: &self.encodings,
        }
    }

    /// One keyword.
    pub(super) fn keyword(&self, rng: &mut ChaCha8Rng) -> String {
        let from_pattern = !self.patterns.is_empty() && chance(self.pattern_share, rng);
        let template = pick(if from_pattern { &self.patterns } else { &self.terms }, rng);
        self.fill(template, rng)
    }

    /// One entry of a list, with its slots filled.
    pub(super) fn line(&self, list: &[String], rng: &mut ChaCha8Rng) -> String {
        self.fill(pick(list, rng), rng)
    }

    fn fill(&self, template: &str, rng: &mut ChaCha8Rng) -> String {
        let filled = expand(template, &self.lists, rng);
        filled.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A page description; a sentence for families without descriptions.
    pub(super) fn description(&self, rng: &mut ChaCha8Rng) -> String {
        let list = if self.descriptions.is_empty() { &self.sentences } else { &self.descriptions };
        self.unlinked(list, rng)
    }

    /// One entry of a list, with keywords in place of links.
    pub(super) fn unlinked(&self, list: &[String], rng: &mut ChaCha8Rng) -> String {
        let line = self.line(list, rng);
        let mut out = String::new();
        for c in line.chars() {
            if c == spin::LINK_SLOT { out.push_str(&self.keyword(rng)) } else { out.push(c) }
        }
        out
    }
}
