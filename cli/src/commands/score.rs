//! `blocksift score`: its arguments, and how they set up a run.

use super::score_format::{FormatOptions, Remove, ScoreFormat};
use crate::args::{Color, Inputs, Labeling, Reading, Settings, label, survey, width};
use crate::exit::{Error, Exit, NO_PAGES, warn};
use crate::input::{Digest, Survey};
use crate::output::files::{AtomicFile, FileNames, Progress, Setup, Stream, file};
use crate::output::{OutputFormat, Pretty};
use crate::progress::{Display, Reporter, Summary, size};
use crate::run::{Opened, Run, Times, open, read_ahead};
use blocksift::Label;
use clap::Args;
use rayon::ThreadPool;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Label pages
///
/// Inputs are HTML and text files, JSON lines ({"id", "url", "html" or "text"} per line), WARC and WET files, and folders.
/// Files may be compressed as .gz or .zst. Folders are read recursively, in order of file names; files that are not pages
/// are skipped and counted. Reports are written in the order of the inputs. Unreadable inputs are reported on stderr; the
/// rest are processed.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Score {
    #[command(flatten)]
    inputs: Inputs,
    /// Write reports in this format [default: pretty on a terminal, else jsonl]
    #[arg(long, short, value_enum)]
    format: Option<ScoreFormat>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    labeling: Labeling,
    /// Write only blocks with this label; in text and markdown, their text instead of the content
    #[arg(long, value_name = "LABEL", value_parser = label())]
    only: Option<Label>,
    /// Write to FILE (a folder for dolma), compressed if it ends in .gz or .zst
    ///
    /// The output is written to FILE.partial and renamed when complete. The journal for --resume is FILE.progress.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Continue an interrupted run of the same command
    #[arg(long)]
    resume: bool,
    /// Label pages on N threads [default: one per core]
    #[arg(long, short = 'j', value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Choose when to use colors
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    color: Color,
    /// Remove this from pages in --format html [default: spam]
    #[arg(long, value_enum, value_name = "WHAT")]
    remove: Option<Remove>,
    /// Write images that have an alternative text in --format markdown
    #[arg(long)]
    images: bool,
    /// Set the source of documents in --format dolma [default: web]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Always show progress on stderr
    #[arg(long, conflicts_with = "quiet")]
    progress: bool,
    /// Print only errors on stderr
    #[arg(long, short, conflicts_with = "verbose")]
    quiet: bool,
    /// Write a summary of the run to FILE as JSON
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
    /// Print a summary with timings on stderr
    #[arg(long)]
    stats: bool,
}

const EXAMPLES: &str = "\
Examples:
  blocksift score page.html --url https://example.org/news/1.html
  blocksift score crawl/ --output labels.jsonl
  blocksift score crawl.warc.gz --output labels.jsonl.gz --summary summary.json
  blocksift score crawl.warc.gz --output labels.jsonl.gz --resume
  find crawl -name '*.warc.gz' | blocksift score --files-from - --quiet > labels.jsonl
  blocksift score pages.jsonl.gz --html-field html_content --format csv --only spam > spam.csv
  zcat pages.jsonl.gz | blocksift score --threshold spam=0.99 --threads 4
  blocksift score page.html --format html --output cleaned.html
  blocksift score crawl/ --format dolma --output dolma/
  blocksift score page.gbk.html --content-type 'text/html; charset=gbk' --format text

