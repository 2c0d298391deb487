//! One line of an input, read to its end and not beyond.

use std::io::{self, BufRead, Read};

/// A reader of one line, without its line end. Bytes above a maximum are passed over.
pub(super) struct Line<'a> {
    reader: &'a mut dyn BufRead,
    max_bytes: u64,
    length: u64,
    is_at_end: bool,
}

impl<'a> Line<'a> {
    pub(super) fn new(reader: &'a mut dyn BufRead, max_bytes: u64) -> Self {
        Self { reader, max_bytes, length: 0, is_at_end: false }
    }

    /// Bytes that were read or passed over, with the line end.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Whether nothing is left of the line.
    pub(super) fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// Whether the line has more bytes than the maximum.
    pub(super) fn is_too_long(&self) -> bool {
        self.length > self.max_bytes
    }

    /// Passes over the rest of the line.
    pub(super) fn skip(&mut self) -> io::Result<()> {
        while !self.is_at_end {
            self.next(usize::MAX, |_| {})?;
        }
        Ok(())
    }

    /// Passes the next bytes of the line to `take`, at most `most`, and returns their number.
    fn next(&mut self, most: usize, take: impl FnOnce(&[u8])) -> io::Result<usize> {
        let available = loop {
            match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Bound anew, because a borrow that is returned from a loop lasts beyond it.
                Err(error) => return Err(error),
                Ok(_) => break self.reader.fill_buf()?,
            }
        };
        let available = &available[..available.len().min(most)];
        let end = memchr::memchr(b'\n', available);
        let (taken, used) = end.map_or((available.len(), available.len()), |at| (at, at + 1));
        take(&available[..taken]);
        self.is_at_end = end.is_some() || used == 0;
        self.reader.consume(used);
        self.length += used as u64;
        Ok(taken)
    }
}

impl Read for Line<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.is_at_end || self.is_too_long() || out.is_empty() {
            return Ok(0);
        }
        self.next(out.len(), |bytes| out[..bytes.len()].copy_from_slice(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_to_its_end() {
        let mut reader = io::Cursor::new(b"0123456789\nab\n\nlast".to_vec());
        let mut all = Vec::new();
        loop {
            let (mut line, mut text) = (Line::new(&mut reader, 5), String::new());
            line.by_ref().take(4).read_to_string(&mut text).unwrap();
            line.skip().unwrap();
            if line.length() == 0 {
                break;
            }
            all.push((text, line.length(), line.is_too_long()));
        }
        let expected = [("0123", 11, true), ("ab", 3, false), ("", 1, false), ("last", 4, false)];
        assert_eq!(all, expected.map(|(text, length, is_too_long)| (text.to_owned(), length, is_too_long)));
    }
}
