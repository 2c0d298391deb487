//! Arguments that several commands share.

use super::Stop;
use crate::source::{self, Body, InputKind, Options, RawPage};
use anstream::{AutoStream, ColorChoice};
use blocksift::{Format, Hints, Label, Limits, Model, Page, Report, Sifter, Thresholds};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// How inputs are read.
#[derive(Args)]
pub(super) struct Reading {
    /// What inputs are read as
    #[arg(long, value_enum, default_value = "auto", value_name = "KIND")]
    input: InputKind,
    /// Address of the page, which tells its own links from those of others; for pages that bring none of their own
    #[arg(long)]
    url: Option<String>,
    /// HTTP Content-Type of the pages, e.g. "text/html; charset=gbk"
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,
}

impl Reading {
    pub(super) fn options(&self) -> Options {
        Options {
            kind: self.input,
            url: self.url.clone(),
            content_type: self.content_type.clone(),
            most_bytes: Limits::default().bytes,
        }
    }
}

/// What decides on the labels.
#[derive(Args)]
pub(super) struct Deciding {
    /// A model file instead of the one that is built in
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Probability from which on a block gets a label, e.g. spam=0.99; may be given for each label
    #[arg(long = "threshold", value_name = "LABEL=P", value_parser = threshold)]
    thresholds: Vec<(Label, f32)>,
    /// Which spam thresholds are used where --threshold sets none
    #[arg(long, value_enum, default_value_t = SpamThreshold::Balanced)]
    spam_threshold: SpamThreshold,
    /// How many times more recall of content counts than its precision: 0.5 drops what is doubtful, 2 keeps it
    #[arg(long, default_value_t = 1.0)]
    beta: f32,
}

/// Spam thresholds to choose from.
#[derive(Clone, Copy, ValueEnum)]
enum SpamThreshold {
    /// Finds most; of 1,997 clean pages of markup 7 are flagged
    Balanced,
    /// Finds less; of these 3 are flagged
    Strict,
}

impl Deciding {
    pub(super) fn sifter(&self) -> Result<Sifter, Stop> {
        let base = match self.spam_threshold {
            SpamThreshold::Balanced => Thresholds::default(),
            SpamThreshold::Strict => Thresholds::strict(),
        };
        let mut thresholds = base.with_beta(self.beta).map_err(|e| Stop::Usage(e.to_string()))?;
        for (label, probability) in &self.thresholds {
            thresholds = thresholds.with(*label, *probability).map_err(|e| Stop::Usage(e.to_string()))?;
        }
        let sifter = match &self.model {
            Some(path) => Sifter::with_model(read_model(path)?.0),
            None => Sifter::default(),
        };
        Ok(sifter.thresholds(thresholds))
    }
}

/// A model, and the bytes that its file has.
pub(super) fn read_model(path: &Path) -> Result<(Model, usize), Stop> {
    let bytes = std::fs::read(path).map_err(|e| Stop::file(path, e))?;
    let model = Model::from_bytes(&bytes).map_err(|e| Stop::file(path, e))?;
    Ok((model, bytes.len()))
}

fn threshold(argument: &str) -> Result<(Label, f32), String> {
    let (label, probability) = argument.split_once('=').ok_or("write LABEL=P, e.g. spam=0.99")?;
    let label: Label = label.trim().parse()?;
    let probability: f32 = probability.trim().parse().map_err(|_| format!("{probability:?} is no number"))?;
    Thresholds::default().with(label, probability).map_err(|e| e.to_string())?;
    Ok((label, probability))
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Also into files and pipes
    Always,
    /// Not at all
    Never,
}

impl Colour {
    /// Whether standard output, or the file instead of it, gets colours.
    pub(super) fn is_on(self, output: Option<&Path>) -> bool {
        match self {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                crate::sink::file(output).is_none() && AutoStream::choice(&std::io::stdout()) != ColorChoice::Never
            }
        }
    }
}

/// Columns of the terminal; `COLUMNS` where there is none.
pub(super) fn width() -> usize {
    let stated = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)).or_else(stated).unwrap_or(100)
}

fn hints(page: &RawPage) -> Hints<'_> {
    Hints { url: page.url.as_deref(), content_type: page.content_type.as_deref(), format: page.format }
}

/// Labels a page.
pub(super) fn sift(sifter: &Sifter, page: &RawPage) -> blocksift::Result<Report> {
    match &page.body {
        Body::Bytes(bytes) => sifter.sift(bytes, &hints(page)),
        Body::Text(text) => sifter.sift_str(text, &hints(page)),
    }
}

/// A page's text or markup, as it is labelled.
pub(super) fn decoded(sifter: &Sifter, page: &RawPage) -> String {
    match &page.body {
        Body::Bytes(bytes) => sifter.decode(bytes, &hints(page)).text.into_owned(),
        Body::Text(text) => text.clone(),
    }
}

/// Splits a page into blocks. No model is needed for it.
pub(super) fn split(page: &RawPage) -> Page {
    let (limits, url) = (Limits::default(), page.url.as_deref());
    match (&page.body, page.format) {
        (Body::Text(text), Some(Format::Html)) => Page::from_html(text, url, &limits),
        (Body::Text(text), _) => Page::from_text(text, url, &limits),
        (Body::Bytes(bytes), _) => Sifter::default().read(bytes, &hints(page)).0,
    }
}

/// Opens the output before any work is done; never over an input.
pub(super) fn open_output(output: Option<&Path>, inputs: &[PathBuf]) -> Result<Box<dyn std::io::Write>, Stop> {
    if let Some(path) = crate::sink::file(output)
        && let Ok(same) = path.canonicalize()
        && inputs.iter().any(|input| input.canonicalize().is_ok_and(|i| i == same))
    {
        return Err(Stop::file(path, "this file is an input too, and would be overwritten"));
    }
    crate::sink::open(output).map_err(|e| Stop::file(output.unwrap_or(Path::new("-")), e))
}

/// The one page that a command is about.
#[derive(Args)]
pub(super) struct OnePage {
    /// File of the page; `-` or nothing for standard input
    #[arg(value_name = "INPUT", default_value = "-")]
    pub(super) path: PathBuf,
    /// Which page, where the input holds several: its `id`
    #[arg(long)]
    id: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

impl OnePage {
    pub(super) fn read(&self) -> Result<RawPage, Stop> {
        let mut pages = source::pages(vec![self.path.clone()], self.reading.options());
        let none = || Stop::file(&self.path, "no page in it");
        let Some(id) = &self.id else {
            let page = pages.next().ok_or_else(none)?.map_err(|f| Stop::Usage(f.to_string()))?;
            return match pages.next() {
                None => Ok(page),
                Some(_) => Err(Stop::file(&self.path, "it holds several pages; choose one with --id ID")),
            };
        };
        let named = |found: &Result<RawPage, _>| found.as_ref().is_ok_and(|p| p.id == *id);
        match pages.find(named) {
            Some(Ok(page)) => Ok(page),
            _ => Err(Stop::file(&self.path, format!("no page with the id {id:?} in it"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_checked() {
        assert_eq!(threshold("spam=0.5"), Ok((Label::Spam, 0.5)));
        for bad in ["spam", "ham=0.5", "spam=x", "spam=1.5", "spam=-1", "spam=NaN", "=0.5"] {
            assert!(threshold(bad).is_err(), "{bad}");
        }
    }
}
