//! `blocksift view`: pages as one HTML page to look at and to correct labels in.

use crate::args::{Inputs, Labeling, Reading, survey};
use crate::exit::{Error, Exit, NO_PAGES, warn};
use crate::input::{self, Failure, Found, RawPage};
use crate::output::Scored;
use crate::output::files::{AtomicFile, FileNames, file};
use crate::progress::Reporter;
use crate::sift::{PANICKED, sift};
use crate::viewer::{Explaining, PageData, Viewer};
use blocksift::Sifter;
use clap::Args;
use rayon::prelude::*;
use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Show pages and their labels in one HTML page
///
/// The page loads nothing and can be kept or sent. It shows each block in its place with its label, probabilities and
/// links, and what led to its label. Correct labels with the keys 1, 2 and 3, and save the corrections as CSV for
/// `blocksift-train table --corrections` and `evaluate --corrections`. Inputs are those of `score`.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct View {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    labeling: Labeling,
    /// Show the first N pages
    #[arg(long, value_name = "N", default_value_t = 500, alias = "most", value_parser = clap::value_parser!(u32).range(1..))]
    max_pages: u32,
    /// Show the N strongest reasons for each label
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(0..=1000))]
    top: u16,
    /// Write to FILE; `-` writes to standard output
    ///
    /// The page is written to FILE.partial and renamed when complete.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  blocksift view page.html --output view.html
  blocksift view crawl.warc.gz --max-pages 100 --output view.html";

/// Maximum size of a batch, in pages and in bytes.
const BATCH_PAGES: usize = 16;
const BATCH_BYTES: usize = 16 << 20;

impl View {
    pub(super) fn run(self) -> Result<Exit, Error> {
        let settings = self.labeling.settings()?;
        let inputs = self.inputs.all("view")?;
        let mut viewer = Viewer::new(self.open(&inputs)?)?;
        let explaining = Explaining { model: settings.sifter.model(), top: usize::from(self.top) };
        let options = self.reading.options(&settings.limits, self.inputs.tally());
        let reporter = Reporter::hidden(Arc::clone(&options.tally));
        let mut pages = input::pages(inputs, options);
        let (mut left, mut exit) = (self.max_pages as usize, Exit::Success);
        loop {
            let batch = next_batch(&mut pages, left);
            reporter.name_skipped();
            if batch.is_empty() {
                break;
            }
            let label = |found: Found| {
                found.and_then(|page| {
                    catch_panic(page, |page| PageData::new(scored(&settings.sifter, page), &explaining))
                })
            };
            for page in batch.into_par_iter().map(label).collect::<Vec<_>>() {
                match page {
                    Ok(page) => {
                        viewer.add(&page)?;
                        left -= 1;
                    }
                    Err(failure) => {
                        warn(&failure.to_string());
                        exit = Exit::Failure;
                    }
                }
            }
        }
        let output = viewer.finish()?;
        let is_empty = left == self.max_pages as usize;
        if !(is_empty && output.replaces_a_file()) {
            output.finish()?;
        }
        if is_empty && exit == Exit::Success {
            return Err(Error::failure(NO_PAGES));
        }
        if left == 0 && pages.next().is_some() {
            warn(&format!("only the first {} pages are shown; show more with --max-pages", self.max_pages));
        }
        Ok(exit)
    }

    fn open(&self, inputs: &[PathBuf]) -> Result<AtomicFile, Error> {
        let output = self.output.as_deref();
        refuse_terminal(output, io::stdout().is_terminal())?;
        if let Some(names) = file(output).and_then(FileNames::of) {
            survey(inputs, &names.all(), false)?;
        }
        AtomicFile::create(output).map_err(|e| Error::file_failure(output.unwrap_or(Path::new("-")), e))
    }
}

/// Refuses to write HTML to a terminal, unless `-` asks for it.
fn refuse_terminal(output: Option<&Path>, is_terminal: bool) -> Result<(), Error> {
    if output.is_none() && is_terminal {
        return Err(Error::usage("the page is HTML and not for a terminal; name a file with --output"));
    }
    Ok(())
}

/// The next pages, at most `max_pages`.
fn next_batch(pages: &mut impl Iterator<Item = Found>, max_pages: usize) -> Vec<Found> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while batch.len() < max_pages.min(BATCH_PAGES) && bytes < BATCH_BYTES {
        let Some(page) = pages.next() else { break };
        bytes += page.as_ref().map_or(0, |p| p.body.len());
        batch.push(page);
    }
    batch
}

/// Turns a panic of the library into a failure of the page.
fn catch_panic<T>(page: RawPage, work: impl FnOnce(RawPage) -> T) -> Result<T, Failure> {
    let input = page.id.clone();
    catch_unwind(AssertUnwindSafe(|| work(page))).map_err(|_| Failure { input, reason: PANICKED.to_owned() })
}

fn scored(sifter: &Sifter, page: RawPage) -> Scored {
    let report = sift(sifter, &page);
    Scored { id: page.id, url: page.url, report, only: None, markup: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_not_written_to_a_terminal_unasked() {
        assert!(refuse_terminal(None, true).is_err());
        assert!(refuse_terminal(None, false).is_ok());
        assert!(refuse_terminal(Some(Path::new("-")), true).is_ok());
        assert!(refuse_terminal(Some(Path::new("out.html")), true).is_ok());
    }
}
