//! `blocksift-train calibrate`: an evaluation's operating points and calibration go into a model.

use super::files;
use super::sources::check_writable;
use blocksift::OperatingPoint;
use blocksift_training::Result;
use blocksift_training::evaluate::{Evaluation, operating};
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct CalibrateArgs {
    /// Model to calibrate
    model: PathBuf,
    /// JSON written by `evaluate --json`
    evaluation: PathBuf,
    /// Replace the operating points, e.g. strict=0.97,0.98,0.97 (markup, text, spans); repeatable
    #[arg(long = "operating-point", value_name = "NAME=P,P,P", value_parser = operating::parse_point)]
    operating_points: Vec<OperatingPoint>,
    /// Write the figures only, and keep the model's calibration of the page's probability
    #[arg(long)]
    figures_only: bool,
    /// Write the model to a file, which may be the same
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

impl CalibrateArgs {
    pub(super) fn run(&self) -> Result<()> {
        check_writable(&self.output)?;
        let evaluation: Evaluation = files::read_json(&self.evaluation, "evaluate")?;
        let mut model = operating::measured(files::read_model(&self.model)?, &self.operating_points, &evaluation)?;
        if !self.figures_only {
            model = operating::calibrated(model, &evaluation)?;
        }
        files::write(&self.output, model.to_bytes()?)?;
        model.operating_points().iter().for_each(|point| eprintln!("{point}"));
        Ok(())
    }
}
