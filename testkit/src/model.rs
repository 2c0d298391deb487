//! A small model made by hand. It calls prose content, and text in a script foreign to the page spam. Its labels do not
//! change when the shipped model does.

use blocksift::internals::{FORMAT_VERSION, Head, ModelParts, STAGE_FEATURES, Stack, Stage};
use blocksift::{Model, Provenance, Sifter};
use std::path::{Path, PathBuf};

/// The model.
pub fn model() -> Model {
    model_parts().into_model().expect("the model made by hand fits the schema")
}

/// The parts of the model, for tests that change some of them.
pub fn model_parts() -> ModelParts {
    let html = stack(&[
        ("link_density", -4.0, 0.0),
        ("units", 0.8, 0.0),
        ("is_prose", 3.0, 0.0),
        ("foreign_script", 0.0, 12.0),
        ("in_nav", -2.0, 0.0),
    ]);
    let text = stack(&[("units", 0.8, 0.0), ("is_prose", 3.0, 0.0), ("foreign_script", 0.0, 12.0)]);
    let mut provenance = Provenance::named("by hand");
    (provenance.pages, provenance.rows, provenance.seed) = (1, 2, 3);
    ModelParts { provenance, html, text, ..ModelParts::default() }
}

/// A stack of two stages, from features with their weights for content and for spam.
fn stack(features: &[(&str, f32, f32)]) -> Stack {
    let n = features.len();
    let staged = STAGE_FEATURES.len();
    // Nearly straight lines: the weights of the bends that follow are small.
    let head = |bias: f32, mut weights: Vec<f32>| {
        weights.resize(3 * weights.len(), 0.02);
        Head { bias, weights, ..Head::default() }
    };
    let content: Vec<f32> = features.iter().map(|f| f.1).collect();
    let spam: Vec<f32> = features.iter().map(|f| f.2).collect();
    let wide = |weights: &[f32]| [weights, &vec![0.01; staged]].concat();
    Stack {
        features: features.iter().map(|f| f.0.to_owned()).collect(),
        means: vec![0.0; n],
        scales: vec![1.0; n],
        vocabulary: None,
        stage_means: vec![0.0; staged],
        stage_scales: vec![1.0; staged],
        stages: vec![
            Stage { content: head(-3.0, content.clone()), spam: head(-5.0, spam.clone()) },
            Stage { content: head(-3.0, wide(&content)), spam: head(-5.0, wide(&spam)) },
        ],
        ..Stack::default()
    }
}

/// A sifter with the model.
pub fn sifter() -> Sifter {
    Sifter::new(model())
}

/// Writes the model to `hand.model` in a folder, and returns its path.
///
/// # Panics
///
/// If the file cannot be written.
pub fn model_file(folder: &Path) -> PathBuf {
    let path = folder.join("hand.model");
    std::fs::write(&path, model().to_bytes().expect("a model can be written")).expect("the folder can be written to");
    path
}

/// Puts the header of a model file before any body, with the right length and checksum, so that a test reaches what is
/// checked after them.
pub fn with_header(body: &[u8]) -> Vec<u8> {
    let header = format!("blocksift-model {FORMAT_VERSION} {} {:016x}\n", body.len(), fnv1a(body));
    [header.as_bytes(), body].concat()
}

/// 64-bit FNV-1a, written apart from the library's so that the two check each other.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
