//! `blocksift-train alarms`: what thresholds of spam cost on clean pages that a model was not fitted to.

use super::files;
use super::progress::ProgressArgs;
use super::sources::check_writable;
use blocksift::Model;
use blocksift_training::corpus;
use blocksift_training::dataset::make::is_kept_back;
use blocksift_training::evaluate::alarms::{CleanPage, highest, markdown};
use blocksift_training::{Progress, Result};
use clap::Args;
use rayon::prelude::*;
use std::path::PathBuf;

/// Pages read at a time.
const BATCH: usize = 64;

/// Seconds per page, as a first guess. A run corrects it as it goes.
const SECONDS_PER_PAGE: f64 = 0.03;

#[derive(Args)]
pub(super) struct AlarmsArgs {
    /// Model to measure
    model: PathBuf,
    /// Corpora of pages without spam
    #[arg(required = true)]
    corpora: Vec<PathBuf>,
    /// Measure pages of all sites, not only of those that `--negatives` keeps back from training
    #[arg(long)]
    all_sites: bool,
    /// Skip a page that does carry spam, by its id; repeatable
    #[arg(long = "except", value_name = "ID")]
    excepted: Vec<String>,
    /// List this many pages with the highest probabilities
    #[arg(long, value_name = "N", default_value_t = 20)]
    highest: usize,
    /// Write the probabilities of every page to a file as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    #[command(flatten)]
    progress: ProgressArgs,
}

impl AlarmsArgs {
    pub(super) fn run(&self) -> Result<()> {
        self.json.as_deref().map_or(Ok(()), check_writable)?;
        let model = files::read_model(&self.model)?;
        let pages = self.score(&model)?;
        files::print(&markdown(&pages))?;
        let mut listed = String::from("\n| page | highest probability of spam |\n|---|---|\n");
        for (page, spam) in highest(&pages, self.highest) {
            listed.push_str(&format!("| {} | {spam:.4} |\n", page.id));
        }
        files::print(&listed)?;
        self.json.as_deref().map_or(Ok(()), |path| files::write_json(path, &pages))
    }

    fn score(&self, model: &Model) -> Result<Vec<CleanPage>> {
        let files = corpus::files(&self.corpora)?;
        let total = files.iter().map(|file| corpus::count(file)).sum::<Result<usize>>()?;
        let expected = total as f64 * SECONDS_PER_PAGE;
        let mut meter = self.progress.start(expected);
        meter.begin("label pages", expected);
        let (mut pages, mut read) = (Vec::new(), 0);
        for file in &files {
            corpus::read(file, BATCH, |batch| {
                read += batch.len();
                let is_measured = |page: &&corpus::CorpusPage| {
                    (self.all_sites || is_kept_back(&page.group())) && !self.excepted.contains(&page.id)
                };
                let measured: Vec<&corpus::CorpusPage> = batch.iter().filter(is_measured).collect();
                pages.extend(measured.par_iter().map(|page| CleanPage::new(model, page)).collect::<Vec<_>>());
                meter.advance(read as f64 / total.max(1) as f64);
                Ok(())
            })?;
        }
        meter.finish(&format!("{} pages measured", pages.len()));
        Ok(pages)
    }
}