Formats:
  pretty    human-readable: one header per page, one line per block
  jsonl     one report per line, as described by `blocksift schema`
  csv       one row per block
  text      the content as text, or the blocks of --only; an empty line between blocks, a form feed between pages
  markdown  the content as Markdown, or the blocks of --only; a form feed between pages
  html      the page's own markup without spam, sanitized; a form feed between pages
  dolma     a folder: documents/*.jsonl.gz, and attributes/blocksift/*.jsonl.gz with the spans of each label
  parquet, parquet-blocks
            one row per page with nested blocks, or one row per block; needs a build with the feature parquet

`--resume` does not support dolma or Parquet; the same command without it restarts an interrupted run.";

impl Score {
    pub(super) fn run(self: Box<Self>) -> Result<Exit, Error> {
        let format = self.format_writer()?;
        let settings = self.labeling.settings()?;
        let inputs = self.inputs.all("score")?;
        let names = file(self.output.as_deref()).and_then(FileNames::of);
        let survey = self.survey(&inputs, names.as_ref())?;
        let threads = self.thread_pool()?;
        // Before the output, so that nothing is begun if it fails.
        let create = |path: &PathBuf| AtomicFile::create(Some(path)).map_err(|e| Error::file_failure(path, e));
        let summary = self.summary.as_ref().map(create).transpose()?;
        let opened = match self.format().open(self.output.as_deref(), &inputs)? {
            Some(output) => Some((output, Progress::default())),
            None => self.open_stream(names, &settings, survey.as_ref())?,
        };
        let Some((output, progress)) = opened else { return Ok(Exit::Success) };
        let options = self.reading.options(&settings.limits, self.inputs.tally());
        let times = Arc::new(Times::default());
        let total = survey.and_then(|s| s.bytes);
        let reporter = Reporter::new(self.display(), Arc::clone(&options.tally), total, progress.pages);
        let pages = read_ahead(inputs, options, &progress, Arc::clone(&times)).map_err(|e| self.changed(e))?;
        let (sifter, only) = (settings.sifter, self.only);
        let mut run = Run { sifter, format, only, threads, output, progress, reporter, times, written: 0 };
        let result = run.all(&pages);
        self.finish(run, result, summary)
    }

    fn thread_pool(&self) -> Result<ThreadPool, Error> {
        rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.map_or(0, usize::from))
            .build()
            .map_err(|e| Error::usage(format!("cannot start threads: {e}")))
    }

    /// Opens the output of a stream format; `None` if nothing is left to do.
    fn open_stream(
        &self,
        names: Option<FileNames>,
        settings: &Settings,
        survey: Option<&Survey>,
    ) -> Result<Option<Opened>, Error> {
        match names {
            Some(names) => {
                let setup = self.setup(settings, survey.map_or_else(Digest::default, |s| s.fingerprint))?;
                open(names, setup, self.resume, self.quiet)
            }
            None if self.resume => Err(Error::usage("--resume needs --output FILE")),
            None => Ok(Some((Box::new(self.direct_stream()?), Progress::default()))),
        }
    }

    /// The error of an interrupted run whose inputs yield other records than before.
    fn changed(&self, reason: String) -> Error {
        let names = file(self.output.as_deref()).and_then(FileNames::of);
        let journal = names.map_or_else(PathBuf::new, |names| names.journal);
        let advice = "rerun the original command unchanged, or omit --resume to restart";
        Error::file(&journal, format!("cannot resume: {reason}; {advice}"))
    }

    /// An output that is written directly and cannot be resumed.
    fn direct_stream(&self) -> Result<Stream, Error> {
        match file(self.output.as_deref()) {
            Some(device) => Stream::device(device).map_err(|e| Error::file_failure(device, e)),
            None => Ok(Stream::stdout()),
        }
    }

    /// Ends the output and reports what was done.
    fn finish(&self, mut run: Run, result: io::Result<()>, summary: Option<AtomicFile>) -> Result<Exit, Error> {
        run.reporter.name_skipped();
        run.reporter.update(&run.progress, true);
        let (written, is_resumable) = (run.written, run.output.is_resumable());
        let result = result.and_then(|()| run.output.finish(&run.progress));
        let done = Summary::new(&run.progress, &run.reporter, result.is_ok());
        if let Some(mut file) = summary {
            serde_json::to_writer_pretty(&mut file, &done).map_err(io::Error::from)?;
            file.write_all(b"\n")?;
            file.finish()?;
        }
        result.map_err(|e| if is_resumable { with_resume_advice(&e) } else { e })?;
        self.print_summary(&done, &run.times, written);
        if run.progress.records == 0 {
            return Err(Error::failure(NO_PAGES));
        }
        Ok(if done.failed == 0 { Exit::Success } else { Exit::Failure })
    }

    fn format_writer(&self) -> Result<Box<dyn OutputFormat>, Error> {
        let output = self.output.as_deref();
        let format = self.format();
        if self.resume && !format.is_stream() {
            let advice = "omit --resume to restart";
            return Err(Error::usage(format!("--resume does not support --format {}; {advice}", format.name())));
        }
        format.writer(FormatOptions {
            pretty: Pretty { has_color: self.color.is_on(output), width: width() },
            only: self.only,
            remove: self.remove,
            has_images: self.images,
            source: self.source.as_deref(),
        })
    }

    fn is_on_terminal(&self) -> bool {
        file(self.output.as_deref()).is_none() && io::stdout().is_terminal()
    }

    fn format(&self) -> ScoreFormat {
        let default = if self.is_on_terminal() { ScoreFormat::Pretty } else { ScoreFormat::Jsonl };
        self.format.unwrap_or(default)
    }

    fn display(&self) -> Display {
        let has_terminal = io::stderr().is_terminal();
        match () {
            () if self.quiet => Display::Hidden,
            // Reports on the same terminal would tear a bar.
            () if has_terminal && !self.is_on_terminal() => Display::Bar,
            () if self.progress => Display::Lines,
            () => Display::Hidden,
        }
    }

    /// Looks at the inputs if the run needs to know them: for files to write, or for a progress bar.
    fn survey(&self, inputs: &[PathBuf], names: Option<&FileNames>) -> Result<Option<Survey>, Error> {
        let mut outputs = names.map_or_else(Vec::new, |names| names.all().to_vec());
        if let Some(summary) = &self.summary {
            if file(Some(summary)).is_none() || self.output.as_ref() == Some(summary) {
                return Err(Error::usage("--summary needs a file other than the output"));
            }
            outputs.extend(FileNames::of(summary).map_or_else(|| vec![summary.clone()], |names| names.all().to_vec()));
        }
        if outputs.is_empty() && self.display() == Display::Hidden {
            return Ok(None);
        }
        survey(inputs, &outputs, names.is_some()).map(Some)
    }

    /// Everything that the bytes of the output depend on.
    fn setup(&self, settings: &Settings, inputs: Digest) -> Result<Setup, Error> {
        let format = self.format();
        let has_color = self.color.is_on(self.output.as_deref());
        let look = (format == ScoreFormat::Pretty).then(|| (has_color, width()));
        let model = Digest::of(&settings.sifter.model().to_bytes().map_err(Error::usage)?);
        Ok(Setup {
            blocksift: env!("CARGO_PKG_VERSION").to_owned(),
            inputs,
            format: format!("{format:?} {look:?}"),
            model,
            settings: format!(
                "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
                settings.sifter.operating_point(),
                settings.thresholds,
                settings.limits,
                settings.prior,
                self.only,
                self.reading,
                self.remove,
                self.images,
                self.source
            ),
        })
    }

    fn print_summary(&self, done: &Summary, times: &Times, written: u64) {
        if self.stats || self.progress || done.is_long() && !self.quiet {
            done.print();
        } else if done.has_skipped_files() && !self.quiet {
            let advice = if self.inputs.verbose { "" } else { "; --verbose names them" };
            warn(&format!("{}{advice}", done.skipped()));
        }
        if self.stats {
            let (reading, labeling, writing) = times.seconds();
            warn(&format!("read {} in {reading:.2} s, on a separate thread", size(done.input_bytes)));
            warn(&format!("labeled {} blocks in {labeling:.2} s, summed over all threads", done.blocks));
            warn(&format!("wrote {} in {writing:.2} s", size(written)));
        }
    }
}

/// Adds what to do after the output could not be written.
fn with_resume_advice(error: &io::Error) -> io::Error {
    let advice = "the output so far is kept; fix the cause and run the same command with --resume";
    io::Error::new(error.kind(), format!("{error}; {advice}"))
}
