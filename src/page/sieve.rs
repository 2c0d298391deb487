//! Markup without what nobody reads, on its way to the tokenizer: attributes that say nothing of text, white space around
//! text, what stands in comments, the parts of drawings. That is most of a page's bytes, and tokenizing is most of what a parse costs.
//!
//! The standard's rules of where tags, attributes and comments end need no tree, so the tree is the same but for what
//! was left out: the sieve follows them (HTML, 13.2.5) from one tag to the next. Only the tree builder knows whether code or the
//! like follows a tag such as `<style>`; there the sieve stops and is told. Where a page is stranger than that, it gives
//! up, and the rest is read as it is.

use std::ops::Range;

/// Bytes given at a time.
const PIECE: usize = 4 << 10;

/// Why the sieve stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// There is enough for a piece.
    Piece,
    /// A tag was read after which its text may be raw, up to its end tag.
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
    /// What was let through since it was taken last.
    pub(super) out: String,
    /// The name of the tag after which it stopped.
    raw: Range<usize>,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(text: &'a str, end: usize, most_attributes: usize) -> Self {
        let out = String::with_capacity(2 * PIECE);
        Self { text, at: 0, end, most_attributes, keeps_space: false, out, raw: 0..0 }
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

    /// Whether it stopped at a style sheet.
    pub(super) fn is_at_style(&self) -> bool {
        self.text[self.raw.clone()].eq_ignore_ascii_case("style")
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

    /// Lets through up to about a piece.
    pub(super) fn run(&mut self) -> Stop {
        while self.out.len() < PIECE {
            let rest = self.rest();
            if rest.is_empty() {
                return Stop::End;
            }
            let text = memchr::memchr(b'<', rest).unwrap_or(rest.len());
            self.pass_text(text);
            if text < rest.len()
                && let Some(stop) = self.markup()
            {
                return stop;
            }
        }
        Stop::Piece
    }

    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..self.end]
    }

    /// Lets through so many bytes as they are.
    fn pass(&mut self, length: usize) {
        self.out.push_str(&self.text[self.at..self.at + length]);
        self.at += length;
    }

    /// Lets through text; white space before and after it becomes one space.
    fn pass_text(&mut self, length: usize) {
        if self.keeps_space || length < 2 {
            return self.pass(length);
        }
        let text = &self.text[self.at..self.at + length];
        let inner = text.trim_start_matches(is_space_char);
        let before = length - inner.len();
        let inner = inner.trim_end_matches(is_space_char);
        if before > 0 {
            self.out.push(' ');
        }
        self.out.push_str(inner);
        if before + inner.len() < length {
            self.out.push(' ');
        }
        self.at += length;
    }

    /// Reads what a `<` begins.
    fn markup(&mut self) -> Option<Stop> {
        let rest = self.rest();
        match (rest.get(1), rest.get(2)) {
            (Some(b), _) if b.is_ascii_alphabetic() => self.tag(1),
            (Some(b'/'), Some(b)) if b.is_ascii_alphabetic() => self.tag(2),
            (Some(b'!'), _) if rest.starts_with(b"<!--") => self.comment(),
            // In drawings it is text, elsewhere a comment.
            (Some(b'!'), _) if rest.starts_with(b"<![CDATA[") => Some(Stop::GaveUp),
            (Some(b'/' | b'!' | b'?'), _) => match memchr::memchr(b'>', rest) {
                Some(close) => {
                    self.pass(close + 1);
                    None
                }
                None => Some(Stop::GaveUp),
            },
            (Some(_), _) => {
                self.pass(1);
                None
            }
            (None, _) => Some(Stop::GaveUp),
        }
    }

    /// An empty comment takes a comment's place, so that the text before and after stays apart.
    fn comment(&mut self) -> Option<Stop> {
        let rest = self.rest();
        // `<!-->` and `<!--->` are whole.
        let Some(dashes) = memchr::memmem::find(&rest[2..], b"-->") else { return Some(Stop::GaveUp) };
        let end = 2 + dashes + 3;
        let bang = rest[..end].get(4..).and_then(|inner| memchr::memmem::find(inner, b"--!>"));
        self.out.push_str("<!---->");
        self.at += bang.map_or(end, |bang| 4 + bang + 4);
        None
    }

    /// Reads a tag whose name begins at `name`.
    fn tag(&mut self, name: usize) -> Option<Stop> {
        let rest = self.rest();
        let ends_name = |b: &u8| is_space(*b) || b"/>".contains(b);
        let Some(length) = rest[name..].iter().position(ends_name) else { return Some(Stop::GaveUp) };
        let tag = Tag::of(&rest[name..name + length]);
        let before = self.out.len();
        let Some(end) = self.attributes(name + length, tag) else {
            self.out.truncate(before);
            return Some(Stop::GaveUp);
        };
        self.raw = self.at + name..self.at + name + length;
        self.at += end;
        if name == 2 {
            return None;
        }
        if tag == Tag::Drawing && rest[end - 2] != b'/' {
            self.drawing();
        }
        self.keeps_space |= tag == Tag::Spaced;
        (tag == Tag::Raw || tag == Tag::Spaced).then_some(Stop::Raw)
    }

    /// Lets through a tag from its start, without attributes that nobody reads. `at` is the end of its name. Gives where it
    /// ends, `None` if it does not, or has too many.
    fn attributes(&mut self, mut at: usize, tag: Tag) -> Option<usize> {
        let rest = self.rest();
        let (mut passed, mut attributes) = (0, 0);
        loop {
            let Attribute { start, name_end, end } = match next_in_tag(rest, at)? {
                InTag::Attribute(attribute) => attribute,
                InTag::End(end) => {
                    self.out.push_str(&self.text[self.at + passed..self.at + end]);
                    return Some(end);
                }
            };
            at = end;
            attributes += 1;
            if attributes > self.most_attributes {
                return None;
            }
            // After a slash it says that the tag is not empty.
            if !tag.reads(&rest[start..name_end]) && rest[start - 1] != b'/' {
                self.out.push_str(&self.text[self.at + passed..self.at + start]);
                passed = end;
            }
        }
    }

    /// Passes over what a drawing holds, if it is shapes alone, each closed where it was opened: such parts leave no trace
    /// outside of it.
    fn drawing(&mut self) {
        if let Some(length) = end_of_shapes(self.rest(), self.most_attributes) {
            if self.rest()[..length].iter().any(|b| is_space(*b)) {
                self.out.push(' ');
            }
            self.at += length;
        }
    }
}

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
        if !SHAPES.contains(&tag) || is_end && open.pop() != Some(tag) {
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
    Attribute(Attribute),
    /// The tag ends here, after its `>`.
    End(usize),
}

