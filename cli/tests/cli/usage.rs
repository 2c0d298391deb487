//! Usage errors exit with 2 and say what to do; thresholds move labels.

use super::Bench;
use blocksift_testkit::{CLEAN, HACKED};

fn refused(bench: &Bench, args: &[&str], message: &str) {
    let ran = bench.score(args);
    assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
    assert!(ran.err.contains(message), "{args:?}: {}", ran.err);
    assert!(ran.out.is_empty());
}

#[test]
fn usage_errors_are_reported() {
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    refused(&bench, &["page.html", "--threshold", "spam"], "expected LABEL=P");
    refused(&bench, &["page.html", "--threshold", "spam=2"], "not between 0 and 1");
    refused(&bench, &["page.html", "--threshold", "ham=0.5"], "is not a label");
    refused(&bench, &["page.html", "--threads", "0"], "--threads");
    refused(&bench, &["page.html", "--format", "xml"], "--format");
    refused(&bench, &["page.html", "--frmat", "csv"], "--format");
    refused(&bench, &["page.html", "--only", "ham"], "--only");
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
    assert_eq!(count("spam", &["spam=0.999", "spam=0"]), all, "the last threshold of a label wins");
}

#[test]
fn help_has_examples() {
    let bench = Bench::new();
    for command in ["score", "view", "explain", "features", "model", "schema", "completions", "man"] {
        let ran = bench.run(&[command, "--help"]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("Example") && ran.out.contains(&format!("blocksift {command}")), "{}", ran.out);
    }
    assert!(bench.run(&["--help"]).out.contains("Exit codes"));
    assert!(bench.run(&["--version"]).out.starts_with("blocksift 0."));
}

#[test]
fn urls_are_not_fetched() {
    let bench = Bench::new();
    let url = "https://example.org/a?b=1";
    for command in ["score", "view", "explain", "features"] {
        let ran = bench.run(&[command, url]);
        let advice = format!("does not fetch pages; run `curl -sL '{url}' | blocksift {command} --url '{url}'`");
        assert!(ran.code == 2 && ran.err.contains(&advice), "{}", ran.err);
    }
    for (input, advice) in [
        ("https://example.org/a'b", r"`curl -sL 'https://example.org/a'\''b' | blocksift score --url"),
        ("HTTPS://example.org/", "`curl -sL 'HTTPS://example.org/' |"),
        (
            "www.example.org",
            "looks like a URL; blocksift does not fetch pages; run `curl -sL 'https://www.example.org' |",
        ),
        ("file:///a.html", "name the file by its path"),
    ] {
        for args in [&["score", input][..], &[input]] {
            let ran = bench.run(args);
            assert!(ran.code == 2 && ran.err.contains(advice), "{args:?}: {}", ran.err);
        }
    }
}

#[test]
fn a_page_given_as_a_command_gets_a_hint() {
    let bench = Bench::new();
    bench.write("crawl/a.html", CLEAN);
    for input in ["page.html", "crawl"] {
        let ran = bench.run(&[input]);
        assert!(ran.code == 2 && ran.err.contains(&format!("run `blocksift score {input}`")), "{}", ran.err);
    }
    assert!(bench.run(&["scoer"]).err.contains("'score'"));
}

#[test]
fn bad_values_are_refused() {
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    refused(&bench, &["page.html", "--url", "not a url"], "expected an absolute URL such as https://example.org/");
    refused(&bench, &["page.html", "--beta", "nan"], "beta");
    refused(&bench, &["page.html", "--beta", "-1"], "blocksift: ");
    for prior in ["0", "1", "nan", "2", "-1"] {
        refused(&bench, &["page.html", "--prior", prior], "the prior must be greater than 0 and less than 1");
    }
    refused(
        &bench,
        &["page.html", "--operating-point", "lax"],
        "has no operating point \"lax\": use balanced or strict",
    );
    refused(&bench, &["page.html", "--remove", "spam"], "--remove needs --format html, not jsonl");
    refused(&bench, &["page.html", "--source", "web", "--format", "csv"], "--source needs --format dolma, not csv");
    assert_eq!(bench.run(&["view", "page.html", "--top", "100000"]).code, 2);
    let ran = bench.run(&["view", "page.html", "--max-pages", "0"]);
    assert!(ran.code == 2 && ran.err.contains("'--max-pages <N>'"), "{}", ran.err);
}

#[cfg(target_os = "linux")]
#[test]
fn endless_models_are_refused() {
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    let ran = bench.run(&["score", "page.html", "--model", "/dev/zero"]);
    assert!(ran.code == 2 && ran.err.contains("/dev/zero: larger than "), "{}", ran.err);
}

#[test]
fn the_prior_shifts_the_probability() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    bench.write("c.toml", "[verdict]\nprior = 0.1\n");
    let verdict = |args: &[&str]| bench.score(&[&["page.html"], args].concat()).reports()[0]["verdict"].clone();
    let (default, set) = (verdict(&[]), verdict(&["--prior", "0.1"]));
    assert!(set["probability_at_prior"].as_f64() > default["probability_at_prior"].as_f64());
    assert_eq!((&default["kind"], set["prior"].as_f64().map(|p| p as f32)), (&set["kind"], Some(0.1)));
    assert_eq!(verdict(&["--config", "c.toml"]), set);
    assert_eq!(verdict(&["--config", "c.toml", "--prior", "0.001"]), default);
}
