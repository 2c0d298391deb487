//! The metrics against figures worked out by hand from their definitions in WCXB's scorer.

use blocksift_training::corpus::words::{Bag, Counting, bag};
use blocksift_training::evaluate::metrics::{Reliability, SpamScore, prf};

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

fn runs(text: &str) -> Bag {
    bag(text, Counting::Runs)
}

fn characters(text: &str) -> Bag {
    bag(text, Counting::Characters)
}

#[test]
fn content_by_words() {
    // the, bridge, opened, the, bridge against the, bridge, opened, on, sunday: three in common of five and five.
    let (p, r, f) = prf(&runs("The bridge opened. The BRIDGE!"), &runs("the bridge opened on Sunday"));
    near(p, 0.6);
    near(r, 0.6);
    near(f, 0.6);
    // all of it, and as much again: precision 1/2, recall 1.
    let (p, r, f) = prf(&runs("a b_c d4 x y z"), &runs("D4, a; b_c"));
    near(p, 0.5);
    near(r, 1.0);
    near(f, 2.0 / 3.0);
}

#[test]
fn content_by_characters() {
    let (predicted, gold) = ("鄱阳县 2024 news", "鄱阳湖 2024");
    // Runs: 鄱阳县, 2024, news against 鄱阳湖, 2024.
    near(prf(&runs(predicted), &runs(gold)).2, 2.0 * 1.0 / 5.0);
    // Characters: 鄱, 阳, 县, 2024, news against 鄱, 阳, 湖, 2024.
    near(prf(&characters(predicted), &characters(gold)).2, 2.0 * 3.0 / 9.0);
}

#[test]
fn empty_pages() {
    let nothing = Bag::default();
    assert_eq!(prf(&nothing, &nothing), (1.0, 1.0, 1.0));
    assert_eq!(prf(&runs("word"), &nothing), (0.0, 0.0, 0.0));
    assert_eq!(prf(&nothing, &runs("word")), (0.0, 0.0, 0.0));
    assert_eq!(prf(&runs("one"), &runs("two")), (0.0, 0.0, 0.0));
}

#[test]
fn spam_over_all_pages() {
    let nothing = Bag::default();
    let mut score = SpamScore::default();
    // Four words of spam; two labeled spam, with one word too many; one labeled content, which is not gold content.
    score.add(
        &runs("cheap pills buy now"),
        &runs("cheap pills harbour"),
        &runs("buy bread"),
        &runs("bread and butter"),
    );
    // A clean page that is flagged, and one that is not.
    score.add(&nothing, &runs("casino news"), &nothing, &nothing);
    score.add(&nothing, &nothing, &runs("news"), &runs("news"));
    // Spam that is missed wholly; its words are in the gold content too, so they do not leak.
    score.add(&runs("slot gacor"), &nothing, &runs("slot gacor"), &runs("slot gacor"));
    near(score.recall(), 2.0 / 6.0);
    near(score.precision(), 2.0 / 5.0);
    near(score.leak(), 1.0 / 6.0);
    assert_eq!((score.found, score.spam_pages), (1, 2));
    assert_eq!((score.flagged, score.clean_pages), (1, 2));
}

#[test]
fn calibration() {
    let mut reliability = Reliability::default();
    // Two blocks at 0.8, one of which has the label: Brier (0.04 + 0.64) / 2; 0.8 predicted, 0.5 observed.
    reliability.add(0.8, true, 1.0);
    reliability.add(0.8, false, 1.0);
    let found = reliability.finish();
    near(found.brier, 0.34);
    near(found.ece, 0.3);
    near(found.bins[8].predicted, 0.8);
    near(found.bins[8].observed, 0.5);
}
