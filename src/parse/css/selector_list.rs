//! Reads lists of selectors.
//!
//! Selectors that depend on siblings, on states such as `:hover` or on what scripts do are left out, so that their rules
//! neither hide nor show.

use super::selector::{ANCESTOR, ATTRIBUTE, CLASS, END, ID, IS, MARKS, NOT, OPERATOR, OR, PARENT, Selector, WHERE};
use cssparser::{ParseError, Parser, Token, match_ignore_ascii_case};

/// Selectors of a rule that are read.
const MAX_SELECTORS: usize = 256;

/// Bytes of a selector that is read.
const MAX_SELECTOR: usize = 256;

/// Compounds of a selector that is read.
const MAX_COMPOUNDS: usize = 8;

/// Compounds inside a `:not()` and the like.
const MAX_ALTERNATIVES: usize = 16;

/// Attributes that selectors may name. The page's tree has no others.
const ATTRIBUTES: [&str; 8] = ["aria-hidden", "class", "hidden", "href", "id", "itemprop", "role", "style"];

/// Parts of classes that the page has only until its scripts have run.
const PASSING: [&str; 6] = ["loading", "preload", "no-js", "nojs", "no_js", "no-javascript"];

/// How a part starts that holds other compounds.
const GROUPS: [&str; 3] = [":not(", ":is(", ":where("];

/// Which selectors are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Those of tags, classes, an id and the attribute `hidden`.
    Plain,
    /// Those with ancestors and attributes too.
    All,
}

/// Calls `visit` with each selector of a comma-separated list that is read.
pub(crate) fn each_selector(selectors: &str, reads: Reads, mut visit: impl FnMut(Selector<'_>)) {
    let mut text = String::new();
    if is_plain(selectors, reads) {
        for selector in selectors.split(',').take(MAX_SELECTORS) {
            if write_plain(selector.trim_ascii(), reads, &mut text) {
                visit(Selector { text: &text });
            }
        }
        return;
    }
    let (mut parser, mut parts) = (Parser::new(selectors), String::new());
    for _ in 0..MAX_SELECTORS {
        let read = parser.parse_until_after(cssparser::Delimiter::Comma, |parser| {
            let read = parse(parser, reads, &mut parts).ok_or_else(ParseError::<()>::unexpected_token);
            while parser.next().is_ok() {}
            read
        });
        if read.is_ok() && may_last(&parts) {
            reverse(&parts, &mut text);
            visit(Selector { text: &text });
        }
        if parser.is_exhausted() {
            return;
        }
    }
}

/// Whether a list can be split at its commas, and has nothing but names and combinators that is read.
fn is_plain(selectors: &str, reads: Reads) -> bool {
    let bytes = selectors.as_bytes();
    let has = |byte| memchr::memchr(byte, bytes).is_some();
    let has_word = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
    if memchr::memchr2(b'\\', b'/', bytes).is_some() {
        return false;
    }
    match reads {
        Reads::Plain => {
            !has(b'[') || (!has_word("idden") && (!has(b',') || memchr::memchr2(b'"', b'\'', bytes).is_none()))
        }
        Reads::All => !(has(b'[') || has(b'(') && GROUPS.iter().any(|name| has_word(name))),
    }
}

/// What a byte is in a selector of plain names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Part of a compound.
    Part,
    /// Part of a combinator.
    Combinator,
    Other,
}

const SIGNS: [Sign; 256] = {
    let mut signs = [Sign::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'#' | b'*') || b >= 0x80 {
            signs[byte] = Sign::Part;
        } else if b.is_ascii_whitespace() || b == b'>' {
            signs[byte] = Sign::Combinator;
        }
        byte += 1;
    }
    signs
};

/// Writes a selector of plain names. Returns whether it is one.
fn write_plain(selector: &str, reads: Reads, text: &mut String) -> bool {
    text.clear();
    let bytes = selector.as_bytes();
    if bytes.is_empty() || bytes.len() > MAX_SELECTOR {
        return false;
    }
    // Most selectors have a combinator.
    let Some(end) = bytes.iter().position(|b| SIGNS[usize::from(*b)] != Sign::Part) else {
        return write_compound(selector, text);
    };
    reads == Reads::All
        && bytes[end..].iter().all(|b| SIGNS[usize::from(*b)] != Sign::Other)
        && write_combined(selector, text)
        && may_last(text)
}

/// Writes a selector of plain names and combinators, the last compound first.
fn write_combined(mut selector: &str, text: &mut String) -> bool {
    for _ in 0..MAX_COMPOUNDS {
        let start = selector.bytes().rposition(|b| SIGNS[usize::from(b)] != Sign::Part).map_or(0, |at| at + 1);
        if !write_compound(&selector[start..], text) {
            return false;
        }
        if start == 0 {
            return true;
        }
        selector = selector[..start].trim_ascii_end();
        text.push(if selector.ends_with('>') { PARENT } else { ANCESTOR });
        selector = selector.strip_suffix('>').unwrap_or(selector).trim_ascii_end();
    }
    false
}

