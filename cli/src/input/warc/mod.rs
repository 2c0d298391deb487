//! WARC and WET archives: the pages of their records. A damaged record is reported, and reading resumes at the next one.
//!
//! The reader is our own. Crawl archives are damaged here and there, and the readers on crates.io do not bear that
//! within bounds: `fastwarc` takes an unreadable length for 0 and allocates any length at once, and neither it nor `warc`
//! tells where in a compressed file a record is.

mod boundary;
mod header;
mod http;

use super::compression::Decompressor;
use super::compression::window::{KEPT, Window};
use super::page::{Body, Failure, Found, Options, RawPage};
use boundary::{START, begins_record, next_candidate};
use header::{Header, add_field, format_of_media_type, sniff_format};
use http::HttpHead;
use memchr::memmem;
use std::io::{self, BufRead};
use std::path::Path;
use std::sync::Arc;

/// Maximum size of a record's header, in bytes. A longer one is damaged.
const MAX_HEADER_BYTES: usize = 64 << 10;
/// Bytes kept of a record besides the page: the HTTP header, and what chunked encoding adds.
const HTTP_BYTES: usize = 256 << 10;
/// Maximum number of bytes to read again after wrong lengths. Beyond it, the start of a record overrules a length.
const MAX_REREAD_BYTES: u64 = 64 << 20;
/// Bytes between two looks for the start of a record within a record that is not trusted.
const WATCH_BYTES: u64 = 64 << 10;
/// Bytes that tell the start of a record.
const LOOK_BYTES: usize = 64;

/// The pages of a WARC or WET file.
pub(super) struct Warc {
    window: Window<Decompressor>,
    name: String,
    options: Arc<Options>,
    block: Vec<u8>,
    reread: u64,
    /// An error found where the next record should begin.
    next: Option<io::Error>,
    is_done: bool,
}

/// Why a record cannot be read.
enum Trouble {
    /// The record is malformed; the next one may begin anywhere after its start.
    Malformed(String),
    /// The file cannot be read or decompressed here; reading resumes after that.
    Unreadable(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Trouble::Unreadable(error)
    }
}

impl Warc {
    pub(super) fn new(window: Window<Decompressor>, name: &Path, options: Arc<Options>) -> Self {
        let name = name.display().to_string();
        Self { window, name, options, block: Vec::new(), reread: 0, next: None, is_done: false }
    }

    /// The next record's page, if it is one.
    fn record(&mut self) -> Result<Option<RawPage>, Failure> {
        let mut start = self.window.position();
        let read = self.begin().and_then(|more| {
            start = self.window.position();
            if more { self.read(start) } else { Ok(None) }
        });
        read.map_err(|trouble| {
            let location = self.location(start);
            let reason = match trouble {
                Trouble::Unreadable(error) => error.to_string(),
                Trouble::Malformed(reason) => {
                    self.reread += self.window.position() - start;
                    self.window.rewind(start + 1);
                    // An error during the search is part of the same damage.
                    let _ = self.search();
                    reason
                }
            };
            Failure { input: self.name.clone(), reason: format!("{location}: {reason}; skipped") }
        })
    }

    /// Moves to the start of the next record; false at the end of the file.
    fn begin(&mut self) -> Result<bool, Trouble> {
        if let Some(error) = self.next.take() {
            return Err(error.into());
        }
        loop {
            let held = self.window.fill_buf()?;
            let blank = held.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            if held.is_empty() {
                self.is_done = true;
                return Ok(false);
            }
            if blank < held.len() {
                self.window.consume(blank);
                self.window.mark();
                return Ok(true);
            }
            self.window.consume(blank);
        }
    }

