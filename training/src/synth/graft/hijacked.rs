//! Hijacked pages: the host's template stands, an article of the campaign has taken the place of its main content.

use std::ops::Range;

use blocksift::{Label, Limits, Page};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::Campaign;
use crate::synth::spin::pick;
use crate::synth::template::{Encoding, GraftTemplate, Hiding, LinkPattern, Location, Shape, Wrapper};

use super::compose::spam::SpamComposer;
use super::edits::Edits;
use super::host::Host;
use super::marked::{Graft, MARK_SPAM};
use super::render::{Look, Painter};
use super::scan::{Run, Scan};
use super::title::hijack;

/// Elements that hold the main content of a page.
const CONTAINERS: [&str; 5] = ["main", "article", "section", "div", "td"];

/// The main content's element holds at least this share of the content.
const MIN_SHARE: f64 = 0.75;

/// Bytes of content below which a page has no article to replace.
const MIN_BYTES: usize = 200;

/// Where the main content of a page is in its markup.
#[derive(Debug, Clone)]
pub struct MainContent {
    /// What is inside its element.
    inside: Range<usize>,
    /// Runs of content outside of the element, such as a headline above it, and whether they are in an `h1`.
    outside: Vec<(Range<usize>, bool)>,
    /// The page's blocks that are replaced, in rising order.
    pub replaced: Vec<usize>,
}

/// A run of text in the markup, with its block.
struct Placed {
    run: Run,
    block: usize,
    is_content: bool,
}

/// Finds the smallest element that holds most of the content of a page. `None` if there is little content, or if the
/// template is in the same element.
pub fn main_content(host: &Host, page: &Page, labels: &[Option<Label>]) -> Option<MainContent> {
    let scan = Scan::new(host.html);
    let placed = place(&scan, host, page, labels)?;
    let bytes_in = |range: &Range<usize>, is_content: bool| -> usize {
        let inside = placed.iter().filter(|p| p.is_content == is_content && range.contains(&p.run.bytes.start));
        inside.map(|p| p.run.bytes.len()).sum()
    };
    let whole = 0..host.html.len();
    let (content, template) = (bytes_in(&whole, true), bytes_in(&whole, false));
    if content < MIN_BYTES {
        return None;
    }
    let mut elements = scan.elements(&CONTAINERS);
    elements.sort_by_key(ExactSizeIterator::len);
    let least = (MIN_SHARE * content as f64) as usize;
    // The length rules out most elements without a look at the runs.
    let holds_most = |range: &Range<usize>| range.len() >= least && bytes_in(range, true) >= least;
    let inside = elements.into_iter().find(holds_most)?;
    // A template that would go with the content is none that stands.
    if bytes_in(&inside, false) * 2 > template {
        return None;
    }
    let is_replaced = |p: &&Placed| p.is_content || inside.contains(&p.run.bytes.start);
    let mut replaced: Vec<usize> = placed.iter().filter(is_replaced).map(|p| p.block).collect();
    replaced.dedup();
    let left_outside = placed.iter().filter(|p| p.is_content && !inside.contains(&p.run.bytes.start));
    let outside = left_outside.map(|p| (p.run.bytes.clone(), p.run.is_in_heading)).collect();
    Some(MainContent { inside, outside, replaced })
}

/// First of the characters that number the runs of a page while its blocks are read.
const FIRST_NUMBER: u32 = 0x10_0000;

/// Runs that can be numbered before the marks of grafts begin.
const MAX_RUNS: usize = 0xFF00;

