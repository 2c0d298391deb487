//! `blocksift-train card`: an evaluation becomes a model card.

use super::files;
use super::sources::check_writable;
use blocksift::Model;
use blocksift_training::Result;
use blocksift_training::evaluate::compare::Comparison;
use blocksift_training::evaluate::{Evaluation, card};
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct CardArgs {
    /// JSON written by `evaluate --json`
    evaluation: PathBuf,
    /// Describe this model
    #[arg(long, value_name = "FILE")]
    model: PathBuf,
    /// Add JSON written by `compare --json`; repeatable
    #[arg(long, value_name = "FILE")]
    comparison: Vec<PathBuf>,
    /// Write the card, Markdown, to a file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

impl CardArgs {
    pub(super) fn run(&self) -> Result<()> {
        check_writable(&self.output)?;
        let evaluation: Evaluation = files::read_json(&self.evaluation, "evaluate")?;
        let comparisons: Vec<Comparison> =
            self.comparison.iter().map(|path| files::read_json(path, "compare")).collect::<Result<_>>()?;
        let bytes = files::read(&self.model)?;
        let model = Model::from_bytes(&bytes)?;
        files::write(&self.output, card::markdown(&evaluation, &comparisons, &model, bytes.len()))
    }
}
