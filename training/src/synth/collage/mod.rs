//! Collages: training copies of articles, laid out as on portals that the corpora lack.
//!
//! A model that only knows the sites of one corpus takes their templates for granted and fails on others. A collage takes
//! the template away: the article is cut short, bodies of other pages surround or interrupt it, classes and ids
//! disappear, semantic elements become `div`, paragraphs become line breaks. Content stays content. Everything from
//! other pages is navigation, as it is beside an article. The idea is domain randomization (Tobin et al. 2017), applied
//! to markup.

mod restyle;

use crate::corpus::{self, CorpusPage};
use crate::error::Result;
use blocksift::{Label, Limits, Page};
use rand::seq::{IndexedRandom, IteratorRandom};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use restyle::{NodeId, Style, Tree, Writer};
use rustc_hash::FxHashMap;
use std::path::PathBuf;

/// Types of pages that look like boxes of a portal when they are beside an article.
const DONOR_TYPES: [&str; 4] = ["listing", "collection", "forum", "product"];

/// Larger pages are no donors: a collage should not be much larger than a page.
const MAX_DONOR_BYTES: usize = 300_000;

/// Donors held at a time.
const MAX_DONORS: usize = 500;

/// Paragraphs with more characters are running text, which can be left out.
const PROSE_CHARS: usize = 60;

/// Articles with more paragraphs of running text are cut short.
const MAX_PARAGRAPHS: usize = 4;

/// Probability of each alteration.
const ALTERATION_PROBABILITY: f64 = 0.85;

/// Whether collages are made of a page. Only those of articles are known to help.
pub fn is_host(page: &CorpusPage) -> bool {
    page.content.is_some() && page.input.is_none() && page.page_type.as_deref().is_none_or(|t| t == "article")
}

/// Draws pages of some corpora to put beside articles, every suitable page with the same probability.
///
/// # Errors
/// A corpus that cannot be read.
pub fn donors(files: &[PathBuf], seed: u64) -> Result<Vec<CorpusPage>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut chosen = Vec::new();
    let mut seen = 0;
    for file in files {
        corpus::read(file, 1, |pages| {
            for page in pages.into_iter().filter(is_donor) {
                seen += 1;
                // Reservoir sampling: the sample is uniform however many pages follow.
                if chosen.len() < MAX_DONORS {
                    chosen.push(page);
                } else if let Some(replaced) = chosen.get_mut(rng.random_range(0..seen)) {
                    *replaced = page;
                }
            }
            Ok(())
        })?;
    }
    Ok(chosen)
}

fn is_donor(page: &CorpusPage) -> bool {
    page.input.is_none()
        && page.html.len() <= MAX_DONOR_BYTES
        && page.page_type.as_deref().is_some_and(|t| DONOR_TYPES.contains(&t))
}

/// An article to make collages of.
#[derive(Debug, Clone, Copy)]
pub struct Article<'a> {
    /// Its markup and address.
    pub source: &'a CorpusPage,
    /// Its blocks.
    pub page: &'a Page,
    /// The labels of its blocks.
    pub labels: &'a [Option<Label>],
}

/// A restyled article among parts of other pages.
#[derive(Debug)]
pub struct Collage {
    /// Its blocks.
    pub page: Page,
    /// The labels of its blocks.
    pub labels: Vec<Option<Label>>,
    /// Groups of the pages that parts were taken from; see [`CorpusPage::group`].
    pub borrowed: Vec<String>,
}

/// Makes a collage of an article and up to three donors. `None` if no content is left.
pub fn make(article: &Article, donors: &[CorpusPage], rng: &mut ChaCha8Rng) -> Option<Collage> {
    let mut layout = Layout::draw(article, rng);
    let mut known = KnownLabels::default();
    known.add(article.page, |block| article.labels[block]);
    let mut borrowed = Vec::new();
    if !donors.is_empty() {
        for _ in 0..*[1, 1, 2, 3].choose(rng)? {
            let donor = donors.choose(rng)?;
            layout.add(donor, borrowed.is_empty(), rng);
            borrowed.push(donor.group());
            known.add(&Page::from_html(&donor.html, None, &Limits::default()), |_| Some(Label::Navigation));
        }
    }
    let page = Page::from_html(&layout.html(), article.source.url.as_deref(), &Limits::default());
    let labels = known.labels(&page);
    labels.contains(&Some(Label::Content)).then_some(Collage { page, labels, borrowed })
}

