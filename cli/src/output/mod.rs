//! Output formats, one file each, and the files they are written to.
//!
//! A format turns a page into bytes, which happens on all threads. The caller writes the bytes in order.

mod csv;
mod dolma;
pub(crate) mod files;
mod html;
mod jsonl;
mod markdown;
#[cfg(feature = "parquet")]
mod parquet;
mod pretty;
mod style;
mod text;

pub(crate) use csv::Csv;
pub(crate) use dolma::{Dolma, DolmaFolder};
pub(crate) use html::Html;
pub(crate) use jsonl::Jsonl;
pub(crate) use markdown::Markdown;
#[cfg(feature = "parquet")]
pub(crate) use parquet::{Layout, ParquetFile};
pub(crate) use pretty::Pretty;
pub(crate) use style::{fit, label_style, paint};
pub(crate) use text::Text;

use blocksift::{Label, LabeledBlock, Report, ReportRecord};
use std::io;

/// Separates pages in text formats: a line with a form feed.
pub(crate) const PAGE_BREAK: &[u8] = b"\x0c\n";

/// A labeled page, ready to be written.
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

    /// The label whose text is written: content, unless another one was chosen.
    pub(crate) fn text_label(&self) -> Label {
        self.only.unwrap_or(Label::Content)
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

/// An output format.
pub(crate) trait OutputFormat: Sync {
    /// Bytes before the first page.
    fn header(&self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }
    /// Bytes between two pages.
    fn separator(&self) -> &'static [u8] {
        b""
    }
    /// Whether pages need [`Scored::markup`].
    fn needs_markup(&self) -> bool {
        false
    }
    /// The bytes of one page.
    fn page(&self, page: Scored) -> io::Result<Vec<u8>>;
}

/// The name that JSON has for a unit variant.
fn json_name(variant: &impl serde::Serialize) -> String {
    serde_json::to_value(variant).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
