//! Puts goods into a host page: draws a template, finds the place, cuts the markup open there.

use std::ops::Range;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::build::Builder;
use super::campaign::Campaign;
use super::render::{Goods, Look, Painter};
use super::scan::Scan;
use super::template::{
    AnchorStyle, Encoding, Hiding, LinkPattern, Place, Separator, Shape, Template, Weights, Wrapper,
};
use super::text::{chance, escape, pick};
use super::{Graft, Host, MARK_END, MARK_SPAM};

/// The weights that a template is drawn by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mix<'a> {
    pub(super) links: &'a Weights<LinkPattern>,
    pub(super) anchors: &'a Weights<AnchorStyle>,
    pub(super) places: &'a Weights<Place>,
    pub(super) hiding: &'a Weights<Hiding>,
    pub(super) wrappers: &'a Weights<Wrapper>,
    pub(super) separators: &'a Weights<Separator>,
    pub(super) encodings: &'a Weights<Encoding>,
}

impl Mix<'_> {
    /// Draws a template for a shape; what does not go together is put right.
    pub(super) fn draw(&self, shape: Shape, rng: &mut ChaCha8Rng) -> Template {
        let mut template = Template {
            shape,
            place: self.places.draw(rng, |_| true).unwrap_or(Place::BodyEnd),
            hiding: self.hiding.draw(rng, |_| true).unwrap_or(Hiding::Visible),
            wrapper: self.wrappers.draw(rng, |_| true).unwrap_or(Wrapper::Div),
            links: self.links.draw(rng, |_| true).unwrap_or(LinkPattern::Unlinked),
            anchors: self.anchors.draw(rng, |_| true).unwrap_or(AnchorStyle::Keyword),
            separator: self.separators.draw(rng, |_| true).unwrap_or(Separator::Space),
            encoding: self.encodings.draw(rng, |_| true).unwrap_or(Encoding::Plain),
            woven: false,
        };
        settle(&mut template, rng);
        template
    }
}

/// Makes the parts of a template agree with its shape and place.
fn settle(template: &mut Template, rng: &mut ChaCha8Rng) {
    match template.shape {
        Shape::Woven => {
            template.place = Place::Paragraph;
            template.wrapper = Wrapper::Inline;
            template.woven = true;
            if chance(0.8, rng) {
                template.hiding = Hiding::Visible;
            }
        }
        Shape::Title => {
            (template.place, template.wrapper, template.links) = (Place::Head, Wrapper::Bare, LinkPattern::Unlinked);
            (template.hiding, template.anchors) = (Hiding::Visible, AnchorStyle::Keyword);
            if chance(0.3, rng) {
                template.encoding = Encoding::Decimal;
            }
        }
        Shape::Comment => {
            (template.wrapper, template.hiding) = (Wrapper::Comment, Hiding::Visible);
            template.place = [Place::Middle, Place::BodyEnd, Place::Middle][rng.random_range(0..3)];
        }
        Shape::Prose | Shape::Recommendation => {
            let lists = [Wrapper::List, Wrapper::Table, Wrapper::Marquee, Wrapper::Font];
            if lists.contains(&template.wrapper) {
                template.wrapper = Wrapper::Paragraphs;
            }
            if matches!(template.place, Place::Menu | Place::Widget) {
                template.place = Place::Middle;
            }
        }
        _ => {}
    }
    match template.place {
        Place::Menu => (template.wrapper, template.hiding) = (Wrapper::MenuItems, Hiding::Visible),
        Place::Widget => {
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

/// Changes to a page, put together from last to first.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn insert(&mut self, at: usize, html: String) {
        self.0.push((at..at, html));
    }

    pub(super) fn replace(&mut self, range: Range<usize>, html: String) {
        self.0.push((range, html));
    }

    /// The page with all changes made. Changes that overlap an earlier one or split a character are left out.
    pub(super) fn apply(mut self, html: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let added: usize = self.0.iter().map(|(_, text)| text.len()).sum();
        let mut out = String::with_capacity(html.len() + added);
        let mut at = 0;
        for (range, text) in &self.0 {
            let Some(before) = html.get(at..range.start) else { continue };
            if !html.is_char_boundary(range.end) {
                continue;
            }
            out.push_str(before);
            out.push_str(text);
            at = range.end;
        }
        out.push_str(html.get(at..).unwrap_or_default());
        out
    }
}

/// A point of the page, and the looks to take on there.
struct Site<'a> {
    at: usize,
    look: Look<'a>,
}

/// Finds a point for the place; where the page has none, the template moves to the end of the body.
fn site<'a>(scan: &Scan<'a>, template: &mut Template, rng: &mut ChaCha8Rng) -> Site<'a> {
    let plain = |at| Some(Site { at, look: Look::Plain });
    let found = match template.place {
        Place::BodyStart => plain(scan.body_start()),
        Place::AfterHtml => plain(scan.after_html()),
        Place::BeforeDoctype => plain(scan.before_doctype()),
        Place::Middle => draw_point(&scan.middles(), rng).and_then(plain),
        Place::Footer => draw_point(&scan.footers(), rng).and_then(plain),
        Place::Form => draw_point(&scan.forms(), rng).and_then(plain),
        Place::Menu => draw_point(&scan.menu_items(), rng).map(|(at, look)| Site { at, look: Look::Menu(look) }),
        Place::Widget => draw_point(&scan.widgets(), rng).map(|(at, look)| Site { at, look: Look::Widget(look) }),
        _ => None,
    };
    found.unwrap_or_else(|| {
        template.place = Place::BodyEnd;
        if matches!(template.wrapper, Wrapper::MenuItems | Wrapper::Widget | Wrapper::Inline) {
            template.wrapper = Wrapper::Div;
        }
        Site { at: scan.body_end(), look: Look::Plain }
    })
}

