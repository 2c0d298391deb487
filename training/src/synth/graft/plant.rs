//! Plants a payload in a host page: draws a template, finds a point for it, inserts the markup there.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::spin::{expand, pick};
use crate::synth::template::{Encoding, GraftTemplate, Location, Shape, Wrapper};
use crate::synth::{Campaign, Lookalike};

use super::compose::{clean, spam::SpamComposer};
use super::edits::Edits;
use super::host::Host;
use super::letters::escape;
use super::marked::{Graft, MARK_CONTENT, MARK_END, MARK_SPAM};
use super::name;
use super::payload::Payload;
use super::render::{Look, Painter};
use super::scan::Scan;
use super::title::{OldTitle, hijack, set_title};

/// Plants a campaign's spam in a page.
pub(super) fn spam(host: &Host, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    let is_planted =
        |shape: Shape| !matches!(shape, Shape::Doorway | Shape::Snippet | Shape::Article) && !shape.is_further();
    let drawn = campaign.shapes.draw(rng, is_planted).or_else(|| campaign.shapes.draw(rng, Shape::is_further));
    let shape = drawn.unwrap_or(Shape::List);
    if shape == Shape::Name {
        return name::weave(host, campaign, rng);
    }
    with_template(host, campaign, campaign.mix().draw(shape, rng), rng)
}

/// How often a further graft is a list in a further location instead of a further shape.
const FURTHER_LOCATION_SHARE: f64 = 0.12;

/// Plants spam of a shape, or in a location, that [`spam`] leaves out.
pub(super) fn further_spam(host: &Host, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    if chance(FURTHER_LOCATION_SHARE, rng) {
        return with_template(host, campaign, campaign.mix().draw_further(Shape::List, rng), rng);
    }
    match campaign.shapes.draw(rng, Shape::is_further).unwrap_or(Shape::SingleLink) {
        Shape::Name => name::weave(host, campaign, rng),
        shape => with_template(host, campaign, campaign.mix().draw(shape, rng), rng),
    }
}

/// Plants spam as a template asks.
fn with_template(host: &Host, campaign: &Campaign, template: GraftTemplate, rng: &mut ChaCha8Rng) -> Graft {
    let shape = template.shape;
    let mut planter = Planter::new(host, template, MARK_SPAM);
    if matches!(shape, Shape::Title | Shape::TitleAndList) {
        hijack(&planter.scan, &mut planter.edits, campaign, template.encoding, rng);
    }
    if shape != Shape::Title {
        planter.put(rng, |template, max_items, rng| {
            SpamComposer::new(campaign, *template, host.origin(), rng).payload(max_items, rng)
        });
    }
    let template = planter.template;
    Graft { html: planter.edits.apply(host.html), family: campaign.family.clone(), template, is_spam: true }
}

/// Plants a look-alike in a page.
pub(super) fn lookalike(host: &Host, lookalike: &Lookalike, rng: &mut ChaCha8Rng) -> Graft {
    let template = lookalike.template(rng);
    with_lookalike(host, lookalike, template, rng)
}

/// Plants a look-alike as [`further_spam`] is planted.
pub(super) fn further_lookalike(host: &Host, lookalike: &Lookalike, rng: &mut ChaCha8Rng) -> Graft {
    let template = lookalike.further_template(rng);
    with_lookalike(host, lookalike, template, rng)
}

fn with_lookalike(host: &Host, lookalike: &Lookalike, template: GraftTemplate, rng: &mut ChaCha8Rng) -> Graft {
    let mut planter = Planter::new(host, template, clean::mark(lookalike.label));
    let set = lookalike.set(host.language, rng);
    if !set.titles.is_empty() && chance(lookalike.title_share, rng) {
        let title = expand(pick(&set.titles, rng), &lookalike.lists, rng);
        let marked = format!("{MARK_CONTENT}{}{MARK_END}", escape(&title, Encoding::Plain));
        set_title(&planter.scan, &mut planter.edits, &marked, OldTitle::Replace, rng);
    }
    planter.put(rng, |template, max_items, rng| {
        clean::Composer { lookalike, set, template, host }.payload(max_items, rng)
    });
    let template = planter.template;
    Graft { html: planter.edits.apply(host.html), family: lookalike.family.clone(), template, is_spam: false }
}

/// A point of the page, and the look to copy from its surroundings.
struct Site<'a> {
    at: usize,
    look: Look<'a>,
    /// Whether the graft gets a `noscript` element of its own.
    is_in_noscript: bool,
}

impl<'a> Site<'a> {
    fn new(at: usize, look: Look<'a>) -> Self {
        Self { at, look, is_in_noscript: false }
    }
}

