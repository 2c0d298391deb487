//! Reads tags byte by byte, and decides how the prefilter treats each.

use html5ever::{LocalName, local_name};
use std::ops::Range;

/// The name as an interned one if it is in the list. Others are looked up by a hash, which takes longer.
macro_rules! common_names {
    ($name:ident: $($common:tt)*) => {
        match $name {
            $($common => Some(local_name!($common)),)*
            _ => None,
        }
    };
}

/// The next part of a tag.
pub(super) enum TagPart {
    Attribute(AttributeSpan),
    /// The tag ends at this position, after its `>`.
    End(usize),
}

/// Where an attribute is. The value has no quotes; it is empty if there is none.
pub(super) struct AttributeSpan {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
    /// The end of the attribute, quotes included.
    pub(super) end: usize,
}

/// The part of a tag that comes next from `at` on; `None` if the text ends before it does.
pub(super) fn next_part(rest: &[u8], at: usize) -> Option<TagPart> {
    let start = at + rest[at..].iter().position(|b| !b.is_ascii_whitespace() && *b != b'/')?;
    if rest[start] == b'>' {
        return Some(TagPart::End(start + 1));
    }
    // The first byte of a name may be anything, even an equals sign.
    let ends_name = |b: &u8| b.is_ascii_whitespace() || b"/>=".contains(b);
    let name = start..start + 1 + rest[start + 1..].iter().position(ends_name)?;
    Some(TagPart::Attribute(attribute(rest, name)?))
}

/// The attribute with the name at this range.
fn attribute(rest: &[u8], name: Range<usize>) -> Option<AttributeSpan> {
    let skip_space = |at: usize| Some(at + rest[at..].iter().position(|b| !b.is_ascii_whitespace())?);
    let equals = skip_space(name.end)?;
    if rest[equals] != b'=' {
        return Some(AttributeSpan { value: name.end..name.end, end: name.end, name });
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
    Some(AttributeSpan { name, value, end })
}

/// The interned name of an attribute; `None` for upper case and null characters, which the tokenizer must replace.
pub(super) fn attribute_name(name: &str) -> Option<LocalName> {
    common_names! { name: "class" "href" "id" "style" "rel" "role" "title" "type" "name" "content" "property" "hidden"
    "itemprop" "itemscope" "datetime" "lang" "slot" "value" "aria-hidden" "media" "charset" "sizes" }
    .or_else(|| (!name.bytes().any(|b| b.is_ascii_uppercase() || b == 0)).then(|| LocalName::from(name)))
}

/// The interned name of a tag in lower case.
pub(super) fn tag_name(name: &str) -> LocalName {
    common_names! { name: "a" "abbr" "article" "aside" "b" "blockquote" "body" "br" "button" "center" "dd" "div" "dl" "dt"
        "em" "figcaption" "figure" "font" "footer" "form" "h1" "h2" "h3" "h4" "h5" "h6" "head" "header" "hr" "html" "i"
        "img" "input" "label" "li" "link" "main" "meta" "nav" "noscript" "ol" "option" "p" "path" "picture" "section"
        "select" "small" "source" "span" "strong" "sup" "svg" "table" "tbody" "td" "th" "time" "tr" "u" "ul" "use" }
    .unwrap_or_else(|| LocalName::from(name))
}

/// How the prefilter treats a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Raw text may follow.
    RawText,
    /// Raw text may follow, or text whose white space matters.
    Preformatted,
    /// All attributes are read: the tree builder compares those of formatting elements, and metas and links describe the page.
    AllAttributes,
    /// Language tags are read too.
    Root,
    /// Dates are read too.
    Dated,
    /// Numbers are read too.
    Numbered,
    /// No attribute is read.
    NoAttributes,
    /// No attribute is read, and what is inside may be shapes.
    Drawing,
    /// Only the attributes of [`is_read`] are read.
    Other,
}

/// Bytes of a tag name beyond which its kind is always [`Kind::Other`].
const MAX_NAME: usize = 16;

impl Kind {
    pub(super) fn of(name: &[u8]) -> Kind {
        let mut lower = [0; MAX_NAME];
        let Some(lower) = lower.get_mut(..name.len()) else { return Kind::Other };
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        match &*lower {
            b"script" | b"style" | b"title" | b"iframe" | b"noembed" | b"noframes" => Kind::RawText,
            b"pre" | b"textarea" | b"listing" | b"xmp" | b"plaintext" => Kind::Preformatted,
            b"b" | b"big" | b"code" | b"em" | b"font" | b"i" | b"nobr" | b"s" | b"small" | b"strike" | b"strong"
            | b"tt" | b"u" | b"meta" | b"link" | b"input" | b"template" | b"slot" | b"annotation"
            | b"annotation-xml" | b"math" | b"mi" | b"mfrac" | b"mfenced" => Kind::AllAttributes,
            b"img" | b"source" => Kind::NoAttributes,
            b"svg" => Kind::Drawing,
            b"html" => Kind::Root,
            b"time" | b"abbr" => Kind::Dated,
            b"td" | b"th" | b"ol" | b"li" => Kind::Numbered,
            _ => Kind::Other,
        }
    }

    /// Whether all attributes pass.
    pub(super) fn reads_all(self) -> bool {
        matches!(self, Kind::AllAttributes | Kind::RawText)
    }

    /// Whether an attribute of this name passes. Names in upper case do: the tokenizer folds them.
    pub(super) fn reads(self, attribute: &[u8]) -> bool {
        match self {
            Kind::AllAttributes | Kind::RawText => true,
            Kind::NoAttributes | Kind::Drawing => false,
            Kind::Root if matches!(attribute, b"lang" | b"xml:lang") => true,
            Kind::Dated if matches!(attribute, b"datetime" | b"title") => true,
            Kind::Numbered if matches!(attribute, b"colspan" | b"rowspan" | b"start" | b"value") => true,
            Kind::Root | Kind::Dated | Kind::Numbered | Kind::Preformatted | Kind::Other => {
                is_read(attribute) || attribute.iter().any(u8::is_ascii_uppercase)
            }
        }
    }
}

/// Whether segmentation reads an attribute. The last two matter to the tree builder.
fn is_read(attribute: &[u8]) -> bool {
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
            | b"itemtype"
            | b"typeof"
            | b"property"
            | b"content"
            | b"data-preloaded"
            | b"slot"
            | b"xlink:href"
            | b"xlink:role"
    )
}
