//! Reasons in words: every feature says something grammatical, and a page's reasons speak of the page.

use blocksift::{Features, Label, Limits, Model, Page, Reason, ReasonContext, features};
use blocksift_testkit::HACKED;

/// Values of shares, flags and counts: none, small, one of log(1 + n), typical, and out of any range.
const VALUES: [f32; 16] = [
    f32::NEG_INFINITY,
    -3.0,
    -0.4,
    0.0,
    0.001,
    0.02,
    0.3,
    0.5,
    std::f32::consts::LN_2,
    0.97,
    1.0,
    1.0986,
    3.7,
    9.2,
    f32::INFINITY,
    f32::NAN,
];

fn check(text: &str) {
    assert!(!text.is_empty() && text.trim() == text && !text.contains("  "), "{text:?}");
    for wrong in ["{", "}", "NaN", "inf"] {
        assert!(!text.contains(wrong), "{text:?} contains {wrong}");
    }
    assert!(
        !text.split('-').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit())),
        "{text:?} is negative"
    );
    let words: Vec<&str> = text.split(' ').collect();
    for pair in words.windows(2) {
        let is_plural = pair[1].ends_with('s') && !pair[1].ends_with("ss");
        assert!(!(["1", "one", "a", "an"].contains(&pair[0]) && is_plural), "{text:?} is plural after one");
        assert!(pair[0] != "0", "{text:?} counts nothing");
        let vowel = pair[1].starts_with(['a', 'e', 'i', 'o']) && !pair[1].starts_with("one");
        assert!(!(pair[0] == "a" && vowel), "{text:?} needs an");
    }
    assert!(
        text.chars().next().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit() || c.is_uppercase()),
        "{text:?}"
    );
}

#[test]
fn every_feature_tells_something_grammatical() {
    let context = ReasonContext::default();
    for feature in features() {
        let told: Vec<String> = VALUES.iter().filter_map(|v| feature.phrase(*v, &context)).collect();
        told.iter().for_each(|text| check(text));
        let needs_language = feature.name == "page_language_stopwords";
        assert!(!told.is_empty() || needs_language, "{} tells nothing", feature.name);
    }
}

#[test]
fn numbers_agree_with_their_nouns() {
    let told = |name: &str, value: f32| {
        let feature = features().iter().find(|f| f.name == name).expect(name);
        feature.phrase(value, &ReasonContext::default()).unwrap_or_default()
    };
    let count = |n: f32| n.ln_1p();
    assert_eq!(told("links", count(0.0)), "no links");
    assert_eq!(told("links", count(1.0)), "one link");
    assert_eq!(told("links", count(2.0)), "2 links");
    assert_eq!(told("page_units", count(12345.0)), "a page of 12,345 words");
    assert_eq!(told("link_density", 0.0), "no link text");
    assert_eq!(told("link_density", 0.004), "under 1% of its text is link text");
    assert_eq!(told("link_density", 0.853), "85% of its text is link text");
    assert_eq!(told("link_density", 1.0), "nothing but link text");
    assert_eq!(told("after_footer", 1.0), "after the footer");
    assert_eq!(told("after_footer", 0.0), "");
    assert_eq!(told("near_nav", 1.0), "its element is named like navigation");
}

fn reasons_of(page: &Page, block: usize, label: Label, max: usize) -> Vec<Reason> {
    let rows = Features::of(page);
    Model::embedded().explain(&rows, block, label).reasons(&ReasonContext::new(page, &rows, block), max)
}

#[test]
fn foreign_spam_is_told_by_its_links_and_its_language() {
    let links: String =
        (0..40).map(|i| format!("<a href=https://site{i}-bet.example/>在线赌场 博彩 {i}</a> ")).collect();
    let prose = "<p>The council has decided that the road to the station will be closed for the summer.</p>".repeat(8);
    let html = format!(
        "<html lang=en><title>Road works</title><body><main><h1>Road works</h1>{prose}</main><div>{links}</div>"
    );
    let page = Page::from_html(&html, Some("https://town.example/"), &Limits::default());
    let block =
        page.blocks().iter().position(|b| page.block_text(b).contains("博彩")).expect("the block is on the page");
    let told = reasons_of(&page, block, Label::Spam, 12);
    told.iter().for_each(|r| check(&r.text));
    let texts: Vec<&str> = told.iter().map(|r| r.text.as_str()).collect();
    let says = |what: &str| texts.iter().any(|t| t.contains(what));
    assert!(says("nothing else on the page links to"), "{texts:#?}");
    assert!(says("Chinese text on an English page"), "{texts:#?}");
    for private in ["stage", "logit", "_", "feature"] {
        assert!(!says(private), "{texts:#?}");
    }
}

#[test]
fn near_synonyms_are_one_reason() {
    let page = Page::from_html(HACKED, None, &Limits::default());
    for block in 0..page.blocks().len() {
        let told = reasons_of(&page, block, Label::Content, 100);
        let mut names: Vec<&String> = told.iter().flat_map(|r| &r.features).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count, "each feature is in one reason");
        assert!(told.windows(2).all(|w| w[0].contribution.abs() >= w[1].contribution.abs()));
        told.iter().for_each(|r| check(&r.text));
    }
}

#[test]
fn predictions_are_unfolded_into_facts_about_the_page() {
    let html = include_str!("../../examples/pages/hacked-news.html");
    let page = Page::from_html(html, None, &Limits::default());
    let spam = page.blocks().iter().position(|b| page.block_text(b).contains("蜘蛛池")).expect("the page is hacked");
    let told = reasons_of(&page, spam, Label::Spam, 5);
    assert!(told.iter().all(|r| !r.text.contains("by itself")), "{told:#?}");
    assert!(told[0].contribution > 1.0, "what the prediction added is told of the facts behind it: {told:#?}");
}
