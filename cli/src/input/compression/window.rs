//! A buffered reader that can look ahead and, within bounds, rewind.

use std::io::{self, BufRead, Read};

/// Bytes kept from the mark on, to which the reader can rewind.
pub(crate) const KEPT: usize = 4 << 20;
/// Bytes read at once.
const CHUNK: usize = 64 << 10;

/// Reads an input and counts its bytes. Keeps the last [`KEPT`] bytes from the mark on.
pub(crate) struct Window<R> {
    reader: R,
    buffer: Vec<u8>,
    /// Position of the next byte in the buffer.
    at: usize,
    /// Position of the buffer's first byte in the input.
    base: u64,
    mark: Option<usize>,
    /// An error met while looking ahead, returned once the bytes before it are consumed.
    pending: Option<io::Error>,
}

impl<R: Read> Window<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), at: 0, base: 0, mark: None, pending: None }
    }

    pub(crate) fn reader(&self) -> &R {
        &self.reader
    }

    pub(crate) fn reader_mut(&mut self) -> &mut R {
        &mut self.reader
    }

    /// Bytes of the input consumed so far.
    pub(crate) fn position(&self) -> u64 {
        self.base + self.at as u64
    }

    /// Keeps the bytes from here on.
    pub(crate) fn mark(&mut self) {
        self.mark = Some(self.at);
    }

    /// Rewinds to a position, or to the first one that is still kept.
    pub(crate) fn rewind(&mut self, position: u64) {
        self.at = self.index(position);
    }

    /// The buffered bytes from a position on, consumed or not.
    pub(crate) fn held(&self, position: u64) -> &[u8] {
        &self.buffer[self.index(position)..]
    }

    fn index(&self, position: u64) -> usize {
        usize::try_from(position.saturating_sub(self.base)).unwrap_or(usize::MAX).min(self.buffer.len())
    }

    /// The next bytes, at least `min_bytes` unless the input ends or fails before.
    pub(crate) fn peek(&mut self, min_bytes: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.at < min_bytes && self.pending.is_none() {
            match self.fill() {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => self.pending = Some(error),
            }
        }
        match self.pending.take_if(|_| self.at == self.buffer.len()) {
            Some(error) => Err(error),
            None => Ok(&self.buffer[self.at..]),
        }
    }

    fn fill(&mut self) -> io::Result<usize> {
        self.discard();
        let before = self.buffer.len();
        self.buffer.resize(before + CHUNK, 0);
        let read = loop {
            match self.reader.read(&mut self.buffer[before..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.buffer.truncate(before + *read.as_ref().unwrap_or(&0));
        read
    }

    /// Drops bytes that are no longer needed. Rarely, because the kept bytes have to be moved.
    fn discard(&mut self) {
        let wanted = self.mark.unwrap_or(self.at).min(self.at);
        let used =
            if self.buffer.len() >= 2 * KEPT { wanted.max((self.buffer.len() - KEPT).min(self.at)) } else { wanted };
        if used >= CHUNK || used == self.buffer.len() {
            self.buffer.drain(..used);
            self.base += used as u64;
            self.at -= used;
            self.mark = self.mark.map(|mark| mark.saturating_sub(used));
        }
    }
}

impl<R: Read> BufRead for Window<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.buffer.len());
    }
}

impl<R: Read> Read for Window<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let used = available.len().min(out.len());
        out[..used].copy_from_slice(&available[..used]);
        self.consume(used);
        Ok(used)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_bytes_can_be_read_again() {
        let bytes: Vec<u8> = (0..3 * KEPT).map(|i| (i % 251) as u8).collect();
        let mut window = Window::new(&bytes[..]);
        window.consume(0);
        assert_eq!(window.peek(10).unwrap()[..3], bytes[..3]);
        window.consume(5);
        window.mark();
        io::copy(&mut window.by_ref().take(KEPT as u64 - 5), &mut io::sink()).unwrap();
        assert_eq!(window.position(), KEPT as u64);
        window.rewind(7);
        assert_eq!((window.position(), window.peek(1).unwrap()[0]), (7, 7));
        io::copy(&mut window, &mut io::sink()).unwrap();
        assert_eq!(window.position(), 3 * KEPT as u64);
        assert!(window.buffer.len() <= 2 * KEPT + CHUNK);
        window.rewind(7);
        assert!(window.position() > 7 && window.position() <= 2 * KEPT as u64);
        let expected = (window.position() % 251) as u8;
        assert_eq!(window.peek(1).unwrap()[0], expected);
    }

    #[test]
    fn errors_come_after_the_bytes_before_them() {
        struct Breaks(usize);
        impl Read for Breaks {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                match self.0 {
                    2 => Err(io::Error::other("broken")),
                    _ => {
                        out[0] = b'x';
                        Ok(1)
                    }
                }
            }
        }
        let mut window = Window::new(Breaks(0));
        assert_eq!(window.peek(5).unwrap(), b"x");
        window.consume(1);
        assert!(window.peek(1).is_err());
        assert_eq!(window.peek(2).unwrap(), b"xx");
    }
}
