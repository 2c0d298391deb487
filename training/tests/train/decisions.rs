//! A model's own operating point decides wherever `--model` scores.

use crate::made::{MADE, copy_data, printed, text};
use crate::pages;
use blocksift::{Model, OperatingPoint};
use std::path::{Path, PathBuf};

/// Writes the embedded model with one operating point, which uses one threshold for everything.
fn model_at(threshold: f32) -> PathBuf {
    let path = MADE.folder.join(format!("at-{threshold}.model"));
    let mut parts = Model::embedded().clone().into_parts();
    parts.operating_points = vec![OperatingPoint::new("only", threshold, threshold, threshold)];
    let model = parts.into_model().expect("the threshold is between 0 and 1");
    std::fs::write(&path, model.to_bytes().expect("the model fits its format")).expect("the folder can be written to");
    path
}

/// The figures of held-out pages, one clean and one with spam, and what the setup says of the threshold.
fn held_out(model: &Path, more: &[&str]) -> (u64, u64, String) {
    let name = model.file_stem().and_then(|name| name.to_str()).expect("the name is ASCII");
    let (held, json) = (MADE.folder.join(format!("held-{name}.jsonl")), MADE.folder.join(format!("{name}.json")));
    pages::write_held_out(&held);
    let arguments = ["evaluate", text(&held), "--no-grafts", "--no-cross-validation", "--no-families"];
    let files = ["--held-out", text(&held), "--model", text(model), "--json", text(&json)];
    printed(&[&arguments[..], &files, more].concat());
    let figures: serde_json::Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    let scores = figures["held_out"].as_object().unwrap().values().next().unwrap();
    let spam = &scores["spam"];
    let threshold = figures["setup"]["spam threshold of the model"].as_str().unwrap().to_owned();
    (spam["found"].as_u64().unwrap(), spam["flagged"].as_u64().unwrap(), threshold)
}

#[test]
fn held_out_pages_are_decided_by_the_operating_point_of_the_model() {
    assert_eq!(held_out(&model_at(0.0), &[]), (1, 1, "0".to_owned()));
    assert_eq!(held_out(&model_at(1.0), &[]), (0, 0, "1".to_owned()));
    // The caller's threshold comes first.
    assert_eq!(held_out(&model_at(0.25), &["--spam-threshold", "1.0"]), (0, 0, "1".to_owned()));
}

#[test]
fn errors_are_those_of_the_operating_point_of_the_model() {
    let of_threshold = |threshold| {
        let model = model_at(threshold);
        printed(&["errors", text(&MADE.corpus), "--model", text(&model), "--max-pages", "1"])
    };
    let f1 = |printed: &str| {
        let all = printed.lines().find(|line| line.trim().starts_with("all ")).expect("a row of all pages");
        all.split_whitespace().nth(2).expect("a column of F1").parse::<f64>().expect("a number")
    };
    assert_eq!(f1(&of_threshold(0.0)), 0.0, "a page of spam has no content");
    assert!(f1(&of_threshold(1.0)) > 0.5);
}

#[test]
fn evasion_is_scored_at_the_operating_point_of_the_model() {
    let folder = MADE.folder.join("decisions-campaign");
    copy_data(&folder, &[("campaigns", &["en-casino"]), ("lookalikes", &[]), ("hosts", &[]), ("lexicons", &[])]);
    let mean = |threshold| {
        let model = model_at(threshold);
        let arguments = ["evade", text(&MADE.corpus), "--data", text(&folder), "--model", text(&model), "--each", "1"];
        let printed = printed(&arguments);
        let (_, rest) = printed.split_once("mean ").expect("a mean");
        rest.split(',').next().expect("a number").parse::<f64>().expect("a number")
    };
    assert_eq!(mean(1.0), 0.0);
    assert!(mean(0.0) > 0.95);
}
