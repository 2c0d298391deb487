//! CSS, as far as it hides text: pure functions from CSS or script text to [`Hiding`] flags.
//!
//! This is no CSS parser. It reads declarations, rules with a single class or id, and scripts that hide an element by
//! its id. Everything else is ignored.

mod declarations;
mod rules;
mod script;
mod values;

pub(crate) use declarations::hiding_of_declarations;
pub(crate) use rules::{Selector, each_hiding_rule};
pub(crate) use script::{each_hidden_id, may_hide};

/// The ways in which CSS hides an element, as a set of flags.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Hiding(u16);

impl Hiding {
    /// `display: none`.
    pub(crate) const DISPLAY_NONE: Hiding = Hiding(1);
    /// `visibility: hidden`.
    pub(crate) const INVISIBLE: Hiding = Hiding(1 << 1);
    /// Moved out of the window.
    pub(crate) const OFF_SCREEN: Hiding = Hiding(1 << 2);
    /// Zero or close to zero in size.
    pub(crate) const TINY: Hiding = Hiding(1 << 3);
    /// Zero or close to zero opacity.
    pub(crate) const TRANSPARENT: Hiding = Hiding(1 << 4);
    /// Text in the color of its background.
    pub(crate) const BACKGROUND_COLOR: Hiding = Hiding(1 << 5);

    /// The flags as bits. Bits from 6 on are free for other uses.
    pub(crate) const fn bits(self) -> u16 {
        self.0
    }

    /// Whether nothing hides the element.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Adds `flag` if `condition` holds.
    fn add_if(&mut self, condition: bool, flag: Hiding) {
        self.0 |= flag.0 * u16::from(condition);
    }
}
