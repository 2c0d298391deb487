//! `errors`: where a model errs is shown with reasons, and untrusted text is escaped.

use crate::made::{MADE, MODEL, complaint, printed, text};
use crate::pages;
use std::path::Path;

/// Writes a page whose texts are all markup if they are not escaped, with gold that no answer can match.
fn write_hostile(path: &Path) {
    let page = &pages::pages()[1];
    let mut line: serde_json::Value = serde_json::from_str(&page.line()).unwrap();
    let html = line["html"].as_str().unwrap().to_owned();
    let text = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt; \u{202e}\u{1b}[31m ";
    line["html"] = html.replace("<p>", &format!("<p>{text}")).into();
    line["id"] = "\"><script>alert(3)</script>".into();
    line["page_type"] = "<b>article</b>".into();
    line["url"] = "https://example.org/'\"><svg onload=alert(4)>".into();
    line["content"] = page.paragraphs[1].as_str().into();
    std::fs::write(path, line.to_string()).expect("the folder can be written to");
}

#[test]
fn errors_are_shown_with_their_reasons() {
    let html = MADE.folder.join("errors.html");
    let (corpus, data) = (text(&MADE.corpus), text(&MADE.data));
    let arguments = ["errors", corpus, "--data", data, "--folds", "2", "--max-pages", "3", "--html", text(&html)];
    let printed = printed(&arguments);
    let all: Vec<&str> = printed.lines().find(|l| l.trim().starts_with("all ")).unwrap().split_whitespace().collect();
    assert_eq!(all[1], pages::pages().len().to_string(), "{printed}");
    let figures: Vec<f64> = all[2..].iter().map(|cell| cell.parse().unwrap()).collect();
    let [f1, _, _, oracle, ordering, decision] = figures[..] else { panic!("{all:?}") };
    assert!((1.0 - f1 - oracle - ordering - decision).abs() < 0.001, "the losses are not those of {f1}: {printed}");
    assert!(printed.contains("/article") && printed.contains("the 3 pages that lose most"), "{printed}");
    assert_eq!(printed.lines().filter(|l| l.starts_with("small-")).count(), 3, "{printed}");

    let page = std::fs::read_to_string(html).unwrap();
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'"), "no policy");
    assert_eq!(page.matches("<details>").count(), 3);
    assert!(!page.contains("<script") && !page.contains("http://"), "the page loads or runs something");
}

#[test]
fn errors_of_a_model_on_hostile_pages_are_escaped() {
    let folder = &MADE.folder;
    let (hostile, html) = (folder.join("hostile.jsonl"), folder.join("hostile.html"));
    write_hostile(&hostile);
    for format in [&[][..], &["--text"]] {
        let arguments = ["errors", text(&hostile), "--model", text(&MODEL), "--html", text(&html)];
        let printed = printed(&[&arguments[..], format].concat());
        assert!(printed.contains("scored by the model small") && printed.contains("wrongly kept: "), "{printed}");
        assert!(printed.contains("gain +") && !printed.contains(['\u{202e}', '\u{1b}']), "{printed}");
        let page = std::fs::read_to_string(&html).unwrap();
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the text is not shown");
        for markup in ["<script", "<img", "<svg", "<b>article", "\u{202e}", "\u{1b}"] {
            assert!(!page.contains(markup), "{markup:?} got through");
        }
    }
}

#[test]
fn pages_without_gold_have_no_errors() {
    let without = MADE.folder.join("no-gold.jsonl");
    std::fs::write(&without, "{\"id\": \"a\", \"html\": \"<p>Nothing is known of this.\"}\n").unwrap();
    let gold = complaint(&["errors", text(&without), "--model", text(&MODEL)]);
    assert!(gold.contains("content"), "{gold}");
}
