//! Scripts are passed over without being read; what is text and what is code must not change by that.

use super::{cases, page, texts};
use proptest::prelude::*;
use scraper::{Html, Node};

/// What decides where code begins and ends, and text that looks like it.
const TRAPS: [&str; 27] = [
    "<p>one ",
    " two",
    "</p>",
    "<script>",
    "<SCRIPT>",
    "<script async src=a.js>",
    "<script type='application/ld+json'>",
    "<script data-a='>'>",
    "<script ",
    "</script>",
    "</SCRIPT >",
    "</script",
    "</scripture>",
    "<script/>",
    "<!--",
    "-->",
    "<!-- <script> -->",
    "<svg>",
    "</svg>",
    "<div title='<script>'>",
    "<div title=\"<script>a</script>\">",
    "</div>",
    "if (a < b) c('</p><p>no text</p>');",
    "document.write('<script>d()<\\/script>');",
    "document.getElementById('e').style.display='none';",
    "</html>",
    "<b id=e>three</b>",
];

/// The text that html5ever's tree has outside of scripts.
fn text_of_tree(html: &str) -> String {
    let is_text = |node: &ego_tree::NodeRef<'_, Node>| {
        !node.ancestors().filter_map(|n| n.value().as_element()).any(|e| matches!(e.name(), "script" | "svg" | "head"))
    };
    let tree = Html::parse_document(html);
    let of_text = |node: ego_tree::NodeRef<'_, Node>| node.value().as_text().map(|t| t.text.to_string());
    tree.tree.root().descendants().filter(is_text).filter_map(of_text).collect::<String>()
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(cases(512))]
    #[test]
    fn text_is_what_the_parser_says(traps in prop::collection::vec((prop::sample::select(&TRAPS[..]), 0..3u8), 1..40)) {
        // Some of it longer than what is fed to the parser at a time.
        let pad = |n: u8| if n == 2 { "long".repeat(1300) } else { String::new() };
        let html: String = traps.iter().map(|(trap, n)| format!("{trap}{}", pad(*n))).collect();
        let html = format!("<body><p>start</p>{html}");
        let (read, expected) = (without_space(page(&html).text()), without_space(&text_of_tree(&html)));
        // A script may hide this one, and then it comes after the line that it stands in.
        let hidden = |text: &str| text.matches("three").count();
        prop_assert_eq!(hidden(&read), hidden(&expected));
        prop_assert_eq!(read.replace("three", ""), expected.replace("three", ""));
    }
}

#[test]
fn text_goes_on_after_code() {
    let code = "for (i = 0; i < 9; i++) { a('</p><p>no'); }\n".repeat(300);
    let html = format!("<p>a</p><script>{code}</script><p>b</p><SCRIPT>{code}</SCRIPT><p>c</p><script>{code}<p>d</p>");
    assert_eq!(texts(&page(&html)), ["a", "b", "c"]);
}

#[test]
fn a_script_within_a_comment_of_a_script_does_not_end_it() {
    let html = "<p>a</p><script><!-- b('<script>c</script>'); --></script><p>d</p>";
    assert_eq!(texts(&page(html)), ["a", "d"]);
}