fn draw_point<T: Copy>(points: &[T], rng: &mut ChaCha8Rng) -> Option<T> {
    (!points.is_empty()).then(|| points[rng.random_range(0..points.len())])
}

/// Most items that stand out of place nowhere: menus and widgets are short.
fn limit(place: Place, rng: &mut ChaCha8Rng) -> usize {
    match place {
        Place::Menu => rng.random_range(1..7),
        Place::Widget => rng.random_range(3..15),
        _ => usize::MAX,
    }
}

/// Puts goods into the page and corrects the template to where they came to stand.
pub(super) fn put(
    scan: &Scan,
    edits: &mut Edits,
    template: &mut Template,
    label: char,
    rng: &mut ChaCha8Rng,
    goods: impl FnOnce(&Template, usize, &mut ChaCha8Rng) -> Goods,
) {
    if template.woven {
        let paragraphs = scan.paragraphs();
        if let Some(points) = (!paragraphs.is_empty()).then(|| &paragraphs[rng.random_range(0..paragraphs.len())]) {
            let goods = goods(template, usize::MAX, rng);
            return weave(edits, template, label, points, &goods, rng);
        }
        template.woven = false;
        template.shape = if template.shape == Shape::Woven { Shape::List } else { template.shape };
    }
    let site = site(scan, template, rng);
    let limit = limit(template.place, rng);
    let goods = goods(template, limit, rng);
    let painter = Painter::new(label, *template, rng);
    let html = painter.paint(&goods, site.look, rng);
    edits.insert(site.at, html);
}

fn weave(edits: &mut Edits, template: &Template, label: char, points: &[usize], goods: &Goods, rng: &mut ChaCha8Rng) {
    let painter = Painter::new(label, *template, rng);
    for html in painter.pieces(goods, rng) {
        let at = points[rng.random_range(0..points.len())];
        edits.insert(at, format!("{html} "));
    }
}

/// Plants a campaign's spam in a page.
pub(super) fn spam(host: &Host, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    let scan = Scan::new(host.html);
    let shape =
        campaign.shapes.draw(rng, |shape| !matches!(shape, Shape::Doorway | Shape::Snippet)).unwrap_or(Shape::List);
    let mut template = campaign.mix().draw(shape, rng);
    let mut edits = Edits::default();
    if matches!(shape, Shape::Title | Shape::TitleAndList) {
        hijack(&scan, &mut edits, campaign, template.encoding, rng);
    }
    if shape != Shape::Title {
        let origin = host.origin();
        put(&scan, &mut edits, &mut template, MARK_SPAM, rng, |template, limit, rng| {
            Builder::new(campaign, *template, origin, rng).goods(limit, rng)
        });
    }
    Graft { html: edits.apply(host.html), family: campaign.family.clone(), template, is_spam: true }
}

/// Replaces the title, and often the description and the keywords.
fn hijack(scan: &Scan, edits: &mut Edits, campaign: &Campaign, encoding: Encoding, rng: &mut ChaCha8Rng) {
    let marked = |text: &str| format!("{MARK_SPAM}{}{MARK_END}", escape(text, encoding));
    let title = marked(&campaign.unlinked(&campaign.titles, rng));
    let after = set_title(scan, edits, &title, chance(0.2, rng), rng);
    if chance(0.7, rng) {
        let text = marked(&campaign.description(rng));
        set_meta(scan, edits, after, "description", &text);
    }
    if chance(0.6, rng) {
        let joint = pick(&[",", ", ", "，", "_", " "], rng);
        let words: Vec<String> = (0..rng.random_range(2..9)).map(|_| campaign.keyword(rng)).collect();
        set_meta(scan, edits, after, "keywords", &marked(&words.join(joint)));
    }
}

/// Sets the page's title to marked text, or puts it before the old one; gives the point after the title.
pub(super) fn set_title(scan: &Scan, edits: &mut Edits, marked: &str, keep: bool, rng: &mut ChaCha8Rng) -> usize {
    let found = scan.first(|tag| tag.opens("title")).and_then(|(at, open)| {
        scan.tags.get(at + 1).filter(|close| close.closes("title")).map(|close| (open.end, close.start, close.end))
    });
    if let Some((from, to, after)) = found {
        if keep {
            edits.insert(from, format!("{marked}{}", pick(&[" - ", " | ", "_", " "], rng)));
        } else {
            edits.replace(from..to, marked.to_owned());
        }
        return after;
    }
    let after = |name: &str| scan.first(|tag| tag.opens(name)).map(|(_, tag)| tag.end);
    let at = after("head").or_else(|| after("html")).unwrap_or_else(|| scan.before_doctype());
    edits.insert(at, format!("<title>{marked}</title>\n"));
    at
}

/// Replaces a meta element, or adds it where there is none.
fn set_meta(scan: &Scan, edits: &mut Edits, after: usize, name: &str, marked: &str) {
    let html = format!("<meta name=\"{name}\" content=\"{marked}\">");
    let named = |value: Option<(&str, Range<usize>)>| value.is_some_and(|(value, _)| value.eq_ignore_ascii_case(name));
    match scan.first(|tag| tag.opens("meta") && named(tag.attribute("name"))) {
        Some((_, tag)) => edits.replace(tag.start..tag.end, html),
        None => edits.insert(after, format!("\n{html}")),
    }
}