struct Attribute {
    start: usize,
    name_end: usize,
    end: usize,
}

fn next_in_tag(rest: &[u8], at: usize) -> Option<InTag> {
    let start = at + rest[at..].iter().position(|b| !is_space(*b) && *b != b'/')?;
    if rest[start] == b'>' {
        return Some(InTag::End(start + 1));
    }
    let name_end = start + end_of_name(&rest[start..])?;
    let end = end_of_attribute(rest, name_end)?;
    Some(InTag::Attribute(Attribute { start, name_end, end }))
}

/// Length of an attribute's name; its first byte may be anything.
fn end_of_name(rest: &[u8]) -> Option<usize> {
    let ends = |b: &u8| is_space(*b) || b"/>=".contains(b);
    Some(1 + rest[1..].iter().position(ends)?)
}

/// Where an attribute ends whose name ends at `name_end`.
fn end_of_attribute(rest: &[u8], name_end: usize) -> Option<usize> {
    let skip_space = |at: usize| Some(at + rest[at..].iter().position(|b| !is_space(*b))?);
    let equals = skip_space(name_end)?;
    if rest[equals] != b'=' {
        return Some(name_end);
    }
    let value = skip_space(equals + 1)?;
    match rest[value] {
        quote @ (b'"' | b'\'') => Some(value + 1 + memchr::memchr(quote, &rest[value + 1..])? + 1),
        b'>' => Some(value),
        _ => Some(value + rest[value..].iter().position(|b| is_space(*b) || *b == b'>')?),
    }
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
enum Tag {
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

impl Tag {
    fn of(name: &[u8]) -> Tag {
        let mut lower = [0; 16];
        let Some(lower) = lower.get_mut(..name.len()) else { return Tag::Other };
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        match &*lower {
            b"script" | b"style" | b"title" | b"iframe" | b"noembed" | b"noframes" => Tag::Raw,
            b"pre" | b"textarea" | b"listing" | b"xmp" | b"plaintext" => Tag::Spaced,
            b"b" | b"big" | b"code" | b"em" | b"font" | b"i" | b"nobr" | b"s" | b"small" | b"strike" | b"strong"
            | b"tt" | b"u" | b"meta" | b"input" | b"template" | b"annotation-xml" => Tag::Whole,
            b"img" | b"path" | b"source" => Tag::Bare,
            b"svg" => Tag::Drawing,
            _ => Tag::Other,
        }
    }

    /// Whether an attribute of this name is read. See `segment` and `meta`, which do.
    fn reads(self, attribute: &[u8]) -> bool {
        match self {
            Tag::Whole | Tag::Raw => true,
            Tag::Bare | Tag::Drawing => false,
            Tag::Spaced | Tag::Other => {
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
    const TRAPS: [&str; 74] = [
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
                    let tag = Tag::of(element.name().as_bytes());
                    outline.push_str(&format!("{depth} {}", element.name()));
                    for (name, value) in element.attrs().filter(|(n, _)| Tag::Other.reads(n.as_bytes())) {
                        if !matches!(tag, Tag::Bare | Tag::Drawing) {
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
        let mut sieve = Sieve::new(html, html.len(), 100);
        while let Stop::Piece | Stop::Raw = sieve.run() {}
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
