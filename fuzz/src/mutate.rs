//! Changes to bytes that find what seeds alone do not: the same number gives the same changes.

/// A generator of numbers (Marsaglia's xorshift).
#[derive(Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// Begins with a number of one's own.
    pub fn new(seed: u64) -> Self {
        Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next number below `end`; 0 if that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % end.max(1) as u64) as usize
    }
}

/// Pieces that readers of pages, models and tables look for.
const PIECES: [&[u8]; 72] = [
    b"<",
    b">",
    b"/",
    b"'",
    b"\"",
    b"=",
    b"&",
    b"&amp;",
    b"&#",
    b"&#x10ffff;",
    b"\0",
    b"\r\n",
    b"\n",
    b" ",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x1b$B",
    b"\xc3",
    b"\xe2\x80\xae",
    b"\xf0\x9f\x98\x80",
    b"<div>",
    b"</div>",
    b"<p>",
    b"</p>",
    b"<b>",
    b"</b>",
    b"<a href=x>",
    b"</a>",
    b"<font color=#>",
    b"</font>",
    b"<nobr>",
    b"<table>",
    b"</table>",
    b"<tr>",
    b"<td>",
    b"<caption>",
    b"<select>",
    b"</select>",
    b"<option>",
    b"<template>",
    b"</template>",
    b"<svg>",
    b"<math>",
    b"<mi>",
    b"<annotation-xml>",
    b"<foreignObject>",
    b"<style>",
    b"</style>",
    b"<script>",
    b"</script>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<!DOCTYPE html>",
    b"<frameset>",
    b"<form>",
    b"<applet>",
    b"</applet>",
    b"<plaintext>",
    b"</html>",
    b"<body>",
    b"<pre>\n",
    b"<br>",
    b"style='display:none'",
    b".a{",
    b"}",
    b"|",
    b"1e39",
    b"-0",
];

/// A changed copy of one of several, at most so long.
pub fn mutated(of: &[Vec<u8>], numbers: &mut Numbers, longest: usize) -> Vec<u8> {
    let mut bytes = of[numbers.below(of.len())].clone();
    for _ in 0..=numbers.below(8) {
        let at = numbers.below(bytes.len() + 1);
        let end = at + numbers.below((bytes.len() - at).min(256) + 1);
        match numbers.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << numbers.below(8),
            1 if at < bytes.len() => bytes[at] = numbers.below(256) as u8,
            2 => drop(bytes.drain(at..end)),
            3 => {
                let part = bytes[at..end].to_vec();
                let times = 1 << numbers.below(6);
                bytes.splice(at..at, part.repeat(times));
            }
            4 => {
                let other = &of[numbers.below(of.len())];
                let from = numbers.below(other.len() + 1);
                let to = from + numbers.below((other.len() - from).min(1024) + 1);
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            5 => {
                let piece = PIECES[numbers.below(PIECES.len())];
                let times = if numbers.below(16) == 0 { 1 << numbers.below(10) } else { 1 };
                bytes.splice(at..at, piece.repeat(times));
            }
            _ => {
                let piece = PIECES[numbers.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
        }
        bytes.truncate(longest);
    }
    bytes
}
