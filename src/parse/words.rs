//! Phrases: runs of words, by which text is read with its white space collapsed.

/// Runs of words with one space between each, as most text is written. Words with anything else between them are in
/// different runs.
pub(crate) struct Phrases<'a>(pub(crate) &'a str);

impl<'a> Iterator for Phrases<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.0;
        let start = end_of_white_space(text);
        let mut end = start;
        loop {
            end += text.as_bytes()[end..].iter().take_while(|byte| SIGN[usize::from(**byte)] == Sign::Other).count();
            if let Some(width) = white_space_at(text, end) {
                let is_single = text.as_bytes()[end] == b' ' && end + 1 < text.len();
                if !is_single || white_space_at(text, end + 1).is_some() {
                    break;
                }
                end += width;
            } else if let Some(c) = text[end..].chars().next() {
                end += c.len_utf8();
            } else {
                break;
            }
        }
        self.0 = &text[end..];
        (start < end).then_some(&text[start..end])
    }
}

/// What a byte of UTF-8 says about white space.
#[derive(Clone, Copy, PartialEq)]
enum Sign {
    /// It is white space.
    White,
    /// White space beyond ASCII may start with it.
    Lead,
    Other,
}

static SIGN: [Sign; 256] = {
    let mut signs = [Sign::Other; 256];
    let white = [b'\t', b'\n', 0x0b, 0x0c, b'\r', b' '];
    let leads = [0xc2, 0xe1, 0xe2, 0xe3];
    let mut i = 0;
    while i < white.len() {
        signs[white[i] as usize] = Sign::White;
        i += 1;
    }
    let mut i = 0;
    while i < leads.len() {
        signs[leads[i] as usize] = Sign::Lead;
        i += 1;
    }
    signs
};

/// The bytes of the white space character at `at`; `None` if there is another character, or none.
#[inline]
fn white_space_at(text: &str, at: usize) -> Option<usize> {
    match SIGN[usize::from(*text.as_bytes().get(at)?)] {
        Sign::White => Some(1),
        Sign::Lead => text[at..].chars().next().filter(|c| c.is_whitespace()).map(char::len_utf8),
        Sign::Other => None,
    }
}

/// Where the white space that a text starts with ends.
fn end_of_white_space(text: &str) -> usize {
    let mut end = 0;
    while let Some(width) = white_space_at(text, end) {
        end += width;
    }
    end
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
