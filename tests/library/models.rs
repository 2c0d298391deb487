//! Model files: read back as written, refused with the right reason.

use blocksift::internals::{FAMILY_BUCKETS, FORMAT_VERSION, Families, FamilyTokens, Head, Trees};
use blocksift::{ErrorKind, Hints, Label, Model, Sifter, Thresholds};
use blocksift_testkit::{CLEAN, HACKED, model, sifter};
use proptest::prelude::*;

fn kind_of(bytes: &[u8]) -> String {
    let error = Model::from_bytes(bytes).expect_err("must be refused");
    let name = format!("{:?}", error.kind());
    assert!(!error.to_string().is_empty());
    name.split(['(', ' ', '{']).next().unwrap_or_default().to_owned()
}

/// The file's header line with one field changed.
fn with_field(index: usize, value: &str) -> Vec<u8> {
    let bytes = model().to_bytes();
    let end = bytes.iter().position(|b| *b == b'\n').unwrap();
    let header = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut fields: Vec<&str> = header.split(' ').collect();
    fields[index] = value;
    [fields.join(" ").as_bytes(), &bytes[end..]].concat()
}

#[test]
fn a_model_is_read_back_as_it_was() {
    let read = Model::from_bytes(&model().to_bytes()).unwrap();
    assert_eq!(read, model());
    assert_eq!(read.to_bytes(), model().to_bytes());
    let (one, two) = (sifter(), Sifter::new(read));
    let sift = |s: &Sifter| s.sift(HACKED.as_bytes(), &Hints::default()).blocks().to_vec();
    assert_eq!(sift(&one), sift(&two));
}

#[test]
fn broken_files_are_refused() {
    let bytes = model().to_bytes();
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

/// Two families of which one plants casino words and the other pills.
fn families() -> Families {
    let of = |name: &str, text: &str| {
        let mut counts = vec![0; FAMILY_BUCKETS];
        Families::tokens(text).into_iter().for_each(|t| counts[t] += 20);
        FamilyTokens::new(name, &counts)
    };
    let (casino, pills) = ("casino slots roulette jackpot bonus", "pills tablets pharmacy prescription dosage");
    Families { sharpness: 1.0, families: vec![of("casino", casino), of("pills", pills)] }
}

#[test]
fn spam_resembles_the_family_that_it_shares_words_with() {
    let known = Model { families: Some(families()), ..model() };
    let known = Model::from_bytes(&known.to_bytes()).unwrap();
    let of = |text: &str| known.families.as_ref().unwrap().resembles(text);
    assert_eq!(of("the best roulette and slots bonus").map(|r| r.family).as_deref(), Some("casino"));
    let pills = of("pharmacy without prescription").unwrap();
    assert!(pills.family == "pills" && pills.probability > 0.5 && pills.probability <= 1.0, "{pills:?}");
    assert_eq!(of("   "), None);

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
        kind_of(&Model { families: Some(families), ..model() }.to_bytes())
    };
    assert_eq!(with(|f| f.families[0].steps.truncate(9)), "ModelCorrupt");
    assert_eq!(with(|f| f.families[1].steps.replace_range(..1, "-")), "ModelCorrupt");
    assert_eq!(with(|f| f.sharpness = -1.0), "ModelCorrupt");
    assert_eq!(with(|f| f.families[0].most = 1.0), "ModelCorrupt");
}

#[test]
fn newer_files_are_refused() {
    let newer = (FORMAT_VERSION + 1).to_string();
    assert_eq!(kind_of(&with_field(1, &newer)), "ModelTooNew");
}

#[test]
fn models_of_another_schema_are_refused() {
    let mut other = model();
    other.schema = "0000000000000000".into();
    assert_eq!(kind_of(&other.to_bytes()), "SchemaMismatch");
    match other.check().expect_err("another schema").kind() {
        ErrorKind::SchemaMismatch { found, expected } => {
            assert_eq!((found.as_str(), expected), ("0000000000000000", &blocksift::schema_hash()));
        }
        kind => panic!("{kind:?}"),
    }
}

#[test]
fn models_that_do_not_fit_are_refused() {
    let changes: [fn(&mut Model); 15] = [
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
        |m| m.html.trees_of_last().levels = 2,
        |m| m.html.trees_of_last().leaves.push(0),
        |m| m.html.trees_of_last().thresholds[0] = f32::MAX,
        // Neither weights nor trees.
        |m| m.html.stages[1].spam = Head::default(),
    ];
    for (i, change) in changes.iter().enumerate() {
        let mut unsound = model_of_trees();
        change(&mut unsound);
        assert_eq!(kind_of(&unsound.to_bytes()), "ModelCorrupt", "change {i}");
    }
}

/// The model made by hand, whose last head of spam is one tree that asks for a foreign script.
fn model_of_trees() -> Model {
    let mut model = model();
    let trees =
        Trees { levels: 1, inputs: vec![3], thresholds: vec![0.5], leaves: vec![-6000, 6000], covers: vec![255, 5] };
    model.html.stages[1].spam = Head { trees, ..Head::default() };
    model.check().expect("the tree fits the features");
    model
}

#[test]
fn trees_decide_are_read_back_and_explain_themselves() {
    let read = Model::from_bytes(&model_of_trees().to_bytes()).unwrap();
    assert_eq!(read, model_of_trees());
    let sifter = Sifter::new(read);
    let report = sifter.sift(HACKED.as_bytes(), &Hints::default());
    let spam: Vec<&str> = report.with_label(Label::Spam).map(|b| b.text.as_str()).collect();
    assert!(spam.len() == 1 && spam[0].starts_with("双江县"), "{spam:?}");
    for block in report.blocks() {
        let is_foreign = block.label == Label::Spam;
        assert_eq!(block.probabilities.spam > 0.99, is_foreign);
        let (contributions, score) = sifter.explain_label(&report, block.index, Label::Spam);
        let sum: f32 = contributions.iter().map(|c| c.contribution).sum();
        // What the first stage clears is explained by that stage: the score is the probability's in either case.
        let said = block.probabilities.spam;
        let logit = (said / (1.0 - said)).ln();
        assert!((sum - score).abs() < 1e-3 && (score - logit).abs() < 1e-2, "{sum} {score} {logit}");
        assert!(if is_foreign { (score - 6.0).abs() < 1e-3 } else { said < 0.01 }, "{score}");
        let most = contributions.iter().find(|c| c.feature == "foreign_script").unwrap();
        assert_eq!(most.contribution > 5.0, is_foreign);
    }
}

#[test]
fn many_blocks_by_trees_are_as_each_alone() {
    // More blocks than are worked on side by side, and not a multiple of them.
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

trait Heads {
    fn weights_of_first(&mut self) -> &mut Vec<f32>;
    fn trees_of_last(&mut self) -> &mut Trees;
}

impl Heads for blocksift::internals::Stack {
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
    fn a_changed_byte_never_goes_unnoticed(at in any::<prop::sample::Index>(), flip in 1u8..=255) {
        let mut bytes = model().to_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        match Model::from_bytes(&bytes) {
            Err(_) => {}
            // Version 0 is older than any and reads the same.
            Ok(read) => prop_assert_eq!(read, model()),
        }
    }
}
