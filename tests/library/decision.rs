//! Thresholds: in range, and monotonic.

use blocksift::internals::decide;
use blocksift::{Format, Hints, Label, Probabilities, Thresholds, VerdictKind};
use blocksift_testkit::{HACKED, sifter};
use proptest::prelude::*;

fn blocks() -> impl Strategy<Value = (Vec<Probabilities>, Vec<f32>)> {
    let block = (0.0f32..=1.0, 0.0f32..=1.0, 0.0f32..200.0).prop_map(|(spam, content, units)| {
        let content = (1.0 - spam) * content;
        (Probabilities { content, navigation: (1.0 - spam - content).max(0.0), spam }, units)
    });
    prop::collection::vec(block, 0..40).prop_map(|blocks| blocks.into_iter().unzip())
}

fn thresholds() -> impl Strategy<Value = Thresholds> {
    let unit = || 0.0f32..=1.0;
    (prop::option::of(unit()), prop::option::of(unit()), unit()).prop_map(|(content, navigation, spam)| Thresholds {
        beta: 1.0,
        content,
        navigation,
        spam,
        spam_text: spam,
        span: spam,
    })
}

proptest! {
    #![proptest_config(super::cases(2000))]

    #[test]
    fn raising_a_threshold_adds_nothing((p, units) in blocks(), base in thresholds(), a in 0.0f32..=1.0, b in 0.0f32..=1.0) {
        let (low, high) = (a.min(b), a.max(b));
        for label in Label::ALL {
            let lax = decide(&p, &units, &base.with_threshold(label, low).unwrap());
            let strict = decide(&p, &units, &base.with_threshold(label, high).unwrap());
            prop_assert_eq!(lax.len(), p.len());
            for (i, (lax, strict)) in lax.iter().zip(&strict).enumerate() {
                prop_assert!(*strict != label || *lax == label, "block {i} became {label} from {low} to {high}");
            }
        }
    }

    #[test]
    fn raising_beta_takes_nothing_from_content((p, units) in blocks(), a in 0.01f32..10.0, b in 0.01f32..10.0) {
        let of = |beta| decide(&p, &units, &Thresholds::default().with_beta(beta).unwrap());
        for (precise, thorough) in of(a.min(b)).iter().zip(of(a.max(b))) {
            prop_assert!(*precise != Label::Content || thorough == Label::Content);
        }
    }

    #[test]
    fn a_block_at_the_threshold_flags_the_page_and_then_half_of_it_counts((p, units) in blocks(), thresholds in thresholds()) {
        let flagged = p.iter().any(|p| p.spam >= thresholds.spam);
        for (label, p) in decide(&p, &units, &thresholds).iter().zip(&p) {
            prop_assert_eq!(*label == Label::Spam, flagged && p.spam >= thresholds.spam / 2.0);
        }
    }
}

#[test]
fn thresholds_out_of_range_are_refused() {
    for bad in [-0.1, 1.1, f32::NAN, f32::INFINITY] {
        assert!(Thresholds::default().with_threshold(Label::Spam, bad).is_err());
        assert!(Thresholds::default().with_beta(bad * 100.0).is_err());
    }
}

#[test]
fn each_format_has_a_threshold_of_its_own() {
    let strict_on = |html: f32, text: f32| Thresholds { spam: html, spam_text: text, ..Thresholds::default() };
    let flags = |thresholds: Thresholds, input: &str| {
        let report = sifter().with_thresholds(thresholds).sift(input.as_bytes(), &Hints::default());
        report.verdict().spam_blocks > 0
    };
    let text = "The bridge over the harbour was opened to the public again on Sunday, after two years of repairs that had \
                cost the town far more than anybody had thought.\n双江县| 鄱阳县| 交城县| 南澳县| 张北县| 都安县\n";
    for (input, is_text) in [(HACKED, false), (text, true)] {
        let (lax, strict) = (if is_text { strict_on(1.0, 0.5) } else { strict_on(0.5, 1.0) }, strict_on(1.0, 1.0));
        assert!(flags(lax, input) && !flags(strict, input), "text: {is_text}");
    }
    assert_eq!(Thresholds::default().with_threshold(Label::Spam, 0.7).unwrap().spam_for(Format::Text), 0.7);
}

#[test]
fn raising_the_threshold_on_a_page_adds_no_spam() {
    let mut before = usize::MAX;
    for threshold in [0.0, 0.01, 0.1, 0.5, 0.9, 0.99, 1.0] {
        let sifter = sifter().with_thresholds(Thresholds::default().with_threshold(Label::Spam, threshold).unwrap());
        let report = sifter.sift(HACKED.as_bytes(), &Hints::default());
        assert!(report.verdict().spam_blocks <= before);
        before = report.verdict().spam_blocks;
        if threshold == 0.0 {
            assert_eq!(report.verdict().kind, VerdictKind::Doorway);
        }
    }
    assert_eq!(before, 0);
}

#[test]
fn a_page_without_content_has_none() {
    let p = vec![Probabilities { content: 0.05, navigation: 0.95, spam: 0.0 }; 10];
    assert!(decide(&p, &[3.0; 10], &Thresholds::default()).iter().all(|l| *l == Label::Navigation));
    assert!(decide(&[], &[], &Thresholds::default()).is_empty());
}

#[test]
fn beta_leads_from_precision_to_recall_on_whole_pages() {
    for html in [HACKED, include_str!("../../examples/pages/hacked-news.html")] {
        let mut before: Vec<usize> = Vec::new();
        let mut sizes = Vec::new();
        for beta in [0.05, 0.3, 0.7, 1.0, 1.5, 3.0, 20.0] {
            let sifter = sifter().with_thresholds(Thresholds::default().with_beta(beta).unwrap());
            let report = sifter.sift_str(html, &Hints::default());
            let content: Vec<usize> = report.with_label(Label::Content).map(|b| b.index).collect();
            assert!(before.iter().all(|i| content.contains(i)), "{beta}: {before:?} {content:?}");
            sizes.push(content.len());
            before = content;
        }
        assert!(sizes.first() < sizes.last(), "{sizes:?}");
    }
}
