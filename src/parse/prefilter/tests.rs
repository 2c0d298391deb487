//! The prefilter leaves the tree the same.

use super::super::tree::{Parsed, parse, parse_unfiltered};
use super::*;
use crate::limits::Limits;
use proptest::prelude::*;
use scraper::Node;

/// Fragments that start or end tags, attributes, comments and raw text, or only seem to.
const TRAPS: [&str; 107] = [
    "<p>",
    "</p>",
    "<p",
    "<P CLASS=a",
    "<div",
    "<div title='<p>'>",
    "</div a='>'>",
    "<br/>",
    "<br /data-x>",
    "<br data-x/>",
    "<a href=x",
    "<a",
    "</a>",
    "<svg",
    "<svg/data-x>",
    "<svg>",
    "</svg>",
    "<path d='>'/>",
    "<svg><path/>",
    "<g>",
    "</g>",
    "<use a>",
    "<select>",
    "<g/>",
    "<title>",
    "</title>",
    "</title",
    "<textarea>",
    "</textarea >",
    "<pre>",
    "</pre>",
    "\n  ",
    "\t",
    "<style>",
    "</style>",
    "<script>",
    "</script>",
    "<script type=application/ld+json>",
    "<!--",
    "-->",
    "--!>",
    "--",
    "->",
    "<!",
    "<!-->",
    "<!--->",
    "<?",
    "</",
    "</>",
    "<",
    ">",
    "/>",
    "/",
    " / ",
    "=",
    " = ",
    "\"",
    "'",
    " class",
    " class=\"a b\"",
    " data-x='y'",
    " data-x=y>",
    " id=z",
    " HIDDEN",
    " style = a",
    "<![CDATA[",
    "]]>",
    "<table>",
    "<td>",
    "</table>",
    "<b data-x>",
    "<plaintext>",
    "&lt;",
    "&amp;",
    "&amp",
    "&nbsp;",
    "&notin;",
    "&eacute;",
    "&#8217;",
    "&#x2019;",
    "&#128;",
    "&#0;",
    "&#xd800;",
    "&#32;",
    "&#",
    "&",
    ";",
    "&copy",
    "<a href=?a&copy=1&amp;b&lt=2&#39;>",
    "<meta a=1 A=2 =b=3>",
    "<b class=x>",
    "<font color=a&amp;b size=1 size=2>",
    "<input type=hidden value='&quot;'>",
    "<link rel=a\0b>",
    "\r",
    "\r\n",
    " =\"B",
    " =B",
    " x=''",
    " class x=\"\"",
    "<b t='\"><style>'>",
    "<path style=a>",
    "<svg><script>",
    "<math>",
    " xlink:href=a",
    "\0",
    "\u{feff}",
];

/// The tree, without what the prefilter may drop.
fn outline(parsed: &Parsed) -> String {
    let mut outline = String::new();
    for node in parsed.html.tree.root().descendants() {
        if node.ancestors().any(|n| n.value().as_element().is_some_and(|e| e.name() == "svg")) {
            continue;
        }
        let depth = node.ancestors().count();
        match node.value() {
            Node::Element(element) => {
                let kind = Kind::of(element.name().as_bytes());
                outline.push_str(&format!("{depth} {}", element.name()));
                for (name, value) in element.attrs().filter(|(n, _)| kind.reads(n.as_bytes())) {
                    outline.push_str(&format!(" {name}={value:?}"));
                }
            }
            Node::Text(text) => {
                let is_inside =
                    |name: &str| node.ancestors().any(|n| n.value().as_element().is_some_and(|e| e.name() == name));
                let is_preformatted = ["pre", "textarea", "listing", "xmp", "plaintext"].into_iter().any(is_inside);
                let collapsed: Vec<&str> = text.text.split_ascii_whitespace().collect();
                if is_inside("script") || is_inside("style") {
                    continue;
                }
                outline.push_str(&format!(
                    "{depth} {:?}",
                    if is_preformatted { text.text.to_string() } else { collapsed.join(" ") }
                ));
            }
            other => outline.push_str(&format!("{depth} {}", std::any::type_name_of_val(other))),
        }
        outline.push('\n');
    }
    outline
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn the_tree_is_the_same(parts in prop::collection::vec(prop_oneof![
        8 => prop::sample::select(&TRAPS[..]).prop_map(str::to_owned),
        2 => "[a-c \n]{1,4}",
        1 => Just((0..20).map(|i| format!("w{i}{} ", "x".repeat(210))).collect::<String>()),
    ], 1..60)) {
        let html = parts.concat();
        let limits = Limits::default();
        prop_assert_eq!(outline(&parse(&html, &limits)), outline(&parse_unfiltered(&html, &limits)));
    }
}

fn filtered(html: &str) -> String {
    let mut prefilter = Prefilter::new(html, 0..html.len(), 100);
    prefilter.is_in_text = true;
    while let Step::Written | Step::BeforeRawText = prefilter.next() {
        prefilter.is_in_text = true;
    }
    prefilter.output
}

#[test]
fn unread_markup_is_dropped() {
    assert_eq!(filtered("<p data-a=\"1\" class=b onclick='c()' d>\n  e\n</p>"), "<p  class=b  > e </p>");
    assert_eq!(
        filtered("<img src=a alt=b><!-- c --><a\nhref = 'd' target=e>f</a>"),
        "<img  ><!----><a\nhref = 'd' >f</a>"
    );
    assert_eq!(filtered("<pre data-a>\n b\n</pre>"), "<pre >\n b\n</pre>");
}