/// Finds the block of every run of text: a copy of the page with a character of its own in each run is read.
fn place(scan: &Scan, host: &Host, page: &Page, labels: &[Option<Label>]) -> Option<Vec<Placed>> {
    let runs = scan.runs();
    if runs.len() > MAX_RUNS {
        return None;
    }
    let mut edits = Edits::default();
    for (run, number) in runs.iter().zip(FIRST_NUMBER..) {
        edits.insert(run.bytes.start, char::from_u32(number)?.into());
    }
    let numbered = Page::from_html(&edits.apply(host.html), host.url, &Limits::default());
    if numbered.blocks().len() != page.blocks().len() || labels.len() != page.blocks().len() {
        return None;
    }
    let mut placed = Vec::new();
    for (at, block) in numbered.blocks().iter().enumerate().filter(|(_, block)| block.kind().is_body()) {
        let numbers = numbered.block_text(block).chars().filter_map(|c| (c as u32).checked_sub(FIRST_NUMBER));
        for run in numbers.filter_map(|number| runs.get(number as usize)) {
            placed.push(Placed { run: run.clone(), block: at, is_content: labels[at] == Some(Label::Content) });
        }
    }
    Some(placed)
}

/// Replaces a page's main content, title and description by an article of the campaign.
pub fn hijacked(host: &Host, main: &MainContent, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    let template = template(campaign, rng);
    let scan = Scan::new(host.html);
    let mut edits = Edits::default();
    hijack(&scan, &mut edits, campaign, template.encoding, rng);
    let painter = Painter::new(MARK_SPAM, template, rng);
    let heading = painter.text(&campaign.unlinked(&campaign.titles, rng), rng);
    let own_heading = main.outside.iter().position(|(_, is_in_heading)| *is_in_heading);
    for (at, (run, _)) in main.outside.iter().enumerate() {
        edits.replace(run.clone(), if Some(at) == own_heading { heading.clone() } else { String::new() });
    }
    let mut article = if own_heading.is_none() { format!("\n<h1>{heading}</h1>\n") } else { String::new() };
    article.push_str(&body(campaign, template, host, rng));
    edits.replace(main.inside.clone(), article);
    Graft { html: edits.apply(host.html), family: campaign.family.clone(), template, is_spam: true }
}

/// Draws a template and adapts it to an article. Half of the articles have no links.
fn template(campaign: &Campaign, rng: &mut ChaCha8Rng) -> GraftTemplate {
    let mut template = campaign.mix().draw(Shape::Prose, rng);
    (template.shape, template.location) = (Shape::Article, Location::MainContent);
    (template.hiding, template.wrapper) = (Hiding::Visible, Wrapper::Paragraphs);
    if chance(0.5, rng) {
        template.links = LinkPattern::Unlinked;
    } else if template.links == LinkPattern::Unlinked || chance(0.3, rng) {
        template.links = LinkPattern::Doorways;
    }
    // An article is there to be read.
    if template.encoding != Encoding::Plain && chance(0.8, rng) {
        template.encoding = Encoding::Plain;
    }
    template
}

/// The sections of an article: running text under headings, and sometimes a list of keywords at the end.
fn body(campaign: &Campaign, template: GraftTemplate, host: &Host, rng: &mut ChaCha8Rng) -> String {
    let mut html = String::new();
    let heading_tag = pick(&["h2", "h3", "h2", "strong"], rng);
    let section = |shape, wrapper, rng: &mut ChaCha8Rng| {
        let template = GraftTemplate { shape, wrapper, ..template };
        let mut payload = SpamComposer::new(campaign, template, host.origin(), rng).payload(MAX_ITEMS, rng);
        payload.lead_in = None;
        Painter::new(MARK_SPAM, template, rng).paint(&payload, Look::Plain, rng)
    };
    for number in 0..rng.random_range(1..5) {
        if number > 0 && chance(0.6, rng) {
            let list = if chance(0.5, rng) { &campaign.titles } else { &campaign.lead_ins };
            let text = Painter::new(MARK_SPAM, template, rng).text(&campaign.unlinked(list, rng), rng);
            html.push_str(&format!("<{heading_tag}>{text}</{heading_tag}>\n"));
        }
        html.push_str(&section(Shape::Prose, Wrapper::Paragraphs, rng));
    }
    if chance(0.3, rng) {
        html.push_str(&section(Shape::List, Wrapper::List, rng));
    }
    html
}

/// Items of a list below an article, at most.
const MAX_ITEMS: usize = 15;

#[cfg(test)]
mod tests {
    use super::super::{MARK_END, strip_marks};
    use super::*;
    use crate::random::seeded;
    use crate::synth::Library;

