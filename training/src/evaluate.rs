//! Measuring: cross-validation grouped by domain, leave-one-family-out, and corpora that were held out.

use crate::Result;
use crate::fit::{Settings, fit_stack, table_of};
use crate::folds::fold_of;
use crate::metrics::{Agreement, Calibration, ContentScore, ContentScores, Reliability, SpamScore};
use crate::pages::{Altered, LabelledPage, Origin};
use crate::table::block_weights;
use crate::words::{Bag, Counting, Word, count, words};
use blocksift::internals::DecisionRule as Thresholds;
use blocksift::internals::{Stack, label_page, spam_spans};
use blocksift::{Format, Label, Probabilities, SpamSpan};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was measured, as written to JSON.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Evaluation {
    /// How it was measured: corpora, seed, folds.
    pub setup: BTreeMap<String, String>,
    /// Pages as markup, cross-validated.
    pub html: FormatScores,
    /// Pages flattened to text, cross-validated.
    pub text: FormatScores,
    /// Spam of each family, scored by a model that saw neither the family nor the host pages, as markup.
    pub unseen_families: BTreeMap<String, SpamScore>,
    /// All unseen families together, by threshold.
    pub unseen_by_threshold: Vec<(f32, SpamScore)>,
    /// Spam planted in ways (places, hiding, wrappers) that the model never saw, as markup: by way.
    #[serde(default)]
    pub unseen_templates: BTreeMap<String, SpamScore>,
    /// All unseen ways together, by threshold.
    #[serde(default)]
    pub unseen_templates_by_threshold: Sweep,
    /// All unseen families together, flattened pages.
    pub unseen_text_by_threshold: Vec<(f32, SpamScore)>,
    /// Spam of unseen families that was woven into blocks, by the threshold of spans, as markup.
    #[serde(default)]
    pub unseen_woven: Sweep,
    /// Each family, flattened pages.
    pub unseen_families_text: BTreeMap<String, SpamScore>,
    /// Corpora held out of training.
    pub held_out: BTreeMap<String, HeldOut>,
    /// Blocks whose labels people set, by what said theirs: cross-validation of a format, or the model.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub corrected: BTreeMap<String, Agreement>,
}

/// Scores of one format.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FormatScores {
    /// Content by group: all, corpora, page types, languages.
    pub content: BTreeMap<String, ContentScore>,
    /// What the gold labels on the blocks would give: the best that segmentation allows.
    pub oracle: ContentScore,
    /// F1 by group, means over pages: of the gold labels on the blocks, and of the best number of the most probable
    /// blocks of each page, see [`LabelledPage::best_f1`].
    #[serde(default)]
    pub bounds: BTreeMap<String, [f64; 2]>,
    /// Content by beta, see [`Thresholds::beta`].
    #[serde(default)]
    pub by_beta: Vec<(f32, ContentScore)>,
    /// Clean pages that were flagged, with the text that was called spam.
    pub false_alarms: Vec<Flagged>,
    /// Clean pages.
    pub clean_pages: u64,
    /// Made-up pages, and how many of them were flagged.
    #[serde(default)]
    pub synthetic: (u64, u64),
    /// Look-alike grafts by family: pages, and pages flagged.
    pub lookalikes: BTreeMap<String, (u64, u64)>,
    /// Spam grafts of families seen in training.
    pub seen_families: SpamScore,
    /// The same by each part of the template they were planted with.
    pub by_template: BTreeMap<String, SpamScore>,
    /// Clean pages and spam grafts of seen families, by threshold.
    pub by_threshold: Vec<(f32, SpamScore)>,
    /// Clean pages and pages with spam woven into a block, by the threshold of spans; words of spam blocks and of spans.
    #[serde(default)]
    pub by_span_threshold: Sweep,
    /// Blocks: rows are true labels, columns said ones; content, navigation, spam.
    pub confusion: [[u64; 3]; 3],
    /// Precision and recall of blocks by label.
    pub blocks: BTreeMap<String, (f64, f64)>,
    /// Calibration by label.
    pub calibration: BTreeMap<String, Calibration>,
    /// Blocks whose labels people set.
    #[serde(skip)]
    pub corrected: Agreement,
}

