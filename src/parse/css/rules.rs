//! Rules of style sheets that hide the elements of one class or one id.

use super::{Hiding, hiding_of_declarations};

/// Selectors of a rule that are read.
const MAX_SELECTORS: usize = 64;

/// A selector of a single class or id, with or without a tag before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Selector<'a> {
    Class(&'a str),
    Id(&'a str),
}

/// Calls `visit` with every selector whose rule hides something. Rules inside `@media` and other at-rules depend on
/// the reader's device and are skipped.
pub(crate) fn each_hiding_rule<'a>(css: &'a str, mut visit: impl FnMut(Selector<'a>, Hiding)) {
    let mut rest = css;
    while let Some(open) = memchr::memchr(b'{', rest.as_bytes()) {
        let (selectors, body) = (&rest[..open], &rest[open + 1..]);
        if selectors.rsplit(['}', ';']).next().is_some_and(|s| s.trim_start().starts_with('@')) {
            rest = &body[end_of_at_rule(body)..];
            continue;
        }
        let close = memchr::memchr(b'}', body.as_bytes()).unwrap_or(body.len());
        let hiding = hiding_of_declarations(&body[..close]);
        if !hiding.is_empty() {
            each_selector(selectors, |selector| visit(selector, hiding));
        }
        rest = body.get(close + 1..).unwrap_or("");
    }
}

/// Calls `visit` with each selector of a comma-separated list that names a single class or id.
fn each_selector<'a>(selectors: &'a str, mut visit: impl FnMut(Selector<'a>)) {
    // The text before may hold a declaration such as `@import` or end in a comment.
    let selectors = selectors.rsplit(['}', ';', '/']).next().unwrap_or("");
    for selector in selectors.split(',').take(MAX_SELECTORS) {
        let selector = selector.trim();
        let Some(at) = selector.find(['.', '#']) else { continue };
        let (tag, sort, name) = (&selector[..at], selector.as_bytes()[at], &selector[at + 1..]);
        if is_identifier(tag) && !name.is_empty() && is_identifier(name) {
            visit(if sort == b'.' { Selector::Class(name) } else { Selector::Id(name) });
        }
    }
}

fn is_identifier(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b >= 0x80)
}

/// Where an at-rule ends whose body starts at 0: just after its closing brace.
fn end_of_at_rule(body: &str) -> usize {
    let mut depth = 1usize;
    for at in memchr::memchr2_iter(b'{', b'}', body.as_bytes()) {
        if body.as_bytes()[at] == b'{' {
            depth += 1;
        } else {
            depth -= 1;
            if depth == 0 {
                return at + 1;
            }
        }
    }
    body.len()
}

#[cfg(test)]
mod tests {
    use super::{Selector, each_hiding_rule};

    #[test]
    fn rules_of_one_class_or_id_are_found() {
        let css = "@import 'x'; /* c */ .a, p.b, #c-d { display: none } .e .f, .g:hover { display: none }
            @media print { .h { display: none } @supports (x) { .i { display: none } } } .j { color: red }
            .k { visibility: hidden } .l { display: none";
        let mut found = Vec::new();
        each_hiding_rule(css, |selector, _| found.push(selector));
        use Selector::{Class, Id};
        assert_eq!(found, [Class("a"), Class("b"), Id("c-d"), Class("k"), Class("l")]);
    }
}
