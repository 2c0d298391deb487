//! Decisions: thresholds in range and monotonic, and labels that agree with their probabilities or say why not.

use blocksift::internals::{Decision, DecisionRule, decide};
use blocksift::{DecidedBy, Format, Hints, Label, Probabilities, Sifter, Thresholds, VerdictKind};
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
    (prop::option::of(unit()), prop::option::of(unit()), unit()).prop_map(|(content, navigation, spam)| {
        let mut thresholds = Thresholds::default().with_threshold(Label::Spam, spam).unwrap();
        for (label, threshold) in [(Label::Content, content), (Label::Navigation, navigation)] {
            if let Some(threshold) = threshold {
                thresholds = thresholds.with_threshold(label, threshold).unwrap();
            }
        }
        thresholds
    })
}

fn labels(p: &[Probabilities], units: &[f32], thresholds: Thresholds) -> Vec<Label> {
    decide(p, units, &thresholds.into()).into_iter().map(|decision| decision.label).collect()
}

fn is_most_probable(label: Label, p: &Probabilities) -> bool {
    Label::ALL.iter().all(|other| p.of(*other) <= p.of(label))
}

proptest! {
    #![proptest_config(super::cases(2000))]

    #[test]
    fn raising_a_threshold_adds_nothing((p, units) in blocks(), base in thresholds(), a in 0.0f32..=1.0, b in 0.0f32..=1.0) {
        let (low, high) = (a.min(b), a.max(b));
        for label in Label::ALL {
            let lax = labels(&p, &units, base.with_threshold(label, low).unwrap());
            let strict = labels(&p, &units, base.with_threshold(label, high).unwrap());
            prop_assert_eq!(lax.len(), p.len());
            for (i, (lax, strict)) in lax.iter().zip(&strict).enumerate() {
                prop_assert!(*strict != label || *lax == label, "block {i} became {label} from {low} to {high}");
            }
        }
    }

    #[test]
    fn raising_beta_removes_nothing_from_content((p, units) in blocks(), a in 0.01f32..10.0, b in 0.01f32..10.0) {
        let with_beta = |beta| labels(&p, &units, Thresholds::default().with_beta(beta).unwrap());
        for (precise, thorough) in with_beta(a.min(b)).iter().zip(with_beta(a.max(b))) {
            prop_assert!(*precise != Label::Content || thorough == Label::Content);
        }
    }

    #[test]
    fn a_block_at_the_threshold_flags_the_page_and_then_half_of_it_counts((p, units) in blocks(), thresholds in thresholds()) {
        let spam = thresholds.spam_for(Format::Html).unwrap();
        let flagged = p.iter().any(|p| p.spam >= spam);
        for (decision, p) in decide(&p, &units, &thresholds.into()).iter().zip(&p) {
            prop_assert_eq!(decision.label == Label::Spam, flagged && p.spam >= spam / 2.0);
            prop_assert_eq!(decision.decided_by == DecidedBy::FlaggedPage, decision.label == Label::Spam && p.spam < spam);
        }
    }

    #[test]
    fn a_label_is_the_most_probable_or_has_another_reason((p, units) in blocks(), thresholds in thresholds()) {
        for rule in [DecisionRule::default(), thresholds.into()] {
            for (Decision { label, decided_by }, p) in decide(&p, &units, &rule).into_iter().zip(&p) {
                match decided_by {
                    DecidedBy::Probability => prop_assert!(is_most_probable(label, p), "{label} {p:?}"),
                    DecidedBy::FlaggedPage => prop_assert_eq!(label, Label::Spam),
                    _ => prop_assert!(!is_most_probable(label, p), "{label} {p:?} {decided_by}"),
                }
                if decided_by == DecidedBy::TooLittleContent {
                    prop_assert_eq!(label, Label::Navigation);
                }
            }
        }
    }
}

#[test]
fn thresholds_out_of_range_are_refused() {
    for bad in [-0.1, 1.1, f32::NAN, f32::INFINITY] {
        assert!(Thresholds::default().with_threshold(Label::Spam, bad).is_err());
        assert!(Thresholds::default().with_spam_for(Format::Text, bad).is_err());
        assert!(Thresholds::default().with_span(bad).is_err());
        assert!(Thresholds::default().with_beta(bad * 100.0).is_err());
    }
}

