//! `blocksift-train fit`: tables become a model.

use super::files;
use super::progress::ProgressArgs;
use super::sources::check_writable;
use blocksift_training::dataset::table_file::{self, TableFile};
use blocksift_training::evaluate::operating;
use blocksift_training::learn::{Settings, families, fit, fit_model};
use blocksift_training::synth::{DataFiles, Library};
use blocksift_training::{Error, Progress, Result};
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct FitArgs {
    /// Tables made by `table`, whose rows are joined
    #[arg(required = true)]
    tables: Vec<PathBuf>,
    /// Take the rows of flattened pages from another table
    #[arg(long, value_name = "FILE")]
    text_table: Option<PathBuf>,
    /// Read the spam families that the model names from a folder, not the built-in ones
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Write the model to a file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Name the model
    #[arg(long, default_value = "custom")]
    name: String,
    /// Seed the fit
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Take the cost of the operating points and the calibration from JSON written by `evaluate --json`; without it, the
    /// model is not calibrated
    #[arg(long, value_name = "FILE")]
    evaluation: Option<PathBuf>,
    #[command(flatten)]
    progress: ProgressArgs,
}

impl FitArgs {
    pub(super) fn run(&self) -> Result<()> {
        check_writable(&self.output)?;
        let tables = self.read()?;
        let library = Library::read(&DataFiles::new(self.data.as_deref()))?;
        let of_families = families::expected_seconds(library.campaigns.len());
        let of_stacks = fit::expected_seconds(tables.html.len()) + fit::expected_seconds(tables.text.len());
        let mut meter = self.progress.start(of_stacks + of_families);
        let settings = Settings { seed: self.seed, ..Settings::default() };
        let stacks = [&tables.html, &tables.text];
        let mut model = fit_model(stacks, &settings, &self.name, &tables.checksum, &mut meter)?;
        meter.begin("learn families", of_families);
        let (families, measured) = families::learn(&library.campaigns, self.seed)?;
        meter.say(&measured.to_string());
        let mut parts = model.into_parts();
        parts.families = Some(families);
        model = parts.into_model()?;
        if let Some(path) = &self.evaluation {
            let evaluation = files::read_json(path, "evaluate")?;
            model = operating::calibrated(operating::measured(model, &[], &evaluation)?, &evaluation)?;
        }
        files::write(&self.output, model.to_bytes()?)?;
        if self.evaluation.is_none() {
            meter.warn(&self.uncalibrated());
        }
        meter.finish(&format!("{}: fitted to {} rows", self.output.display(), model.provenance().rows));
        Ok(())
    }

    /// What a model lacks that was fitted without an evaluation, and how to add it.
    fn uncalibrated(&self) -> String {
        let model = self.output.display();
        format!(
            "warning: {model} has the default operating points and decision parameters, and its page probabilities are not \
             calibrated; run `blocksift-train calibrate {model} EVALUATION -o {model}`, where EVALUATION is a file \
             written by `blocksift-train evaluate --json`"
        )
    }

    /// The rows of all tables.
    fn read(&self) -> Result<TableFile> {
        let mut tables = self.tables.iter().map(|path| table_file::read(path));
        let mut all = tables.next().unwrap_or_else(|| Err(Error::Data("no table was given".into())))?;
        for more in tables {
            let more = more?;
            all.html.extend(more.html)?;
            all.text.extend(more.text)?;
            all.checksum = format!("{} and {}", all.checksum, more.checksum);
        }
        if let Some(path) = &self.text_table {
            let other = table_file::read(path)?;
            all.text = other.text;
            all.checksum = format!("{} and {}", all.checksum, other.checksum);
        }
        Ok(all)
    }
}
