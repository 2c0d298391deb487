//! `compare`: learners are compared on the same folds.

use crate::made::{MADE, printed, text, train};

#[test]
fn learners_are_compared_on_the_same_folds() {
    let json = MADE.folder.join("compared.json");
    let (corpus, data) = (text(&MADE.corpus), text(&MADE.data));
    let arguments = ["compare", corpus, "--data", data, "--folds", "2", "--json", text(&json)];
    let names = [
        "linear,stages=1",
        "trees,count=12,max_depth=3",
        "linear,stages=1,without=structure+vocabulary,unseen=lang:xx",
    ];
    let learners: Vec<&str> = names.iter().flat_map(|name| ["--learner", name]).collect();
    let printed = printed(&[&arguments[..], &learners].concat());
    let comparison: serde_json::Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    let compared = comparison["variants"].as_array().unwrap();
    assert_eq!(compared.len(), names.len());
    assert!(compared[2]["bytes"].as_u64() < compared[0]["bytes"].as_u64(), "what is left out has no weights");
    for (learner, of_learner) in names.iter().zip(compared) {
        assert_eq!(of_learner["name"], *learner);
        assert!(of_learner["content"]["all"][0].as_f64().unwrap() > 0.5, "{of_learner}");
        assert!(of_learner["bytes"].as_u64().unwrap() > 1000 && of_learner["microseconds"].as_f64().unwrap() > 0.0);
        assert_eq!(printed.lines().filter(|line| line.starts_with(&format!("| {learner} |"))).count(), 2, "{printed}");
    }
}

#[test]
fn learners_that_do_not_exist_are_wrong_usage() {
    for learner in ["forest", "trees,max_depth", "trees,max_depth=many", "trees,height=3", "linear,stages=3"] {
        let output = train(&["compare", text(&MADE.corpus), "--learner", learner]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{learner}");
    }
    // The spelling of version 0.1 still works.
    for learner in ["trees,max_depth=9", "trees,levels=9"] {
        let output = train(&["compare", text(&MADE.corpus), "--learner", learner]).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains("max_depth is not between 1 and 8"), "{message}");
    }
}
