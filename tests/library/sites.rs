//! The site of a page, what its links lead to, and how links are read.

use blocksift::{Features, Hints, Limits, LinkKind, Page, Report, Sifter, SiteSource};

fn page(url: Option<&str>, html: &str) -> Page {
    Page::from_html(html, url, &Limits::default())
}

fn report(html: &str) -> Report {
    Sifter::default().sift_str(html, &Hints::default())
}

/// The kinds and URLs of the links of the only block.
fn links(url: Option<&str>, html: &str) -> Vec<(LinkKind, Option<String>)> {
    let page = page(url, html);
    page.block_links(&page.blocks()[0]).map(|link| (link.kind, link.url())).collect()
}

fn is_from(html: &str, domain: &str, source: SiteSource) {
    let page = page(None, html);
    let site = page.site().unwrap_or_else(|| panic!("no site: {html}"));
    assert_eq!((site.domain.as_str(), site.source), (domain, source), "{html}");
    assert!(site.confidence > 0.5 && site.confidence < 1.0, "{html}: {}", site.confidence);
    assert_eq!(page.domain(), Some(domain));
}

#[test]
fn each_source_names_the_site() {
    let head = |link: &str| format!("<head>{link}</head><p>Die Fähre fährt täglich.</p>");
    for (link, source) in [
        ("<link rel='nofollow Canonical' href='https://www.fähre.example/plan'>", SiteSource::Canonical),
        ("<meta property='og:url' content='//fähre.example/plan'>", SiteSource::OpenGraph),
        ("<base href=' HTTP://fähre.example:8080/x/'>", SiteSource::Base),
        ("<link rel=alternate hreflang=da href=https://fähre.example/da/>", SiteSource::Hreflang),
        ("<link rel=alternate type=application/rss+xml href=https://fähre.example/feed>", SiteSource::Feed),
        ("<link rel=alternate type=application/atom+xml href=https://fähre.example/feed>", SiteSource::Feed),
        ("<link rel=manifest href=https://fähre.example/app.webmanifest>", SiteSource::Manifest),
        ("<link rel='shortcut icon' href=https://fähre.example/favicon.ico>", SiteSource::Icon),
        ("<link rel=stylesheet href=https://static.fähre.example/s.css>", SiteSource::StyleSheet),
    ] {
        is_from(&head(link), "xn--fhre-loa.example", source);
    }
    for link in [
        "<link rel=stylesheet href=https://cdn.jsdelivr.net/x.css>",
        "<link rel=stylesheet href=https://fonts.googleapis.com/css>",
        "<link rel=canonical href=/plan>",
        "<link rel=canonical href=http://localhost/plan>",
        "<link rel=canonical href='javascript:alert(1)'>",
        "<link rel=alternate type=text/plain href=https://fähre.example/x>",
        "<meta name=twitter:site content=https://fähre.example/>",
    ] {
        assert_eq!(page(None, &head(link)).site(), None, "{link}");
    }
}

#[test]
fn the_callers_url_outranks_the_page() {
    let html = "<link rel=canonical href=https://b.example/><meta property=og:url content=https://b.example/><p>Text";
    let page = page(Some("https://a.example/x"), html);
    let site = page.site().unwrap();
    assert_eq!((site.domain.as_str(), site.source, site.confidence), ("a.example", SiteSource::Hint, 1.0));
    assert_eq!(page.base_url(), Some("https://a.example/x"));
}

#[test]
fn menus_name_the_site_if_the_head_does_not() {
    let items = |host: &str, n: usize| -> String {
        (0..n).map(|i| format!("<li><a href='{host}/section-{i}'>Rubrik {i}</a></li>")).collect()
    };
    let article = format!("<article><ul>{}</ul></article>", items("https://kilder.example", 9));
    let menu = format!("<nav><ul>{}</ul></nav>", items("https://www.avisen.example", 5));
    is_from(&format!("{menu}{article}"), "avisen.example", SiteSource::Links);
    // With as many relative links, the absolute ones may all lead elsewhere.
    let menu = format!("<nav><ul>{}</ul></nav>", items("", 12));
    assert_eq!(page(None, &format!("{menu}{article}")).site(), None);
}

#[test]
fn a_planted_canonical_link_does_not_outweigh_the_rest() {
    let own = "<meta property=og:url content=https://www.library.example/hours>\
               <link rel=alternate type=application/rss+xml href=https://www.library.example/feed>";
    let planted = "<link rel=canonical href=https://casino.example/>";
    let text = "<p>The library is open.</p>";
    let agreed = page(None, &format!("{own}{text}")).site().unwrap().confidence;
    for html in [format!("{planted}{own}{text}"), format!("{own}{planted}{text}")] {
        is_from(&html, "library.example", SiteSource::OpenGraph);
        assert!(page(None, &html).site().unwrap().confidence < agreed, "disagreement lowers the confidence");
        assert_ne!(page(None, &html).base_url(), Some("https://casino.example/"));
    }
    // Two canonical links of different sites say nothing.
    let two = format!("{planted}<link rel=canonical href=https://www.library.example/>{text}");
    assert_eq!(page(None, &two).site(), None);
}

