//! Table files: CSV, preceded by one comment line per vocabulary. A table file holds no text.
//!
//! Columns: page, group, family, format, label, weight and spam weight; whether only the last stage is fitted to the row,
//! if there are such rows; then every feature, the vocabulary features and the stage features.

use super::sample::RowInfo;
use super::table::Table;
use crate::error::{Error, Result};
use crate::hash::{FNV_BASIS, fnv1a};
use blocksift::internals::{STAGE_FEATURES, VOCABULARY_FEATURES, Vocabulary};
use blocksift::{Format, features};
use ndarray::Array2;
use std::io::{BufWriter, Read, Write};
use std::path::Path;

/// Names of the columns before the features.
const INFO: [&str; 7] = ["page", "group", "family", "format", "label", "weight", "spam_weight"];

/// Column that follows these if a table has such rows: 1 if only the last stage is fitted on a row.
const LAST_STAGE: &str = "last_stage";

/// Beginning of a vocabulary's line before the header. The format's name, a space and JSON follow.
const VOCABULARY: &str = "# vocabulary ";

/// Decimal places of features.
const DECIMALS: usize = 2;

/// Decimal places of weights.
const WEIGHT_DECIMALS: usize = 5;

fn header(has_last_stage: bool) -> Vec<String> {
    let words = VOCABULARY_FEATURES.iter().map(|(name, _)| format!("vocabulary:{name}"));
    let stage = STAGE_FEATURES.iter().map(|(name, _)| format!("stage:{name}"));
    let base = features().iter().map(|f| f.name.clone());
    let last_stage = has_last_stage.then(|| LAST_STAGE.to_owned());
    INFO.iter().map(|s| (*s).to_owned()).chain(last_stage).chain(base).chain(words).chain(stage).collect()
}

fn name_of(format: Format) -> &'static str {
    match format {
        Format::Html => "html",
        Format::Text => "text",
    }
}

/// Writes tables one after the other to a CSV file, compressed if its name ends in `.gz` or `.zst`. Features that a
/// format does not have are empty cells.
///
/// # Errors
/// The file cannot be written.
pub fn write(path: &Path, tables: &[&Table]) -> Result<()> {
    let file = std::fs::File::create(path).map_err(Error::io(path))?;
    let failed = |e: csv::Error| Error::Record { path: path.display().to_string(), record: 0, reason: e.to_string() };
    match path.extension().and_then(|e| e.to_str()) {
        Some("gz") => {
            let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::best());
            write_to(&mut out, tables).map_err(failed)?;
            out.finish().map_err(Error::io(path))?;
        }
        Some("zst") => {
            let mut out = zstd::Encoder::new(file, 22).map_err(Error::io(path))?;
            write_to(&mut out, tables).map_err(failed)?;
            out.finish().map_err(Error::io(path))?;
        }
        _ => {
            let mut out = BufWriter::new(file);
            write_to(&mut out, tables).map_err(failed)?;
            out.flush().map_err(Error::io(path))?;
        }
    }
    Ok(())
}

fn write_to(out: &mut impl Write, tables: &[&Table]) -> std::result::Result<(), csv::Error> {
    for table in tables {
        if let (Some(vocabulary), Some(info)) = (&table.vocabulary, table.info.first()) {
            let json = serde_json::to_string(vocabulary).map_err(std::io::Error::other)?;
            writeln!(out, "{VOCABULARY}{} {json}", name_of(info.format))?;
        }
    }
    let mut csv = csv::WriterBuilder::new().comment(Some(b'#')).from_writer(out);
    let has_last_stage = tables.iter().any(|table| table.info.iter().any(|i| i.is_last_stage_only));
    csv.write_record(header(has_last_stage))?;
    for table in tables {
        for row in 0..table.len() {
            write_row(&mut csv, table, row, has_last_stage)?;
        }
    }
    csv.flush()?;
    Ok(())
}

fn write_row(
    csv: &mut csv::Writer<impl Write>,
    table: &Table,
    row: usize,
    has_last_stage: bool,
) -> std::result::Result<(), csv::Error> {
    let info = &table.info[row];
    for cell in [&info.page, &info.group, &info.family, name_of(info.format), info.label.as_str()] {
        csv.write_field(cell)?;
    }
    for weight in [info.weight, info.spam_weight] {
        csv.write_field(number(weight, WEIGHT_DECIMALS))?;
    }
    if has_last_stage {
        csv.write_field(if info.is_last_stage_only { "1" } else { "0" })?;
    }
    for (value, feature) in table.base.row(row).iter().zip(features()) {
        let is_absent = info.format == Format::Text && feature.needs_markup;
        csv.write_field(if is_absent { String::new() } else { number(*value, DECIMALS) })?;
    }
    for value in table.words.row(row).iter().chain(table.stage.row(row)) {
        csv.write_field(number(*value, DECIMALS))?;
    }
    csv.write_record(None::<&[u8]>)
}

/// A number without trailing zeros.
fn number(value: f32, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if !text.contains('.') {
        return text;
    }
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".into() } else { short.to_owned() }
}

/// A table file as read.
pub struct TableFile {
    /// Rows of pages as markup.
    pub html: Table,
    /// Rows of flattened pages.
    pub text: Table,
    /// FNV-1a of the decompressed bytes, 16 hexadecimal digits.
    pub checksum: String,
}

