//! Drops markup that nothing reads on its way into the tree: unread attributes, white space around text, the contents of
//! comments, the shapes of drawings. They are most of a page's bytes, and tokenizing is most of what a parse costs.
//!
//! The standard's rules for where tags, attributes and comments end do not depend on the tree (HTML, 13.2.5). The
//! prefilter follows them from one tag to the next, so the tree is the same apart from what was dropped. Plain text and
//! plain tags become tokens at once. What takes more reading, such as rare character references, is written out for
//! html5ever's tokenizer. Only the tree builder knows whether raw text follows a tag such as `<style>`: there the
//! prefilter stops, and its caller decides. At markup that is any stranger, it gives up, and the rest of the page is
//! read unfiltered.

mod references;
mod shapes;
mod tag;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token};
use html5ever::{Attribute, QualName, ns};
use references::{Place, decoded};
use shapes::end_of_shapes;
use std::ops::Range;
use tag::{Kind, TagPart, attribute_name, next_part, tag_name};

/// What the prefilter did.
#[derive(Debug)]
pub(in crate::parse) enum Step {
    /// It wrote something to the output, or dropped something.
    Written,
    /// It made a token, which comes after the output.
    Token(Token),
    /// It wrote a tag to the output after which raw text may follow.
    BeforeRawText,
    /// It cannot read what comes next.
    GaveUp,
    /// It reached the end.
    End,
}

/// Reads a range of `text` that starts where the tokenizer is between tags.
pub(in crate::parse) struct Prefilter<'a> {
    text: &'a str,
    position: usize,
    end: usize,
    /// A tag with more attributes makes the prefilter give up.
    max_attributes: usize,
    /// Whether white space may matter, since a `<pre>` or the like was opened.
    keeps_space: bool,
    /// What the tokenizer must read. The caller takes it.
    pub(in crate::parse) output: String,
    /// Whether the tokenizer may be inside a character reference at the end of the output.
    is_in_text: bool,
    /// Whether a drawing was skipped that contains white space.
    owes_space: bool,
    /// The name of the tag at which it stopped.
    stopped_at: Range<usize>,
}

impl<'a> Prefilter<'a> {
    pub(in crate::parse) fn new(text: &'a str, range: Range<usize>, max_attributes: usize) -> Self {
        Self {
            text,
            position: range.start,
            end: range.end,
            max_attributes,
            keeps_space: false,
            output: String::new(),
            is_in_text: false,
            owes_space: false,
            stopped_at: 0..0,
        }
    }

    /// How far it has read.
    pub(in crate::parse) fn position(&self) -> usize {
        self.position
    }

    /// Resumes at another position where the tokenizer is between tags.
    pub(in crate::parse) fn resume_at(&mut self, position: usize) {
        self.position = position;
    }

    /// Moves the end.
    pub(in crate::parse) fn end_at(&mut self, end: usize) {
        self.end = end;
    }

    /// Whether the tag at which it stopped has this name.
    pub(in crate::parse) fn stopped_at(&self, name: &str) -> bool {
        self.text[self.stopped_at.clone()].eq_ignore_ascii_case(name)
    }

