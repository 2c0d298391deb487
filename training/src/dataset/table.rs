//! The labelled block table: rows drawn from labelled pages, written and read as CSV.
//!
//! Columns: page, group, family (of what was planted, if anything), format, label, weight and spam weight, where need be whether the
//! last stage alone is fitted on the row, then every feature, then
//! the stage features. These last are what a first stage, fitted without the row's group, says of the page; they
//! need all blocks of a page and so are made with the table. There is no text in a table.

use crate::dataset::folds::fold_of;
use crate::dataset::pages::{Altered, LabelledPage, Origin};
use crate::{Error, Result};
use blocksift::internals::{STAGE_FEATURES, VOCABULARY_FEATURES, Vocabulary};
use blocksift::{Format, Label, features};
use ndarray::{Array2, Axis};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::io::{Read, Write};
use std::path::Path;

/// What is known of a row besides its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct RowInfo {
    /// The page it came from.
    pub page: String,
    /// What pages are kept together by.
    pub group: String,
    /// Family of what was planted in the page; empty for clean pages.
    pub family: String,
    /// Markup or text.
    pub format: Format,
    /// The label.
    pub label: Label,
    /// Weight in telling content from navigation.
    pub weight: f32,
    /// Weight in telling spam from the rest.
    pub spam_weight: f32,
    /// Whether the last stage alone is fitted on it: a disguised copy, of which the stages before shall know nothing.
    pub is_late: bool,
}

/// Rows of one format.
#[derive(Debug, Clone)]
pub struct Table {
    /// One a row.
    pub info: Vec<RowInfo>,
    /// Rows by features.
    pub base: Array2<f32>,
    /// Rows by vocabulary features; no columns until they are made.
    pub words: Array2<f32>,
    /// The vocabulary that was learnt from these rows.
    pub vocabulary: Option<Vocabulary>,
    /// Rows by stage features; no columns until they are made.
    pub stage: Array2<f32>,
    /// For each row its page and block among the pages that the table was drawn from; empty for a read table.
    pub sources: Vec<(u32, u32)>,
}

/// How rows are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Draw {
    /// Rows of a page, about.
    pub rows_per_page: usize,
    /// Weight that the spam of a page has at least, where all of its blocks have 1.
    pub spam_weight: f32,
    /// Seed.
    pub seed: u64,
}

impl Default for Draw {
    fn default() -> Self {
        Self { rows_per_page: 60, spam_weight: 0.5, seed: 1 }
    }
}

/// Weights of a page's blocks: the root of their units, 1 over the page; spam raised to its share.
pub fn block_weights(page: &LabelledPage, spam_weight: f32) -> Vec<f32> {
    let units = page.features.units();
    let known = |i: usize| page.labels[i].is_some();
    let is_spam = |i: usize| page.labels[i] == Some(Label::Spam);
    let raw: Vec<f32> = (0..units.len()).map(|i| if known(i) { units[i].max(0.25).sqrt() } else { 0.0 }).collect();
    let sum = |spam: bool| (0..raw.len()).filter(|i| is_spam(*i) == spam).map(|i| raw[i]).sum::<f32>();
    let (spam, rest) = (sum(true), sum(false));
    let share = if spam == 0.0 {
        0.0
    } else if rest == 0.0 {
        1.0
    } else {
        (spam / (spam + rest)).max(spam_weight)
    };
    (0..raw.len())
        .map(|i| match (is_spam(i), spam, rest) {
            (true, s, _) if s > 0.0 => raw[i] / s * share,
            (false, _, r) if r > 0.0 => raw[i] / r * (1.0 - share),
            _ => 0.0,
        })
        .collect()
}

/// Rows drawn from pages of one format, and the page and block of each: systematic sampling by weight within each page.
pub fn draw_rows(pages: &[&LabelledPage], draw: Draw) -> (Vec<RowInfo>, Vec<(u32, u32)>) {
    let mut rng = ChaCha8Rng::seed_from_u64(draw.seed);
    let mut info = Vec::new();
    let mut sources = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let weights = block_weights(page, draw.spam_weight);
        let mut position = rng.random::<f32>();
        for (block, weight) in weights.iter().enumerate() {
            let Some(label) = page.labels[block] else { continue };
            // Inclusion probability: proportional to the weight, at most 1.
            // A graft's own blocks stand in the clean page's rows already.
            let rows = match page.origin {
                _ if page.altered == Altered::Cut => 0.35,
                _ if page.altered == Altered::Collage => 0.5,
                _ if page.altered == Altered::Disguised => 0.5,
                Origin::Clean => 1.0,
                _ if label == Label::Spam => 1.0,
                _ => 0.5,
            };
            let chance = (weight * rows * draw.rows_per_page as f32).min(1.0);
            position += chance;
            if chance > 0.0 && position >= 1.0 {
                position -= 1.0;
                let weight = weight / chance;
                let is_real = page.origin == Origin::Clean && !page.synthetic;
                let (content, spam) = match page.altered {
                    Altered::Cut => (0.0, weight),
                    Altered::Disguised => (0.0, DISGUISED_WEIGHT * weight),
                    Altered::Collage => (COLLAGE_WEIGHT * weight, 0.0),
                    Altered::No if is_real => (weight, weight),
                    Altered::No => (GRAFT_WEIGHT * weight, weight),
                };
                info.push(row_info(page, label, content, spam));
                sources.push((number as u32, block as u32));
            }
        }
    }
    (info, sources)
}

