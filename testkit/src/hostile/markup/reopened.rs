//! Formatting elements with a long attribute, left open. The parser opens them again in every paragraph, cell or heading
//! that follows, and each copy has the attribute.

use crate::hostile::{Case, Make, html};

/// The elements that HTML opens again.
const TAGS: [&str; 13] = ["a", "b", "i", "u", "em", "s", "tt", "big", "small", "strong", "code", "font", "nobr"];

/// Attributes that somebody reads, and what makes each of them long.
const ATTRIBUTES: [(&str, &str); 6] = [
    ("style", "color:#fff;"),
    ("class", "class-# "),
    ("id", "part-# "),
    ("href", "/part-#"),
    ("title", "a word and # "),
    ("role", "role-# "),
];

/// What opens formatting elements again, besides a paragraph.
const PLACES: [(&str, &str); 7] = [
    ("list items", "<li>x"),
    ("definitions", "<dd>x"),
    ("div", "<div>x</div>"),
    ("headings", "<h2>x</h2>"),
    ("white space", "<p> "),
    ("links", "<p><a href=/x>x</a>"),
    ("fostered text", "<table>x<tr>"),
];

/// The cases.
pub(in crate::hostile) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for tag in TAGS {
        for (name, value) in ATTRIBUTES {
            cases.push(html(format!("reopened {tag}, long {name}"), one_long(tag, name, value, "<p>x")));
        }
    }
    for (place, often) in PLACES {
        for (name, value) in ATTRIBUTES {
            cases.push(html(format!("reopened b by {place}, long {name}"), one_long("b", name, value, often)));
        }
    }
    for (tag, name) in [("font", "face"), ("a", "href"), ("b", "title"), ("b", "style"), ("b", "class"), ("i", "id")] {
        cases.push(html(format!("reopened {tag}, hundreds of {name}"), Make::of(move |size| many(tag, name, size))));
        let adoption = format!("<div>x</{tag}></div>");
        cases.push(html(format!("adopted {tag}, long {name}"), one_long(tag, name, "/part-# ", &adoption)));
    }
    cases.push(html("reopened b, a sentence in every paragraph", sentences()));
    cases
}

/// An element whose attribute takes half of the page, and something that opens it again to the end of the page.
fn one_long(tag: &str, name: &str, value: &str, often: &str) -> Make {
    Make::product(format!("<p>The boat came in.<p><{tag} {name}=\""), value, "\">", often)
}

/// The paragraphs look like content, so that every format writes them.
fn sentences() -> Make {
    Make::product(
        "<p>The harbour is a place of boats.<p><b title=\"",
        "a word and # ",
        "\">",
        "<p>In winter the ferry was late on most mornings, and nobody in the town was surprised by it. #",
    )
}

/// Hundreds of elements with attributes of a quarter of the page together, then paragraphs.
fn many(tag: &str, name: &str, size: usize) -> Vec<u8> {
    const COUNT: usize = 200;
    let long = "long-value-".repeat((size / 4 / COUNT / 11).max(1));
    let mut page = String::from("<p>");
    (0..COUNT).for_each(|i| page.push_str(&format!("<{tag} {name}='{i}{long}'>")));
    page.push_str(&"<p>x".repeat(size.saturating_sub(page.len()) / 4));
    page.into_bytes()
}
