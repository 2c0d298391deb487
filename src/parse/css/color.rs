//! Colors of CSS values.

use cssparser::color::{parse_hash_color, parse_named_color};
use cssparser::{ParseError, Parser, Token};

/// Difference per channel up to which two colors count as the same.
const MAX_DIFFERENCE: u8 = 4;

/// Alpha below which a color counts as transparent.
const MIN_ALPHA: f32 = 0.05;

/// Red, green and blue.
pub(super) type Rgb = [u8; 3];

pub(super) const WHITE: Rgb = [255; 3];

/// A color as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Color {
    Opaque(Rgb),
    Transparent,
    /// Translucent, of another color space, or given by something that is not known here.
    Unknown,
}

/// Whether two colors are too near to tell apart.
pub(super) fn is_near(a: Rgb, b: Rgb) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= MAX_DIFFERENCE)
}

/// The color that comes next; `None` if what comes next is no color.
pub(super) fn next_color(parser: &mut Parser<'_>) -> Option<Color> {
    match parser.next().ok()?.clone() {
        Token::Hash(digits) | Token::IDHash(digits) => {
            let (red, green, blue, alpha) = parse_hash_color(digits.as_bytes()).ok()?;
            Some(with_alpha([red, green, blue], alpha))
        }
        Token::Ident(name) if name.eq_ignore_ascii_case("transparent") => Some(Color::Transparent),
        Token::Ident(name) if name.eq_ignore_ascii_case("currentcolor") => Some(Color::Unknown),
        Token::Ident(name) => parse_named_color(&name).ok().map(|(r, g, b)| Color::Opaque([r, g, b])),
        Token::Function(name) => {
            let is_hsl = ["hsl", "hsla"].iter().any(|known| name.eq_ignore_ascii_case(known));
            let is_rgb = ["rgb", "rgba"].iter().any(|known| name.eq_ignore_ascii_case(known));
            let is_color = is_hsl || is_rgb || is_other_function(&name);
            let read = parser.parse_nested_block(|parser| {
                if is_hsl || is_rgb { channels(parser, is_hsl) } else { Err(ParseError::<()>::unexpected_token()) }
            });
            is_color.then(|| read.unwrap_or(Color::Unknown))
        }
        _ => None,
    }
}

/// Whether a function gives a color that is not computed here.
fn is_other_function(name: &str) -> bool {
    ["hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "light-dark", "var", "env"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// The arguments of `rgb()` or `hsl()`: three channels and alpha, with commas or without.
fn channels(parser: &mut Parser<'_>, is_hsl: bool) -> Result<Color, ParseError<()>> {
    let (mut values, mut count, mut alpha) = ([0.0f32; 3], 0, 1.0);
    while !parser.is_exhausted() {
        let (number, part) = match parser.next()? {
            Token::Number { value, .. } => (*value, *value / if is_hsl { 100.0 } else { 255.0 }),
            Token::Percentage { unit_value, .. } => (*unit_value, *unit_value),
            Token::Dimension { value, unit, .. } if unit.eq_ignore_ascii_case("deg") => (*value, *value),
            Token::Ident(none) if none.eq_ignore_ascii_case("none") => (0.0, 0.0),
            Token::Comma | Token::Delim('/') => continue,
            _ => return Err(ParseError::unexpected_token()),
        };
        match count {
            0 if is_hsl => values[0] = number,
            0..=2 => values[count] = part,
            3 => alpha = number,
            _ => return Err(ParseError::unexpected_token()),
        }
        count += 1;
    }
    if count < 3 {
        return Err(ParseError::unexpected_token());
    }
    let rgb = if is_hsl { hsl_to_rgb(values) } else { values };
    Ok(with_alpha(rgb.map(|channel| (channel.clamp(0.0, 1.0) * 255.0).round() as u8), alpha))
}

/// Red, green and blue from 0 to 1 of a hue in degrees, a saturation and a lightness.
fn hsl_to_rgb([hue, saturation, lightness]: [f32; 3]) -> [f32; 3] {
    let (saturation, lightness) = (saturation.clamp(0.0, 1.0), lightness.clamp(0.0, 1.0));
    let reach = saturation * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|shift| {
        let k = (shift + hue / 30.0).rem_euclid(12.0);
        lightness - reach * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)
    })
}

fn with_alpha(rgb: Rgb, alpha: f32) -> Color {
    if alpha < MIN_ALPHA {
        Color::Transparent
    } else if alpha < 1.0 {
        Color::Unknown
    } else {
        Color::Opaque(rgb)
    }
}

#[cfg(test)]
mod tests {
    use super::{Color, next_color};
    use cssparser::Parser;

    fn color(css: &str) -> Option<Color> {
        next_color(&mut Parser::new(css))
    }

    #[test]
    fn colors_are_read_in_every_common_form() {
        let orange = Some(Color::Opaque([255, 170, 0]));
        for css in ["#fa0", "#FFAA00", "#ffaa00ff", "rgb(255,170,0)", "RGB(100% 66.7% 0%)", "rgba(255, 170, 0, 1)"] {
            assert_eq!(color(css), orange, "{css}");
        }
        for css in ["hsl(40, 100%, 50%)", "hsl(40deg 100% 50% / 1)", "hsla(400,100%,50%,1)"] {
            assert_eq!(color(css), orange, "{css}");
        }
        assert_eq!(color("RebeccaPurple"), Some(Color::Opaque([102, 51, 153])));
        assert_eq!(color("hsl(0 0% 100%)"), Some(Color::Opaque([255; 3])));
    }

    #[test]
    fn what_is_not_opaque_is_told_apart() {
        for css in ["transparent", "rgba(0,0,0,0)", "rgb(0 0 0 / 1%)", "#0000", "hsla(0,0%,0%,.01)"] {
            assert_eq!(color(css), Some(Color::Transparent), "{css}");
        }
        for css in ["currentColor", "rgba(0,0,0,.5)", "var(--x)", "oklch(1 0 0)", "rgb(1)", "rgb(from red r g b)"] {
            assert_eq!(color(css), Some(Color::Unknown), "{css}");
        }
        for css in ["", "#12", "#12345", "#ggg", "#éé", "url(x)", "linear-gradient(red,red)", "redd"] {
            assert_eq!(color(css), None, "{css}");
        }
    }
}
