//! Labels that people set on single blocks in the viewer: CSV with the columns page, block, path, text_hash and label.
//!
//! A correction names one block of one page and the text it had. If the block has other text by now, for example after
//! a change of segmentation, the row is skipped and reported.

use super::gold::AlignedPage;
use crate::bounded::read_whole;
use crate::error::{Error, Result};
use blocksift::{Label, text_hash};
use rustc_hash::FxHashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};

/// Maximum size of a file, in bytes.
const MAX_BYTES: u64 = 256 << 20;
/// Required columns. Others, such as the path, are for people.
const COLUMNS: [&str; 4] = ["page", "block", "text_hash", "label"];

/// Corrections by page, and what became of each.
#[derive(Debug, Default)]
pub struct Corrections {
    rows: Vec<Row>,
    by_page: FxHashMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Row {
    /// Row of the file; the header is row 1.
    number: u64,
    block: usize,
    hash: String,
    label: Label,
    /// A [`Fate`]. Rows are applied from several threads.
    fate: AtomicU8,
}

/// What became of a row. If two corpora have a page of the same name, the highest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    NoPage,
    NoBlock,
    OtherText,
    Used,
}

impl Row {
    fn record(&self, fate: Fate) {
        self.fate.fetch_max(fate as u8, Ordering::Relaxed);
    }

    fn fate(&self) -> Fate {
        let fate = self.fate.load(Ordering::Relaxed);
        [Fate::NoPage, Fate::NoBlock, Fate::OtherText, Fate::Used][usize::from(fate.min(Fate::Used as u8))]
    }
}

impl Corrections {
    /// Reads a file.
    ///
    /// # Errors
    /// The file cannot be read, lacks a column, or has a row that is not a correction.
    pub fn read(path: &Path) -> Result<Corrections> {
        let bad = |record: u64, reason: String| Error::Record { path: path.display().to_string(), record, reason };
        let bytes = read_whole(path, MAX_BYTES).map_err(Error::io(path))?;
        let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
        let header = csv.headers().map_err(|e| bad(1, e.to_string()))?.clone();
        let column = |name: &str| {
            let found = header.iter().position(|h| h.trim_start_matches('\u{feff}') == name);
            found.ok_or_else(|| bad(1, format!("no column `{name}`; corrections have {}", COLUMNS.join(", "))))
        };
        let [page, block, hash, label] = COLUMNS.map(column);
        let columns = [page?, block?, hash?, label?];
        let mut corrections = Corrections::default();
        for (i, record) in csv.records().enumerate() {
            let number = i as u64 + 2;
            let record = record.map_err(|e| bad(number, e.to_string()))?;
            let cells = columns.map(|column| record.get(column).unwrap_or(""));
            corrections.push(number, cells).map_err(|reason| bad(number, reason))?;
        }
        Ok(corrections)
    }

    fn push(&mut self, number: u64, [page, block, hash, label]: [&str; 4]) -> std::result::Result<(), String> {
        let block = block.trim().parse().map_err(|_| format!("block {block:?} is not a number"))?;
        let label = label.trim().parse()?;
        let fate = AtomicU8::new(Fate::NoPage as u8);
        self.by_page.entry(unguarded(page).to_owned()).or_default().push(self.rows.len());
        self.rows.push(Row { number, block, hash: hash.trim().to_ascii_lowercase(), label, fate });
        Ok(())
    }

    /// Replaces labels of the page named `id` by its corrections. If several rows name one block, the last counts.
    pub fn apply(&self, id: &str, aligned: &mut AlignedPage) {
        for row in self.by_page.get(id).into_iter().flatten().map(|i| &self.rows[*i]) {
            row.record(match aligned.page.blocks().get(row.block) {
                None => Fate::NoBlock,
                Some(block) if text_hash(aligned.page.block_text(block)) != row.hash => Fate::OtherText,
                Some(_) => {
                    aligned.labels[row.block] = Some(row.label);
                    aligned.corrected.push(row.block);
                    Fate::Used
                }
            });
        }
        aligned.corrected.sort_unstable();
        aligned.corrected.dedup();
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of rows applied to a block so far.
    pub fn used(&self) -> usize {
        self.rows.iter().filter(|row| row.fate() == Fate::Used).count()
    }

    /// Rows applied to no block so far: the row's number, and why it was skipped.
    pub fn skipped(&self) -> Vec<(u64, String)> {
        let reason = |row: &Row| match row.fate() {
            Fate::Used => None,
            Fate::NoPage => Some("skipped: the corpora have no page of this name".to_owned()),
            Fate::NoBlock => {
                Some(format!("skipped: the page has no block {}; export the corrections again", row.block))
            }
            Fate::OtherText => {
                Some(format!("skipped: the text of block {} has changed; export the corrections again", row.block))
            }
        };
        self.rows.iter().filter_map(|row| Some((row.number, reason(row)?))).collect()
    }
}

/// A cell without the apostrophe that keeps spreadsheets from running it as a formula.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::CorpusPage;

    fn aligned(content: Option<&str>) -> AlignedPage {
        let html = "<title>t</title><p>One is here.</p><p>Two is here.</p><p>Three is here.</p>";
        let content = content.map(str::to_owned);
        AlignedPage::new(&CorpusPage { id: "=a".into(), html: html.into(), content, ..CorpusPage::default() })
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
        let mut page = aligned(Some("One is here. Two is here."));
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
        let mut page = aligned(None);
        read(&format!("{HEADER}{}", rows.concat())).unwrap().apply("=a", &mut page);
        assert_eq!(page.labels, [None, None, None, Some(Label::Content)], "the last row counts");
    }

    #[test]
    fn files_that_are_not_corrections_are_refused() {
        let refused = |text: &str| read(text).map(|_| ()).unwrap_err().to_string();
        assert!(refused("page,block,label\n").contains("no column `text_hash`"));
        let label = refused(&format!("{HEADER}{}", row("a", 1, "x", "advert")));
        assert!(label.contains("record 2") && label.contains("advert"), "{label}");
        assert!(refused(&format!("{HEADER}a,one,,00,spam\n")).contains("\"one\" is not a number"));
    }
}
