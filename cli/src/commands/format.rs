//! The formats that `blocksift score` writes, and what those are written to that are no streams.

use super::Stop;
use crate::output::{self, Csv, Destination, Dolma, DolmaFolder, Html, Jsonl, Markdown, Sink, Text};
use blocksift::Label;
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// Formats of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A header a page, a line a block, for people
    Pretty,
    /// A report a line
    Jsonl,
    /// A row a block
    Csv,
    /// The content's text
    Text,
    /// The content as Markdown
    Markdown,
    /// The page's own markup without spam
    Html,
    /// A folder of documents, and of attributes with the spans of each label in their texts
    Dolma,
    /// A file of a row a page, its blocks nested
    #[cfg(feature = "parquet")]
    Parquet,
    /// A file of a row a block
    #[cfg(feature = "parquet")]
    ParquetBlocks,
}

/// What cleaned HTML lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Remove {
    /// Spam, within blocks too
    Spam,
    /// Navigation as well: content is what is left
    Navigation,
}

impl Format {
    /// The name that the command line has for it.
    pub(super) fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Whether it is a stream of bytes, which can be cut and gone on with.
    pub(super) fn is_stream(self) -> bool {
        match self {
            Format::Pretty | Format::Jsonl | Format::Csv | Format::Text | Format::Markdown | Format::Html => true,
            Format::Dolma => false,
            #[cfg(feature = "parquet")]
            Format::Parquet | Format::ParquetBlocks => false,
        }
    }

    /// What makes bytes of reports.
    pub(super) fn sink(
        self,
        look: output::Pretty,
        only: Option<Label>,
        remove: Remove,
        source: &str,
    ) -> Result<Box<dyn Sink>, Stop> {
        Ok(match self {
            Format::Pretty => Box::new(look),
            Format::Jsonl => Box::new(Jsonl),
            Format::Csv => Box::new(Csv),
            Format::Text => Box::new(Text(only.unwrap_or(Label::Content))),
            Format::Markdown if only.is_some_and(|label| label != Label::Content) => {
                return Err(Stop::Usage("--format markdown writes content only; use --format text with --only".into()));
            }
            Format::Markdown => Box::new(Markdown),
            Format::Html if only.is_some() => {
                return Err(Stop::Usage("--format html writes whole pages; say what goes with --remove".into()));
            }
            Format::Html => Box::new(Html { without_navigation: remove == Remove::Navigation }),
            Format::Dolma => Box::new(Dolma { source: source.to_owned() }),
            #[cfg(feature = "parquet")]
            Format::Parquet | Format::ParquetBlocks => Box::new(Jsonl),
        })
    }

    /// Opens what a format that is no stream is written to; `None` for streams.
    pub(super) fn whole(self, output: Option<&Path>, inputs: &[PathBuf]) -> Result<Option<Box<dyn Destination>>, Stop> {
        if self.is_stream() {
            return Ok(None);
        }
        let none = "this format is no stream; name what it is written to with --output";
        let path = output::file(output).ok_or_else(|| Stop::Usage(none.to_owned()))?;
        #[cfg(feature = "parquet")]
        if self != Format::Dolma {
            let out = output::Fresh::create(Some(path)).map_err(|e| Stop::file(path, e))?;
            let layout = if self == Format::Parquet { output::Layout::Pages } else { output::Layout::Blocks };
            return Ok(Some(Box::new(output::ParquetFile::new(out, layout)?)));
        }
        if is_within(path, inputs) {
            return Err(Stop::file(path, "this folder is in one that is an input, and would be read as well"));
        }
        Ok(Some(Box::new(DolmaFolder::create(path).map_err(|e| Stop::file(path, e))?)))
    }
}

/// Whether a folder, which need not exist yet, is one of the inputs or in one of them.
fn is_within(folder: &Path, inputs: &[PathBuf]) -> bool {
    let Ok(folder) = std::path::absolute(folder) else { return false };
    let Some(folder) = folder.ancestors().find_map(|part| part.canonicalize().ok()) else { return false };
    let folders = inputs.iter().filter(|input| input.is_dir()).filter_map(|input| input.canonicalize().ok());
    folders.into_iter().any(|input| folder.starts_with(input))
}
