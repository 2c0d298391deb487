//! The host and the path of a link's target.

use crate::hash::fnv32_add;
use std::ops::Range;

/// How much of a target is read, in bytes.
const MAX_TARGET: usize = 300;

/// What a target looks like.
pub(super) struct Target<'a> {
    target: &'a str,
    host: Range<usize>,
    /// Parts of the path.
    pub(super) depth: u32,
    /// Whether a part of the path is all digits.
    pub(super) is_numeric: bool,
    /// Hash of the path with each run of digits and each run of letters as one sign.
    pub(super) shape: u32,
}

impl<'a> Target<'a> {
    pub(super) fn parse(target: &'a str, has_host: bool) -> Target<'a> {
        let bytes = &target.as_bytes()[..target.len().min(MAX_TARGET)];
        let host = if has_host { host_of(bytes) } else { 0..0 };
        let mut parsed = Target { target, depth: 0, is_numeric: false, shape: 17, host };
        let (mut last, mut is_digits, mut length) = (0u8, true, 0);
        for b in bytes[parsed.host.end..].iter().copied().chain([b'/']) {
            if matches!(b, b'/' | b'\\' | b'?' | b'&' | b'=' | b'.') {
                parsed.is_numeric |= length > 0 && is_digits && b != b'=';
                parsed.depth += u32::from(length > 0 && matches!(b, b'/' | b'\\'));
                (is_digits, length) = (true, 0);
            } else {
                is_digits &= b.is_ascii_digit();
                length += 1;
            }
            let sign = sign_of(b);
            if sign != last || !matches!(sign, b'0' | b'a') {
                parsed.shape = fnv32_add(parsed.shape, u32::from(sign));
            }
            last = sign;
        }
        parsed
    }

    /// Whether the host contains a Latin word of the anchor that has four letters or more.
    pub(super) fn host_has_word_of(&self, anchor: &str) -> bool {
        let Some(host) = self.target.get(self.host.clone()) else { return false };
        let host = host.to_ascii_lowercase();
        anchor
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|w| w.len() >= 4)
            .take(8)
            .any(|w| host.contains(&w.to_ascii_lowercase()))
    }
}

fn host_of(target: &[u8]) -> Range<usize> {
    let is_slash = |b: &u8| matches!(b, b'/' | b'\\');
    let start = target.iter().position(is_slash).unwrap_or(0);
    let start = start + target[start..].iter().take_while(|b| is_slash(b)).count();
    let length = target[start..].iter().position(|b| matches!(b, b'/' | b'\\' | b'?' | b'#'));
    start..length.map_or(target.len(), |n| start + n)
}

/// The sign of a path's shape that a byte stands for.
fn sign_of(b: u8) -> u8 {
    match b {
        b'0'..=b'9' => b'0',
        b'-' | b'_' | b'%' | 0x80.. => b'a',
        _ if b.is_ascii_alphabetic() => b'a',
        _ => b,
    }
}
