//! Markup without what nobody reads, on its way into the tree: attributes that say nothing of text, white space around
//! text, what stands in comments, the parts of drawings. That is most of a page's bytes, and tokenizing is most of what a
//! parse costs.
//!
//! The standard's rules of where tags, attributes and comments end need no tree, so the tree is the same but for what
//! was left out: the sieve follows them (HTML, 13.2.5) from one tag to the next. What is plain becomes a token at once; what
//! takes more reading, such as character references, is written out for html5ever's tokenizer. Only the tree builder
//! knows whether code or the like follows a tag such as `<style>`; there the sieve stops and is told. Where a page is
//! stranger than that, it gives up, and the rest is read as it is.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use std::ops::Range;

/// What the sieve did.
#[derive(Debug)]
pub(super) enum Step {
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
pub(super) struct Sieve<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    /// More attributes of a tag than this are for others to judge.
    most_attributes: usize,
    /// Whether white space may be text, since `<pre>` or the like was opened.
    keeps_space: bool,
    /// What was written out for the tokenizer and not taken yet.
    pub(super) out: String,
    /// Whether the tokenizer may be within a character reference after that.
    is_in_text: bool,
    /// Whether the drawing that was passed over had white space.
    owes_space: bool,
    /// The name of the tag after which it stopped.
    raw: Range<usize>,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(text: &'a str, range: Range<usize>, most_attributes: usize) -> Self {
        let Range { start: at, end } = range;
        let (out, raw) = (String::new(), 0..0);
        Self { text, at, end, most_attributes, keeps_space: false, out, is_in_text: false, owes_space: false, raw }
    }

    /// How far it has read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes on at another place, where the tokenizer is between tags.
    pub(super) fn go_on(&mut self, at: usize) {
        self.at = at;
    }

    /// Reads up to another place.
    pub(super) fn end_at(&mut self, end: usize) {
        self.end = end;
    }

    /// Whether the tag at which it stopped has this name.
    pub(super) fn is_at(&self, name: &str) -> bool {
        self.text[self.raw.clone()].eq_ignore_ascii_case(name)
    }

    /// The raw text that follows the tag at which it stopped, up to its end tag; `None` if that does not come.
    pub(super) fn raw_text(&self) -> Option<Range<usize>> {
        let name = &self.text.as_bytes()[self.raw.clone()];
        let rest = self.rest();
        let is_end = |i: &usize| {
            let after = &rest[*i + 2..];
            after.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name))
                && after.get(name.len()).is_some_and(|b| is_space(*b) || b"/>".contains(b))
        };
        let length = memchr::memmem::find_iter(rest, b"</").find(is_end)?;
        Some(self.at..self.at + length)
    }

    /// Reads one text, tag or comment.
    pub(super) fn next(&mut self) -> Step {
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
        let is_plain = !self.is_in_text && is_plain(text.trim_matches(is_space_char));
        if self.keeps_space || length < 2 {
            if is_plain && !text.contains('\r') {
                self.at += length;
                return Step::Token(Token::CharacterTokens(text.into()));
            }
            self.is_in_text = true;
            return self.write(length);
        }
        self.at += length;
        let inner = text.trim_start_matches(is_space_char);
        let before = &" "[..usize::from(inner.len() < length)];
        let trimmed = inner.trim_end_matches(is_space_char);
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
        let ends_name = |b: &u8| is_space(*b) || b"/>".contains(b);
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
            self.owes_space = self.rest()[..length].iter().any(|b| is_space(*b));
            self.at += length;
        }
    }
}

/// Shapes that may be open within each other; a tree has no more either.
const MOST_OPEN: usize = 512;

