//! Long commands say how long they will take and how far they are.

use crate::made::{MADE, text, train};

fn messages(more: &[&str]) -> String {
    let out = MADE.folder.join("progress.csv");
    let arguments = ["table", text(&MADE.corpus), "--no-grafts", "--collages", "0", "-o", text(&out)];
    let output = train(&[&arguments[..], more].concat()).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn without_a_terminal_there_is_a_line_per_step() {
    let messages = messages(&[]);
    let lines: Vec<&str> = messages.lines().collect();
    assert!(lines.first().is_some_and(|l| l.starts_with("blocksift-train: about ") && l.ends_with("expected")));
    for step in ["read pages", "table of markup", "table of plain text"] {
        let of_step: Vec<&&str> = lines.iter().filter(|l| l.contains(step) && l.contains(" left")).collect();
        assert_eq!(of_step.len(), 1, "{step}: {messages}");
    }
    assert!(lines.last().is_some_and(|l| l.contains("progress.csv") && l.contains(" rows, in ")), "{messages}");
}

#[test]
fn quiet_runs_say_nothing() {
    assert_eq!(messages(&["--quiet"]), "");
}
