//! JSON in pages: structured data, preloaded posts and the state of a page, as nests and floods.

use super::{Case, Make, html};

/// Where pages keep JSON: name, what stands before and after it, and whether it is quoted for an attribute.
const PLACES: [(&str, &str, &str, bool); 6] = [
    ("JSON-LD", "<script type='application/ld+json'>", "</script><p>The boat came in.", false),
    ("preloaded", "<div id=data-preloaded data-preloaded=\"", "\"></div><p>The boat came in.", true),
    ("__NEXT_DATA__", "<script id=__NEXT_DATA__ type='application/json'>", "</script><p>The boat came in.", false),
    ("__NUXT__", "<script>window.__NUXT__=", ";</script><p>The boat came in.", false),
    ("Redux state", "<script>window.__PRELOADED_STATE__ = ", ";</script><p>The boat came in.", false),
    ("Apollo state", "<script>window.__APOLLO_STATE__ = ", ";</script><p>The boat came in.", false),
];

/// What the JSON holds: name, start, a unit that is repeated, and end.
const CONTENTS: [(&str, &str, &str, &str); 10] = [
    ("nested arrays", "{\"text\":", "[", "}"),
    ("nested objects", "", "{\"text\":", "1}"),
    ("empty objects", "{\"text\":1,\"a\":[", "{\"\":0},", "{}]}"),
    ("numbers", "{\"text\":1,\"a\":[", "1,", "1]}"),
    ("keys", "{\"text\":1", ",\"a#\":0", "}"),
    ("one string", "{\"articleBody\":\"", "The boat came in with the storm. ", "\"}"),
    ("escapes", "{\"articleBody\":\"", "\\u0041\\n", "\"}"),
    ("markup", "{\"articleBody\":\"", "<p>x</p>", "\"}"),
    (
        "sentences",
        "{\"@graph\":[",
        "{\"@type\":\"Comment\",\"text\":\"The ferry number # was late on most mornings of the winter.\"},",
        "{}]}",
    ),
    ("cut short", "{\"articleBody\":[", "{\"text\":\"a\",\"b\":[1,2],", ""),
];

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (place, before, after, is_quoted) in PLACES {
        for (name, start, unit, end) in CONTENTS {
            let quoted = move |json: &str| if is_quoted { json.replace('"', "&quot;") } else { json.to_owned() };
            let (before, unit, after) =
                ([before, &quoted(start)].concat(), quoted(unit), [&quoted(end), after].concat());
            let make = Make::of(move |size| {
                let mut page = before.clone();
                super::push_counted(&mut page, &unit, size.saturating_sub(after.len()));
                page.push_str(&after);
                page.into_bytes()
            });
            cases.push(html(format!("{place}: {name}"), make));
        }
    }
    cases.push(html("JSON-LD: scripts", Make::Count("", SMALL_SCRIPT, "")));
    cases.push(html("preloaded: one topic", Make::of(topic)));
    cases
}

const SMALL_SCRIPT: &str =
    "<script type='application/ld+json'>{\"@type\":\"Article\",\"articleBody\":\"Ferry # was late.\"}</script>";

/// A Discourse topic: JSON inside a string of JSON inside an attribute.
fn topic(size: usize) -> Vec<u8> {
    let mut page = String::from("<div id=data-preloaded data-preloaded=\"{&quot;topic_1&quot;:&quot;");
    page.push_str("{\\&quot;post_stream\\&quot;:{\\&quot;posts\\&quot;:[");
    super::push_counted(&mut page, "{\\&quot;cooked\\&quot;:\\&quot;<p>Ferry # was late.</p>\\&quot;},", size);
    page.push_str("{}]}}&quot;}\"></div><p>The boat came in.");
    page.into_bytes()
}