impl Table {
    /// Draws rows from pages of one format: systematic sampling by weight within each page.
    pub fn draw(pages: &[&LabelledPage], draw: Draw) -> Table {
        let (info, sources) = draw_rows(pages, draw);
        let base = rows_of(pages, &sources);
        let none = Array2::zeros((info.len(), 0));
        Table { info, base, words: none.clone(), vocabulary: None, stage: none, sources }
    }

    /// Adds rows that tell spam from the rest only: page, block and weight.
    pub fn append(&mut self, pages: &[&LabelledPage], rows: &[(u32, u32, f32)]) {
        for (page, block, weight) in rows {
            let source = pages[*page as usize];
            if let Some(label) = source.labels[*block as usize] {
                self.info.push(row_info(source, label, 0.0, *weight));
                self.sources.push((*page, *block));
            }
        }
        self.base = rows_of(pages, &self.sources);
    }

    /// Takes its rows of the vocabulary features of all blocks of all pages.
    pub fn take_words(&mut self, words: &[Array2<f32>]) {
        let width = words.first().map_or(0, Array2::ncols);
        self.words = Array2::zeros((self.len(), width));
        for (mut row, (page, block)) in self.words.rows_mut().into_iter().zip(&self.sources) {
            row.assign(&words[*page as usize].row(*block as usize));
        }
    }

    /// Takes its rows of the stage features of all blocks of all pages.
    pub fn take_stage(&mut self, staged: &[Array2<f32>]) {
        self.stage = Array2::zeros((self.len(), STAGE_FEATURES.len()));
        for (mut row, (page, block)) in self.stage.rows_mut().into_iter().zip(&self.sources) {
            row.assign(&staged[*page as usize].row(*block as usize));
        }
    }

    /// Puts the rows of another table behind its own.
    ///
    /// # Errors
    /// Tables whose rows were judged by different vocabularies.
    pub fn extend(&mut self, other: Table) -> Result<()> {
        if !self.is_empty() && !other.is_empty() && self.vocabulary != other.vocabulary {
            return Err(Error::Data("the tables were not made by the same recipe: their vocabularies differ".into()));
        }
        for (own, other) in
            [(&mut self.base, &other.base), (&mut self.words, &other.words), (&mut self.stage, &other.stage)]
        {
            own.append(Axis(0), other.view()).map_err(|e| Error::Data(format!("tables of different widths: {e}")))?;
        }
        self.vocabulary = self.vocabulary.take().or(other.vocabulary);
        self.info.extend(other.info);
        self.sources.extend(other.sources);
        Ok(())
    }

    /// Keeps the rows that the last stage alone is fitted on, or those that all stages are.
    pub fn keep(&mut self, late: bool) {
        let rows: Vec<usize> = (0..self.len()).filter(|i| self.info[*i].is_late == late).collect();
        for part in [&mut self.base, &mut self.words, &mut self.stage] {
            *part = part.select(Axis(0), &rows);
        }
        self.info = rows.iter().map(|i| self.info[*i].clone()).collect();
        self.sources = Vec::new();
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.info.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.info.is_empty()
    }

    /// For each row the fold of its group.
    pub fn folds(&self, folds: usize, seed: u64) -> Vec<usize> {
        self.info.iter().map(|i| fold_of(&i.group, folds, seed)).collect()
    }

    /// Rounds all numbers as they are written: shares more finely than logarithms and scores.
    pub fn round(&mut self) {
        self.base.mapv_inplace(|v| rounded(v, 20.0, 10.0));
        self.words.mapv_inplace(|v| rounded(v, 50.0, 10.0));
        self.stage.mapv_inplace(|v| rounded(v, 50.0, 10.0));
    }
}

/// A number in so many steps to 1, if it is a share, and in so many if it is a logarithm or a score: enough for either,
/// and a table of half the size.
fn rounded(value: f32, share: f32, score: f32) -> f32 {
    let steps = if value.abs() < 1.0 { share } else { score };
    (value * steps).round() / steps
}

