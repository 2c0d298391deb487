//! Model files, with and without a valid header.

use blocksift::internals::{FAMILY_BUCKETS, Families, FamilyTokens, Head, ModelParts, Stack, Stage, Trees};
use blocksift::{Hints, Label, Model, Sifter, features};
use blocksift_testkit::model::with_header;

/// Reads the bytes as a model file, and as the body of one with a valid header.
pub(super) fn run(bytes: &[u8]) {
    let with_header = with_header(bytes);
    for file in [bytes, &with_header] {
        match Model::from_bytes(file) {
            Ok(model) => {
                let written = model.to_bytes().expect("a model that was read can be written");
                assert_eq!(Model::from_bytes(&written).expect("a written model can be read"), model);
                let page = b"<title>a</title><p>One of the pages that <a href=/x>it labels</a> here.";
                let report = Sifter::new(model).sift(page, &Hints::default());
                let is_probability = |p: f32| (0.0..=1.0).contains(&p);
                assert!(
                    report.blocks().iter().all(|b| Label::ALL.iter().all(|l| is_probability(b.probabilities.of(*l))))
                );
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// The body of a small model's file.
pub(super) fn seed() -> Vec<u8> {
    body(&small_model().to_bytes().expect("a model can be written")).to_vec()
}

/// A model file without its header.
fn body(file: &[u8]) -> &[u8] {
    let header = file.iter().position(|b| *b == b'\n').map_or(0, |at| at + 1);
    &file[header..]
}

/// A model with a single feature.
fn small_model() -> Model {
    let stack = || {
        let trees = || Trees {
            depth: 1,
            inputs: vec![0],
            thresholds: vec![1.5],
            leaves: vec![-900, 300],
            covers: vec![255, 90],
        };
        let head = || Head { weights: vec![0.5, 0.1, 0.1], ..Head::default() };
        Stack {
            features: vec![features()[0].name.clone()],
            means: vec![0.5],
            scales: vec![2.0],
            stages: vec![Stage { content: head(), spam: Head { trees: trees(), ..Head::default() } }],
            ..Stack::default()
        }
    };
    let families = vec![FamilyTokens::new("pills", &vec![1; FAMILY_BUCKETS])];
    let families = Some(Families { sharpness: 1.0, families });
    let parts = ModelParts { html: stack(), text: stack(), families, ..ModelParts::default() };
    parts.into_model().expect("a model of one feature is sound")
}
