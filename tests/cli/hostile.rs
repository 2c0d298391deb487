//! Pages that want to do something to whoever looks at their report.

use super::support::HACKED;
use super::{Bench, record};

const TRICKS: &str = "\u{1b}[2J\u{1b}]0;owned\u{7} \u{9b}31m \u{202e}drow\u{2066}x\u{2069} a\u{200b}b\u{feff}c\u{ad}d \
                      \u{e0041}\u{7f}\u{8}\u{85} \u{2028}";

/// Control characters, direction marks and characters that are not seen.
fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let bench = Bench::new();
    let page = format!("<title>{TRICKS}</title><body class='{TRICKS}'><p>{TRICKS} tail<pre>{TRICKS}\rx</pre>");
    bench.write("page.html", &page);
    bench.write("page.txt", TRICKS);
    bench.write("pages.jsonl", record(TRICKS, &page));
    let ran = bench.score(&["page.html", "page.txt", "pages.jsonl", "--format", "pretty"]);
    assert_eq!(ran.code, 0);
    assert!(!ran.out.contains(is_hostile), "{:?}", ran.out);
    assert!(ran.out.contains("\\u{1b}[2J") && ran.out.contains("\\u{202e}drow"));
    let model = bench.model.to_str().unwrap();
    let explained = bench.run(&["explain", "page.html", "--model", model, "--block", "0", "--block", "1"]);
    assert_eq!(explained.code, 0, "{}", explained.err);
    assert!(!explained.out.contains(is_hostile), "{:?}", explained.out);
    for format in ["text", "markdown"] {
        let ran = bench.score(&["page.html", "page.txt", "--format", format, "--threshold", "content=0"]);
        let text = ran.out.replace("\x0c\n", "");
        assert!(!text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'), "{text:?}");
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_are_shown_safely() {
    let bench = Bench::new();
    let ran = bench.score(&["missing\u{1b}[31m\u{202e}.html"]);
    assert_eq!(ran.code, 1);
    assert!(!ran.err.contains(is_hostile), "{:?}", ran.err);
    assert!(ran.err.contains("missing\\u{1b}[31m"));
}

#[test]
fn spreadsheets_run_nothing() {
    let bench = Bench::new();
    let bad = ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "=a;=b"];
    let page: String = bad.iter().map(|b| format!("<p>{b}</p>")).chain(["<pre>\t=1</pre>".to_owned()]).collect();
    bench.write("pages.jsonl", record("=id", &page));
    let ran = bench.score(&["pages.jsonl", "--format", "csv"]);
    let mut rows = csv::Reader::from_reader(ran.out.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    for row in &rows {
        assert_eq!(&row[0], "'=id");
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{row:?}");
    }
    assert_eq!(&rows[0][10], "'=HYPERLINK(1)");
    assert!(ran.out.contains("\"'=a;=b\""), "text is quoted, so that `;` does not part cells");
}

#[test]
fn json_lines_stay_lines() {
    let bench = Bench::new();
    bench.write("page.html", format!("<pre>{TRICKS}\n\r\nx\u{0}\u{2029}</pre>"));
    assert_eq!(bench.score(&["page.html"]).reports().len(), 1);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let bench = Bench::new();
    let records: String = (0..2000).map(|i| record(&format!("p{i}"), HACKED)).collect();
    bench.write("pages.jsonl", records);
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("blocksift"))
        .args(["score", "--model"])
        .arg(&bench.model)
        .arg(bench.path("pages.jsonl"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}
