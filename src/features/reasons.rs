//! Reasons for a block's score, in words about the page.
//!
//! A model explains a score by what each feature added to it. Many features say nearly the same, so their contributions
//! are summed by topic, and the phrase of the strongest feature speaks for its topic.

use super::Features;
use super::measure::dominant_language;
use super::schema::{Phrase, ReasonContext, Topic, features};
use crate::language::scripts::{self, Histogram, SCRIPTS, Script};
use crate::page::Page;
use rustc_hash::FxHashMap;
use serde::Serialize;

/// Reasons that add less than this to a score, in logits, are left out.
const MIN_CONTRIBUTION: f32 = 0.02;

/// Why a block got its score: a fact about the page, and what it added.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Reason {
    /// The fact, such as `40 links to sites that nothing else on the page links to`.
    pub text: String,
    /// What the features behind it added to the score together, in logits. Below 0 it speaks against the label.
    pub contribution: f32,
    /// The names of these features, the strongest first.
    pub features: Vec<String>,
}

/// What one feature added to a score.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Added<'a> {
    /// Name of the feature, or of two as `a * b`.
    pub(crate) feature: &'a str,
    pub(crate) value: f32,
    pub(crate) contribution: f32,
}

impl ReasonContext {
    /// What phrases about a block need to know: the languages of the block and of the page, and their scripts.
    ///
    /// ```
    /// use blocksift::{Features, Limits, Page, ReasonContext};
    /// let html = "<p>The weather will be fine in the north, and it will rain in the south of the country.</p>";
    /// let page = Page::from_html(html, None, &Limits::default());
    /// let context = ReasonContext::new(&page, &Features::of(&page), 0);
    /// ```
    #[must_use]
    pub fn new(page: &Page, features: &Features, block: usize) -> ReasonContext {
        ReasonContext::of_page(page, features)(block)
    }

    /// The same for many blocks of one page: a function from a block to its context. What all blocks need is computed once.
    pub fn of_page<'a>(page: &'a Page, features: &Features) -> impl Fn(usize) -> ReasonContext + use<'a> {
        let page_code = features.language();
        let page_language = page_code.as_deref().and_then(crate::language::name);
        let page_script = most_frequent(&histogram(page.text()), None);
        move |block| {
            let text = page.blocks().get(block).map_or("", |b| page.block_text(b));
            let block_code = dominant_language(text).filter(|code| page_code.as_deref() != Some(*code));
            ReasonContext {
                page_language,
                block_language: block_code.and_then(crate::language::name),
                block_script: page_script.and_then(|main| foreign_script(text, main)),
            }
        }
    }
}

/// The most frequent script of a text other than the page's, and its share of the text's letters.
fn foreign_script(text: &str, main: usize) -> Option<(Script, f32)> {
    let letters = histogram(text);
    let foreign = most_frequent(&letters, Some(scripts::group(main)))?;
    let total: u32 = letters.iter().sum();
    Some((*Script::ALL.get(foreign)?, letters[foreign] as f32 / total as f32))
}

fn histogram(text: &str) -> Histogram {
    let mut letters = [0; SCRIPTS];
    text.chars().filter(|c| c.is_alphabetic()).for_each(|c| letters[Script::of(c) as usize] += 1);
    letters
}

/// The index of the most frequent script outside a group.
fn most_frequent(letters: &Histogram, without: Option<usize>) -> Option<usize> {
    (0..SCRIPTS)
        .filter(|i| letters[*i] > 0 && Some(scripts::group(*i)) != without)
        .max_by_key(|i| (letters[*i], SCRIPTS - i))
}

/// The reasons behind contributions, the strongest first, at most `max`. `phrase_of` knows the features that a model makes
/// itself. Features that tell a person nothing are left out, and with them what they added.
pub(crate) fn reasons(
    added: &[Added<'_>],
    context: &ReasonContext,
    max: usize,
    phrase_of: impl Fn(&str) -> Option<(Topic, Phrase)>,
) -> Vec<Reason> {
    let mut topics: FxHashMap<Topic, Vec<(Added<'_>, Option<String>)>> = FxHashMap::default();
    for part in split_products(added) {
        if let Some((topic, text)) = tell(&part, context, &phrase_of) {
            topics.entry(topic).or_default().push((part, text));
        }
    }
    let mut reasons: Vec<Reason> = topics.into_values().filter_map(reason).collect();
    reasons.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()).then_with(|| a.text.cmp(&b.text)));
    reasons.truncate(max);
    reasons
}

/// Gives half of what a product added to each of its factors, and sums up what each feature added.
fn split_products<'a>(added: &[Added<'a>]) -> Vec<Added<'a>> {
    let mut single: Vec<Added<'a>> = added.iter().filter(|a| !a.feature.contains(" * ")).copied().collect();
    let index: FxHashMap<&str, usize> = single.iter().enumerate().map(|(i, a)| (a.feature, i)).collect();
    for product in added {
        if let Some((a, b)) = product.feature.split_once(" * ") {
            for factor in [a, b] {
                if let Some(i) = index.get(factor) {
                    single[*i].contribution += 0.5 * product.contribution;
                }
            }
        }
    }
    single
}

fn tell(
    added: &Added<'_>,
    context: &ReasonContext,
    phrase_of: &impl Fn(&str) -> Option<(Topic, Phrase)>,
) -> Option<(Topic, Option<String>)> {
    if let Some(feature) = features().iter().find(|f| f.name == added.feature) {
        return Some((feature.topic(), feature.phrase(added.value, context)));
    }
    phrase_of(added.feature).map(|(topic, phrase)| (topic, phrase.tell(added.value, context)))
}

/// One reason of the features of one topic: the strongest that speaks, and speaks for the sum, gives the text.
fn reason(mut parts: Vec<(Added<'_>, Option<String>)>) -> Option<Reason> {
    parts
        .sort_by(|(a, _), (b, _)| b.contribution.abs().total_cmp(&a.contribution.abs()).then(a.feature.cmp(b.feature)));
    let contribution: f32 = parts.iter().map(|(a, _)| a.contribution).sum();
    if contribution.abs() < MIN_CONTRIBUTION {
        return None;
    }
    let speaks = |(part, text): &(Added<'_>, Option<String>)| {
        text.as_ref().filter(|_| part.contribution.signum() == contribution.signum()).cloned()
    };
    let text = parts.iter().find_map(speaks)?;
    let features = parts.iter().filter(|(a, _)| a.contribution != 0.0).map(|(a, _)| a.feature.to_owned()).collect();
    Some(Reason { text, contribution, features })
}
