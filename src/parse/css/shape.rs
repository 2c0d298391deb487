//! Values of `clip`, `clip-path`, `transform` and the like: whether they leave anything to see.

use super::length::{Length, Unit};
use cssparser::{ParseError, Parser, Token};

/// Offset in pixels from the right or the bottom at or above which an element counts as moved out of the window.
pub(super) const FAR_AWAY: f32 = 5000.0;

/// Size in pixels below which an element counts as tiny.
pub(super) const MIN_SIZE: f32 = 2.0;

/// Scale below which an element counts as tiny.
const MIN_SCALE: f32 = 0.02;

/// What a transformation does to an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Seen,
    Tiny,
    OffScreen,
}

/// `clip: rect(top, right, bottom, left)`.
pub(super) fn clip(parser: &mut Parser<'_>) -> Option<Shape> {
    function(parser, |name, parser| {
        let [top, right, bottom, left] = lengths::<4>(parser)?;
        if !name.eq_ignore_ascii_case("rect") {
            return None;
        }
        let is_tiny = |from: Length, to: Length| to.pixels() - from.pixels() < MIN_SIZE;
        Some(if is_tiny(top?, bottom?) || is_tiny(left?, right?) { Shape::Tiny } else { Shape::Seen })
    })
}

/// `clip-path` with a basic shape.
pub(super) fn clip_path(parser: &mut Parser<'_>) -> Option<Shape> {
    function(parser, |name, parser| {
        let is_tiny = match &*name.to_ascii_lowercase() {
            "inset" => is_inset_tiny(parser)?,
            "circle" | "ellipse" => Length::next(parser)?.is_below(MIN_SIZE),
            "polygon" => is_polygon_tiny(parser)?,
            _ => false,
        };
        Some(if is_tiny { Shape::Tiny } else { Shape::Seen })
    })
}

/// Whether the insets from two opposite sides leave nothing.
fn is_inset_tiny(parser: &mut Parser<'_>) -> Option<bool> {
    let mut sides = [None; 4];
    let mut count = 0;
    while count < 4
        && let Some(length) = Length::next(parser)
    {
        sides[count] = (length.unit == Unit::Percent).then(|| length.number());
        count += 1;
    }
    let [top, right, bottom, left] = match count {
        0 => return None,
        1 => [sides[0]; 4],
        2 => [sides[0], sides[1], sides[0], sides[1]],
        3 => [sides[0], sides[1], sides[2], sides[1]],
        _ => sides,
    };
    let covers = |a: Option<f32>, b: Option<f32>| a.zip(b).is_some_and(|(a, b)| a + b >= 100.0);
    Some(covers(top, bottom) || covers(left, right))
}

/// Whether all corners are in one row or in one column.
fn is_polygon_tiny(parser: &mut Parser<'_>) -> Option<bool> {
    let (mut first, mut is_row, mut is_column) = (None, true, true);
    loop {
        let (x, y) = (Length::next(parser)?, Length::next(parser)?);
        let (first_x, first_y) = *first.get_or_insert((x, y));
        (is_column, is_row) = (is_column && x == first_x, is_row && y == first_y);
        match parser.next() {
            Ok(Token::Comma) => {}
            Ok(_) => return None,
            Err(_) => return Some(is_row || is_column),
        }
    }
}

/// `transform` with a list of functions.
pub(super) fn transform(parser: &mut Parser<'_>) -> Option<Shape> {
    let mut shape = Shape::Seen;
    while !parser.is_exhausted() {
        let next = function(parser, |name, parser| Some(transform_function(&name.to_ascii_lowercase(), parser)))?;
        if next != Shape::Seen {
            shape = next;
        }
    }
    Some(shape)
}

fn transform_function(name: &str, parser: &mut Parser<'_>) -> Shape {
    let arguments = lengths::<6>(parser).unwrap_or_default();
    let at = |index: usize| arguments[index];
    match name {
        "scale" | "scalex" | "scaley" | "scale3d" => scaled(&[at(0), at(1)]),
        "matrix" => match scaled(&[at(0), at(3)]) {
            // A rotation by a right angle has zeros there too.
            Shape::Tiny if scaled(&[at(1), at(2)]) == Shape::Tiny => Shape::Tiny,
            _ => moved(&[at(4), at(5)]),
        },
        "translate" | "translatex" | "translatey" | "translate3d" => moved(&[at(0), at(1)]),
        _ => Shape::Seen,
    }
}

