//! Cases for fuzzing: each takes any bytes, and panics where a promise is broken.
//!
//! The tests run every case over its folder of `corpus/`. The driver mutates these seeds for as long as one likes:
//!
//! ```text
//! cargo run --release -p blocksift-fuzz-cases -- html 1800
//! ```

#![forbid(unsafe_code)]

pub mod mutate;

use blocksift::internals::{FAMILY_BUCKETS, Families, FamilyTokens, Head, Stack, Stage, Trees};
use blocksift::{Features, Format, Hints, Label, Model, Provenance, Report, Sifter};
use blocksift::{decode, features, schema_hash};
use std::path::{Path, PathBuf};

/// A case.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// Its name, and that of its folder in `corpus/`.
    pub name: &'static str,
    /// What is tried with the bytes.
    pub run: fn(&[u8]),
}

/// All cases.
pub const CASES: [Case; 5] = [
    Case { name: "decode", run: decoding },
    Case { name: "html", run: |bytes| page(bytes, Format::Html) },
    Case { name: "text", run: |bytes| page(bytes, Format::Text) },
    Case { name: "model", run: model },
    Case { name: "table", run: table },
];

impl Case {
    /// The case of a name.
    pub fn named(name: &str) -> Option<Case> {
        CASES.into_iter().find(|case| case.name == name)
    }

    /// Its seeds: the files of its folder, and what is best made anew.
    pub fn seeds(&self) -> Vec<Vec<u8>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(self.name);
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.sort();
        let mut seeds: Vec<Vec<u8>> = files.iter().filter_map(|file| std::fs::read(file).ok()).collect();
        match self.name {
            "model" => seeds.push(body(&small_model().to_bytes()).to_vec()),
            "table" => seeds.extend(start_of_table()),
            _ => {}
        }
        seeds
    }
}

/// The first byte says how many of the next are a content type, the one after these how many a top-level domain.
fn decoding(bytes: &[u8]) {
    let (content_type, rest) = hint(bytes);
    let (tld, rest) = hint(rest);
    let decoded = decode(rest, content_type.as_deref(), tld.as_deref());
    assert!(!decoded.encoding.is_empty());
    assert!(decoded.text.len() <= 3 * rest.len() + 3, "no encoding makes more than three bytes of one");
    let again = decode(rest, content_type.as_deref(), tld.as_deref());
    assert_eq!(decoded.text, again.text);
    if std::str::from_utf8(rest).is_ok() && content_type.is_none() && rest.is_ascii() && !rest.contains(&0x1b) {
        let plain = !rest.contains(&0) && !rest.windows(7).any(|w| w.eq_ignore_ascii_case(b"charset"));
        let plain = plain && !rest.windows(8).any(|w| w.eq_ignore_ascii_case(b"encoding"));
        assert!(!plain || decoded.text.as_bytes() == rest, "plain ASCII is read as it is");
    }
}

fn hint(bytes: &[u8]) -> (Option<String>, &[u8]) {
    let Some((length, rest)) = bytes.split_first() else { return (None, bytes) };
    let length = (*length as usize % 64).min(rest.len());
    let (hint, rest) = rest.split_at(length);
    ((length > 0).then(|| String::from_utf8_lossy(hint).into_owned()), rest)
}

/// A page goes the whole way; what is promised of every report is checked.
fn page(bytes: &[u8], format: Format) {
    let hints = Hints { url: Some("https://www.example.org/a/b.html"), format: Some(format), ..Hints::default() };
    let sifter = Sifter::default();
    let report = sifter.sift(bytes, &hints).expect("no page is refused");
    check(&report);
    let again = sifter.sift(bytes, &hints).expect("no page is refused");
    assert_eq!((&report.blocks, &report.verdict), (&again.blocks, &again.verdict), "twice the same");
    let markdown = report.content_markdown();
    assert_eq!(markdown.is_empty(), report.with_label(Label::Content).next().is_none());
    if let Some(block) = report.blocks.len().checked_sub(1) {
        let (contributions, score) = sifter.explain(&report, block);
        let sum: f64 = contributions.iter().map(|c| f64::from(c.contribution)).sum();
        assert!((sum - f64::from(score)).abs() < 1e-2 * (1.0 + f64::from(score).abs()), "{sum} is not {score}");
    }
}

