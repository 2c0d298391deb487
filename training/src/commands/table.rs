//! `blocksift-train table`: pages become a table.

use super::sources::{Sources, check_writable};
use blocksift::Format;
use blocksift_training::dataset::page::of_format;
use blocksift_training::dataset::{LabeledPage, Table, table_file};
use blocksift_training::learn::training_table::{self, training_table};
use blocksift_training::{Progress, Result};
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct TableArgs {
    #[command(flatten)]
    sources: Sources,
    /// Write the table to a CSV file, compressed if its name ends in .gz or .zst
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Leave out flattened pages
    #[arg(long)]
    no_text: bool,
    /// Keep only rows of layout-swapped copies, to complement a table of the same pages without them
    #[arg(long, alias = "only-disguised")]
    only_layout_swapped: bool,
}

impl TableArgs {
    pub(super) fn run(&self) -> Result<()> {
        check_writable(&self.output)?;
        let mut loaded = self.sources.load(training_table::expected_seconds)?;
        let settings = self.sources.settings();
        let formats: &[Format] = if self.no_text { &[Format::Html] } else { &[Format::Html, Format::Text] };
        let mut tables: Vec<Table> = Vec::new();
        for format in formats {
            let pages: Vec<&LabeledPage> = of_format(&loaded.pages, *format).collect();
            let name = if *format == Format::Html { "table of markup" } else { "table of plain text" };
            loaded.meter.begin(name, training_table::expected_seconds(pages.len()));
            let mut table = training_table(&pages, &settings)?;
            table.round();
            if self.only_layout_swapped {
                table.keep_last_stage_only();
            }
            tables.push(table);
        }
        table_file::write(&self.output, &tables.iter().collect::<Vec<_>>())?;
        let rows: usize = tables.iter().map(Table::len).sum();
        loaded.meter.finish(&format!("{}: {rows} rows", self.output.display()));
        Ok(())
    }
}
