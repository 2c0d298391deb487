//! The content as Markdown.

use blocksift::{Hints, Label, Sifter, Thresholds};
use blocksift_testkit::sifter;

/// Markdown of a page, with all of its blocks labeled content.
fn markdown(html: &str) -> String {
    let all =
        Thresholds::default().with_threshold(Label::Content, 0.0).unwrap().with_threshold(Label::Spam, 1.0).unwrap();
    let report = Sifter::default().with_thresholds(all).sift_str(html, &Hints::default());
    report.content_markdown()
}

#[test]
fn headings_have_their_level() {
    assert_eq!(
        markdown("<h1>Tide tables</h1><p>High water.<h3>May</h3>3 # 4"),
        "# Tide tables\n\nHigh water.\n\n### May\n\n3 # 4\n"
    );
}

#[test]
fn lists_keep_their_nesting_and_numbers() {
    let html = "<p>Bring:<ul><li>rope<li>food<ul><li>bread<li>cheese</ul><li><p>a lamp</p><p>with oil</p></ul>\
        <ol><li>Row out<li>Cast<ul><li>low</ul></ol>";
    let expected =
        "Bring:\n\n- rope\n- food\n  - bread\n  - cheese\n- a lamp\n\n  with oil\n1. Row out\n2. Cast\n   - low\n";
    assert_eq!(markdown(html), expected.replace("oil\n1.", "oil\n\n1."));
}

#[test]
fn quotes_keep_their_paragraphs_and_lists() {
    let html = "<blockquote><p>first</p><p>second</p><ul><li>a<li>b</ul></blockquote><p>after";
    assert_eq!(markdown(html), "> first\n>\n> second\n>\n> - a\n> - b\n\nafter\n");
    let nested = "<!doctype html><blockquote>outer<blockquote>inner</blockquote></blockquote>";
    assert_eq!(markdown(nested), "> outer\n>\n> > inner\n");
}

#[test]
fn data_tables_have_a_header_and_empty_cells() {
    let html = "<table><caption>Boats</caption><tr><th>Name<th>Built<th>Sail<tr><td>Ada<td><td>a | b<tr><td><a href=/rut>Rut</a><td>1931</table>";
    let expected =
        "Boats\n\n| Name | Built | Sail |\n| --- | --- | --- |\n| Ada | | a \\| b |\n| [Rut](/rut) | 1931 | |\n";
    assert_eq!(markdown(html), expected);
}

#[test]
fn layout_tables_are_written_as_blocks() {
    let html = "<table><tr><td><h2>News</h2><p>One</p><td>Two<tr><td>Three<td>Four</table>";
    assert_eq!(markdown(html), "## News\n\nOne\n\nTwo\n\nThree\n\nFour\n");
}

#[test]
fn code_keeps_its_lines_and_language() {
    let html = "<p>Run:</p><pre><code class='language-rust'>fn main() {\n    ok();\n}\n</code></pre><ul><li><pre>a\n\n  b</pre></ul>";
    assert_eq!(markdown(html), "Run:\n\n```rust\nfn main() {\n    ok();\n}\n```\n\n- ```\n  a\n  \n    b\n  ```\n");
}

#[test]
fn links_are_kept_and_javascript_links_are_not() {
    let html = "<p>See <a href='https://a.example/x_(y)'>the *map*</a>, <a href='javascript:go()'>go</a> or <a href='#top'>up</a>.";
    assert_eq!(markdown(html), "See [the \\*map\\*](https://a.example/x_%28y%29), go or up.\n");
}

#[test]
fn markdown_has_every_word_of_the_content_once() {
    let html = include_str!("../../examples/pages/hacked-news.html");
    let report = sifter().sift_str(html, &Hints::default());
    let plain = |text: &str| text.replace(|c: char| !c.is_alphanumeric(), "");
    let mut markdown = report.content_markdown().replace("\n1. ", "\n").replace("\n2. ", "\n");
    while let Some(at) = markdown.find("](") {
        let end = markdown[at..].find(')').unwrap();
        markdown.replace_range(at..=at + end, "");
    }
    assert_eq!(plain(&markdown), plain(&report.content_text()));
}
