//! Content scores of one page: F1 of its predicted labels, and the best F1 that its probabilities allow.

use super::metrics::{f1, prf};
use crate::corpus::words::{Bag, Word, count, size};
use crate::dataset::LabeledPage;
use blocksift::{Label, Probabilities};

/// F1, precision and recall of labels in `\w+` words, and F1 with each CJK character one word. `None` without gold.
pub fn content_score(page: &LabeledPage, labels: &[Label]) -> Option<[f64; 4]> {
    let (text, gold) = (page.text.as_ref()?, page.gold()?);
    let is_content = |i: usize| labels.get(i) == Some(&Label::Content);
    let (p, r, f) = prf(&bag_of(&text.run_words, is_content), &gold.runs);
    let (_, _, fc) = prf(&bag_of(&page.words, is_content), &gold.characters);
    Some([f, p, r, fc])
}

/// The best F1 of answers that consist of the most probable blocks, however many. An answer's distance to it is lost by
/// taking too many or too few blocks. `None` without gold.
pub fn best_f1(page: &LabeledPage, probabilities: &[Probabilities]) -> Option<f64> {
    let (text, gold) = (page.text.as_ref()?, &page.gold()?.runs);
    let content = |i: usize| probabilities[i].content;
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_unstable_by(|a, b| content(*b).total_cmp(&content(*a)).then(a.cmp(b)));
    let mut left = gold.clone();
    let (mut both, mut predicted, gold) = (0, 0, size(gold));
    let mut best = f1(0, 0, gold);
    for i in order {
        for word in &text.run_words[i] {
            predicted += 1;
            if let Some(n) = left.get_mut(word).filter(|n| **n > 0) {
                *n -= 1;
                both += 1;
            }
        }
        best = best.max(f1(both, predicted, gold));
    }
    Some(best)
}

/// The words of the wanted blocks.
pub(super) fn bag_of(words: &[Vec<Word>], is_wanted: impl Fn(usize) -> bool) -> Bag {
    count(words.iter().enumerate().filter(|(i, _)| is_wanted(*i)).flat_map(|(_, w)| w.iter().copied()))
}
