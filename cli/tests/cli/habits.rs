//! What users expect of any command: a configuration file, a manual, completions.

use super::{Bench, project};
use blocksift_testkit::HACKED;

fn spam_blocks(bench: &Bench, args: &[&str]) -> usize {
    let ran = bench.score(&[&["page.html", "--only", "spam"], args].concat());
    ran.reports()[0]["blocks"].as_array().unwrap().len()
}

#[test]
fn thresholds_and_limits_come_from_a_file() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    bench.write("all.toml", "[thresholds]\nspam = 0.0\n");
    bench.write("none.toml", "[thresholds]\nspam = 1.0\nbeta = 2.0\n[limits]\nblocks = 3\n");
    let all = spam_blocks(&bench, &["--config", "all.toml"]);
    assert!(all > 5);
    assert_eq!(spam_blocks(&bench, &["--config", "none.toml"]), 0);
    let limited = &bench.score(&["page.html", "--config", "none.toml"]).reports()[0];
    assert_eq!((limited["blocks"].as_array().unwrap().len(), &limited["limits_met"][0]), (3, &"blocks".into()));
    // Options override the file.
    assert_eq!(spam_blocks(&bench, &["--config", "none.toml", "--threshold", "spam=0", "--limit", "blocks=1000"]), all);
    assert_eq!(spam_blocks(&bench, &["--config", "all.toml", "--operating-point", "strict"]), 1);
    let model = bench.model.to_str().unwrap();
    let args = ["score", "--model", model, "page.html", "--only", "navigation"];
    let by_variable = bench.command(&args).env("BLOCKSIFT_CONFIG", "all.toml").output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&by_variable.stdout).unwrap();
    assert_eq!(report["blocks"].as_array().unwrap().len(), 0, "all blocks are spam");
}

#[test]
fn a_bad_configuration_is_refused_with_its_line() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    for (text, message) in [
        ("[thresholds]\nspam = 0.9\nspma = 0.5\n", "c.toml: line 3: unknown field `spma`"),
        ("[limits]\nbytes = \"many\"\n", "c.toml: line 2: "),
        ("[limits\n", "c.toml: line 1: "),
        ("\n\n[tresholds]\n", "c.toml: line 3: unknown field `tresholds`"),
        ("[thresholds]\nspam = 1.5\n", "not between 0 and 1"),
        ("[limits]\nbytes = 5000000000\n", "above the maximum"),
    ] {
        bench.write("c.toml", text);
        for command in ["score", "explain"] {
            let ran = bench.run(&[command, "page.html", "--config", "c.toml"]);
            assert_eq!((ran.code, ran.err.lines().count()), (2, 1), "{}", ran.err);
            assert!(ran.err.starts_with("blocksift: c.toml: ") && ran.err.contains(message), "{}", ran.err);
        }
    }
    assert_eq!(bench.score(&["page.html", "--config", "missing.toml"]).code, 2);
    for (limit, message) in [
        ("blocks", "expected NAME=N"),
        ("width=3", "unknown limit \"width\": expected one of `bytes`, "),
        ("bytes=99999999999999999999", "is too large"),
        ("blocks=x", "not a whole number"),
    ] {
        let ran = bench.score(&["page.html", "--limit", limit]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(message), "{}", ran.err);
    }
}

#[test]
fn an_unknown_operating_point_is_refused_with_the_file() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    bench.write("lax.toml", "[thresholds]\noperating-point = \"lax\"\n");
    let ran = bench.score(&["page.html", "--config", "lax.toml"]);
    assert!(ran.code == 2 && ran.err.starts_with("blocksift: lax.toml: "), "{}", ran.err);
    assert!(ran.err.contains("no operating point \"lax\": use balanced or strict"), "{}", ran.err);
    let option = bench.score(&["page.html", "--config", "lax.toml", "--operating-point", "strict"]);
    assert_eq!(option.code, 0, "the option overrides the file: {}", option.err);
}

#[test]
fn the_example_configuration_has_the_defaults() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let example = project("examples/blocksift.toml");
    let plain = bench.score(&["page.html"]).out;
    assert_eq!(bench.score(&["page.html", "--config", example.to_str().unwrap()]).out, plain);
    // Every key is valid without its comment sign, and is documented.
    let text = std::fs::read_to_string(&example).unwrap();
    let keys: String = text
        .lines()
        .map(|l| l.strip_prefix('#').filter(|l| !l.starts_with(' ')).unwrap_or(l))
        .fold(String::new(), |all, l| all + l + "\n");
    bench.write("all.toml", &keys);
    assert_eq!(bench.score(&["page.html", "--config", "all.toml"]).code, 0);
    let documented = std::fs::read_to_string(project("docs/CONFIG.md")).unwrap();
    for key in keys.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once(" = ")).map(|(key, _)| key) {
        assert!(documented.contains(&format!("`{key}`")), "{key}");
    }
}

#[test]
fn there_is_a_manual_and_completions() {
    let bench = Bench::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = bench.run(&["completions", shell]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("blocksift") && ran.out.contains("resume"), "{shell}");
    }
    assert_eq!(bench.run(&["completions", "none"]).code, 2);
    let page = bench.run(&["man"]);
    assert!(page.code == 0 && page.out.contains(".TH blocksift 1") && page.out.contains("Exit codes"), "{}", page.out);
    let page = bench.run(&["man", "score"]);
    assert!(page.code == 0 && page.out.contains("files\\-from") && page.out.contains("Examples"), "{}", page.out);
    assert_eq!(bench.run(&["man", "--output", "pages"]).code, 0);
    let cited = |page: &str| bench.path(&format!("pages/{page}.1")).exists();
    assert_eq!(std::fs::read_dir(bench.path("pages")).unwrap().count(), 10);
    let main = std::fs::read_to_string(bench.path("pages/blocksift.1")).unwrap().replace("\\-", "-");
    let names: Vec<&str> = main.lines().filter_map(|line| line.strip_suffix("(1)")).collect();
    assert!(names.len() > 7 && names.iter().all(|name| cited(name)), "{names:?}");
    let ran = bench.run(&["man", "none"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("unknown command"), "{}", ran.err);
}
