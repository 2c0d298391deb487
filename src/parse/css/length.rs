//! Lengths, numbers and percentages of CSS values.

use cssparser::{Parser, Token};

/// Pixels of an `em`, when nothing is known about the font.
const EM: f32 = 16.0;

/// Pixels of a hundredth of the window, about.
const WINDOW_PART: f32 = 10.0;

/// A number with the kind of its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Length {
    /// In pixels, percent, ems, hundredths of the window, or without unit.
    value: f32,
    pub(super) unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    None,
    Pixel,
    Percent,
    /// Of the font of the element.
    Em,
    /// Hundredths of the window's width or height.
    Window,
}

impl Length {
    /// The length that a token is, unless its unit is not one of length.
    pub(super) fn of(token: &Token<'_>) -> Option<Length> {
        let (value, unit) = match token {
            Token::Number { value, .. } => (*value, Unit::None),
            Token::Percentage { unit_value, .. } => (*unit_value * 100.0, Unit::Percent),
            Token::Dimension { value, unit, .. } => {
                let (factor, unit) = unit_of(unit)?;
                (*value * factor, unit)
            }
            _ => return None,
        };
        value.is_finite().then_some(Length { value, unit })
    }

    /// The length that comes next.
    pub(super) fn next(parser: &mut Parser<'_>) -> Option<Length> {
        Length::of(parser.next().ok()?)
    }

    /// The number itself, whatever its unit.
    pub(super) fn number(self) -> f32 {
        self.value
    }

    /// In pixels. A number without unit counts as pixels, as it does in quirks mode. A percentage counts as so many
    /// pixels, because what it is a part of is not known.
    pub(super) fn pixels(self) -> f32 {
        match self.unit {
            Unit::Em => self.value * EM,
            Unit::Window => self.value * WINDOW_PART,
            Unit::None | Unit::Pixel | Unit::Percent => self.value,
        }
    }

    /// Whether it is smaller than `pixels`. Of percentages only zero is small.
    pub(super) fn is_below(self, pixels: f32) -> bool {
        if self.unit == Unit::Percent { self.value == 0.0 } else { self.pixels() < pixels }
    }

    /// Whether an offset moves what is at the left or the top of the window out of it. Half a window does not: that is how
    /// an element grows out of a narrow column.
    pub(super) fn is_off_screen(self) -> bool {
        /// In pixels or percent.
        const FAR: f32 = -500.0;
        if self.unit == Unit::Window { self.value <= -100.0 } else { self.pixels() <= FAR }
    }

    /// Whether a line so high is lower than `pixels`. A number without unit is a multiple of the font size.
    pub(super) fn is_line_below(self, pixels: f32) -> bool {
        match self.unit {
            Unit::None => self.value * EM < pixels,
            Unit::Percent => self.value / 100.0 * EM < pixels,
            Unit::Pixel | Unit::Em | Unit::Window => self.pixels() < pixels,
        }
    }
}

/// The factor to pixels or ems of a unit of length.
fn unit_of(unit: &str) -> Option<(f32, Unit)> {
    let mut lower = [0; 4];
    let lower = lower.get_mut(..unit.len())?;
    lower.copy_from_slice(unit.as_bytes());
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"px" => (1.0, Unit::Pixel),
        b"em" => (1.0, Unit::Em),
        b"ex" | b"ch" => (0.5, Unit::Em),
        b"rem" => (EM, Unit::Pixel),
        b"pt" => (4.0 / 3.0, Unit::Pixel),
        b"pc" => (16.0, Unit::Pixel),
        b"in" => (96.0, Unit::Pixel),
        b"cm" => (37.8, Unit::Pixel),
        b"mm" => (3.78, Unit::Pixel),
        b"q" => (0.945, Unit::Pixel),
        b"vw" | b"svw" | b"lvw" | b"dvw" | b"vi" | b"vmax" => (1.0, Unit::Window),
        b"vh" | b"svh" | b"lvh" | b"dvh" | b"vb" | b"vmin" => (1.0, Unit::Window),
        _ => return None,
    })
}
