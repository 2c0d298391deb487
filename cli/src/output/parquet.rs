//! Parquet: one row per page with nested blocks, or one row per block, in row groups of bounded size.
//!
//! The input is JSON lines, which are made on all threads; columns are filled here, in order. Columns are written with
//! their levels and without Arrow, which would be most of the build.

use super::files::{AtomicFile, Output, Progress};
use super::json_name;
use blocksift::{LabeledBlock, ReportRecord};
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::io::{self, Write};
use std::sync::Arc;

/// Size of a row group, which is held in memory: bytes of text, and values of a column.
const GROUP_BYTES: usize = 32 << 20;
const GROUP_VALUES: usize = 1 << 20;

/// Texts of a column that are compared with the next.
const RECENT: usize = 4;

/// What a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    Pages,
    Blocks,
}

const PAGES: &str = "message page {
    required binary id (UTF8);
    optional binary url (UTF8);
    optional binary language (UTF8);
    required binary format (UTF8);
    required binary encoding (UTF8);
    required binary verdict (UTF8);
    required float spam_share;
    required int32 spam_blocks;
    required int32 spam_spans;
    required float max_spam_probability;
    required float probability_at_prior;
    required float prior;
    optional binary nearest_family (UTF8);
    optional float family_probability;
    required group locations (LIST) { repeated group list { required binary element (UTF8); } }
    required group limits_met (LIST) { repeated group list { required binary element (UTF8); } }
    required group blocks (LIST) { repeated group list { required group element {
        required int32 index;
        required binary label (UTF8);
        required binary decided_by (UTF8);
        required float content;
        required float navigation;
        required float spam;
        required boolean hidden;
        required binary kind (UTF8);
        required int32 start;
        required int32 end;
        required binary path (UTF8);
        required binary text (UTF8);
        required group spam_spans (LIST) { repeated group list { required group element {
            required int32 start;
            required int32 end;
            required float probability;
        } } }
    } } }
}";

const BLOCKS: &str = "message block {
    required binary page (UTF8);
    optional binary url (UTF8);
    required binary verdict (UTF8);
    required int32 index;
    required binary label (UTF8);
    required binary decided_by (UTF8);
    required float content;
    required float navigation;
    required float spam;
    required boolean hidden;
    required binary kind (UTF8);
    required int32 start;
    required int32 end;
    required binary path (UTF8);
    required binary text (UTF8);
    required group spam_spans (LIST) { repeated group list { required group element {
        required int32 start;
        required int32 end;
        required float probability;
    } } }
}";

/// A cell of a column.
enum Cell<'a> {
    Text(&'a str),
    Number(usize),
    Float(f32),
    Bool(bool),
    Null,
}

/// The values of a column, and the levels that place each of them in its row.
#[derive(Default)]
struct Column {
    texts: Vec<ByteArray>,
    /// The latest texts that differ. Rows of a page repeat its id, its labels and its paths, which are kept once.
    recent: Vec<ByteArray>,
    next_recent: usize,
    numbers: Vec<i32>,
    floats: Vec<f32>,
    bools: Vec<bool>,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
}

impl Column {
    fn push(&mut self, cell: Cell<'_>, definition: i16, repetition: i16) {
        match cell {
            Cell::Text(text) => {
                let text = self.shared(text.as_bytes());
                self.texts.push(text);
            }
            Cell::Number(number) => self.numbers.push(i32::try_from(number).unwrap_or(i32::MAX)),
            Cell::Float(float) => self.floats.push(float),
            Cell::Bool(bool) => self.bools.push(bool),
            Cell::Null => {}
        }
        self.definitions.push(definition);
        self.repetitions.push(repetition);
    }

    /// A text, which shares its memory with an equal one among the latest.
    fn shared(&mut self, text: &[u8]) -> ByteArray {
        if let Some(known) = self.recent.iter().find(|recent| recent.data() == text) {
            return known.clone();
        }
        let new = ByteArray::from(text.to_vec());
        match self.recent.get_mut(self.next_recent) {
            Some(oldest) => *oldest = new.clone(),
            None => self.recent.push(new.clone()),
        }
        self.next_recent = (self.next_recent + 1) % RECENT;
        new
    }

