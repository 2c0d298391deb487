//! Draws the template of a graft.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;

use super::GraftTemplate;
use super::dimensions::{AnchorStyle, Encoding, Hiding, LinkPattern, Location, Separator, Shape, Wrapper};
use super::named::Weights;

/// The weights that a template is drawn by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mix<'a> {
    pub(crate) links: &'a Weights<LinkPattern>,
    pub(crate) anchors: &'a Weights<AnchorStyle>,
    pub(crate) locations: &'a Weights<Location>,
    pub(crate) hiding: &'a Weights<Hiding>,
    pub(crate) wrappers: &'a Weights<Wrapper>,
    pub(crate) separators: &'a Weights<Separator>,
    pub(crate) encodings: &'a Weights<Encoding>,
}

impl Mix<'_> {
    /// Draws a template for a shape and resolves combinations that do not go together.
    pub(crate) fn draw(&self, shape: Shape, rng: &mut ChaCha8Rng) -> GraftTemplate {
        let mut template = GraftTemplate {
            shape,
            location: self.locations.draw(rng, |_| true).unwrap_or(Location::BodyEnd),
            hiding: self.hiding.draw(rng, |_| true).unwrap_or(Hiding::Visible),
            wrapper: self.wrappers.draw(rng, |_| true).unwrap_or(Wrapper::Div),
            links: self.links.draw(rng, |_| true).unwrap_or(LinkPattern::Unlinked),
            anchors: self.anchors.draw(rng, |_| true).unwrap_or(AnchorStyle::Keyword),
            separator: self.separators.draw(rng, |_| true).unwrap_or(Separator::Space),
            encoding: self.encodings.draw(rng, |_| true).unwrap_or(Encoding::Plain),
            is_inline: false,
        };
        fit_shape(&mut template, rng);
        fit_location(&mut template, rng);
        template
    }
}

/// Makes the other dimensions agree with the shape.
fn fit_shape(template: &mut GraftTemplate, rng: &mut ChaCha8Rng) {
    match template.shape {
        Shape::Inline => {
            template.location = Location::Paragraph;
            template.wrapper = Wrapper::Inline;
            template.is_inline = true;
            if chance(0.8, rng) {
                template.hiding = Hiding::Visible;
            }
        }
        Shape::Title => {
            template.location = Location::Head;
            (template.wrapper, template.links) = (Wrapper::Bare, LinkPattern::Unlinked);
            (template.hiding, template.anchors) = (Hiding::Visible, AnchorStyle::Keyword);
            if chance(0.3, rng) {
                template.encoding = Encoding::Decimal;
            }
        }
        Shape::Comment => {
            (template.wrapper, template.hiding) = (Wrapper::Comment, Hiding::Visible);
            template.location = [Location::Middle, Location::BodyEnd, Location::Middle][rng.random_range(0..3)];
        }
        Shape::Prose | Shape::Recommendation => {
            let for_lists = [Wrapper::List, Wrapper::Table, Wrapper::Marquee, Wrapper::Font];
            if for_lists.contains(&template.wrapper) {
                template.wrapper = Wrapper::Paragraphs;
            }
            if matches!(template.location, Location::Menu | Location::Widget) {
                template.location = Location::Middle;
            }
        }
        _ => {}
    }
}

/// Makes the remaining dimensions agree with the location and with each other.
fn fit_location(template: &mut GraftTemplate, rng: &mut ChaCha8Rng) {
    match template.location {
        Location::Menu => (template.wrapper, template.hiding) = (Wrapper::MenuItems, Hiding::Visible),
        Location::Widget => {
            template.wrapper = Wrapper::Widget;
            if chance(0.8, rng) {
                template.hiding = Hiding::Visible;
            }
        }
        _ => {}
    }
    if template.wrapper == Wrapper::Marquee {
        template.hiding = Hiding::Marquee;
    }
    if template.links == LinkPattern::Unlinked && template.anchors == AnchorStyle::Url {
        template.anchors = AnchorStyle::Keyword;
    }
}
