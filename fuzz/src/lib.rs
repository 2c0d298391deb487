//! Fuzz cases: each takes any bytes, and panics if blocksift breaks a promise.
//!
//! The tests run every case on its seeds. The driver mutates them for a number of seconds:
//!
//! ```text
//! cargo run --release -p blocksift-fuzz-cases -- html 1800
//! ```

#![forbid(unsafe_code)]

pub mod mutate;

use blocksift::internals::{FAMILY_BUCKETS, Families, FamilyTokens, Head, ModelParts, Stack, Stage, Trees};
use blocksift::{Features, Format, Hints, Label, Model, Report, Sifter};
use blocksift::{decode, features};
use blocksift_testkit::folder::Folder;
use blocksift_testkit::hostile;
use blocksift_testkit::model::with_header;
use std::path::{Path, PathBuf};

/// Size of generated pages among the seeds.
const SEED_BYTES: usize = 600;

/// A fuzz case.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// Its name, which is also the name of its folder in `corpus/`.
    pub name: &'static str,
    /// Runs the case on one input. Panics if a promise is broken.
    pub run: fn(&[u8]),
}

/// Every case.
pub const CASES: [Case; 5] = [
    Case { name: "decode", run: decoding },
    Case { name: "html", run: |bytes| page(bytes, Format::Html) },
    Case { name: "text", run: |bytes| page(bytes, Format::Text) },
    Case { name: "model", run: model },
    Case { name: "table", run: table },
];

impl Case {
    /// The case with this name.
    pub fn named(name: &str) -> Option<Case> {
        CASES.into_iter().find(|case| case.name == name)
    }

    /// Its seeds: the files of its folder in the order of their names, and inputs that are generated.
    pub fn seeds(&self) -> Vec<Vec<u8>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(self.name);
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.sort();
        let mut seeds: Vec<Vec<u8>> = files.iter().filter_map(|file| std::fs::read(file).ok()).collect();
        match self.name {
            "html" => seeds.extend(hostile_pages(Format::Html)),
            "text" => seeds.extend(hostile_pages(Format::Text)),
            "model" => seeds.push(body(&small_model().to_bytes().expect("a model can be written")).to_vec()),
            "table" => seeds.extend(start_of_table()),
            _ => {}
        }
        seeds
    }
}

/// Small pages of every hostile kind.
fn hostile_pages(format: Format) -> impl Iterator<Item = Vec<u8>> {
    hostile::cases().into_iter().filter(move |case| case.format == format).map(|case| case.page(SEED_BYTES))
}

/// Decodes bytes. The first byte is the length of a content type that follows, the byte after it the length of a
/// top-level domain.
fn decoding(bytes: &[u8]) {
    let (content_type, rest) = hint(bytes);
    let (tld, rest) = hint(rest);
    let decoded = decode(rest, content_type.as_deref(), tld.as_deref());
    assert!(!decoded.encoding.is_empty());
    assert!(decoded.text.len() <= 3 * rest.len() + 3, "decoding at most triples the size");
    let again = decode(rest, content_type.as_deref(), tld.as_deref());
    assert_eq!(decoded.text, again.text);
    if std::str::from_utf8(rest).is_ok() && content_type.is_none() && rest.is_ascii() && !rest.contains(&0x1b) {
        let plain = !rest.contains(&0) && !rest.windows(7).any(|w| w.eq_ignore_ascii_case(b"charset"));
        let plain = plain && !rest.windows(8).any(|w| w.eq_ignore_ascii_case(b"encoding"));
        assert!(!plain || decoded.text.as_bytes() == rest, "plain ASCII is unchanged");
    }
}

/// Splits off a string of less than 64 bytes behind its length.
fn hint(bytes: &[u8]) -> (Option<String>, &[u8]) {
    let Some((length, rest)) = bytes.split_first() else { return (None, bytes) };
    let length = (*length as usize % 64).min(rest.len());
    let (hint, rest) = rest.split_at(length);
    ((length > 0).then(|| String::from_utf8_lossy(hint).into_owned()), rest)
}

/// Labels a page twice, and checks what holds for every report.
fn page(bytes: &[u8], format: Format) {
    let hints = Hints::default().with_url("https://www.example.org/a/b.html").with_format(format);
    let sifter = Sifter::default();
    let report = sifter.sift(bytes, &hints);
    check(&report);
    let again = sifter.sift(bytes, &hints);
    assert_eq!(
        (report.blocks(), report.verdict()),
        (again.blocks(), again.verdict()),
        "the same input gives the same report"
    );
    let markdown = report.content_markdown();
    assert_eq!(markdown.is_empty(), report.with_label(Label::Content).next().is_none());
    if let Some(block) = report.blocks().len().checked_sub(1) {
        let why = sifter.explain(&report, block);
        let (contributions, score) = (why.contributions, why.score);
        let sum: f64 = contributions.iter().map(|c| f64::from(c.contribution)).sum();
        assert!((sum - f64::from(score)).abs() < 1e-2 * (1.0 + f64::from(score).abs()), "{sum} is not {score}");
    }
}

fn check(report: &Report) {
    let page = report.page();
    let text = page.text();
    let mut next = (0, 0);
    for (block, of_page) in report.blocks().iter().zip(page.blocks()) {
        assert_eq!((of_page.bytes().start, block.start), next, "blocks are adjacent");
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

/// Reads the bytes as a model file, and as the body of one with a valid header.
fn model(bytes: &[u8]) {
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

/// Reads the bytes as a block table.
fn table(bytes: &[u8]) {
    let folder = Folder::new();
    match blocksift_training::dataset::table_file::read(&folder.write("table.csv", bytes)) {
        Ok(tables) => assert!(tables.html.len() + tables.text.len() <= bytes.len()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// The header and the first rows of the table that the shipped model was trained on.
fn start_of_table() -> Option<Vec<u8>> {
    use std::io::{BufRead, BufReader};
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/tables/blocks.csv.zst");
    let lines = BufReader::new(blocksift_training::corpus::open(&path).ok()?).split(b'\n').take(8);
    let lines: Vec<Vec<u8>> = lines.collect::<Result<_, _>>().ok()?;
    Some(lines.join(&b'\n'))
}
