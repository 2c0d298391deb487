//! Lists of declarations: the value of a `style` attribute or the body of a rule.

use super::Hiding;
use super::values::{is_unreadable, length, number, starts_with};

/// Length of `background-color`, the longest property that is read.
const MAX_PROPERTY: usize = 16;

/// Opacity below which text counts as transparent.
const MIN_OPACITY: f32 = 0.05;

/// Offset, in whatever unit, at or below which an element counts as moved out of the window.
const OFF_SCREEN: f32 = -500.0;

/// Size in pixels or points below which an element counts as tiny.
const MIN_SIZE: f32 = 2.0;

/// What a list of CSS declarations hides.
pub(crate) fn hiding_of_declarations(css: &str) -> Hiding {
    let mut reader = Declarations::default();
    let mut rest = css;
    while !rest.is_empty() {
        let (declaration, after) = split_at_byte(rest, b';').unwrap_or((rest, ""));
        rest = after;
        if let Some((property, value)) = split_at_byte(declaration, b':') {
            reader.read(property.trim(), value);
        }
    }
    reader.finish()
}

/// What the declarations read so far hide. Clipping and colors depend on two properties, so both are kept until the
/// end of the list.
#[derive(Default)]
struct Declarations<'a> {
    hiding: Hiding,
    color: Option<&'a str>,
    background: Option<&'a str>,
    is_clipped: bool,
    is_small: bool,
}

impl<'a> Declarations<'a> {
    fn read(&mut self, property: &str, value: &'a str) {
        // Lower case on the stack: style sheets are long, and most declarations end here.
        let mut name = [0; MAX_PROPERTY];
        let Some(name) = name.get_mut(..property.len()) else { return };
        name.copy_from_slice(property.as_bytes());
        name.make_ascii_lowercase();
        let value = || value.trim().trim_end_matches("!important").trim_end_matches("!Important").trim();
        let hiding = &mut self.hiding;
        match &*name {
            b"display" => hiding.add_if(starts_with(value(), "none"), Hiding::DISPLAY_NONE),
            b"visibility" => hiding.add_if(starts_with(value(), "hidden"), Hiding::INVISIBLE),
            b"opacity" => hiding.add_if(number(value()).is_some_and(|n| n < MIN_OPACITY), Hiding::TRANSPARENT),
            b"left" | b"top" | b"text-indent" | b"margin-left" | b"margin-top" | b"right" | b"bottom" => {
                hiding.add_if(number(value()).is_some_and(|n| n <= OFF_SCREEN), Hiding::OFF_SCREEN);
            }
            b"font-size" | b"line-height" => hiding.add_if(is_small(value()), Hiding::TINY),
            b"width" | b"height" | b"max-height" => self.is_small |= is_small(value()),
            b"overflow" => self.is_clipped |= starts_with(value(), "hidden"),
            b"clip" => self.is_clipped |= starts_with(value(), "rect(0") || starts_with(value(), "rect(1px"),
            b"color" => self.color = Some(value()),
            b"background" | b"background-color" => self.background = Some(value()),
            _ => {}
        }
    }

    fn finish(mut self) -> Hiding {
        self.hiding.add_if(self.is_small && self.is_clipped, Hiding::TINY);
        let is_unreadable = self.color.is_some_and(|color| is_unreadable(color, self.background));
        self.hiding.add_if(is_unreadable, Hiding::BACKGROUND_COLOR);
        self.hiding
    }
}

fn is_small(value: &str) -> bool {
    length(value).is_some_and(|n| n < MIN_SIZE)
}

/// The text before and after the first `byte`.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    memchr::memchr(byte, text.as_bytes()).map(|i| (&text[..i], &text[i + 1..]))
}

#[cfg(test)]
mod tests {
    use super::hiding_of_declarations;
    use crate::parse::css::Hiding;

    #[test]
    fn each_way_of_hiding_has_its_flag() {
        for (css, hiding) in [
            ("display:none", Hiding::DISPLAY_NONE),
            ("color: red; VISIBILITY : Hidden !important", Hiding::INVISIBLE),
            ("left:-9999px", Hiding::OFF_SCREEN),
            ("height:0;overflow:hidden", Hiding::TINY),
            ("opacity:0.01", Hiding::TRANSPARENT),
            ("background:#000;color:#010101", Hiding::BACKGROUND_COLOR),
            ("height:0", Hiding::default()),
            ("a-property-longer-than-any-that-is-read:none", Hiding::default()),
            ("display", Hiding::default()),
        ] {
            assert_eq!(hiding_of_declarations(css), hiding, "{css}");
        }
    }
}
