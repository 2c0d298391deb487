//! The cases and their seeds.

mod clean;
mod css;
mod decode;
mod json;
mod model;
mod page;
mod structured;
mod table;
mod url;

use blocksift::Format;
use blocksift_testkit::hostile;
use blocksift_testkit::random::Numbers;
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
pub const CASES: [Case; 10] = [
    Case { name: "decode", run: decode::run },
    Case { name: "html", run: |bytes| page::run(bytes, Format::Html) },
    Case { name: "text", run: |bytes| page::run(bytes, Format::Text) },
    Case { name: "structured", run: structured::run },
    Case { name: "css", run: css::run },
    Case { name: "json", run: json::run },
    Case { name: "clean", run: clean::run },
    Case { name: "url", run: url::run },
    Case { name: "model", run: model::run },
    Case { name: "table", run: table::run },
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
            "html" | "clean" => seeds.extend(hostile_pages(Format::Html)),
            "text" => seeds.extend(hostile_pages(Format::Text)),
            "structured" => seeds.extend((1..=40).map(|seed| Numbers::new(seed).bytes(60 * seed as usize))),
            "model" => seeds.push(model::seed()),
            "table" => seeds.extend(table::seed()),
            _ => {}
        }
        seeds
    }
}

/// Small pages of every hostile kind.
fn hostile_pages(format: Format) -> impl Iterator<Item = Vec<u8>> {
    hostile::cases().into_iter().filter(move |case| case.format == format).map(|case| case.page(SEED_BYTES))
}
