//! Characters that take no room on the screen: soft hyphens and zero-width spaces.

use crate::language::scripts::Script;
use std::borrow::Cow;

/// The text as a reader sees it: without soft hyphens, and without zero-width spaces and joiners that only say where a line
/// may break. Those between two letters of one word stay, since spam hides its words from filters by them.
pub(crate) fn seen(text: &str) -> Cow<'_, str> {
    let Some(first) = first_unseen(text) else { return Cow::Borrowed(text) };
    let (before, rest) = text.split_at(first);
    let mut seen = String::with_capacity(text.len());
    seen.push_str(before);
    let mut rest = rest;
    while let Some(c) = rest.chars().next() {
        if is_unseen(c) {
            let end = rest.find(|c| !is_unseen(c)).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            let is_in_word = seen.chars().next_back().is_some_and(is_letter) && after.starts_with(is_letter);
            if is_in_word {
                seen.extend(run.chars().filter(|c| *c != SOFT_HYPHEN));
            }
            rest = after;
        } else {
            let end = c.len_utf8() + first_unseen(&rest[c.len_utf8()..]).unwrap_or(rest.len() - c.len_utf8());
            seen.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    Cow::Owned(seen)
}

const SOFT_HYPHEN: char = '\u{ad}';

/// Whether a character is one that [`seen`] may drop.
fn is_unseen(c: char) -> bool {
    matches!(c, SOFT_HYPHEN | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Whether a character belongs to a word that white space would end. Other scripts mark the ends of words by zero-width
/// spaces.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !Script::of(c).is_unspaced()
}

/// Where the first such character is.
fn first_unseen(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(0xc2, 0xe2, 0xef, bytes).find(|at| {
        matches!(
            bytes[*at..],
            [0xc2, 0xad, ..] | [0xe2, 0x80, 0x8b, ..] | [0xe2, 0x81, 0xa0, ..] | [0xef, 0xbb, 0xbf, ..]
        )
    })
}

#[cfg(test)]
mod tests {
    use super::seen;

    #[test]
    fn what_only_breaks_lines_goes() {
        for (text, expected) in [
            ("Fähr\u{ad}ver\u{ad}bindung – é", "Fährverbindung – é"),
            ("\u{feff}a \u{200b}b\u{200b} /\u{200b}c\u{2060}.", "a b /c."),
            ("ตั๋ว\u{200b}ราคา 渡\u{200b}轮", "ตั๋วราคา 渡轮"),
            ("\u{200b}", ""),
            ("a\u{ad}", "a"),
        ] {
            assert_eq!(seen(text), expected);
        }
    }

    #[test]
    fn what_hides_words_from_filters_stays() {
        for text in ["ca\u{200b}sino", "b\u{2060}\u{feff}et", "plain é “text”"] {
            assert_eq!(seen(text), text);
        }
        assert_eq!(seen("b\u{ad}\u{200b}e\u{ad}t"), "b\u{200b}et");
    }
}
