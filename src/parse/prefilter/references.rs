//! Character references that are plain enough to be read without the tokenizer.

use std::borrow::Cow;

/// Where a text stands, which decides what an ampersand means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    /// In a value, `&name=` is no reference, as in the query of an address.
    Value,
}

/// What the tokenizer makes of a text: common references decoded, and line ends normalized. `None` if the tokenizer must
/// read it: it has null characters, or ampersands that may start another reference.
pub(super) fn decoded(text: &str, place: Place) -> Option<Cow<'_, str>> {
    let Some(first) = memchr::memchr3(b'&', b'\0', b'\r', text.as_bytes()) else { return Some(Cow::Borrowed(text)) };
    let mut decoded = String::with_capacity(text.len());
    decoded.push_str(&text[..first]);
    let mut rest = &text[first..];
    loop {
        let read = match rest.as_bytes() {
            [b'\r', b'\n', ..] => 1,
            [b'\r', ..] => {
                decoded.push('\n');
                1
            }
            [b'&', ..] => {
                let (c, read) = reference(&rest[1..], place)?;
                decoded.push(c);
                1 + read
            }
            [] => return Some(Cow::Owned(decoded)),
            _ => return None,
        };
        rest = &rest[read..];
        let plain = memchr::memchr3(b'&', b'\0', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        decoded.push_str(&rest[..plain]);
        rest = &rest[plain..];
    }
}

/// The character that an ampersand before `rest` stands for, and the bytes of `rest` that are part of it.
fn reference(rest: &str, place: Place) -> Option<(char, usize)> {
    /// Bytes of the longest name in [`named`].
    const MAX_NAME: usize = 6;
    let bytes = rest.as_bytes();
    if *bytes.first()? == b'#' {
        return numeric(rest);
    }
    let length = bytes.iter().position(|b| !b.is_ascii_alphanumeric())?;
    match bytes[length] {
        _ if length == 0 => Some(('&', 0)),
        b';' if length <= MAX_NAME => Some((named(&rest[..length])?, length + 1)),
        b'=' if place == Place::Value => Some(('&', 0)),
        _ => None,
    }
}

/// `&#8217;` or `&#x2019;`, of characters that stand for themselves.
fn numeric(rest: &str) -> Option<(char, usize)> {
    /// Bytes of the longest reference that is read.
    const MAX_LENGTH: usize = 9;
    let length = rest.bytes().take(MAX_LENGTH).position(|b| b == b';')?;
    let digits = &rest[1..length];
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16).ok()?,
        None if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok()?,
        _ => return None,
    };
    let is_plain = matches!(code, 0x20..=0x7e | 0xa0..=0xd7ff | 0xe000..=0xfdcf | 0x1f000..=0x1fbff);
    Some((char::from_u32(code).filter(|_| is_plain)?, length + 1))
}

/// The characters that pages write most by name.
fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "laquo" => '«',
        "raquo" => '»',
        "lsaquo" => '‹',
        "rsaquo" => '›',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "bdquo" => '„',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "middot" => '·',
        "bull" => '•',
        "times" => '×',
        "larr" => '←',
        "rarr" => '→',
        "deg" => '°',
        "euro" => '€',
        "pound" => '£',
        "agrave" => 'à',
        "aacute" => 'á',
        "acirc" => 'â',
        "atilde" => 'ã',
        "auml" => 'ä',
        "Auml" => 'Ä',
        "ccedil" => 'ç',
        "egrave" => 'è',
        "eacute" => 'é',
        "Eacute" => 'É',
        "ecirc" => 'ê',
        "iacute" => 'í',
        "ntilde" => 'ñ',
        "oacute" => 'ó',
        "ocirc" => 'ô',
        "otilde" => 'õ',
        "ouml" => 'ö',
        "Ouml" => 'Ö',
        "uacute" => 'ú',
        "uuml" => 'ü',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Place, decoded};

    #[test]
    fn common_references_are_decoded() {
        let text = "caf&eacute; &amp;amp; &#8220;Żółć&#x201d; &quot;中&nbsp;文&quot; a & b\r\nc\rd";
        let expected = "café &amp; “Żółć” \"中\u{a0}文\" a & b\nc\nd";
        assert_eq!(decoded(text, Place::Text).as_deref(), Some(expected));
        assert_eq!(decoded("?a=1&copy=2&amp;b", Place::Value).as_deref(), Some("?a=1&copy=2&b"));
    }

    #[test]
    fn other_references_are_left_to_the_tokenizer() {
        for text in ["&copy 1", "&amp", "a&", "&unknown;", "&#0;", "&#150;", "&#xD800;", "&#x;", "&#;", "&#+9;", "\0"] {
            assert_eq!(decoded(text, Place::Text), None, "{text}");
        }
        assert_eq!(decoded("&copy=2", Place::Text), None);
        assert_eq!(decoded("&copy", Place::Value), None);
    }
}
