//! Model files: read back as written, refused with the right reason, and what they say of their decisions.

use blocksift::internals::{FAMILY_BUCKETS, FORMAT_VERSION, Families, FamilyTokens, Head, ModelParts, Stack, Trees};
use blocksift::{
    DEFAULT_PRIOR, ErrorKind, Figures, Format, FormatFigures, Hints, Label, Model, OperatingPoint, Sifter, Thresholds,
};
use blocksift_testkit::model::with_header;
use blocksift_testkit::{CLEAN, HACKED, model, model_parts, sifter};
use proptest::prelude::*;

fn kind_of(bytes: &[u8]) -> String {
    let error = Model::from_bytes(bytes).expect_err("must be refused");
    let name = format!("{:?}", error.kind());
    assert!(!error.to_string().is_empty());
    name.split(['(', ' ', '{']).next().unwrap_or_default().to_owned()
}

fn bytes() -> Vec<u8> {
    model().to_bytes().unwrap()
}

/// How a file of these parts is refused.
fn kind_of_parts(parts: &ModelParts) -> String {
    kind_of(&parts.to_bytes().unwrap())
}

/// The file's header line with one field changed.
fn with_field(index: usize, value: &str) -> Vec<u8> {
    let bytes = bytes();
    let end = bytes.iter().position(|b| *b == b'\n').unwrap();
    let header = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut fields: Vec<&str> = header.split(' ').collect();
    fields[index] = value;
    [fields.join(" ").as_bytes(), &bytes[end..]].concat()
}

#[test]
fn a_model_is_read_back_as_it_was() {
    let read = Model::from_bytes(&bytes()).unwrap();
    assert_eq!(read, model());
    assert_eq!(read.to_bytes().unwrap(), bytes());
    let (one, two) = (sifter(), Sifter::new(read));
    let sift = |s: &Sifter| s.sift(HACKED.as_bytes(), &Hints::default()).blocks().to_vec();
    assert_eq!(sift(&one), sift(&two));
}

#[test]
fn broken_files_are_refused() {
    let bytes = bytes();
    for cut in [bytes.len() - 1, bytes.len() / 2, 60] {
        assert_eq!(kind_of(&bytes[..cut]), "ModelTruncated", "cut at {cut}");
    }
    for cut in [0, 5] {
        assert_eq!(kind_of(&bytes[..cut]), "ModelCorrupt", "cut at {cut}");
    }
    let mut flipped = bytes.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    assert_eq!(kind_of(&flipped), "ModelCorrupt");
    assert_eq!(kind_of(&with_field(3, "0123456789abcdef")), "ModelCorrupt");
    assert_eq!(kind_of(&with_field(2, "12")), "ModelCorrupt");
    assert_eq!(kind_of(&with_field(2, "99999999999999999999999")), "ModelCorrupt");
    assert_eq!(kind_of(&with_field(2, "18446744073709551615")), "ModelTruncated");
    assert_eq!(kind_of(b"\xff\xfe\n"), "ModelCorrupt");
}

/// Two families: one plants casino words, the other pills.
fn families() -> Families {
    let family = |name: &str, text: &str| {
        let mut counts = vec![0; FAMILY_BUCKETS];
        Families::tokens(text).into_iter().for_each(|t| counts[t] += 20);
        FamilyTokens::new(name, &counts)
    };
    let (casino, pills) = ("casino slots roulette jackpot bonus", "pills tablets pharmacy prescription dosage");
    Families { sharpness: 1.0, families: vec![family("casino", casino), family("pills", pills)] }
}

#[test]
fn spam_resembles_the_family_with_the_same_words() {
    let known = ModelParts { families: Some(families()), ..model_parts() };
    let known = Model::from_bytes(&known.to_bytes().unwrap()).unwrap();
    assert_eq!(known.family_names().collect::<Vec<_>>(), ["casino", "pills"]);
    let nearest = |text: &str| known.parts().families.as_ref().unwrap().resembles(text);
    assert_eq!(nearest("the best roulette and slots bonus").map(|r| r.family).as_deref(), Some("casino"));
    let pills = nearest("pharmacy without prescription").unwrap();
    assert!(pills.family == "pills" && pills.probability > 0.5 && pills.probability <= 1.0, "{pills:?}");
    assert_eq!(nearest("   "), None);

    let sifter = Sifter::new(known).with_thresholds(Thresholds::default().with_threshold(Label::Spam, 0.5).unwrap());
    let of_page = |html: &str| sifter.sift(html.as_bytes(), &Hints::default()).verdict().nearest_family.clone();
    assert!(of_page(HACKED).is_some());
    assert_eq!(of_page(CLEAN), None);
}

