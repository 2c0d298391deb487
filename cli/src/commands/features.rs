//! `blocksift features`: the numbers that a page's labels are made from, and what each of them is.

use super::args::{OnePage, open_output, split};
use super::{End, Stop};
use blocksift::internals::{STAGE_FEATURES, VOCABULARY_FEATURES};
use blocksift::{FeatureGroup, Features, Limits, features, schema_hash};
use clap::Args;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::PathBuf;

/// Writes a page's feature rows as CSV
///
/// A row a block: its index, then every feature. A feature that pages of plain text do not have is an empty cell.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct FeatureRows {
    #[command(flatten)]
    page: OnePage,
    /// Describe all features as Markdown instead
    #[arg(long, conflicts_with_all = ["path", "id", "input", "url", "content_type"])]
    list: bool,
    /// File to write to; `-` for standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  blocksift features page.html --output rows.csv
  blocksift features pages.jsonl --id page-7
  blocksift features --list > docs/FEATURES.md";

impl FeatureRows {
    pub(super) fn run(self) -> Result<End, Stop> {
        if self.list {
            let mut out = open_output(self.output.as_deref(), &[])?;
            out.write_all(list().as_bytes())?;
            out.flush()?;
            return Ok(End::Done);
        }
        let page = self.page.read(&Limits::default())?;
        let mut out = open_output(self.output.as_deref(), std::slice::from_ref(&self.page.path))?;
        write_rows(&Features::of(&split(&page)), &mut out)?;
        Ok(End::Done)
    }
}

fn write_rows(rows: &Features, out: impl Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    // A closed pipe has to be told from other errors.
    let plain = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    };
    csv.write_record(std::iter::once("index").chain(features().iter().map(|f| f.name.as_str()))).map_err(plain)?;
    for block in 0..rows.rows().nrows() {
        let cells = (0..features().len()).map(|f| rows.get(block, f).map_or_else(String::new, |v| v.to_string()));
        csv.write_record(std::iter::once(block.to_string()).chain(cells)).map_err(plain)?;
    }
    csv.flush()
}

/// The table of features, one section per group.
fn list() -> String {
    let mut out = String::from("# Features\n\n");
    let _ = writeln!(
        out,
        "What is measured of each block: {} features, schema `{}`. Made from the code by\n\
         `blocksift features --list`; a test keeps both the same. Features that need markup are absent on pages of\n\
         plain text, which is not the same as zero.",
        features().len(),
        schema_hash()
    );
    let mut groups: Vec<FeatureGroup> = features().iter().map(|f| f.group).collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        let _ = writeln!(out, "\n## {}\n\n| name | needs markup | what it is |\n|---|---|---|", title(group.as_str()));
        for f in features().iter().filter(|f| f.group == group) {
            let markup = if f.needs_markup { "yes" } else { "" };
            let _ = writeln!(out, "| `{}` | {markup} | {} |", f.name, cell(&f.doc));
        }
    }
    out.push_str(
        "\n## Vocabulary features\n\nWhat a model's learnt vocabulary says of the block's hashed words, pieces of words, and class and id \
         words, and of those of the blocks around it.\n\n| name | what it is |\n|---|---|\n",
    );
    for (name, doc) in VOCABULARY_FEATURES {
        let _ = writeln!(out, "| `{name}` | {} |", cell(doc));
    }
    out.push_str(
        "\n## Stage features\n\nWhat the second stage of a model reads besides: what the first said of the block and of \
         those around it.\n\n| name | what it is |\n|---|---|\n",
    );
    for (name, doc) in STAGE_FEATURES {
        let _ = writeln!(out, "| `{name}` | {} |", cell(doc));
    }
    out
}

fn title(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
