//! The properties that are read, and their names and shorthands.

use cssparser::match_ignore_ascii_case;

macro_rules! properties {
    ($($property:ident)*) => {
        /// The properties that hide an element, or show it although another hides it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Property { $($property,)* }

        impl Property {
            /// How many there are.
            pub(super) const COUNT: usize = [$(Property::$property,)*].len();
        }
    };
}

properties! {
    Display Visibility Opacity ContentVisibility Position Float Left Top Right Bottom MarginLeft MarginTop TextIndent
    Width Height MaxWidth MaxHeight MinWidth MinHeight PaddingX PaddingTop PaddingBottom FlexGrow OverflowX OverflowY
    Clip ClipPath Transform Scale Translate FontSize LineHeight Color TextFill Background BackgroundImage
    BackgroundClip TextShadow
}

/// A name that stands before a colon, by how its value is read.
#[derive(Clone, Copy)]
pub(super) enum Name {
    Longhand(Property),
    /// One to four values for the top, right, bottom and left.
    Sides([Property; 4]),
    Overflow,
    Flex,
    Font,
    Background,
}

impl Name {
    /// A name in any case, if it is read.
    pub(super) fn of(name: &str) -> Option<Name> {
        use Property::*;
        Some(Name::Longhand(match_ignore_ascii_case! { name,
            "display" => Display,
            "visibility" => Visibility,
            "opacity" => Opacity,
            "content-visibility" => ContentVisibility,
            "position" => Position,
            "float" => Float,
            "left" | "inset-inline-start" => Left,
            "top" | "inset-block-start" => Top,
            "right" | "inset-inline-end" => Right,
            "bottom" | "inset-block-end" => Bottom,
            "margin-left" | "margin-inline-start" => MarginLeft,
            "margin-top" | "margin-block-start" => MarginTop,
            "text-indent" => TextIndent,
            "width" | "inline-size" => Width,
            "height" | "block-size" => Height,
            "max-width" | "max-inline-size" => MaxWidth,
            "max-height" | "max-block-size" => MaxHeight,
            "min-width" | "min-inline-size" => MinWidth,
            "min-height" | "min-block-size" => MinHeight,
            "padding-left" | "padding-right" => PaddingX,
            "padding-top" => PaddingTop,
            "padding-bottom" => PaddingBottom,
            "flex-grow" => FlexGrow,
            "overflow-x" => OverflowX,
            "overflow-y" => OverflowY,
            "clip" => Clip,
            "clip-path" | "-webkit-clip-path" => ClipPath,
            "transform" | "-webkit-transform" => Transform,
            "scale" => Scale,
            "translate" => Translate,
            "font-size" => FontSize,
            "line-height" => LineHeight,
            "color" => Color,
            "-webkit-text-fill-color" => TextFill,
            "background-color" => Background,
            "background-image" => BackgroundImage,
            "background-clip" | "-webkit-background-clip" => BackgroundClip,
            "text-shadow" => TextShadow,
            "inset" => return Some(Name::Sides([Top, Right, Bottom, Left])),
            // Margins on the right and at the bottom do not matter, and the margin at the top is set last.
            "margin" => return Some(Name::Sides([MarginTop, MarginTop, MarginTop, MarginLeft])),
            "padding" => return Some(Name::Sides([PaddingTop, PaddingX, PaddingBottom, PaddingX])),
            "overflow" => return Some(Name::Overflow),
            "flex" => return Some(Name::Flex),
            "font" => return Some(Name::Font),
            "background" => return Some(Name::Background),
            _ => return None,
        }))
    }
}
