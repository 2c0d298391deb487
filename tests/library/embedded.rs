//! Articles and posts that a page carries only as JSON.

use super::{page, texts};
use blocksift::{BlockKind, Hints, Label, Page, Sifter};

const ARTICLE: &str = "The ferry to Skarholm runs twice a day again since Monday, the harbour master said. \
    It had been out of service for eleven weeks.\n\nTickets are sold at the quay & online.";

fn json_ld(body: &str) -> String {
    let value = serde_json::json!({"@context": "https://schema.org", "@graph": [
        {"@type": "NewsArticle", "headline": "Ferry", "articleBody": body},
        {"@type": "FAQPage", "mainEntity": {"@type": "Answer", "text": "This answer repeats another part of the page."}},
    ]});
    format!("<script type='application/ld+json'>{value}</script>")
}

/// The texts of the blocks made from JSON.
fn embedded_texts(page: &Page) -> Vec<&str> {
    page.blocks().iter().filter(|b| b.kind() == BlockKind::Embedded).map(|b| page.block_text(b)).collect()
}

#[test]
fn an_article_only_in_json_becomes_blocks() {
    let html = format!("<title>Ferry</title>{}<body><nav><a href=/>Home</a></nav><p>Please wait…", json_ld(ARTICLE));
    let page = page(&html);
    assert_eq!(embedded_texts(&page), ARTICLE.split("\n\n").collect::<Vec<_>>());
    assert_eq!(texts(&page)[..3], ["Ferry", "Home", "Please wait…"]);
    assert_eq!(page.path(page.blocks().last().unwrap()), "html > body > article > p");
    let report = Sifter::default().sift_str(&html, &Hints::default());
    assert_eq!(report.blocks().last().unwrap().label, Label::Content);
}

#[test]
fn an_article_that_the_page_shows_is_not_repeated() {
    let shown: String = ARTICLE.split("\n\n").map(|p| format!("<p>{}</p>", p.replace('&', "&amp;"))).collect();
    let page = page(&format!("{}<body><article>{shown}</article>", json_ld(ARTICLE)));
    assert!(embedded_texts(&page).is_empty(), "{:?}", texts(&page));
}

#[test]
fn posts_that_a_forum_preloads_become_blocks() {
    let posts = [
        "<p>Which oil for a 1974 <b>moped</b> gearbox?</p>",
        "<blockquote>Which oil</blockquote><p>二冲程机油就可以了，不要买贵的。换油之前先热车十分钟。</p>",
        "<p>Thanks!</p>",
    ];
    let cooked: Vec<_> = posts.iter().map(|p| serde_json::json!({"username": "eva", "cooked": p})).collect();
    let topic = serde_json::json!({"title": "Oil", "post_stream": {"posts": cooked}}).to_string();
    let preloaded = serde_json::json!({"site": "{}", "topic_17": topic}).to_string().replace('"', "&quot;");
    let hidden = format!("<div class=hidden id=data-preloaded data-preloaded=\"{preloaded}\"></div>");
    let found = page(&format!("<body>{hidden}<p>Loading"));
    let expected = [
        "Which oil for a 1974 moped gearbox?",
        "Which oil",
        "二冲程机油就可以了，不要买贵的。换油之前先热车十分钟。",
        "Thanks!",
    ];
    assert_eq!(embedded_texts(&found), expected);
    let shown = page(&format!("<body>{hidden}<noscript>{}</noscript>", posts.join("<hr>")));
    assert!(embedded_texts(&shown).is_empty());
}

#[test]
fn json_inside_embedded_markup_is_ignored() {
    let inner = format!("<p>{ARTICLE}</p>{}", json_ld("Another article, inside the markup of the first one."));
    let page = page(&format!("{}<body><p>x", json_ld(&inner.replace("</script>", ""))));
    assert!(!embedded_texts(&page).iter().any(|t| t.contains("Another")), "{:?}", embedded_texts(&page));
}
