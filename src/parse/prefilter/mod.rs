//! Markup without what nobody reads, on its way into the tree: attributes that say nothing of text, white space around
//! text, what stands in comments, the parts of drawings. That is most of a page's bytes, and tokenizing is most of what a
//! parse costs.
//!
//! The standard's rules of where tags, attributes and comments end need no tree, so the tree is the same but for what
//! was left out: the sieve follows them (HTML, 13.2.5) from one tag to the next. What is plain becomes a token at once; what
//! takes more reading, such as character references, is written out for html5ever's tokenizer. Only the tree builder
//! knows whether code or the like follows a tag such as `<style>`; there the sieve stops and is told. Where a page is
//! stranger than that, it gives up, and the rest is read as it is.

mod shapes;
mod tag;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token};
use html5ever::{Attribute, LocalName, QualName, ns};
use shapes::end_of_shapes;
use std::ops::Range;
use tag::{InTag, Kind, name_of, next_in_tag};

/// What the sieve did.
#[derive(Debug)]
pub(in crate::parse) enum Step {
    /// Something was written out for the tokenizer, or nothing was let through.
    Written,
    /// What follows that which was written out.
    Token(Token),
    /// A tag was written out after which text may be raw, up to its end tag.
    Raw,
    /// From here on the text has to be read as it is.
    GaveUp,
    /// The end.
    End,
}

/// Reads `text` up to `end` from a place where the tokenizer is between tags.
pub(in crate::parse) struct Sieve<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    /// More attributes of a tag than this are for others to judge.
    most_attributes: usize,
    /// Whether white space may be text, since `<pre>` or the like was opened.
    keeps_space: bool,
    /// What was written out for the tokenizer and not taken yet.
    pub(in crate::parse) out: String,
    /// Whether the tokenizer may be within a character reference after that.
    is_in_text: bool,
    /// Whether the drawing that was passed over had white space.
    owes_space: bool,
    /// The name of the tag after which it stopped.
    raw: Range<usize>,
}

impl<'a> Sieve<'a> {
    pub(in crate::parse) fn new(text: &'a str, range: Range<usize>, most_attributes: usize) -> Self {
        let Range { start: at, end } = range;
        let (out, raw) = (String::new(), 0..0);
        Self { text, at, end, most_attributes, keeps_space: false, out, is_in_text: false, owes_space: false, raw }
    }

    /// How far it has read.
    pub(in crate::parse) fn at(&self) -> usize {
        self.at
    }

    /// Goes on at another place, where the tokenizer is between tags.
    pub(in crate::parse) fn go_on(&mut self, at: usize) {
        self.at = at;
    }

    /// Reads up to another place.
    pub(in crate::parse) fn end_at(&mut self, end: usize) {
        self.end = end;
    }

    /// Whether the tag at which it stopped has this name.
    pub(in crate::parse) fn is_at(&self, name: &str) -> bool {
        self.text[self.raw.clone()].eq_ignore_ascii_case(name)
    }

