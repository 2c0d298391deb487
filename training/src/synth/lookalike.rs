//! A kind of clean block that looks like spam, as its data file describes it.

use std::collections::BTreeMap;

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use crate::random::chance;

use super::count::Count;
use super::lexicon::{Lexicon, Word};
use super::spin::{self, Lists};
use super::template::{
    AnchorStyle, Encoding, GraftTemplate, Hiding, LinkPattern, Location, Mix, Separator, Shape, Weights, Wrapper,
};

/// The true label of a look-alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CleanLabel {
    /// Part of the site's template.
    Navigation,
    /// Part of what the author wrote.
    Content,
}

/// One variant of a look-alike: entries that belong together on one page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// Languages of the pages that it suits; empty means any page.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Words that introduce the list.
    #[serde(default)]
    pub lead_ins: Vec<String>,
    /// Items: `text`, or `text => address`, where the address may be a language code.
    #[serde(default)]
    pub items: Vec<String>,
    /// Path templates for links without an address.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Titles that make the page one on this topic.
    #[serde(default)]
    pub titles: Vec<String>,
    /// Sentences of running text.
    #[serde(default)]
    pub sentences: Vec<String>,
    /// Verbatim markup. `[[` and `]]` enclose visible text; `@number@`, `@letters@` and `@host@` are filled in.
    #[serde(default)]
    pub snippets: Vec<String>,
}

/// One kind of clean look-alike.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookalike {
    /// Name, unique among campaigns and look-alikes.
    pub family: String,
    /// One line on what it is and why it resembles spam.
    pub about: String,
    /// Its true label.
    pub label: CleanLabel,
    /// What is planted.
    pub shape: Shape,
    /// Its variants.
    #[serde(default)]
    pub sets: Vec<Set>,
    /// Further variants, made from the groups of a CSV file.
    #[serde(default)]
    pub lexicons: Vec<Lexicon>,
    /// Word lists for slots.
    #[serde(default)]
    pub lists: Lists,
    /// Whether items keep their order.
    #[serde(default)]
    pub ordered: bool,
    /// How often the page's title is replaced, if the set has titles.
    #[serde(default)]
    pub title_share: f64,
    /// Number of items.
    #[serde(default)]
    pub count: Count,
    /// Weights of what links point to.
    #[serde(default)]
    pub links: Weights<LinkPattern>,
    /// Weights of where the block is planted.
    #[serde(default, alias = "places")]
    pub locations: Weights<Location>,
    /// Weights of how the block is hidden.
    #[serde(default)]
    pub hiding: Weights<Hiding>,
    /// Weights of the markup around the block.
    #[serde(default)]
    pub wrappers: Weights<Wrapper>,
    /// Weights of what separates items.
    #[serde(default)]
    pub separators: Weights<Separator>,
    #[serde(skip)]
    anchors: Weights<AnchorStyle>,
    #[serde(skip)]
    encodings: Weights<Encoding>,
}

/// Smaller groups of a lexicon make no set.
const MIN_GROUP: usize = 4;

/// How often a set that suits the page is drawn, if there is one.
const SUITED_SHARE: f64 = 0.75;

impl Lookalike {
    /// Makes a set of every group with enough words. Its lead-ins come from the list called `list`.
    pub(super) fn add_groups(&mut self, list: &str, words: Vec<Word>) {
        let lead_ins = self.lists.get(list).cloned().unwrap_or_default();
        let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for word in words {
            groups.entry(word.group).or_default().push(word.text);
        }
        let sets = groups.into_values().filter(|items| items.len() >= MIN_GROUP);
        self.sets.extend(sets.map(|items| Set {
            languages: vec!["zh".into()],
            lead_ins: lead_ins.clone(),
            items,
            ..Set::default()
        }));
    }

    /// Checks the values; the error names the field and says what to do.
    pub(super) fn check(&self) -> Result<(), String> {
        self.count.check()?;
        if self.sets.is_empty() {
            return Err("no `[[sets]]`; give at least one".into());
        }
        if !(0.0..=1.0).contains(&self.title_share) {
            return Err(format!("`title_share` is {}; give a share between 0 and 1", self.title_share));
        }
        self.sets.iter().try_for_each(|set| self.check_set(set))
    }

    fn check_set(&self, set: &Set) -> Result<(), String> {
        let (field, list) = match self.shape {
            Shape::List => ("items", &set.items),
            Shape::Prose | Shape::Inline => ("sentences", &set.sentences),
            Shape::Snippet => ("snippets", &set.snippets),
            other => return Err(format!("`shape` is `{other}`; use list, prose, inline or snippet")),
        };
        if list.is_empty() {
            return Err(format!("a set has no `{field}`, which the shape `{}` needs; add some", self.shape));
        }
        for template in set.lead_ins.iter().chain(&set.items).chain(&set.titles).chain(&set.sentences) {
            spin::check(template, &self.lists)?;
        }
        match set.snippets.iter().find(|s| s.matches("[[").count() != s.matches("]]").count()) {
            Some(snippet) => Err(format!("`{snippet}` does not close every `[[` with `]]`; close it")),
            None => Ok(()),
        }
    }

    fn mix(&self) -> Mix<'_> {
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

    /// Draws a template. Clean text is never obfuscated, and its anchors are its items.
    pub(super) fn template(&self, rng: &mut ChaCha8Rng) -> GraftTemplate {
        let template = self.mix().draw(self.shape, rng);
        self.cleaned(template, rng)
    }

    /// Draws a template of the kinds of spam that the first draws leave out: lists become one hidden item or a few
    /// items in a footer, everything else is in one of the further locations.
    pub(super) fn further_template(&self, rng: &mut ChaCha8Rng) -> GraftTemplate {
        let mix = self.mix();
        let template = match (self.shape, rng.random_range(0..4)) {
            (Shape::List, 0 | 1) => mix.draw(Shape::SingleLink, rng),
            (Shape::List, 2) => mix.draw(Shape::FooterLinks, rng),
            (shape, _) => mix.draw_further(shape, rng),
        };
        self.cleaned(template, rng)
    }

    fn cleaned(&self, mut template: GraftTemplate, rng: &mut ChaCha8Rng) -> GraftTemplate {
        (template.encoding, template.anchors) = (Encoding::Plain, AnchorStyle::Keyword);
        if template.wrapper == Wrapper::Sloppy {
            template.wrapper = Wrapper::List;
        }
        template.links = self.links.draw(rng, LinkPattern::is_clean).unwrap_or(LinkPattern::Internal);
        template
    }

    /// Draws a set, most often one in the page's language.
    pub(super) fn set(&self, language: Option<&str>, rng: &mut ChaCha8Rng) -> &Set {
        let main = language.map(|language| language.split(['-', '_']).next().unwrap_or(language).to_ascii_lowercase());
        let suits =
            |set: &&Set| set.languages.is_empty() || main.as_ref().is_none_or(|main| set.languages.contains(main));
        let suited: Vec<&Set> = self.sets.iter().filter(suits).collect();
        if !suited.is_empty() && chance(SUITED_SHARE, rng) {
            return suited[rng.random_range(0..suited.len())];
        }
        &self.sets[rng.random_range(0..self.sets.len())]
    }
}
