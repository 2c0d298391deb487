//! `evaluate` and `card`: figures are printed, written, and made a card of.

use crate::made::{MADE, MODEL, printed, text, train};
use crate::pages;
use std::sync::LazyLock;

/// What `evaluate` printed, and what it wrote. Its laws do not depend on the learner; tests of `errors` cross-validate
/// trees.
static EVALUATION: LazyLock<(String, serde_json::Value)> = LazyLock::new(|| {
    let (json, held) = (MADE.folder.join("e.json"), MADE.folder.join("held.jsonl"));
    pages::write_held_out(&held);
    let out = printed(&[
        "evaluate",
        text(&MADE.corpus),
        "--data",
        text(&MADE.data),
        "--folds",
        "2",
        "--family-groups",
        "3",
        "--learner",
        "linear",
        "--held-out",
        text(&held),
        "--json",
        text(&json),
    ]);
    (out, serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap())
});

#[test]
fn content_is_cross_validated() {
    let (printed, figures) = &*EVALUATION;
    assert!(printed.contains("content F1") && printed.contains("lang:zh"), "{printed}");
    let all = &figures["html"]["content"]["all"];
    assert_eq!(all["n"], pages::pages().len());
    let f1 = all["f1"].as_f64().unwrap();
    assert!(f1 > 0.8, "content F1 {f1} on pages of one template");
    assert!(printed.contains(&format!("{f1:.4}")), "{f1} is not printed");
}

#[test]
fn families_are_left_out() {
    let (printed, figures) = &*EVALUATION;
    for family in ["cn-county-farm", "de-casino-pharmacy", "en-pharmacy"] {
        assert!(figures["unseen_families"][family]["gold"].as_u64() > Some(0), "{family}");
        assert!(printed.contains(&format!("{family} recall")), "{printed}");
    }
}

#[test]
fn held_out_corpora_are_scored_by_their_spam() {
    let (_, figures) = &*EVALUATION;
    let spam = &figures["held_out"]["held"]["spam"];
    assert_eq!((&spam["spam_pages"], &spam["clean_pages"]), (&1.into(), &1.into()));
    assert_eq!(spam["gold"].as_u64(), Some(30), "ten names of three characters");
}

#[test]
fn figures_hold_no_text() {
    let (_, figures) = &*EVALUATION;
    assert!(!figures.to_string().contains("Tide tables"));
}

#[test]
fn a_card_has_the_figures() {
    let f1 = EVALUATION.1["html"]["content"]["all"]["f1"].as_f64().unwrap();
    let (json, card) = (MADE.folder.join("e.json"), MADE.folder.join("CARD.md"));
    train(&["card", text(&json), "--model", text(&MODEL), "-o", text(&card)]).assert().success();
    let card = std::fs::read_to_string(card).unwrap();
    assert!(card.contains("small") && card.contains(&format!("{f1:.4}")), "{card}");
}