/// A collage in the making.
struct Layout {
    host: Tree,
    style: Style,
    omitted: Vec<NodeId>,
    body: String,
}

impl Layout {
    /// The article in a new style, cut short.
    fn draw(article: &Article, rng: &mut ChaCha8Rng) -> Self {
        let style = Style::draw(rng, ALTERATION_PROBABILITY);
        let host = Tree::parse(&article.source.html);
        let omitted = if rng.random_bool(ALTERATION_PROBABILITY) { shorten(&host, rng) } else { Vec::new() };
        let mut layout = Layout { host, style, omitted, body: String::new() };
        layout.body = layout.host_body(None);
        layout
    }

    /// The host's body, with markup inserted before one of its elements.
    fn host_body(&self, inserted: Option<(NodeId, &str)>) -> String {
        let style = self.style.of_host();
        let writer = Writer { tree: &self.host, style: &style, omitted: &self.omitted, inserted };
        writer.write(&self.host.body_children())
    }

    /// Puts a donor's body beside, above or below the article or, if it is the first donor, inside it.
    fn add(&mut self, donor: &CorpusPage, is_first: bool, rng: &mut ChaCha8Rng) {
        let donor = Tree::parse(&donor.html);
        let boxes = Writer::new(&donor, &self.style).write(&donor.body_children());
        let body = &self.body;
        self.body = match rng.random_range(0..if is_first { 5 } else { 4 }) {
            0 => format!("<div>{boxes}</div>{body}"),
            1 => format!("{body}<div>{boxes}</div>"),
            2 => format!("<table><tr><td>{boxes}</td><td>{body}</td></tr></table>"),
            3 => format!("<table><tr><td>{body}</td><td>{boxes}</td></tr></table>"),
            _ => {
                let before = self.host.elements(&["div", "section", "p", "h2"]).into_iter().choose(rng);
                let boxes = format!("<div>{boxes}</div>");
                self.host_body(before.map(|node| (node, boxes.as_str())))
            }
        };
    }

    /// The whole page, with the host's head.
    fn html(&self) -> String {
        let head = Writer::new(&self.host, &Style::default()).write(&self.host.head_children());
        format!("<!DOCTYPE html><html><head>{head}</head><body>{}</body></html>", self.body)
    }
}

/// Chooses paragraphs to leave out so that one to four remain: articles on portals are short.
fn shorten(host: &Tree, rng: &mut ChaCha8Rng) -> Vec<NodeId> {
    let long = host.elements(&["p"]).into_iter().filter(|p| host.text_chars(*p) > PROSE_CHARS);
    let mut long: Vec<NodeId> = long.collect();
    if long.len() <= MAX_PARAGRAPHS {
        return Vec::new();
    }
    let kept = [1, 1, 2, 2, 3, 4].choose(rng).copied().unwrap_or(MAX_PARAGRAPHS);
    let first = rng.random_range(0..3.min(long.len() - kept));
    let kept: Vec<NodeId> = long.drain(first..first + kept).collect();
    // Headings, lists and quotes between omitted paragraphs go with them.
    let mut omitted = host.between_siblings(&long);
    omitted.extend(long);
    omitted.retain(|node| !host.holds_any(*node, &kept));
    omitted.sort_unstable();
    omitted
}

/// Labels by the text of blocks.
#[derive(Default)]
struct KnownLabels(FxHashMap<String, Option<Label>>);

impl KnownLabels {
    /// Adds the blocks of a page. A text with two different labels gets none.
    fn add(&mut self, page: &Page, label: impl Fn(usize) -> Option<Label>) {
        for (i, block) in page.blocks().iter().enumerate() {
            let label = label(i);
            let known = self.0.entry(page.block_text(block).to_owned()).or_insert(label);
            if *known != label {
                *known = None;
            }
        }
    }

    fn labels(&self, page: &Page) -> Vec<Option<Label>> {
        page.blocks().iter().map(|b| self.0.get(page.block_text(b)).copied().flatten()).collect()
    }
}
