//! Decompression of gzip and zstd, member by member. The position of each member in the file is known, and after a
//! damaged member, reading resumes at the next one that begins with a WARC record.

pub(super) mod window;

use flate2::bufread::GzDecoder;
use memchr::memchr2;
use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};
use std::collections::VecDeque;
use std::error::Error;
use std::io::{self, BufRead, Read};
use window::Window;

type Raw = Window<Box<dyn Read + Send>>;
type Step = io::Result<Option<usize>>;

const GZIP: [u8; 3] = [0x1f, 0x8b, 8];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
const ZSTD_DICTIONARY: [u8; 4] = [0x37, 0xa4, 0x30, 0xec];
/// The frame that holds the dictionary of a `.warc.zst`.
const DICTIONARY_FRAME: u32 = 0x184d_2a5d;
/// Maximum size of a dictionary, in bytes. Typical ones have a few hundred thousand.
const MAX_DICTIONARY_BYTES: u64 = 16 << 20;
/// Bytes examined where a gzip member may begin: enough for its header and first line, few enough to try often.
const GZIP_PROBE: usize = 1 << 10;
/// The same for a zstd frame, whose first block is decoded at once.
const ZSTD_PROBE: usize = 160 << 10;
/// Maximum number of bytes to read again per file after damage. Beyond it, the search continues where reading failed.
const MAX_REREAD_BYTES: u64 = 256 << 20;

/// Where a member begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    /// Position of its first byte in the decompressed output.
    pub(super) output_start: u64,
    /// Position of its first byte in the file.
    pub(super) file_start: u64,
}

/// Reads a compressed file decompressed, or a plain file as it is. No read crosses the end of a member. A damaged member
/// yields one error; the next read resumes at the next member.
pub(super) struct Decompressor {
    state: State,
    members: VecDeque<Member>,
    /// Bytes of output so far.
    output: u64,
    zstd: FrameDecoder,
    dictionary: Option<u32>,
    reread: u64,
    is_archive: bool,
}

enum State {
    /// Nothing was read yet.
    Start(Raw),
    Plain(Raw),
    /// At the start of a member.
    Between(Raw),
    Gzip(Box<GzDecoder<Raw>>),
    Zstd(Raw),
    /// In a damaged member.
    Damaged(Raw),
    Ended,
}

impl Decompressor {
    /// A file that `is_archive` by name is read as a compressed archive even if its first bytes are damaged.
    pub(super) fn new(reader: Box<dyn Read + Send>, is_archive: bool) -> Self {
        Self {
            state: State::Start(Window::new(reader)),
            is_archive,
            members: VecDeque::new(),
            output: 0,
            zstd: FrameDecoder::new(),
            dictionary: None,
            reread: 0,
        }
    }

    /// The member that holds a position of the output. Drops earlier members.
    pub(super) fn member_of(&mut self, position: u64) -> Option<Member> {
        while self.members.get(1).is_some_and(|next| next.output_start <= position) {
            self.members.pop_front();
        }
        self.members.front().copied()
    }

    /// The first member start at or after a position of the output.
    pub(super) fn member_from(&self, position: u64) -> Option<u64> {
        self.members.iter().map(|m| m.output_start).find(|start| *start >= position)
    }

    /// Advances by one step; `None` if it yielded no bytes but is not the last.
    fn step(&mut self, out: &mut [u8]) -> Step {
        let (state, read) = match std::mem::replace(&mut self.state, State::Ended) {
            State::Start(mut raw) => match raw.peek(4) {
                Ok(head) if is_gzip(head) || is_zstd(head) => (State::Between(raw), Ok(None)),
                Ok(head) if self.is_archive && !head.starts_with(b"WARC") => (State::Between(raw), Ok(None)),
                Ok(_) => (State::Plain(raw), Ok(None)),
                Err(error) => (State::Plain(raw), Err(error)),
            },
            State::Plain(mut raw) => {
                let read = raw.read(out).map(Some);
                (State::Plain(raw), read)
            }
            State::Between(raw) => self.begin(raw),
            State::Gzip(mut member) => match member.read(out) {
                Ok(0) => (State::Between(member.into_inner()), Ok(None)),
                Ok(read) => (State::Gzip(member), Ok(Some(read))),
                Err(error) => (State::Damaged(member.into_inner()), Err(damage("gzip member", &error))),
            },
            State::Zstd(mut raw) => match frame(&mut self.zstd, &mut raw, out) {
                Ok(0) => (State::Between(raw), Ok(None)),
                Ok(read) => (State::Zstd(raw), Ok(Some(read))),
                Err(error) => (State::Damaged(raw), Err(damage("zstd frame", &error))),
            },
            State::Damaged(raw) => (self.resync(raw), Ok(None)),
            State::Ended => (State::Ended, Ok(Some(0))),
        };
        self.state = state;
        read
    }

