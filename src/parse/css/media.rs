//! Conditions of `@media` and `media`, for a reader at a desk: a screen of 1280 by 720 pixels and a mouse.
//!
//! A feature that is not known here makes its query false, so that it neither hides nor shows.

use super::length::{Length, Unit};
use cssparser::{Delimiter, ParseError, Parser, Token};

/// Width and height of the window in pixels.
const WINDOW: (f32, f32) = (1280.0, 720.0);

/// Features that are true of a screen at a desk, with their value.
const TRUE_FEATURES: [(&str, &str); 15] = [
    ("orientation", "landscape"),
    ("hover", "hover"),
    ("any-hover", "hover"),
    ("pointer", "fine"),
    ("any-pointer", "fine"),
    ("prefers-color-scheme", "light"),
    ("prefers-reduced-motion", "no-preference"),
    ("prefers-contrast", "no-preference"),
    ("prefers-reduced-transparency", "no-preference"),
    ("prefers-reduced-data", "no-preference"),
    ("forced-colors", "none"),
    ("inverted-colors", "none"),
    ("scripting", "enabled"),
    ("display-mode", "browser"),
    ("update", "fast"),
];

/// Whether one of the comma-separated media queries holds. No query holds always.
pub(crate) fn applies(queries: &str) -> bool {
    let mut parser = Parser::new(queries);
    if parser.is_exhausted() {
        return true;
    }
    loop {
        if parser.parse_until_before(Delimiter::Comma, query).unwrap_or(false) {
            return true;
        }
        if parser.next().is_err() {
            return false;
        }
    }
}

/// `[not | only]? type [and (feature)]*` or `(feature) [and (feature)]*`. Queries with `or` or nested parentheses are
/// unknown, and so false.
fn query<'i>(parser: &mut Parser<'i>) -> Result<bool, ParseError<()>> {
    let (mut is_negated, mut holds, mut is_known) = (false, true, true);
    loop {
        match parser.next() {
            Ok(Token::Ident(word)) => match_word(word, &mut is_negated, &mut holds, &mut is_known),
            Ok(Token::ParenthesisBlock) => match parser.parse_nested_block(feature) {
                Ok(is_true) => holds &= is_true,
                Err(_) => is_known = false,
            },
            Ok(_) => is_known = false,
            Err(_) => return Ok(is_known && holds != is_negated),
        }
    }
}

fn match_word(word: &str, is_negated: &mut bool, holds: &mut bool, is_known: &mut bool) {
    match &*word.to_ascii_lowercase() {
        "and" | "only" | "all" | "screen" => {}
        "not" => *is_negated = true,
        "or" => *is_known = false,
        _ => *holds = false,
    }
}

/// `name: value`, `name`, or a range such as `width >= 600px` and `400px < width < 800px`.
fn feature<'i>(parser: &mut Parser<'i>) -> Result<bool, ParseError<()>> {
    let state = parser.state();
    if let Ok(name) = parser.expect_ident_cloned() {
        let name = name.to_ascii_lowercase();
        if parser.is_exhausted() {
            return Ok(matches!(&*name, "width" | "height" | "color" | "hover" | "any-hover" | "pointer"));
        }
        if parser.try_parse(|parser| parser.expect_colon()).is_ok() {
            return named(&name, parser);
        }
    }
    parser.reset(&state);
    range(parser)
}

fn named(name: &str, parser: &mut Parser<'_>) -> Result<bool, ParseError<()>> {
    let side = |name: &str| if name.ends_with("width") { WINDOW.0 } else { WINDOW.1 };
    match name {
        "min-width" | "min-device-width" | "min-height" | "min-device-height" => Ok(side(name) >= pixels(parser)?),
        "max-width" | "max-device-width" | "max-height" | "max-device-height" => Ok(side(name) <= pixels(parser)?),
        "width" | "height" => Ok(side(name) == pixels(parser)?),
        _ if TRUE_FEATURES.iter().any(|(known, _)| *known == name) => {
            let value = parser.expect_ident_cloned()?;
            Ok(TRUE_FEATURES.iter().any(|(known, is)| *known == name && value.eq_ignore_ascii_case(is)))
        }
        _ => Err(unknown()),
    }
}

/// A range of the width or the height.
fn range(parser: &mut Parser<'_>) -> Result<bool, ParseError<()>> {
    let mut left = operand(parser)?;
    let mut holds = true;
    while !parser.is_exhausted() {
        let sign = match parser.next()? {
            Token::Delim(sign @ ('<' | '>' | '=')) => *sign,
            _ => return Err(unknown()),
        };
        let or_equal = sign == '=' || parser.try_parse(|parser| parser.expect_delim('=')).is_ok();
        let right = operand(parser)?;
        holds &= (or_equal && left == right) || (sign == '<' && left < right) || (sign == '>' && left > right);
        left = right;
    }
    Ok(holds)
}

/// `width`, `height`, or a length, in pixels.
fn operand(parser: &mut Parser<'_>) -> Result<f32, ParseError<()>> {
    match parser.try_parse(|parser| parser.expect_ident_cloned()) {
        Ok(name) if name.eq_ignore_ascii_case("width") => Ok(WINDOW.0),
        Ok(name) if name.eq_ignore_ascii_case("height") => Ok(WINDOW.1),
        Ok(_) => Err(unknown()),
        Err(_) => pixels(parser),
    }
}

fn pixels(parser: &mut Parser<'_>) -> Result<f32, ParseError<()>> {
    let length = Length::of(parser.next()?).filter(|length| length.unit != Unit::Percent);
    length.map(Length::pixels).ok_or_else(unknown)
}

fn unknown() -> ParseError<()> {
    ParseError::unexpected_token()
}

#[cfg(test)]
mod tests {
    use super::applies;

    #[test]
    fn queries_that_hold_at_a_desk_apply() {
        for query in [
            "",
            "all",
            "screen",
            "only SCREEN and (min-width: 48em)",
            "print, screen",
            "not print",
            "(max-width: 1600px)",
            "(width >= 600px) and (hover: hover)",
            "(400px <= width < 1400px)",
            "(prefers-color-scheme: light)",
            "screen and /* large */ (min-width:1px)",
        ] {
            assert!(applies(query), "{query}");
        }
    }

    #[test]
    fn other_queries_do_not() {
        for query in [
            "print",
            "speech",
            "not all",
            "screen and (max-width: 767px)",
            "(width < 600px)",
            "(hover: none)",
            "(prefers-color-scheme: dark)",
            "(unknown: 1)",
            "not (unknown: 1)",
            "(min-width: calc(1px + 1em))",
            "((min-width: 1px) or (max-width: 2px))",
            "screen and (min-width: 0\\0)",
            "(",
            "print and (min-width: 1px), tty",
        ] {
            assert!(!applies(query), "{query}");
        }
    }
}
