//! What grafting promises: no panics on any page, balanced marks, the host page kept, the same bytes for the same seed.

use std::collections::BTreeSet;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::marked::is_begin;
use super::*;
use crate::synth::Library;
use crate::synth::spin::LINK_SLOT;
use crate::synth::template::{Hiding, LinkPattern, Location, Shape, Weights};

fn library() -> Library {
    Library::embedded().unwrap_or_else(|error| panic!("{error}"))
}

const PAGE: &str = "<!DOCTYPE html>\n<html><head><meta charset=utf-8><title>Öffnungszeiten</title>\
<meta name=description content='Wir sind da'><style>p > a{color:red}</style></head><body class=\"home\">\
<ul class='menu'><li class=\"m1\"><a class=\"l\" href='/a'>Über</a></li><li class=\"m1\"><a href='/b'>Zwei</a></li></ul>\
<div class=\"widget side\"><h3 class=t>Neu</h3><ul><li>eins</li></ul></div>\
<p>Der Laden hat von acht bis achtzehn Uhr offen. Am Sonntag ist er zu. Im Winter schließen wir früher, weil es dunkel wird.</p>\
<form action='?a>b'><textarea></p></textarea><input></form><!-- </p><p> --><script>var a = '</p>';</script>\
<p>本店每天早上八点到晚上六点营业，周日休息。冬天天黑得早，我们会提前关门，请大家留意门口的通知，谢谢您的理解与支持。</p>\
<div id='footer'>Impressum</div></body></html>\n";

const NASTY: &[&str] = &[
    "",
    "é",
    "<",
    "</",
    "<!--",
    "<p",
    "<p title=\"",
    "<BODY><P>Ü",
    "\u{FEFF}<!DOCTYPE html>",
    "<script>",
    "<title>x",
    "</html>ß</html>",
    "<body",
    "<ul><li><a",
    "<table><tr><td>é<p>ü</table>",
    "<textarea><body></body>",
    "<svg><title>é</title></svg>",
    "<p =\"'>\u{10FFFD}",
    "<li><a href=\"x\">日本</a></li>",
    "just text, no tags at all, and quite a lot of it, so that somebody could weave",
    "<meta name=description content><title></title>",
    "<div class='widget' class=\"\u{0}\">é</div>",
    "<footer></footer><form></form><p></p>",
];

fn host(html: &str) -> Host<'_> {
    Host { html, url: Some("https://www.laden.example/zeiten?a=1"), language: Some("de-DE") }
}

/// Marks come in pairs, never nested, and never inside a tag except in a meta element.
fn assert_marked(graft: &Graft) {
    let mut open = false;
    for c in graft.html.chars() {
        if is_begin(c) || c == MARK_END {
            assert_eq!(open, c == MARK_END, "{} {}\n{}", graft.family, graft.template, graft.html);
            open = c != MARK_END;
        }
    }
    assert!(!open, "{} {}", graft.family, graft.template);
    assert!(graft.html.contains(MARK_END), "nothing planted: {} {}", graft.family, graft.template);
    let stripped = strip_marks(&graft.html);
    assert!(!stripped.contains(|c| is_begin(c) || c == MARK_END || c == LINK_SLOT));
}

/// All characters of the page are still there, in order.
fn assert_kept(page: &str, graft: &Graft) {
    if graft.template.shape == Shape::Title || graft.template.shape == Shape::TitleAndList {
        return;
    }
    let mut left = graft.html.chars();
    assert!(page.chars().all(|c| left.any(|other| other == c)), "{} {}\n{}", graft.family, graft.template, graft.html);
}

#[test]
fn every_family_plants_in_any_page() {
    let library = library();
    for (at, campaign) in library.campaigns.iter().enumerate() {
        let mut rng = ChaCha8Rng::seed_from_u64(at as u64);
        for page in NASTY.iter().chain(&[PAGE; 30]) {
            let graft = plant(&host(page), campaign, &mut rng);
            assert!(graft.is_spam && graft.family == campaign.family);
            assert_marked(&graft);
            assert_kept(page, &graft);
            let graft = plant_text(page, campaign, &mut rng);
            assert_marked(&graft);
            assert_kept(page, &graft);
            assert_marked(&doorway(campaign, &mut rng));
        }
    }
}

