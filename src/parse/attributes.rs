//! Finds tags of too many attributes while they are read: html5ever compares each attribute with those before it, and
//! hands a tag over only at its end.
//!
//! Where in a text a tag begins only the tokenizer knows, and it does not tell. But a stretch of text from which it has
//! handed nothing over lies within one tag, or one comment or the like. So every `<` before the stretch is taken for the
//! start of the tag, those that would have ended by now are dropped, and the most attributes of those left are counted.
//! That never counts too few, and too many only where a `<` and a letter stand in a comment or a value of thousands of
//! bytes without any `>` after it, and hundreds of words follow: drawings within addresses are such. `html` then reads the
//! page again in pieces that begin where a tag may.

/// Where in a tag a reader is.
#[derive(Clone, Copy)]
enum At {
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    DoubleQuoted,
    SingleQuoted,
    Unquoted,
}

const PLACES: [At; 8] = [
    At::TagName,
    At::BeforeName,
    At::Name,
    At::AfterName,
    At::BeforeValue,
    At::DoubleQuoted,
    At::SingleQuoted,
    At::Unquoted,
];

/// The tags that the text may lie in: for each place in a tag the most attributes of those that are there.
#[derive(Default)]
pub(crate) struct OpenTags {
    attributes: [Option<usize>; PLACES.len()],
    /// The last bytes, in which a tag may begin.
    last: [u8; 2],
}

impl OpenTags {
    /// Reads on. Tags may begin in the text if it is `before` the stretch without tokens.
    pub(crate) fn read(&mut self, text: &str, before: bool) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            at += self.dull(&bytes[at..], before);
            let Some(&byte) = bytes.get(at) else { break };
            self.step(byte);
            let begins = match self.last {
                [b'<', b'/'] | [_, b'<'] => byte.is_ascii_alphabetic(),
                _ => false,
            };
            if before && begins {
                let name = &mut self.attributes[At::TagName as usize];
                *name = Some(name.unwrap_or(0));
            }
            self.last = [self.last[1], byte];
            at += 1;
        }
    }

    /// How many bytes from here on change nothing: up to a quote within quotes, up to the start of a tag out of tags.
    fn dull(&mut self, bytes: &[u8], before: bool) -> usize {
        let open = |place: &At| self.attributes[*place as usize].is_some();
        let in_tag = PLACES.iter().any(open);
        let begun = self.last[1] == b'<' || self.last == [b'<', b'/'];
        let next = match (in_tag, before) {
            (false, false) if !begun => None,
            (false, true) if !begun => memchr::memchr(b'<', bytes),
            (true, false)
                if PLACES.iter().filter(|p| open(p)).all(|p| matches!(p, At::DoubleQuoted | At::SingleQuoted)) =>
            {
                memchr::memchr2(b'"', b'\'', bytes)
            }
            _ => Some(0),
        };
        let dull = next.unwrap_or(bytes.len());
        if dull > 0 {
            self.last = [b' ', bytes[dull - 1]];
        }
        dull
    }

    /// The most attributes that a tag may have that the text lies in.
    pub(crate) fn most(&self) -> usize {
        self.attributes.iter().flatten().max().copied().unwrap_or(0)
    }

    fn step(&mut self, byte: u8) {
        let mut next = [None; PLACES.len()];
        for (place, attributes) in PLACES.iter().zip(self.attributes) {
            let Some(attributes) = attributes else { continue };
            let Some((place, more)) = place.after(byte) else { continue };
            let best: &mut Option<usize> = &mut next[place as usize];
            *best = Some(best.unwrap_or(0).max(attributes + usize::from(more)));
        }
        self.attributes = next;
    }
}

impl At {
    /// The place after a byte, and whether an attribute begins there; `None` where the tag ends.
    fn after(self, byte: u8) -> Option<(At, bool)> {
        let white = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c');
        let next = match (self, byte) {
            (At::DoubleQuoted, b'"') | (At::SingleQuoted, b'\'') => At::BeforeName,
            (At::DoubleQuoted | At::SingleQuoted, _) => self,
            (_, b'>') => return None,
            (At::Unquoted, _) => {
                if white {
                    At::BeforeName
                } else {
                    self
                }
            }
            (At::BeforeValue, b'"') => At::DoubleQuoted,
            (At::BeforeValue, b'\'') => At::SingleQuoted,
            (At::BeforeValue, _) => {
                if white {
                    self
                } else {
                    At::Unquoted
                }
            }
            (_, b'/') => At::BeforeName,
            (At::TagName, _) => {
                if white {
                    At::BeforeName
                } else {
                    self
                }
            }
            (At::Name | At::AfterName, b'=') => At::BeforeValue,
            (At::Name, _) => {
                if white {
                    At::AfterName
                } else {
                    self
                }
            }
            (At::BeforeName | At::AfterName, _) if white => self,
            (At::BeforeName | At::AfterName, _) => return Some((At::Name, true)),
        };
        Some((next, false))
    }
}

#[cfg(test)]
mod tests {
    use super::OpenTags;

    fn most(before: &str, stretch: &str) -> usize {
        let mut tags = OpenTags::default();
        tags.read(before, true);
        tags.read(stretch, false);
        tags.most()
    }

    #[test]
    fn attributes_of_open_tags_are_counted() {
        assert_eq!(most("text <p", " a b c"), 3);
        assert_eq!(most("<p>text</p", " a b=c d='e f>' g=\"<h i\"j k = l/m"), 6);
        assert_eq!(most("x <p title='", "a b c d e <f g h"), 1);
        assert_eq!(most("<p a b c d>text", "a b c d e f"), 0);
        assert_eq!(most("1 < 2", " a b c d <p a b"), 0, "no tag begins in the stretch");
        // Which of the two is the tag is not known: the first may stand in a comment.
        assert_eq!(most("<!--<p a='--><i", " x y z"), 3);
    }

    #[test]
    fn it_does_not_matter_where_the_text_is_cut() {
        let (before, stretch) = ("a<b c='</d e=\"<f", "g' h i\" j=k'l\" m/n o='p\"q' r s <t u");
        let whole = most(before, stretch);
        assert_eq!(whole, 11);
        for (text, is_before) in [(before, true), (stretch, false)] {
            for at in 0..=text.len() {
                let mut tags = OpenTags::default();
                if !is_before {
                    tags.read(before, true);
                }
                tags.read(&text[..at], is_before);
                tags.read(&text[at..], is_before);
                if is_before {
                    tags.read(stretch, false);
                }
                assert_eq!(tags.most(), whole, "cut at {at}");
            }
        }
    }
}