/// Where the `</svg` stands that ends a drawing of shapes alone.
fn end_of_shapes(rest: &[u8], most_attributes: usize) -> Option<usize> {
    let mut open: Vec<&[u8]> = Vec::new();
    let mut at = 0;
    loop {
        at += rest[at..].iter().position(|b| !is_space(*b))?;
        let is_end = rest[at..].starts_with(b"</");
        let name = at + 1 + usize::from(is_end);
        let length = rest.get(name..)?.iter().position(|b| is_space(*b) || b"/>".contains(b))?;
        let tag = &rest[name..name + length];
        if rest[at] != b'<' || is_end && open.is_empty() {
            return (rest[at] == b'<' && tag == b"svg").then_some(at);
        }
        if is_end && tag == b"svg" {
            return Some(at);
        }
        if !SHAPES.contains(&tag) || open.len() > MOST_OPEN || is_end && open.pop() != Some(tag) {
            return None;
        }
        let mut attributes = 0;
        at = name + length;
        while let InTag::Attribute(attribute) = next_in_tag(rest, at)? {
            at = attribute.end;
            attributes += 1;
            if attributes > most_attributes {
                return None;
            }
        }
        at += memchr::memchr(b'>', &rest[at..])? + 1;
        // One whose last value ends in a slash is taken for closed, and what follows gives up sooner.
        if !is_end && rest[at - 2] != b'/' {
            open.push(tag);
        }
    }
}

/// What stands next in a tag.
enum InTag {
    Attribute(Place),
    /// The tag ends here, after its `>`.
    End(usize),
}

struct Place {
    name: Range<usize>,
    value: Range<usize>,
    end: usize,
}

fn next_in_tag(rest: &[u8], at: usize) -> Option<InTag> {
    let start = at + rest[at..].iter().position(|b| !is_space(*b) && *b != b'/')?;
    if rest[start] == b'>' {
        return Some(InTag::End(start + 1));
    }
    // The first byte of a name may be anything.
    let ends_name = |b: &u8| is_space(*b) || b"/>=".contains(b);
    let name = start..start + 1 + rest[start + 1..].iter().position(ends_name)?;
    Some(InTag::Attribute(attribute(rest, name)?))
}

/// The attribute of this name.
fn attribute(rest: &[u8], name: Range<usize>) -> Option<Place> {
    let skip_space = |at: usize| Some(at + rest[at..].iter().position(|b| !is_space(*b))?);
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
            let end = start + rest[start..].iter().position(|b| is_space(*b) || *b == b'>')?;
            (start..end, end)
        }
    };
    Some(Place { name, value, end })
}

/// The name of an attribute that is read.
fn name_of(name: &[u8]) -> Option<LocalName> {
    Some(match name {
        b"class" => local_name!("class"),
        b"href" => local_name!("href"),
        b"id" => local_name!("id"),
        b"style" => local_name!("style"),
        _ => LocalName::from(str::from_utf8(name).ok().filter(|n| !n.contains(|c: char| c.is_ascii_uppercase()))?),
    })
}

/// Whether text is what it stands for: no character references, and nothing that is replaced.
fn is_plain(text: &str) -> bool {
    memchr::memchr3(b'&', b'\0', b'\r', text.as_bytes()).is_none()
}

/// What drawings are made of; none of it is closed by the tree builder before its time.
const SHAPES: [&[u8]; 22] = [
    b"g",
    b"path",
    b"circle",
    b"rect",
    b"use",
    b"defs",
    b"line",
    b"polygon",
    b"polyline",
    b"ellipse",
    b"symbol",
    b"stop",
    b"clipPath",
    b"clippath",
    b"linearGradient",
    b"radialGradient",
    b"mask",
    b"filter",
    b"pattern",
    b"marker",
    b"animate",
    b"animateTransform",
];

