//! Where pages and campaigns come from: arguments that most subcommands share.

use super::progress::{Meter, ProgressArgs};
use super::values::{count, factor};
use blocksift_training::corpus::{self, corrections::Corrections};
use blocksift_training::dataset::make::{Ingredients, make};
use blocksift_training::dataset::{LabeledPage, Recipe};
use blocksift_training::learn::Settings;
use blocksift_training::synth::hosts::{HostLanguage, Hosts};
use blocksift_training::synth::{DataFiles, Library};
use blocksift_training::{Error, Progress, Result};
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;

/// Maximum mean number of collages or layout-swapped copies.
const MAX_COPIES: f64 = 100.0;

/// Pages, and what is made of them.
#[derive(Args, Clone)]
pub(super) struct Sources {
    /// Corpora: JSONL files (.gz and .zst are decompressed), or folders of them
    #[arg(required = true)]
    pub(super) corpora: Vec<PathBuf>,
    /// Corpora without gold on whose pages nothing is spam: half of their sites teach that; repeatable
    #[arg(long, value_name = "CORPUS")]
    pub(super) negatives: Vec<PathBuf>,
    /// Read campaigns, look-alikes, hosts and lexicons from a folder, not the built-in ones
    #[arg(long, value_name = "FOLDER")]
    pub(super) data: Option<PathBuf>,
    /// Plant nothing, and use only the corpora's own labels
    #[arg(long)]
    pub(super) no_grafts: bool,
    /// Seed everything that is drawn
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// Mean number of collages per article: restyled copies among parts of other pages
    #[arg(long, value_name = "N", default_value_t = Recipe::default().collages, value_parser = factor(0.0..=MAX_COPIES), allow_negative_numbers = true)]
    pub(super) collages: f64,
    /// Mean number of copies per page with planted spam that take location, markup and hiding from the host
    #[arg(long, value_name = "N", alias = "disguises", default_value_t = Recipe::default().layout_swaps, value_parser = factor(0.0..=MAX_COPIES), allow_negative_numbers = true)]
    pub(super) layout_swaps: f64,
    /// Sample about this many rows per page
    #[arg(long, value_name = "N", default_value_t = 9, value_parser = count(1..=100_000))]
    pub(super) rows_per_page: usize,
    /// Read labels that people set in the viewer from a CSV file; they replace labels from gold
    #[arg(long, value_name = "FILE")]
    pub(super) corrections: Option<PathBuf>,
    #[command(flatten)]
    pub(super) progress: ProgressArgs,
}

/// Sources that were read.
pub(super) struct Loaded {
    /// All pages.
    pub(super) pages: Vec<LabeledPage>,
    /// The run's progress, after reading.
    pub(super) meter: Meter,
}

impl Sources {
    /// Settings of fits to these pages.
    pub(super) fn settings(&self) -> Settings {
        let mut settings = Settings { seed: self.seed, ..Settings::default() };
        settings.sampling.rows_per_page = self.rows_per_page;
        settings
    }

    /// Campaigns and look-alikes, whether or not they are to be planted in all pages.
    pub(super) fn library(&self) -> Result<Library> {
        Ok(Library::read(&DataFiles::new(self.data.as_deref()))?)
    }

    /// Number of pages in the corpora.
    pub(super) fn count(&self) -> Result<usize> {
        let mut files = corpus::files(&self.corpora)?;
        if !self.negatives.is_empty() {
            files.extend(corpus::files(&self.negatives)?);
        }
        files.iter().map(|file| corpus::count(file)).sum()
    }

    /// Makes all labeled pages. `later` gives the seconds that the rest of the run is expected to take for a number of
    /// labeled pages of both formats.
    pub(super) fn load(&self, later: impl Fn(usize) -> f64) -> Result<Loaded> {
        let (library, languages) = self.planted()?;
        let corrections = Arc::new(self.corrections.as_deref().map(Corrections::read).transpose()?.unwrap_or_default());
        let recipe = Recipe {
            seed: self.seed,
            collages: self.collages,
            layout_swaps: self.layout_swaps,
            corrections: Arc::clone(&corrections),
            ..Recipe::default()
        };
        let ingredients =
            Ingredients { library: &library, languages: &languages, recipe: &recipe, negatives: &self.negatives };
        let number = self.count()?;
        let expected = ingredients.expected_seconds(number) + later(ingredients.expected_pages(number));
        let mut meter = self.progress.start(expected);
        let pages = make(&self.corpora, ingredients, &mut meter)?;
        meter.say(&format!("{number} pages read, {} labeled pages made of them", pages.len()));
        meter.expect(later(pages.len()));
        self.report(&corrections, &mut meter);
        Ok(Loaded { pages, meter })
    }

    fn planted(&self) -> Result<(Library, Vec<HostLanguage>)> {
        if self.no_grafts {
            return Ok((Library { campaigns: Vec::new(), lookalikes: Vec::new() }, Vec::new()));
        }
        Ok((self.library()?, Hosts::read(&DataFiles::new(self.data.as_deref()))?))
    }

    fn report(&self, corrections: &Corrections, meter: &mut Meter) {
        let Some(path) = &self.corrections else { return };
        for (row, reason) in corrections.skipped() {
            meter.warn(&format!("{}, row {row}: {reason}", path.display()));
        }
        meter.say(&format!("{}: {} of {} corrections used", path.display(), corrections.used(), corrections.len()));
    }
}

/// Refuses a file that is not there before any work is done.
pub(super) fn check_readable(path: &std::path::Path) -> Result<()> {
    if path.is_file() { Ok(()) } else { Err(Error::Data(format!("{}: no such file", path.display()))) }
}

/// Refuses a file that cannot be created before any work is done.
pub(super) fn check_writable(path: &std::path::Path) -> Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    match folder {
        _ if path.is_dir() => Err(Error::Data(format!("{}: this is a folder; name a file", path.display()))),
        Some(folder) if !folder.is_dir() => {
            Err(Error::Data(format!("{}: the folder {} does not exist", path.display(), folder.display())))
        }
        _ => Ok(()),
    }
}
