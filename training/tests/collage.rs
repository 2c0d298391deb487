//! Collages through the public API: content stays content, and everything from other pages is navigation.

use blocksift::Label;
use blocksift_training::corpus::CorpusPage;
use blocksift_training::dataset::pages::Base;
use blocksift_training::synth::collage::{self, Article, Collage};
use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

const STORY: [&str; 6] = [
    "The ferry to the northern islands did not leave on Tuesday because of the storm that had come up overnight.",
    "Passengers waited in the hall of the old harbour, where the innkeeper handed out soup and blankets to everyone.",
    "Nach Angaben der Reederei soll der Betrieb am Donnerstag wieder aufgenommen werden, sofern der Wind nachlässt.",
    "A mechanic from the shipyard said that the engine had been checked twice and that nothing at all was wrong with it.",
    "По словам капитана, такого шторма на этом побережье не видели уже больше двадцати лет, и все суда остались в порту.",
    "The mayor thanked the volunteers and promised that the breakwater would be repaired before the winter began.",
];

const OFFERS: [&str; 3] = ["Wool blanket, grey, two metres", "Copper kettle of one litre", "Lantern for the garden"];

fn article() -> CorpusPage {
    let story: String = STORY.iter().map(|p| format!("<p class=\"text\">{p}</p>\n")).collect();
    let html = format!(
        "<html><head><title>Ferry stays in port</title><style>.x{{display:none}}</style></head><body>\
         <nav id=\"menu\"><ul><li><a href=\"/\">Home</a></li><li><a href=\"/sea\">Shipping news</a></li></ul></nav>\
         <article><h1>Ferry stays in port</h1>\n{story}</article><footer>Harbour Gazette, Pier 4</footer></body></html>"
    );
    CorpusPage {
        id: "ferry".into(),
        url: Some("https://gazette.example/ferry".into()),
        page_type: Some("article".into()),
        content: Some(format!("Ferry stays in port\n{}", STORY.join("\n"))),
        html,
        ..CorpusPage::default()
    }
}

fn shop() -> CorpusPage {
    let offers: String =
        OFFERS.iter().map(|o| format!("<li class=\"offer\"><a href=\"/{}\">{o}</a></li>", o.len())).collect();
    CorpusPage {
        id: "shop".into(),
        url: Some("https://shop.example/all".into()),
        page_type: Some("listing".into()),
        content: Some(OFFERS.join("\n")),
        html: format!("<html><body><h2>All our wares</h2><ul>{offers}</ul><script>alert(1)</script></body></html>"),
        ..CorpusPage::default()
    }
}

fn make(source: &CorpusPage, donors: &[CorpusPage], seed: u64) -> Option<Collage> {
    let base = Base::new(source);
    let article = Article { source, page: &base.page, labels: &base.labels };
    collage::make(&article, donors, &mut ChaCha8Rng::seed_from_u64(seed))
}

/// Texts and labels of the blocks.
fn blocks(collage: &Collage) -> Vec<(&str, Option<Label>)> {
    let texts = collage.page.blocks().iter().map(|block| collage.page.block_text(block));
    texts.zip(collage.labels.iter().copied()).collect()
}

proptest! {
    #[test]
    fn content_stays_content_and_borrowed_parts_are_navigation(seed: u64) {
        let collage = make(&article(), &[shop()], seed).expect("an article has content");
        let (mut kept, mut offers) = (0, 0);
        for (text, label) in blocks(&collage) {
            prop_assert!(label != Some(Label::Spam) && !text.contains("alert"));
            if STORY.contains(&text) {
                prop_assert_eq!(label, Some(Label::Content), "{}", text);
                kept += 1;
            }
            if OFFERS.contains(&text) {
                prop_assert_eq!(label, Some(Label::Navigation), "{}", text);
                offers += 1;
            }
        }
        prop_assert!(kept >= 1 && offers >= OFFERS.len(), "{} paragraphs, {} offers", kept, offers);
        prop_assert!(collage.borrowed.iter().all(|group| group == "shop.example") && !collage.borrowed.is_empty());
    }

    #[test]
    fn a_collage_depends_on_its_seed_alone(seed: u64) {
        let [one, other] = [0, 1].map(|_| make(&article(), &[shop()], seed).unwrap());
        prop_assert_eq!(one.page.text(), other.page.text());
        prop_assert_eq!(blocks(&one), blocks(&other));
    }
}

#[test]
fn some_collages_are_short() {
    let lengths: Vec<usize> = (0..40)
        .filter_map(|seed| make(&article(), &[], seed))
        .map(|collage| blocks(&collage).iter().filter(|(text, _)| STORY.contains(text)).count())
        .collect();
    assert!(lengths.iter().any(|n| *n <= 2) && lengths.contains(&STORY.len()), "{lengths:?}");
}

#[test]
fn only_articles_with_gold_become_collages() {
    assert!(collage::is_host(&article()) && !collage::is_host(&shop()));
    assert!(!collage::is_host(&CorpusPage { content: None, ..article() }));
    let without_content = CorpusPage { content: Some("None of this is on the page.".into()), ..article() };
    assert!(make(&without_content, &[], 1).is_none());
}