#[test]
fn damaged_families_are_refused() {
    let with = |change: fn(&mut Families)| {
        let mut families = families();
        change(&mut families);
        kind_of_parts(&ModelParts { families: Some(families), ..model_parts() })
    };
    assert_eq!(with(|f| f.families[0].steps.truncate(9)), "ModelCorrupt");
    assert_eq!(with(|f| f.families[1].steps.replace_range(..1, "-")), "ModelCorrupt");
    assert_eq!(with(|f| f.sharpness = -1.0), "ModelCorrupt");
    assert_eq!(with(|f| f.families[0].max_log = 1.0), "ModelCorrupt");
}

#[test]
fn newer_files_are_refused() {
    let newer = (FORMAT_VERSION + 1).to_string();
    assert_eq!(kind_of(&with_field(1, &newer)), "ModelTooNew");
    assert_eq!(kind_of(&with_field(1, "2")), "ModelTooOld");
}

#[test]
fn models_of_another_schema_are_refused() {
    let other = ModelParts { schema: "0000000000000000".into(), ..model_parts() };
    assert_eq!(kind_of_parts(&other), "SchemaMismatch");
    match other.into_model().expect_err("another schema").kind() {
        ErrorKind::SchemaMismatch { found, expected } => {
            assert_eq!((found.as_str(), expected), ("0000000000000000", &blocksift::schema_hash()));
        }
        kind => panic!("{kind:?}"),
    }
}

#[test]
fn models_that_do_not_fit_are_refused() {
    let changes: [fn(&mut ModelParts); 15] = [
        |m| m.html.weights_of_first().truncate(1),
        |m| m.html.means.push(0.0),
        |m| m.html.scales[0] = 0.0,
        |m| m.text.stage_scales.clear(),
        |m| m.text.stages.clear(),
        |m| m.html.features[0] = "no_such_feature".into(),
        |m| m.labels.reverse(),
        |m| m.labels.truncate(2),
        |m| m.html.scales[0] = -1.0,
        // Sums of such weights would be no numbers.
        |m| m.html.weights_of_first()[0] = f32::MAX,
        |m| m.html.trees_of_last().inputs[0] = 5 + 37,
        |m| m.html.trees_of_last().depth = 2,
        |m| m.html.trees_of_last().leaves.push(0),
        |m| m.html.trees_of_last().thresholds[0] = f32::MAX,
        // Neither weights nor trees.
        |m| m.html.stages[1].spam = Head::default(),
    ];
    for (i, change) in changes.iter().enumerate() {
        let mut unsound = model_of_trees().into_parts();
        change(&mut unsound);
        assert_eq!(kind_of_parts(&unsound), "ModelCorrupt", "change {i}");
    }
}

/// The model made by hand, with one tree as its last spam head that asks for a foreign script.
fn model_of_trees() -> Model {
    let mut parts = model_parts();
    let trees =
        Trees { depth: 1, inputs: vec![3], thresholds: vec![0.5], leaves: vec![-6000, 6000], covers: vec![255, 5] };
    parts.html.stages[1].spam = Head { trees, ..Head::default() };
    parts.into_model().expect("the tree fits the features")
}

