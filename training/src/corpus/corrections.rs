//! Labels that people set on single blocks in a report: CSV with the columns page, block, path, text_hash and label.
//!
//! A correction is of one block of one page, and of the text that it had: where the text is another by now, as after a
//! change of segmentation, the row is skipped and said to be.

use crate::dataset::pages::Base;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::CorpusPage;

    fn base(content: Option<&str>) -> Base {
        let html = "<title>t</title><p>One is here.</p><p>Two is here.</p><p>Three is here.</p>";
        let content = content.map(str::to_owned);
        Base::new(&CorpusPage { id: "=a".into(), html: html.into(), content, ..CorpusPage::default() })
    }

    fn read(text: &str) -> Result<Corrections> {
        let name = format!("corrections-{}-{}.csv", std::process::id(), text_hash(text));
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, text).expect("there is room for temporary files");
        let read = Corrections::read(&path);
        let _ = std::fs::remove_file(&path);
        read
    }

    fn row(page: &str, block: usize, text: &str, label: &str) -> String {
        format!("{page},{block},html,{},{label}\r\n", text_hash(text))
    }

    const HEADER: &str = "\u{feff}page,block,path,text_hash,label\r\n";

    #[test]
    fn labels_are_overridden_and_stale_rows_named() {
        let rows = [
            row("'=a", 1, "One is here.", "spam"),
            row("'=a", 2, "Another text.", "spam"),
            row("'=a", 9, "One is here.", "spam"),
            row("b", 1, "One is here.", "spam"),
        ];
        let corrections = read(&format!("{HEADER}{}", rows.concat())).unwrap();
        let mut page = base(Some("One is here. Two is here."));
        let before = page.labels.clone();
        corrections.apply("=a", &mut page);
        assert_eq!((page.labels[1], page.corrected.as_slice()), (Some(Label::Spam), &[1][..]));
        assert_eq!(page.labels[2..], before[2..]);
        assert_eq!((corrections.used(), corrections.len()), (1, 4));
        let skipped: Vec<u64> = corrections.skipped().iter().map(|(row, _)| *row).collect();
        assert_eq!(skipped, [3, 4, 5]);
    }

    #[test]
    fn pages_without_gold_have_their_corrected_blocks() {
        let rows = [row("'=a", 3, "Three is here.", "navigation"), row("'=a", 3, "Three is here.", "content")];
        let mut page = base(None);
        read(&format!("{HEADER}{}", rows.concat())).unwrap().apply("=a", &mut page);
        assert_eq!(page.labels, [None, None, None, Some(Label::Content)], "the last row counts");
        let flat = crate::dataset::pages::clean_text(&CorpusPage::default(), &page);
        assert_eq!(flat.labels.iter().flatten().count(), 1);
        assert_eq!(flat.corrected.len(), 1);
    }

    #[test]
    fn files_that_are_none_are_refused_with_the_place() {
        let refused = |text: &str| read(text).map(|_| ()).unwrap_err().to_string();
        assert!(refused("page,block,label\n").contains("no column `text_hash`"));
        let label = refused(&format!("{HEADER}{}", row("a", 1, "x", "advert")));
        assert!(label.contains("record 2") && label.contains("advert"), "{label}");
        assert!(refused(&format!("{HEADER}a,one,,00,spam\n")).contains("\"one\" is no number"));
    }
}