    fn read(&mut self, start: u64) -> Result<Option<RawPage>, Trouble> {
        if !self.window.peek(START.len())?.starts_with(b"WARC/") {
            return Err(Trouble::Malformed("no WARC record begins here".to_owned()));
        }
        let header = self.header()?;
        // A record that was truncated in its header, followed by the next record's header.
        if let Some(name) =
            ["WARC-Type", "WARC-Record-ID", "Content-Length"].iter().find(|name| header.is_repeated(name))
        {
            return Err(Trouble::Malformed(format!("its header has {name} twice")));
        }
        if header.get("WARC-Type").is_none() {
            return Err(Trouble::Malformed("it has no WARC-Type".to_owned()));
        }
        let length =
            header.get("Content-Length").ok_or_else(|| Trouble::Malformed("it has no Content-Length".to_owned()))?;
        let length: u64 =
            length.parse().map_err(|_| Trouble::Malformed(format!("its Content-Length {length:?} is not a number")))?;
        let (wanted, body) = (header.may_be_page(), self.window.position());
        self.body(length, if wanted { self.options.max_page_bytes + HTTP_BYTES } else { 0 })?;
        self.end(body, length)?;
        let page = if wanted { self.page(&header, start) } else { None };
        if page.is_none() {
            self.options.tally.skip_record();
        }
        Ok(page)
    }

    fn header(&mut self) -> Result<Header, Trouble> {
        let (mut fields, mut line, mut length) = (Vec::new(), Vec::new(), 0);
        loop {
            let held = self.window.fill_buf()?;
            let end = memchr::memchr(b'\n', held);
            let used = end.map_or(held.len(), |at| at + 1);
            line.extend_from_slice(&held[..used]);
            self.window.consume(used);
            length += used;
            if used == 0 || length > MAX_HEADER_BYTES {
                return Err(Trouble::Malformed("its header does not end".to_owned()));
            }
            if end.is_some() {
                let text = line.trim_ascii_end();
                if text.is_empty() {
                    return Ok(Header::new(fields));
                }
                if !add_field(&mut fields, text, length == line.len()) {
                    return Err(Trouble::Malformed("a line of its header has no colon".to_owned()));
                }
                line.clear();
            }
        }
    }

    /// Reads a record's body and keeps its first `keep` bytes.
    fn body(&mut self, length: u64, keep: usize) -> Result<(), Trouble> {
        let start = self.window.position();
        // A longer body cannot be read again if its length turns out to be wrong.
        let is_watched = length > KEPT as u64 || self.reread > MAX_REREAD_BYTES;
        let (mut left, mut checked) = (length, start);
        self.block.clear();
        while left > 0 {
            let at = self.window.position();
            // The start of a member is known only once it is read.
            self.window.fill_buf()?;
            let boundary = self.window.reader().member_from(at + u64::from(at == start));
            if boundary == Some(at) && self.window.peek(START.len())?.starts_with(START) {
                return Err(too_long(length, at - start));
            }
            let held = self.window.fill_buf()?;
            let most = boundary.filter(|b| *b > at).map_or(left, |b| left.min(b - at));
            let most = if is_watched { most.min(WATCH_BYTES) } else { most };
            let used = held.len().min(usize::try_from(most).unwrap_or(usize::MAX));
            if used == 0 {
                return Err(too_long(length, at - start));
            }
            self.block.extend_from_slice(&held[..used.min(keep.saturating_sub(self.block.len()))]);
            self.window.consume(used);
            left -= used as u64;
            if is_watched && self.contains_record_start(&mut checked) {
                return Err(too_long(length, checked - start));
            }
        }
        Ok(())
    }

    /// Whether another record seems to begin in the bytes read since the last look.
    fn contains_record_start(&mut self, checked: &mut u64) -> bool {
        let fresh = usize::try_from(self.window.position() - *checked).unwrap_or(usize::MAX);
        let held = self.window.held(*checked);
        let held = &held[..held.len().min(fresh)];
        let mut done = held.len().saturating_sub(START.len());
        for at in memmem::find_iter(held, START) {
            match begins_record(&held[at..]) {
                Some(true) => return true,
                Some(false) => {}
                None => {
                    done = at;
                    break;
                }
            }
        }
        *checked += done as u64;
        false
    }

