//! Spam spans: where blocks are cut, and where the spans are.

use super::{cases, page};
use blocksift::internals::{Cut, cut_blocks};
use blocksift::{Hints, Label, Page, Sifter, Thresholds};
use proptest::prelude::*;

/// The pieces of a page whose blocks are all cut.
fn pieces(html: &str, cut: Cut) -> Vec<String> {
    let page = page(html);
    let all: Vec<usize> = (0..page.blocks().len()).collect();
    let Some((page, _)) = cut_blocks(&page, &all, cut) else { return Vec::new() };
    page.blocks().iter().map(|b| page.block_text(b).to_owned()).collect()
}

#[test]
fn blocks_are_cut_between_sentences() {
    let html = "<p>It cost 3.50 a pound. \"Too dear!\" she said (again.) So?</p>";
    assert_eq!(pieces(html, Cut::Sentences), ["It cost 3.50 a pound.", "\"Too dear!\"", "she said (again.)", "So?"]);
    assert_eq!(
        pieces("<p>渡船又开了。每天两班！要买票吗？", Cut::Sentences),
        ["渡船又开了。", "每天两班！", "要买票吗？"]
    );
    assert!(pieces("<p>One sentence only", Cut::Sentences).is_empty());
}

#[test]
fn runs_of_external_links_are_pieces() {
    let html = "<p>The <a href=/ferry>ferry</a> sails. <a href=https://a.test/>cheap pills</a>, <a \
        href=https://b.test/>more pills</a> Tickets at <a href=https://c.test/>the quay</a>.</p>";
    let expected = ["The ferry sails.", "cheap pills, more pills", "Tickets at", "the quay", "."];
    assert_eq!(pieces(html, Cut::Links), expected);
}

/// Checks that cutting all blocks loses neither text nor links.
fn check_cut(page: &Page, cut: Cut) -> Result<(), TestCaseError> {
    let all: Vec<usize> = (0..page.blocks().len()).collect();
    let Some((cut, origins)) = cut_blocks(page, &all, cut) else { return Ok(()) };
    prop_assert_eq!(cut.blocks().len(), origins.len());
    let without_space = |text: &str| text.replace(char::is_whitespace, "");
    for (i, block) in page.blocks().iter().enumerate() {
        let pieces: Vec<_> = cut.blocks().iter().zip(&origins).filter(|(_, o)| **o == i).map(|(b, _)| b).collect();
        let joined: String = pieces.iter().map(|b| cut.block_text(b)).collect();
        prop_assert_eq!(without_space(&joined), without_space(page.block_text(block)));
        let links: usize = pieces.iter().map(|b| cut.block_links(b).count()).sum();
        prop_assert_eq!(links, page.block_links(block).count());
        for piece in pieces {
            let chars: String = page.text().chars().skip(piece.chars().start).take(piece.chars().len()).collect();
            prop_assert_eq!(chars, cut.block_text(piece));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn cutting_loses_nothing(parts in prop::collection::vec(prop::sample::select(vec![
        "<p>", "</p>", "word ", "Satz. ", "句子。", "Что? ", "<a href=https://x.test/1>", "</a>", "<b>", "</b>", "<br>", "e\u{301}… ",
        "<pre>", "\n", "</pre>", ", ", "<a href=/in>", "<li>", "👍! ",
    ]), 0..60)) {
        let page = page(&parts.concat());
        check_cut(&page, Cut::Sentences)?;
        check_cut(&page, Cut::Links)?;
    }
}

#[test]
fn spans_are_inside_their_blocks_and_not_in_the_clean_text() {
    let injected = "<title>Harvest supper</title><body><h1>Harvest supper</h1><p>The supper is on Friday at eight, and everybody in \
        the parish may come. Bring a dish if you can. Best online casino bonus at <a href=https://royal-slots.bet/>royal slots \
        casino</a> with free spins. The hall will be open from six for those who help to lay the tables.</p><p>Parking is behind \
        the church, as it was last year, and nowhere else.</p>";
    // A threshold of 0 makes every piece a span.
    let all = Thresholds::default().with_span(0.0).unwrap();
    let report = Sifter::default().with_thresholds(all).sift_str(injected, &Hints::default());
    let text: Vec<char> = report.page().text().chars().collect();
    for block in report.blocks() {
        for span in &block.spam_spans {
            assert_ne!(block.label, Label::Spam);
            assert!(block.start <= span.start && span.start < span.end && span.end <= block.end, "{span:?}");
            let spam: String = text[span.start..span.end].iter().collect();
            assert!(!block.clean_text().contains(&spam), "{spam}");
        }
    }
    let spans: usize = report.blocks().iter().map(|b| b.spam_spans.len()).sum();
    assert_eq!(report.verdict().spam_spans, spans);
    let none = Thresholds::default().with_span(1.0).unwrap();
    let strict = Sifter::default().with_thresholds(none).sift_str(injected, &Hints::default());
    assert!(strict.blocks().iter().all(|b| b.spam_spans.is_empty() && b.clean_text() == b.text));
}
