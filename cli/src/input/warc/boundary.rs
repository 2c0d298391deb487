//! Where WARC records begin, in data that may be damaged.

use memchr::memmem;

/// How records begin.
pub(super) const START: &[u8] = b"WARC/1.";

/// The next position before `bound` at which a record may begin, and whether one does. If not, more bytes are needed to
/// tell.
pub(super) fn next_candidate(held: &[u8], bound: usize) -> Option<(usize, bool)> {
    memmem::find_iter(&held[..bound.min(held.len())], START).find_map(|at| {
        let starts_line = at > 0 && held[at - 1] == b'\n';
        match begins_record(&held[at..]) {
            _ if starts_line => Some((at, true)),
            Some(true) => Some((at, true)),
            None if at > 0 => Some((at, false)),
            _ => None,
        }
    })
}

/// Whether a record begins here: its first line, then a named field. `None` if more bytes are needed to tell.
pub(super) fn begins_record(held: &[u8]) -> Option<bool> {
    let line = memchr::memchr(b'\n', &held[..held.len().min(32)]);
    let Some(line) = line else { return (held.len() >= 32).then_some(false) };
    let next = &held[line + 1..];
    let has_field = |name: &[u8]| next.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name));
    match next.len() < 8 {
        true => None,
        false => Some(has_field(b"WARC-") || has_field(b"Content-")),
    }
}