#[test]
fn trees_decide_are_read_back_and_explain_themselves() {
    let read = Model::from_bytes(&model_of_trees().to_bytes().unwrap()).unwrap();
    assert_eq!(read, model_of_trees());
    let sifter = Sifter::new(read);
    let report = sifter.sift(HACKED.as_bytes(), &Hints::default());
    let spam: Vec<&str> = report.with_label(Label::Spam).map(|b| b.text.as_str()).collect();
    assert!(spam.len() == 1 && spam[0].starts_with("双江县"), "{spam:?}");
    for block in report.blocks() {
        let is_foreign = block.label == Label::Spam;
        assert_eq!(block.probabilities.spam > 0.99, is_foreign);
        let explanation = sifter.explain_label(&report, block.index, Label::Spam);
        let score = explanation.score;
        let sum: f32 = explanation.contributions.iter().map(|c| c.contribution).sum();
        // A block that the first stage cleared is explained by that stage. The score is always the probability's logit.
        let spam = block.probabilities.spam;
        let logit = (spam / (1.0 - spam)).ln();
        assert!((sum - score).abs() < 1e-3 && (score - logit).abs() < 1e-2, "{sum} {score} {logit}");
        assert!(if is_foreign { (score - 6.0).abs() < 1e-3 } else { spam < 0.01 }, "{score}");
        let script = explanation.contributions.iter().find(|c| c.feature == "foreign_script").unwrap();
        assert_eq!(script.contribution > 5.0, is_foreign);
        assert!(explanation.to_string().starts_with(&format!("score of spam: {score:+.2}\n")), "{explanation}");
    }
}

#[test]
fn many_blocks_by_trees_are_as_each_alone() {
    // More blocks than are processed side by side, and not a multiple of them.
    let line = |i: usize| {
        if i.is_multiple_of(7) { "<p>双江县 鄱阳县</p>".to_owned() } else { format!("<p>Line {i} of it</p>") }
    };
    let html: String = (0..83).map(line).collect();
    let report = Sifter::new(model_of_trees()).sift(html.as_bytes(), &Hints::default());
    assert_eq!(report.blocks().len(), 83);
    for block in report.blocks() {
        assert_eq!(block.label == Label::Spam, block.index.is_multiple_of(7), "block {}", block.index);
    }
}

#[test]
fn a_model_file_has_all_of_its_parts() {
    let file = model_of_trees().to_bytes().unwrap();
    let start = file.iter().position(|b| *b == b'\n').unwrap() + 1;
    for field in ["operating_points", "page_calibration", "decision", "html", "schema"] {
        let mut json: serde_json::Value = serde_json::from_slice(&file[start..]).unwrap();
        json.as_object_mut().unwrap().remove(field).expect("the file has it");
        let error = Model::from_bytes(&with_header(json.to_string().as_bytes())).unwrap_err();
        assert!(error.to_string().contains(&format!("missing field `{field}`")), "{error}");
    }
}

/// A model with one operating point, which flags every page, and a cautious decision.
fn with_own_decisions() -> Model {
    let mut point = OperatingPoint::new("paranoid", 0.0, 0.0, 0.0);
    point.figures = Figures::new(Some(FormatFigures::new(200, 150, 0.5)), None);
    let mut parts = ModelParts { operating_points: vec![point], ..model_parts() };
    parts.decision.min_content_units = 1e4;
    parts.page_calibration.prior = 0.5;
    parts.into_model().unwrap()
}

#[test]
fn a_model_brings_its_own_decisions() {
    let own = Model::from_bytes(&with_own_decisions().to_bytes().unwrap()).unwrap();
    assert_eq!(own, with_own_decisions());
    let point = &own.operating_points()[0];
    assert_eq!(
        point.to_string(),
        "paranoid: flags pages from 0 (150 of 200 clean pages, 50.0% of unseen spam); text from 0"
    );
    let error = own.operating_point("strict").unwrap_err().to_string();
    assert_eq!(error, "model \"by hand\" has no operating point \"strict\": use paranoid");

    let sifter = Sifter::new(own);
    let report = sifter.sift(CLEAN.as_bytes(), &Hints::default());
    assert_eq!(report.with_label(Label::Spam).count(), report.blocks().len());
    let calm = sifter.with_thresholds(Thresholds::default().with_threshold(Label::Spam, 1.0).unwrap());
    assert_eq!(calm.sift(CLEAN.as_bytes(), &Hints::default()).with_label(Label::Content).count(), 0);
}

#[test]
fn decisions_out_of_range_are_refused() {
    let changes: [fn(&mut ModelParts); 10] = [
        |m| m.operating_points.clear(),
        |m| m.operating_points[0].name.clear(),
        |m| m.operating_points[1].name = m.operating_points[0].name.clone(),
        |m| m.operating_points[0].spam_text = 1.5,
        |m| m.operating_points[0].figures = Figures::new(None, Some(FormatFigures::new(3, 4, 0.5))),
        |m| m.page_calibration.prior = 0.0,
        |m| m.page_calibration.text.slope = -1.0,
        |m| m.page_calibration.html.offset = 1e4,
        |m| m.decision.flagged_page_factor = 1.5,
        |m| m.decision.min_content_units = -1.0,
    ];
    for (i, change) in changes.iter().enumerate() {
        let mut unsound = model_parts();
        change(&mut unsound);
        assert_eq!(kind_of_parts(&unsound), "ModelCorrupt", "change {i}");
    }
}

