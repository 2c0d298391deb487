//! Finds tags with too many attributes while the tokenizer is still reading them: html5ever compares each attribute with
//! those before it, and hands a tag over only at its end.
//!
//! Only the tokenizer knows where a tag starts, and it does not tell. But a stretch of text that it has handed nothing
//! over for lies inside one tag, comment or the like. So every `<` before the stretch is taken for the start of that tag,
//! the tags that would have ended by now are dropped, and the largest number of attributes among the rest counts. It is
//! never too small. It is too large only if a comment or value of thousands of bytes contains `<` and a letter, no `>`
//! after it, and then hundreds of words, as drawings in data URLs do. The page is then parsed again in pieces that start
//! where tags may (see `pieces`).

/// Where inside a tag a reader is.
#[derive(Clone, Copy)]
enum State {
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    DoubleQuoted,
    SingleQuoted,
    Unquoted,
}

const STATES: [State; 8] = [
    State::TagName,
    State::BeforeName,
    State::Name,
    State::AfterName,
    State::BeforeValue,
    State::DoubleQuoted,
    State::SingleQuoted,
    State::Unquoted,
];

/// The tags that may be open at the end of the text read so far.
#[derive(Default)]
pub(super) struct OpenTags {
    /// For each state, the largest number of attributes of the tags in that state.
    attributes: [Option<usize>; STATES.len()],
    /// The last two bytes, in which a tag may start.
    last: [u8; 2],
}

impl OpenTags {
    /// Reads the next part of the text. `may_start`: whether tags may start in it, as they may before the stretch.
    pub(super) fn read(&mut self, text: &str, may_start: bool) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            at += self.skip(&bytes[at..], may_start);
            let Some(&byte) = bytes.get(at) else { break };
            self.step(byte);
            let starts = match self.last {
                [b'<', b'/'] | [_, b'<'] => byte.is_ascii_alphabetic(),
                _ => false,
            };
            if may_start && starts {
                let tag_name = &mut self.attributes[State::TagName as usize];
                *tag_name = Some(tag_name.unwrap_or(0));
            }
            self.last = [self.last[1], byte];
            at += 1;
        }
    }

    /// Skips bytes that change nothing: up to a quote if all tags are inside quotes, up to `<` if no tag is open. Returns
    /// their number.
    fn skip(&mut self, bytes: &[u8], may_start: bool) -> usize {
        let is_open = |state: &&State| self.attributes[**state as usize].is_some();
        let is_quoted = |state: &State| matches!(state, State::DoubleQuoted | State::SingleQuoted);
        let is_in_tag = STATES.iter().any(|state| is_open(&state));
        let is_starting = self.last[1] == b'<' || self.last == [b'<', b'/'];
        let next = match (is_in_tag, may_start) {
            (false, false) if !is_starting => None,
            (false, true) if !is_starting => memchr::memchr(b'<', bytes),
            (true, false) if STATES.iter().filter(is_open).all(is_quoted) => memchr::memchr2(b'"', b'\'', bytes),
            _ => Some(0),
        };
        let skipped = next.unwrap_or(bytes.len());
        if skipped > 0 {
            self.last = [b' ', bytes[skipped - 1]];
        }
        skipped
    }

    /// The largest number of attributes that the tag around the end of the text may have.
    pub(super) fn max_attributes(&self) -> usize {
        self.attributes.iter().flatten().max().copied().unwrap_or(0)
    }

    fn step(&mut self, byte: u8) {
        let mut next = [None; STATES.len()];
        for (state, attributes) in STATES.iter().zip(self.attributes) {
            let Some(attributes) = attributes else { continue };
            let Some((state, is_new)) = state.after(byte) else { continue };
            let max: &mut Option<usize> = &mut next[state as usize];
            *max = Some(max.unwrap_or(0).max(attributes + usize::from(is_new)));
        }
        self.attributes = next;
    }
}

impl State {
    /// The state after a byte, and whether an attribute starts with the byte; `None` if the tag ends.
    fn after(self, byte: u8) -> Option<(State, bool)> {
        let is_space = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c');
        let next = match (self, byte) {
            (State::DoubleQuoted, b'"') | (State::SingleQuoted, b'\'') => State::BeforeName,
            (State::DoubleQuoted | State::SingleQuoted, _) => self,
            (_, b'>') => return None,
            (State::Unquoted, _) if is_space => State::BeforeName,
            (State::Unquoted, _) => self,
            (State::BeforeValue, b'"') => State::DoubleQuoted,
            (State::BeforeValue, b'\'') => State::SingleQuoted,
            (State::BeforeValue, _) if is_space => self,
            (State::BeforeValue, _) => State::Unquoted,
            (_, b'/') => State::BeforeName,
            (State::TagName, _) if is_space => State::BeforeName,
            (State::TagName, _) => self,
            (State::Name | State::AfterName, b'=') => State::BeforeValue,
            (State::Name, _) if is_space => State::AfterName,
            (State::Name, _) => self,
            (State::BeforeName | State::AfterName, _) if is_space => self,
            (State::BeforeName | State::AfterName, _) => return Some((State::Name, true)),
        };
        Some((next, false))
    }
}

#[cfg(test)]
mod tests {
    use super::OpenTags;

    fn max_attributes(before: &str, stretch: &str) -> usize {
        let mut tags = OpenTags::default();
        tags.read(before, true);
        tags.read(stretch, false);
        tags.max_attributes()
    }

    #[test]
    fn attributes_of_open_tags_are_counted() {
        assert_eq!(max_attributes("text <p", " a b c"), 3);
        assert_eq!(max_attributes("<p>text</p", " a b=c d='e f>' g=\"<h i\"j k = l/m"), 6);
        assert_eq!(max_attributes("x <p title='", "a b c d e <f g h"), 1);
        assert_eq!(max_attributes("<p a b c d>text", "a b c d e f"), 0);
        assert_eq!(max_attributes("1 < 2", " a b c d <p a b"), 0, "no tag starts in the stretch");
        // Either may be the tag, since the first may be inside a comment.
        assert_eq!(max_attributes("<!--<p a='--><i", " x y z"), 3);
    }

    #[test]
    fn counts_do_not_depend_on_where_the_text_is_cut() {
        let (before, stretch) = ("a<b c='</d e=\"<f", "g' h i\" j=k'l\" m/n o='p\"q' r s <t u");
        let expected = max_attributes(before, stretch);
        assert_eq!(expected, 11);
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
                assert_eq!(tags.max_attributes(), expected, "cut at {at}");
            }
        }
    }
}
