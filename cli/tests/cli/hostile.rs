//! Pages that attack whoever looks at their report.

use super::{Bench, record};
use blocksift_testkit::HACKED;

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
fn file_names_are_escaped() {
    let bench = Bench::new();
    let ran = bench.score(&["missing\u{1b}[31m\u{202e}.html"]);
    assert_eq!(ran.code, 1);
    assert!(!ran.err.contains(is_hostile), "{:?}", ran.err);
    assert!(ran.err.contains("missing\\u{1b}[31m"));
}

#[test]
fn spreadsheets_run_nothing() {
    let bench = Bench::new();
    let bad = ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "=a;=b", "\u{200b}=1"];
    let page: String = bad.iter().map(|b| format!("<p>{b}</p>")).chain(["<pre>\t=1</pre>".to_owned()]).collect();
    bench.write("pages.jsonl", record("=id", &page));
    let ran = bench.score(&["pages.jsonl", "--format", "csv"]);
    let mut rows = csv::Reader::from_reader(ran.out.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 7);
    for row in &rows {
        assert_eq!(&row[0], "'=id");
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\u{200b}'])), "{row:?}");
    }
    assert_eq!(&rows[0][12], "'=HYPERLINK(1)");
    assert!(ran.out.contains("\"'=a;=b\""), "text is quoted, so that `;` does not split cells");
}

#[test]
fn json_lines_stay_lines() {
    let bench = Bench::new();
    bench.write("page.html", format!("<pre>{TRICKS}\n\r\nx\u{0}\u{2029}</pre>"));
    assert_eq!(bench.score(&["page.html"]).reports().len(), 1);
}

#[test]
fn json_is_safe_to_look_at_and_means_the_same() {
    let bench = Bench::new();
    bench.write("page.html", format!("<title>{TRICKS}</title><pre>{TRICKS}\n\r\nx\u{0}\u{2029}\u{61c}</pre>"));
    let ran = bench.score(&["page.html"]);
    let direction =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}');
    assert!(!ran.out.trim_end().contains(|c: char| c.is_control() || direction(c)), "{:?}", ran.out);
    let text = ran.reports()[0]["blocks"][1]["text"].as_str().unwrap().to_owned();
    assert!(
        text.contains("\u{202e}drow\u{2066}x\u{2069}") && text.contains('\u{1b}') && text.contains('\u{2028}'),
        "{text:?}"
    );
}

#[test]
fn every_format_is_utf_8_without_controls() {
    let bench = Bench::new();
    let page =
        [b"<p>caf\xe9 \xff\xfe \xed\xa0\x80 ".as_slice(), TRICKS.as_bytes(), b"</p><pre>\x1b[2J\x00</pre>"].concat();
    bench.write("page.html", page);
    for format in ["jsonl", "csv", "text", "markdown", "pretty"] {
        let ran = bench.score(&["page.html", "--format", format, "--threshold", "content=0"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let text = ran.out.replace("\x0c\n", "");
        assert!(!text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')), "{format}: {text:?}");
    }
}

#[test]
fn markdown_holds_no_markup_of_the_page() {
    let bench = Bench::new();
    let texts = [
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "[x](javascript:alert(1))",
        "![x](y)",
        "1. x",
        "# x",
        "&amp;lt;b&amp;gt;",
    ];
    let page: String = texts.iter().map(|t| format!("<p>{t}</p>")).collect();
    bench.write("page.html", format!("{page}<pre>```\n</pre>"));
    let ran = bench.score(&["page.html", "--format", "markdown", "--threshold", "content=0"]);
    let expected = [
        "\\<script>alert(1)\\</script>",
        "\\[x\\](javascript:alert(1))",
        "!\\[x\\](y)",
        "1\\. x",
        "\\# x",
        "\\&lt;b\\&gt;",
        "````\n```\n````",
    ];
    assert_eq!(ran.out.trim_end(), expected.join("\n\n"));
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
