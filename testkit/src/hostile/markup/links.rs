//! Links: long targets, bases that make every target long, and targets that are costly to parse or to write.

use crate::hostile::{Case, Make, html};

/// The cases.
#[rustfmt::skip]
pub(in crate::hostile) fn cases() -> Vec<Case> {
    use Make::{Count, Repeat};
    const SENTENCE: &str = "<p>In winter <a href=n#>the ferry</a> was late on most mornings, and nobody was surprised. ";
    vec![
        html("links: a long base, relative targets", Make::product("<base href='http://a.example/", "part/", "'>", SENTENCE)),
        html("links: a base of 2,000 bytes", Make::of(short_base)),
        html("links: a long canonical", Make::product("<link rel=canonical href='http://a.example/", "part/", "'>", SENTENCE)),
        html("links: relative targets with dots", Count("", "<p><a href='../../a/./b/../#'>The ferry</a> was late.", "")),
        html("links: spaces to escape", Repeat("<p>", "<a href='http://a.example/            '>x</a>", "")),
        html("links: Han to escape", Repeat("<p>", "<a href='http://a.example/中文字中文字'>x</a>", "")),
        html("links: Han hosts", Count("<p>", "<a href='http://中文#.example/'>x</a>", "")),
        html("links: one long target", Repeat("<p>The boat <a href='http://a.example/?", "中 \"", "'>came</a> in.")),
        html("links: one long host", Repeat("<p>The boat <a href='http://", "a.", "example/'>came</a> in.")),
        html("links: one long scheme", Repeat("<p>The boat <a href='", "a+", "a:x'>came</a> in.")),
        html("links: tabs and line feeds", Repeat("<p>The boat <a href='http://a.example/", "\t\n\r", "'>came</a> in.")),
        html("links: backslashes", Repeat("<p>", "<a href='http:\\\\a.example\\x'>x</a>", "")),
        html("links: schemes that run scripts", Repeat("<p>", "<a href='java&#9;script:alert(1)'>x</a>", "")),
        html("links: ports and users", Count("<p>", "<a href='http://u:p@a.example:#/'>x</a>", "")),
        html("links: numeric hosts", Count("<p>", "<a href='http://#/'>x</a>", "")),
        html("links: a long target, reopened", Make::product("<p><a href='http://a.example/", "part/", "'>", "<p>The boat came in with the storm. ")),
        html("links: long titles", Repeat("<p>", "<a href=/x title='a word and another word and another word'>x</a>", "")),
        html("links: images with long sources", Make::product("<p>The boat <img alt='a boat' src='data:image/png;base64,", "AAAA", "'> came in.", "<p>x")),
        html("links: images", Count("<p>", "<img src=/i#.png alt='a boat number #'>", "")),
        html("links: images in links", Count("<p>", "<a href=/x#><img src=/i#.png alt=boat></a>", "")),
        html("links: source sets", Repeat("<img srcset='", "/a.png 1x, ", "'><p>x")),
        html("links: injected sentences, then paragraphs", Make::of(injections)),
        html("links: image maps", Count("<map>", "<area href=/x# alt=boat>", "</map>")),
    ]
}

/// A base as long as servers accept, and short relative links.
fn short_base(size: usize) -> Vec<u8> {
    let mut page = format!("<base href='http://a.example/{}'>", "part/".repeat(400));
    crate::hostile::push_counted(&mut page, "<p>In winter <a href=#>the ferry</a> was late on most mornings. ", size);
    page.into_bytes()
}

/// Sentences with injected links, in which spans are looked for, and as many further blocks as fit.
fn injections(size: usize) -> Vec<u8> {
    let mut page =
        "<p>The harbour was closed in the morning, and the boats stayed at the quay for most of the day. Buy cheap \
        pills at <a href='http://pills.example/'>the best online pharmacy</a>. The wind fell in the afternoon."
            .repeat(40);
    crate::hostile::push_counted(&mut page, "<p>x", size);
    page.into_bytes()
}
