//! `blocksift-train compare`: learners side by side.

use super::files;
use super::sources::{Sources, check_writable};
use super::values::{MAX_GROUPS, count};
use blocksift::Format;
use blocksift::internals::DecisionRule;
use blocksift_training::Result;
use blocksift_training::evaluate::compare::{Comparison, Variant, compare, markdown};
use blocksift_training::evaluate::cross_validation::Experiment;
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct CompareArgs {
    #[command(flatten)]
    sources: Sources,
    /// Number of folds of the cross-validation
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = count(2..=MAX_GROUPS))]
    folds: usize,
    /// Compare a learner: linear, logistic or trees, with settings as in `trees,stages=1,max_depth=5`; repeatable
    #[arg(long = "learner", value_name = "LEARNER", default_values = ["linear,stages=1", "linear", "trees,stages=1", "trees"])]
    learners: Vec<Variant>,
    /// Use flattened pages instead of markup
    #[arg(long)]
    text: bool,
    /// Write the figures to a file as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

impl CompareArgs {
    pub(super) fn run(&self) -> Result<()> {
        self.json.as_deref().map_or(Ok(()), check_writable)?;
        let mut loaded = self.sources.load(|pages| Experiment::expected_seconds(pages, self.folds))?;
        let settings = self.sources.settings();
        let experiment = Experiment {
            pages: &loaded.pages,
            format: if self.text { Format::Text } else { Format::Html },
            settings: &settings,
            thresholds: &DecisionRule::default(),
        };
        let variants = compare(&experiment, self.folds, &self.learners, &mut loaded.meter)?;
        let setup = [
            ("format", if self.text { "text" } else { "markup" }.to_owned()),
            ("folds", self.folds.to_string()),
            ("seed", self.sources.seed.to_string()),
            ("pages and grafts", loaded.pages.len().to_string()),
            ("rows per page", self.sources.rows_per_page.to_string()),
            ("collages", self.sources.collages.to_string()),
        ];
        let setup = setup.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
        let comparison = Comparison { setup, variants };
        loaded.meter.finish(&format!("{} learners compared", self.learners.len()));
        files::print(&markdown(&comparison))?;
        self.json.as_deref().map_or(Ok(()), |path| files::write_json(path, &comparison))
    }
}
