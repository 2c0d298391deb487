//! Arguments that several commands share.

use super::Stop;
use super::config::{Config, LimitKeys};
use crate::input::{self, Body, InputKind, Options, RawPage, Survey};
use anstream::{AutoStream, ColorChoice};
use blocksift::{Hints, Label, Limits, Model, Page, Report, Sifter, Thresholds};
use clap::{Args, ValueEnum};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// What is read.
#[derive(Args)]
pub(super) struct Inputs {
    /// Files and folders; `-` or nothing for standard input
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// File that names inputs, one a line, after those given; `-` for standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
}

impl Inputs {
    /// All that is to be read. Without a name it is standard input, unless a list was to give names.
    pub(super) fn all(&self) -> Result<Vec<PathBuf>, Stop> {
        let mut inputs = self.inputs.clone();
        match &self.files_from {
            Some(list) => {
                inputs.extend(input::listed(list).map_err(|e| Stop::file(list, e))?);
                if list.as_os_str() == "-" && inputs.iter().any(|input| input.as_os_str() == "-") {
                    return Err(Stop::Usage(
                        "standard input cannot be both the list of inputs and an input".to_owned(),
                    ));
                }
            }
            None if inputs.is_empty() => inputs.push(PathBuf::from("-")),
            None => {}
        }
        Ok(inputs)
    }
}

/// Looks at all inputs; no output may be one of them.
pub(super) fn survey(inputs: &[PathBuf], outputs: &[PathBuf]) -> Result<Survey, Stop> {
    let survey = input::survey(inputs, outputs);
    match &survey.met {
        Some(path) => Err(Stop::file(path, OVERWRITTEN)),
        None => Ok(survey),
    }
}

const OVERWRITTEN: &str = "this file is an input too, and would be overwritten";

/// How inputs are read.
#[derive(Args, Debug)]
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
    pub(super) fn options(&self, limits: &Limits) -> Options {
        Options {
            kind: self.input,
            url: self.url.clone(),
            content_type: self.content_type.clone(),
            most_bytes: limits.bytes,
            tally: std::sync::Arc::default(),
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
    /// Which spam thresholds are used where --threshold sets none [default: balanced]
    #[arg(long, value_enum)]
    spam_threshold: Option<SpamThreshold>,
    /// How many times more recall of content counts than its precision: 0.5 drops what is doubtful, 2 keeps it
    /// [default: 1]
    #[arg(long)]
    beta: Option<f32>,
    /// What a page may cost at most, e.g. bytes=1000000; may be given for each limit
    #[arg(long = "limit", value_name = "NAME=N", value_parser = LimitKeys::parse)]
    limits: Vec<LimitKeys>,
    /// File of thresholds and limits, which the command line overrides [default: the one that BLOCKSIFT_CONFIG names]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// What labels pages, as the command line and the configuration say.
pub(super) struct Settings {
    pub(super) sifter: Sifter,
    pub(super) thresholds: Thresholds,
    pub(super) limits: Limits,
}

/// Spam thresholds to choose from.
#[derive(Debug, Clone, Copy, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum SpamThreshold {
    /// Finds most; of 1,997 clean pages of markup 8 are flagged
    Balanced,
    /// Finds less; of these 5 are flagged
    Strict,
}

impl Deciding {
    /// The command line's word counts first, then the configuration's.
    pub(super) fn settings(&self) -> Result<Settings, Stop> {
        let config = Config::load(self.config.as_deref())?;
        let mut thresholds =
            config.thresholds.apply(Thresholds::default(), self.spam_threshold.is_some()).map_err(Stop::Usage)?;
        if let Some(beta) = self.beta {
            thresholds = thresholds.with_beta(beta).map_err(|e| Stop::Usage(e.to_string()))?;
        }
        for (label, probability) in &self.thresholds {
            thresholds = thresholds.with_threshold(*label, *probability).map_err(|e| Stop::Usage(e.to_string()))?;
        }
        let mut limits = config.limits.apply(Limits::default()).map_err(Stop::Usage)?;
        for keys in &self.limits {
            limits = keys.apply(limits).map_err(Stop::Usage)?;
        }
        let mut sifter = match &self.model {
            Some(path) => Sifter::new(read_model(path)?.0),
            None => Sifter::default(),
        };
        if let Some(point) = self.spam_threshold.or(config.thresholds.spam_threshold) {
            let name = match point {
                SpamThreshold::Balanced => "balanced",
                SpamThreshold::Strict => "strict",
            };
            sifter = sifter.with_operating_point(name).map_err(|e| Stop::Usage(e.to_string()))?;
        }
        Ok(Settings { sifter: sifter.with_thresholds(thresholds).with_limits(limits), thresholds, limits })
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
    Thresholds::default().with_threshold(label, probability).map_err(|e| e.to_string())?;
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
                crate::output::file(output).is_none() && AutoStream::choice(&std::io::stdout()) != ColorChoice::Never
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
    Hints::default()
        .with_url(page.url.as_deref())
        .with_content_type(page.content_type.as_deref())
        .with_format(page.format)
}

/// Labels a page.
pub(super) fn sift(sifter: &Sifter, page: &RawPage) -> Report {
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
    let sifter = Sifter::default();
    match &page.body {
        Body::Text(text) => sifter.segment_str(text, &hints(page)),
        Body::Bytes(bytes) => sifter.segment(bytes, &hints(page)).page,
    }
}

/// Opens the output before any work is done; never over an input.
pub(super) fn open_output(output: Option<&Path>, inputs: &[PathBuf]) -> Result<Box<dyn std::io::Write>, Stop> {
    if let Some(path) = crate::output::file(output)
        && let Ok(same) = path.canonicalize()
        && inputs.iter().any(|input| input.canonicalize().is_ok_and(|i| i == same))
    {
        return Err(Stop::file(path, OVERWRITTEN));
    }
    crate::output::open(output).map_err(|e| Stop::file(output.unwrap_or(Path::new("-")), e))
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
    pub(super) fn read(&self, limits: &Limits) -> Result<RawPage, Stop> {
        let mut pages = input::pages(vec![self.path.clone()], self.reading.options(limits));
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