/// Collects the changes that one graft makes to a page.
struct Planter<'a> {
    scan: Scan<'a>,
    edits: Edits,
    template: GraftTemplate,
    mark: char,
}

impl<'a> Planter<'a> {
    fn new(host: &Host<'a>, template: GraftTemplate, mark: char) -> Self {
        Self { scan: Scan::new(host.html), edits: Edits::default(), template, mark }
    }

    /// Inserts a payload and updates the template to where it was really planted.
    ///
    /// `payload` makes it from the final template and the highest number of items that fit.
    fn put(&mut self, rng: &mut ChaCha8Rng, payload: impl FnOnce(&GraftTemplate, usize, &mut ChaCha8Rng) -> Payload) {
        if self.template.is_inline {
            let mut paragraphs = self.scan.paragraphs();
            if !paragraphs.is_empty() {
                let points = paragraphs.swap_remove(rng.random_range(0..paragraphs.len()));
                let payload = payload(&self.template, usize::MAX, rng);
                return self.put_inline(&points, &payload, rng);
            }
            self.template.is_inline = false;
            if self.template.shape == Shape::Inline {
                self.template.shape = Shape::List;
            }
        }
        let site = self.site(rng);
        let max_items = max_items(&self.template, rng);
        let payload = payload(&self.template, max_items, rng);
        let html = Painter::new(self.mark, self.template, rng).paint(&payload, site.look, rng);
        let html = if site.is_in_noscript { format!("<noscript>{html}</noscript>") } else { html };
        self.edits.insert(site.at, html);
    }

    /// Inserts the pieces of a payload at points inside a paragraph.
    fn put_inline(&mut self, points: &[usize], payload: &Payload, rng: &mut ChaCha8Rng) {
        let painter = Painter::new(self.mark, self.template, rng);
        for html in painter.pieces(payload, rng) {
            let at = points[rng.random_range(0..points.len())];
            self.edits.insert(at, format!("{html} "));
        }
    }

    /// Finds a point for the location. If the page has none, moves the template to the end of the body.
    fn site(&mut self, rng: &mut ChaCha8Rng) -> Site<'a> {
        let scan = &self.scan;
        let plain = |at| Some(Site::new(at, Look::Plain));
        let found = match self.template.location {
            Location::BodyStart => plain(scan.body_start()),
            Location::AfterHtml => plain(scan.after_html()),
            Location::BeforeDoctype => plain(scan.before_doctype()),
            Location::Middle => draw_point(&scan.middles(), rng).and_then(plain),
            Location::Footer => draw_point(&scan.footers(), rng).and_then(plain),
            Location::Form => draw_point(&scan.forms(), rng).and_then(plain),
            Location::Noscript => Some(noscript_site(scan, rng)),
            Location::Sidebar => draw_point(&scan.sidebars(), rng).and_then(plain),
            Location::Menu => draw_point(&scan.menu_items(), rng).map(|(at, look)| Site::new(at, Look::Menu(look))),
            Location::Widget => draw_point(&scan.widgets(), rng).map(|(at, look)| Site::new(at, Look::Widget(look))),
            _ => None,
        };
        found.unwrap_or_else(|| {
            self.template.location = Location::BodyEnd;
            if matches!(self.template.wrapper, Wrapper::MenuItems | Wrapper::Widget | Wrapper::Inline) {
                self.template.wrapper = Wrapper::Div;
            }
            Site::new(self.scan.body_end(), Look::Plain)
        })
    }
}

fn draw_point<T: Copy>(points: &[T], rng: &mut ChaCha8Rng) -> Option<T> {
    (!points.is_empty()).then(|| points[rng.random_range(0..points.len())])
}

/// A point inside one of the page's `noscript` elements, or one for an element of its own.
fn noscript_site<'a>(scan: &Scan, rng: &mut ChaCha8Rng) -> Site<'a> {
    let own = scan.noscripts();
    if !own.is_empty() && chance(0.5, rng) {
        return Site::new(own[rng.random_range(0..own.len())], Look::Plain);
    }
    let at = draw_point(&scan.middles(), rng).filter(|_| chance(0.6, rng)).unwrap_or_else(|| scan.body_end());
    Site { is_in_noscript: true, ..Site::new(at, Look::Plain) }
}

/// The highest number of items that fit without looking wrong: menus and widgets are short.
fn max_items(template: &GraftTemplate, rng: &mut ChaCha8Rng) -> usize {
    match (template.shape, template.location) {
        (Shape::SingleLink, _) => 1,
        (Shape::FooterLinks, _) => rng.random_range(2..5),
        (_, Location::Menu) => rng.random_range(1..7),
        (_, Location::Widget) => rng.random_range(3..15),
        _ => usize::MAX,
    }
}