/// Decimals that tables are written with.
pub const DECIMALS: usize = 2;

fn row_info(page: &LabelledPage, label: Label, weight: f32, spam_weight: f32) -> RowInfo {
    RowInfo {
        page: page.id.clone(),
        group: page.group.clone(),
        family: page.origin.family().to_owned(),
        format: page.features.format(),
        label,
        weight,
        spam_weight,
        is_late: page.altered == Altered::Disguised,
    }
}

fn rows_of(pages: &[&LabelledPage], sources: &[(u32, u32)]) -> Array2<f32> {
    let mut rows = Array2::zeros((sources.len(), features().len()));
    for (mut row, (page, block)) in rows.rows_mut().into_iter().zip(sources) {
        row.assign(&pages[*page as usize].features.row(*block as usize));
    }
    rows
}

/// Names of the columns before the features.
const INFO: [&str; 7] = ["page", "group", "family", "format", "label", "weight", "spam_weight"];

/// What a collage counts in telling content from navigation, where a page as it came counts 1: the lists and forums that
/// stand beside articles in collages are content on their own pages.
const COLLAGE_WEIGHT: f32 = 0.5;

/// What a disguised copy counts in telling spam from the rest.
const DISGUISED_WEIGHT: f32 = 0.5;

/// What a row of a graft weighs in telling content from navigation: its host is in the table already.
const GRAFT_WEIGHT: f32 = 0.3;

/// A further column of tables that hold such rows: 1 where the last stage alone is fitted on a row.
const LATE: &str = "last_stage";

fn header(has_late: bool) -> Vec<String> {
    let words = VOCABULARY_FEATURES.iter().map(|(name, _)| format!("vocabulary:{name}"));
    let stage = STAGE_FEATURES.iter().map(|(name, _)| format!("stage:{name}"));
    let base = features().iter().map(|f| f.name.clone());
    let late = has_late.then(|| LATE.to_owned());
    INFO.iter().map(|s| (*s).to_owned()).chain(late).chain(base).chain(words).chain(stage).collect()
}

/// Writes tables, one after the other, to a CSV file; `.gz` and `.zst` are compressed. Features that a format does
/// not have are empty cells.
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
            let mut out = std::io::BufWriter::new(file);
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
            writeln!(out, "{COMMENT}{}{json}", name_of(info.format))?;
        }
    }
    let mut csv = csv::WriterBuilder::new().comment(Some(b'#')).from_writer(out);
    let has_late = tables.iter().any(|table| table.info.iter().any(|i| i.is_late));
    csv.write_record(header(has_late))?;
    for table in tables {
        for (i, info) in table.info.iter().enumerate() {
            for cell in [&info.page, &info.group, &info.family, name_of(info.format).trim_end(), info.label.as_str()] {
                csv.write_field(cell)?;
            }
            for weight in [info.weight, info.spam_weight] {
                csv.write_field(number(weight, 5))?;
            }
            if has_late {
                csv.write_field(if info.is_late { "1" } else { "0" })?;
            }
            for (value, feature) in table.base.row(i).iter().zip(features()) {
                let absent = info.format == Format::Text && feature.needs_markup;
                csv.write_field(if absent { String::new() } else { number(*value, DECIMALS) })?;
            }
            for value in table.words.row(i).iter().chain(table.stage.row(i)) {
                csv.write_field(number(*value, DECIMALS))?;
            }
            csv.write_record(None::<&[u8]>)?;
        }
    }
    csv.flush()?;
    Ok(())
}

/// A number without needless digits.
fn number(value: f32, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if !text.contains('.') {
        return text;
    }
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".into() } else { short.to_owned() }
}

/// A table file as read: one table a format, and the checksum of the CSV.
pub struct ReadTables {
    /// Rows of pages that came as markup.
    pub html: Table,
    /// Rows of flattened pages.
    pub text: Table,
    /// FNV-1a of the decompressed bytes.
    pub checksum: String,
}

