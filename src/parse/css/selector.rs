//! Simple and compound selectors: a tag, classes, an id, the attribute `hidden`, and their combination.
//!
//! Selectors with combinators, other attributes or pseudo-classes depend on what is not known when an element is read.
//! They are left out, so that their rules neither hide nor show.

use cssparser::{ParseError, Parser, Token};

/// Selectors of a rule that are read.
const MAX_SELECTORS: usize = 256;

/// Bytes of a selector that is read.
const MAX_SELECTOR: usize = 256;

/// What stands before a class, an id and an attribute in [`Compound::text`]. No name has these characters.
const CLASS: char = '\u{1}';
const ID: char = '\u{2}';
const ATTRIBUTE: char = '\u{3}';

/// A compound selector in a form of its own, without escapes: the tag in lower case, or nothing, and then each part after
/// its mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Compound<'a> {
    pub(crate) text: &'a str,
}

/// A hash of a part of a selector. Equal parts have equal keys, but not the other way round: who finds a selector by its
/// key must compare the names as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(u32);

impl Key {
    /// The bits that tell tags, classes and ids apart.
    const SORT: u32 = 0b11 << 30;
    const CLASS: u32 = 0b01 << 30;
    const ID: u32 = 0b10 << 30;

    /// Of selectors without tag, class and id.
    pub(crate) const ANY: Key = Key(0);

    pub(crate) fn of_tag(tag: &str) -> Key {
        Key(Key::hash(tag).max(1))
    }

    pub(crate) fn of_class(class: &str) -> Key {
        Key(Key::CLASS | Key::hash(class))
    }

    pub(crate) fn of_id(id: &str) -> Key {
        Key(Key::ID | Key::hash(id))
    }

    /// Whether it is of a tag, or of any element.
    pub(crate) fn is_tag(self) -> bool {
        self.0 & Key::SORT == 0
    }

    pub(crate) fn is_id(self) -> bool {
        self.0 & Key::SORT == Key::ID
    }

    /// FNV-1a of 32 bits, without the two highest.
    fn hash(name: &str) -> u32 {
        name.bytes().fold(0x811c_9dc5, |hash, b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193)) & !Key::SORT
    }
}

/// What a selector is matched with.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) tag: &'a str,
    /// Sorted.
    pub(crate) classes: &'a [&'a str],
    pub(crate) id: Option<&'a str>,
    pub(crate) has_hidden: bool,
}

impl<'a> Compound<'a> {
    /// Under which key an element that matches is sure to find the selector: its id, its last class, or its tag.
    pub(crate) fn key(self) -> Key {
        let (mut key, tag) = (None, self.tag());
        for (mark, name) in self.parts() {
            match mark {
                ID => return Key::of_id(name),
                CLASS => key = Some(Key::of_class(name)),
                _ => {}
            }
        }
        key.unwrap_or(if tag.is_empty() { Key::ANY } else { Key::of_tag(tag) })
    }

    /// Ids, classes and tags, each in ten bits or fewer.
    pub(crate) fn specificity(self) -> u32 {
        let (mut ids, mut classes) = (0u32, 0u32);
        self.parts().for_each(|(mark, _)| if mark == ID { ids += 1 } else { classes += 1 });
        (ids.min(255) << 13) | (classes.min(1023) << 3) | u32::from(!self.tag().is_empty())
    }

    /// Whether only elements with the attribute `hidden` match.
    pub(crate) fn needs_hidden(self) -> bool {
        self.text.contains(ATTRIBUTE)
    }

    pub(crate) fn matches(self, subject: &Subject<'_>) -> bool {
        (self.tag().is_empty() || self.tag() == subject.tag)
            && self.parts().all(|(mark, name)| match mark {
                CLASS => subject.classes.binary_search(&name).is_ok(),
                ID => subject.id == Some(name),
                _ => subject.has_hidden,
            })
    }

