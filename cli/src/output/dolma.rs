//! Dolma: documents, and beside them attributes that say which characters of their texts have which label.
//!
//! A page is a line in either of two files of the same name. The sink makes both lines, the folder writes the first of
//! each two to `documents/` and the second to `attributes/blocksift/`.

use super::jsonl::careful;
use super::{Destination, Fresh, Progress, Scored, Sink};
use blocksift::{Label, LabeledBlock};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Bytes of documents, before packing, past which a part ends.
const PART_BYTES: u64 = 1 << 30;

pub(crate) struct Dolma {
    /// Name of what the documents come from.
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
struct Row<'a> {
    id: &'a str,
    attributes: Attributes,
}

/// Spans in Unicode code points, and their probabilities.
#[derive(Serialize)]
struct Attributes {
    #[serde(rename = "blocksift__content")]
    content: Vec<(usize, usize, f32)>,
    #[serde(rename = "blocksift__navigation")]
    navigation: Vec<(usize, usize, f32)>,
    #[serde(rename = "blocksift__spam")]
    spam: Vec<(usize, usize, f32)>,
}

impl Sink for Dolma {
    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let report = &page.report;
        let metadata = Metadata { url: page.url.as_deref(), language: report.language() };
        let document = Document { id: &page.id, text: report.page().text(), source: &self.source, metadata };
        let attributes = Row { id: &page.id, attributes: attributes(&page) };
        Ok([careful(&document)?, careful(&attributes)?].map(|line| [line.as_slice(), b"\n"].concat()).concat())
    }
}

fn attributes(page: &Scored) -> Attributes {
    let of = |label: Label| {
        let whole = move |b: &&LabeledBlock| b.label == label;
        page.blocks().filter(whole).map(move |b| (b.start, b.end, b.probabilities.of(label)))
    };
    let within = page.blocks().flat_map(|b| &b.spam_spans).map(|s| (s.start, s.end, s.probability));
    let mut spam: Vec<_> = of(Label::Spam).chain(within).collect();
    spam.sort_by_key(|(start, end, _)| (*start, *end));
    Attributes { content: of(Label::Content).collect(), navigation: of(Label::Navigation).collect(), spam }
}

/// The folder that both kinds of lines go to, in parts.
pub(crate) struct DolmaFolder {
    folder: PathBuf,
    part: u32,
    most_bytes: u64,
    written: u64,
    open: Option<[Packed; 2]>,
    /// Which of the two files the next byte belongs to.
    turn: usize,
}

type Packed = GzEncoder<Fresh>;

const PLACES: [&str; 2] = ["documents", "attributes/blocksift"];

impl DolmaFolder {
    /// Makes the folder; one that holds documents already is left alone, lest parts of two runs be mixed.
    pub(crate) fn create(folder: &Path) -> io::Result<Self> {
        for place in PLACES {
            let place = folder.join(place);
            std::fs::create_dir_all(&place)?;
            if std::fs::read_dir(&place)?.next().is_some() {
                let reason = format!("{} is not empty; name another folder, or empty it", place.display());
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, reason));
            }
        }
        let mut made =
            DolmaFolder { folder: folder.to_owned(), part: 0, most_bytes: PART_BYTES, written: 0, open: None, turn: 0 };
        made.open = Some(made.open_part()?);
        Ok(made)
    }

    fn open_part(&self) -> io::Result<[Packed; 2]> {
        let open = |place: &str| {
            let path = self.folder.join(place).join(format!("part-{:05}.jsonl.gz", self.part));
            // No name and no time in the header: the same pages give the same bytes.
            Ok::<_, io::Error>(GzEncoder::new(Fresh::create(Some(&path))?, Compression::default()))
        };
        Ok([open(PLACES[0])?, open(PLACES[1])?])
    }

    fn close_part(&mut self) -> io::Result<()> {
        for file in self.open.take().into_iter().flatten() {
            file.finish()?.finish()?;
        }
        Ok(())
    }

    /// Goes on to the other file at the end of a line, and to the next part between two pages.
    fn end_line(&mut self) -> io::Result<()> {
        self.turn = 1 - self.turn;
        if self.turn == 0 && self.written >= self.most_bytes {
            self.close_part()?;
            (self.part, self.written) = (self.part + 1, 0);
        }
        Ok(())
    }
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

    /// Nothing: how often it is called depends on the clock, and packing would too.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Destination for DolmaFolder {
    fn finish(mut self: Box<Self>, _: &Progress) -> io::Result<()> {
        self.close_part()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_end_between_pages() {
        let folder = tempfile::tempdir().unwrap();
        let mut out = DolmaFolder::create(folder.path()).unwrap();
        out.most_bytes = 4;
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
        assert!(DolmaFolder::create(folder.path()).is_err(), "parts of two runs would be mixed");
    }

    #[test]
    fn parts_that_are_not_whole_go() {
        let folder = tempfile::tempdir().unwrap();
        let mut out = DolmaFolder::create(folder.path()).unwrap();
        out.write_all(b"d0\na0\nd1\n").unwrap();
        assert!(!folder.path().join("documents/part-00000.jsonl.gz").exists(), "it has its name before it is whole");
        drop(out);
        assert!(DolmaFolder::create(folder.path()).is_ok(), "something is left");
    }
}
