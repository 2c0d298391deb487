//! One page: how its loss splits, and what was missed and wrongly kept on it.

use super::{Blame, Split};
use crate::metrics::{f1, prf};
use crate::pages::LabelledPage;
use crate::words::{Bag, Word, count, size};
use blocksift::Explainer;
use blocksift::internals::DecisionRule as Thresholds;
use blocksift::internals::{Stack, label_page};
use blocksift::{Contribution, Label, Probabilities};

/// Most blocks of a kind of error that are kept of a page.
const MOST_BLOCKS: usize = 8;

/// Most reasons that are kept of a block.
const MOST_REASONS: usize = 5;

/// What went wrong on a page.
#[derive(Debug, Clone, Default)]
pub struct PageErrors {
    /// The page.
    pub id: String,
    /// Its address; empty if unknown.
    pub url: String,
    /// Article, forum and so on; empty if unknown.
    pub page_type: String,
    /// F1 of the answer and of better ones.
    pub split: Split,
    /// Words of its gold.
    pub gold_words: u64,
    /// Words of the answer.
    pub said_words: u64,
    /// Content by its gold, and not by the answer.
    pub missed: Wrong,
    /// Content by the answer, and not by its gold.
    pub kept: Wrong,
}

/// Blocks of a page that got a wrong label.
#[derive(Debug, Clone, Default)]
pub struct Wrong {
    /// How many.
    pub blocks: usize,
    /// Their words.
    pub words: usize,
    /// The longest of them, longest first.
    pub longest: Vec<WrongBlock>,
}

/// A block that got a wrong label.
#[derive(Debug, Clone)]
pub struct WrongBlock {
    /// The label that it got.
    pub said: Label,
    /// Its probability of content.
    pub content: f32,
    /// Its words.
    pub words: usize,
    /// F1 that the page would gain if this block alone had its gold label.
    pub gain: f64,
    /// The beginning of its text.
    pub text: String,
    /// What pushed it most to the wrong label, most first.
    pub reasons: Vec<Contribution>,
}

/// Looks into a page that has gold, with the first stage alone and all stages: what went wrong, and which features
/// are to blame for what was missed and for what was wrongly kept. `None` without gold.
pub(super) fn look_into(
    page: &LabelledPage,
    stages: [&Stack; 2],
    thresholds: &Thresholds,
) -> Option<(PageErrors, Blame, Blame)> {
    let gold = &page.gold.as_ref()?.0;
    let probabilities = stages[1].probabilities(&page.features);
    let said = label_page(&probabilities, &page.features, thresholds);
    let answer = bag_of(page, |i| said[i] == Label::Content);
    let look = Look {
        page,
        gold,
        said: &said,
        probabilities: &probabilities,
        explainers: stages.map(|s| s.explainer(&page.features)),
        answer_words: size(&answer),
        answer: &answer,
    };
    let is_gold = |i: usize| page.labels[i] == Some(Label::Content);
    let is_known = |i: usize| page.labels[i].is_some();
    let is_said = |i: usize| said[i] == Label::Content;
    let (missed, blame_missed) = look.wrong(|i| is_gold(i) && !is_said(i));
    let (kept, blame_kept) = look.wrong(|i| is_known(i) && !is_gold(i) && is_said(i));
    let errors = PageErrors {
        id: page.id.clone(),
        url: page.url.clone(),
        page_type: page.page_type.clone(),
        split: look.split(),
        gold_words: size(gold),
        said_words: look.answer_words,
        missed,
        kept,
    };
    Some((errors, blame_missed, blame_kept))
}

/// The words of the blocks that are wanted.
fn bag_of(page: &LabelledPage, wanted: impl Fn(usize) -> bool) -> Bag {
    count(page.run_words.iter().enumerate().filter(|(i, _)| wanted(*i)).flat_map(|(_, w)| w.iter().copied()))
}

struct Look<'a> {
    page: &'a LabelledPage,
    gold: &'a Bag,
    said: &'a [Label],
    probabilities: &'a [Probabilities],
    explainers: [Explainer<'a>; 2],
    answer: &'a Bag,
    answer_words: u64,
}

impl Look<'_> {
    fn split(&self) -> Split {
        let oracle = bag_of(self.page, |i| self.page.labels[i] == Some(Label::Content));
        let (precision, recall, f1) = prf(self.answer, self.gold);
        Split {
            n: 1,
            f1,
            precision,
            recall,
            oracle: prf(&oracle, self.gold).2,
            best: self.page.best_f1(self.probabilities).unwrap_or(f1),
        }
    }

    /// The blocks that are wrong, and what misled.
    fn wrong(&self, is_wrong: impl Fn(usize) -> bool) -> (Wrong, Blame) {
        let mut blocks: Vec<usize> = (0..self.said.len()).filter(|i| is_wrong(*i)).collect();
        let words = |i: usize| self.page.run_words[i].len();
        blocks.sort_by_key(|i| (std::cmp::Reverse(words(*i)), *i));
        let mut blame = Blame::default();
        let mut longest = Vec::new();
        for i in &blocks {
            blame.count(words(*i));
            for (stage, explainer) in self.explainers.iter().enumerate() {
                let reasons = explainer.explain(*i, self.said[*i]).contributions;
                blame.add(stage, &reasons, words(*i));
                if stage == 1 && longest.len() < MOST_BLOCKS {
                    longest.push(self.block(*i, reasons));
                }
            }
        }
        (Wrong { blocks: blocks.len(), words: blocks.iter().map(|i| words(*i)).sum(), longest }, blame)
    }

    /// One wrong block; of the reasons those that pushed it to what was said of it.
    fn block(&self, i: usize, mut reasons: Vec<Contribution>) -> WrongBlock {
        reasons.retain(|r| r.contribution > 0.0 && r.feature != "bias");
        reasons.sort_by(|a, b| b.contribution.total_cmp(&a.contribution).then(a.feature.cmp(&b.feature)));
        reasons.truncate(MOST_REASONS);
        WrongBlock {
            said: self.said[i],
            content: self.probabilities[i].content,
            words: self.page.run_words[i].len(),
            gain: self.gain(i),
            text: self.page.texts.get(i).cloned().unwrap_or_default(),
            reasons,
        }
    }

    /// What F1 the page would gain if this block alone were turned over.
    fn gain(&self, i: usize) -> f64 {
        let own = count(self.page.run_words[i].iter().copied());
        let of = |bag: &Bag, w: &Word| u64::from(bag.get(w).copied().unwrap_or(0));
        let words = size(&own);
        let gold = size(self.gold);
        let both = crate::words::common(self.answer, self.gold);
        let before = f1(both, self.answer_words, gold);
        let change = |after: &dyn Fn(u64, u64) -> u64| -> (u64, u64) {
            own.iter().fold((0, 0), |(less, more), (w, n)| {
                let (has, wants) = (of(self.answer, w), of(self.gold, w));
                let (was, is) = (has.min(wants), after(has, u64::from(*n)).min(wants));
                (less + was.saturating_sub(is), more + is.saturating_sub(was))
            })
        };
        if self.said[i] == Label::Content {
            let (less, _) = change(&|has, n| has.saturating_sub(n));
            f1(both.saturating_sub(less), self.answer_words.saturating_sub(words), gold) - before
        } else {
            let (_, more) = change(&|has, n| has + n);
            f1(both + more, self.answer_words + words, gold) - before
        }
    }
}
