//! Where reports go: one file per format behind one trait. A sink turns a report into bytes, so that this happens on
//! all threads; writing them in order is the caller's.

mod csv;
mod docs;
mod dolma;
mod escape;
mod fresh;
mod html;
mod journal;
mod jsonl;
mod markdown;
mod output;
#[cfg(feature = "parquet")]
mod parquet;
mod pretty;
mod text;

pub(crate) use csv::Csv;
pub(crate) use docs::doc_of;
pub(crate) use dolma::{Dolma, DolmaFolder};
pub(crate) use escape::{one_line, safe};
pub(crate) use fresh::Fresh;
pub(crate) use html::Html;
pub(crate) use journal::{Journal, Progress, Setup};
pub(crate) use jsonl::Jsonl;
pub(crate) use jsonl::careful;
pub(crate) use markdown::Markdown;
pub(crate) use output::{Names, Output, name};
#[cfg(feature = "parquet")]
pub(crate) use parquet::{Layout, ParquetFile};
pub(crate) use pretty::{Pretty, fit, label_style, paint};
pub(crate) use text::Text;

use blocksift::{Label, LabeledBlock, Report, ReportRecord};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// What stands between two pages of text or Markdown: a form feed on a line of its own.
pub(crate) const PAGE_BREAK: &[u8] = b"\x0c\n";

/// A page with its labels, ready to be written.
pub(crate) struct Scored {
    pub(crate) id: String,
    pub(crate) url: Option<String>,
    pub(crate) report: Report,
    /// Writes only the blocks of one label, if set.
    pub(crate) only: Option<Label>,
    /// The decoded page, for formats that need it.
    pub(crate) markup: String,
}

impl Scored {
    /// The blocks to write, each with its own index.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = &LabeledBlock> {
        self.report.blocks().iter().filter(|b| self.only.is_none_or(|only| b.label == only))
    }

    /// The JSON record of the blocks to write.
    pub(crate) fn into_record(self) -> ReportRecord {
        let mut record = ReportRecord::new(self.id, self.url, self.report);
        if let Some(only) = self.only {
            record.blocks.retain(|b| b.label == only);
        }
        record
    }
}

/// A format of output.
pub(crate) trait Sink: Sync {
    /// What stands before the first page.
    fn head(&self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }
    /// What stands between two pages.
    fn between(&self) -> &[u8] {
        b""
    }
    /// Whether pages are to bring their markup.
    fn wants_markup(&self) -> bool {
        false
    }
    /// One page.
    fn page(&self, page: Scored) -> io::Result<Vec<u8>>;
}

/// What pages' bytes go to, in order, and which is ended once all of them are written.
pub(crate) trait Destination: Write {
    /// Counts one record of the input as done; true if a checkpoint is due after it.
    fn record(&mut self) -> bool {
        false
    }
    /// Notes how far the run has come, for it to be gone on with from there.
    fn checkpoint(&mut self, _progress: &Progress) -> io::Result<()> {
        Ok(())
    }
    /// Whether an interrupted run can go on with it.
    fn is_resumable(&self) -> bool {
        false
    }
    /// Ends it: it gets its name.
    fn finish(self: Box<Self>, progress: &Progress) -> io::Result<()>;
}

/// Opens what is written to: a file, or standard output for `-` and for nothing.
pub(crate) fn open(path: Option<&Path>) -> io::Result<Box<dyn Write>> {
    match file(path) {
        Some(path) => Ok(Box::new(io::BufWriter::new(File::create(path)?))),
        None => Ok(Box::new(io::BufWriter::new(io::stdout().lock()))),
    }
}

/// The file that an `--output` names, if it is not standard output.
pub(crate) fn file(path: Option<&Path>) -> Option<&Path> {
    path.filter(|p| p.as_os_str() != "-")
}
