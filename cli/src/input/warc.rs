//! WARC and WET: the pages of an archive's records. A damaged record is named, and the next one is found.
//!
//! The reader is our own: a crawl's archives are damaged here and there, and what was found on reading those on crates.io
//! (`fastwarc` takes a length that cannot be read for 0 and makes room for any length at once; neither it nor `warc` says
//! where in a packed file a record stands) does not bear that within bounds.

use super::http::{Head, add_field};
use super::unpack::Unpacker;
use super::window::{KEPT, Window};
use super::{Body, Failure, Found, Options, RawPage};
use blocksift::Format;
use memchr::memmem;
use std::io::{self, BufRead};
use std::path::Path;
use std::sync::Arc;

/// Bytes of a record's header past which it is damaged.
const LONGEST_HEADER: usize = 64 << 10;
/// Bytes kept of a record besides the page's: the HTTP header, and what chunks add.
const BESIDES: usize = 256 << 10;
/// Bytes read twice, after wrong lengths, from which on a length is no longer trusted over the start of a record.
const MOST_REREAD: u64 = 64 << 20;
/// Bytes after which such a length is looked into again.
const WATCHED: u64 = 64 << 10;
/// Bytes by which the start of a record is told.
const LOOK: usize = 64;
/// How records begin.
const START: &[u8] = b"WARC/1.";

/// The pages of a WARC or WET file.
pub(super) struct Warc {
    window: Window<Unpacker>,
    name: String,
    options: Arc<Options>,
    block: Vec<u8>,
    reread: u64,
    /// What is wrong where the next record should begin.
    next: Option<io::Error>,
    ended: bool,
}

/// Why a record cannot be had.
enum Trouble {
    /// It is not what it says: the next one may be anywhere after its start.
    Wrong(String),
    /// The file cannot be read or unpacked here, and goes on after that.
    Unread(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Trouble::Unread(error)
    }
}

impl Warc {
    pub(super) fn new(window: Window<Unpacker>, name: &Path, options: Arc<Options>) -> Self {
        let name = name.display().to_string();
        Self { window, name, options, block: Vec::new(), reread: 0, next: None, ended: false }
    }

    /// The next record's page, if it is one; an error costs the record.
    fn record(&mut self) -> Result<Option<RawPage>, Failure> {
        let mut start = self.window.position();
        let read = self.begin().and_then(|more| {
            start = self.window.position();
            if more { self.read(start) } else { Ok(None) }
        });
        read.map_err(|trouble| {
            let place = self.place(start);
            let reason = match trouble {
                Trouble::Unread(error) => error.to_string(),
                Trouble::Wrong(reason) => {
                    self.reread += self.window.position() - start;
                    self.window.rewind(start + 1);
                    // Where the search breaks off too, that is the same damage.
                    let _ = self.search();
                    reason
                }
            };
            Failure { input: self.name.clone(), reason: format!("{place}: {reason}; it is passed over") }
        })
    }

