//! A spam family as its data file describes it, checked on loading.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use super::domains::Naming;
use super::plant::Mix;
use super::template::{
    AnchorStyle, DomainStyle, Encoding, Hiding, LinkPattern, Place, Separator, Shape, Weights, Wrapper,
};
use super::text::{self, Lists, chance, expand, pick};

/// How many items a graft has: log-normal around the median, within the bounds.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// At least so many.
    pub min: usize,
    /// Half of the grafts have no more than these.
    pub median: usize,
    /// At most so many.
    pub max: usize,
}

impl Default for Count {
    fn default() -> Self {
        Self { min: 1, median: 11, max: 120 }
    }
}

impl Count {
    /// Draws a number of items.
    pub fn draw(&self, rng: &mut ChaCha8Rng) -> usize {
        let normal: f64 = (0..12).map(|_| rng.random::<f64>()).sum::<f64>() - 6.0;
        let drawn = (self.median as f64 * (normal * 0.8).exp()).round() as usize;
        drawn.clamp(self.min.max(1), self.max.max(1))
    }

    /// What is wrong with the numbers, if anything.
    pub fn check(&self) -> Result<(), String> {
        let Self { min, median, max } = *self;
        let fits = min >= 1 && min <= median && median <= max && max <= 1000;
        if fits {
            Ok(())
        } else {
            Err(format!("count {min} / {median} / {max} is not 1 <= min <= median <= max <= 1000; reorder the numbers"))
        }
    }
}

/// A column of a CSV file that becomes a word list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// The file, relative to the data folder.
    pub file: String,
    /// The column with the words.
    pub column: String,
    /// The name of the list that they fill.
    pub list: String,
    /// Whether Chinese names of places also appear without 县, 区, 市 and the like.
    #[serde(default)]
    pub short_forms: bool,
    /// A column whose equal values group the words; look-alikes take one group at a time.
    #[serde(default)]
    pub group: Option<String>,
}

/// One family of injected spam.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Its name, unique among the campaigns.
    pub family: String,
    /// The languages it is written in, the main one first (ISO 639-1).
    pub languages: Vec<String>,
    /// One line on what it promotes.
    pub about: String,
    /// Latin words for domain names and paths.
    pub host_words: Vec<String>,
    /// Keywords, which are the anchors; templates are allowed.
    pub terms: Vec<String>,
    /// Templates of further anchors.
    #[serde(default)]
    pub patterns: Vec<String>,
    /// The share of anchors drawn from `patterns` instead of `terms`.
    #[serde(default = "half")]
    pub pattern_share: f64,
    /// Names of brands and operators.
    pub brands: Vec<String>,
    /// What stands before a list.
    pub lead_ins: Vec<String>,
    /// Templates of sentences; `<link>` is where an anchor goes.
    pub sentences: Vec<String>,
    /// Templates of readers' comments.
    #[serde(default)]
    pub comments: Vec<String>,
    /// Templates of page titles.
    pub titles: Vec<String>,
    /// Templates of page descriptions.
    #[serde(default)]
    pub descriptions: Vec<String>,
    /// Further word lists for slots. The lists `term`, `pattern` and `brand` are always there.
    #[serde(default)]
    pub lists: Lists,
    /// Word lists that come from CSV files.
    #[serde(default)]
    pub lexicons: Vec<Lexicon>,
    /// Endings of domain names that the family favours.
    #[serde(default)]
    pub tlds: Vec<String>,
    /// The number of items.
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
    /// Weights of where it stands.
    #[serde(default)]
    pub places: Weights<Place>,
    /// Weights of how it is hidden.
    #[serde(default)]
    pub hiding: Weights<Hiding>,
    /// Weights of the markup around it.
    #[serde(default)]
    pub wrappers: Weights<Wrapper>,
    /// Weights of what stands between items.
    #[serde(default)]
    pub separators: Weights<Separator>,
    /// Weights of how letters are written.
    #[serde(default)]
    pub encodings: Weights<Encoding>,
    /// Weights of how domain names are made up.
    #[serde(default)]
    pub domains: Weights<DomainStyle>,
}

fn half() -> f64 {
    0.5
}

impl Campaign {
    /// Fills the lists that the slots of templates draw from.
    pub(super) fn finish(&mut self) {
        self.lists.insert("term".into(), self.terms.clone());
        self.lists.insert("brand".into(), self.brands.clone());
        if !self.patterns.is_empty() {
            self.lists.insert("pattern".into(), self.patterns.clone());
        }
    }

    /// What is wrong with the campaign, if anything: the field, and what to do about it.
    pub(super) fn check(&self) -> Result<(), String> {
        let needed = [
            ("languages", &self.languages),
            ("host_words", &self.host_words),
            ("terms", &self.terms),
            ("brands", &self.brands),
            ("lead_ins", &self.lead_ins),
            ("sentences", &self.sentences),
            ("titles", &self.titles),
        ];
        if let Some((field, _)) = needed.iter().find(|(_, list)| list.is_empty()) {
            return Err(format!("`{field}` is empty; give at least one entry"));
        }
        if !(0.0..=1.0).contains(&self.pattern_share) {
            return Err(format!("`pattern_share` is {}; give a share between 0 and 1", self.pattern_share));
        }
        if let Some(word) = self.host_words.iter().find(|word| super::domains::slugged(word) != **word) {
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
                text::check(template, &self.lists).map_err(|what| format!("`{field}`: {what}"))?;
            }
        }
        Ok(())
    }

    /// The weights that its templates are drawn by.
    pub(super) fn mix(&self) -> Mix<'_> {
        Mix {
            links: &self.links,
            anchors: &self.anchors,
            places: &self.places,
            hiding: &self.hiding,
            wrappers: &self.wrappers,
            separators: &self.separators,
            encodings: &self.encodings,
        }
    }

    /// What domain names of this family are made up from.
    pub(super) fn naming(&self) -> Naming<'_> {
        Naming { words: &self.host_words, tlds: &self.tlds, styles: &self.domains }
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

    /// A title; families without their own descriptions and comments fall back on sentences.
    pub(super) fn description(&self, rng: &mut ChaCha8Rng) -> String {
        let list = if self.descriptions.is_empty() { &self.sentences } else { &self.descriptions };
        self.unlinked(list, rng)
    }

    /// An entry of a list with keywords where links would be.
    pub(super) fn unlinked(&self, list: &[String], rng: &mut ChaCha8Rng) -> String {
        let line = self.line(list, rng);
        let mut out = String::new();
        for c in line.chars() {
            if c == text::LINK_SLOT { out.push_str(&self.keyword(rng)) } else { out.push(c) }
        }
        out
    }
}