/// A page that was flagged.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Flagged {
    /// The page.
    pub id: String,
    /// Highest probability of spam.
    pub probability: f32,
    /// Number of blocks called spam.
    pub blocks: usize,
    /// Beginnings of these blocks; not written to JSON, which holds numbers only.
    #[serde(skip)]
    pub texts: Vec<String>,
}

/// Scores of a corpus that was held out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct HeldOut {
    /// Content, if the corpus has gold.
    pub content: BTreeMap<String, ContentScore>,
    /// Spam words and pages.
    pub spam: SpamScore,
    /// Recall and precision of the words called spam.
    pub recall: f64,
    /// Precision.
    pub precision: f64,
    /// Pages with spam that were not found, and pages without that were flagged.
    pub missed: Vec<String>,
    /// Flagged clean pages.
    pub flagged: Vec<Flagged>,
    /// Spam words and pages by threshold.
    #[serde(default)]
    pub by_threshold: Sweep,
}

/// Spam scores by threshold.
pub type Sweep = Vec<(f32, SpamScore)>;

/// Thresholds of spam that are compared.
pub const THRESHOLDS: [f32; 11] = [0.5, 0.7, 0.8, 0.85, 0.9, 0.915, 0.93, 0.96, 0.97, 0.98, 0.99];

/// Betas that are compared.
const BETAS: [f32; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];

/// The scores, one a threshold; made when the first page is added.
fn of_every_threshold(scores: &mut Sweep) -> &mut Sweep {
    if scores.is_empty() {
        scores.extend(THRESHOLDS.iter().map(|t| (*t, SpamScore::default())));
    }
    scores
}

/// Adds a page at every threshold.
pub(crate) fn sweep(scores: &mut Vec<(f32, SpamScore)>, page: &LabelledPage, said: &Said) {
    for (threshold, score) in of_every_threshold(scores) {
        let labels = label_page(&said.probabilities, &page.features, &Thresholds::default().with_spam(*threshold));
        add_spam(score, page, &labels, &[], 1.0);
    }
}

/// Adds a page with the spans within its blocks at every threshold of these.
pub(crate) fn sweep_spans(scores: &mut Sweep, page: &LabelledPage, said: &Said) {
    for (threshold, score) in of_every_threshold(scores) {
        add_spam(score, page, &said.labels, &said.spans, *threshold);
    }
}

/// What cross-validation says of a page.
pub(crate) struct Said {
    pub(crate) probabilities: Vec<Probabilities>,
    pub(crate) labels: Vec<Label>,
    /// Spans within blocks, from the lowest of [`THRESHOLDS`] on: probability and words.
    pub(crate) spans: Vec<(f32, Vec<Word>)>,
}

pub(crate) fn say(stack: &Stack, page: &LabelledPage, thresholds: &Thresholds) -> Said {
    let probabilities = stack.probabilities(&page.features);
    let labels = label_page(&probabilities, &page.features, thresholds);
    let lowest = Thresholds { span: THRESHOLDS[0], ..*thresholds };
    let spans = page.page.as_ref().map_or_else(Vec::new, |parsed| {
        let spans = spam_spans(parsed, &probabilities, &labels, stack, &lowest);
        let text = |s: &SpamSpan| parsed.text().chars().skip(s.start).take(s.end - s.start).collect::<String>();
        spans.iter().map(|(_, s)| (s.probability, words(&text(s), Counting::Characters))).collect()
    });
    Said { probabilities, labels, spans }
}

/// Fits a stack on pages of one format.
///
/// # Errors
/// Too few rows of a label.
pub fn fit_pages(pages: &[&LabelledPage], format: Format, settings: &Settings) -> Result<Stack> {
    let mut table = table_of(pages, settings)?;
    table.round();
    fit_stack(&table, format, settings)
}