    /// The raw text between the tag at which it stopped and its end tag; `None` without an end tag.
    pub(in crate::parse) fn raw_text(&self) -> Option<Range<usize>> {
        let name = &self.text.as_bytes()[self.stopped_at.clone()];
        let rest = self.rest();
        let is_end_tag = |i: &usize| {
            let after = &rest[*i + 2..];
            after.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name))
                && after.get(name.len()).is_some_and(|b| b.is_ascii_whitespace() || b"/>".contains(b))
        };
        let length = memchr::memmem::find_iter(rest, b"</").find(is_end_tag)?;
        Some(self.position..self.position + length)
    }

    /// Reads one run of text, tag or comment.
    pub(in crate::parse) fn next(&mut self) -> Step {
        if std::mem::take(&mut self.owes_space) {
            return Step::Token(Token::CharacterTokens(" ".into()));
        }
        let rest = self.rest();
        match memchr::memchr(b'<', rest) {
            None if rest.is_empty() => Step::End,
            Some(0) => self.markup(),
            length => self.text(length.unwrap_or(rest.len())),
        }
    }

    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.position..self.end]
    }

    /// A range of the rest as text.
    fn slice(&self, range: Range<usize>) -> &'a str {
        &self.text[self.position + range.start..self.position + range.end]
    }

    /// Writes `length` bytes to the output as they are.
    fn write(&mut self, length: usize) -> Step {
        self.output.push_str(&self.text[self.position..self.position + length]);
        self.position += length;
        Step::Written
    }

    /// Passes text. White space before and after it becomes a single space.
    fn text(&mut self, length: usize) -> Step {
        let text = self.slice(0..length);
        let keeps_space = self.keeps_space || length < 2;
        let trimmed = if keeps_space { text } else { text.trim_ascii() };
        let plain = if self.is_in_text { None } else { decoded(trimmed, Place::Text) };
        if keeps_space {
            if let Some(text) = plain {
                self.position += length;
                return Step::Token(Token::CharacterTokens(StrTendril::from(&*text)));
            }
            self.is_in_text = true;
            return self.write(length);
        }
        self.position += length;
        let start = length - text.trim_ascii_start().len();
        let before = &" "[..usize::from(start > 0)];
        let after = &" "[..usize::from(start + trimmed.len() < length)];
        if let Some(trimmed) = plain {
            let mut text = StrTendril::with_capacity((before.len() + trimmed.len() + after.len()) as u32);
            [before, &trimmed, after].into_iter().for_each(|part| text.push_slice(part));
            return Step::Token(Token::CharacterTokens(text));
        }
        self.is_in_text = true;
        self.output.extend([before, trimmed, after]);
        Step::Written
    }

    /// Reads what starts with a `<`.
    fn markup(&mut self) -> Step {
        let rest = self.rest();
        match (rest.get(1), rest.get(2)) {
            (Some(b), _) if b.is_ascii_alphabetic() => self.tag(1),
            (Some(b'/'), Some(b)) if b.is_ascii_alphabetic() => self.tag(2),
            (Some(b'!'), _) if rest.starts_with(b"<!--") => self.comment(),
            // Text inside drawings, a comment elsewhere.
            (Some(b'!'), _) if rest.starts_with(b"<![CDATA[") => Step::GaveUp,
            (Some(b'/' | b'!' | b'?'), _) => match memchr::memchr(b'>', rest) {
                Some(close) => {
                    self.is_in_text = false;
                    self.write(close + 1)
                }
                None => Step::GaveUp,
            },
            (Some(_), _) => {
                self.is_in_text = true;
                self.write(1)
            }
            (None, _) => Step::GaveUp,
        }
    }

    /// Replaces a comment by an empty one, so that the texts before and after it stay apart.
    fn comment(&mut self) -> Step {
        let rest = self.rest();
        // `<!-->` and `<!--->` are complete.
        let is_end = |i: &usize| *i >= 4 && rest[2..*i].ends_with(b"--") || *i >= 7 && rest[4..*i].ends_with(b"--!");
        let Some(end) = memchr::memchr_iter(b'>', rest).find(is_end) else { return Step::GaveUp };
        self.position += end + 1;
        if std::mem::take(&mut self.is_in_text) {
            self.output.push_str("<!---->");
            return Step::Written;
        }
        Step::Token(Token::CommentToken(StrTendril::new()))
    }

    /// Reads a tag whose name starts at `start`: 1 for a start tag, 2 for an end tag.
    fn tag(&mut self, start: usize) -> Step {
        let rest = self.rest();
        let ends_name = |b: &u8| b.is_ascii_whitespace() || b"/>".contains(b);
        let Some(length) = rest[start..].iter().position(ends_name) else { return Step::GaveUp };
        let name = start..start + length;
        let kind = Kind::of(&rest[name.clone()]);
        let token = if self.is_in_text { None } else { self.tag_token(name.clone(), kind) };
        let written = self.output.len();
        let Some(end) = token.as_ref().map(|(_, end)| *end).or_else(|| self.write_tag(name.end, kind)) else {
            self.output.truncate(written);
            return Step::GaveUp;
        };
        self.is_in_text = false;
        self.stopped_at = self.position + name.start..self.position + name.end;
        self.position += end;
        if start == 1 {
            if kind == Kind::Drawing && rest[end - 2] != b'/' {
                self.skip_drawing();
            }
            self.keeps_space |= kind == Kind::Preformatted;
            if kind == Kind::RawText || kind == Kind::Preformatted {
                return Step::BeforeRawText;
            }
        }
        token.map_or(Step::Written, |(tag, _)| Step::Token(Token::TagToken(tag)))
    }

    /// The tag with the name at this range, as a token, and where it ends. `None` if the tokenizer must read it: it does
    /// not end, has too many attributes, its name or values are not plain, or raw text may follow.
    fn tag_token(&self, name: Range<usize>, kind: Kind) -> Option<(Tag, usize)> {
        let rest = self.rest();
        let is_end_tag = name.start == 2;
        let is_plain_name = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-';
        if kind == Kind::RawText || kind == Kind::Preformatted || !rest[name.clone()].iter().all(is_plain_name) {
            return None;
        }
        let mut attrs: Vec<Attribute> = Vec::new();
        let (mut at, mut attributes, mut had_duplicate_attributes) = (name.end, 0, false);
        let end = loop {
            let attribute = match next_part(rest, at)? {
                TagPart::Attribute(attribute) => attribute,
                TagPart::End(end) => break end,
            };
            at = attribute.end;
            attributes += 1;
            let name = &rest[attribute.name.clone()];
            if attributes > self.max_attributes {
                return None;
            }
            if is_end_tag || !kind.reads(name) {
                continue;
            }
            let value = decoded(self.slice(attribute.value), Place::Value)?;
            let local = attribute_name(self.slice(attribute.name))?;
            if attrs.iter().any(|a| a.name.local == local) {
                had_duplicate_attributes = true;
            } else {
                attrs.push(Attribute { name: QualName::new(None, ns!(), local), value: StrTendril::from(&*value) });
            }
        };
        let self_closing = end - 2 >= at && rest[end - 2] == b'/';
        let name = tag_name(self.slice(name));
        let kind = if is_end_tag { TagKind::EndTag } else { TagKind::StartTag };
        Some((Tag { kind, name, self_closing, attrs, had_duplicate_attributes }, end))
    }

    /// Writes a tag to the output without its unread attributes. `at` is the end of its name. Returns where the tag ends;
    /// `None` if it does not, or has too many attributes.
    fn write_tag(&mut self, mut at: usize, kind: Kind) -> Option<usize> {
        let rest = self.rest();
        let (mut written, mut attributes) = (0, 0);
        loop {
            let attribute = match next_part(rest, at)? {
                TagPart::Attribute(attribute) => attribute,
                TagPart::End(end) => {
                    self.output.push_str(self.slice(written..end));
                    return Some(end);
                }
            };
            at = attribute.end;
            attributes += 1;
            if attributes > self.max_attributes {
                return None;
            }
            let start = attribute.name.start;
            // If the attribute before were dropped, a leading equals sign would no longer start a name.
            let is_read = kind.reads(&rest[attribute.name]) && (rest[start] != b'=' || kind.reads_all());
            // If the attribute were dropped after a slash, the tag would become self-closing.
            if !is_read && rest[start - 1] != b'/' {
                self.output.push_str(self.slice(written..start));
                written = at;
            }
        }
    }

    /// Skips the contents of a drawing if they are shapes, each closed where it was opened. Such contents leave no trace
    /// in the tree outside the drawing.
    fn skip_drawing(&mut self) {
        if let Some(length) = end_of_shapes(self.rest(), self.max_attributes) {
            self.owes_space = self.rest()[..length].iter().any(|b| b.is_ascii_whitespace());
            self.position += length;
        }
    }
}

#[cfg(test)]
mod tests;
