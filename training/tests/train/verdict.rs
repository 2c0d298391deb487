//! The verdict's calibration in the library is that of the evaluation behind the model card.

use blocksift::{Format, page_probability};
use blocksift_training::evaluate::Evaluation;
use blocksift_training::evaluate::verdict::VerdictCalibration;

fn evaluation() -> Evaluation {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/model/evaluation.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("evaluation.json")).expect("an evaluation")
}

#[test]
fn the_library_has_the_calibration_of_the_card() {
    let e = evaluation();
    for (format, clean, spam) in [
        (Format::Html, &e.html.by_threshold, &e.unseen_by_threshold),
        (Format::Text, &e.text.by_threshold, &e.unseen_text_by_threshold),
    ] {
        let verdict = VerdictCalibration::new(clean, spam).expect("clean pages and pages with spam");
        for max_spam in [0.1, 0.5, 0.9, 0.93, 0.97, 0.99, 0.999] {
            let (of_card, of_library) = (verdict.probability(max_spam), page_probability(max_spam, format));
            assert!((of_card - of_library).abs() < 0.002, "{format:?} {max_spam}: {of_card} {of_library}");
        }
    }
}

#[test]
fn a_page_is_more_probably_spam_the_more_probable_its_block() {
    let probability = |p: f32| page_probability(p, Format::Html);
    let all: Vec<f32> = (0..=100).map(|i| probability(i as f32 / 100.0)).collect();
    assert!(all.windows(2).all(|w| w[0] <= w[1]) && all[0] >= 0.0 && all[100] <= 1.0);
}

#[test]
fn there_is_no_calibration_without_pages() {
    assert!(VerdictCalibration::new(&Vec::new(), &Vec::new()).is_none());
}
