//! Floods of attributes: on `<html>` and `<body>`, which take those of their repetitions, and long ones on every tag.

use crate::hostile::{Case, Make, html};

/// The cases.
#[rustfmt::skip]
pub(in crate::hostile) fn cases() -> Vec<Case> {
    use Make::{Count, Repeat};
    let mut cases = vec![
        html("attributes on repeated html", Count("", "<html a#=x>", "<p>x")),
        html("attributes on repeated body", Count("", "<body a#=x>", "<p>x")),
        html("attributes on repeated html, one name", Repeat("", "<html lang=en>", "<p>x")),
        html("attributes on repeated body, one name", Repeat("", "<body class=a>", "<p>x")),
        html("attributes on repeated html, NUL in a style", Count("<style>\0</style>", "<html a#=x>", "<p>x")),
        html("attributes on repeated body, NUL in a style", Count("<style>\0</style>", "<body a#=x>", "<p>x")),
        html("hundreds of attributes on repeated body", Make::of(hundreds)),
        html("long attributes on repeated body", Make::of(|size| long("body", "title", size))),
        html("data attributes on every tag", Count("", "<p data-a#='a word' data-b#='a word' data-c#='a word'>x", "")),
    ];
    for name in ["style", "class", "id", "href", "title", "role", "alt", "aria-label", "data-x"] {
        let make = Make::of(move |size| long("div", name, size));
        cases.push(html(format!("long {name} on every div"), make));
    }
    cases
}

/// Repetitions of `<body>` with 400 attributes each, all different.
fn hundreds(size: usize) -> Vec<u8> {
    let (mut page, mut number) = (String::new(), 0);
    while page.len() < size {
        page.push_str("<body");
        (number..number + 400).for_each(|i| page.push_str(&format!(" a{i}")));
        page.push('>');
        number += 400;
    }
    page.into_bytes()
}

/// Tags with an attribute of 2,000 bytes each, all different.
fn long(tag: &str, name: &str, size: usize) -> Vec<u8> {
    let value = "word-and-word ".repeat(140);
    let (mut page, mut number) = (String::new(), 0);
    while page.len() < size {
        page.push_str(&format!("<{tag} {name}='n{number} {value}'>x</{tag}>"));
        number += 1;
    }
    page.into_bytes()
}