/// Writes a compound of plain names. Returns whether it is one.
fn write_compound(compound: &str, text: &mut String) -> bool {
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b >= 0x80;
    let bytes = compound.as_bytes();
    if bytes.is_empty() {
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
        let name = &compound[at..end];
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

/// Writes any selector, the first compound first. `None` if it is not read.
fn parse(parser: &mut Parser<'_>, reads: Reads, text: &mut String) -> Option<()> {
    text.clear();
    parser.skip_whitespace();
    let (mut is_first, mut combinator, mut compounds) = (true, None, 0);
    while let Ok(token) = parser.next_including_whitespace() {
        match token.clone() {
            Token::WhiteSpace(_) => {
                combinator = combinator.or(Some(ANCESTOR));
                continue;
            }
            Token::Delim('>') if !is_first && combinator != Some(PARENT) => {
                combinator = Some(PARENT);
                continue;
            }
            token => {
                if let Some(mark) = combinator.take() {
                    compounds += 1;
                    (reads == Reads::All && compounds < MAX_COMPOUNDS).then_some(())?;
                    text.push(mark);
                    is_first = true;
                }
                parse_part(token, parser, is_first, reads, text)?;
                is_first = false;
            }
        }
    }
    (!is_first && combinator != Some(PARENT)).then_some(())
}

/// Writes a part of a compound.
fn parse_part(
    token: Token<'_>,
    parser: &mut Parser<'_>,
    is_first: bool,
    reads: Reads,
    text: &mut String,
) -> Option<()> {
    match token {
        Token::Colon if reads == Reads::All => parse_group(parser, text),
        token => parse_simple(token, parser, is_first, reads, text),
    }
}

/// Writes a part of a compound that has no other inside it.
fn parse_simple(
    token: Token<'_>,
    parser: &mut Parser<'_>,
    is_first: bool,
    reads: Reads,
    text: &mut String,
) -> Option<()> {
    match token {
        Token::Ident(tag) if is_first => push_name(text, None, &tag.to_ascii_lowercase()),
        Token::Delim('*') if is_first => Some(()),
        Token::Delim('.') => match parser.next_including_whitespace() {
            Ok(Token::Ident(class)) => push_name(text, Some(CLASS), class),
            _ => None,
        },
        Token::IDHash(id) => push_name(text, Some(ID), &id),
        Token::SquareBracketBlock => {
            let read = parser.parse_nested_block(|parser| {
                let read = parse_attribute(parser, reads, text).ok_or_else(ParseError::<()>::unexpected_token);
                while parser.next().is_ok() {}
                read
            });
            read.ok()
        }
        _ => None,
    }
}

/// Writes what is between the brackets of an attribute.
fn parse_attribute(parser: &mut Parser<'_>, reads: Reads, text: &mut String) -> Option<()> {
    let name = parser.expect_ident().ok()?.to_ascii_lowercase();
    let is_read = if reads == Reads::All { ATTRIBUTES.contains(&&*name) } else { name == "hidden" };
    is_read.then_some(())?;
    push_name(text, Some(ATTRIBUTE), &name)?;
    if parser.is_exhausted() {
        return Some(());
    }
    let operator = match parser.next().ok()? {
        Token::Delim('=') => '=',
        Token::IncludeMatch => '~',
        Token::DashMatch => '|',
        Token::PrefixMatch => '^',
        Token::SuffixMatch => '$',
        Token::SubstringMatch => '*',
        _ => return None,
    };
    (reads == Reads::All).then_some(())?;
    text.push(OPERATOR);
    text.push(operator);
    let value = parser.expect_ident_or_string().ok()?.clone();
    push_name(text, None, &value)?;
    parser.is_exhausted().then_some(())
}

/// Writes `:not()`, `:is()` or `:where()` of compounds.
fn parse_group(parser: &mut Parser<'_>, text: &mut String) -> Option<()> {
    let mark = match parser.next_including_whitespace().ok()? {
        Token::Function(name) => match_ignore_ascii_case! { name,
            "not" => NOT,
            "is" => IS,
            "where" => WHERE,
            _ => return None,
        },
        _ => return None,
    };
    text.push(mark);
    let read = parser.parse_nested_block(|parser| {
        let read = parse_alternatives(parser, text).ok_or_else(ParseError::<()>::unexpected_token);
        while parser.next().is_ok() {}
        read
    });
    text.push(END);
    read.ok()
}

fn parse_alternatives(parser: &mut Parser<'_>, text: &mut String) -> Option<()> {
    for _ in 0..MAX_ALTERNATIVES {
        let mut is_first = true;
        parser.skip_whitespace();
        loop {
            match parser.next_including_whitespace().cloned() {
                Ok(Token::WhiteSpace(_)) => {}
                Ok(Token::Comma) if !is_first => break,
                Ok(token) => {
                    parse_simple(token, parser, is_first, Reads::All, text)?;
                    is_first = false;
                    continue;
                }
                Err(_) if !is_first => return Some(()),
                Err(_) => return None,
            }
            // White space ends a compound; a combinator is not read here.
            match parser.next().cloned() {
                Ok(Token::Comma) => break,
                Ok(_) => return None,
                Err(_) => return (!is_first).then_some(()),
            }
        }
        text.push(OR);
    }
    None
}

/// Whether a selector holds once the page's scripts have run, as far as its classes tell. A state that the root lacks is
/// one that they give it.
fn may_last(text: &str) -> bool {
    if !text.contains([PARENT, ANCESTOR, NOT]) {
        return true;
    }
    let is_passing = PASSING.iter().any(|part| text.contains(part));
    let is_root = |compound: &str| ["html", "body"].iter().any(|tag| compound.strip_prefix(tag).is_some_and(ends_tag));
    let is_root_not = |compound: &str| compound.contains(NOT) && is_root(compound);
    !(is_passing || text.split([PARENT, ANCESTOR]).any(is_root_not))
}

fn ends_tag(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| c <= MARKS)
}

/// Writes the compounds of `parts` from the last to the first.
fn reverse(parts: &str, text: &mut String) {
    text.clear();
    let mut rest = parts;
    while let Some(at) = rest.rfind([PARENT, ANCESTOR]) {
        text.push_str(&rest[at + 1..]);
        text.push_str(&rest[at..=at]);
        rest = &rest[..at];
    }
    text.push_str(rest);
}

/// Adds a name after its mark, unless it has characters that names never have or the selector grows too long.
fn push_name(text: &mut String, mark: Option<char>, name: &str) -> Option<()> {
    if name.bytes().any(|b| b <= MARKS as u8) || text.len() + name.len() > MAX_SELECTOR {
        return None;
    }
    text.extend(mark);
    text.push_str(name);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::{Reads, each_selector};

    fn read(selectors: &str, reads: Reads) -> Vec<String> {
        let mut read = Vec::new();
        let names = ["", ".", "#", "@", "!", "?", "~", ",", ")", "", "", "", "", "", ">", " ", "="];
        each_selector(selectors, reads, |selector| {
            let name = |c: char| names.get(c as usize).map_or(c.to_string(), |name| (*name).to_owned());
            read.push(selector.text.chars().map(name).collect());
        });
        read
    }

    #[test]
    fn simple_and_compound_selectors_are_read() {
        for reads in [Reads::Plain, Reads::All] {
            assert_eq!(
                read(".a, P.b ,#c-d,div.e.f#g,*,*.h, é.ü", reads),
                [".a", "p.b", "#c-d", "div.e.f#g", "", ".h", "é.ü"]
            );
            assert_eq!(
                read("[hidden], .md\\:x , /* c */ B/**/.c , a[hidden]", reads),
                ["@hidden", ".md:x", "b.c", "a@hidden"]
            );
        }
    }

    #[test]
    fn the_last_compound_comes_first() {
        for selectors in [".a  P> .b>#c", ".a/**/ p >\n.b > #c", ".a [class]"] {
            assert!(read(selectors, Reads::Plain).is_empty(), "{selectors}");
        }
        assert_eq!(read(".a  P> .b>#c, x y", Reads::All), ["#c>.b>p .a", "y x"]);
        assert_eq!(read(".a/**/ p >\n.b > #c", Reads::All), ["#c>.b>p .a"]);
        assert_eq!(read(".a .\\31 b, * > i", Reads::All), [".1b .a", "i>"]);
    }

    #[test]
    fn attributes_and_groups_are_read() {
        assert_eq!(
            read("a[href^='/x'] [CLASS ~= b], [id=c][role], p:not(.a, [hidden]) i", Reads::All),
            ["@class=~b a@href=^/x", "@id==c@role", "i p!.a,@hidden)"]
        );
        assert_eq!(read(":is(h1,h2.x).y, :where( .a ) b", Reads::All), ["?h1,h2.x).y", "b ~.a)"]);
    }

    #[test]
    fn other_selectors_are_left_out() {
        for selectors in [
            ".a:hover",
            ".a::before",
            ".a + .b",
            ".a ~ b",
            "> .a",
            ".a >",
            ".a > > .b",
            "[title]",
            "[data-x] .a",
            "[id=x i]",
            "[id=",
            ".5a",
            ".",
            "#",
            "a..b",
            "",
            "&.a",
            "} .b",
            ".\\1 a",
            "@x",
            ":not(.a .b)",
            ":not()",
            ":not(.a,)",
            ":is(:hover)",
            ":not(:not(.a))",
            ".a:nth-child(2)",
            "a b c d e f g h i",
        ] {
            assert!(read(selectors, Reads::All).is_empty(), "{selectors}");
        }
        assert!(read("[hidden=x]", Reads::Plain).is_empty());
        assert_eq!(read(".a .b, .c", Reads::Plain), [".c"]);
    }

    #[test]
    fn what_scripts_soon_change_is_left_out() {
        for selectors in [".no-js .a", "body.is-loading > p", "html:not(.ready) .a", "body:not(.x)>a", ".preloader .a"]
        {
            assert!(read(selectors, Reads::All).is_empty(), "{selectors}");
        }
        assert_eq!(read("body.x p, .no-js, .a:not(.b) p", Reads::All), ["p body.x", ".no-js", "p .a!.b)"]);
    }
}
