//! Words: runs of text between white space.

/// [`str::split_whitespace`], but faster: it reads ASCII byte by byte.
pub(crate) struct Words<'a>(pub(crate) &'a str);

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let start = self.end_of_run(0, true);
        let end = self.end_of_run(start, false);
        let word = &self.0[start..end];
        self.0 = &self.0[end..];
        (!word.is_empty()).then_some(word)
    }
}

impl Words<'_> {
    /// Where the run of white space, or of anything else, ends that starts at `at`.
    #[inline]
    fn end_of_run(&self, mut at: usize, of_white_space: bool) -> usize {
        let bytes = self.0.as_bytes();
        while let Some(&byte) = bytes.get(at) {
            let (is_white, width) = if byte < 0x80 {
                (matches!(byte, b'\t'..=b'\r' | b' '), 1)
            } else {
                let c = self.0[at..].chars().next().unwrap_or(' ');
                (c.is_whitespace(), c.len_utf8())
            };
            if is_white != of_white_space {
                break;
            }
            at += width;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

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
        ] {
            assert_eq!(Words(text).collect::<Vec<_>>(), text.split_whitespace().collect::<Vec<_>>(), "{text:?}");
        }
    }
}
