//! Model files: read back as written, refused with the right reason.

use super::support::{HACKED, model, sifter};
use blocksift::{FORMAT_VERSION, Hints, Kind, Model, Sifter};
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
    let (one, two) = (sifter(), Sifter::with_model(read));
    let sift = |s: &Sifter| s.sift(HACKED.as_bytes(), &Hints::default()).unwrap().blocks;
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
        Kind::SchemaMismatch { found, expected } => {
            assert_eq!((found.as_str(), expected), ("0000000000000000", &blocksift::schema_hash()));
        }
        kind => panic!("{kind:?}"),
    }
}

#[test]
fn models_that_do_not_fit_are_refused() {
    let changes: [fn(&mut Model); 10] = [
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
    ];
    for (i, change) in changes.iter().enumerate() {
        let mut unsound = model();
        change(&mut unsound);
        assert_eq!(kind_of(&unsound.to_bytes()), "ModelCorrupt", "change {i}");
    }
}

trait FirstHead {
    fn weights_of_first(&mut self) -> &mut Vec<f32>;
}

impl FirstHead for blocksift::Stack {
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
