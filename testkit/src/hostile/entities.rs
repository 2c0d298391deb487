//! Floods of character references, whole and broken, in text and in attributes.

use super::{Case, Make, html};

/// References, each with something that shows where it ends.
const REFERENCES: [(&str, &str); 9] = [
    ("&a", "&a"),
    ("&nbsp;a", "&nbsp;a"),
    ("&nbsp without semicolon", "&nbsp "),
    ("&notin", "&notin"),
    ("&#65", "&#65 "),
    ("&#x41;", "&#x41;"),
    ("&#0;", "&#0;"),
    ("&#", "&#"),
    ("&quot;&lt;", "&quot;&lt;"),
];

/// What surrounds them.
const PLACES: [(&str, &str, &str); 5] = [
    ("text", "<p>The boat came in. ", ""),
    ("a link's target", "<p><a href='http://a.example/?", "'>x</a>"),
    ("a title", "<p title='", "'>x"),
    ("a description", "<meta name=description content='", "'><p>x"),
    ("a pre", "<pre>", "</pre>"),
];

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    let pairs = REFERENCES.into_iter().flat_map(|reference| PLACES.map(|place| (reference, place)));
    pairs
        .map(|((name, unit), (place, before, after))| {
            html(format!("references {name} in {place}"), Make::Repeat(before, unit, after))
        })
        .collect()
}
