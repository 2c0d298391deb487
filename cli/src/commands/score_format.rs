//! The formats of `blocksift score`, and what formats that are not streams are written to.

use crate::exit::Error;
use crate::output::files::{Output, file};
use crate::output::{Csv, Dolma, DolmaFolder, Html, Jsonl, Markdown, OutputFormat, Pretty, Text};
use blocksift::Label;
use clap::ValueEnum;
use std::io;
use std::path::{Path, PathBuf};

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ScoreFormat {
    /// Human-readable: one header per page, one line per block
    Pretty,
    /// One JSON report per line
    Jsonl,
    /// One row per block
    Csv,
    /// Plain text of the content
    Text,
    /// Markdown of the content
    Markdown,
    /// The page's own markup without spam, sanitized
    Html,
    /// A folder of documents and attributes
    Dolma,
    /// A Parquet file with one row per page
    #[cfg(feature = "parquet")]
    Parquet,
    /// A Parquet file with one row per block
    #[cfg(feature = "parquet")]
    ParquetBlocks,
}

/// What cleaned HTML leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Remove {
    /// Spam, also inside blocks
    Spam,
    /// Spam and navigation, so that content is left
    Navigation,
}

/// Options that only some formats use.
pub(super) struct FormatOptions<'a> {
    pub(super) pretty: Pretty,
    pub(super) only: Option<Label>,
    pub(super) remove: Option<Remove>,
    pub(super) has_images: bool,
    pub(super) source: Option<&'a str>,
}

impl ScoreFormat {
    /// Its name on the command line.
    pub(super) fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Whether it is a stream of bytes, which can be resumed.
    pub(super) fn is_stream(self) -> bool {
        match self {
            ScoreFormat::Pretty
            | ScoreFormat::Jsonl
            | ScoreFormat::Csv
            | ScoreFormat::Text
            | ScoreFormat::Markdown
            | ScoreFormat::Html => true,
            ScoreFormat::Dolma => false,
            #[cfg(feature = "parquet")]
            ScoreFormat::Parquet | ScoreFormat::ParquetBlocks => false,
        }
    }

    /// Checks the options and gives what turns pages into bytes.
    pub(super) fn writer(self, options: FormatOptions<'_>) -> Result<Box<dyn OutputFormat>, Error> {
        let FormatOptions { pretty, only, remove, has_images, source } = options;
        if self == ScoreFormat::Html && only.is_some() {
            return Err(Error::usage("--format html writes whole pages; use --remove instead of --only"));
        }
        if self != ScoreFormat::Html && remove.is_some() {
            return Err(Error::usage(format!("--remove needs --format html, not {}", self.name())));
        }
        if self != ScoreFormat::Markdown && has_images {
            return Err(Error::usage(format!("--images needs --format markdown, not {}", self.name())));
        }
        if self != ScoreFormat::Dolma && source.is_some() {
            return Err(Error::usage(format!("--source needs --format dolma, not {}", self.name())));
        }
        Ok(match self {
            ScoreFormat::Pretty => Box::new(pretty),
            ScoreFormat::Jsonl => Box::new(Jsonl),
            ScoreFormat::Csv => Box::new(Csv),
            ScoreFormat::Text => Box::new(Text),
            ScoreFormat::Markdown => Box::new(Markdown { has_images }),
            ScoreFormat::Html => Box::new(Html { without_navigation: remove == Some(Remove::Navigation) }),
            ScoreFormat::Dolma => Box::new(Dolma { source: source.unwrap_or("web").to_owned() }),
            #[cfg(feature = "parquet")]
            ScoreFormat::Parquet | ScoreFormat::ParquetBlocks => Box::new(Jsonl),
        })
    }

    /// Opens the output of a format that is not a stream; `None` for streams.
    pub(super) fn open(self, output: Option<&Path>, inputs: &[PathBuf]) -> Result<Option<Box<dyn Output>>, Error> {
        if self.is_stream() {
            return Ok(None);
        }
        let kind = if self == ScoreFormat::Dolma { "FOLDER" } else { "FILE" };
        let path =
            file(output).ok_or_else(|| Error::usage(format!("--format {} needs --output {kind}", self.name())))?;
        #[cfg(feature = "parquet")]
        if self != ScoreFormat::Dolma {
            use crate::output::{Layout, ParquetFile, files::AtomicFile};
            let out = AtomicFile::create(Some(path)).map_err(|e| Error::file_failure(path, e))?;
            let layout = if self == ScoreFormat::Parquet { Layout::Pages } else { Layout::Blocks };
            return Ok(Some(Box::new(ParquetFile::new(out, layout)?)));
        }
        if is_within(path, inputs) {
            return Err(Error::file(path, "this folder is inside an input folder; choose another output"));
        }
        Ok(Some(Box::new(DolmaFolder::create(path).map_err(|e| match e.kind() {
            io::ErrorKind::AlreadyExists => Error::file(path, e),
            _ => Error::file_failure(path, e),
        })?)))
    }
}

/// Whether a folder, which need not exist yet, is one of the inputs or inside one.
fn is_within(folder: &Path, inputs: &[PathBuf]) -> bool {
    let Ok(folder) = std::path::absolute(folder) else { return false };
    let Some(folder) = folder.ancestors().find_map(|part| part.canonicalize().ok()) else { return false };
    let folders = inputs.iter().filter(|input| input.is_dir()).filter_map(|input| input.canonicalize().ok());
    folders.into_iter().any(|input| folder.starts_with(input))
}
