//! `blocksift-train evade`: each family of spam, planted in each way.

use super::files;
use super::sources::{Sources, check_writable};
use super::values::{MAX_GROUPS, count, share};
use blocksift::Format;
use blocksift::internals::DecisionRule;
use blocksift_training::corpus::{self, CorpusPage};
use blocksift_training::evaluate::cross_validation::Experiment;
use blocksift_training::evaluate::evasion::{self, Matrix, Planting};
use blocksift_training::evaluate::leave_out;
use blocksift_training::{Error, Result};
use clap::Args;
use std::path::{Path, PathBuf};

/// Pages read at a time.
const BATCH: usize = 64;

#[derive(Args)]
pub(super) struct EvadeArgs {
    #[command(flatten)]
    sources: Sources,
    /// Score with a finished model, instead of models that have not seen the families
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Leave families out of training in this many groups
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = count(1..=MAX_GROUPS))]
    family_groups: usize,
    /// Make this many pages per cell
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = count(1..=1000))]
    each: usize,
    /// Plant in this many pages, spread over the corpora; they are left out of training
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = count(1..=1_000_000))]
    hosts: usize,
    /// Call a cell a hole if a lower share of spam words is found
    #[arg(long, value_name = "SHARE", default_value_t = 0.6, value_parser = share, allow_negative_numbers = true)]
    below: f64,
    /// Write the matrix to a file as CSV
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
}

impl EvadeArgs {
    pub(super) fn run(&self) -> Result<()> {
        self.csv.as_deref().map_or(Ok(()), check_writable)?;
        let library = self.sources.library()?;
        let planting = Planting {
            hosts: &self.host_pages()?,
            campaigns: &library.campaigns,
            pages_per_cell: self.each,
            seed: self.sources.seed,
        };
        let matrix = match &self.model {
            Some(path) => {
                let model = files::read_model(path)?;
                evasion::with_stack(&planting, model.stack(Format::Html), &model.default_rule())
            }
            None => self.unseen(&planting)?,
        };
        files::print(&matrix.summary(self.below))?;
        self.csv.as_deref().map_or(Ok(()), |path| write_csv(path, &matrix))
    }

    /// Evenly spaced pages of all corpora.
    fn host_pages(&self) -> Result<Vec<CorpusPage>> {
        let mut all: Vec<CorpusPage> = Vec::new();
        for file in corpus::files(&self.sources.corpora)? {
            corpus::read(&file, BATCH, |batch| {
                all.extend(batch);
                Ok(())
            })?;
        }
        let step = (all.len() / self.hosts.max(1)).max(1);
        Ok(all.into_iter().step_by(step).take(self.hosts).collect())
    }

    fn unseen(&self, planting: &Planting<'_>) -> Result<Matrix> {
        let groups = self.family_groups;
        let mut loaded = self.sources.load(|pages| leave_out::expected_seconds(pages, groups))?;
        let experiment = Experiment {
            pages: &loaded.pages,
            format: Format::Html,
            settings: &self.sources.settings(),
            thresholds: &DecisionRule::default(),
        };
        let matrix = evasion::unseen(planting, &experiment, groups, &mut loaded.meter)?;
        loaded.meter.finish("all groups scored");
        Ok(matrix)
    }
}

fn write_csv(path: &Path, matrix: &Matrix) -> Result<()> {
    let file = std::fs::File::create(path).map_err(Error::io(path))?;
    let failed = |e: csv::Error| Error::Record { path: path.display().to_string(), record: 0, reason: e.to_string() };
    matrix.write_csv(file).map_err(failed)
}