/// `scale: 0`, or the arguments of a function of that name.
pub(super) fn scaled(factors: &[Option<Length>]) -> Shape {
    let is_tiny = factors.iter().flatten().any(|factor| factor.number().abs() < MIN_SCALE);
    if is_tiny { Shape::Tiny } else { Shape::Seen }
}

/// `translate: -9999px`, or the arguments of a function of that name.
pub(super) fn moved(offsets: &[Option<Length>]) -> Shape {
    let is_far = |offset: &Length| offset.is_off_screen() || offset.pixels() >= FAR_AWAY;
    if offsets.iter().flatten().any(is_far) { Shape::OffScreen } else { Shape::Seen }
}

/// Up to `N` lengths, separated by commas or white space. Other arguments are `None`; so are missing ones.
pub(super) fn lengths<const N: usize>(parser: &mut Parser<'_>) -> Option<[Option<Length>; N]> {
    let (mut lengths, mut count) = ([None; N], 0);
    while let Ok(token) = parser.next() {
        if *token != Token::Comma {
            *lengths.get_mut(count)? = Length::of(token);
            count += 1;
        }
    }
    Some(lengths)
}

/// Reads the function that comes next.
fn function<T>(parser: &mut Parser<'_>, read: impl FnOnce(&str, &mut Parser<'_>) -> Option<T>) -> Option<T> {
    let name = parser.expect_function().ok()?.clone();
    let read = parser.parse_nested_block(|parser| {
        let value = read(&name, parser);
        // Arguments that are not read are no error.
        while parser.next().is_ok() {}
        value.ok_or_else(ParseError::<()>::unexpected_token)
    });
    read.ok()
}

#[cfg(test)]
mod tests {
    use super::{Shape, clip, clip_path, transform};
    use cssparser::Parser;

    #[test]
    fn shapes_that_leave_nothing_to_see_are_tiny() {
        for css in ["rect(0,0,0,0)", "rect(1px 1px 1px 1px)", "rect(0 0 0 0)", "rect(0, 100px, 1px, 0)"] {
            assert_eq!(clip(&mut Parser::new(css)), Some(Shape::Tiny), "{css}");
        }
        for css in ["inset(100%)", "INSET(50%)", "inset(0 50%)", "circle(0)", "ellipse(0 0)", "polygon(0 0, 0 0,0 0)"] {
            assert_eq!(clip_path(&mut Parser::new(css)), Some(Shape::Tiny), "{css}");
        }
        for css in ["scale(0)", "rotate(3deg) scaleX(0.0)", "matrix(0,0,0,0,1,1)", "scale3d(0,0,1)"] {
            assert_eq!(transform(&mut Parser::new(css)), Some(Shape::Tiny), "{css}");
        }
        for css in ["translate(-9999px)", "translateX(-100vw)", "translate(0, 99999px)", "matrix(1,0,0,1,-9000,0)"] {
            assert_eq!(transform(&mut Parser::new(css)), Some(Shape::OffScreen), "{css}");
        }
    }

    #[test]
    fn other_shapes_are_not() {
        for css in ["rect(0, 100px, 100px, 0)", "rect(auto, auto, auto, auto)", "circle(0)", ""] {
            assert_ne!(clip(&mut Parser::new(css)), Some(Shape::Tiny), "{css}");
        }
        for css in ["inset(10%)", "inset(10px)", "circle(40%)", "polygon(0 0, 100% 0, 0 100%)", "url(#x)", "path('M0')"]
        {
            assert_ne!(clip_path(&mut Parser::new(css)), Some(Shape::Tiny), "{css}");
        }
        for css in ["scale(1)", "matrix(0,1,-1,0,0,0)", "translate(-50%, -50%)", "scale(var(--x))", "none"] {
            assert!(!matches!(transform(&mut Parser::new(css)), Some(Shape::Tiny | Shape::OffScreen)), "{css}");
        }
    }
}