/// K-fold cross-validation by group over pages of one format.
///
/// # Errors
/// Too few rows of a label.
pub fn cross_validate(
    pages: &[LabelledPage],
    format: Format,
    folds: usize,
    settings: &Settings,
    thresholds: &Thresholds,
    mut progress: impl FnMut(usize),
) -> Result<FormatScores> {
    let mut collector = Tally::default();
    for_each_fold(pages, format, folds, settings, |held, stack, test| {
        collector.add_all(stack, test, thresholds);
        progress(held + 1);
    })?;
    Ok(collector.finish())
}

/// For each fold: its number, a stack that was fitted on the pages of the other folds, and its own pages.
///
/// # Errors
/// Too few rows of a label.
pub fn for_each_fold(
    pages: &[LabelledPage],
    format: Format,
    folds: usize,
    settings: &Settings,
    mut each: impl FnMut(usize, &Stack, &[&LabelledPage]),
) -> Result<()> {
    for held in 0..folds {
        let (train, test) = fold_pages(pages, format, held, folds, settings);
        each(held, &fit_pages(&train, format, settings)?, &test);
    }
    Ok(())
}

/// The pages of a format that a fold is fitted on, and its own.
pub fn fold_pages<'a>(
    pages: &'a [LabelledPage],
    format: Format,
    held: usize,
    folds: usize,
    settings: &Settings,
) -> (Vec<&'a LabelledPage>, Vec<&'a LabelledPage>) {
    let is_held = |group: &String| fold_of(group, folds, settings.seed + 1000) == held;
    let (own, train): (Vec<_>, Vec<_>) = crate::table::of_format(pages, format).partition(|p| is_held(&p.group));
    (train.into_iter().filter(|p| !p.borrowed.iter().any(is_held)).collect(), own)
}

/// Collects what is said of pages.
#[derive(Default)]
pub struct Tally {
    content: ContentScores,
    oracle: ContentScores,
    best: ContentScores,
    by_beta: [ContentScores; BETAS.len()],
    scores: FormatScores,
    reliability: BTreeMap<&'static str, Reliability>,
}

impl Tally {
    /// Adds what a stack says of pages that it was not fitted on.
    pub fn add_all(&mut self, stack: &Stack, pages: &[&LabelledPage], thresholds: &Thresholds) {
        let pages: Vec<&LabelledPage> = pages.iter().copied().filter(|p| p.altered == Altered::No).collect();
        let said: Vec<Said> = pages.par_iter().map(|p| say(stack, p, thresholds)).collect();
        pages.iter().zip(&said).for_each(|(page, said)| self.add(page, said));
    }

    fn add(&mut self, page: &LabelledPage, said: &Said) {
        let is_made_up = page.synthetic && page.origin == Origin::Clean;
        if !matches!(page.origin, Origin::Lookalike { .. }) && !is_made_up {
            sweep(&mut self.scores.by_threshold, page, said);
        }
        if page.is_woven() || page.origin == Origin::Clean && !page.synthetic {
            sweep_spans(&mut self.scores.by_span_threshold, page, said);
        }
        match &page.origin {
            Origin::Clean if page.synthetic => {
                self.scores.synthetic.0 += 1;
                self.scores.synthetic.1 += u64::from(said.labels.contains(&Label::Spam));
            }
            Origin::Clean => self.add_clean(page, said),
            Origin::Spam { template, .. } => {
                add_spam(&mut self.scores.seen_families, page, &said.labels, &[], 1.0);
                for (i, part) in template.split('/').enumerate() {
                    let score = self.scores.by_template.entry(format!("{i}:{part}")).or_default();
                    add_spam(score, page, &said.labels, &[], 1.0);
                }
            }
            Origin::Lookalike { family } => {
                let entry = self.scores.lookalikes.entry(family.clone()).or_default();
                entry.0 += 1;
                entry.1 += u64::from(said.labels.contains(&Label::Spam));
            }
        }
        self.scores.corrected.merge(&agreement(page, &said.labels));
        let weights = block_weights(page, 0.0);
        for (i, label) in page.labels.iter().enumerate() {
            let Some(label) = label else { continue };
            self.scores.confusion[*label as usize][said.labels[i] as usize] += 1;
            for other in Label::ALL {
                let p = f64::from(said.probabilities[i].of(other));
                self.reliability.entry(other.as_str()).or_default().add(p, other == *label, f64::from(weights[i]));
            }
        }
    }