    /// Goes to the start of the next record; false at the end of the file.
    fn begin(&mut self) -> Result<bool, Trouble> {
        if let Some(error) = self.next.take() {
            return Err(error.into());
        }
        loop {
            let held = self.window.fill_buf()?;
            let blank = held.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            if held.is_empty() {
                self.ended = true;
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
            return Err(Trouble::Wrong("no WARC record begins here".to_owned()));
        }
        let header = self.header()?;
        // What is left of a record that was cut in its header, and the next one's.
        if let Some(name) = ["WARC-Type", "WARC-Record-ID", "Content-Length"].iter().find(|name| header.has_twice(name))
        {
            return Err(Trouble::Wrong(format!("its header holds {name} twice")));
        }
        let length =
            header.get("Content-Length").ok_or_else(|| Trouble::Wrong("it has no Content-Length".to_owned()))?;
        let length: u64 =
            length.parse().map_err(|_| Trouble::Wrong(format!("its Content-Length {length:?} is no number")))?;
        let (wanted, body) = (header.wanted(), self.window.position());
        self.body(length, if wanted { self.options.most_bytes + BESIDES } else { 0 })?;
        self.end(body, length)?;
        let page = if wanted { self.page(&header, start) } else { None };
        if page.is_none() {
            self.options.tally.skip();
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
            if used == 0 || length > LONGEST_HEADER {
                return Err(Trouble::Wrong("its header does not end".to_owned()));
            }
            if end.is_some() {
                let text = line.trim_ascii_end();
                if text.is_empty() {
                    return Ok(Header { fields });
                }
                if !add_field(&mut fields, text, length == line.len()) {
                    return Err(Trouble::Wrong("a line of its header has no colon".to_owned()));
                }
                line.clear();
            }
        }
    }

    /// Reads a record's body and keeps the start of it.
    fn body(&mut self, length: u64, keep: usize) -> Result<(), Trouble> {
        let start = self.window.position();
        // A longer one cannot be gone back over if its length turns out to be wrong.
        let watched = length > KEPT as u64 || self.reread > MOST_REREAD;
        let (mut left, mut checked) = (length, start);
        self.block.clear();
        while left > 0 {
            let at = self.window.position();
            // Where members begin is known once they are read.
            self.window.fill_buf()?;
            let boundary = self.window.reader().member_from(at + u64::from(at == start));
            if boundary == Some(at) && self.window.peek(START.len())?.starts_with(START) {
                return Err(too_long(length, at - start));
            }
            let held = self.window.fill_buf()?;
            let most = boundary.filter(|b| *b > at).map_or(left, |b| left.min(b - at));
            let most = if watched { most.min(WATCHED) } else { most };
            let used = held.len().min(usize::try_from(most).unwrap_or(usize::MAX));
            if used == 0 {
                return Err(too_long(length, at - start));
            }
            self.block.extend_from_slice(&held[..used.min(keep.saturating_sub(self.block.len()))]);
            self.window.consume(used);
            left -= used as u64;
            if watched && self.meets_record(&mut checked) {
                return Err(too_long(length, checked - start));
            }
        }
        Ok(())
    }

    /// Whether another record seems to begin in what was read since the last look.
    fn meets_record(&mut self, checked: &mut u64) -> bool {
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

    /// What follows a body: two line ends, or some other number of them and the next record or the file's end.
    fn end(&mut self, body: u64, length: u64) -> Result<(), Trouble> {
        let is_whole = self.window.peek(4)?.starts_with(b"\r\n\r\n");
        if is_whole {
            self.window.consume(4);
        } else {
            while matches!(self.window.fill_buf()?.first(), Some(b'\r' | b'\n')) {
                self.window.consume(1);
            }
        }
        let at = self.window.position();
        // The checksum of a member is known at its end. What is wrong with the next one is told when its turn comes.
        if let Err(error) = self.window.fill_buf() {
            if self.window.reader().member_from(at) != Some(at) {
                return Err(error.into());
            }
            self.next = Some(error);
            return Ok(());
        }
        let next = self.window.peek(START.len())?;
        let follows = next.is_empty() || next.starts_with(b"WARC/") || self.window.reader().member_from(at) == Some(at);
        // A record may be followed by what is none, or by other line ends; but an empty line may also stand in the
        // next record, half of which was taken for the end of this one.
        let mut from = body;
        if is_whole && follows || (is_whole || follows) && !self.meets_record(&mut from) {
            return Ok(());
        }
        Err(Trouble::Wrong(format!("it does not end after the {length} bytes of its Content-Length")))
    }

    /// Goes on to where a record seems to begin, or to the end of the file.
    fn search(&mut self) -> io::Result<()> {
        loop {
            let at = self.window.position();
            self.window.peek(LOOK)?;
            let boundary = self.window.reader().member_from(at);
            let held = self.window.peek(LOOK)?;
            if held.is_empty() || boundary == Some(at) && held.starts_with(START) {
                return Ok(());
            }
            let within = boundary.filter(|b| *b > at).and_then(|b| usize::try_from(b - at).ok());
            let (used, found) = match (candidate(held, within.unwrap_or(usize::MAX)), within) {
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

    /// The page of the record that was read, if it is one.
    fn page(&mut self, header: &Header, start: u64) -> Option<RawPage> {
        let own = header.get("Content-Type");
        let head = header.is("WARC-Type", "response").then(|| Head::of(&self.block)).flatten();
        let (stated, body) = match &head {
            Some(head) => {
                let body = head.decoded(&self.block[head.length..], self.options.most_bytes);
                (head.get("Content-Type"), body)
            }
            None => (own, std::mem::take(&mut self.block)),
        };
        if body.is_empty() {
            return None;
        }
        let identified = header.get("WARC-Identified-Payload-Type");
        let format = [stated, identified].into_iter().flatten().find_map(kind_of).unwrap_or_else(|| sniffed(&body))?;
        // Text that was taken out of a page is UTF-8 by definition.
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

    /// Where a record begins, in words.
    fn place(&mut self, start: u64) -> String {
        match self.window.reader_mut().member_of(start) {
            None => format!("record at byte {start}"),
            Some(member) if member.unpacked >= start => format!("record at byte {}", member.packed),
            Some(member) => {
                format!("record in the member at byte {}, {} bytes into it", member.packed, start - member.unpacked)
            }
        }
    }
}

impl Iterator for Warc {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.ended {
            if let Some(found) = self.record().transpose() {
                return Some(found);
            }
            // Forgets members that were read.
            let position = self.window.position();
            self.window.reader_mut().member_of(position);
        }
        None
    }
}

struct Header {
    fields: Vec<(String, String)>,
}

impl Header {
    fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn has_twice(&self, name: &str) -> bool {
        self.fields.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name)).count() > 1
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.get(name).is_some_and(|v| v.eq_ignore_ascii_case(value))
    }

    /// Whether the record may be a page.
    fn wanted(&self) -> bool {
        ["response", "resource", "conversion"].iter().any(|kind| self.is("WARC-Type", kind))
    }
}

fn too_long(length: u64, found: u64) -> Trouble {
    Trouble::Wrong(format!("its Content-Length is {length}, but it ends after {found} bytes"))
}

/// Where a record may begin in what is held, before a bound, and whether it does; if not, more has to be held to tell.
fn candidate(held: &[u8], bound: usize) -> Option<(usize, bool)> {
    memmem::find_iter(&held[..bound.min(held.len())], START).find_map(|at| {
        let at_line = at > 0 && held[at - 1] == b'\n';
        match begins_record(&held[at..]) {
            _ if at_line => Some((at, true)),
            Some(true) => Some((at, true)),
            None if at > 0 => Some((at, false)),
            _ => None,
        }
    })
}

/// Whether a record begins here: its first line, then a named field. `None`: too little is held to tell.
fn begins_record(held: &[u8]) -> Option<bool> {
    let line = memchr::memchr(b'\n', &held[..held.len().min(32)]);
    let Some(line) = line else { return (held.len() >= 32).then_some(false) };
    let next = &held[line + 1..];
    let is = |name: &[u8]| next.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name));
    match next.len() < 8 {
        true => None,
        false => Some(is(b"WARC-") || is(b"Content-")),
    }
}

/// Markup or text by media type; `Some(None)` for neither, `None` if the type says nothing.
fn kind_of(content_type: &str) -> Option<Option<Format>> {
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media.as_str() {
        "text/html" | "application/xhtml+xml" | "application/vnd.wap.xhtml+xml" => Some(Some(Format::Html)),
        "text/plain" => Some(Some(Format::Text)),
        "application/octet-stream" | "unk" | "*/*" | "text/*" => None,
        _ => media.contains('/').then_some(None),
    }
}

/// What bytes without a media type are: markup, or nothing that is a page.
fn sniffed(body: &[u8]) -> Option<Format> {
    let head = String::from_utf8_lossy(&body[..body.len().min(1024)]).to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body", "<title"].iter().any(|tag| head.contains(tag)).then_some(Format::Html)
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
            most_bytes: 1 << 20,
            tally: Arc::default(),
        };
        let window = Window::new(Unpacker::new(Box::new(io::Cursor::new(bytes)), is_packed));
        let found: Vec<Found> = Warc::new(window, Path::new("a.warc"), Arc::new(options)).collect();
        let ids = found.iter().flatten().filter_map(|page| page.id.parse().ok()).collect();
        let pages = found.iter().flatten().count();
        (ids, pages, found.len() - pages)
    }

    #[test]
    fn whatever_is_damaged_costs_nothing_else() {
        let mut numbers = Numbers::new(5);
        let mut draw = |end: usize| numbers.below(end);
        for (is_packed, pack) in [(false, plain as fn(&[u8]) -> Vec<u8>), (true, gzip), (true, zstd)] {
            let records: Vec<Vec<u8>> = (0..12).map(|i| pack(&sound(i))).collect();
            assert_eq!(read(records.concat(), is_packed), ((0..12).collect(), 12, 0));
            for round in 0..400 {
                let mut all = records.clone();
                let touched = [draw(12), draw(12)];
                for i in touched {
                    let at = draw(all[i].len());
                    match round % 4 {
                        0 => all[i][at] ^= 1 << draw(8),
                        1 => all[i].truncate(at),
                        2 => all[i].splice(at..at, (0..draw(90)).map(|_| 0xa5)).for_each(drop),
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
