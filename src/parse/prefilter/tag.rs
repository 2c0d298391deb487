//! How tags are written, and what the sieve has to know of each.

use html5ever::{LocalName, local_name};
use std::ops::Range;

/// What stands next in a tag.
pub(super) enum InTag {
    Attribute(Place),
    /// The tag ends here, after its `>`.
    End(usize),
}

pub(super) struct Place {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
    pub(super) end: usize,
}

pub(super) fn next_in_tag(rest: &[u8], at: usize) -> Option<InTag> {
    let start = at + rest[at..].iter().position(|b| !b.is_ascii_whitespace() && *b != b'/')?;
    if rest[start] == b'>' {
        return Some(InTag::End(start + 1));
    }
    // The first byte of a name may be anything.
    let ends_name = |b: &u8| b.is_ascii_whitespace() || b"/>=".contains(b);
    let name = start..start + 1 + rest[start + 1..].iter().position(ends_name)?;
    Some(InTag::Attribute(attribute(rest, name)?))
}

/// The attribute of this name.
fn attribute(rest: &[u8], name: Range<usize>) -> Option<Place> {
    let skip_space = |at: usize| Some(at + rest[at..].iter().position(|b| !b.is_ascii_whitespace())?);
    let equals = skip_space(name.end)?;
    if rest[equals] != b'=' {
        return Some(Place { value: name.end..name.end, end: name.end, name });
    }
    let start = skip_space(equals + 1)?;
    let (value, end) = match rest[start] {
        quote @ (b'"' | b'\'') => {
            let end = start + 1 + memchr::memchr(quote, &rest[start + 1..])?;
            (start + 1..end, end + 1)
        }
        b'>' => (start..start, start),
        _ => {
            let end = start + rest[start..].iter().position(|b| b.is_ascii_whitespace() || *b == b'>')?;
            (start..end, end)
        }
    };
    Some(Place { name, value, end })
}

/// The name of an attribute that is read.
pub(super) fn name_of(name: &[u8]) -> Option<LocalName> {
    Some(match name {
        b"class" => local_name!("class"),
        b"href" => local_name!("href"),
        b"id" => local_name!("id"),
        b"style" => local_name!("style"),
        _ => LocalName::from(str::from_utf8(name).ok().filter(|n| !n.contains(|c: char| c.is_ascii_uppercase()))?),
    })
}

/// What the sieve has to know of a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Its text may be raw.
    Raw,
    /// That as well, or its white space is text.
    Spaced,
    /// All of its attributes are read: by the tree builder, which compares those of formatting elements, or as what the
    /// page says of itself.
    Whole,
    /// None of its attributes is read, since it is no text.
    Bare,
    /// The same, and it holds more of the kind.
    Drawing,
    Other,
}

impl Kind {
    pub(super) fn of(name: &[u8]) -> Kind {
        let mut lower = [0; 16];
        let Some(lower) = lower.get_mut(..name.len()) else { return Kind::Other };
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        match &*lower {
            b"script" | b"style" | b"title" | b"iframe" | b"noembed" | b"noframes" => Kind::Raw,
            b"pre" | b"textarea" | b"listing" | b"xmp" | b"plaintext" => Kind::Spaced,
            b"b" | b"big" | b"code" | b"em" | b"font" | b"i" | b"nobr" | b"s" | b"small" | b"strike" | b"strong"
            | b"tt" | b"u" | b"meta" | b"input" | b"template" | b"annotation-xml" => Kind::Whole,
            b"img" | b"source" => Kind::Bare,
            b"svg" => Kind::Drawing,
            _ => Kind::Other,
        }
    }

    /// Whether all attributes are let through.
    pub(super) fn reads_all(self) -> bool {
        matches!(self, Kind::Whole | Kind::Raw)
    }

    /// Whether an attribute of this name is read. See `segment` and `meta`, which do.
    pub(super) fn reads(self, attribute: &[u8]) -> bool {
        match self {
            Kind::Whole | Kind::Raw => true,
            Kind::Bare | Kind::Drawing => false,
            Kind::Spaced | Kind::Other => {
                matches!(
                    attribute,
                    b"class"
                        | b"href"
                        | b"id"
                        | b"style"
                        | b"role"
                        | b"rel"
                        | b"hidden"
                        | b"aria-hidden"
                        | b"itemprop"
                        | b"itemscope"
                        | b"typeof"
                        | b"data-preloaded"
                        | b"xlink:href"
                        | b"xlink:role"
                ) || attribute.iter().any(u8::is_ascii_uppercase)
            }
        }
    }
}