    fn add_clean(&mut self, page: &LabelledPage, said: &Said) {
        self.scores.clean_pages += 1;
        // A person may have found spam on it.
        if said.labels.contains(&Label::Spam) && !page.labels.contains(&Some(Label::Spam)) {
            self.scores.false_alarms.push(flagged(page, said));
        }
        let Some(row) = page.content_score(&said.labels) else { return };
        let groups = groups(page);
        let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
        self.content.add(&groups, row);
        let gold: Vec<Label> = page.labels.iter().map(|l| l.unwrap_or(Label::Navigation)).collect();
        if let Some(row) = page.content_score(&gold) {
            self.oracle.add(&groups, row);
        }
        if let Some(f1) = page.best_f1(&said.probabilities) {
            self.best.add(&groups, [f1; 4]);
        }
        for (beta, scores) in BETAS.iter().zip(&mut self.by_beta) {
            let thresholds = Thresholds { beta: *beta, ..Thresholds::default() };
            let labels = label_page(&said.probabilities, &page.features, &thresholds);
            scores.add(&[], page.content_score(&labels).unwrap_or_default());
        }
    }

    /// The scores.
    pub fn finish(mut self) -> FormatScores {
        self.scores.content = self.content.means();
        let (oracle, best) = (self.oracle.means(), self.best.means());
        self.scores.oracle = oracle.get("all").copied().unwrap_or_default();
        let both = |(group, o): (&String, &ContentScore)| Some((group.clone(), [o.f1, best.get(group)?.f1]));
        self.scores.bounds = oracle.iter().filter_map(both).collect();
        let of_all = |s: &ContentScores| s.means().get("all").copied();
        self.scores.by_beta =
            BETAS.iter().zip(&self.by_beta).filter_map(|(beta, s)| Some((*beta, of_all(s)?))).collect();
        self.scores.calibration = self.reliability.iter().map(|(l, r)| ((*l).to_owned(), r.finish())).collect();
        for label in Label::ALL {
            let i = label as usize;
            let hit = self.scores.confusion[i][i] as f64;
            let said: u64 = (0..3).map(|t| self.scores.confusion[t][i]).sum();
            let is: u64 = self.scores.confusion[i].iter().sum();
            self.scores.blocks.insert(label.to_string(), (hit / (said.max(1)) as f64, hit / (is.max(1)) as f64));
        }
        self.scores
    }
}

/// How labels agree with those that people set on blocks of a page.
fn agreement(page: &LabelledPage, said: &[Label]) -> Agreement {
    let mut agreement = Agreement::default();
    for block in &page.corrected {
        if let (Some(Some(set)), Some(said)) = (page.labels.get(*block), said.get(*block)) {
            agreement.add(*set, *said);
        }
    }
    agreement
}

/// How a stack agrees with the labels that people set on blocks of some pages.
pub fn agreement_of(stack: &Stack, pages: &[&LabelledPage], thresholds: &Thresholds) -> Agreement {
    let corrected: Vec<&LabelledPage> = pages.iter().copied().filter(|p| !p.corrected.is_empty()).collect();
    let of_pages: Vec<Agreement> = corrected
        .par_iter()
        .map(|page| {
            let probabilities = stack.probabilities(&page.features);
            agreement(page, &label_page(&probabilities, &page.features, thresholds))
        })
        .collect();
    let mut all = Agreement::default();
    of_pages.iter().for_each(|of_page| all.merge(of_page));
    all
}