fn check(report: &Report) {
    let page = report.page();
    let text = page.text();
    let mut next = (0, 0);
    for (block, of_page) in report.blocks.iter().zip(page.blocks()) {
        assert_eq!((of_page.bytes().start, block.start), next, "blocks follow each other");
        assert_eq!(&text[of_page.bytes()], block.text);
        assert_eq!(block.end - block.start, block.text.chars().count());
        assert!(!block.text.trim().is_empty());
        assert!(!text[of_page.bytes().end..].starts_with(|c| c != '\n'));
        next = (of_page.bytes().end + 1, block.end + 1);
        let p = block.probabilities;
        assert!((p.content + p.navigation + p.spam - 1.0).abs() < 1e-4);
        assert!(Label::ALL.iter().all(|label| (0.0..=1.0).contains(&p.of(*label))));
        assert!(page.block_links(of_page).all(|link| block.text.contains(link.anchor)));
    }
    assert_eq!(text.len() + 1, next.0.max(1));
    let rows = Features::of(page);
    assert!(rows.rows().iter().all(|v| v.is_finite()));
}

/// The bytes as a model file, and as the body of one whose header is right.
fn model(bytes: &[u8]) {
    let headed = headed(bytes);
    for file in [bytes, &headed] {
        match Model::from_bytes(file) {
            Ok(model) => {
                assert_eq!(Model::from_bytes(&model.to_bytes()).expect("what was written is read"), model);
                let page = b"<title>a</title><p>One of the pages that are <a href=/x>read</a> by it.";
                let report = Sifter::with_model(model).sift(page, &Hints::default()).expect("no page is refused");
                let sound = |p: f32| (0.0..=1.0).contains(&p);
                assert!(report.blocks.iter().all(|b| Label::ALL.iter().all(|l| sound(b.probabilities.of(*l)))));
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// A body with the header that fits it.
fn headed(body: &[u8]) -> Vec<u8> {
    let sum = body.iter().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    let version = blocksift::internals::FORMAT_VERSION;
    [format!("blocksift-model {version} {} {sum:016x}\n", body.len()).as_bytes(), body].concat()
}

fn body(file: &[u8]) -> &[u8] {
    let header = file.iter().position(|b| *b == b'\n').map_or(0, |at| at + 1);
    &file[header..]
}

/// A model of a single feature.
fn small_model() -> Model {
    let stack = || {
        let trees = || Trees {
            levels: 1,
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
    let mut model = Model {
        schema: schema_hash(),
        labels: Label::ALL.to_vec(),
        provenance: Provenance::default(),
        html: stack(),
        text: stack(),
        families: Some(Families {
            sharpness: 1.0,
            families: vec![FamilyTokens::new("pills", &vec![1; FAMILY_BUCKETS])],
        }),
    };
    model.check().expect("a model of one feature is sound");
    model
}

/// The bytes as a table of blocks.
fn table(bytes: &[u8]) {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let name = format!("blocksift-fuzz-{}-{}.csv", std::process::id(), NUMBER.fetch_add(1, Relaxed));
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, bytes).expect("the temporary folder can be written to");
    let read = blocksift_training::dataset::table_file::read(&path);
    std::fs::remove_file(&path).expect("the file was written");
    match read {
        Ok(tables) => assert!(tables.html.len() + tables.text.len() <= bytes.len()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// The header and some rows of the table that the shipped model was fitted on.
fn start_of_table() -> Option<Vec<u8>> {
    use std::io::{BufRead, BufReader};
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/tables/blocks.csv.zst");
    let lines = BufReader::new(blocksift_training::corpus::open(&path).ok()?).split(b'\n').take(8);
    let lines: Vec<Vec<u8>> = lines.collect::<Result<_, _>>().ok()?;
    Some(lines.join(&b'\n'))
}
