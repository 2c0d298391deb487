//! What the helpers promise to the tests that use them.

use blocksift::{Hints, Label, Model};
use blocksift_testkit::model::with_header;
use blocksift_testkit::random::Numbers;
use blocksift_testkit::warc::Archive;
use blocksift_testkit::{CLEAN, HACKED, compress, hostile, model, sifter};

#[test]
fn the_model_finds_content_and_spam_where_they_are() {
    let labels = |page: &str, label| {
        let report = sifter().sift(page.as_bytes(), &Hints::default());
        report.with_label(label).count()
    };
    assert!(labels(HACKED, Label::Spam) > 0 && labels(HACKED, Label::Content) > 0);
    assert!(labels(CLEAN, Label::Spam) == 0 && labels(CLEAN, Label::Content) > 0);
}

#[test]
fn headers_are_those_of_the_library() {
    let file = model().to_bytes().expect("a model can be written");
    let body = file.iter().position(|byte| *byte == b'\n').expect("a header ends with a line feed") + 1;
    assert_eq!(with_header(&file[body..]), file);
    assert!(Model::from_bytes(&with_header(b"no model")).is_err());
}

#[test]
fn archives_pack_the_same_records() {
    let archive = Archive::new(42, &[]);
    assert_eq!(archive.records.len(), archive.pages.len() + archive.skipped + archive.damaged.len());
    assert_eq!(compress::gunzip(&archive.gzip()), archive.plain());
    assert_eq!(zstd::decode_all(&archive.zstd()[..]).expect("frames are valid"), archive.plain());
}

#[test]
fn pages_have_about_the_size_that_was_asked_for() {
    for case in hostile::cases() {
        let size = case.page(30_000).len();
        assert!((15_000..60_000).contains(&size), "{}: {size}", case.name);
        assert_eq!(case.page(1_000), case.page(1_000), "{}", case.name);
    }
    assert_ne!(hostile::ordinary(5_000, 1), hostile::ordinary(5_000, 2));
}

#[test]
fn hostile_pages_and_files_have_different_names() {
    let cases = hostile::cases().into_iter().map(|case| case.name);
    let mut names: Vec<String> = cases.chain(hostile::inputs().into_iter().map(|input| input.name)).collect();
    names.sort();
    let repeated: Vec<&[String]> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(repeated.is_empty(), "{repeated:?}");
}

#[test]
fn hostile_files_have_about_the_size_that_was_asked_for() {
    for input in hostile::inputs() {
        let size = input.bytes(30_000).len();
        assert!((15_000..90_000).contains(&size), "{}: {size}", input.name);
    }
}

#[test]
fn numbers_depend_on_the_seed_alone() {
    let draw = |seed| -> Vec<u64> {
        let mut numbers = Numbers::new(seed);
        (0..100).map(|_| numbers.next()).collect()
    };
    assert_eq!(draw(5), draw(5));
    assert_ne!(draw(5), draw(6));
    assert_eq!(Numbers::new(5).below(0), 0);
    assert!(draw(0).iter().all(|number| *number != 0), "seed 0 is replaced");
}
