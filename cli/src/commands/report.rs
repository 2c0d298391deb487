//! `blocksift report`: pages as one HTML page to look at, and to correct labels in.

use super::args::{Deciding, Inputs, Reading, sift, survey};
use super::run::FAULT;
use super::{End, Stop, complain, complain_of};
use crate::input::{self, Failure, RawPage};
use crate::output::{self, Fresh, Names, Scored};
use crate::viewer::{Visual, Why};
use blocksift::Sifter;
use clap::Args;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Shows pages and their labels in one HTML page
///
/// The page loads nothing and can be kept or sent. It shows each block in its place with its label, probabilities,
/// links and the features that made it what it is. Labels can be corrected there with the keys 1, 2 and 3, and the
/// corrections saved as CSV, which `blocksift-train table --corrections` and `evaluate --corrections` read.
/// Inputs are those of `score`.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct VisualReport {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    deciding: Deciding,
    /// Pages that are shown; the others are left out
    #[arg(long, value_name = "N", default_value_t = 500)]
    most: usize,
    /// Features shown of each block
    #[arg(long, value_name = "N", default_value_t = 12)]
    top: usize,
    /// The HTML page; `-` for standard output. Until it is whole it is called FILE.partial
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  blocksift report page.html --output report.html
  blocksift report crawl.warc.gz --most 100 --output report.html";

/// Pages labelled at once, and bytes of pages past which no more join them.
const BATCH_PAGES: usize = 16;
const BATCH_BYTES: usize = 16 << 20;

type Found = Result<RawPage, Failure>;

impl VisualReport {
    pub(super) fn run(self) -> Result<End, Stop> {
        let settings = self.deciding.settings()?;
        let inputs = self.inputs.all()?;
        let mut visual = Visual::new(self.open(&inputs)?)?;
        let why = Why { model: settings.sifter.model(), top: self.top };
        let mut pages = input::pages(inputs, self.reading.options(&settings.limits));
        let (mut left, mut end) = (self.most, End::Done);
        loop {
            let batch = next_batch(&mut pages, left);
            if batch.is_empty() {
                break;
            }
            let label =
                |page: Found| guarded(page?, |page| Ok(Visual::<Fresh>::data(scored(&settings.sifter, page)?, &why)));
            for page in batch.into_par_iter().map(label).collect::<Vec<_>>() {
                match page {
                    Ok(page) => {
                        visual.add(&page)?;
                        left -= 1;
                    }
                    Err(failure) => {
                        complain_of(&failure);
                        end = End::SomeFailed;
                    }
                }
            }
        }
        visual.finish()?.finish()?;
        if left == 0 && pages.next().is_some() {
            complain(&format!("the report shows the first {} pages; show more with --most", self.most));
        }
        Ok(end)
    }

    fn open(&self, inputs: &[PathBuf]) -> Result<Fresh, Stop> {
        let output = self.output.as_deref();
        if let Some(names) = output::file(output).and_then(Names::of) {
            survey(inputs, &names.all())?;
        }
        Fresh::create(output).map_err(|e| Stop::file(output.unwrap_or(Path::new("-")), e))
    }
}

/// The next pages, at most so many.
fn next_batch(pages: &mut impl Iterator<Item = Found>, most: usize) -> Vec<Found> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while batch.len() < most.min(BATCH_PAGES) && bytes < BATCH_BYTES {
        let Some(page) = pages.next() else { break };
        bytes += page.as_ref().map_or(0, |p| p.body.len());
        batch.push(page);
    }
    batch
}

/// A fault in the library costs the page, not the run.
fn guarded<T>(page: RawPage, work: impl FnOnce(RawPage) -> Result<T, Failure>) -> Result<T, Failure> {
    let input = page.id.clone();
    catch_unwind(AssertUnwindSafe(|| work(page))).unwrap_or_else(|_| Err(Failure { input, reason: FAULT.to_owned() }))
}

fn scored(sifter: &Sifter, page: RawPage) -> Result<Scored, Failure> {
    let report = sift(sifter, &page);
    Ok(Scored { id: page.id, url: page.url, report, only: None, markup: String::new() })
}