    fn write(&self, writer: &mut ColumnWriter<'_>) -> Result<usize, ParquetError> {
        let levels = (Some(self.definitions.as_slice()), Some(self.repetitions.as_slice()));
        match writer {
            ColumnWriter::ByteArrayColumnWriter(w) => w.write_batch(&self.texts, levels.0, levels.1),
            ColumnWriter::Int32ColumnWriter(w) => w.write_batch(&self.numbers, levels.0, levels.1),
            ColumnWriter::FloatColumnWriter(w) => w.write_batch(&self.floats, levels.0, levels.1),
            ColumnWriter::BoolColumnWriter(w) => w.write_batch(&self.bools, levels.0, levels.1),
            _ => Err(ParquetError::General("a column type that is not in the schema".to_owned())),
        }
    }
}

/// A row group, column by column in the order of the schema.
struct Group {
    columns: Vec<Column>,
    bytes: usize,
}

impl Group {
    fn new(columns: usize) -> Self {
        Group { columns: (0..columns).map(|_| Column::default()).collect(), bytes: 0 }
    }

    fn is_full(&self) -> bool {
        self.bytes >= GROUP_BYTES || self.columns.iter().any(|c| c.definitions.len() >= GROUP_VALUES)
    }

    fn page(&mut self, page: &ReportRecord) {
        let verdict = &page.verdict;
        let kind = json_name(&verdict.kind);
        let format = json_name(&page.format);
        let family = verdict.nearest_family.as_ref();
        let cells = [
            (Cell::Text(&page.id), 0),
            optional_text(page.url.as_deref()),
            optional_text(page.language.as_deref()),
            (Cell::Text(&format), 0),
            (Cell::Text(&page.encoding), 0),
            (Cell::Text(&kind), 0),
            (Cell::Float(verdict.spam_share), 0),
            (Cell::Number(verdict.spam_blocks), 0),
            (Cell::Number(verdict.spam_spans), 0),
            (Cell::Float(verdict.max_spam_probability), 0),
            (Cell::Float(verdict.probability_at_prior), 0),
            (Cell::Float(verdict.prior), 0),
            optional_text(family.map(|f| f.family.as_str())),
            family.map_or((Cell::Null, 0), |f| (Cell::Float(f.probability), 1)),
        ];
        let mut at = 0;
        for (cell, definition) in cells {
            self.columns[at].push(cell, definition, 0);
            at += 1;
        }
        self.list(at, &verdict.locations.iter().map(json_name).collect::<Vec<_>>());
        self.list(at + 1, &page.limits_met.iter().map(json_name).collect::<Vec<_>>());
        at += 2;
        if page.blocks.is_empty() {
            self.columns[at..].iter_mut().for_each(|column| column.push(Cell::Null, 0, 0));
        }
        for (i, block) in page.blocks.iter().enumerate() {
            self.block(at, block, 1, i16::from(i > 0));
        }
    }

    fn blocks(&mut self, page: &ReportRecord) {
        let kind = json_name(&page.verdict.kind);
        for block in &page.blocks {
            let (url, definition) = optional_text(page.url.as_deref());
            self.columns[0].push(Cell::Text(&page.id), 0, 0);
            self.columns[1].push(url, definition, 0);
            self.columns[2].push(Cell::Text(&kind), 0, 0);
            self.block(3, block, 0, 0);
        }
    }

