//! Probabilities become labels, each with the rule that decided it.

use super::decision::{DecidedBy, Decision};
use super::groups;
use super::thresholds::DecisionRule;
use crate::features::Features;
use crate::label::{Label, Probabilities};

/// How many blocks before the first content its headline is looked for, and how probable content it must be. A date, a name
/// or a share button between a headline and its text costs the headline its probability.
const HEADLINE_REACH: usize = 3;
const HEADLINE_FROM: f32 = 0.25;

/// Decides on the blocks of a page of markup, by their probabilities and lengths alone. `units` are the lengths, see
/// [`Features::units`].
pub fn decide(probabilities: &[Probabilities], units: &[f32], rule: &DecisionRule) -> Vec<Decision> {
    settled(by_rule(probabilities, units, rule, rule.spam), probabilities)
}

/// Decides on the blocks of a page.
///
/// If the caller set no threshold for content or navigation, content begins with its headline, and of several content
/// blocks with the same text only the most probable one stays: pages repeat for small screens what they show on large ones.
///
/// The items of a list and the cells of a table are decided together: first each takes part of its probability from the
/// others, then all of them are content if most are.
pub fn decide_page(probabilities: &[Probabilities], features: &Features, rule: &DecisionRule) -> Vec<Decision> {
    let own = probabilities;
    let averaged = groups::averaged(own, features.groups(), rule.parameters.group_share);
    let probabilities = &averaged[..];
    let (units, spam) = (features.units(), rule.spam_for(features.format()));
    let mut decisions = by_rule(probabilities, units, rule, spam);
    if rule.content.is_none() && rule.navigation.is_none() {
        if rule.parameters.group_share > 0.0 {
            groups::complete(&mut decisions, features.groups());
        }
        if decisions.iter().any(|d| d.label == Label::Content) {
            // The headline of the content at a beta of 1, so that it is the same block at any beta.
            let balanced = match rule.beta {
                1.0 => decisions.clone(),
                _ => by_rule(probabilities, units, &DecisionRule { beta: 1.0, ..*rule }, spam),
            };
            add_headline(&mut decisions, &balanced, probabilities);
        }
        drop_duplicates(&mut decisions, probabilities, features.copies());
    }
    groups::name(&mut decisions, own, probabilities);
    settled(decisions, own)
}

/// The labels alone of [`decide_page`].
pub fn label_page(probabilities: &[Probabilities], features: &Features, rule: &DecisionRule) -> Vec<Label> {
    decide_page(probabilities, features, rule).into_iter().map(|decision| decision.label).collect()
}

/// Applies the thresholds and expected F1, and names the rule for every block.
fn by_rule(probabilities: &[Probabilities], units: &[f32], rule: &DecisionRule, spam: f32) -> Vec<Decision> {
    let mut decisions = by_content(probabilities, units, rule);
    let is_flagged = probabilities.iter().any(|p| p.spam >= spam);
    let spam_from = if is_flagged { spam * rule.parameters.flagged_page_factor } else { f32::INFINITY };
    for (decision, p) in decisions.iter_mut().zip(probabilities) {
        if let Some(navigation) = rule.navigation {
            if p.navigation < navigation {
                *decision = Decision { label: Label::Content, decided_by: DecidedBy::Threshold };
            } else if rule.content.is_none() {
                *decision = Decision { label: Label::Navigation, decided_by: DecidedBy::Threshold };
            }
        }
        if p.spam >= spam_from {
            let decided_by = if p.spam >= spam { DecidedBy::Threshold } else { DecidedBy::FlaggedPage };
            *decision = Decision { label: Label::Spam, decided_by };
        }
    }
    decisions
}

/// Content against navigation.
fn by_content(probabilities: &[Probabilities], units: &[f32], rule: &DecisionRule) -> Vec<Decision> {
    if let Some(threshold) = rule.content {
        let label = |p: &Probabilities| if p.content >= threshold { Label::Content } else { Label::Navigation };
        let decided = |p| Decision { label: label(p), decided_by: DecidedBy::Threshold };
        return probabilities.iter().map(decided).collect();
    }
    let unselected = Decision { label: Label::Navigation, decided_by: DecidedBy::ExpectedF1 };
    let mut decisions = vec![unselected; probabilities.len()];
    let selection = max_expected_f(probabilities, units, rule);
    let selected = if selection.is_too_little {
        Decision { label: Label::Navigation, decided_by: DecidedBy::TooLittleContent }
    } else {
        Decision { label: Label::Content, decided_by: DecidedBy::ExpectedF1 }
    };
    selection.blocks.into_iter().for_each(|i| decisions[i] = selected);
    decisions
}

