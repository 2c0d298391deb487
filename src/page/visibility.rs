//! How an element is hidden, and what its descendants inherit of it.

use crate::parse::css::{Hiding, Style};

/// How a block is hidden, by its own container or by an ancestor.
///
/// Hiding alone proves nothing: menus and tabs of clean pages hide blocks of links, too.
///
/// ```
/// use blocksift::{Limits, Page};
/// let page = Page::from_html("<div style='display: none'><p>Menu</div>", None, &Limits::default());
/// let visibility = page.blocks()[0].visibility();
/// assert!(visibility.is_display_none() && visibility.is_inline_style() && visibility.is_inherited());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visibility(u16);

impl Visibility {
    const DISPLAY: u16 = Hiding::DISPLAY_NONE.bits();
    const INVISIBLE: u16 = Hiding::INVISIBLE.bits();
    const OFF_SCREEN: u16 = Hiding::OFF_SCREEN.bits();
    const TINY: u16 = Hiding::TINY.bits();
    const TRANSPARENT: u16 = Hiding::TRANSPARENT.bits();
    const COLOR: u16 = Hiding::BACKGROUND_COLOR.bits();
    const ATTRIBUTE: u16 = 1 << 6;
    const ARIA: u16 = 1 << 7;
    const INLINE: u16 = 1 << 8;
    const INHERITED: u16 = 1 << 9;
    const SMALL_FONT: u16 = Hiding::SMALL_FONT.bits();
    const FLAT_LINE: u16 = Hiding::FLAT_LINE.bits();
    const INDENTED: u16 = Hiding::INDENTED.bits();
    const HIDES: u16 = Self::DISPLAY
        | Self::INVISIBLE
        | Self::OFF_SCREEN
        | Self::TINY
        | Self::TRANSPARENT
        | Self::COLOR
        | Self::ATTRIBUTE
        | Self::SMALL_FONT
        | Self::FLAT_LINE
        | Self::INDENTED;

    /// Whether readers do not see the block. `aria-hidden` alone does not hide it from the eye.
    #[must_use]
    pub fn is_hidden(self) -> bool {
        self.0 & Self::HIDES != 0
    }

    /// Whether `display: none` or the `hidden` attribute hides the block.
    #[must_use]
    pub fn is_display_none(self) -> bool {
        self.0 & (Self::DISPLAY | Self::ATTRIBUTE) != 0
    }

    /// Whether `visibility: hidden` or `collapse`, `content-visibility: hidden`, or an opacity near zero hides the block.
    #[must_use]
    pub fn is_invisible(self) -> bool {
        self.0 & (Self::INVISIBLE | Self::TRANSPARENT) != 0
    }

    /// Whether the block is moved or indented out of the window.
    #[must_use]
    pub fn is_off_screen(self) -> bool {
        self.0 & (Self::OFF_SCREEN | Self::INDENTED) != 0
    }

    /// Whether the block is zero or close to zero in size, or its font or its lines are.
    #[must_use]
    pub fn is_tiny(self) -> bool {
        self.0 & (Self::TINY | Self::SMALL_FONT | Self::FLAT_LINE) != 0
    }

    /// Whether the text has the color of its background.
    #[must_use]
    pub fn is_background_colored(self) -> bool {
        self.0 & Self::COLOR != 0
    }

    /// Whether `aria-hidden=true` hides the block from screen readers.
    #[must_use]
    pub fn is_aria_hidden(self) -> bool {
        self.0 & Self::ARIA != 0
    }

    /// Whether a `style` attribute hides the block. Otherwise a rule of a style sheet or an attribute does.
    #[must_use]
    pub fn is_inline_style(self) -> bool {
        self.0 & Self::INLINE != 0
    }

    /// Whether an ancestor of the block's container hides it.
    #[must_use]
    pub fn is_inherited(self) -> bool {
        self.0 & Self::INHERITED != 0
    }

    /// Both sets of flags.
    pub(super) fn with(self, other: Visibility) -> Visibility {
        Visibility(self.0 | other.0)
    }

    /// What an element inherits of its parent's, if its own style is `style`. An element that sets an inherited property
    /// such as `visibility` or `font-size` shows its text inside one that hides by it.
    pub(super) fn inherited_by(self, style: &Style) -> Visibility {
        let bits = self.0 & !style.shows.bits();
        if bits & (Self::HIDES | Self::ARIA) == 0 {
            return Visibility::default();
        }
        let is_inline = if bits & Self::HIDES == 0 { Self::INLINE } else { 0 };
        Visibility((bits & !is_inline) | Self::INHERITED)
    }

    /// Whether a descendant may show its text all the same.
    pub(super) fn may_be_undone(self) -> bool {
        self.0 & Hiding::INHERITED.bits() != 0
    }

    /// Of what browsers show to nobody, such as a hidden form field.
    pub(super) fn never_shown() -> Visibility {
        Visibility(Self::ATTRIBUTE)
    }

    /// Of an element with `aria-hidden=true`.
    pub(super) fn aria_hidden() -> Visibility {
        Visibility(Self::ARIA)
    }

    /// Of an element with this style.
    pub(super) fn of_style(style: &Style) -> Visibility {
        let attribute = if style.is_hidden_by_attribute { Self::ATTRIBUTE } else { 0 };
        let inline = if style.is_hidden_inline { Self::INLINE } else { 0 };
        Visibility(style.hides.bits() | attribute | inline)
    }
}
