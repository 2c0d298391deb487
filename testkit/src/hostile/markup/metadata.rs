//! Metadata of every kind, repeated and long.

use crate::hostile::{Case, Make, html};

/// The cases.
#[rustfmt::skip]
pub(in crate::hostile) fn cases() -> Vec<Case> {
    use Make::{Count, Repeat};
    const END: &str = "<p>The boat came in.";
    let mut cases = vec![
        html("metadata: Open Graph", Count("<head>", "<meta property=og:title content='Title #'>", END)),
        html("metadata: Dublin Core", Count("<head>", "<meta name=DC.creator content='Author #'>", END)),
        html("metadata: unknown names", Count("<head>", "<meta name=m# content=x>", END)),
        html("metadata: citations", Count("<head>", "<meta name=citation_author content='Author #'>", END)),
        html("metadata: refreshes", Repeat("<head>", "<meta http-equiv=refresh content='0;url=/x'>", END)),
        html("metadata: charsets", Repeat("<head>", "<meta charset=utf-8>", END)),
        html("metadata: canonicals", Count("<head>", "<link rel=canonical href=/x#>", END)),
        html("metadata: alternates", Count("<head>", "<link rel=alternate hreflang=en href=http://h#.example/>", END)),
        html("metadata: style sheets and icons", Count("<head>", "<link rel='stylesheet icon' href=http://h#.example/x>", END)),
        html("metadata: relations of one link", Count("<head><link href=/x rel='", "rel# ", "'><p>x")),
        html("metadata: licenses", Count("<p>", "<a rel=license href=/l#>x</a>", "")),
        html("metadata: authors", Count("<p>", "<a rel=author href=/a#>Author #</a> ", "")),
        html("metadata: items", Repeat("", "<div itemscope itemtype=http://schema.org/Article><p itemprop=headline>x</div>", "")),
        html("metadata: nested items", Repeat("", "<div itemscope itemprop=author>", "x")),
        html("metadata: properties", Count("<div itemscope itemtype=http://schema.org/Article>", "<p itemprop=author>Author #</p>", "</div>")),
        html("metadata: names of one property", Count("<div itemscope><p itemprop='", "name# ", "'>x</div>")),
        html("metadata: nested properties", Repeat("<div itemscope>", "<span itemprop=author>x", "")),
        html("metadata: times", Count("<p>", "<time datetime=2020-01-01T00:00:#>x</time> ", "")),
        html("metadata: times without a date", Count("<p>", "<time>Monday, # January 2020</time> ", "")),
        html("metadata: bylines", Count("", "<p class=byline>By Author # on 1 January 2020", "")),
        html("metadata: hCards", Count("", "<p class='h-entry p-author vcard fn'>Author #", "")),
        html("metadata: JSON-LD authors", Count("<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":[", "{\"@type\":\"Person\",\"name\":\"Author #\"},", "{}]}</script><p>x")),
        html("metadata: JSON-LD articles", Count("", "<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"Title #\",\"datePublished\":\"2020-01-01\"}</script>", "")),
        html("metadata: JSON-LD dates", Repeat("<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"", "2020-01-01 ", "\"}</script><p>x")),
    ];
    let long = [
        ("og:title", "<meta property=og:title content='"), ("description", "<meta name=description content='"),
        ("date", "<meta property=article:published_time content='"), ("author", "<meta name=author content='"),
        ("canonical", "<link rel=canonical href='http://a.example/"), ("og:url", "<meta property=og:url content='http://a.example/"),
        ("language", "<html lang='"), ("time", "<time datetime='"), ("keywords", "<meta name=keywords content='"),
    ];
    for (name, before) in long {
        cases.push(html(format!("metadata: one long {name}"), Repeat(before, "2020-word, ", "'><p>The boat came in.")));
    }
    cases
}