#[test]
fn each_format_has_its_own_threshold() {
    let with_spam = |html: f32, text: f32| {
        let thresholds = Thresholds::default().with_spam_for(Format::Html, html).unwrap();
        thresholds.with_spam_for(Format::Text, text).unwrap()
    };
    let flags = |thresholds: Thresholds, input: &str| {
        let report = sifter().with_thresholds(thresholds).sift(input.as_bytes(), &Hints::default());
        report.verdict().spam_blocks > 0
    };
    let text = "The bridge over the harbour was opened to the public again on Sunday, after two years of repairs that had \
                cost the town far more than anybody had thought.\n双江县| 鄱阳县| 交城县| 南澳县| 张北县| 都安县\n";
    for (input, is_text) in [(HACKED, false), (text, true)] {
        let lax = if is_text { with_spam(1.0, 0.5) } else { with_spam(0.5, 1.0) };
        assert!(flags(lax, input) && !flags(with_spam(1.0, 1.0), input), "text: {is_text}");
    }
    let both = Thresholds::default().with_threshold(Label::Spam, 0.7).unwrap();
    assert_eq!(
        (both.spam_for(Format::Html), both.spam_for(Format::Text), both.span()),
        (Some(0.7), Some(0.7), Some(0.7))
    );
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
    let decisions = decide(&p, &[3.0; 10], &DecisionRule::default());
    let expected = Decision { label: Label::Navigation, decided_by: DecidedBy::Probability };
    assert!(decisions.iter().all(|decision| *decision == expected));
    assert!(decide(&[], &[], &DecisionRule::default()).is_empty());
}

#[test]
fn a_short_page_says_that_it_has_too_little_content() {
    let p = [Probabilities { content: 0.72, navigation: 0.22, spam: 0.06 }];
    let decision = |units: f32| decide(&p, &[units], &DecisionRule::default())[0];
    assert_eq!(decision(2.0), Decision { label: Label::Navigation, decided_by: DecidedBy::TooLittleContent });
    assert_eq!(decision(40.0), Decision { label: Label::Content, decided_by: DecidedBy::Probability });
}

#[test]
fn reasons_name_what_overrode_the_probability() {
    let block = |content: f32, spam: f32| Probabilities { content, navigation: 1.0 - content - spam, spam };
    let p = [block(0.9, 0.0), block(0.1, 0.95 - 0.15), block(0.0, 0.95), block(0.4, 0.0)];
    let decided = |rule: DecisionRule| decide(&p, &[50.0; 4], &rule);
    let at = |spam: f32| DecisionRule::default().with_spam(spam);
    // Flagged by the third block, whose probability speaks for itself; the second is spam beside it.
    assert_eq!(decided(at(0.9))[1], Decision { label: Label::Spam, decided_by: DecidedBy::FlaggedPage });
    assert_eq!(decided(at(0.9))[2], Decision { label: Label::Spam, decided_by: DecidedBy::Probability });
    // Nothing flags the page, so probable spam gets another label.
    assert_eq!(decided(at(0.99))[2].decided_by, DecidedBy::Threshold);
    // A low beta drops doubtful content, a high one keeps what is more probably navigation.
    let thorough = DecisionRule { beta: 4.0, ..at(0.9) };
    assert_eq!(decided(thorough)[3], Decision { label: Label::Content, decided_by: DecidedBy::ExpectedF1 });
    let all = DecisionRule { content: Some(0.3), ..at(0.9) };
    assert_eq!(decided(all)[3], Decision { label: Label::Content, decided_by: DecidedBy::Threshold });
}

#[test]
fn names_of_reasons_are_those_in_json() {
    for reason in [
        DecidedBy::Probability,
        DecidedBy::ExpectedF1,
        DecidedBy::TooLittleContent,
        DecidedBy::FlaggedPage,
        DecidedBy::Headline,
        DecidedBy::Group,
        DecidedBy::DuplicateText,
        DecidedBy::Threshold,
    ] {
        assert_eq!(serde_json::to_string(&reason).unwrap(), format!("\"{reason}\""));
    }
}

#[test]
fn operating_points_fill_in_what_the_caller_leaves_open() {
    let strict = Sifter::default().with_operating_point("strict").unwrap();
    assert_eq!((Sifter::default().operating_point().name.as_str(), strict.operating_point().spam), ("balanced", 0.97));
    let error = Sifter::default().with_operating_point("lax").unwrap_err().to_string();
    assert!(error.contains("\"lax\"") && error.ends_with("use balanced or strict"), "{error}");
    let blocks = |sifter: &Sifter| sifter.sift(HACKED.as_bytes(), &Hints::default()).blocks().to_vec();
    let set = Thresholds::default().with_threshold(Label::Spam, 0.93).unwrap();
    assert_eq!(blocks(&strict.with_thresholds(set)), blocks(&Sifter::default()));
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
