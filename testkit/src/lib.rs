//! What the test binaries share: a small model made by hand, whose labels do not change when the shipped one does.
//! It calls prose content, and text in a script foreign to the page spam.

pub mod counted;
pub mod hostile;
pub mod warc;

use blocksift::internals::{Head, ModelParts, STAGE_FEATURES, Stack, Stage};
use blocksift::{Model, Provenance, Sifter};
use std::path::{Path, PathBuf};

/// An English page with a menu, an article and a line of Chinese counties.
pub const HACKED: &str = r##"<!DOCTYPE html><html lang="en"><head><title>The harbour bridge opens again</title></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><h1>The harbour bridge opens again</h1>
<p>The bridge over the harbour was opened to the public again on Sunday, after two years of repairs that had cost the
town far more than anybody had thought they would when the work began in the spring.</p>
<p>It was the mayor who walked over it first, and she said that she had not been as happy to cross a river since she
was a child, when the ferry was still the only way to get to the market on the other side.</p>
<p>The old ferry will go on sailing in the summer, for those who like to be on the water and have the time for it.</p>
</main><footer><p>© Harbour News</p></footer>
<div style="display:none"><a href="http://a.example.com/">双江县</a> <a href="http://b.example.net/">鄱阳县</a>
<a href="http://c.example.org/">交城县</a> <a href="http://d.example.cn/">南澳县</a></div></body></html>"##;

/// A clean page.
pub const CLEAN: &str = "<html><head><title>On bread</title></head><body><ul><li><a href=/>Home</a></ul>\
<p>The bread that is baked in the old oven of the mill is the best that there is in all of the valley, and there are \
people who walk for two hours to get a loaf of it.</body></html>";

/// The model made by hand.
pub fn model() -> Model {
    model_parts().into_model().expect("the model made by hand fits the schema")
}

/// The parts of the model made by hand, to be changed.
pub fn model_parts() -> ModelParts {
    let html = stack(&[
        ("link_share", -4.0, 0.0),
        ("units", 0.8, 0.0),
        ("is_prose", 3.0, 0.0),
        ("script_foreign", 0.0, 12.0),
        ("in_nav", -2.0, 0.0),
    ]);
    let text = stack(&[("units", 0.8, 0.0), ("is_prose", 3.0, 0.0), ("script_foreign", 0.0, 12.0)]);
    let mut provenance = Provenance::named("by hand");
    (provenance.pages, provenance.rows, provenance.seed) = (1, 2, 3);
    ModelParts { provenance, html, text, ..ModelParts::default() }
}

/// Features with their weights for content and for spam.
fn stack(features: &[(&str, f32, f32)]) -> Stack {
    let n = features.len();
    let staged = STAGE_FEATURES.len();
    // All but straight lines: the weights of the bends after them are small.
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

/// A sifter with the model made by hand.
pub fn sifter() -> Sifter {
    Sifter::new(model())
}

/// The model made by hand as a file.
pub fn model_file(folder: &Path) -> PathBuf {
    let path = folder.join("hand.model");
    std::fs::write(&path, model().to_bytes().expect("a model can be written")).expect("the folder can be written to");
    path
}
