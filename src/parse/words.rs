//! Phrases: runs of words, by which text is read with its white space collapsed.

/// Runs of words with one space between each, as most text is written. Words with anything else between them are in
/// different runs.
pub(crate) struct Phrases<'a>(pub(crate) &'a str);

impl<'a> Iterator for Phrases<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let mut start = 0;
        while let Some((_, width)) = step(self.0, start).filter(|(is_white, _)| *is_white) {
            start += width;
        }
        let mut end = start;
        while let Some((is_white, width)) = step(self.0, end) {
            let is_joined = is_white
                && self.0.as_bytes()[end] == b' '
                && step(self.0, end + 1).is_some_and(|(is_white, _)| !is_white);
            if is_white && !is_joined {
                break;
            }
            end += width;
        }
        let phrase = &self.0[start..end];
        self.0 = &self.0[end..];
        (!phrase.is_empty()).then_some(phrase)
    }
}

/// Whether white space is at a byte of the text, and how many bytes to go on by. `None` at the end.
#[inline]
fn step(text: &str, at: usize) -> Option<(bool, usize)> {
    match *text.as_bytes().get(at)? {
        b'\t'..=b'\r' | b' ' => Some((true, 1)),
        // Bytes that white space beyond ASCII starts with.
        0xc2 | 0xe1..=0xe3 => {
            let c = text[at..].chars().next()?;
            Some((c.is_whitespace(), c.len_utf8()))
        }
        // ASCII, or a byte of a character that is no white space.
        _ => Some((false, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::Phrases;

    #[test]
    fn words_equal_those_of_the_standard_library() {
        for text in [
            "",
            " ",
            "a",
            " a\tb\u{b}c ",
            "é\u{a0}中\u{3000} 文",
            "\u{85}x\u{1c}y\u{2028}z",
            "\r\n żó\u{200b}ł\u{2003}",
            "а\u{1680}б \u{205f}в\u{202f}г д",
        ] {
            let words: Vec<&str> = Phrases(text).flat_map(|phrase| phrase.split(' ')).collect();
            assert_eq!(words, text.split_whitespace().collect::<Vec<_>>(), "{text:?}");
        }
    }

    #[test]
    fn phrases_are_words_with_single_spaces_between_them() {
        for (text, expected) in [
            ("", &[][..]),
            (" \n ", &[]),
            ("one two", &["one two"]),
            (" one two  three\tfour five ", &["one two", "three", "four five"]),
            ("é ж\u{a0}中 \u{3000}文 x", &["é ж", "中", "文 x"]),
        ] {
            assert_eq!(Phrases(text).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }
}