    /// A block's columns from `at` on; `depth` is 1 if blocks are nested in pages.
    fn block(&mut self, at: usize, block: &LabeledBlock, depth: i16, repetition: i16) {
        let (p, kind) = (block.probabilities, json_name(&block.kind));
        self.bytes += block.text.len() + block.path.len() + 64;
        let cells = [
            Cell::Number(block.index),
            Cell::Text(block.label.as_str()),
            Cell::Text(block.decided_by.as_str()),
            Cell::Float(p.content),
            Cell::Float(p.navigation),
            Cell::Float(p.spam),
            Cell::Bool(block.hidden),
            Cell::Text(&kind),
            Cell::Number(block.start),
            Cell::Number(block.end),
            Cell::Text(&block.path),
            Cell::Text(&block.text),
        ];
        let spans = at + cells.len();
        for (column, cell) in self.columns[at..].iter_mut().zip(cells) {
            column.push(cell, depth, repetition);
        }
        if block.spam_spans.is_empty() {
            self.columns[spans..spans + 3].iter_mut().for_each(|c| c.push(Cell::Null, depth, repetition));
        }
        for (i, span) in block.spam_spans.iter().enumerate() {
            let repetition = if i == 0 { repetition } else { depth + 1 };
            let cells = [Cell::Number(span.start), Cell::Number(span.end), Cell::Float(span.probability)];
            for (column, cell) in self.columns[spans..].iter_mut().zip(cells) {
                column.push(cell, depth + 1, repetition);
            }
        }
    }

    fn list(&mut self, at: usize, items: &[String]) {
        if items.is_empty() {
            self.columns[at].push(Cell::Null, 0, 0);
        }
        for (i, item) in items.iter().enumerate() {
            self.columns[at].push(Cell::Text(item), 1, i16::from(i > 0));
        }
    }
}

/// The cell of an optional text, with its definition level.
fn optional_text(text: Option<&str>) -> (Cell<'_>, i16) {
    text.map_or((Cell::Null, 0), |text| (Cell::Text(text), 1))
}

/// A Parquet file under construction.
pub(crate) struct ParquetFile {
    file: SerializedFileWriter<AtomicFile>,
    layout: Layout,
    group: Group,
    line: Vec<u8>,
}

impl ParquetFile {
    pub(crate) fn new(out: AtomicFile, layout: Layout) -> io::Result<Self> {
        let schema = parse_message_type(if layout == Layout::Pages { PAGES } else { BLOCKS }).map_err(failed)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
        let columns = file.schema_descr().num_columns();
        Ok(ParquetFile { file, layout, group: Group::new(columns), line: Vec::new() })
    }

    fn add(&mut self, line: &[u8]) -> io::Result<()> {
        let page: ReportRecord = serde_json::from_slice(line)?;
        match self.layout {
            Layout::Pages => self.group.page(&page),
            Layout::Blocks => self.group.blocks(&page),
        }
        if self.group.is_full() { self.end_group() } else { Ok(()) }
    }

    fn end_group(&mut self) -> io::Result<()> {
        let count = self.group.columns.len();
        let group = std::mem::replace(&mut self.group, Group::new(count));
        if group.columns[0].definitions.is_empty() {
            return Ok(());
        }
        let mut rows = self.file.next_row_group().map_err(failed)?;
        for column in &group.columns {
            let mut writer = rows
                .next_column()
                .map_err(failed)?
                .ok_or_else(|| io::Error::other("more columns than in the schema"))?;
            column.write(writer.untyped()).map_err(failed)?;
            writer.close().map_err(failed)?;
        }
        rows.close().map_err(failed)?;
        Ok(())
    }
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(format!("Parquet: {error}"))
}

impl Write for ParquetFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
        let part = &bytes[..end];
        if !part.ends_with(b"\n") {
            self.line.extend_from_slice(part);
        } else if self.line.is_empty() {
            self.add(part)?;
        } else {
            let mut line = std::mem::take(&mut self.line);
            line.extend_from_slice(part);
            self.add(&line)?;
        }
        Ok(end)
    }

    /// Does nothing: rows are held until their group is full.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output for ParquetFile {
    fn finish(mut self: Box<Self>, progress: &Progress) -> io::Result<()> {
        self.end_group()?;
        let file = self.file.into_inner().map_err(failed)?;
        if progress.pages == 0 && file.replaces_a_file() { Ok(()) } else { file.finish() }
    }
}