    /// Checks what follows a body: two line ends, or else any number of line ends before the next record or the end of
    /// the file.
    fn end(&mut self, body: u64, length: u64) -> Result<(), Trouble> {
        let has_two_line_ends = self.window.peek(4)?.starts_with(b"\r\n\r\n");
        if has_two_line_ends {
            self.window.consume(4);
        } else {
            while matches!(self.window.fill_buf()?.first(), Some(b'\r' | b'\n')) {
                self.window.consume(1);
            }
        }
        let at = self.window.position();
        // A member's checksum is verified at its end. An error in the next member is reported when its turn comes.
        if let Err(error) = self.window.fill_buf() {
            if self.window.reader().member_from(at) != Some(at) {
                return Err(error.into());
            }
            self.next = Some(error);
            return Ok(());
        }
        let next = self.window.peek(START.len())?;
        let follows = next.is_empty() || next.starts_with(b"WARC/") || self.window.reader().member_from(at) == Some(at);
        // Garbage or other line ends may follow a record. But an empty line may also be part of the next record,
        // half of which was taken for the end of this one.
        let mut from = body;
        if has_two_line_ends && follows || (has_two_line_ends || follows) && !self.contains_record_start(&mut from) {
            return Ok(());
        }
        Err(Trouble::Malformed(format!("it does not end after the {length} bytes of its Content-Length")))
    }

    /// Moves to where the next record seems to begin, or to the end of the file.
    fn search(&mut self) -> io::Result<()> {
        loop {
            let at = self.window.position();
            self.window.peek(LOOK_BYTES)?;
            let boundary = self.window.reader().member_from(at);
            let held = self.window.peek(LOOK_BYTES)?;
            if held.is_empty() || boundary == Some(at) && held.starts_with(START) {
                return Ok(());
            }
            let within = boundary.filter(|b| *b > at).and_then(|b| usize::try_from(b - at).ok());
            let (used, found) = match (next_candidate(held, within.unwrap_or(usize::MAX)), within) {
                (Some(candidate), _) => candidate,
                (None, Some(within)) if within <= held.len() => (within, false),
                _ if held.len() <= START.len() => (held.len(), false),
                _ => (held.len() - START.len(), false),
            };
            self.window.consume(used);
            if found {
                return Ok(());
            }
        }
    }

    /// The page of the record that was read, if it is a page.
    fn page(&mut self, header: &Header, start: u64) -> Option<RawPage> {
        let own = header.get("Content-Type");
        let head = header.is("WARC-Type", "response").then(|| HttpHead::parse(&self.block)).flatten();
        let (stated, body) = match &head {
            Some(head) => {
                let body = head.decode(&self.block[head.length..], self.options.max_page_bytes);
                (head.get("Content-Type"), body)
            }
            None => (own, std::mem::take(&mut self.block)),
        };
        if body.is_empty() {
            return None;
        }
        let identified = header.get("WARC-Identified-Payload-Type");
        let format = [stated, identified]
            .into_iter()
            .flatten()
            .find_map(format_of_media_type)
            .unwrap_or_else(|| sniff_format(&body))?;
        // Extracted text is UTF-8 by definition of WET.
        let text = header.is("WARC-Type", "conversion").then_some("text/plain; charset=utf-8");
        let content_type = stated.filter(|t| t.contains("charset")).or(text).or(stated).map(str::to_owned);
        let id = header.get("WARC-Record-ID").map(|id| id.trim_matches(['<', '>']).to_owned());
        let url = header.get("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned());
        Some(RawPage {
            id: id.unwrap_or_else(|| format!("{}:{start}", self.name)),
            url: url.or_else(|| self.options.url.clone()),
            content_type: content_type.or_else(|| self.options.content_type.clone()),
            format: Some(format),
            body: Body::Bytes(body),
        })
    }

    /// Describes where a record begins in the file.
    fn location(&mut self, start: u64) -> String {
        match self.window.reader_mut().member_of(start) {
            None => format!("record at byte {start}"),
            Some(member) if member.output_start >= start => format!("record at byte {}", member.file_start),
            Some(member) => {
                let offset = start - member.output_start;
                format!("record in the member at byte {}, {offset} bytes into it", member.file_start)
            }
        }
    }
}

impl Iterator for Warc {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.is_done {
            if let Some(found) = self.record().transpose() {
                return Some(found);
            }
            // Drops members that were read.
            let position = self.window.position();
            self.window.reader_mut().member_of(position);
        }
        None
    }
}

