//! `blocksift score`: its arguments, and how a run is set up from them.

use super::args::{self, Colour, Deciding, Inputs, Reading, Settings, width};
use super::format::{Format, Remove};
use super::progress::{Place, Show, Summary, size};
use super::run::{Begun, Run, Times, open, read_ahead};
use super::{End, Stop, complain};
use crate::input::{self, Survey};
use crate::output::{self, Names, Output, Pretty, Progress, Setup, Sink};
use blocksift::Label;
use clap::Args;
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Labels pages
///
/// Inputs are files of HTML or text, JSON lines ({"id", "url", "html" or "text"} a line), WARC and WET files, any of these
/// packed as .gz or .zst, and folders, of which all .html, .htm, .xhtml, .txt, .jsonl, .warc and .wet files are taken in
/// order. Reports come out in the order of the inputs. An input or a record that cannot be read is named on standard error,
/// and the others are done.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Score {
    #[command(flatten)]
    inputs: Inputs,
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
    /// File to write to, packed if it ends in .gz or .zst; `-` for standard output. Until it is whole it is called
    /// FILE.partial, and a journal FILE.progress is kept beside it. For dolma a folder
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Go on with an interrupted run of the same command
    #[arg(long)]
    resume: bool,
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
    /// Show on standard error how far the run is, also where that is no terminal
    #[arg(long, conflicts_with = "quiet")]
    progress: bool,
    /// Say nothing on standard error but what failed
    #[arg(long, short)]
    quiet: bool,
    /// File to write what the run did to, as JSON
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
    /// Say on standard error at the end what the run did and where its time went
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
  parquet, parquet-blocks  a row a page with its blocks nested, or a row a block; in builds with the feature parquet

Runs of dolma and Parquet cannot be gone on with; --resume is for the other formats.";