    fn tag(self) -> &'a str {
        let end = self.text.bytes().position(|b| b <= ATTRIBUTE as u8).unwrap_or(self.text.len());
        &self.text[..end]
    }

    /// The marks of the parts after the tag, and their names.
    fn parts(self) -> impl Iterator<Item = (char, &'a str)> {
        let rest = &self.text[self.tag().len()..];
        let mut ends = rest.bytes().enumerate().filter(|(_, b)| *b <= ATTRIBUTE as u8).map(|(at, _)| at).peekable();
        std::iter::from_fn(move || {
            let start = ends.next()?;
            let end = ends.peek().copied().unwrap_or(rest.len());
            Some((char::from(rest.as_bytes()[start]), &rest[start + 1..end]))
        })
    }
}

/// Calls `visit` with each selector of a comma-separated list that is simple or compound.
pub(crate) fn each_compound(selectors: &str, mut visit: impl FnMut(Compound<'_>)) {
    let mut text = String::new();
    if is_plain(selectors) {
        for selector in selectors.split(',').take(MAX_SELECTORS) {
            if write_plain(selector.trim_ascii(), &mut text) {
                visit(Compound { text: &text });
            }
        }
        return;
    }
    let mut parser = Parser::new(selectors);
    for _ in 0..MAX_SELECTORS {
        let read = parser.parse_until_after(cssparser::Delimiter::Comma, |parser| {
            let read = write_parsed(parser, &mut text).ok_or_else(ParseError::<()>::unexpected_token);
            while parser.next().is_ok() {}
            read
        });
        if read.is_ok() {
            visit(Compound { text: &text });
        }
        if parser.is_exhausted() {
            return;
        }
    }
}

/// Whether a list can be split at its commas, and has no attribute that is read.
fn is_plain(selectors: &str) -> bool {
    let bytes = selectors.as_bytes();
    let has = |byte| memchr::memchr(byte, bytes).is_some();
    memchr::memchr2(b'\\', b'/', bytes).is_none()
        && (!has(b'[')
            || (memchr::memmem::find(bytes, b"idden").is_none()
                && (!has(b',') || memchr::memchr2(b'"', b'\'', bytes).is_none())))
}

/// Whether a byte is part of a selector of plain names.
const IS_PLAIN: [bool; 256] = {
    let mut is_plain = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        is_plain[byte] = b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'#' | b'*') || b >= 0x80;
        byte += 1;
    }
    is_plain
};

/// Writes a selector of plain names. Returns whether it is one.
fn write_plain(selector: &str, text: &mut String) -> bool {
    text.clear();
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b >= 0x80;
    let bytes = selector.as_bytes();
    // Most selectors have a combinator.
    if bytes.is_empty() || bytes.len() > MAX_SELECTOR || !bytes.iter().all(|b| IS_PLAIN[usize::from(*b)]) {
        return false;
    }
    let (mut at, mut mark) = (0, None);
    if bytes[0] == b'*' {
        at = 1;
    } else if !matches!(bytes[0], b'.' | b'#') {
        mark = Some('\0');
    }
    while at < bytes.len() {
        if mark.is_none() {
            mark = match bytes[at] {
                b'.' => Some(CLASS),
                b'#' => Some(ID),
                _ => return false,
            };
            at += 1;
        }
        let end = at + bytes[at..].iter().position(|b| !is_name(*b)).unwrap_or(bytes.len() - at);
        let name = &selector[at..end];
        // A name starts with a letter, perhaps after a hyphen.
        if name.trim_start_matches('-').as_bytes().first().is_none_or(u8::is_ascii_digit) {
            return false;
        }
        match mark.take() {
            Some('\0') => name.chars().for_each(|c| text.push(c.to_ascii_lowercase())),
            Some(mark) => {
                text.push(mark);
                text.push_str(name);
            }
            None => {}
        }
        at = end;
    }
    true
}

