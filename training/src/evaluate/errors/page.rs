//! Errors on one page: the parts of its loss, what was missed, and what was wrongly kept.

use super::{Blame, Split};
use crate::corpus::words::{Bag, Word, common, count, size};
use crate::dataset::LabeledPage;
use crate::dataset::page::CleanText;
use crate::evaluate::content::{bag_of, best_f1};
use crate::evaluate::metrics::{f1, prf};
use blocksift::Explainer;
use blocksift::internals::DecisionRule;
use blocksift::internals::{Stack, label_page};
use blocksift::{Contribution, Label, Probabilities};

/// Maximum number of blocks listed per page and kind of error.
const MAX_BLOCKS: usize = 8;

/// Maximum number of reasons listed per block.
const MAX_REASONS: usize = 5;

/// What went wrong on a page.
#[derive(Debug, Clone, Default)]
pub struct PageErrors {
    /// The page.
    pub id: String,
    /// Its URL; empty if unknown.
    pub url: String,
    /// Article, forum and so on; empty if unknown.
    pub page_type: String,
    /// F1 of the answer and of better answers.
    pub split: Split,
    /// Number of words in its gold.
    pub gold_words: u64,
    /// Number of words in the answer.
    pub predicted_words: u64,
    /// Content in the gold that is not in the answer.
    pub missed: Wrong,
    /// Content in the answer that is not in the gold.
    pub kept: Wrong,
}

/// Blocks of a page with a wrong label.
#[derive(Debug, Clone, Default)]
pub struct Wrong {
    /// Number of blocks.
    pub blocks: usize,
    /// Number of their words.
    pub words: usize,
    /// The longest blocks, longest first.
    pub longest: Vec<WrongBlock>,
}

/// A block with a wrong label.
#[derive(Debug, Clone)]
pub struct WrongBlock {
    /// The label it got.
    pub predicted: Label,
    /// Its probability of content.
    pub content: f32,
    /// Number of its words.
    pub words: usize,
    /// F1 that the page would gain if this block alone had its gold label.
    pub gain: f64,
    /// The beginning of its text.
    pub text: String,
    /// What pushed it most towards the wrong label, strongest first.
    pub reasons: Vec<Contribution>,
}

/// Analyzes a page with its first stage alone and with all stages: its errors, and the features to blame for what was
/// missed and for what was wrongly kept. `None` without gold.
pub(super) fn analyze(
    page: &LabeledPage,
    stages: [&Stack; 2],
    thresholds: &DecisionRule,
) -> Option<(PageErrors, Blame, Blame)> {
    let (text, gold) = (page.text.as_ref()?, &page.gold()?.runs);
    let probabilities = stages[1].probabilities(&page.features);
    let predicted = label_page(&probabilities, &page.features, thresholds);
    let answer = bag_of(&text.run_words, |i| predicted[i] == Label::Content);
    let look = Look {
        page,
        text,
        gold,
        predicted: &predicted,
        probabilities: &probabilities,
        explainers: stages.map(|s| s.explainer(&page.features)),
        answer_words: size(&answer),
        answer: &answer,
    };
    let is_gold = |i: usize| page.labels[i] == Some(Label::Content);
    let is_known = |i: usize| page.labels[i].is_some();
    let is_kept = |i: usize| predicted[i] == Label::Content;
    let (missed, blame_missed) = look.wrong(|i| is_gold(i) && !is_kept(i));
    let (kept, blame_kept) = look.wrong(|i| is_known(i) && !is_gold(i) && is_kept(i));
    let errors = PageErrors {
        id: page.source.id.clone(),
        url: page.source.url.clone().unwrap_or_default(),
        page_type: page.source.page_type.clone().unwrap_or_default(),
        split: look.split(),
        gold_words: size(gold),
        predicted_words: look.answer_words,
        missed,
        kept,
    };
    Some((errors, blame_missed, blame_kept))
}

struct Look<'a> {
    page: &'a LabeledPage,
    text: &'a CleanText,
    gold: &'a Bag,
    predicted: &'a [Label],
    probabilities: &'a [Probabilities],
    explainers: [Explainer<'a>; 2],
    answer: &'a Bag,
    answer_words: u64,
}

impl Look<'_> {
    fn split(&self) -> Split {
        let oracle = bag_of(&self.text.run_words, |i| self.page.labels[i] == Some(Label::Content));
        let (precision, recall, f1) = prf(self.answer, self.gold);
        Split {
            n: 1,
            f1,
            precision,
            recall,
            oracle: prf(&oracle, self.gold).2,
            best: best_f1(self.page, self.probabilities).unwrap_or(f1),
        }
    }

    /// The wrong blocks, and what misled.
    fn wrong(&self, is_wrong: impl Fn(usize) -> bool) -> (Wrong, Blame) {
        let mut blocks: Vec<usize> = (0..self.predicted.len()).filter(|i| is_wrong(*i)).collect();
        let words = |i: usize| self.text.run_words[i].len();
        blocks.sort_by_key(|i| (std::cmp::Reverse(words(*i)), *i));
        let mut blame = Blame::default();
        let mut longest = Vec::new();
        for i in &blocks {
            blame.count(words(*i));
            for (stage, explainer) in self.explainers.iter().enumerate() {
                let reasons = explainer.explain(*i, self.predicted[*i]).contributions;
                blame.add(stage, &reasons, words(*i));
                if stage == 1 && longest.len() < MAX_BLOCKS {
                    longest.push(self.block(*i, reasons));
                }
            }
        }
        (Wrong { blocks: blocks.len(), words: blocks.iter().map(|i| words(*i)).sum(), longest }, blame)
    }

    /// One wrong block, with the reasons that pushed it towards its label.
    fn block(&self, i: usize, mut reasons: Vec<Contribution>) -> WrongBlock {
        reasons.retain(|r| r.contribution > 0.0 && r.feature != "bias");
        reasons.sort_by(|a, b| b.contribution.total_cmp(&a.contribution).then(a.feature.cmp(&b.feature)));
        reasons.truncate(MAX_REASONS);
        WrongBlock {
            predicted: self.predicted[i],
            content: self.probabilities[i].content,
            words: self.text.run_words[i].len(),
            gain: self.gain(i),
            text: self.text.excerpts.get(i).cloned().unwrap_or_default(),
            reasons,
        }
    }

    /// F1 that the page would gain if this block alone had the other label.
    fn gain(&self, i: usize) -> f64 {
        let own = count(self.text.run_words[i].iter().copied());
        let number = |bag: &Bag, w: &Word| u64::from(bag.get(w).copied().unwrap_or(0));
        let words = size(&own);
        let gold = size(self.gold);
        let both = common(self.answer, self.gold);
        let before = f1(both, self.answer_words, gold);
        let change = |after: &dyn Fn(u64, u64) -> u64| -> (u64, u64) {
            own.iter().fold((0, 0), |(less, more), (w, n)| {
                let (has, wants) = (number(self.answer, w), number(self.gold, w));
                let (was, is) = (has.min(wants), after(has, u64::from(*n)).min(wants));
                (less + was.saturating_sub(is), more + is.saturating_sub(was))
            })
        };
        if self.predicted[i] == Label::Content {
            let (less, _) = change(&|has, n| has.saturating_sub(n));
            f1(both.saturating_sub(less), self.answer_words.saturating_sub(words), gold) - before
        } else {
            let (_, more) = change(&|has, n| has + n);
            f1(both + more, self.answer_words + words, gold) - before
        }
    }
}
