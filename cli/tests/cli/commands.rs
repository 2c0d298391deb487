//! explain, features, model and schema.

use super::{Bench, project, record};
use blocksift_testkit::{CLEAN, HACKED};

fn explain(bench: &Bench, args: &[&str]) -> super::Ran {
    let model = bench.model.to_str().unwrap();
    bench.run(&[&["explain", "--model", model], args].concat())
}

#[test]
fn spam_is_explained() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    let ran = explain(&bench, &["page.html"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("page.html block ") && ran.out.contains(": spam "), "{}", ran.out);
    assert!(ran.out.contains("双江县"));
    assert!(ran.out.contains("Chinese text on an English page") && !ran.out.contains("foreign_script"), "{}", ran.out);
    let raw = explain(&bench, &["page.html", "--raw"]);
    assert!(
        raw.out.contains("foreign_script") && raw.out.contains("share of letters in a different script"),
        "{}",
        raw.out
    );
}

#[test]
fn explanations_name_what_decided_the_label() {
    let bench = Bench::new();
    bench.write("page.html", "<p>Hello world</p>");
    let ran = bench.run(&["explain", "page.html", "--block", "0"]);
    assert!(ran.out.contains(" (too-little-content), score of "), "{}{}", ran.out, ran.err);
    let ran = bench.run(&["explain", "page.html", "--block", "0", "--format", "json"]);
    let blocks: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(blocks[0]["decided_by"], "too-little-content");
}

#[test]
fn contributions_sum_to_the_score() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    for args in [&["--label", "content"][..], &["--block", "0", "--block", "3", "--why", "spam"], &["--top", "3"]] {
        let ran = explain(&bench, &[&["page.html", "--raw", "--format", "json"], args].concat());
        let blocks: Vec<serde_json::Value> = serde_json::from_str(&ran.out).unwrap();
        assert!(!blocks.is_empty());
        for block in blocks {
            let shown: f64 =
                block["contributions"].as_array().unwrap().iter().map(|c| c["contribution"].as_f64().unwrap()).sum();
            let sum = shown + block["others_sum"].as_f64().unwrap();
            assert!((sum - block["score"].as_f64().unwrap()).abs() < 1e-3, "{block}");
        }
    }
}

#[test]
fn clean_pages_have_nothing_to_explain() {
    let bench = Bench::new();
    bench.write("page.html", CLEAN);
    let ran = explain(&bench, &["page.html"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("no spam blocks"));
}

#[test]
fn one_page_is_chosen_by_its_id() {
    let bench = Bench::new();
    bench.write("pages.jsonl", [record("a", CLEAN), record("b", HACKED)].concat());
    assert_eq!(explain(&bench, &["pages.jsonl"]).code, 2);
    let ran = explain(&bench, &["pages.jsonl", "--id", "b"]);
    assert!(ran.out.starts_with("b block "), "{}{}", ran.out, ran.err);
    for (args, message) in [
        (&["pages.jsonl", "--id", "c"][..], "no page with the id"),
        (&["pages.jsonl", "--id", "a", "--block", "99"], "no block 99"),
        (&["pages.jsonl", "--block", "1", "--label", "spam"], "cannot be used with"),
    ] {
        let ran = explain(&bench, args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains(message), "{}", ran.err);
    }
}

#[test]
fn failures_are_reported_only_if_there_is_no_page() {
    let bench = Bench::new();
    let missing = explain(&bench, &["missing.jsonl", "--id", "a"]);
    assert!(missing.code == 1 && missing.err.starts_with("blocksift: missing.jsonl: "), "{}", missing.err);
    assert!(!missing.err.starts_with("blocksift: missing.jsonl: no page with the id"), "{}", missing.err);
    bench.write("bad.jsonl", ["not json\n", &record("a", HACKED), "nor this\n"].concat());
    for args in [&["bad.jsonl"][..], &["bad.jsonl", "--id", "a"]] {
        let ran = explain(&bench, args);
        assert!(ran.code == 0 && ran.out.starts_with("a block "), "{args:?}: {}", ran.err);
    }
    assert!(explain(&bench, &["bad.jsonl"]).err.contains("bad.jsonl: record at line 1"));
    let ran = explain(&bench, &["bad.jsonl", "--id", "b"]);
    assert!(ran.code == 1 && ran.err.contains("record at line 1"), "{}", ran.err);
    assert!(ran.err.contains("no page with the id \"b\""), "{}", ran.err);
    bench.write("worse.jsonl", "not json\n");
    assert_eq!(explain(&bench, &["worse.jsonl"]).code, 1);
}

#[test]
fn unreadable_inputs_fail_as_in_score() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    for command in ["score", "explain", "features"] {
        for args in [&["missing.html"][..], &["page.html", "--output", "no/such/folder/out"]] {
            let ran = bench.run(&[&[command], args].concat());
            assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{command} {args:?}: {}", ran.err);
        }
    }
}

#[test]
fn features_are_rows() {
    let bench = Bench::new();
    bench.write("page.html", HACKED);
    bench.write("page.txt", "One line.\n\nAnother line.");
    for (name, rows, absent) in [("page.html", 10, false), ("page.txt", 2, true)] {
        let ran = bench.run(&["features", name]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
        let header = reader.headers().unwrap().clone();
        assert_eq!(&header[0], "index");
        assert_eq!(header.len(), blocksift::features().len() + 1);
        let found: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert!(found.len() >= rows, "{name}: {}", found.len());
        for row in found {
            for (cell, feature) in row.iter().skip(1).zip(blocksift::features()) {
                assert_eq!(cell.is_empty(), absent && feature.needs_markup, "{name}: {}", feature.name);
                assert!(cell.is_empty() || cell.parse::<f32>().unwrap().is_finite());
            }
        }
    }
    assert_eq!(bench.run(&["features", "missing.html"]).code, 1);
}

#[test]
fn a_model_is_described() {
    let bench = Bench::new();
    let ran = bench.run(&["model", "--model", bench.model.to_str().unwrap()]);
    assert_eq!(ran.code, 0);
    for part in ["by hand", &blocksift::schema_hash(), "1 pages and grafts, 2 blocks", "5 features, 2 stages"] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
}

#[test]
fn a_model_is_described_with_its_operating_points() {
    let bench = Bench::new();
    let own = blocksift::Model::from_bytes(&std::fs::read(&bench.model).unwrap()).unwrap();
    let own_args = ["model", "--model", bench.model.to_str().unwrap()];
    for (args, model) in [(&["model"][..], blocksift::Model::embedded()), (&own_args, &own)] {
        let ran = bench.run(args);
        let points: Vec<String> = model.operating_points().iter().map(|point| format!("  {point}\n")).collect();
        assert!(!points.is_empty() && ran.out.ends_with(&points.concat()), "{args:?}: {}", ran.out);
    }
}

/// Checks that a generated file is up to date; with BLESS=1, updates it.
fn same_as_made(file: &str, args: &[&str]) {
    let ran = Bench::new().run(args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let path = project(file);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &ran.out).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == ran.out, "{file} is out of date: run `blocksift {} > {file}`", args.join(" "));
}

#[test]
fn the_schema_has_not_drifted() {
    same_as_made("docs/report.schema.json", &["schema"]);
}

#[test]
fn the_table_of_features_has_not_drifted() {
    same_as_made("docs/FEATURES.md", &["features", "--list"]);
}
