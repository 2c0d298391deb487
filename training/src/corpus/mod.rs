//! Corpora of labelled pages: JSONL, gzip by file name, one page a line.

pub mod align;
pub mod corrections;
pub mod words;

use crate::{Error, Result};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// One page of a corpus. Fields that are not listed are ignored.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct CorpusPage {
    /// Name of the page, unique in its corpus.
    pub id: String,
    /// Its address.
    #[serde(default)]
    pub url: Option<String>,
    /// Its language, if known.
    #[serde(default)]
    pub lang: Option<String>,
    /// Article, forum, product and so on.
    #[serde(default)]
    pub page_type: Option<String>,
    /// Its markup, or its text if `input` is `text`.
    #[serde(default)]
    pub html: String,
    /// `text` for pages that were flattened already.
    #[serde(default)]
    pub input: Option<String>,
    /// The gold content; `None` where a corpus has no gold for it.
    #[serde(default)]
    pub content: Option<String>,
    /// The gold spam.
    #[serde(default)]
    pub spam: Option<Vec<String>>,
    /// Whether the spam is woven into content.
    #[serde(default)]
    pub woven: Option<bool>,
    /// Whether its label can be debated.
    #[serde(default)]
    pub grey: Option<bool>,
}

impl CorpusPage {
    /// The registrable domain, else the id: what pages are grouped by so that no site stands on both sides of a
    /// fold. A corpus whose addresses are all of one portal would be one group, so such pages add their id.
    pub fn group(&self) -> String {
        let page = blocksift::Page::from_text("", self.url.as_deref(), &blocksift::Limits::default());
        page.domain().map_or_else(|| self.id.clone(), str::to_owned)
    }
}

/// Opens a file; `.gz` and `.zst` are decompressed.
///
/// # Errors
/// The file cannot be opened.
pub fn open(path: &Path) -> Result<Box<dyn BufRead + Send>> {
    let file = File::open(path).map_err(Error::io(path))?;
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    let reader: Box<dyn Read + Send> = match extension {
        "gz" => Box::new(MultiGzDecoder::new(BufReader::new(file))),
        "zst" => Box::new(zstd::Decoder::new(file).map_err(Error::io(path))?),
        _ => Box::new(file),
    };
    Ok(Box::new(BufReader::with_capacity(1 << 20, reader)))
}

/// Reads a corpus and hands it on in order, in batches of `batch` pages.
///
/// # Errors
/// A file that cannot be read, or a line that is no page.
pub fn read(path: &Path, batch: usize, mut take: impl FnMut(Vec<CorpusPage>) -> Result<()>) -> Result<()> {
    let mut pages = Vec::with_capacity(batch);
    for (number, line) in open(path)?.lines().enumerate() {
        let line = line.map_err(Error::io(path))?;
        if line.trim().is_empty() {
            continue;
        }
        let page: CorpusPage = serde_json::from_str(&line).map_err(|e| Error::Record {
            path: path.display().to_string(),
            record: number as u64 + 1,
            reason: format!("no page: {e}; a line is {{\"id\", \"html\", \"content\", …}}"),
        })?;
        pages.push(page);
        if pages.len() == batch {
            take(std::mem::take(&mut pages))?;
        }
    }
    if pages.is_empty() { Ok(()) } else { take(pages) }
}

/// The corpus files that arguments name: files as they are, folders by their `.jsonl`, `.jsonl.gz` and
/// `.jsonl.zst`, sorted.
///
/// # Errors
/// A folder that cannot be read, or an argument that names no file.
pub fn files(arguments: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for argument in arguments {
        if argument.is_dir() {
            let mut inside: Vec<PathBuf> = std::fs::read_dir(argument)
                .map_err(Error::io(argument))?
                .filter_map(|entry| entry.ok().map(|e| e.path()))
                .filter(|p| {
                    let name = p.file_name().and_then(|n| n.to_str()).unwrap_or("");
                    [".jsonl", ".jsonl.gz", ".jsonl.zst"].iter().any(|e| name.ends_with(e))
                })
                .collect();
            inside.sort();
            found.append(&mut inside);
        } else if argument.is_file() {
            found.push(argument.clone());
        } else {
            return Err(Error::Data(format!("{} is neither a file nor a folder", argument.display())));
        }
    }
    Ok(found)
}