/// Reads a table file.
///
/// # Errors
/// The file cannot be read, its columns are not those of this version (the error names those that differ), or a cell is
/// not a number.
pub fn read(path: &Path) -> Result<TableFile> {
    let mut bytes = Vec::new();
    crate::corpus::open(path)?.read_to_end(&mut bytes).map_err(Error::io(path))?;
    let bad = |record: u64, reason: String| Error::Record { path: path.display().to_string(), record, reason };
    let vocabularies = read_vocabularies(&bytes).map_err(|reason| bad(1, reason))?;
    let mut csv = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(bytes.as_slice());
    let found: Vec<String> = csv.headers().map_err(|e| bad(1, e.to_string()))?.iter().map(str::to_owned).collect();
    let has_last_stage = found.iter().any(|column| column == LAST_STAGE);
    if found != header(has_last_stage) {
        return Err(bad(1, schema_difference(&found)));
    }
    let (mut html, mut text) = (Rows::default(), Rows::default());
    let mut record = csv::StringRecord::new();
    let mut line = 1;
    while csv.read_record(&mut record).map_err(|e| bad(line + 1, e.to_string()))? {
        line += 1;
        let rows = if record.get(3) == Some(name_of(Format::Text)) { &mut text } else { &mut html };
        rows.push(&record, has_last_stage).map_err(|reason| bad(line, reason))?;
    }
    let [of_html, of_text] = vocabularies;
    let (html, text) = (html.finish(of_html), text.finish(of_text));
    for table in [&html, &text] {
        if !table.is_empty() && table.vocabulary.is_none() {
            let line = format!("{VOCABULARY}{} …", name_of(table.info[0].format));
            return Err(bad(1, format!("the line `{line}` before the header is missing; make the table again")));
        }
    }
    Ok(TableFile { html, text, checksum: format!("{:016x}", fnv1a(FNV_BASIS, &bytes)) })
}

/// The vocabularies in the lines before the header: of markup, and of text.
fn read_vocabularies(bytes: &[u8]) -> std::result::Result<[Option<Vocabulary>; 2], String> {
    let mut found = [None, None];
    for line in bytes.split(|b| *b == b'\n').take_while(|line| line.starts_with(b"#")) {
        let Some(rest) = line.strip_prefix(VOCABULARY.as_bytes()) else { continue };
        for (slot, format) in found.iter_mut().zip([Format::Html, Format::Text]) {
            let json = rest.strip_prefix(name_of(format).as_bytes()).and_then(|rest| rest.strip_prefix(b" "));
            if let Some(json) = json {
                let vocabulary = serde_json::from_slice(json);
                *slot = Some(vocabulary.map_err(|e| format!("its vocabulary cannot be read: {e}"))?);
            }
        }
    }
    Ok(found)
}

fn schema_difference(found: &[String]) -> String {
    let wanted = header(found.iter().any(|column| column == LAST_STAGE));
    let missing: Vec<&String> = wanted.iter().filter(|h| !found.contains(h)).take(3).collect();
    let unknown: Vec<&String> = found.iter().filter(|h| !wanted.contains(h)).take(3).collect();
    format!(
        "its columns are not those of this version (missing {missing:?}, unknown {unknown:?}); make it again with \
         `blocksift-train table`"
    )
}

/// Rows of one format while they are read.
#[derive(Default)]
struct Rows {
    info: Vec<RowInfo>,
    base: Vec<f32>,
    words: Vec<f32>,
    stage: Vec<f32>,
}

impl Rows {
    fn push(&mut self, record: &csv::StringRecord, has_last_stage: bool) -> std::result::Result<(), String> {
        let cell = |i: usize| record.get(i).unwrap_or("");
        let value = |i: usize| -> std::result::Result<f32, String> {
            match cell(i) {
                "" => Ok(0.0),
                text => match text.parse::<f32>() {
                    Ok(v) if v.is_finite() => Ok(v),
                    _ => Err(format!("column {}: {text:?} is not a number", i + 1)),
                },
            }
        };
        self.info.push(RowInfo {
            page: cell(0).to_owned(),
            group: cell(1).to_owned(),
            family: cell(2).to_owned(),
            format: if cell(3) == name_of(Format::Text) { Format::Text } else { Format::Html },
            label: cell(4).parse()?,
            weight: value(5)?,
            spam_weight: value(6)?,
            is_last_stage_only: has_last_stage && cell(INFO.len()) == "1",
        });
        let mut first = INFO.len() + usize::from(has_last_stage);
        let widths = [features().len(), VOCABULARY_FEATURES.len(), STAGE_FEATURES.len()];
        for (part, width) in [&mut self.base, &mut self.words, &mut self.stage].into_iter().zip(widths) {
            for i in first..first + width {
                part.push(value(i)?);
            }
            first += width;
        }
        Ok(())
    }

    fn finish(self, vocabulary: Option<Vocabulary>) -> Table {
        let n = self.info.len();
        let shape = |values: Vec<f32>, width: usize| {
            Array2::from_shape_vec((n, width), values).expect("every record has every column")
        };
        Table {
            info: self.info,
            base: shape(self.base, features().len()),
            words: shape(self.words, VOCABULARY_FEATURES.len()),
            vocabulary,
            stage: shape(self.stage, STAGE_FEATURES.len()),
            sources: Vec::new(),
        }
    }
}