impl Score {
    pub(super) fn run(self: Box<Self>) -> Result<End, Stop> {
        let only = self.only.as_deref().and_then(|l| l.parse::<Label>().ok());
        let sink = self.sink(only)?;
        let settings = self.deciding.settings()?;
        let inputs = self.inputs.all()?;
        let names = output::file(self.output.as_deref()).and_then(Names::of);
        let survey = self.survey(&inputs, names.as_ref())?;
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.map_or(0, usize::from))
            .build()
            .map_err(|e| Stop::Usage(format!("cannot start threads: {e}")))?;
        let begun = match self.format().whole(self.output.as_deref(), &inputs)? {
            Some(whole) => Some((whole, Progress::default())),
            None => self.begin(names, &settings, survey.as_ref())?,
        };
        let Some((output, progress)) = begun else { return Ok(End::Done) };
        let open = |path: &PathBuf| File::create(path).map_err(|e| Stop::file(path, e));
        let summary = self.summary.as_ref().map(open).transpose()?;
        let options = self.reading.options(&settings.limits);
        let times = Arc::new(Times::default());
        let show = Show::new(self.place(), Arc::clone(&options.tally), survey.and_then(|s| s.bytes), progress.pages);
        let pages = read_ahead(inputs, options, progress.records, Arc::clone(&times));
        let mut run = Run { sifter: settings.sifter, sink, only, threads, output, progress, show, times, written: 0 };
        let ended = run.all(&pages);
        self.end(run, ended, summary)
    }

    /// Opens the output of a format that is a stream; `None` if nothing is left to be done.
    fn begin(&self, names: Option<Names>, settings: &Settings, survey: Option<&Survey>) -> Result<Option<Begun>, Stop> {
        match names {
            Some(names) => {
                let setup = self.setup(settings, survey.map_or(0, |s| s.fingerprint))?;
                open(names, setup, self.resume, self.quiet)
            }
            None if self.resume => Err(Stop::Usage("--resume needs a file as --output".to_owned())),
            None => Ok(Some((Box::new(self.stream()?), Progress::default()))),
        }
    }

    /// Gives the output its name and says what was done.
    fn end(&self, mut run: Run, ended: io::Result<()>, summary: Option<File>) -> Result<End, Stop> {
        run.show.show(&run.progress, true);
        let (written, resumable) = (run.written, run.output.is_resumable());
        let ended = ended.and_then(|()| run.output.finish(&run.progress));
        let did = Summary::new(&run.progress, &run.show, ended.is_ok());
        if let Some(mut file) = summary {
            serde_json::to_writer_pretty(&mut file, &did).map_err(io::Error::from)?;
            file.write_all(b"\n")?;
        }
        ended.map_err(|e| if resumable { kept(&e) } else { e })?;
        self.tell(&did, &run.times, written);
        Ok(if did.failed == 0 { End::Done } else { End::SomeFailed })
    }

    fn sink(&self, only: Option<Label>) -> Result<Box<dyn Sink>, Stop> {
        let output = self.output.as_deref();
        let format = self.format();
        if self.resume && !format.is_stream() {
            let reason = "cannot be gone on with; leave out --resume to begin anew";
            return Err(Stop::Usage(format!("--format {} {reason}", format.name())));
        }
        let look = Pretty { colour: self.color.is_on(output), width: width() };
        format.sink(look, only, self.remove, &self.source)
    }

    fn is_on_terminal(&self) -> bool {
        output::file(self.output.as_deref()).is_none() && io::stdout().is_terminal()
    }

    fn format(&self) -> Format {
        let usual = if self.is_on_terminal() { Format::Pretty } else { Format::Jsonl };
        self.format.unwrap_or(usual)
    }

    fn place(&self) -> Place {
        let terminal = io::stderr().is_terminal();
        match () {
            () if self.quiet => Place::Nowhere,
            // A bar among the reports would be torn.
            () if terminal && !self.is_on_terminal() => Place::Terminal,
            () if self.progress => Place::Lines,
            () => Place::Nowhere,
        }
    }

    /// Looks at the inputs where that is of use: no output may be one of them.
    fn survey(&self, inputs: &[PathBuf], names: Option<&Names>) -> Result<Option<Survey>, Stop> {
        let mut outputs = names.map_or_else(Vec::new, |names| names.all().to_vec());
        if let Some(summary) = &self.summary {
            if output::file(Some(summary)).is_none() || self.output.as_ref() == Some(summary) {
                return Err(Stop::Usage("--summary needs a file of its own".to_owned()));
            }
            outputs.push(summary.clone());
        }
        if outputs.is_empty() && self.place() == Place::Nowhere {
            return Ok(None);
        }
        args::survey(inputs, &outputs).map(Some)
    }

    /// An output that cannot be gone on with.
    fn stream(&self) -> Result<Output, Stop> {
        match output::file(self.output.as_deref()) {
            Some(device) => Output::device(device).map_err(|e| Stop::file(device, e)),
            None => Ok(Output::stdout()),
        }
    }

    /// All that the bytes of the output depend on.
    fn setup(&self, settings: &Settings, inputs: u64) -> Result<Setup, Stop> {
        let format = self.format();
        let colour = self.color.is_on(self.output.as_deref());
        let look = (format == Format::Pretty).then(|| (colour, width()));
        let model = settings.sifter.model().to_bytes().map_err(|e| Stop::Usage(e.to_string()))?;
        let model = input::hash(input::START, &model);
        Ok(Setup {
            blocksift: env!("CARGO_PKG_VERSION").to_owned(),
            inputs: format!("{inputs:016x}"),
            format: format!("{format:?} {look:?}"),
            model: format!("{model:016x}"),
            settings: format!(
                "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
                settings.sifter.operating_point(),
                settings.thresholds,
                settings.limits,
                self.only,
                self.reading,
                self.remove,
                self.source
            ),
        })
    }

    fn tell(&self, did: &Summary, times: &Times, written: u64) {
        if self.stats || self.progress || did.is_long() && !self.quiet {
            did.tell();
        }
        if self.stats {
            let (reading, labelling, writing) = times.seconds();
            complain(&format!("read {} in {reading:.2} s, on a thread of its own", size(did.input_bytes)));
            complain(&format!("labelled {} blocks in {labelling:.2} s, summed over all threads", did.blocks));
            complain(&format!("wrote {} in {writing:.2} s", size(written)));
        }
    }
}

/// What to do after an output could not be written on.
fn kept(error: &io::Error) -> io::Error {
    let advice = "what was written is kept: mend this and run the same command with --resume";
    io::Error::new(error.kind(), format!("{error}; {advice}"))
}
