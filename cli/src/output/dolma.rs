//! Dolma: documents, and attributes that tell which characters of their texts have which label.
//!
//! Each page is one line in each of two files of the same name. [`Dolma`] makes both lines; [`DolmaFolder`] writes the
//! first of each pair to `documents/` and the second to `attributes/blocksift/`.

use super::files::{AtomicFile, Output, Progress, lock};
use super::{OutputFormat, Scored};
use crate::escape;
use blocksift::{Label, Report};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Size of a part, in bytes of documents before compression.
const PART_BYTES: u64 = 1 << 30;
/// The two subfolders, in the order of their lines.
const SUBFOLDERS: [&str; 2] = ["documents", "attributes/blocksift"];
/// A file that marks the folder of an unfinished run, and is locked while the run is alive.
const MARKER: &str = ".blocksift-unfinished";

/// Writes pages as pairs of lines.
pub(crate) struct Dolma {
    /// The `source` of documents.
    pub(crate) source: String,
}

#[derive(Serialize)]
struct Document<'a> {
    id: &'a str,
    text: &'a str,
    source: &'a str,
    metadata: Metadata<'a>,
}

#[derive(Serialize)]
struct Metadata<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct AttributesRow<'a> {
    id: &'a str,
    attributes: Attributes,
}

/// Start and end in Unicode code points, and the probability.
type Span = (usize, usize, f32);

/// The spans of each label that is written.
#[derive(Serialize)]
struct Attributes {
    #[serde(rename = "blocksift__content", skip_serializing_if = "Option::is_none")]
    content: Option<Vec<Span>>,
    #[serde(rename = "blocksift__navigation", skip_serializing_if = "Option::is_none")]
    navigation: Option<Vec<Span>>,
    #[serde(rename = "blocksift__spam", skip_serializing_if = "Option::is_none")]
    spam: Option<Vec<Span>>,
}

impl OutputFormat for Dolma {
    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let report = &page.report;
        let metadata = Metadata { url: page.url.as_deref(), language: report.language() };
        let document = Document { id: &page.id, text: report.page().text(), source: &self.source, metadata };
        let attributes = AttributesRow { id: &page.id, attributes: attributes(&page) };
        let lines = [escape::json(&document)?, escape::json(&attributes)?];
        Ok(lines.map(|line| [line.as_slice(), b"\n"].concat()).concat())
    }
}

fn attributes(page: &Scored) -> Attributes {
    let spans_of = |label: Label| page.only.is_none_or(|only| only == label).then(|| spans(&page.report, label));
    Attributes {
        content: spans_of(Label::Content),
        navigation: spans_of(Label::Navigation),
        spam: spans_of(Label::Spam),
    }
}

/// The blocks of a label; for spam, also the spam spans inside other blocks.
fn spans(report: &Report, label: Label) -> Vec<Span> {
    let mut spans: Vec<Span> =
        report.with_label(label).map(|block| (block.start, block.end, block.probabilities.of(label))).collect();
    if label == Label::Spam {
        let inside = report.blocks().iter().flat_map(|block| &block.spam_spans);
        spans.extend(inside.map(|span| (span.start, span.end, span.probability)));
        spans.sort_by_key(|(start, end, _)| (*start, *end));
    }
    spans
}

/// The folder that both kinds of lines are written to, in parts.
pub(crate) struct DolmaFolder {
    folder: PathBuf,
    /// Held open for its lock.
    marker: File,
    part: u32,
    max_part_bytes: u64,
    written: u64,
    open: Option<[GzEncoder<AtomicFile>; 2]>,
    /// Which of the two files the next byte belongs to.
    turn: usize,
}

