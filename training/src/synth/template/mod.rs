//! How a graft looks and where it is planted: dimensions, weights to draw them by, and what was drawn.

mod dimensions;
mod mix;
mod named;

use std::fmt;

pub use dimensions::{AnchorStyle, DomainStyle, Encoding, Hiding, LinkPattern, Location, Separator, Shape, Wrapper};
pub use named::{Named, Weights};

pub(super) use mix::Mix;

/// What was drawn for one graft. Evaluation groups its results by these dimensions.
///
/// Displays as the names of the dimensions' members, separated by slashes, in the order of [`GraftTemplate::parts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GraftTemplate {
    /// What is planted.
    pub shape: Shape,
    /// Where it is planted.
    pub location: Location,
    /// How it is hidden.
    pub hiding: Hiding,
    /// The markup around it.
    pub wrapper: Wrapper,
    /// What its links point to.
    pub links: LinkPattern,
    /// What its anchors say.
    pub anchors: AnchorStyle,
    /// What separates its items.
    pub separator: Separator,
    /// How its letters are written.
    pub encoding: Encoding,
    /// Whether it is inside a paragraph of the host, so that the block is partly the host's.
    pub is_inline: bool,
}

impl GraftTemplate {
    /// The drawn member of every dimension: (dimension, member), such as (`hiding`, `display-none`).
    pub fn parts(&self) -> [(&'static str, &'static str); 8] {
        fn part<T: Named>(member: T) -> (&'static str, &'static str) {
            (T::WHAT, member.name())
        }
        [
            part(self.shape),
            part(self.location),
            part(self.hiding),
            part(self.wrapper),
            part(self.links),
            part(self.anchors),
            part(self.separator),
            part(self.encoding),
        ]
    }

    /// The name under which further draws for this graft are seeded.
    ///
    /// It equals the displayed template, except that members keep the names of release 0.1: a renamed member must not
    /// change the draws.
    pub fn seed_name(&self) -> String {
        let shape = if self.shape == Shape::Inline { "woven" } else { self.shape.name() };
        let others: Vec<&str> = self.parts()[1..].iter().map(|(_, member)| *member).collect();
        format!("{shape}/{}", others.join("/"))
    }
}

impl fmt::Display for GraftTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.parts().map(|(_, member)| member).join("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: GraftTemplate = GraftTemplate {
        shape: Shape::Inline,
        location: Location::Paragraph,
        hiding: Hiding::DisplayNone,
        wrapper: Wrapper::Inline,
        links: LinkPattern::Roots,
        anchors: AnchorStyle::Keyword,
        separator: Separator::Space,
        encoding: Encoding::Plain,
        is_inline: true,
    };

    #[test]
    fn parts_and_display_agree() {
        assert_eq!(TEMPLATE.to_string(), "inline/paragraph/display-none/inline/roots/keyword/space/plain");
        assert_eq!(TEMPLATE.parts()[1], ("location", "paragraph"));
        assert_eq!(TEMPLATE.parts()[4], ("link pattern", "roots"));
    }

    #[test]
    fn seeds_keep_the_names_of_the_first_release() {
        assert_eq!(TEMPLATE.seed_name(), "woven/paragraph/display-none/inline/roots/keyword/space/plain");
        let list = GraftTemplate { shape: Shape::List, ..TEMPLATE };
        assert_eq!(list.seed_name(), list.to_string());
    }
}
