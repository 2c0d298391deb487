//! Labels that people set on single blocks in a report: CSV with the columns page, block, path, text_hash and label.
//!
//! A correction is of one block of one page, and of the text that it had: where the text is another by now, as after a
//! change of segmentation, the row is skipped and said to be.

use crate::pages::Base;
use crate::{Error, Result};
use blocksift::{Label, text_hash};
use rustc_hash::FxHashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};

/// The columns that a file has to have. Further ones, as the path, are for people.
const COLUMNS: [&str; 4] = ["page", "block", "text_hash", "label"];

/// Corrections by page, and what became of each.
#[derive(Debug, Default)]
pub struct Corrections {
    rows: Vec<Row>,
    by_page: FxHashMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Row {
    /// Row of the file, the header being 1.
    number: u64,
    block: usize,
    hash: String,
    label: Label,
    fate: AtomicU8,
}

/// What became of a row; of several, as where two corpora have a page of one name, the highest counts.
const NO_PAGE: u8 = 0;
const NO_BLOCK: u8 = 1;
const OTHER_TEXT: u8 = 2;
const USED: u8 = 3;

impl Corrections {
    /// Reads a file.
    ///
    /// # Errors
    /// A file that cannot be read, lacks a column, or has a row that is no correction.
    pub fn read(path: &Path) -> Result<Corrections> {
        let bad = |record: u64, reason: String| Error::Record { path: path.display().to_string(), record, reason };
        let mut csv = csv::ReaderBuilder::new().flexible(true).from_path(path).map_err(|e| bad(1, e.to_string()))?;
        let header = csv.headers().map_err(|e| bad(1, e.to_string()))?.clone();
        let place = |name: &str| {
            let found = header.iter().position(|h| h.trim_start_matches('\u{feff}') == name);
            found.ok_or_else(|| {
                bad(1, format!("no column `{name}`; a report's corrections have {}", COLUMNS.join(", ")))
            })
        };
        let [page, block, hash, label] = COLUMNS.map(place);
        let places = [page?, block?, hash?, label?];
        let mut read = Corrections::default();
        for (i, record) in csv.records().enumerate() {
            let number = i as u64 + 2;
            let record = record.map_err(|e| bad(number, e.to_string()))?;
            let cells = places.map(|place| record.get(place).unwrap_or(""));
            read.push(number, cells).map_err(|reason| bad(number, reason))?;
        }
        Ok(read)
    }

    fn push(&mut self, number: u64, [page, block, hash, label]: [&str; 4]) -> std::result::Result<(), String> {
        let block = block.trim().parse().map_err(|_| format!("block {block:?} is no number"))?;
        let label = label.trim().parse()?;
        let fate = AtomicU8::new(NO_PAGE);
        self.by_page.entry(unguarded(page).to_owned()).or_default().push(self.rows.len());
        self.rows.push(Row { number, block, hash: hash.trim().to_ascii_lowercase(), label, fate });
        Ok(())
    }

    /// Puts a page's corrections in the place of its labels. The last of several rows for one block counts.
    pub fn apply(&self, id: &str, base: &mut Base) {
        for row in self.by_page.get(id).into_iter().flatten().map(|i| &self.rows[*i]) {
            let fate = match base.page.blocks().get(row.block) {
                None => NO_BLOCK,
                Some(block) if text_hash(base.page.block_text(block)) != row.hash => OTHER_TEXT,
                Some(_) => {
                    base.labels[row.block] = Some(row.label);
                    base.corrected.push(row.block);
                    USED
                }
            };
            row.fate.fetch_max(fate, Ordering::Relaxed);
        }
        base.corrected.sort_unstable();
        base.corrected.dedup();
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of rows that were put on a block so far.
    pub fn used(&self) -> usize {
        self.rows.iter().filter(|row| row.fate.load(Ordering::Relaxed) == USED).count()
    }

    /// The rows that were put on no block so far, and why.
    pub fn skipped(&self) -> Vec<(u64, String)> {
        let why = |row: &Row| match row.fate.load(Ordering::Relaxed) {
            USED => None,
            NO_PAGE => Some("skipped: no page of this name in the corpora".to_owned()),
            NO_BLOCK => Some(format!("skipped: the page has no block {}; make the report again", row.block)),
            _ => Some(format!("skipped: block {} has another text by now; make the report again", row.block)),
        };
        self.rows.iter().filter_map(|row| Some((row.number, why(row)?))).collect()
    }
}

/// A cell without the apostrophe that keeps spreadsheets from running it.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}
