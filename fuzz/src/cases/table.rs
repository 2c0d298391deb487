//! Block tables for training.

use blocksift_testkit::folder::Folder;
use std::path::Path;

/// Reads the bytes as a block table.
pub(super) fn run(bytes: &[u8]) {
    let folder = Folder::new();
    match blocksift_training::dataset::table_file::read(&folder.write("table.csv", bytes)) {
        Ok(tables) => assert!(tables.html.len() + tables.text.len() <= bytes.len()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// The header and the first rows of the table that the shipped model was trained on.
pub(super) fn seed() -> Option<Vec<u8>> {
    use std::io::{BufRead, BufReader};
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/tables/blocks.csv.zst");
    let lines = BufReader::new(blocksift_training::corpus::open(&path).ok()?).split(b'\n').take(8);
    let lines: Vec<Vec<u8>> = lines.collect::<Result<_, _>>().ok()?;
    Some(lines.join(&b'\n'))
}
