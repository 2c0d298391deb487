//! Splits a style sheet into its rules.
//!
//! A style sheet is often a quarter of the page, and few of its rules hide anything. So `memchr` finds where a plain rule
//! ends, and `skim` where one with strings, comments, escapes or nested blocks does. cssparser reads malformed ones.

use super::media;
use super::skim::{end_of_block, next_brace};
use cssparser::{ParseError, Parser, Token};

/// Depth of `@media` and other groups that are read. Deeper ones are passed over.
const MAX_GROUPS: usize = 16;

/// Cascade layers that are told apart.
const MAX_LAYERS: usize = 64;

/// A style rule that holds for a reader at a desk.
pub(crate) struct Rule<'a> {
    pub(crate) selectors: &'a str,
    pub(crate) body: &'a str,
    /// Rank of the cascade layer. Rules outside layers have the highest.
    pub(crate) layer: u8,
}

/// The names of the cascade layers of a page in the order of their ranks.
#[derive(Default)]
pub(crate) struct Layers(Vec<String>);

impl Layers {
    /// Rank of rules outside layers.
    const NONE: u8 = u8::MAX;

    /// The rank of a layer, which is new if its name is or if it has none.
    fn rank(&mut self, name: &str) -> u8 {
        let known = if name.is_empty() { None } else { self.0.iter().position(|known| known == name) };
        let rank = known.unwrap_or_else(|| {
            if self.0.len() < MAX_LAYERS {
                self.0.push(name.to_owned());
            }
            self.0.len() - 1
        });
        rank as u8
    }
}

/// Calls `visit` with each style rule that is not inside another rule and whose conditions hold. Blocks of at-rules that
/// are unknown or depend on what is not known here are passed over.
pub(crate) fn each_rule<'a>(css: &'a str, layers: &mut Layers, visit: impl FnMut(Rule<'a>)) {
    Reader { css, at: 0, groups: Vec::new(), layers, visit }.read();
}

struct Reader<'a, 'b, F> {
    css: &'a str,
    at: usize,
    /// The layer of each open group.
    groups: Vec<u8>,
    layers: &'b mut Layers,
    visit: F,
}

impl<'a, F: FnMut(Rule<'a>)> Reader<'a, '_, F> {
    fn read(&mut self) {
        loop {
            let rest = self.css[self.at..].trim_ascii_start();
            self.at = self.css.len() - rest.len();
            match rest.as_bytes() {
                [] => return,
                [b'/', b'*', ..] => {
                    self.at += 2;
                    let end = memchr::memmem::find(&rest.as_bytes()[2..], b"*/");
                    self.at = end.map_or(self.css.len(), |end| self.at + end + 2);
                }
                [b'}', ..] if !self.groups.is_empty() => {
                    self.groups.pop();
                    self.at += 1;
                }
                [b';', ..] => self.at += 1,
                [b'<', b'!', b'-', b'-', ..] => self.at += 4,
                [b'-', b'-', b'>', ..] => self.at += 3,
                [b'@', ..] => self.at_rule(rest),
                _ => self.style_rule(rest),
            }
        }
    }

    fn style_rule(&mut self, rest: &'a str) {
        let (selectors, body, end) = plain_rule(rest, !self.groups.is_empty()).unwrap_or_else(|| {
            let mut parser = Parser::new(rest);
            let (prelude, body) = statement(&mut parser, rest, !self.groups.is_empty());
            (prelude, body.unwrap_or(""), parser.position().byte_index())
        });
        let layer = self.groups.last().copied().unwrap_or(Layers::NONE);
        if !body.is_empty() {
            (self.visit)(Rule { selectors, body, layer });
        }
        self.at += end;
    }

    /// Reads an at-rule. A group whose condition holds is opened, anything else is passed over.
    fn at_rule(&mut self, rest: &'a str) {
        let (name, start, end) = at_prelude(rest, !self.groups.is_empty());
        let condition = rest[start..end].trim();
        let has_block = rest[end..].starts_with('{');
        let layer = self.groups.last().copied().unwrap_or(Layers::NONE);
        let group = match &*name {
            "media" => media::applies(condition).then_some(layer),
            "supports" => (!starts_with_not(condition)).then_some(layer),
            "layer" if has_block => Some(self.layers.rank(condition)),
            "layer" => {
                condition.split(',').take(MAX_LAYERS).for_each(|name| _ = self.layers.rank(name.trim()));
                None
            }
            _ => None,
        };
        // A `}` that ends the group around this rule is left to the caller.
        if !has_block {
            self.at += end + usize::from(rest[end..].starts_with(';'));
            return;
        }
        self.at += end + 1;
        match group.filter(|_| self.groups.len() < MAX_GROUPS) {
            Some(layer) => self.groups.push(layer),
            None => self.at += length_of_block(&rest[end..]) - 1,
        }
    }
}

