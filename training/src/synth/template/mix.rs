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
        let is_allowed = |location: Location| match location {
            // A menu or a widget shows what is in it.
            Location::Menu | Location::Widget => !shape.is_further(),
            _ => shape.is_further() || !location.is_further(),
        };
        let location = self.locations.draw(rng, is_allowed).or_else(|| self.locations.draw(rng, |_| true));
        self.draw_at(location.unwrap_or(Location::BodyEnd), shape, rng)
    }

    /// Draws a template for a shape in one of the locations that the first draws leave out.
    pub(crate) fn draw_further(&self, shape: Shape, rng: &mut ChaCha8Rng) -> GraftTemplate {
        let location = self.locations.draw(rng, Location::is_further).unwrap_or(Location::Noscript);
        self.draw_at(location, shape, rng)
    }

    fn draw_at(&self, location: Location, shape: Shape, rng: &mut ChaCha8Rng) -> GraftTemplate {
        let is_way_to_hide = |hiding| shape != Shape::SingleLink || hiding != Hiding::Visible;
        let mut template = GraftTemplate {
            shape,
            location,
            hiding: self.hiding.draw(rng, is_way_to_hide).unwrap_or(Hiding::Visible),
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
        Shape::SingleLink => fit_few_links(template, rng),
        Shape::FooterLinks => {
            (template.location, template.hiding) = (Location::Footer, Hiding::Visible);
            if matches!(template.wrapper, Wrapper::Marquee | Wrapper::Sloppy | Wrapper::Table) {
                template.wrapper = Wrapper::List;
            }
            fit_few_links(template, rng);
        }
        Shape::Name => {
            (template.location, template.wrapper) = (Location::Paragraph, Wrapper::Inline);
            (template.links, template.anchors) = (LinkPattern::Unlinked, AnchorStyle::Brand);
            (template.hiding, template.is_inline) = (Hiding::Visible, true);
        }
        _ => {}
    }
}

/// How often one or few links lead to doorways on the host itself.
const DOORWAY_SHARE: f64 = 0.25;

/// One or few links are short, and they are links.
fn fit_few_links(template: &mut GraftTemplate, rng: &mut ChaCha8Rng) {
    if !matches!(template.anchors, AnchorStyle::Keyword | AnchorStyle::Brand) {
        template.anchors = AnchorStyle::Keyword;
    }
    if chance(DOORWAY_SHARE, rng) {
        template.links = LinkPattern::Doorways;
    } else if template.links == LinkPattern::Unlinked {
        template.links = LinkPattern::Roots;
    }
}

/// Makes the remaining dimensions agree with the location and with each other.
fn fit_location(template: &mut GraftTemplate, rng: &mut ChaCha8Rng) {
    match template.location {
        Location::Menu => (template.wrapper, template.hiding) = (Wrapper::MenuItems, Hiding::Visible),
        // What is in a noscript element is hidden already.
        Location::Noscript if template.shape != Shape::SingleLink && chance(0.8, rng) => {
            template.hiding = Hiding::Visible;
        }
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