/// Names [`DecidedBy::Probability`] wherever there is nothing to explain.
fn settled(mut decisions: Vec<Decision>, probabilities: &[Probabilities]) -> Vec<Decision> {
    for (Decision { label, decided_by }, p) in decisions.iter_mut().zip(probabilities) {
        let other = match label {
            Label::Content => p.navigation,
            Label::Navigation => p.content,
            Label::Spam => p.content.max(p.navigation),
        };
        let own = p.of(*label);
        if *decided_by == DecidedBy::FlaggedPage || own < other {
            continue;
        }
        // What is left to explain is spam below its threshold.
        let is_spam_likelier = *label != Label::Spam && p.spam > own;
        *decided_by = if is_spam_likelier { DecidedBy::Threshold } else { DecidedBy::Probability };
    }
    decisions
}

/// Adds the headline of the content in `balanced`: the block most probably content among those shortly before it.
fn add_headline(decisions: &mut [Decision], balanced: &[Decision], probabilities: &[Probabilities]) {
    let Some(first) = balanced.iter().position(|d| d.label == Label::Content) else { return };
    let content = |i: usize| probabilities[i].content;
    let candidates = (first.saturating_sub(HEADLINE_REACH)..first).filter(|i| content(*i) >= HEADLINE_FROM);
    if let Some(i) = candidates.max_by(|a, b| content(*a).total_cmp(&content(*b)))
        && decisions[i].label == Label::Navigation
    {
        decisions[i] = Decision { label: Label::Content, decided_by: DecidedBy::Headline };
    }
}

/// Of the content blocks with one text keeps the most probable. `copies` has for each block the first with its text.
fn drop_duplicates(decisions: &mut [Decision], probabilities: &[Probabilities], copies: &[u32]) {
    let dropped = Decision { label: Label::Navigation, decided_by: DecidedBy::DuplicateText };
    let mut kept: Vec<Option<usize>> = vec![None; decisions.len()];
    for (i, first) in copies.iter().enumerate() {
        if decisions[i].label != Label::Content {
            continue;
        }
        let kept = &mut kept[*first as usize];
        match *kept {
            Some(before) if probabilities[before].content >= probabilities[i].content => decisions[i] = dropped,
            Some(before) => {
                decisions[before] = dropped;
                *kept = Some(i);
            }
            None => *kept = Some(i),
        }
    }
}

/// The blocks that maximize a page's expected F.
struct Selection {
    blocks: Vec<usize>,
    /// Whether less content is expected in them than a page must have.
    is_too_little: bool,
}

/// The prefix, by falling probability, that maximizes `(1 + beta²) E[both] / (selected + beta² E[content])` over the page
/// (Lewis 1995; Nan et al. 2012 on why a prefix is optimal).
fn max_expected_f(probabilities: &[Probabilities], units: &[f32], rule: &DecisionRule) -> Selection {
    let square = rule.beta * rule.beta;
    let odds = rule.parameters.caution.exp();
    // `sigmoid(logit(p) - caution)`.
    let cautious: Vec<f32> = probabilities.iter().map(|p| p.content / (p.content + (1.0 - p.content) * odds)).collect();
    let p = |i: usize| cautious[i];
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_unstable_by(|a, b| p(*b).total_cmp(&p(*a)).then(a.cmp(b)));
    let expected: f32 = order.iter().map(|i| p(*i) * units[*i]).sum();
    let (mut both, mut selected, mut best, mut best_len, mut best_both) = (0.0, 0.0, 0.0, 0, 0.0);
    for (k, i) in order.iter().enumerate() {
        both += p(*i) * units[*i];
        selected += units[*i];
        let all = selected + square * expected;
        let f = if all > 0.0 { both / all } else { 0.0 };
        if f > best {
            (best, best_len, best_both) = (f, k + 1, both);
        }
    }
    order.truncate(best_len);
    Selection { blocks: order, is_too_little: best_both < rule.parameters.min_content_units }
}