    /// Begins the next member.
    fn begin(&mut self, mut raw: Raw) -> (State, Step) {
        let head = loop {
            match raw.peek(4) {
                Ok([]) => return (State::Ended, Ok(Some(0))),
                // Tapes and block devices are padded with zeros.
                Ok([0, ..]) => raw.consume(1),
                Ok(head) => break head.to_vec(),
                Err(error) => return (State::Damaged(raw), Err(error)),
            }
        };
        raw.mark();
        self.members.push_back(Member { output_start: self.output, file_start: raw.position() });
        if is_gzip(&head) {
            return (State::Gzip(Box::new(GzDecoder::new(raw))), Ok(None));
        }
        let begun = match skippable(&head) {
            Some(kind) => self.skip_frame(&mut raw, kind).map(|()| State::Between as fn(Raw) -> State),
            None if is_zstd(&head) => self.begin_frame(&mut raw).map(|()| State::Zstd as fn(Raw) -> State),
            None => Err(io::Error::new(io::ErrorKind::InvalidData, "it is neither gzip nor zstd")),
        };
        match begun {
            Ok(state) => (state(raw), Ok(None)),
            Err(error) => {
                (State::Damaged(raw), Err(damage(if is_zstd(&head) { "zstd frame" } else { "member" }, &error)))
            }
        }
    }

    fn begin_frame(&mut self, raw: &mut Raw) -> io::Result<()> {
        self.zstd.reset(raw).map_err(zstd_error)?;
        self.dictionary.map_or(Ok(()), |id| self.zstd.force_dict(id).map_err(zstd_error))
    }

    /// Skips a zstd frame that holds no data; loads the dictionary if it holds one.
    fn skip_frame(&mut self, raw: &mut Raw, kind: u32) -> io::Result<()> {
        let mut head = [0; 8];
        raw.read_exact(&mut head)?;
        let length = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
        if kind != DICTIONARY_FRAME {
            let skipped = io::copy(&mut raw.take(length), &mut io::sink())?;
            return if skipped == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
        if length > MAX_DICTIONARY_BYTES {
            return Err(io::Error::other(format!("its dictionary is longer than {MAX_DICTIONARY_BYTES} bytes")));
        }
        let mut dictionary = Vec::new();
        if (raw.take(length).read_to_end(&mut dictionary)? as u64) < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if !dictionary.starts_with(&ZSTD_DICTIONARY) {
            let compressed = std::mem::take(&mut dictionary);
            zstd(&compressed[..])?.take(MAX_DICTIONARY_BYTES).read_to_end(&mut dictionary)?;
        }
        let dictionary = Dictionary::decode_dict(&dictionary).map_err(zstd_error)?;
        self.dictionary = Some(dictionary.id);
        self.zstd.add_dict(dictionary).map_err(zstd_error)
    }

    /// Moves to the next member that begins with a WARC record. Searches from the second byte of the damaged member,
    /// which may have been read too far.
    fn resync(&mut self, mut raw: Raw) -> State {
        let from = self.members.back().map_or(0, |m| m.file_start) + 1;
        let back = raw.position().saturating_sub(from);
        if self.reread + back <= MAX_REREAD_BYTES {
            self.reread += back;
            raw.rewind(from);
        }
        loop {
            let Ok(held) = raw.fill_buf() else { return State::Ended };
            if held.is_empty() {
                return State::Ended;
            }
            let Some(at) = memchr2(GZIP[0], ZSTD[0], held) else {
                let all = held.len();
                raw.consume(all);
                continue;
            };
            raw.consume(at);
            if self.begins_record(&mut raw) {
                return State::Between(raw);
            }
            raw.consume(1);
        }
    }

    fn begins_record(&mut self, raw: &mut Raw) -> bool {
        let mut start = [0; 5];
        let Ok(head) = raw.peek(GZIP_PROBE) else { return false };
        if head.starts_with(&GZIP) {
            let head = &head[..head.len().min(GZIP_PROBE)];
            return GzDecoder::new(head).read_exact(&mut start).is_ok() && start == *b"WARC/";
        }
        if !head.starts_with(&ZSTD) {
            return false;
        }
        let Ok(head) = raw.peek(ZSTD_PROBE) else { return false };
        let mut probe = &head[..head.len().min(ZSTD_PROBE)];
        let with_dictionary = |zstd: &mut FrameDecoder| self.dictionary.is_none_or(|id| zstd.force_dict(id).is_ok());
        if self.zstd.reset(&mut probe).is_err() || !with_dictionary(&mut self.zstd) {
            return false;
        }
        let first = self.zstd.decode_blocks(&mut probe, BlockDecodingStrategy::UptoBlocks(1));
        // Bytes still in the window cannot be read yet, so a probe of an unfinished frame is trusted.
        match first {
            Ok(true) => self.zstd.read_exact(&mut start).is_ok() && start == *b"WARC/",
            Ok(false) => true,
            Err(_) => false,
        }
    }
}

impl Read for Decompressor {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(read) = self.step(out)? {
                self.output += read as u64;
                return Ok(read);
            }
        }
    }
}

