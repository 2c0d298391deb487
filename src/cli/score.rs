//! `blocksift score`: pages in, labelled blocks out, in the order of the inputs and with bounded memory.

use super::args::{Colour, Deciding, Reading, decoded, open_output, sift, width};
use super::{End, Stop, complain_of};
use crate::sink::{self, Csv, Dolma, DolmaFolder, Html, Jsonl, Markdown, Output, Pretty, Scored, Sink, Stream, Text};
use crate::source::{self, Failure, RawPage};
use blocksift::{Label, Sifter};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};

/// Labels pages
///
/// Inputs are files of HTML or text, JSON lines ({"id", "url", "html" or "text"} a line), any of these gzipped, and
/// folders, of which all .html, .htm, .xhtml, .txt and .jsonl files are taken in order. Reports come out in the order
/// of the inputs. An input that cannot be read is named on standard error, and the others are done.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Score {
    /// Files and folders; `-` or nothing for standard input
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// How reports are written [default: pretty on a terminal, else jsonl]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    deciding: Deciding,
    /// Only blocks of this label
    #[arg(long, value_name = "LABEL", value_parser = ["content", "navigation", "spam"])]
    only: Option<String>,
    /// File to write to; `-` for standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Threads that label pages [default: one a core]
    #[arg(long, short = 'j', value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// When to use colours
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    color: Colour,
    /// What --format html leaves out
    #[arg(long, value_enum, default_value = "spam", value_name = "WHAT")]
    remove: Remove,
    /// Name of the source in documents of --format dolma
    #[arg(long, value_name = "NAME", default_value = "web")]
    source: String,
    /// Count pages on standard error while working
    #[arg(long)]
    progress: bool,
}

const EXAMPLES: &str = "\
Examples:
  blocksift score page.html --url https://example.org/news/1.html
  blocksift score crawl/ --output labels.jsonl
  blocksift score pages.jsonl.gz --format csv --only spam > spam.csv
  zcat pages.jsonl.gz | blocksift score --threshold spam=0.99 --threads 4
  blocksift score page.html --format html --output cleaned.html
  blocksift score crawl/ --format dolma --output dolma/
  blocksift score page.gbk.html --content-type 'text/html; charset=gbk' --format text