/// What the sieve has to know of a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
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
    fn of(name: &[u8]) -> Kind {
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
    fn reads_all(self) -> bool {
        matches!(self, Kind::Whole | Kind::Raw)
    }

    /// Whether an attribute of this name is read. See `segment` and `meta`, which do.
    fn reads(self, attribute: &[u8]) -> bool {
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

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c')
}

fn is_space_char(c: char) -> bool {
    u8::try_from(c).is_ok_and(is_space)
}

#[cfg(test)]
mod tests {
    use super::super::html::{Parsed, parse, parse_whole};
    use super::*;
    use crate::limits::Limits;
    use proptest::prelude::*;
    use scraper::Node;

    /// What decides where tags, attributes, comments and raw text begin and end, and what only looks so.
    const TRAPS: [&str; 85] = [
        "<p>",
        "</p>",
        "<p",
        "<P CLASS=a",
        "<div",
        "<div title='<p>'>",
        "</div a='>'>",
        "<br/>",
        "<br /data-x>",
        "<br data-x/>",
        "<a href=x",
        "<a",
        "</a>",
        "<svg",
        "<svg/data-x>",
        "<svg>",
        "</svg>",
        "<path d='>'/>",
        "<svg><path/>",
        "<g>",
        "</g>",
        "<use a>",
        "<select>",
        "<g/>",
        "<title>",
        "</title>",
        "</title",
        "<textarea>",
        "</textarea >",
        "<pre>",
        "</pre>",
        "\n  ",
        "\t",
        "<style>",
        "</style>",
        "<script>",
        "</script>",
        "<script type=application/ld+json>",
        "<!--",
        "-->",
        "--!>",
        "--",
        "->",
        "<!",
        "<!-->",
        "<!--->",
        "<?",
        "</",
        "</>",
        "<",
        ">",
        "/>",
        "/",
        " / ",
        "=",
        " = ",
        "\"",
        "'",
        " class",
        " class=\"a b\"",
        " data-x='y'",
        " data-x=y>",
        " id=z",
        " HIDDEN",
        " style = a",
        "<![CDATA[",
        "]]>",
        "<table>",
        "<td>",
        "</table>",
        "<b data-x>",
        "<plaintext>",
        "&lt;",
        "\r\n",
        " =\"B",
        " =B",
        " x=''",
        " class x=\"\"",
        "<b t='\"><style>'>",
        "<path style=a>",
        "<svg><script>",
        "<math>",
        " xlink:href=a",
        "\0",
        "\u{feff}",
    ];

    /// The tree, but for what the sieve may leave out.
    fn outline(parsed: &Parsed) -> String {
        let mut outline = String::new();
        for node in parsed.html.tree.root().descendants() {
            if node.ancestors().any(|n| n.value().as_element().is_some_and(|e| e.name() == "svg")) {
                continue;
            }
            let depth = node.ancestors().count();
            match node.value() {
                Node::Element(element) => {
                    let kind = Kind::of(element.name().as_bytes());
                    outline.push_str(&format!("{depth} {}", element.name()));
                    for (name, value) in element.attrs().filter(|(n, _)| Kind::Other.reads(n.as_bytes())) {
                        if !matches!(kind, Kind::Bare | Kind::Drawing) {
                            outline.push_str(&format!(" {name}={value:?}"));
                        }
                    }
                }
                Node::Text(text) => {
                    let is =
                        |name: &str| node.ancestors().any(|n| n.value().as_element().is_some_and(|e| e.name() == name));
                    let keeps = ["pre", "textarea", "listing", "xmp", "plaintext"].into_iter().any(is);
                    let folded: Vec<&str> = text.text.split(is_space_char).filter(|w| !w.is_empty()).collect();
                    if is("script") || is("style") {
                        continue;
                    }
                    outline.push_str(&format!(
                        "{depth} {:?}",
                        if keeps { text.text.to_string() } else { folded.join(" ") }
                    ));
                }
                other => outline.push_str(&format!("{depth} {}", std::any::type_name_of_val(other))),
            }
            outline.push('\n');
        }
        outline
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn the_tree_is_the_same(parts in prop::collection::vec(prop_oneof![
            8 => prop::sample::select(&TRAPS[..]).prop_map(str::to_owned),
            2 => "[a-c \n]{1,4}",
            1 => Just((0..20).map(|i| format!("w{i}{} ", "x".repeat(210))).collect::<String>()),
        ], 1..60)) {
            let html = parts.concat();
            let limits = Limits::default();
            prop_assert_eq!(outline(&parse(&html, &limits)), outline(&parse_whole(&html, &limits)));
        }
    }

    fn sieved(html: &str) -> String {
        let mut sieve = Sieve::new(html, 0..html.len(), 100);
        sieve.is_in_text = true;
        while let Step::Written | Step::Raw = sieve.next() {
            sieve.is_in_text = true;
        }
        sieve.out
    }

    #[test]
    fn what_nobody_reads_is_left_out() {
        assert_eq!(sieved("<p data-a=\"1\" class=b onclick='c()' d>\n  e\n</p>"), "<p  class=b  > e </p>");
        assert_eq!(
            sieved("<img src=a alt=b><!-- c --><a\nhref = 'd' target=e>f</a>"),
            "<img  ><!----><a\nhref = 'd' >f</a>"
        );
        assert_eq!(sieved("<pre data-a>\n b\n</pre>"), "<pre >\n b\n</pre>");
    }
}