/// Reads from the current zstd frame; 0 at its end.
fn frame(zstd: &mut FrameDecoder, raw: &mut Raw, out: &mut [u8]) -> io::Result<usize> {
    while zstd.can_collect() == 0 && !zstd.is_finished() {
        zstd.decode_blocks(&mut *raw, BlockDecodingStrategy::UptoBlocks(1)).map_err(zstd_error)?;
    }
    let read = zstd.read(out)?;
    let expected = zstd.get_checksum_from_data();
    if read == 0 && expected.is_some() && expected != zstd.get_calculated_checksum() {
        return Err(io::Error::other("its checksum does not match"));
    }
    Ok(read)
}

/// Reads one zstd frame.
pub(super) fn zstd<R: Read>(compressed: R) -> io::Result<impl Read> {
    ruzstd::decoding::StreamingDecoder::new(compressed).map_err(zstd_error)
}

/// Whether a gzip member begins here. It may be cut off within its magic number.
fn is_gzip(head: &[u8]) -> bool {
    head.starts_with(&GZIP) || !head.is_empty() && GZIP.starts_with(head)
}

/// Whether a zstd frame begins here. It may be cut off within its magic number, unless a short text may begin so too.
fn is_zstd(head: &[u8]) -> bool {
    let is_cut =
        head.len() < 4 && (head.len() >= 2 && ZSTD.starts_with(head) || matches!(head, [0x50..=0x5f, 0x2a, 0x4d]));
    head.starts_with(&ZSTD) || skippable(head).is_some() || is_cut
}

/// The magic number of a zstd frame that holds no data.
fn skippable(head: &[u8]) -> Option<u32> {
    let magic = u32::from_le_bytes(head.get(..4)?.try_into().ok()?);
    (0x184d_2a50..=0x184d_2a5f).contains(&magic).then_some(magic)
}

/// The root cause of a decoder's error, since the texts of outer errors print inner ones for debugging.
fn zstd_error(error: impl Error + Send + Sync + 'static) -> io::Error {
    let mut cause: &(dyn Error + 'static) = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    match cause.downcast_ref::<io::Error>() {
        Some(error) => io::Error::new(error.kind(), error.to_string()),
        None => io::Error::other(cause.to_string()),
    }
}