#[test]
fn the_embedded_model_knows_what_its_operating_points_cost() {
    let points = Model::embedded().operating_points();
    assert_eq!(points.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["balanced", "strict"]);
    for (balanced, strict) in [Format::Html, Format::Text].map(|f| (points[0].figures.of(f), points[1].figures.of(f))) {
        let (balanced, strict) = (balanced.unwrap(), strict.unwrap());
        assert!(strict.clean_pages_flagged < balanced.clean_pages_flagged, "{strict}");
        assert!(strict.unseen_recall < balanced.unseen_recall, "{strict}");
    }
}

#[test]
fn a_prior_shifts_the_log_odds_of_a_page() {
    let mut parts = model_parts();
    parts.page_calibration.html.slope = 1.0;
    parts.page_calibration.html.offset = 0.0;
    let plain = parts.into_model().unwrap();
    let at = |p: f32, prior: f32| plain.page_probability(p, Format::Html, prior);
    // At the calibration's own prior nothing is shifted; at one in ten the odds are 999 / 9 = 111 times as high.
    assert!((at(0.25, DEFAULT_PRIOR) - 0.25).abs() < 1e-6);
    let odds = 111.0 * 0.25 / 0.75;
    assert!((at(0.25, 0.1) - odds / (1.0 + odds)).abs() < 1e-5, "{}", at(0.25, 0.1));
    for model in [&plain, Model::embedded()] {
        for format in [Format::Html, Format::Text] {
            let of_prior: Vec<f32> =
                [0.0, 1e-5, 0.001, 0.1, 0.5, 0.9, 1.0].map(|prior| model.page_probability(0.9, format, prior)).into();
            assert!(of_prior.is_sorted_by(|a, b| a < b), "{of_prior:?}");
            let of_block: Vec<f32> =
                [0.0, 0.1, 0.5, 0.9, 0.99, 1.0].map(|p| model.page_probability(p, format, 0.001)).into();
            assert!(of_block.is_sorted_by(|a, b| a < b), "{of_block:?}");
            assert!(of_prior.iter().chain(&of_block).all(|p| (0.0..=1.0).contains(p)));
        }
    }
}

#[test]
fn features_of_the_model_are_named_and_documented() {
    let features: Vec<_> = blocksift::model_features().collect();
    assert_eq!(features.len(), 16 + 37);
    assert!(features.iter().all(|f| !f.name.is_empty() && !f.doc.is_empty()));
    let summary = model_of_trees().summary(Format::Html);
    assert_eq!(
        (summary.features, summary.stages, summary.trees, summary.to_string().as_str()),
        (5, 2, 1, "5 features, 2 stages, 156 weights, 1 trees")
    );
}

trait Heads {
    fn weights_of_first(&mut self) -> &mut Vec<f32>;
    fn trees_of_last(&mut self) -> &mut Trees;
}

impl Heads for Stack {
    fn trees_of_last(&mut self) -> &mut Trees {
        &mut self.stages[1].spam.trees
    }

    fn weights_of_first(&mut self) -> &mut Vec<f32> {
        &mut self.stages[0].content.weights
    }
}

proptest! {
    #![proptest_config(super::cases(300))]

    #[test]
    fn bytes_of_any_kind_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), after_magic in any::<bool>()) {
        let bytes = if after_magic { [b"blocksift-model ", &bytes[..]].concat() } else { bytes };
        prop_assert!(Model::from_bytes(&bytes).is_err());
    }

    #[test]
    fn a_changed_byte_is_noticed(at in any::<prop::sample::Index>(), flip in 1u8..=255) {
        let mut bytes = bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        match Model::from_bytes(&bytes) {
            Err(_) => {}
            // An older version with all fields reads the same.
            Ok(read) => prop_assert_eq!(read, model()),
        }
    }
}
