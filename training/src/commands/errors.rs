//! `blocksift-train errors`: where a model errs.

use super::files;
use super::sources::{Sources, check_writable};
use super::values::{MAX_GROUPS, count};
use blocksift::Format;
use blocksift::internals::DecisionRule;
use blocksift_training::Result;
use blocksift_training::evaluate::cross_validation::Experiment;
use blocksift_training::evaluate::errors::{self, Analysis};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(super) struct ErrorsArgs {
    #[command(flatten)]
    sources: Sources,
    /// Number of folds of the cross-validation
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = count(2..=MAX_GROUPS))]
    folds: usize,
    /// Score pages with a finished model instead of cross-validating
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Show this many pages, those that lose most
    #[arg(long, value_name = "N", alias = "most", default_value_t = 50, value_parser = count(0..=1_000_000))]
    max_pages: usize,
    /// Use flattened pages instead of markup
    #[arg(long)]
    text: bool,
    /// Write the analysis to a file as an HTML page
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

impl ErrorsArgs {
    pub(super) fn run(&self) -> Result<()> {
        self.html.as_deref().map_or(Ok(()), check_writable)?;
        let analysis = match &self.model {
            Some(path) => self.with_model(path)?,
            None => self.cross_validated()?,
        };
        files::print(&errors::text(&analysis))?;
        self.html.as_deref().map_or(Ok(()), |path| files::write(path, errors::html(&analysis)))
    }

    fn format(&self) -> Format {
        if self.text { Format::Text } else { Format::Html }
    }

    fn with_model(&self, path: &Path) -> Result<Analysis> {
        let model = files::read_model(path)?;
        // Nothing is fitted, so nothing needs to be planted.
        let loaded = Sources { no_grafts: true, ..self.sources.clone() }.load(|_| 0.0)?;
        let experiment = Experiment {
            pages: &loaded.pages,
            format: self.format(),
            settings: &self.sources.settings(),
            thresholds: &model.default_rule(),
        };
        let name = model.name();
        let analysis = errors::scored(&experiment, model.stack(self.format()), name, self.max_pages)?;
        loaded.meter.finish("pages scored");
        Ok(analysis)
    }

    fn cross_validated(&self) -> Result<Analysis> {
        let mut loaded = self.sources.load(|pages| Experiment::expected_seconds(pages, self.folds))?;
        let experiment = Experiment {
            pages: &loaded.pages,
            format: self.format(),
            settings: &self.sources.settings(),
            thresholds: &DecisionRule::default(),
        };
        let analysis = errors::cross_validated(&experiment, self.folds, self.max_pages, &mut loaded.meter)?;
        loaded.meter.finish("pages cross-validated");
        Ok(analysis)
    }
}
