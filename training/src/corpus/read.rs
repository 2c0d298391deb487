//! Reading corpora: JSONL files, one page per line, gzip and Zstandard by file name.

use super::CorpusPage;
use crate::error::{Error, Result};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Maximum length of a line, in bytes.
const MAX_LINE_BYTES: u64 = 256 << 20;
/// Endings of corpus files; folders are searched for them.
const ENDINGS: [&str; 3] = [".jsonl", ".jsonl.gz", ".jsonl.zst"];

/// Opens a file and decompresses it if its name ends in `.gz` or `.zst`.
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

/// Reads a corpus file and passes its pages to `take` in order, in batches of at most `batch` pages.
///
/// A page whose record does not name its corpus gets the file's name up to the first full stop, without a shard number:
/// `wcxb-dev-05.jsonl.gz` belongs to `wcxb-dev`.
///
/// # Errors
/// The file cannot be read, or a line is not a page.
pub fn read(path: &Path, batch: usize, mut take: impl FnMut(Vec<CorpusPage>) -> Result<()>) -> Result<()> {
    let corpus = corpus_name(path);
    let mut pages = Vec::with_capacity(batch);
    let (mut reader, mut line) = (open(path)?, Vec::new());
    for record in 1.. {
        let bad = |reason| Error::Record { path: path.display().to_string(), record, reason };
        line.clear();
        reader.by_ref().take(MAX_LINE_BYTES + 1).read_until(b'\n', &mut line).map_err(Error::io(path))?;
        if line.is_empty() {
            break;
        }
        if line.len() as u64 > MAX_LINE_BYTES {
            return Err(bad(format!("longer than {MAX_LINE_BYTES} bytes; leave out the page")));
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let mut page: CorpusPage = serde_json::from_slice(&line)
            .map_err(|e| bad(format!("not a page: {e}; a line is {{\"id\", \"html\", \"content\", …}}")))?;
        if page.corpus.is_empty() {
            page.corpus.clone_from(&corpus);
        }
        pages.push(page);
        if pages.len() == batch {
            take(std::mem::take(&mut pages))?;
        }
    }
    if pages.is_empty() { Ok(()) } else { take(pages) }
}

/// Number of pages in a corpus file, without parsing them.
///
/// # Errors
/// The file cannot be read.
pub fn count(path: &Path) -> Result<usize> {
    let mut reader = open(path)?;
    let (mut pages, mut is_blank) = (0, true);
    loop {
        let buffer = reader.fill_buf().map_err(Error::io(path))?;
        if buffer.is_empty() {
            return Ok(pages + usize::from(!is_blank));
        }
        for part in buffer.split_inclusive(|byte| *byte == b'\n') {
            is_blank = is_blank && part.trim_ascii().is_empty();
            if part.ends_with(b"\n") {
                pages += usize::from(!is_blank);
                is_blank = true;
            }
        }
        let length = buffer.len();
        reader.consume(length);
    }
}

/// The corpus files that paths name: files themselves, folders by their `.jsonl`, `.jsonl.gz` and `.jsonl.zst` files
/// in the order of their names.
///
/// # Errors
/// A path does not exist, a folder cannot be read, or a folder holds no corpus file.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut inside = files_of_folder(path)?;
            if inside.is_empty() {
                let message = format!("{}: no corpus in this folder ({})", path.display(), ENDINGS.join(", "));
                return Err(Error::Data(message));
            }
            found.append(&mut inside);
        } else if path.is_file() {
            found.push(path.clone());
        } else {
            return Err(Error::Data(format!("{}: no such file or folder", path.display())));
        }
    }
    Ok(found)
}

fn files_of_folder(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut inside = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Error::io(folder))? {
        let path = entry.map_err(Error::io(folder))?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
        if ENDINGS.iter().any(|ending| name.ends_with(ending)) {
            inside.push(path);
        }
    }
    inside.sort();
    Ok(inside)
}

fn corpus_name(path: &Path) -> String {
    let file = path.file_name().and_then(|n| n.to_str()).unwrap_or("corpus");
    let stem = file.split('.').next().unwrap_or(file);
    match stem.rsplit_once('-') {
        Some((name, shard)) if !name.is_empty() && shard.bytes().all(|b| b.is_ascii_digit()) => name.to_owned(),
        _ => stem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corpus_is_named_by_its_file() {
        let name = |path: &str| corpus_name(Path::new(path));
        assert_eq!(name("a/wcxb-dev-05.jsonl.gz"), "wcxb-dev");
        assert_eq!(name("forum-magic.jsonl"), "forum-magic");
        assert_eq!(name("7.jsonl"), "7");
    }

    #[test]
    fn blank_lines_are_not_counted() {
        let path = std::env::temp_dir().join(format!("count-{}.jsonl", std::process::id()));
        std::fs::write(&path, "{}\n\n{}\n  \n{}").expect("there is room for temporary files");
        assert_eq!(count(&path).unwrap(), 3);
        std::fs::remove_file(path).expect("it was just written");
    }
}