pub(crate) fn groups(page: &LabelledPage) -> Vec<String> {
    let corpus: String = page.id.split('-').take(2).collect::<Vec<_>>().join("-");
    let of = |kind: &str, value: &str| (!value.is_empty()).then(|| format!("{kind}:{value}"));
    let page_type = (!page.page_type.is_empty()).then(|| format!("type:{corpus}/{}", page.page_type));
    [of("corpus", &corpus), page_type, of("lang", &page.language)].into_iter().flatten().collect()
}

fn flagged(page: &LabelledPage, said: &Said) -> Flagged {
    Flagged {
        id: page.id.clone(),
        probability: said.probabilities.iter().map(|p| p.spam).fold(0.0, f32::max),
        blocks: said.labels.iter().filter(|l| **l == Label::Spam).count(),
        texts: page
            .texts
            .iter()
            .zip(&said.labels)
            .filter(|(_, l)| **l == Label::Spam)
            .map(|(t, _)| t.clone())
            .collect(),
    }
}

/// Adds what a stack says of a page's spam, spans within blocks among it.
pub fn spam_score(score: &mut SpamScore, stack: &Stack, page: &LabelledPage, thresholds: &Thresholds) {
    let said = say(stack, page, thresholds);
    add_spam(score, page, &said.labels, &said.spans, thresholds.span);
}

/// Adds what labels, and spans from a threshold on, say of a page's spam.
pub(crate) fn add_spam(
    score: &mut SpamScore,
    page: &LabelledPage,
    labels: &[Label],
    spans: &[(f32, Vec<Word>)],
    from: f32,
) {
    let of = |label: Label| -> Bag {
        count(page.words.iter().zip(labels).filter(|(_, l)| **l == label).flat_map(|(w, _)| w.iter().copied()))
    };
    // The gold content of a graft is its blocks that are labelled so, which the leak must not count.
    let gold_content = count(
        page.words
            .iter()
            .zip(&page.labels)
            .filter(|(_, l)| **l == Some(Label::Content))
            .flat_map(|(w, _)| w.iter().copied()),
    );
    let mut spam = of(Label::Spam);
    for word in spans.iter().filter(|(p, _)| *p >= from).flat_map(|(_, words)| words) {
        *spam.entry(*word).or_default() += 1;
    }
    score.add(&page.gold_spam, &spam, &of(Label::Content), &gold_content);
}

/// Scores pages that no stack here was fitted on.
pub fn held_out(pages: &[LabelledPage], html: &Stack, text: &Stack, thresholds: &Thresholds) -> HeldOut {
    let mut result = HeldOut::default();
    let mut content = ContentScores::default();
    for page in pages {
        let stack = if page.features.format() == Format::Html { html } else { text };
        let said = say(stack, page, thresholds);
        add_spam(&mut result.spam, page, &said.labels, &said.spans, thresholds.span);
        sweep(&mut result.by_threshold, page, &said);
        let has_span = said.spans.iter().any(|(p, _)| *p >= thresholds.span);
        let is_flagged = said.labels.contains(&Label::Spam) || has_span;
        if !page.gold_spam.is_empty() && !is_flagged {
            result.missed.push(page.id.clone());
        } else if page.gold_spam.is_empty() && is_flagged {
            result.flagged.push(flagged(page, &said));
        }
        if let Some(row) = page.content_score(&said.labels) {
            content.add(&groups(page).iter().map(String::as_str).collect::<Vec<_>>(), row);
        }
    }
    result.content = content.means();
    result.recall = result.spam.recall();
    result.precision = result.spam.precision();
    result
}

/// All families together.
pub fn total(scores: &BTreeMap<String, SpamScore>) -> SpamScore {
    scores.values().fold(SpamScore::default(), |mut sum, s| {
        sum.merge(s);
        sum
    })
}
