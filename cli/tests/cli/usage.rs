//! Wrong usage ends with 2 and says what is wrong; thresholds do what they say.

use super::Bench;
use blocksift_testkit::{CLEAN, HACKED};

fn refused(bench: &Bench, args: &[&str], message: &str) {
    let ran = bench.score(args);
    assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
    assert!(ran.err.contains(message), "{args:?}: {}", ran.err);
    assert!(ran.out.is_empty());
}

#[test]
fn wrong_usage_is_refused() {
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    refused(&bench, &["page.html", "--threshold", "spam"], "write LABEL=P");
    refused(&bench, &["page.html", "--threshold", "spam=2"], "not between 0 and 1");
    refused(&bench, &["page.html", "--threshold", "ham=0.5"], "is no label");
    refused(&bench, &["page.html", "--threads", "0"], "--threads");
    refused(&bench, &["page.html", "--format", "xml"], "--format");
    refused(&bench, &["page.html", "--frmat", "csv"], "--format");
    refused(&bench, &["page.html", "--only", "ham"], "--only");
    refused(&bench, &["page.html", "--only", "spam", "--format", "markdown"], "content only");
    refused(&bench, &["page.html", "--output", "no/such/folder/out.jsonl"], "no/such/folder/out.jsonl: ");
    assert_eq!(bench.run(&[]).code, 2);
    assert_eq!(bench.run(&["frobnicate"]).code, 2);
}

#[test]
fn an_input_is_not_overwritten() {
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    refused(&bench, &["page.html", "--output", "./page.html"], "would be overwritten");
    assert_eq!(std::fs::read_to_string(bench.path("page.html")).unwrap(), CLEAN);
}

#[test]
fn an_unsound_model_is_refused() {
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    let bytes = std::fs::read(&bench.model).unwrap();
    bench.write("cut.model", &bytes[..bytes.len() / 2]);
    bench.write("none.model", "none\n");
    for (model, message) in [
        ("cut.model", "truncated"),
        ("none.model", "not a valid blocksift model"),
        ("missing.model", "missing.model: "),
    ] {
        for command in ["score", "explain"] {
            let ran = bench.run(&[command, "page.html", "--model", model]);
            assert_eq!(ran.code, 2);
            assert!(ran.err.starts_with(&format!("blocksift: {model}: ")) && ran.err.contains(message), "{}", ran.err);
        }
        assert_eq!(bench.run(&["model", "--model", model]).code, 2);
    }
}

#[test]
fn thresholds_move_the_labels() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let count = |label: &str, thresholds: &[&str]| {
        let mut args = vec!["page.html", "--only", label];
        thresholds.iter().for_each(|t| args.extend(["--threshold", t]));
        bench.score(&args).reports()[0]["blocks"].as_array().unwrap().len()
    };
    let all = count("spam", &["spam=0"]);
    assert!(all > 5);
    assert_eq!(count("spam", &[]), 1);
    assert_eq!(count("spam", &["spam=1"]), 0);
    assert_eq!(count("content", &["content=0", "spam=1"]), all);
    assert_eq!(count("content", &["content=1", "spam=1"]), 0);
    assert_eq!(count("navigation", &["content=1", "spam=1"]), all);
    assert_eq!(count("spam", &["spam=0.999", "spam=0"]), all, "the last one of a label counts");
}

#[test]
fn help_has_examples() {
    let bench = Bench::new();
    for command in ["score", "explain", "features", "model", "schema", "completions", "man"] {
        let ran = bench.run(&[command, "--help"]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("Example") && ran.out.contains(&format!("blocksift {command}")), "{}", ran.out);
    }
    assert!(bench.run(&["--help"]).out.contains("Exit codes"));
    assert!(bench.run(&["--version"]).out.starts_with("blocksift 0."));
}
