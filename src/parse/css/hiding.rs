//! The ways in which CSS hides an element, as a set of flags.

use std::ops::{BitOr, BitOrAssign};

/// The ways in which CSS hides an element, as a set of flags.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Hiding(u16);

impl Hiding {
    /// `display: none`.
    pub(crate) const DISPLAY_NONE: Hiding = Hiding(1);
    /// `visibility: hidden` or `collapse`. A descendant may be visible.
    pub(crate) const INVISIBLE: Hiding = Hiding(1 << 1);
    /// Moved out of the window.
    pub(crate) const OFF_SCREEN: Hiding = Hiding(1 << 2);
    /// Zero or close to zero in size, or clipped to that.
    pub(crate) const TINY: Hiding = Hiding(1 << 3);
    /// Zero or close to zero opacity.
    pub(crate) const TRANSPARENT: Hiding = Hiding(1 << 4);
    /// Text in the color of its background. A descendant may have another.
    pub(crate) const BACKGROUND_COLOR: Hiding = Hiding(1 << 5);
    /// Text of zero or close to zero size. A descendant may be larger.
    pub(crate) const SMALL_FONT: Hiding = Hiding(1 << 10);
    /// Lines of zero or close to zero height. A descendant may have higher ones.
    pub(crate) const FLAT_LINE: Hiding = Hiding(1 << 11);
    /// Text indented out of the window. A descendant may have another indent.
    pub(crate) const INDENTED: Hiding = Hiding(1 << 12);

    /// The flags of inherited properties: a descendant that sets the property shows its own text.
    pub(crate) const INHERITED: Hiding = Hiding(
        Self::INVISIBLE.0 | Self::BACKGROUND_COLOR.0 | Self::SMALL_FONT.0 | Self::FLAT_LINE.0 | Self::INDENTED.0,
    );

    /// The flags as bits. Bits 6 to 9 are free for other uses.
    pub(crate) const fn bits(self) -> u16 {
        self.0
    }

    /// Whether nothing hides the element.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The flag if `condition` holds, else none.
    pub(super) fn when(self, condition: bool) -> Hiding {
        Hiding(self.0 * u16::from(condition))
    }
}

impl BitOr for Hiding {
    type Output = Hiding;

    fn bitor(self, other: Hiding) -> Hiding {
        Hiding(self.0 | other.0)
    }
}

impl BitOrAssign for Hiding {
    fn bitor_assign(&mut self, other: Hiding) {
        self.0 |= other.0;
    }
}
