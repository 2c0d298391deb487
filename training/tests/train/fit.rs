//! `fit`: the same table gives the same model, and the model labels pages.

use crate::made::{DATA, MADE, MODEL, fit, text, train};
use crate::pages;
use blocksift::{Hints, Label, Model, Sifter};

#[test]
fn the_same_table_gives_the_same_model() {
    let model = std::fs::read(&*MODEL).unwrap();
    let again = fit(&MADE.table, &MADE.folder.join("again.model"), "1");
    assert!(model == again, "the same table and seed gave another model");
    let other = fit(&MADE.table, &MADE.folder.join("other.model"), "2");
    assert!(model != other, "another seed gave the same model");
}

#[test]
fn a_model_without_an_evaluation_is_said_to_be_uncalibrated() {
    let (model, evaluation) = (MADE.folder.join("uncalibrated.model"), format!("{DATA}/model/evaluation.json"));
    let fitted = |more: &[&str]| {
        let arguments = ["fit", text(&MADE.table), "--data", text(&MADE.data), "-o", text(&model), "--quiet"];
        let output = train(&[&arguments[..], more].concat()).output().expect("the binary can be run");
        assert!(output.status.success());
        String::from_utf8(output.stderr).expect("messages are UTF-8")
    };
    let note = fitted(&[]);
    let command = format!("blocksift-train calibrate {0} EVALUATION -o {0}", text(&model));
    assert!(note.contains("default operating points") && note.contains("not calibrated"), "{note}");
    assert!(note.contains(&command), "{note}");
    assert_eq!(fitted(&["--evaluation", &evaluation]), "");
}

#[test]
fn a_model_tells_where_it_came_from_and_knows_families() {
    let model = Model::from_bytes(&std::fs::read(&*MODEL).unwrap()).unwrap();
    assert_eq!((model.provenance().name.as_str(), model.provenance().seed), ("small", 1));
    let rows = std::fs::read_to_string(&MADE.table).unwrap().lines().filter(|l| !l.starts_with('#')).count() - 1;
    assert_eq!(model.provenance().rows, rows as u64);

    let families = model.parts().families.as_ref().expect("there are campaigns");
    let like = families.resembles("viagra online, cheap cialis, levitra without prescription").unwrap();
    assert_eq!(like.family, "en-pharmacy");
}

#[test]
fn a_model_labels_pages_like_those_it_was_fitted_to() {
    let model = Model::from_bytes(&std::fs::read(&*MODEL).unwrap()).unwrap();
    let page = &pages::pages()[1];
    let html = serde_json::from_str::<serde_json::Value>(&page.line()).unwrap()["html"].as_str().unwrap().to_owned();
    let report = Sifter::new(model).sift(html.as_bytes(), &Hints::default());
    let label = |start: &str| report.blocks().iter().find(|b| b.text.starts_with(start)).map(|b| b.label);
    assert_eq!(label(&page.paragraphs[1]), Some(Label::Content));
    assert_eq!(label(&page.paragraphs[3]), Some(Label::Content));
    assert_eq!(label("Tide tables"), Some(Label::Navigation));
}
