//! `blocksift schema`: the JSON schema of a report, made from its types.

use super::{End, Stop};
use blocksift::ReportRecord;
use clap::Args;
use schemars::generate::SchemaSettings;
use std::io::Write;

/// Prints the JSON schema of a line of `score --format jsonl`
#[derive(Args)]
#[command(after_long_help = "Example:\n  blocksift schema > docs/report.schema.json")]
pub(super) struct ShowSchema {}

impl ShowSchema {
    pub(super) fn run(self) -> Result<End, Stop> {
        let schema =
            SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<ReportRecord>();
        let mut json = serde_json::to_string_pretty(&schema).map_err(std::io::Error::from)?;
        json.push('\n');
        let mut out = std::io::stdout().lock();
        out.write_all(json.as_bytes())?;
        out.flush()?;
        Ok(End::Done)
    }
}