impl DolmaFolder {
    /// Creates the folder and begins the first part. The parts of an interrupted run are removed; other files are an
    /// error, lest parts of two runs mix.
    pub(crate) fn create(folder: &Path) -> io::Result<Self> {
        for subfolder in SUBFOLDERS {
            std::fs::create_dir_all(folder.join(subfolder))?;
        }
        let (marker, is_restart) = lock_marker(folder)?;
        if let Err(error) = SUBFOLDERS.iter().try_for_each(|sub| clear(&folder.join(sub), is_restart)) {
            if !is_restart {
                std::fs::remove_file(folder.join(MARKER))?;
            }
            return Err(error);
        }
        let mut created = DolmaFolder {
            folder: folder.to_owned(),
            marker,
            part: 0,
            max_part_bytes: PART_BYTES,
            written: 0,
            open: None,
            turn: 0,
        };
        created.open = Some(created.open_part()?);
        Ok(created)
    }

    fn open_part(&self) -> io::Result<[GzEncoder<AtomicFile>; 2]> {
        let open = |subfolder: &str| {
            let path = self.folder.join(subfolder).join(format!("part-{:05}.jsonl.gz", self.part));
            // No name and no time in the header: the same pages give the same bytes.
            Ok::<_, io::Error>(GzEncoder::new(AtomicFile::create(Some(&path))?, Compression::default()))
        };
        Ok([open(SUBFOLDERS[0])?, open(SUBFOLDERS[1])?])
    }

    fn close_part(&mut self) -> io::Result<()> {
        for file in self.open.take().into_iter().flatten() {
            file.finish()?.finish()?;
        }
        Ok(())
    }

    /// Switches to the other file at the end of a line, and to the next part between two pages.
    fn end_line(&mut self) -> io::Result<()> {
        self.turn = 1 - self.turn;
        if self.turn == 0 && self.written >= self.max_part_bytes {
            self.close_part()?;
            (self.part, self.written) = (self.part + 1, 0);
        }
        Ok(())
    }
}

/// Creates and locks the marker of an unfinished run. Also tells whether an interrupted run left it. Fails if that run is
/// alive.
fn lock_marker(folder: &Path) -> io::Result<(File, bool)> {
    let path = folder.join(MARKER);
    match lock(OpenOptions::new().create_new(true), &path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok((lock(&mut OpenOptions::new(), &path)?, true)),
        created => Ok((created?, false)),
    }
}

/// Removes unfinished parts from a subfolder, and the finished ones too if `is_restart`. Fails if anything else is in
/// it.
fn clear(subfolder: &Path, is_restart: bool) -> io::Result<()> {
    let entries: Vec<PathBuf> =
        std::fs::read_dir(subfolder)?.map(|e| e.map(|e| e.path())).collect::<io::Result<_>>()?;
    let is_removable = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("part-") && (name.ends_with(".jsonl.gz.partial") || is_restart && name.ends_with(".jsonl.gz"))
    };
    if !entries.iter().all(|path| is_removable(path)) {
        let reason = format!("{} is not empty; choose another folder, or empty it", subfolder.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, reason));
    }
    entries.iter().try_for_each(std::fs::remove_file)
}