/// Reads a table.
///
/// # Errors
/// A file that cannot be read, another schema (which columns differ is said), or a cell that is no number.
pub fn read(path: &Path) -> Result<ReadTables> {
    let mut bytes = Vec::new();
    crate::corpus::open(path)?.read_to_end(&mut bytes).map_err(Error::io(path))?;
    let checksum =
        bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    let bad = |record: u64, reason: String| Error::Record { path: path.display().to_string(), record, reason };
    let vocabularies = read_vocabularies(&bytes).map_err(|reason| bad(1, reason))?;
    let mut csv = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(bytes.as_slice());
    let found: Vec<String> = csv.headers().map_err(|e| bad(1, e.to_string()))?.iter().map(str::to_owned).collect();
    let has_late = found.iter().any(|column| column == LATE);
    if found != header(has_late) {
        return Err(bad(1, schema_difference(&found)));
    }
    let mut parts = [Part::default(), Part::default()];
    let mut record = csv::StringRecord::new();
    let mut line = 1;
    while csv.read_record(&mut record).map_err(|e| bad(line + 1, e.to_string()))? {
        line += 1;
        let text = record.get(3) == Some("text");
        parts[usize::from(text)].push(&record, has_late).map_err(|reason| bad(line, reason))?;
    }
    let [mut html, mut text] = parts.map(Part::finish);
    [html.vocabulary, text.vocabulary] = vocabularies;
    for table in [&html, &text] {
        if !table.is_empty() && table.vocabulary.is_none() {
            let line = format!("{COMMENT}{}", name_of(table.info[0].format));
            return Err(bad(1, format!("the line `{}…` before its header is missing; make the table again", line)));
        }
    }
    Ok(ReadTables { html, text, checksum: format!("{checksum:016x}") })
}

/// What a vocabulary's line before the header begins with; the format's name and JSON follow.
const COMMENT: &str = "# vocabulary ";

fn name_of(format: Format) -> &'static str {
    if format == Format::Html { "html " } else { "text " }
}

/// The vocabularies of the lines before the header: of markup, and of text.
fn read_vocabularies(bytes: &[u8]) -> std::result::Result<[Option<Vocabulary>; 2], String> {
    let mut found = [None, None];
    for line in bytes.split(|b| *b == b'\n').take_while(|line| line.starts_with(b"#")) {
        let Some(rest) = line.strip_prefix(COMMENT.as_bytes()) else { continue };
        for (place, format) in [Format::Html, Format::Text].into_iter().enumerate() {
            if let Some(json) = rest.strip_prefix(name_of(format).as_bytes()) {
                let read = serde_json::from_slice(json);
                found[place] = Some(read.map_err(|e| format!("its vocabulary cannot be read: {e}"))?);
            }
        }
    }
    Ok(found)
}

fn schema_difference(found: &[String]) -> String {
    let wanted = header(found.iter().any(|column| column == LATE));
    let missing: Vec<&String> = wanted.iter().filter(|h| !found.contains(h)).take(3).collect();
    let unknown: Vec<&String> = found.iter().filter(|h| !wanted.contains(h)).take(3).collect();
    format!(
        "its columns are not those of this version (missing {missing:?}, unknown {unknown:?}); make it again with `blocksift-train table`"
    )
}

#[derive(Default)]
struct Part {
    info: Vec<RowInfo>,
    base: Vec<f32>,
    words: Vec<f32>,
    stage: Vec<f32>,
}

impl Part {
    fn push(&mut self, record: &csv::StringRecord, has_late: bool) -> std::result::Result<(), String> {
        let cell = |i: usize| record.get(i).unwrap_or("");
        let value = |i: usize| -> std::result::Result<f32, String> {
            match cell(i) {
                "" => Ok(0.0),
                text => match text.parse::<f32>() {
                    Ok(v) if v.is_finite() => Ok(v),
                    _ => Err(format!("column {}: {text:?} is no number", i + 1)),
                },
            }
        };
        self.info.push(RowInfo {
            page: cell(0).to_owned(),
            group: cell(1).to_owned(),
            family: cell(2).to_owned(),
            format: if cell(3) == "text" { Format::Text } else { Format::Html },
            label: cell(4).parse()?,
            weight: value(5)?,
            spam_weight: value(6)?,
            is_late: has_late && cell(INFO.len()) == "1",
        });
        let mut from = INFO.len() + usize::from(has_late);
        let widths = [features().len(), VOCABULARY_FEATURES.len(), STAGE_FEATURES.len()];
        for (part, width) in [&mut self.base, &mut self.words, &mut self.stage].into_iter().zip(widths) {
            for i in from..from + width {
                part.push(value(i)?);
            }
            from += width;
        }
        Ok(())
    }

    fn finish(self) -> Table {
        let n = self.info.len();
        let shape = |values: Vec<f32>, width: usize| {
            Array2::from_shape_vec((n, width), values).expect("every record has every column")
        };
        Table {
            info: self.info,
            base: shape(self.base, features().len()),
            words: shape(self.words, VOCABULARY_FEATURES.len()),
            vocabulary: None,
            stage: shape(self.stage, STAGE_FEATURES.len()),
            sources: Vec::new(),
        }
    }
}

/// Whether a page belongs to a table of this format.
pub fn of_format(pages: &[LabelledPage], format: Format) -> impl Iterator<Item = &LabelledPage> {
    pages.iter().filter(move |p| p.features.format() == format)
}

/// Whether a page is as it came.
pub fn is_clean(page: &LabelledPage) -> bool {
    page.origin == Origin::Clean
}