/// Writes a selector that may have escapes and comments. `None` if it is neither simple nor compound.
fn write_parsed(parser: &mut Parser<'_>, text: &mut String) -> Option<()> {
    text.clear();
    parser.skip_whitespace();
    let mut is_first = true;
    while let Ok(token) = parser.next_including_whitespace() {
        match token.clone() {
            Token::Ident(tag) if is_first => push_name(text, '\0', &tag.to_ascii_lowercase())?,
            Token::Delim('*') if is_first => {}
            Token::Delim('.') => match parser.next_including_whitespace() {
                Ok(Token::Ident(class)) => push_name(text, CLASS, class)?,
                _ => return None,
            },
            Token::IDHash(id) => push_name(text, ID, &id)?,
            Token::SquareBracketBlock => {
                let is_hidden = parser.parse_nested_block(|parser| -> Result<(), ParseError<()>> {
                    Ok(parser.expect_ident_matching("hidden")?)
                });
                is_hidden.ok()?;
                push_name(text, ATTRIBUTE, "hidden")?;
            }
            Token::WhiteSpace(_) => {
                parser.is_exhausted().then_some(())?;
                break;
            }
            _ => return None,
        }
        is_first = false;
    }
    (!is_first).then_some(())
}

/// Adds a name after its mark, unless it has characters that names never have or the selector grows too long.
fn push_name(text: &mut String, mark: char, name: &str) -> Option<()> {
    if name.bytes().any(|b| b <= ATTRIBUTE as u8) || text.len() + name.len() > MAX_SELECTOR {
        return None;
    }
    if mark != '\0' {
        text.push(mark);
    }
    text.push_str(name);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::{Compound, Key, Subject, each_compound};

    fn compounds(selectors: &str) -> Vec<String> {
        let mut read = Vec::new();
        each_compound(selectors, |c| {
            read.push(c.text.replace('\u{1}', ".").replace('\u{2}', "#").replace('\u{3}', "@"))
        });
        read
    }

    #[test]
    fn simple_and_compound_selectors_are_read() {
        assert_eq!(
            compounds(".a, P.b ,#c-d,div.e.f#g,*,*.h, é.ü"),
            [".a", "p.b", "#c-d", "div.e.f#g", "", ".h", "é.ü"]
        );
        assert_eq!(
            compounds("[hidden], .md\\:x , /* c */ B/**/.c , a[hidden]"),
            ["@hidden", ".md:x", "b.c", "a@hidden"]
        );
    }

    #[test]
    fn other_selectors_are_left_out() {
        for selectors in [
            ".a .b",
            ".a>.b",
            ".a:hover",
            ".a::before",
            "[title]",
            "[hidden=x]",
            ".5a",
            ".",
            "#",
            "a..b",
            ".a/**/ .b",
            "",
            "&.a",
            "} .b",
            ".\\1 a",
            ".a\\.b .c",
            "@x",
        ] {
            assert!(compounds(selectors).is_empty(), "{selectors}");
        }
        assert_eq!(compounds(".a .b, .c"), [".c"]);
    }

    #[test]
    fn matching_compares_names() {
        let subject = Subject { tag: "p", classes: &["a", "b"], id: Some("i"), has_hidden: false };
        let matches = |selector: &str| {
            let mut matches = None;
            each_compound(selector, |compound: Compound<'_>| matches = Some(compound.matches(&subject)));
            matches
        };
        for selector in ["p", "*", ".a", ".b.a", "p.a#i", "#i"] {
            assert_eq!(matches(selector), Some(true), "{selector}");
        }
        for selector in ["b", ".A", ".c", "p.a.c", "#j", "p[hidden]"] {
            assert_eq!(matches(selector), Some(false), "{selector}");
        }
    }

    #[test]
    fn keys_and_specificity_follow_the_parts() {
        let of = |selector: &str| {
            let mut read = None;
            each_compound(selector, |compound| read = Some((compound.key(), compound.specificity())));
            read.expect("a compound")
        };
        assert_eq!(of("p.a#i.b").0, Key::of_id("i"));
        assert_eq!(of("p.a.b").0, Key::of_class("b"));
        assert_eq!((of("P").0, of("*").0), (Key::of_tag("p"), Key::ANY));
        let ordered = ["*", "p", ".a", "p.a", ".a.b", "#i", "p#i", "#i.a", "#i#j"].map(|selector| of(selector).1);
        assert!(ordered.is_sorted_by(|a, b| a < b));
    }
}