impl Write for DolmaFolder {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
        if self.open.is_none() {
            self.open = Some(self.open_part()?);
        }
        if let Some(files) = &mut self.open {
            files[self.turn].write_all(&bytes[..end])?;
        }
        self.written += if self.turn == 0 { end as u64 } else { 0 };
        if bytes[..end].ends_with(b"\n") {
            self.end_line()?;
        }
        Ok(end)
    }

    /// Does nothing: how often it is called depends on the clock, and the compressed bytes would too.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output for DolmaFolder {
    fn finish(mut self: Box<Self>, _: &Progress) -> io::Result<()> {
        self.close_part()?;
        // Removed before it is unlocked, lest another run take the finished parts for an interrupted run's.
        std::fs::remove_file(self.folder.join(MARKER))?;
        self.marker.unlock()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use blocksift::{Hints, Sifter, Thresholds};
    use blocksift_testkit::HACKED;

    #[test]
    fn the_list_of_spam_has_the_spans_inside_other_blocks() {
        let inline = HACKED.replace(
            "the market on the other side.",
            "the market. Best online casino bonus at <a href=https://royal-slots.bet/>royal slots casino</a> now.",
        );
        // A threshold of 0 makes every piece of a doubtful block a span.
        let sifter = Sifter::default().with_thresholds(Thresholds::default().with_span(0.0).unwrap());
        let report = sifter.sift_str(&inline, &Hints::default());
        let inside: Vec<Span> = report
            .blocks()
            .iter()
            .filter(|block| block.label == Label::Content)
            .flat_map(|block| &block.spam_spans)
            .map(|span| (span.start, span.end, span.probability))
            .collect();
        assert!(!inside.is_empty());
        let page = |only| Scored { id: "a".into(), url: None, report: report.clone(), only, markup: String::new() };
        let all = attributes(&page(None)).spam.unwrap();
        assert!(inside.iter().all(|span| all.contains(span)), "{all:?}");
        let only_spam = attributes(&page(Some(Label::Spam)));
        assert_eq!((only_spam.spam, only_spam.content), (Some(all), None));
        let only_content = attributes(&page(Some(Label::Content)));
        assert_eq!((only_content.spam, only_content.navigation), (None, None));
        assert!(only_content.content.is_some_and(|content| !content.is_empty()));
    }

    #[test]
    fn parts_end_between_pages() {
        let folder = tempfile::tempdir().unwrap();
        let mut out = DolmaFolder::create(folder.path()).unwrap();
        out.max_part_bytes = 4;
        for bytes in ["d0\na0\nd1\na", "1\nd2\na2\n"] {
            out.write_all(bytes.as_bytes()).unwrap();
        }
        Box::new(out).finish(&Progress::default()).unwrap();
        let read = |name: &str| {
            let packed = std::fs::read(folder.path().join(name)).unwrap();
            String::from_utf8(blocksift_testkit::compress::gunzip(&packed)).unwrap()
        };
        assert_eq!(read("documents/part-00000.jsonl.gz"), "d0\nd1\n");
        assert_eq!(read("attributes/blocksift/part-00000.jsonl.gz"), "a0\na1\n");
        assert_eq!(read("documents/part-00001.jsonl.gz"), "d2\n");
        assert_eq!(read("attributes/blocksift/part-00001.jsonl.gz"), "a2\n");
        assert!(DolmaFolder::create(folder.path()).is_err(), "parts of two runs would mix");
    }

    #[test]
    fn incomplete_parts_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let mut out = DolmaFolder::create(folder.path()).unwrap();
        out.write_all(b"d0\na0\nd1\n").unwrap();
        assert!(!folder.path().join("documents/part-00000.jsonl.gz").exists(), "renamed before it is complete");
        drop(out);
        assert!(DolmaFolder::create(folder.path()).is_ok(), "an interrupted run cannot be restarted");
    }

    #[test]
    fn interrupted_runs_are_restarted_and_live_ones_are_not_disturbed() {
        let folder = tempfile::tempdir().unwrap();
        let mut out = DolmaFolder::create(folder.path()).unwrap();
        out.max_part_bytes = 1;
        out.write_all(b"d0\na0\nd1\na1\nd2\n").unwrap();
        let error = DolmaFolder::create(folder.path()).err().unwrap();
        assert!(error.to_string().contains("another run"), "{error}");
        drop(out);
        std::fs::write(folder.path().join("documents/part-00007.jsonl.gz.partial"), "killed").unwrap();
        let mut out = DolmaFolder::create(folder.path()).unwrap();
        out.write_all(b"d0\na0\n").unwrap();
        Box::new(out).finish(&Progress::default()).unwrap();
        let names = |sub: &str| std::fs::read_dir(folder.path().join(sub)).unwrap().count();
        assert_eq!((names("documents"), names("attributes/blocksift"), names("")), (1, 1, 2));
    }

    #[test]
    fn foreign_files_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        drop(DolmaFolder::create(folder.path()).unwrap());
        let foreign = folder.path().join("documents/notes.txt");
        std::fs::write(&foreign, "mine").unwrap();
        assert!(DolmaFolder::create(folder.path()).is_err() && foreign.exists());
    }
}
