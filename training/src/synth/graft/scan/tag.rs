//! One tag of a page, with its attributes.

/// A tag of the host page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag<'a> {
    pub(crate) name: &'a str,
    /// The text between the name and `>`.
    pub(crate) rest: &'a str,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) is_closing: bool,
    /// Whether nothing may be planted next to it: it is inside a head, an svg, a select and the like.
    pub(crate) is_barred: bool,
}

impl<'a> Tag<'a> {
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    pub(crate) fn opens(&self, name: &str) -> bool {
        !self.is_closing && self.is(name)
    }

    pub(crate) fn closes(&self, name: &str) -> bool {
        self.is_closing && self.is(name)
    }

    /// The value of an attribute, with its byte range in the page.
    pub(crate) fn attribute(&self, name: &str) -> Option<(&str, std::ops::Range<usize>)> {
        let bytes = self.rest.as_bytes();
        let offset = self.end.saturating_sub(1 + self.rest.len());
        let mut at = 0;
        while at < bytes.len() {
            let key_start = skip(bytes, at, |b| b.is_ascii_whitespace() || b == b'/');
            let key_end = skip(bytes, key_start, |b| !b.is_ascii_whitespace() && b != b'=' && b != b'/');
            let equals = skip(bytes, key_end, |b| b.is_ascii_whitespace());
            if bytes.get(equals) != Some(&b'=') {
                at = key_end.max(key_start + 1);
                continue;
            }
            let value = skip(bytes, equals + 1, |b| b.is_ascii_whitespace());
            let (from, to, next) = match bytes.get(value) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let end = skip(bytes, value + 1, |b| b != quote);
                    (value + 1, end, end + 1)
                }
                _ => {
                    let end = skip(bytes, value, |b| !b.is_ascii_whitespace());
                    (value, end, end)
                }
            };
            if self.rest.get(key_start..key_end).is_some_and(|key| key.eq_ignore_ascii_case(name)) {
                return self.rest.get(from..to).map(|text| (text, offset + from..offset + to));
            }
            at = next.max(key_start + 1);
        }
        None
    }

    /// The value of the class attribute, or the empty string.
    pub(super) fn class(&self) -> &'a str {
        let offset = self.end.saturating_sub(1 + self.rest.len());
        let range = self.attribute("class").map(|(_, range)| range);
        range.and_then(|range| self.rest.get(range.start - offset..range.end - offset)).unwrap_or("")
    }
}

/// The first position at or after `from` whose byte does not match.
pub(super) fn skip(bytes: &[u8], from: usize, matches: impl Fn(u8) -> bool) -> usize {
    let from = from.min(bytes.len());
    bytes[from..].iter().position(|b| !matches(*b)).map_or(bytes.len(), |at| from + at)
}