fn too_long(length: u64, found: u64) -> Trouble {
    Trouble::Malformed(format!("its Content-Length is {length}, but it ends after {found} bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use blocksift_testkit::compress::gzip;
    use blocksift_testkit::random::Numbers;
    use std::io::Write;

    fn sound(i: usize) -> Vec<u8> {
        let body =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Page {i}</p>{}", "x".repeat(i * 37 % 400));
        let head =
            format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <{i}>\r\nContent-Length: {}", body.len());
        format!("{head}\r\n\r\n{body}\r\n\r\n").into_bytes()
    }

    fn plain(bytes: &[u8]) -> Vec<u8> {
        bytes.to_vec()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        let mut packer = zstd::Encoder::new(Vec::new(), 1).unwrap();
        packer.include_checksum(true).unwrap();
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    /// Ids of the pages that are read, how many they are, and how many failures.
    fn read(bytes: Vec<u8>, is_packed: bool) -> (Vec<usize>, usize, usize) {
        let options = Options {
            kind: super::super::InputKind::Warc,
            url: None,
            content_type: None,
            fields: super::super::page::FieldNames {
                html: String::new(),
                text: String::new(),
                url: String::new(),
                id: String::new(),
            },
            max_page_bytes: 1 << 20,
            tally: Arc::default(),
        };
        let window = Window::new(Decompressor::new(Box::new(io::Cursor::new(bytes)), is_packed));
        let found: Vec<Found> = Warc::new(window, Path::new("a.warc"), Arc::new(options)).collect();
        let ids = found.iter().flatten().filter_map(|page| page.id.parse().ok()).collect();
        let pages = found.iter().flatten().count();
        (ids, pages, found.len() - pages)
    }

    #[test]
    fn damage_costs_only_the_damaged_records() {
        let mut numbers = Numbers::new(5);
        let mut random_below = |bound: usize| numbers.below(bound);
        for (is_packed, pack) in [(false, plain as fn(&[u8]) -> Vec<u8>), (true, gzip), (true, zstd)] {
            let records: Vec<Vec<u8>> = (0..12).map(|i| pack(&sound(i))).collect();
            assert_eq!(read(records.concat(), is_packed), ((0..12).collect(), 12, 0));
            for round in 0..400 {
                let mut all = records.clone();
                let touched = [random_below(12), random_below(12)];
                for i in touched {
                    let at = random_below(all[i].len());
                    match round % 4 {
                        0 => all[i][at] ^= 1 << random_below(8),
                        1 => all[i].truncate(at),
                        2 => all[i].splice(at..at, (0..random_below(90)).map(|_| 0xa5)).for_each(drop),
                        _ => all[i][at..].iter_mut().take(9).for_each(|b| *b = b'7'),
                    }
                    if all[i].is_empty() {
                        all[i].push(b'?');
                    }
                }
                let (ids, pages, failures) = read(all.concat(), is_packed);
                let lost: Vec<usize> = (0..12).filter(|i| !touched.contains(i) && !ids.contains(i)).collect();
                assert!(lost.is_empty(), "round {round}: {touched:?} touched, {lost:?} lost");
                let silent = is_packed && failures == 0 && pages < 12;
                assert!(!silent, "round {round}: one of {touched:?} is lost in silence");
            }
        }
    }
}
