//! Mutations of byte strings. The same seed gives the same mutations.

use blocksift_testkit::random::Numbers;

/// Strings with a meaning in pages, models or tables.
#[rustfmt::skip]
const PIECES: [&[u8]; 72] = [
    b"<", b">", b"/", b"'", b"\"", b"=", b"&", b"&amp;", b"&#", b"&#x10ffff;", b"\0", b"\r\n", b"\n", b" ", b"\xff",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x1b$B", b"\xc3", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"<div>",
    b"</div>", b"<p>", b"</p>", b"<b>", b"</b>", b"<a href=x>", b"</a>", b"<font color=#>", b"</font>", b"<nobr>",
    b"<table>", b"</table>", b"<tr>", b"<td>", b"<caption>", b"<select>", b"</select>", b"<option>", b"<template>",
    b"</template>", b"<svg>", b"<math>", b"<mi>", b"<annotation-xml>", b"<foreignObject>", b"<style>", b"</style>",
    b"<script>", b"</script>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE html>", b"<frameset>", b"<form>",
    b"<applet>", b"</applet>", b"<plaintext>", b"</html>", b"<body>", b"<pre>\n", b"<br>", b"style='display:none'",
    b".a{", b"}", b"|", b"1e39", b"-0",
];

/// A mutated copy of one of several inputs, of at most `max_bytes`.
pub fn mutated(inputs: &[Vec<u8>], numbers: &mut Numbers, max_bytes: usize) -> Vec<u8> {
    let mut bytes = inputs[numbers.below(inputs.len())].clone();
    for _ in 0..=numbers.below(8) {
        mutate(&mut bytes, inputs, numbers);
        bytes.truncate(max_bytes);
    }
    bytes
}

/// Applies one mutation: flips a bit, sets a byte, removes or repeats a range, splices in another input, or inserts one of
/// [`PIECES`].
fn mutate(bytes: &mut Vec<u8>, inputs: &[Vec<u8>], numbers: &mut Numbers) {
    let start = numbers.below(bytes.len() + 1);
    let end = start + numbers.below((bytes.len() - start).min(256) + 1);
    match numbers.below(8) {
        0 if start < bytes.len() => bytes[start] ^= 1 << numbers.below(8),
        1 if start < bytes.len() => bytes[start] = numbers.below(256) as u8,
        2 => drop(bytes.drain(start..end)),
        3 => {
            let part = bytes[start..end].to_vec();
            let times = 1 << numbers.below(6);
            bytes.splice(start..start, part.repeat(times));
        }
        4 => {
            let other = &inputs[numbers.below(inputs.len())];
            let from = numbers.below(other.len() + 1);
            let to = from + numbers.below((other.len() - from).min(1024) + 1);
            bytes.splice(start..end, other[from..to].iter().copied());
        }
        5 => {
            let piece = PIECES[numbers.below(PIECES.len())];
            let times = if numbers.below(16) == 0 { 1 << numbers.below(10) } else { 1 };
            bytes.splice(start..start, piece.repeat(times));
        }
        _ => {
            let piece = PIECES[numbers.below(PIECES.len())];
            bytes.splice(start..start, piece.iter().copied());
        }
    }
}