Formats:
  pretty    a header a page, a line a block, for people
  jsonl     a report a line; `blocksift schema` describes it
  csv       a row a block
  text      the content's text, an empty line between blocks, a form feed between pages
  markdown  the content as Markdown, a form feed between pages
  html      the page's own markup without spam, sanitised; a form feed between pages
  dolma     a folder: documents/*.jsonl.gz, and attributes/blocksift/*.jsonl.gz with the spans of each label
  parquet, parquet-blocks  a row a page with its blocks nested, or a row a block; in builds with the feature parquet";

/// Formats of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A header a page, a line a block, for people
    Pretty,
    /// A report a line
    Jsonl,
    /// A row a block
    Csv,
    /// The content's text
    Text,
    /// The content as Markdown
    Markdown,
    /// The page's own markup without spam
    Html,
    /// A folder of documents, and of attributes with the spans of each label in their texts
    Dolma,
    /// A file of a row a page, its blocks nested
    #[cfg(feature = "parquet")]
    Parquet,
    /// A file of a row a block
    #[cfg(feature = "parquet")]
    ParquetBlocks,
}

/// What cleaned HTML lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Remove {
    /// Spam, within blocks too
    Spam,
    /// Navigation as well: content is what is left
    Navigation,
}

/// Pages labelled at once: enough for all threads, few enough to keep memory low.
const BATCH_PAGES: usize = 64;
/// Bytes of pages past which no more join a batch.
const BATCH_BYTES: usize = 32 << 20;
/// Pages read ahead of those being labelled.
const AHEAD: usize = 16;

type Found = Result<RawPage, Failure>;

impl Score {
    pub(super) fn run(self) -> Result<End, Stop> {
        let only = self.only.as_deref().and_then(|l| l.parse::<Label>().ok());
        let sink = self.sink(only)?;
        let sifter = self.deciding.sifter()?;
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.map_or(0, usize::from))
            .build()
            .map_err(|e| Stop::Usage(format!("cannot start threads: {e}")))?;
        let mut out = self.open()?;
        out.write_all(&sink.head()?)?;
        let pages = self.read_ahead();
        let mut count = Count { on: self.progress, ..Count::default() };
        while let Some(batch) = next_batch(&pages) {
            let done: Vec<_> =
                threads.install(|| batch.into_par_iter().map(|page| label(&sifter, &*sink, only, page)).collect());
            for page in done {
                match page {
                    Ok(bytes) => {
                        if count.done > 0 {
                            out.write_all(sink.between())?;
                        }
                        out.write_all(&bytes?)?;
                        count.done += 1;
                    }
                    Err(failure) => {
                        complain_of(&failure);
                        count.failed += 1;
                    }
                }
            }
            out.flush()?;
            count.show(false);
        }
        out.finish()?;
        count.show(true);
        Ok(if count.failed == 0 { End::Done } else { End::SomeFailed })
    }

    fn sink(&self, only: Option<Label>) -> Result<Box<dyn Sink>, Stop> {
        let output = self.output.as_deref();
        let on_terminal = sink::file(output).is_none() && std::io::stdout().is_terminal();
        let usual = if on_terminal { Format::Pretty } else { Format::Jsonl };
        Ok(match self.format.unwrap_or(usual) {
            Format::Pretty => Box::new(Pretty { colour: self.color.is_on(output), width: width() }),
            Format::Jsonl => Box::new(Jsonl),
            Format::Csv => Box::new(Csv),
            Format::Text => Box::new(Text(only.unwrap_or(Label::Content))),
            Format::Markdown if only.is_some_and(|label| label != Label::Content) => {
                return Err(Stop::Usage("--format markdown writes content only; use --format text with --only".into()));
            }
            Format::Markdown => Box::new(Markdown),
            Format::Html if only.is_some() => {
                return Err(Stop::Usage("--format html writes whole pages; say what goes with --remove".into()));
            }
            Format::Html => Box::new(Html { without_navigation: self.remove == Remove::Navigation }),
            Format::Dolma => Box::new(Dolma { source: self.source.clone() }),
            #[cfg(feature = "parquet")]
            Format::Parquet | Format::ParquetBlocks => Box::new(Jsonl),
        })
    }

    fn open(&self) -> Result<Box<dyn Output>, Stop> {
        let path = || {
            let none = "this format is no stream; name what it is written to with --output";
            sink::file(self.output.as_deref()).ok_or_else(|| Stop::Usage(none.to_owned()))
        };
        match self.format {
            Some(Format::Dolma) => {
                let folder = path()?;
                Ok(Box::new(DolmaFolder::create(folder).map_err(|e| Stop::file(folder, e))?))
            }
            #[cfg(feature = "parquet")]
            Some(format @ (Format::Parquet | Format::ParquetBlocks)) => {
                let path = path()?;
                drop(open_output(Some(path), &self.inputs)?);
                let out = std::fs::File::create(path).map_err(|e| Stop::file(path, e))?;
                let layout = if format == Format::Parquet { sink::Layout::Pages } else { sink::Layout::Blocks };
                Ok(Box::new(sink::ParquetFile::new(out, layout)?))
            }
            _ => Ok(Box::new(Stream(open_output(self.output.as_deref(), &self.inputs)?))),
        }
    }

    /// Reads on a thread of its own. It is not waited for: when the output is closed, a read that still waits for
    /// standard input ends with the process.
    fn read_ahead(&self) -> Receiver<Found> {
        let inputs = if self.inputs.is_empty() { vec![PathBuf::from("-")] } else { self.inputs.clone() };
        let options = self.reading.options();
        let (sender, receiver) = sync_channel(AHEAD);
        std::thread::spawn(move || {
            for page in source::pages(inputs, options) {
                if sender.send(page).is_err() {
                    break;
                }
            }
        });
        receiver
    }
}

/// Waits for a page and takes along what else was read by then, so that a slow input is labelled page by page and a
/// fast one in batches.
fn next_batch(pages: &Receiver<Found>) -> Option<Vec<Found>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    let mut next = pages.recv().ok();
    while let Some(page) = next {
        bytes += page.as_ref().map_or(0, |p| p.body.len());
        batch.push(page);
        let full = batch.len() >= BATCH_PAGES || bytes >= BATCH_BYTES;
        next = if full { None } else { pages.try_recv().ok() };
    }
    (!batch.is_empty()).then_some(batch)
}

const FAULT: &str = "blocksift failed on this page, which is a bug; please report it";

/// Labels one page and writes it in the sink's format. A fault in the library costs the page, not the run.
fn label(
    sifter: &Sifter,
    sink: &dyn Sink,
    only: Option<Label>,
    page: Found,
) -> Result<std::io::Result<Vec<u8>>, Failure> {
    let page = page?;
    let failure = |reason: String| Failure { input: page.id.clone(), reason };
    let labelled = catch_unwind(AssertUnwindSafe(|| sift(sifter, &page)));
    let mut report = match labelled {
        Ok(Ok(report)) => report,
        Ok(Err(error)) => return Err(failure(error.to_string())),
        Err(_) => return Err(failure(FAULT.to_owned())),
    };
    if let Some(only) = only {
        report.blocks.retain(|block| block.label == only);
    }
    let markup = if sink.wants_markup() { decoded(sifter, &page) } else { String::new() };
    let scored = Scored { id: page.id.clone(), url: page.url.clone(), report, markup };
    catch_unwind(AssertUnwindSafe(|| sink.page(scored))).map_err(|_| failure(FAULT.to_owned()))
}

/// Pages so far, shown once a second.
#[derive(Default)]
struct Count {
    on: bool,
    done: u64,
    failed: u64,
    shown: Option<std::time::Instant>,
}

impl Count {
    fn show(&mut self, last: bool) {
        let due = self.shown.is_none_or(|at| at.elapsed().as_secs() >= 1);
        if self.on && (due || last) {
            let _ = writeln!(std::io::stderr(), "blocksift: {} pages done, {} failed", self.done, self.failed);
            self.shown = Some(std::time::Instant::now());
        }
    }
}
