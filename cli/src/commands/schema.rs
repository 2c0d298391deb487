//! `blocksift schema`: the JSON schema of a report, generated from its types.

use crate::exit::{Error, Exit};
use blocksift::ReportRecord;
use clap::Args;
use schemars::generate::SchemaSettings;

/// Print the JSON schema of one line of `score --format jsonl`
#[derive(Args)]
#[command(after_long_help = "Example:\n  blocksift schema > docs/report.schema.json")]
pub(super) struct ShowSchema {}

impl ShowSchema {
    pub(super) fn run(self) -> Result<Exit, Error> {
        let schema =
            SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<ReportRecord>();
        let mut json = serde_json::to_string_pretty(&schema).map_err(std::io::Error::from)?;
        json.push('\n');
        super::print(json.as_bytes())
    }
}
