//! Archives unpacked member by member: gzip and zstd. Each member's place in the file is known, and after a damaged
//! one the next that begins with a WARC record is found.

use super::window::Window;
use flate2::bufread::GzDecoder;
use memchr::memchr2;
use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

type Raw = Window<Box<dyn Read + Send>>;
type Step = io::Result<Option<usize>>;

const GZIP: [u8; 3] = [0x1f, 0x8b, 8];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
const ZSTD_DICTIONARY: [u8; 4] = [0x37, 0xa4, 0x30, 0xec];
/// The frame in which a `.warc.zst` brings its dictionary.
const DICTIONARY_FRAME: u32 = 0x184d_2a5d;
/// Bytes of a dictionary past which it is refused; those in use have some hundred thousand.
const MOST_DICTIONARY: u64 = 16 << 20;
/// Bytes looked at where a gzip member may begin: enough for its header and first line, few enough to try often.
const GZIP_PROBE: usize = 1 << 10;
/// The same of a zstd frame, whose first block comes out as a whole.
const ZSTD_PROBE: usize = 160 << 10;
/// Bytes of damaged members gone back over, of one file, past which the search goes on from where reading broke off.
const MOST_REREAD: u64 = 256 << 20;

/// Where a member begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    /// Its first byte in what is unpacked.
    pub(super) unpacked: u64,
    /// Its first byte in the file.
    pub(super) packed: u64,
}

/// Reads what an archive unpacks to, or a plain file as it is. No read goes over the end of a member. A damaged
/// member yields an error once; then reading goes on at the next one.
pub(super) struct Unpacker {
    state: State,
    members: VecDeque<Member>,
    unpacked: u64,
    zstd: FrameDecoder,
    dictionary: Option<u32>,
    reread: u64,
    is_archive: bool,
}

enum State {
    /// Nothing was read yet.
    New(Raw),
    Plain(Raw),
    /// At the start of a member.
    Between(Raw),
    Gzip(Box<GzDecoder<Raw>>),
    Zstd(Raw),
    /// In a damaged member.
    Lost(Raw),
    Ended,
}

impl Unpacker {
    /// A file whose name says that it is a packed web archive is read as one even if its first bytes are damaged.
    pub(super) fn new(reader: Box<dyn Read + Send>, is_archive: bool) -> Self {
        Self {
            state: State::New(Window::new(reader)),
            is_archive,
            members: VecDeque::new(),
            unpacked: 0,
            zstd: FrameDecoder::new(),
            dictionary: None,
            reread: 0,
        }
    }

    /// The member that a position in what is unpacked lies in. Earlier ones are forgotten.
    pub(super) fn member_of(&mut self, position: u64) -> Option<Member> {
        while self.members.get(1).is_some_and(|next| next.unpacked <= position) {
            self.members.pop_front();
        }
        self.members.front().copied()
    }

    /// The first start of a member at or after a position in what is unpacked.
    pub(super) fn member_from(&self, position: u64) -> Option<u64> {
        self.members.iter().map(|m| m.unpacked).find(|start| *start >= position)
    }

    /// One step; `None` if it yielded no bytes but is not the last.
    fn step(&mut self, out: &mut [u8]) -> Step {
        let (state, read) = match std::mem::replace(&mut self.state, State::Ended) {
            State::New(mut raw) => match raw.peek(4) {
                Ok(head) if head.starts_with(&GZIP) || head.starts_with(&ZSTD) || skippable(head).is_some() => {
                    (State::Between(raw), Ok(None))
                }
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
                Err(error) => (State::Lost(member.into_inner()), Err(damage("gzip member", &error))),
            },
            State::Zstd(mut raw) => match frame(&mut self.zstd, &mut raw, out) {
                Ok(0) => (State::Between(raw), Ok(None)),
                Ok(read) => (State::Zstd(raw), Ok(Some(read))),
                Err(error) => (State::Lost(raw), Err(damage("zstd frame", &error))),
            },
            State::Lost(raw) => (self.find(raw), Ok(None)),
            State::Ended => (State::Ended, Ok(Some(0))),
        };
        self.state = state;
        read
    }

    /// Begins the member that is next in the file.
    fn begin(&mut self, mut raw: Raw) -> (State, Step) {
        let head = loop {
            match raw.peek(4) {
                Ok([]) => return (State::Ended, Ok(Some(0))),
                // Tapes and block devices are filled up with zeros.
                Ok([0, ..]) => raw.consume(1),
                Ok(head) => break head.to_vec(),
                Err(error) => return (State::Lost(raw), Err(error)),
            }
        };
        raw.mark();
        self.members.push_back(Member { unpacked: self.unpacked, packed: raw.position() });
        if head.starts_with(&GZIP) {
            return (State::Gzip(Box::new(GzDecoder::new(raw))), Ok(None));
        }
        let begun = match skippable(&head) {
            Some(kind) => self.skip(&mut raw, kind).map(|()| State::Between as fn(Raw) -> State),
            None if head.starts_with(&ZSTD) => self.begin_frame(&mut raw).map(|()| State::Zstd as fn(Raw) -> State),
            None => Err(io::Error::new(io::ErrorKind::InvalidData, "it begins as neither gzip nor zstd does")),
        };
        match begun {
            Ok(state) => (state(raw), Ok(None)),
            Err(error) => (State::Lost(raw), Err(damage("member", &error))),
        }
    }

