//! Collages through the public API: content stays content, and what comes from other pages is navigation.

use blocksift::Label;
use blocksift_training::corpus::CorpusPage;
use blocksift_training::corpus::gold::AlignedPage;
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

const OFFERS: [&str; 3] = ["Wool blanket, gray, two metres", "Copper kettle of one litre", "Lantern for the garden"];

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

fn made(seed: u64, donors: &[CorpusPage]) -> Option<Collage> {
    collage_of(&article(), donors, seed)
}

fn collage_of(source: &CorpusPage, donors: &[CorpusPage], seed: u64) -> Option<Collage> {
    let aligned = AlignedPage::new(source);
    let article = Article { source, page: &aligned.page, labels: &aligned.labels };
    collage::make(&article, donors, &mut ChaCha8Rng::seed_from_u64(seed))
}

/// Texts and labels of all blocks.
fn blocks(collage: &Collage) -> impl Iterator<Item = (&str, Option<Label>)> {
    let texts = collage.page.blocks().iter().map(|block| collage.page.block_text(block));
    texts.zip(collage.labels.iter().copied())
}

proptest! {
    // Each case parses several pages.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn content_stays_content_and_donors_are_navigation(seed: u64) {
        let page = made(seed, &[shop()]).expect("an article has content");
        let (mut kept, mut offers) = (0, 0);
        for (text, label) in blocks(&page) {
            prop_assert!(label != Some(Label::Spam) && !text.contains("alert"));
            if STORY.iter().any(|p| p.starts_with(text)) {
                prop_assert_eq!(label, Some(Label::Content), "{}", text);
                kept += 1;
            }
            if OFFERS.contains(&text) {
                prop_assert_eq!(label, Some(Label::Navigation), "{}", text);
                offers += 1;
            }
        }
        prop_assert!(kept >= 1 && offers >= OFFERS.len(), "{} paragraphs, {} offers", kept, offers);
        prop_assert!(page.borrowed.iter().all(|group| group == "shop.example") && !page.borrowed.is_empty());
    }

    #[test]
    fn a_collage_depends_on_its_seed_alone(seed: u64) {
        let (one, other) = (made(seed, &[shop()]).unwrap(), made(seed, &[shop()]).unwrap());
        prop_assert!(blocks(&one).eq(blocks(&other)));
        prop_assert_eq!(one.borrowed, other.borrowed);
    }
}

#[test]
fn some_collages_are_cut_short() {
    let lengths: Vec<usize> = (0..40)
        .filter_map(|seed| made(seed, &[]))
        .map(|page| blocks(&page).filter(|(text, _)| STORY.iter().any(|p| p.starts_with(text))).count())
        .collect();
    assert!(lengths.iter().any(|n| *n <= 2) && lengths.contains(&STORY.len()), "{lengths:?}");
}

#[test]
fn only_articles_with_gold_become_collages() {
    assert!(collage::is_host(&article()) && !collage::is_host(&shop()));
    assert!(!collage::is_host(&CorpusPage { content: None, ..article() }));
    let without_content = CorpusPage { content: Some("None of this is on the page.".into()), ..article() };
    assert!(collage_of(&without_content, &[], 1).is_none());
}