    /// The raw text that follows the tag at which it stopped, up to its end tag; `None` if that does not come.
    pub(in crate::parse) fn raw_text(&self) -> Option<Range<usize>> {
        let name = &self.text.as_bytes()[self.raw.clone()];
        let rest = self.rest();
        let is_end = |i: &usize| {
            let after = &rest[*i + 2..];
            after.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name))
                && after.get(name.len()).is_some_and(|b| b.is_ascii_whitespace() || b"/>".contains(b))
        };
        let length = memchr::memmem::find_iter(rest, b"</").find(is_end)?;
        Some(self.at..self.at + length)
    }

    /// Reads one text, tag or comment.
    pub(in crate::parse) fn next(&mut self) -> Step {
        if std::mem::take(&mut self.owes_space) {
            return Step::Token(Token::CharacterTokens(" ".into()));
        }
        let rest = self.rest();
        match memchr::memchr(b'<', rest) {
            None if rest.is_empty() => Step::End,
            Some(0) => self.markup(),
            text => self.pass_text(text.unwrap_or(rest.len())),
        }
    }

    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..self.end]
    }

    /// Lets through so many bytes as they are.
    fn write(&mut self, length: usize) -> Step {
        self.out.push_str(&self.text[self.at..self.at + length]);
        self.at += length;
        Step::Written
    }

    /// Lets through text; white space before and after it becomes one space.
    fn pass_text(&mut self, length: usize) -> Step {
        let text = &self.text[self.at..self.at + length];
        let is_plain = !self.is_in_text && is_plain(text.trim_ascii());
        if self.keeps_space || length < 2 {
            if is_plain && !text.contains('\r') {
                self.at += length;
                return Step::Token(Token::CharacterTokens(text.into()));
            }
            self.is_in_text = true;
            return self.write(length);
        }
        self.at += length;
        let inner = text.trim_ascii_start();
        let before = &" "[..usize::from(inner.len() < length)];
        let trimmed = inner.trim_ascii_end();
        let after = &" "[..usize::from(trimmed.len() < inner.len())];
        if is_plain {
            let mut text = StrTendril::with_capacity((before.len() + trimmed.len() + after.len()) as u32);
            [before, trimmed, after].into_iter().for_each(|part| text.push_slice(part));
            return Step::Token(Token::CharacterTokens(text));
        }
        self.is_in_text = true;
        self.out.extend([before, trimmed, after]);
        Step::Written
    }

    /// Reads what a `<` begins.
    fn markup(&mut self) -> Step {
        let rest = self.rest();
        match (rest.get(1), rest.get(2)) {
            (Some(b), _) if b.is_ascii_alphabetic() => self.tag(1),
            (Some(b'/'), Some(b)) if b.is_ascii_alphabetic() => self.tag(2),
            (Some(b'!'), _) if rest.starts_with(b"<!--") => self.comment(),
            // In drawings it is text, elsewhere a comment.
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

    /// An empty comment takes a comment's place, so that the text before and after stays apart.
    fn comment(&mut self) -> Step {
        let rest = self.rest();
        // `<!-->` and `<!--->` are whole.
        let is_end = |i: &usize| *i >= 4 && rest[2..*i].ends_with(b"--") || *i >= 7 && rest[4..*i].ends_with(b"--!");
        let Some(end) = memchr::memchr_iter(b'>', rest).find(is_end) else { return Step::GaveUp };
        self.at += end + 1;
        if std::mem::take(&mut self.is_in_text) {
            self.out.push_str("<!---->");
            return Step::Written;
        }
        Step::Token(Token::CommentToken(StrTendril::new()))
    }

    /// Reads a tag whose name begins at `start`.
    fn tag(&mut self, start: usize) -> Step {
        let rest = self.rest();
        let ends_name = |b: &u8| b.is_ascii_whitespace() || b"/>".contains(b);
        let Some(length) = rest[start..].iter().position(ends_name) else { return Step::GaveUp };
        let name = start..start + length;
        let kind = Kind::of(&rest[name.clone()]);
        let token = if self.is_in_text { None } else { self.token(name.clone(), kind) };
        let written = self.out.len();
        let Some(end) = token.as_ref().map(|(_, end)| *end).or_else(|| self.attributes(name.end, kind)) else {
            self.out.truncate(written);
            return Step::GaveUp;
        };
        self.is_in_text = false;
        self.raw = self.at + name.start..self.at + name.end;
        self.at += end;
        if start == 1 {
            if kind == Kind::Drawing && rest[end - 2] != b'/' {
                self.drawing();
            }
            self.keeps_space |= kind == Kind::Spaced;
            if kind == Kind::Raw || kind == Kind::Spaced {
                return Step::Raw;
            }
        }
        token.map_or(Step::Written, |(tag, _)| Step::Token(Token::TagToken(tag)))
    }

    /// A tag, and where it ends; `None` if it does not, has too many attributes, or is for the tokenizer: since it has to
    /// know of tags before raw text, or since what is read of the tag is not plain.
    fn token(&self, name: Range<usize>, kind: Kind) -> Option<(Tag, usize)> {
        let rest = self.rest();
        let is_end = name.start == 2;
        let is_plain_name = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-';
        if kind == Kind::Raw || kind == Kind::Spaced || !rest[name.clone()].iter().all(is_plain_name) {
            return None;
        }
        let mut attrs: Vec<Attribute> = Vec::new();
        let (mut at, mut attributes, mut had_duplicate_attributes) = (name.end, 0, false);
        let end = loop {
            let attribute = match next_in_tag(rest, at)? {
                InTag::Attribute(attribute) => attribute,
                InTag::End(end) => break end,
            };
            at = attribute.end;
            attributes += 1;
            let name = &rest[attribute.name.clone()];
            if attributes > self.most_attributes || kind == Kind::Whole {
                return None;
            }
            if is_end || !kind.reads(name) {
                continue;
            }
            let value = &self.text[self.at + attribute.value.start..self.at + attribute.value.end];
            let local = name_of(name).filter(|_| is_plain(value))?;
            if attrs.iter().any(|a| a.name.local == local) {
                had_duplicate_attributes = true;
            } else {
                attrs.push(Attribute { name: QualName::new(None, ns!(), local), value: value.into() });
            }
        };
        let self_closing = end - 2 >= at && rest[end - 2] == b'/';
        let name = LocalName::from(&self.text[self.at + name.start..self.at + name.end]);
        let kind = if is_end { TagKind::EndTag } else { TagKind::StartTag };
        Some((Tag { kind, name, self_closing, attrs, had_duplicate_attributes }, end))
    }

    /// Lets through a tag from its start, without attributes that nobody reads. `at` is the end of its name. Gives where it
    /// ends, `None` if it does not, or has too many.
    fn attributes(&mut self, mut at: usize, kind: Kind) -> Option<usize> {
        let rest = self.rest();
        let (mut passed, mut attributes) = (0, 0);
        loop {
            let attribute = match next_in_tag(rest, at)? {
                InTag::Attribute(attribute) => attribute,
                InTag::End(end) => {
                    self.out.push_str(&self.text[self.at + passed..self.at + end]);
                    return Some(end);
                }
            };
            at = attribute.end;
            attributes += 1;
            if attributes > self.most_attributes {
                return None;
            }
            let start = attribute.name.start;
            // Without the attribute before it, an equals sign would no longer begin a name.
            let is_read = kind.reads(&rest[attribute.name]) && (rest[start] != b'=' || kind.reads_all());
            // After a slash it says that the tag is not empty.
            if !is_read && rest[start - 1] != b'/' {
                self.out.push_str(&self.text[self.at + passed..self.at + start]);
                passed = at;
            }
        }
    }

    /// Passes over what a drawing holds, if it is shapes alone, each closed where it was opened: such parts leave no trace
    /// outside of it.
    fn drawing(&mut self) {
        if let Some(length) = end_of_shapes(self.rest(), self.most_attributes) {
            self.owes_space = self.rest()[..length].iter().any(|b| b.is_ascii_whitespace());
            self.at += length;
        }
    }
}

/// Whether text is what it stands for: no character references, and nothing that is replaced.
fn is_plain(text: &str) -> bool {
    memchr::memchr3(b'&', b'\0', b'\r', text.as_bytes()).is_none()
}

#[cfg(test)]
mod tests;
