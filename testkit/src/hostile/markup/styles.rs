//! Style sheets and style attributes: floods of rules, selectors and declarations, nests, and rules that apply often.

use crate::hostile::{Case, Make, html};

/// The cases.
#[rustfmt::skip]
pub(in crate::hostile) fn cases() -> Vec<Case> {
    use Make::{Count, Repeat};
    const END: &str = "</style><p class=a1>x";
    vec![
        html("style: rules, each for another class", Count("<style>", ".a#{display:none}", END)),
        html("style: rules for one class", Repeat("<style>", ".a1{display:none}.a1{display:block}", END)),
        html("style: ids", Count("<style>", "#a#{display:none}", END)),
        html("style: element rules", Repeat("<style>", "p{display:none}p{display:block}", END)),
        html("style: universal rules", Repeat("<style>", "*{color:red}", END)),
        html("style: attribute selectors", Count("<style>", "[a#=x]{display:none}", END)),
        html("style: descendants", Repeat("<style>", "p ", "{display:none}</style><p class=a1>x")),
        html("style: siblings", Repeat("<style>", "p+p~", "p{display:none}</style><p class=a1>x")),
        html("style: compound selectors", Count("<style>", ".a#.b#.c#:not(.d#)>p{opacity:0}", END)),
        html("style: nested :not", Repeat("<style>", ":not(", END)),
        html("style: nested parentheses", Repeat("<style>.a1{width:calc(", "(", END)),
        html("style: nested brackets", Repeat("<style>.a1{x:", "[{", END)),
        html("style: nested rules", Repeat("<style>", "a{", END)),
        html("style: declarations", Repeat("<style>.a1{", "display:none;", "}</style><p class=a1>x")),
        html("style: important declarations", Repeat("<style>.a1{", "display:none!important;", "}</style><p class=a1>x")),
        html("style: custom properties", Count("<style>.a1{", "--a#:var(--b#);", "}</style><p class=a1>x")),
        html("style: numbers", Repeat("<style>.a1{width:", "1e9px 0.5em -3% ", "}</style><p class=a1>x")),
        html("style: colors", Repeat("<style>.a1{", "color:rgb(1,2,3);background:hsl(9 9% 9%);", "}</style><p class=a1>x")),
        html("style: one string", Repeat("<style>.a1{content:'", "a\\'b", "'}</style><p class=a1>x")),
        html("style: bad strings", Repeat("<style>", "'\n", END)),
        html("style: escapes", Repeat("<style>.", "\\61 ", "{display:none}</style><p class=a1>x")),
        html("style: comments", Repeat("<style>", "/**/", END)),
        html("style: imports", Repeat("<style>", "@import url(x);", END)),
        html("style: media rules", Repeat("<style>", "@media screen{.a1{display:none}}", END)),
        html("style: media conditions", Repeat("<style>@media ", "(min-width:1px) and ", "print{.a1{display:none}}</style><p class=a1>x")),
        html("style: at signs", Repeat("<style>", "@", END)),
        html("style: line-heights", Repeat("<style>.a1{", "line-height:1.5;", "}</style><p class=a1>x")),
        html("style: rules for one class, many elements", Make::product("<style>", ".a{color:red}", "</style>", "<p class=a>x")),
        html("style: rules for all elements, many elements", Make::product("<style>", "*{color:red}", "</style>", "<p>x")),
        html("style: rules for classes, each on an element", Make::product("<style>", ".a#{display:none}", "</style>", "<p class=a#>x")),
        html("style: descendants, many elements", Make::product("<style>", ".a .a .a .a .b#{display:none}", "</style>", "<p class='a b#'>x")),
        html("style: many classes of one element, many rules", Make::product("<style>", ".a#{color:red}", "</style><p class='", "a# ")),
        html("style: classes of every element", Make::of(classes_of_every_element)),
        html("style: one sheet after each element", Count("", "<style>.a#{display:none}</style><p class=a#>x", "")),
        html("inline style: declarations", Repeat("<p style='", "display:none;", "'>x")),
        html("inline style: nested parentheses", Repeat("<p style='width:", "calc(", "'>x")),
        html("inline style: one string", Repeat("<p style=\"content:'", "ab", "'\">x")),
        html("inline style: many clips", Repeat("<p style='", "clip-path:inset(50%);transform:scale(0);", "'>x")),
        html("inline styles, each different", Count("", "<p style='width:#px;color:#a#'>x", "")),
        html("inline styles, nested, font size", Repeat("", "<div style='font-size:1.1em;opacity:.9'>x", "")),
    ]
}

/// Elements with 50 classes each, of which rules name half.
fn classes_of_every_element(size: usize) -> Vec<u8> {
    let mut page = String::from("<style>");
    (0..50).step_by(2).for_each(|i| page.push_str(&format!(".a{i}{{color:red}}")));
    page.push_str("</style>");
    let classes: String = (0..50).map(|i| format!("a{i} ")).collect();
    let element = format!("<p class='{classes}'>x");
    page.push_str(&element.repeat(size.saturating_sub(page.len()) / element.len() + 1));
    page.into_bytes()
}