    const PAGE: &str = "<!DOCTYPE html><html><head><title>Tide tables</title></head><body><div class=top>\
        <a href=/>Harbour office</a> <a href=/moor>Moorings and winter storage</a></div><h1>High water in March</h1>\
        <div class=wrap><div class=text><p>High water reaches the inner quay about twenty minutes after the bar, and \
        later when the wind is from the east.</p><p>Boats of more than two metres draught wait outside until the lock \
        keeper shows a green light at the western pier.</p><p>Dinghies may pass at any time.</p></div></div>\
        <div class=side><a href=/a>Lock times and bridge openings</a> <a href=/b>Charts for visitors</a></div>\
        <div id=footer>Harbour office, Quay Street 4, open on weekdays</div></body></html>";

    fn labeled(html: &str) -> (Page, Vec<Option<Label>>) {
        let page = Page::from_html(html, None, &Limits::default());
        let is_content = |text: &str| ["High", "Boats", "Dinghies"].iter().any(|start| text.starts_with(start));
        let label = |text: &str| if is_content(text) { Label::Content } else { Label::Navigation };
        let labels = page.blocks().iter().map(|block| Some(label(page.block_text(block)))).collect();
        (page, labels)
    }

    fn host(html: &str) -> Host<'_> {
        Host { html, url: None, language: Some("en") }
    }

    #[test]
    fn the_smallest_element_with_most_of_the_content_is_found() {
        let (page, labels) = labeled(PAGE);
        let main = main_content(&host(PAGE), &page, &labels).unwrap_or_else(|| panic!("no main content"));
        let inside = &PAGE[main.inside.clone()];
        assert!(inside.starts_with("<p>High water") && inside.ends_with("any time.</p>"), "{inside}");
        assert_eq!(main.outside.len(), 1);
        let texts: Vec<&str> = main.replaced.iter().map(|at| page.block_text(&page.blocks()[*at])).collect();
        assert!(texts.len() == 4 && texts[0] == "High water in March", "{texts:?}");
    }

    #[test]
    fn a_template_in_the_same_element_cannot_stand() {
        let html = "<div><ul><li>Home of the club</li><li>All our boats</li></ul><p>High water reaches the inner quay \
            about twenty minutes after the bar, and later when the wind is from the east, or when rain has swollen the \
            river above the old mill and its weir, as in the spring of most years.</p></div>";
        let (page, labels) = labeled(html);
        assert!(main_content(&host(html), &page, &labels).is_none());
    }

    #[test]
    fn the_template_stands_and_the_content_is_gone() {
        let library = Library::embedded().unwrap_or_else(|error| panic!("{error}"));
        let (page, labels) = labeled(PAGE);
        let main = main_content(&host(PAGE), &page, &labels).unwrap_or_else(|| panic!("no main content"));
        for campaign in &library.campaigns {
            let graft = hijacked(&host(PAGE), &main, campaign, &mut seeded(1, &campaign.family));
            assert_eq!(graft.html.matches(MARK_SPAM).count(), graft.html.matches(MARK_END).count());
            let html = strip_marks(&graft.html);
            assert!(html.contains("Moorings and winter storage") && html.contains("Quay Street 4"), "{html}");
            assert!(!html.contains("Dinghies") && !html.contains("in March"), "{html}");
            assert_eq!(html.matches("<h1>").count(), 1, "{html}");
            assert!(Page::from_html(&html, None, &Limits::default()).blocks().len() > 4);
        }
    }

    #[test]
    fn articles_come_with_and_without_links() {
        let library = Library::embedded().unwrap_or_else(|error| panic!("{error}"));
        let (page, labels) = labeled(PAGE);
        let main = main_content(&host(PAGE), &page, &labels).unwrap_or_else(|| panic!("no main content"));
        let mut rng = seeded(1, "links");
        let links = |graft: Graft| graft.html.matches(" href=").count() - PAGE.matches(" href=").count();
        let linked = (0..60).filter(|_| links(hijacked(&host(PAGE), &main, &library.campaigns[0], &mut rng)) > 0);
        assert!((15..45).contains(&linked.count()));
    }
}