/// The name of the at-rule that `rest` starts with, in lower case, and where its prelude starts and ends.
fn at_prelude(rest: &str, is_in_group: bool) -> (String, usize, usize) {
    let length = rest[1..].bytes().position(|b| !b.is_ascii_alphabetic() && b != b'-').unwrap_or(0);
    let ends_name = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'{' | b';' | b'(');
    let is_plain = length > 0 && rest.as_bytes()[1].is_ascii_alphabetic() && ends_name(&rest.as_bytes()[1 + length]);
    let end = if is_plain { next_brace(rest, 1 + length, true) } else { None };
    if let Some(end) = end.filter(|end| is_in_group || rest.as_bytes()[*end] != b'}') {
        return (rest[1..1 + length].to_ascii_lowercase(), 1 + length, end);
    }
    let mut parser = Parser::new(rest);
    let name = match parser.next() {
        Ok(Token::AtKeyword(name)) => name.to_ascii_lowercase(),
        _ => String::new(),
    };
    let start = parser.position().byte_index();
    (name, start, skip_prelude(&mut parser, true, is_in_group))
}

/// The length of the block at the start of `rest`, braces included.
fn length_of_block(rest: &str) -> usize {
    end_of_block(rest, 1).unwrap_or_else(|| {
        let mut parser = Parser::new(rest);
        let _ = parser.next();
        skip_block(&mut parser);
        parser.position().byte_index()
    })
}

/// The selectors and the body of the rule at the start of `rest`, and where it ends, if no tokenizer is needed to tell.
fn plain_rule(rest: &str, is_in_group: bool) -> Option<(&str, &str, usize)> {
    let bytes = rest.as_bytes();
    let open = memchr::memchr2(b'{', if is_in_group { b'}' } else { b'{' }, bytes).filter(|at| bytes[*at] == b'{')?;
    let body = open + 1;
    let close = body + memchr::memchr2(b'{', b'}', &bytes[body..])?;
    let is_plain = |text: &[u8]| {
        memchr::memchr3(b'"', b'\'', b'\\', text).is_none()
            && memchr::memchr_iter(b'/', text).all(|at| text.get(at + 1) != Some(&b'*'))
    };
    if bytes[close] == b'}' && is_plain(&bytes[..close]) {
        return Some((&rest[..open], &rest[body..close], close + 1));
    }
    let open = next_brace(rest, 0, false).filter(|at| bytes[*at] == b'{')?;
    let end = end_of_block(rest, open + 1)?;
    Some((&rest[..open], &rest[open + 1..end - 1], end))
}

/// The prelude of a style rule and its block, if it has one. Leaves `parser`, which reads `rest`, after them.
fn statement<'a>(parser: &mut Parser<'a>, rest: &'a str, is_in_group: bool) -> (&'a str, Option<&'a str>) {
    let end = skip_prelude(parser, false, is_in_group);
    if !rest[end..].starts_with('{') {
        return (&rest[..end], None);
    }
    let _ = parser.next();
    skip_block(parser);
    let block = &rest[end + 1..parser.position().byte_index()];
    (&rest[..end], Some(block.strip_suffix('}').unwrap_or(block)))
}

/// Passes over a prelude and returns where it ends: before its block, before the `;` of an at-rule, or before the `}` of
/// the group around it.
fn skip_prelude(parser: &mut Parser<'_>, is_at_rule: bool, is_in_group: bool) -> usize {
    loop {
        parser.skip_whitespace();
        let before = parser.state();
        match parser.next() {
            Ok(Token::CurlyBracketBlock) => {}
            Ok(Token::Semicolon) if is_at_rule => {}
            Ok(Token::CloseCurlyBracket) if is_in_group => {}
            Ok(_) => continue,
            Err(_) => {}
        }
        parser.reset(&before);
        return before.position().byte_index();
    }
}

/// Passes over the block whose opening brace was the last token.
fn skip_block(parser: &mut Parser<'_>) {
    let _ = parser.parse_nested_block(|_| Ok::<(), ParseError<()>>(()));
}

fn starts_with_not(condition: &str) -> bool {
    condition.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("not"))
}
