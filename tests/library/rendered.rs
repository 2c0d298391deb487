//! What a parser of CommonMark with GitHub's extensions makes of the Markdown: the page's words and its markup, no more.

use super::markdown::report;
use blocksift::Label;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The text that readers see, without white space, and the names of all elements in order.
fn rendered(markdown: &str) -> (String, Vec<String>) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_MATH;
    let (mut text, mut elements) = (String::new(), Vec::new());
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(own) | Event::Code(own) => text.push_str(&own),
            Event::InlineHtml(tag) => {
                assert!(["<sup>", "</sup>", "<sub>", "</sub>", "<br>"].contains(&&*tag), "{tag} in {markdown}");
                elements.extend(["<sup>", "<sub>"].contains(&&*tag).then(|| tag.trim_matches(['<', '>']).to_owned()));
            }
            Event::InlineMath(tex) | Event::DisplayMath(tex) => elements.push(format!("math {tex}")),
            Event::TaskListMarker(is_done) => elements.push(if is_done { "done".into() } else { "task".into() }),
            Event::Start(tag) => elements.extend(name(&tag)),
            Event::End(TagEnd::Paragraph) | Event::SoftBreak | Event::HardBreak | Event::End(_) => {}
            other => panic!("{other:?} in {markdown}"),
        }
    }
    text.retain(|c| !c.is_whitespace());
    (text, elements)
}

fn name(tag: &Tag<'_>) -> Option<String> {
    Some(match tag {
        Tag::Paragraph | Tag::TableHead | Tag::TableRow | Tag::TableCell => return None,
        Tag::Heading { level, .. } => level.to_string(),
        Tag::BlockQuote(_) => "blockquote".into(),
        Tag::CodeBlock(_) => "pre".into(),
        Tag::List(Some(start)) => format!("ol {start}"),
        Tag::List(None) => "ul".into(),
        Tag::Item => "li".into(),
        Tag::Table(_) => "table".into(),
        Tag::Emphasis => "em".into(),
        Tag::Strong => "strong".into(),
        Tag::Strikethrough => "del".into(),
        Tag::Link { dest_url, .. } => format!("a {dest_url}"),
        Tag::Image { dest_url, .. } => format!("img {dest_url}"),
        other => panic!("{other:?}"),
    })
}

/// What is rendered for a page.
fn of_page(html: &str) -> (String, String) {
    let (text, elements) = rendered(&report(html, None).content_markdown());
    (text, elements.join(", "))
}

#[test]
fn inline_markup_is_that_of_the_page() {
    for (html, elements) in [
        ("<p>was <del>10</del> <s>9</s> <strike>8</strike> now 7", "del, del, del"),
        ("<p>E = mc<sup>2</sup>, H<sub>2</sub>O", "sup, sub"),
        ("<p>a note<sup><a href=#n1>[1]</a></sup> and<a href=/n><sup>2</sup></a>", "a /n"),
        ("<p>the 4<sup><a href=/th>th</a> of</sup> May", "sup, a /th"),
        ("<p><b>bold <i>both</i></b> <i>it <b>both</b></i>", "strong, em, em, strong"),
        ("<p><b> spaced </b>out <i>\u{a0}x\u{a0}</i>", "strong, em"),
        ("<p>foo<b><a href=/x>bar</a></b> baz", "a /x, strong"),
        ("<p>foo<a href=/x><b>bar</b></a>baz", "a /x, strong"),
        ("<p>foo<b><sup>a</sup>bar</b> baz", "sup"),
        ("<p><a id=top></a><a name=x>text</a> <a href=#x>up</a>", ""),
        ("<b><p>one</p><p>two</p></b><p><del>three", "strong, strong, del"),
        ("<del><p>one</p><p>two</p></del>", "del, del"),
        ("<p><del>~5</del> ~ <del>x</del>", "del, del"),
        ("<p><code>a`b</code> <code>``</code> <code> ` </code>", ""),
        ("<p><sup>a<sup>b</sup></sup>", "sup, sup"),
        ("<p>x<sup># 1</sup><br># 2<br>- 3", "sup"),
        ("<p><b>a</b><i>b</i><s>c</s>", "strong, del"),
        ("<p>see <math><msup><mi>x</mi><mn>2</mn></msup></math>", "math x^{2}"),
        (
            "<ul><li><input type=checkbox disabled checked> done<li><p><input type=checkbox disabled> # not</p></ul>",
            "ul, li, done, li, task",
        ),
        ("<ul><li><label><input type=checkbox> a filter</label></ul>", "ul, li"),
        ("<ol start=4><li>a<ol><li>b</ol><li>c</ol>", "ol 4, li, ol 1, li, li"),
        ("<blockquote>a<blockquote>b</blockquote>c</blockquote>", "blockquote, blockquote"),
        ("<dl><dt>Term<dd>What it is<dd>- more</dl>", ""),
        (
            "<table><tr><td>a|b<td>c<br>d<tr><td colspan=2><b>e</b><tr><td><code>|</code><td>\\|</table>",
            "table, strong",
        ),
    ] {
        let (text, found) = of_page(html);
        assert_eq!(found, elements, "{html}: {}", report(html, None).content_markdown());
        let own: String = report(html, None).text_of(Label::Content).split_whitespace().collect();
        if !elements.contains("math") {
            assert_eq!(text, own, "{html}");
        }
    }
}

