//! Options whose values make no sense are wrong usage, told before any work.

use crate::made::{MADE, complaint, text, train};

/// Runs a command that must be wrong usage, and returns its error.
fn usage_error(arguments: &[&str]) -> String {
    let output = train(arguments).output().expect("the binary can be run");
    let message = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
    assert!(!message.contains("expected to take") && !message.contains("pages read"), "{arguments:?}: {message}");
    message
}

#[test]
fn numbers_out_of_range_are_wrong_usage() {
    let copies = "expected a number from 0 to 100";
    let folds = "expected a whole number from 2 to 1000";
    let share = "expected a number from 0 to 1";
    for (command, option, values, message) in [
        ("table", "--collages", &["NaN", "-1", "1e30", "inf", "many"][..], copies),
        ("table", "--layout-swaps", &["1e300", "-0.5", "nan"], copies),
        ("table", "--disguises", &["1e300"], copies),
        ("table", "--rows-per-page", &["0", "1e3"], "expected a whole number from 1 to 100000"),
        ("table", "--seed", &["1.5", "99999999999999999999"], "invalid"),
        ("evaluate", "--folds", &["0", "1", "1001"], folds),
        ("compare", "--folds", &["0", "1"], folds),
        ("errors", "--folds", &["0", "1"], folds),
        ("evaluate", "--stages", &["0", "9"], "expected a whole number from 1 to 2"),
        ("evaluate", "--family-groups", &["0"], "expected a whole number from 1 to 1000"),
        ("evaluate", "--template-groups", &["4000000000"], "expected a whole number from 0 to 1000"),
        ("evaluate", "--hard-weight", &["-1", "NaN", "1e9"], "expected a number from 0 to 1000"),
        ("evaluate", "--spam-threshold", &["1.5", "-0.1", "NaN"], share),
        ("evade", "--below", &["60", "-1"], share),
        ("evade", "--each", &["0"], "expected a whole number from 1 to 1000"),
        ("evade", "--hosts", &["0"], "expected a whole number from 1 to 1000000"),
    ] {
        for value in values {
            let output = if command == "table" { &["-o", "none.csv"][..] } else { &[] };
            let error = usage_error(&[&[command, text(&MADE.corpus), option, value], output].concat());
            assert!(error.contains(message) && error.contains(value), "{command} {option} {value}: {error}");
        }
    }
}

#[test]
fn misspelled_features_are_wrong_usage() {
    let without = |name: &str| usage_error(&["evaluate", text(&MADE.corpus), "--without", name]);
    assert!(without("link").contains("did you mean links"), "{}", without("link"));
    assert!(without("vocabulry").contains("did you mean vocabulary"), "{}", without("vocabulry"));
    assert!(without("qqqq").contains("the groups are context, language, links"), "{}", without("qqqq"));
    assert!(without("").contains("the groups are"), "{}", without(""));
    let learner = |text: &str| usage_error(&["compare", crate::made::text(&MADE.corpus), "--learner", text]);
    let misspelled = learner("linear,without=structure+langauge");
    assert!(misspelled.contains("without=langauge: ") && misspelled.contains("language"), "{misspelled}");
    assert!(
        learner("linear,unseen=pl").contains("expected a group such as lang:pl"),
        "{}",
        learner("linear,unseen=pl")
    );
    assert!(learner("trees,max_depth=9").contains("max_depth is not between 1 and 8"));
    assert!(learner("trees,count=1e3").contains("not a whole number"));
    assert!(learner("trees,rate=NaN").contains("learning_rate"));
}

#[test]
fn files_that_cannot_be_are_told_before_any_work() {
    let corpus = text(&MADE.corpus);
    for arguments in [
        &["evaluate", corpus, "--held-out", "no-such-corpus.jsonl"][..],
        &["evaluate", corpus, "--json", "no-such-folder/figures.json"],
        &["compare", corpus, "--json", "no-such-folder/figures.json"],
        &["errors", corpus, "--html", "no-such-folder/page.html"],
        &["evade", corpus, "--csv", "no-such-folder/matrix.csv"],
        &["table", corpus, "-o", text(&MADE.folder)],
    ] {
        let message = complaint(arguments);
        assert!(!message.contains("pages read"), "{message}");
        assert!(message.contains("no-such-") || message.contains("this is a folder"), "{message}");
    }
}

#[cfg(unix)]
#[test]
fn files_that_never_end_are_refused() {
    let corpus = text(&MADE.corpus);
    for arguments in [
        &["errors", corpus, "--model", "/dev/zero"][..],
        &["table", corpus, "--no-grafts", "--corrections", "/dev/zero", "-o", "none.csv"],
        &["card", "/dev/zero", "--model", "/dev/zero", "-o", "none.md"],
    ] {
        let message = complaint(arguments);
        assert!(message.contains("/dev/zero: larger than 268435456 bytes"), "{message}");
    }
}