    fn begin_frame(&mut self, raw: &mut Raw) -> io::Result<()> {
        self.zstd.reset(raw).map_err(io::Error::other)?;
        self.dictionary.map_or(Ok(()), |id| self.zstd.force_dict(id).map_err(io::Error::other))
    }

    /// Passes over a zstd frame that holds no data; takes the dictionary out of it if it is one.
    fn skip(&mut self, raw: &mut Raw, kind: u32) -> io::Result<()> {
        let mut head = [0; 8];
        raw.read_exact(&mut head)?;
        let length = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
        if kind != DICTIONARY_FRAME {
            io::copy(&mut raw.take(length), &mut io::sink())?;
            return Ok(());
        }
        if length > MOST_DICTIONARY {
            return Err(io::Error::other(format!("its dictionary is longer than {MOST_DICTIONARY} bytes")));
        }
        let mut dictionary = Vec::new();
        raw.take(length).read_to_end(&mut dictionary)?;
        if !dictionary.starts_with(&ZSTD_DICTIONARY) {
            let packed = std::mem::take(&mut dictionary);
            zstd(&packed[..])?.take(MOST_DICTIONARY).read_to_end(&mut dictionary)?;
        }
        let dictionary = Dictionary::decode_dict(&dictionary).map_err(io::Error::other)?;
        self.dictionary = Some(dictionary.id);
        self.zstd.add_dict(dictionary).map_err(io::Error::other)
    }

    /// Goes to the next member that begins with a WARC record, from the second byte of the damaged one on: that may
    /// have been read as being longer than it is.
    fn find(&mut self, mut raw: Raw) -> State {
        let from = self.members.back().map_or(0, |m| m.packed) + 1;
        let back = raw.position().saturating_sub(from);
        if self.reread + back <= MOST_REREAD {
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
            if self.is_record(&mut raw) {
                return State::Between(raw);
            }
            raw.consume(1);
        }
    }

    fn is_record(&mut self, raw: &mut Raw) -> bool {
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
        let forced = |zstd: &mut FrameDecoder| self.dictionary.is_none_or(|id| zstd.force_dict(id).is_ok());
        if self.zstd.reset(&mut probe).is_err() || !forced(&mut self.zstd) {
            return false;
        }
        let first = self.zstd.decode_blocks(&mut probe, BlockDecodingStrategy::UptoBlocks(1));
        // What is still in the window cannot be read yet, so a probe of an unfinished frame has to be believed.
        match first {
            Ok(true) => self.zstd.read_exact(&mut start).is_ok() && start == *b"WARC/",
            Ok(false) => true,
            Err(_) => false,
        }
    }
}

impl Read for Unpacker {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(read) = self.step(out)? {
                self.unpacked += read as u64;
                return Ok(read);
            }
        }
    }
}

/// Reads on in a zstd frame; 0 at its end.
fn frame(zstd: &mut FrameDecoder, raw: &mut Raw, out: &mut [u8]) -> io::Result<usize> {
    while zstd.can_collect() == 0 && !zstd.is_finished() {
        zstd.decode_blocks(&mut *raw, BlockDecodingStrategy::UptoBlocks(1)).map_err(io::Error::other)?;
    }
    let read = zstd.read(out)?;
    let told = zstd.get_checksum_from_data();
    if read == 0 && told.is_some() && told != zstd.get_calculated_checksum() {
        return Err(io::Error::other("its checksum does not fit"));
    }
    Ok(read)
}

/// Reads one zstd frame.
pub(super) fn zstd<R: Read>(packed: R) -> io::Result<impl Read> {
    ruzstd::decoding::StreamingDecoder::new(packed).map_err(io::Error::other)
}

/// The kind of a zstd frame that holds no data.
fn skippable(head: &[u8]) -> Option<u32> {
    let magic = u32::from_le_bytes(head.get(..4)?.try_into().ok()?);
    (0x184d_2a50..=0x184d_2a5f).contains(&magic).then_some(magic)
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

    /// What is read, with a `!` for each error.
    fn unpack(packed: Vec<u8>) -> String {
        let mut unpacker = Unpacker::new(Box::new(io::Cursor::new(packed)), false);
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
    fn members_follow_each_other() {
        assert_eq!(unpack([gzip("a"), gzip("b"), vec![0; 600]].concat()), "ab");
        assert_eq!(unpack([frame("a"), gzip("b"), frame("")].concat()), "ab");
        assert_eq!(unpack(b"plain".to_vec()), "plain");
        assert_eq!(unpack(Vec::new()), "");
        assert_eq!(unpack([gzip("a"), b"tail".to_vec()].concat()), "a!");
    }

    #[test]
    fn a_damaged_member_costs_no_other() {
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
    fn dictionaries_are_taken_from_their_frame() {
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