#[test]
fn links_of_an_unknown_site_are_neither_internal_nor_external() {
    use LinkKind::{External, Internal, Other, Unknown};
    let html = "<p><a href=/a>one</a> <a href=https://x.example/>two</a> <a href=#b>three</a> <a href=http://>four</a>";
    let kinds = |url| links(url, html).into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
    assert_eq!(kinds(None), [Internal, Unknown, Other, Other]);
    assert_eq!(kinds(Some("https://y.example/")), [Internal, External, Other, Other]);
    assert_eq!(kinds(Some("https://www.x.example/")), [Internal, Internal, Other, Other]);
}

#[test]
fn a_page_that_links_to_its_own_site_throughout_has_no_external_links() {
    let link = |part: &str, i: usize| format!("<p><a href='https://kino.example/{part}/{i}'>Фильм {part} {i}</a></p>");
    let own: String = (0..4).map(|i| link("films", i)).collect();
    let relative: String = (0..9).map(|i| format!("<p><a href='/news/{i}'>Новость {i}</a></p>")).collect();
    let html = format!("{relative}{own}<p><a href='https://other.example/'>Сайт</a></p>");
    let page = page(None, &html);
    assert!(page.site().is_none());
    let features = Features::of(&page);
    let column = blocksift::features().iter().position(|f| f.name == "external_link_share").unwrap();
    let shares: Vec<f32> = features.rows().column(column).to_vec();
    assert!(shares[..13].iter().all(|share| *share == 0.0), "{shares:?}");
    assert_eq!(shares[13], 1.0, "one block alone links there");
}

#[test]
fn targets_are_normalized_before_they_are_classified() {
    let html = "<p><a href='java&#9;script:alert(1)'>a</a> <a href=' &#1;JAVASCRIPT:x'>b</a> \
                <a href='ht&#10;tp://evil.example/x'>c</a> <a href='\\\\evil.example\\y'>d</a> \
                <a href='HTTP:\\\\EVIL.example'>e</a> <a href='/&#9;/evil.example'>f</a> \
                <a href='https:/z'>g</a> <a href='tel:+49 30'>h</a> <a href='..\\up ü'>i</a>";
    use LinkKind::{External, Internal, Other};
    let expected = [
        (Other, None),
        (Other, None),
        (External, Some("http://evil.example/x")),
        (External, Some("https://evil.example/y")),
        (External, Some("http://evil.example/")),
        (External, Some("https://evil.example/")),
        (Internal, Some("https://site.example/z")),
        (Other, Some("tel:+49 30")),
        (Internal, Some("https://site.example/up%20%C3%BC")),
    ];
    let found = links(Some("https://site.example/a/b"), html);
    for (found, (kind, url)) in found.iter().zip(expected) {
        assert_eq!((found.0, found.1.as_deref()), (kind, url));
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn the_base_is_that_of_browsers() {
    let resolved = |url: Option<&str>, head: &str| links(url, &format!("{head}<p><a href=x>y</a>"))[0].1.clone();
    let url = Some("https://a.example/b/c");
    for (url, head, expected) in [
        (url, "", Some("https://a.example/b/x")),
        (url, "<base target=_top><base href=/d/><base href=/e/>", Some("https://a.example/d/x")),
        (url, "<base href=//cdn.example/d/>", Some("https://cdn.example/d/x")),
        (url, "<base href='javascript:1'>", Some("https://a.example/b/x")),
        (url, "<link rel=canonical href=https://z.example/>", Some("https://a.example/b/x")),
        (None, "<link rel=canonical href=https://z.example/d/e>", Some("https://z.example/d/x")),
        (None, "<meta property=og:url content=https://z.example/d/e><base href=..>", Some("https://z.example/x")),
        (None, "<base href=/d/>", None),
        (None, "", None),
    ] {
        assert_eq!(resolved(url, head).as_deref(), expected, "{url:?} {head}");
    }
}

#[test]
fn reports_say_where_the_site_is_from() {
    let html = "<link rel=canonical href=https://www.ferry.example/x><p>The ferry sails daily.";
    let record = blocksift::ReportRecord::new("a".into(), None, report(html));
    let json = serde_json::to_value(&record).unwrap();
    assert_eq!((&json["site"]["domain"], &json["site"]["source"]), (&"ferry.example".into(), &"canonical".into()));
    assert_eq!(serde_json::from_value::<blocksift::ReportRecord>(json).unwrap().site, record.site);
    assert!(report("<p>The ferry sails daily.").site().is_none());
}

#[test]
fn plain_text_has_only_the_site_of_its_hint() {
    let text = "See https://www.ferry.example/ and https://www.ferry.example/times for the times.";
    let site = |url| Page::from_text(text, url, &Limits::default()).site().map(|site| site.domain.clone());
    assert_eq!(site(None), None);
    assert_eq!(site(Some("https://www.harbour.example/")).as_deref(), Some("harbour.example"));
}

#[test]
fn floods_of_claims_and_origins_are_bounded() {
    let links: String = (0..20_000).map(|i| format!("<link rel=icon href=//h{i}.example/>")).collect();
    let long = format!("<link rel=canonical href=https://{}.example/>", "a.".repeat(50_000));
    let anchors: String = (0..5_000).map(|i| format!("<a href=http://h{i}.example/>{i}</a> ")).collect();
    let page = page(None, &format!("{long}{links}<p>{anchors}"));
    assert!(!page.blocks().is_empty());
    assert!(page.site().is_none_or(|site| site.domain.len() < 300));
}