#[test]
fn every_lookalike_plants_in_any_page() {
    let library = library();
    for (at, lookalike) in library.lookalikes.iter().enumerate() {
        let mut rng = ChaCha8Rng::seed_from_u64(at as u64);
        for page in NASTY.iter().chain(&[PAGE; 30]) {
            let graft = plant_lookalike(&host(page), lookalike, &mut rng);
            assert!(!graft.is_spam && !graft.html.contains(MARK_SPAM));
            assert_marked(&graft);
            let graft = plant_text_lookalike(page, lookalike, &mut rng);
            assert!(!graft.is_spam);
            assert_marked(&graft);
            assert_kept(page, &graft);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_grafts() {
    let library = library();
    let run = || {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let grafts =
            library.campaigns.iter().map(|campaign| plant(&host(PAGE), campaign, &mut rng)).collect::<Vec<_>>();
        let clean =
            library.lookalikes.iter().map(|look| plant_lookalike(&host(PAGE), look, &mut rng)).collect::<Vec<_>>();
        (grafts, clean)
    };
    assert_eq!(run(), run());
}

#[test]
fn nothing_is_planted_in_scripts_or_text_fields() {
    let library = library();
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    for campaign in &library.campaigns {
        for _ in 0..40 {
            let html = plant(&host(PAGE), campaign, &mut rng).html;
            for untouched in [
                "<textarea></p></textarea>",
                "<!-- </p><p> -->",
                "<script>var a = '</p>';</script>",
                "<style>p > a{color:red}</style>",
            ] {
                assert!(html.contains(untouched), "{html}");
            }
        }
    }
}

#[test]
fn locations_are_used_if_the_page_has_them() {
    let library = library();
    let campaign = &library.campaigns[0];
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let planted = (0..600).map(|_| plant(&host(PAGE), campaign, &mut rng).template.location);
    let locations: BTreeSet<Location> = planted.collect();
    for location in [
        Location::BodyStart,
        Location::Middle,
        Location::Footer,
        Location::Form,
        Location::Menu,
        Location::Widget,
        Location::Paragraph,
    ] {
        assert!(locations.contains(&location), "{location} is missing from {locations:?}");
    }
}

/// The campaign with all further grafts of one shape.
fn only(library: &Library, shape: Shape) -> Vec<Campaign> {
    let only = |campaign: &Campaign| Campaign { shapes: Weights::only(shape), ..campaign.clone() };
    library.campaigns.iter().map(only).collect()
}

#[test]
fn further_kinds_plant_in_any_page() {
    let library = library();
    for (at, campaign) in library.campaigns.iter().enumerate() {
        let mut rng = ChaCha8Rng::seed_from_u64(at as u64);
        for page in NASTY.iter().chain(&[PAGE; 30]) {
            let graft = plant_further(&host(page), campaign, &mut rng);
            assert!(graft.is_spam);
            assert_marked(&graft);
            if graft.template.shape != Shape::Name {
                assert_kept(page, &graft);
            }
            assert_marked(&plant_text_further(page, campaign, &mut rng));
        }
    }
    for (at, lookalike) in library.lookalikes.iter().enumerate() {
        let mut rng = ChaCha8Rng::seed_from_u64(at as u64);
        for page in NASTY.iter().chain(&[PAGE; 10]) {
            let graft = plant_further_lookalike(&host(page), lookalike, &mut rng);
            assert!(!graft.is_spam && !graft.html.contains(MARK_SPAM));
            assert_marked(&graft);
            assert_kept_or_retitled(page, &graft);
        }
    }
}

/// Look-alikes may replace the title; the body is kept.
fn assert_kept_or_retitled(page: &str, graft: &Graft) {
    let body = page.find("</title>").map_or("", |at| &page[at..]);
    let mut left = graft.html.chars();
    assert!(body.chars().all(|c| left.any(|other| other == c)), "{} {}", graft.family, graft.template);
}

#[test]
fn a_single_link_is_hidden_and_has_one_to_three_words() {
    let library = library();
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let mut doorways = 0;
    for campaign in only(&library, Shape::SingleLink) {
        for _ in 0..20 {
            let graft = plant(&host(PAGE), &campaign, &mut rng);
            let links = graft.html.to_lowercase().matches("<a").count();
            assert_eq!(links, PAGE.matches("<a").count() + 1, "{}", graft.html);
            let (_, after) = graft.html.split_once(MARK_SPAM).unwrap_or_default();
            let (text, _) = after.split_once(MARK_END).unwrap_or_default();
            assert!((1..=3).contains(&text.split_whitespace().count()), "{text}");
            assert_ne!(graft.template.hiding, Hiding::Visible);
            doorways += usize::from(graft.template.links == LinkPattern::Doorways);
        }
    }
    // A link to a doorway on the host itself is as common as others.
    let all = library.campaigns.len() * 20;
    assert!((all / 6..all / 2).contains(&doorways), "{doorways} of {all}");
}

#[test]
fn few_links_are_visible_in_the_footer() {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    for campaign in only(&library(), Shape::FooterLinks) {
        for _ in 0..10 {
            let graft = plant(&host(PAGE), &campaign, &mut rng);
            assert_eq!((graft.template.location, graft.template.hiding), (Location::Footer, Hiding::Visible));
            let links = graft.html.to_lowercase().matches("<a").count() - PAGE.matches("<a").count();
            assert!((2..=4).contains(&links), "{}", graft.html);
            assert!(graft.html.find(MARK_SPAM) > PAGE.find("<div id='footer'>"), "{}", graft.html);
        }
    }
}

#[test]
fn lists_go_into_noscript_elements_and_sidebars() {
    let page = PAGE.replace("<div class=\"widget side\">", "<noscript>Ohne Skripte</noscript><div id=rightSidebar>");
    let library = library();
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    for location in [Location::Noscript, Location::Sidebar] {
        for campaign in &library.campaigns {
            let (shapes, locations) = (Weights::only(Shape::List), Weights::only(location));
            let campaign = Campaign { shapes, locations, ..campaign.clone() };
            let graft = plant(&host(&page), &campaign, &mut rng);
            assert_eq!(graft.template.location, location);
            let (before, after) = graft.html.split_once(MARK_SPAM).unwrap_or_default();
            match location {
                Location::Noscript => {
                    assert!(before.rfind("<noscript>") > before.rfind("</noscript>"), "{}", graft.html);
                    assert!(after.contains("</noscript>"));
                }
                _ => assert!(before.contains("rightSidebar") && after.contains(">Neu<"), "{}", graft.html),
            }
        }
    }
}