/// Words and signs that mean something in Markdown.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Hafen",
        "x",
        "1.",
        "2)",
        "-",
        "+",
        "#",
        "##",
        "*",
        "**",
        "_a_",
        "~~",
        "~",
        "`",
        "```",
        "|",
        "[x]",
        "(y)",
        "!",
        "&amp;lt;",
        "&lt;b&gt;",
        "\\",
        "---",
        "===",
        ":",
        "\u{6f6e}\u{6c50}",
        "&gt;",
        "www.a.example ",
        "http://b.example/c ",
        "a*b",
        "\u{e9}.",
        "\u{ab}q\u{bb}",
        "[ ]",
        "^",
        "&copy;",
    ]);
    prop::collection::vec((word, prop::bool::ANY), 1..5).prop_map(|words| {
        words
            .into_iter()
            .map(|(word, has_space)| if has_space { format!("{word} ") } else { word.to_owned() })
            .collect()
    })
}

/// Inline markup around words.
fn inline() -> impl Strategy<Value = String> {
    words().prop_recursive(3, 24, 4, |inner| {
        let tag =
            prop::sample::select(vec!["b", "i", "em", "strong", "del", "s", "sup", "sub", "code", "a href=/t", "span"]);
        let wrapped = (tag, inner.clone())
            .prop_map(|(tag, inner)| format!("<{tag}>{inner}</{}>", tag.split(' ').next().unwrap()));
        prop_oneof![
            wrapped,
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
            (inner.clone(), inner).prop_map(|(a, b)| format!("{a}<br>{b}")),
        ]
    })
}

/// Blocks of inline markup.
fn blocks() -> impl Strategy<Value = String> {
    let block = (prop::sample::select(vec!["p", "h2", "div", "blockquote", "dd"]), inline())
        .prop_map(|(tag, inner)| format!("<{tag}>{inner}</{tag}>"));
    let block = prop_oneof![3 => block, 1 => inline().prop_map(|inner| format!("<pre>{inner}</pre>"))];
    block.prop_recursive(3, 16, 3, |inner| {
        let list = (prop::sample::select(vec!["ul", "ol", "ol start=7"]), prop::collection::vec(inner.clone(), 1..3))
            .prop_map(|(tag, items)| {
                let items: String = items.iter().map(|item| format!("<li>{item}</li>")).collect();
                format!("<{tag}>{items}</{}>", tag.split(' ').next().unwrap())
            });
        let table = prop::collection::vec(inline(), 4).prop_map(|cells| {
            format!("<table><tr><td>{}<td>{}<tr><td>{}<td>{}</table>", cells[0], cells[1], cells[2], cells[3])
        });
        prop_oneof![
            list,
            table,
            inner.clone().prop_map(|inner| format!("<blockquote>{inner}</blockquote>")),
            prop::collection::vec(inner, 1..3).prop_map(|parts| parts.concat()),
        ]
    })
}

proptest! {
    #![proptest_config(crate::cases(300))]

    #[test]
    fn markdown_is_read_back_as_the_words_of_the_page(html in blocks()) {
        let report = report(&html, None);
        let markdown = report.content_markdown();
        let (text, elements) = rendered(&markdown);
        let own: String = report.text_of(Label::Content).split_whitespace().collect();
        let formulas: usize = elements.iter().filter(|name| name.starts_with("math")).count();
        if formulas == 0 {
            prop_assert_eq!(text, own, "{}", markdown);
        }
        let count = |name: &str| elements.iter().filter(|e| e.split(' ').next() == Some(name)).count();
        for (name, tags) in [
            ("strong", &["<b>", "<strong>"][..]), ("em", &["<i>", "<em>"]), ("del", &["<del>", "<s>"]), ("sup", &["<sup>"]),
            ("sub", &["<sub>"]), ("a", &["<a "]), ("li", &["<li>"]), ("ul", &["<ul>"]), ("ol", &["<ol"]), ("pre", &["<pre>"]),
            ("table", &["<table>"]), ("h2", &["<h2>"]), ("blockquote", &["<blockquote>"]),
        ] {
            let has: usize = tags.iter().map(|tag| html.matches(tag).count()).sum();
            prop_assert!(has > 0 || count(name) == 0, "<{}> in {} of {}", name, markdown, html);
        }
    }
}