fn damage(what: &str, error: &io::Error) -> io::Error {
    let reason = match error.kind() {
        io::ErrorKind::UnexpectedEof => "the file ends within it".to_owned(),
        _ => error.to_string(),
    };
    io::Error::new(io::ErrorKind::InvalidData, format!("damaged {what}: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gzip(text: &str) -> Vec<u8> {
        blocksift_testkit::compress::gzip(text.as_bytes())
    }

    fn frame(text: &str) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
    }

    /// Everything that is read, with a `!` for each error.
    fn unpack(packed: Vec<u8>) -> String {
        let mut unpacker = Decompressor::new(Box::new(io::Cursor::new(packed)), false);
        let (mut text, mut piece) = (String::new(), [0; 100]);
        loop {
            match unpacker.read(&mut piece) {
                Ok(0) => return text,
                Ok(read) => text += &String::from_utf8_lossy(&piece[..read]),
                Err(_) => text.push('!'),
            }
        }
    }

    #[test]
    fn members_are_concatenated() {
        assert_eq!(unpack([gzip("a"), gzip("b"), vec![0; 600]].concat()), "ab");
        assert_eq!(unpack([frame("a"), gzip("b"), frame("")].concat()), "ab");
        assert_eq!(unpack(b"plain".to_vec()), "plain");
        assert_eq!(unpack(Vec::new()), "");
        assert_eq!(unpack([gzip("a"), b"tail".to_vec()].concat()), "a!");
        let truncated_skip = [&0x184d_2a50u32.to_le_bytes()[..], &9u32.to_le_bytes(), b"four"].concat();
        for length in 3..truncated_skip.len() {
            assert_eq!(unpack(truncated_skip[..length].to_vec()), "!", "{length}");
        }
        assert_eq!(unpack(b"(\n".to_vec()), "(\n");
    }

    #[test]
    fn a_damaged_member_does_not_affect_others() {
        for pack in [gzip, frame] {
            let [a, b, c] = ["WARC/1.0 a", "WARC/1.0 bbbbb", "WARC/1.0 c"].map(pack);
            let whole = unpack([a.clone(), b.clone(), c.clone()].concat());
            assert_eq!(whole, "WARC/1.0 aWARC/1.0 bbbbbWARC/1.0 c");
            for at in 0..b.len() {
                let mut bad = b.clone();
                bad[at] ^= 0x5a;
                let read = unpack([a.clone(), bad, c.clone()].concat());
                assert!(read.starts_with("WARC/1.0 a") && read.ends_with("WARC/1.0 c"), "{at}: {read}");
                let read = unpack([a.clone(), b[..at].to_vec(), c.clone()].concat());
                assert!(read.starts_with("WARC/1.0 a") && read.ends_with("WARC/1.0 c"), "{at}: {read}");
            }
        }
    }

    #[test]
    fn damage_is_described_in_words() {
        let error = |packed: &[u8]| {
            let mut unpacker = Decompressor::new(Box::new(io::Cursor::new(packed.to_vec())), false);
            io::copy(&mut unpacker, &mut io::sink()).unwrap_err().to_string()
        };
        let whole = zstd::encode_all("some text, some text, some other text".repeat(9).as_bytes(), 3).unwrap();
        for length in [2, 3, 4, 5, 7, 8, whole.len() - 1] {
            assert_eq!(error(&whole[..length]), "damaged zstd frame: the file ends within it", "{length}");
        }
        for at in 4..whole.len() {
            let mut bad = whole.clone();
            bad[at] ^= 0xff;
            let mut unpacker = Decompressor::new(Box::new(io::Cursor::new(bad)), false);
            let reason = io::copy(&mut unpacker, &mut io::sink()).err().map_or(String::new(), |e| e.to_string());
            assert!(!reason.contains('{') && !reason.contains("Error"), "{at}: {reason}");
        }
    }

    #[test]
    fn dictionaries_are_read_from_their_frame() {
        let samples: Vec<String> = (0..2000).map(|i| format!("WARC/1.0\r\nWARC-Type: {i} sample {}", i * 7)).collect();
        let dictionary = zstd::dict::from_samples(&samples, 4 << 10).unwrap();
        let mut packer = zstd::bulk::Compressor::with_dictionary(3, &dictionary).unwrap();
        let pages: Vec<Vec<u8>> = ["WARC/1.0\r\nWARC-Type: a", "WARC/1.0\r\nWARC-Type: b"]
            .iter()
            .map(|page| packer.compress(page.as_bytes()).unwrap())
            .collect();
        for dictionary in [dictionary.clone(), zstd::bulk::compress(&dictionary, 3).unwrap()] {
            let head = [DICTIONARY_FRAME.to_le_bytes(), (dictionary.len() as u32).to_le_bytes()].concat();
            let packed = [head, dictionary, pages.concat()].concat();
            assert_eq!(unpack(packed), "WARC/1.0\r\nWARC-Type: aWARC/1.0\r\nWARC-Type: b");
        }
    }
}
