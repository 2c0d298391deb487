//! Blocks of one list or table are decided together, so that none loses an item or a cell.

use super::decision::{DecidedBy, Decision};
use super::math::sigmoid;
use crate::label::{Label, Probabilities};
use crate::page::NONE;

/// Keeps logits finite.
const LIMIT: f32 = 1e-6;

/// The probabilities with a share of the logit of content taken from the mean of the block's group, see
/// [`Features::groups`](crate::Features::groups). Spam keeps its probability.
pub(super) fn averaged(probabilities: &[Probabilities], groups: &[u32], share: f32) -> Vec<Probabilities> {
    let count = groups.iter().filter(|group| **group != NONE).max().map_or(0, |max| *max as usize + 1);
    if share <= 0.0 || count == 0 {
        return probabilities.to_vec();
    }
    let mut sums = vec![(0f32, 0f32); count];
    for (p, group) in probabilities.iter().zip(groups).filter(|(_, group)| **group != NONE) {
        let (sum, blocks) = &mut sums[*group as usize];
        *sum += logit(p);
        *blocks += 1.0;
    }
    let of_block = |(p, group): (&Probabilities, &u32)| {
        if *group == NONE {
            return *p;
        }
        let (sum, blocks) = sums[*group as usize];
        let content = (1.0 - p.spam) * sigmoid((1.0 - share) * logit(p) + share * sum / blocks);
        Probabilities { content, navigation: (1.0 - p.spam - content).max(0.0), ..*p }
    };
    probabilities.iter().zip(groups).map(of_block).collect()
}

/// The logit of content against navigation.
fn logit(p: &Probabilities) -> f32 {
    (p.content.max(LIMIT) / p.navigation.max(LIMIT)).ln()
}

/// Makes all blocks of a group content that are not spam, if most of the group's blocks are.
pub(super) fn complete(decisions: &mut [Decision], groups: &[u32]) {
    let count = groups.iter().filter(|group| **group != NONE).max().map_or(0, |max| *max as usize + 1);
    let mut counts = vec![(0usize, 0usize); count];
    for (decision, group) in decisions.iter().zip(groups).filter(|(_, group)| **group != NONE) {
        counts[*group as usize].0 += usize::from(decision.label == Label::Content);
        counts[*group as usize].1 += 1;
    }
    for (decision, group) in decisions.iter_mut().zip(groups).filter(|(_, group)| **group != NONE) {
        let (content, blocks) = counts[*group as usize];
        if 2 * content > blocks && decision.label == Label::Navigation {
            *decision = Decision { label: Label::Content, decided_by: DecidedBy::Group };
        }
    }
}

/// Names [`DecidedBy::Group`] where a block's own probability speaks for another label than the averaged one.
pub(super) fn name(decisions: &mut [Decision], own: &[Probabilities], averaged: &[Probabilities]) {
    for ((decision, own), averaged) in decisions.iter_mut().zip(own).zip(averaged) {
        let is_content = |p: &Probabilities| p.content >= p.navigation;
        let follows = |p: &Probabilities| (decision.label == Label::Content) == is_content(p);
        if decision.decided_by == DecidedBy::ExpectedF1 && !follows(own) && follows(averaged) {
            decision.decided_by = DecidedBy::Group;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probably(content: f32) -> Probabilities {
        Probabilities { content, navigation: 1.0 - content, spam: 0.0 }
    }

    #[test]
    fn blocks_of_a_group_move_towards_its_mean() {
        let own = [0.9, 0.9, 0.2, 0.2].map(probably);
        let averaged = averaged(&own, &[0, 0, 0, NONE], 0.6);
        assert!(averaged[2].content > 0.5 && averaged[0].content < 0.9, "{averaged:?}");
        assert_eq!(averaged[3], own[3], "a block of no group keeps its probability");
        for p in &averaged {
            assert!((p.content + p.navigation + p.spam - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn without_a_share_nothing_moves() {
        let own = [0.9, 0.1].map(probably);
        assert_eq!(averaged(&own, &[0, 0], 0.0), own);
    }

    #[test]
    fn no_item_is_lost_where_most_are_content_and_spam_stays_spam() {
        let label = |label| Decision { label, decided_by: DecidedBy::Probability };
        let [content, navigation, spam] = [Label::Content, Label::Navigation, Label::Spam].map(label);
        let mut decisions = vec![content, content, content, navigation, spam, navigation, navigation];
        complete(&mut decisions, &[0, 0, 0, 0, 0, 1, NONE]);
        let labels: Vec<Label> = decisions.iter().map(|decision| decision.label).collect();
        use Label::{Content, Navigation, Spam};
        assert_eq!(labels, [Content, Content, Content, Content, Spam, Navigation, Navigation]);
        assert_eq!(decisions[3].decided_by, DecidedBy::Group);
    }
}
