//! Collages: training copies of articles as they stand on portals that a corpus has none of.
//!
//! A model that knows the sites of one corpus fails on those of another: it takes what their templates look like for
//! granted. Collages take it away. The article is cut short, other pages' bodies are put around it or into it, classes
//! and ids go, semantic elements become `div`, paragraphs become line breaks. What was content stays content, and all
//! that came from other pages is navigation, as it is beside an article. The idea is domain randomisation (Tobin et al.
//! 2017), on markup.

mod restyle;

use crate::Result;
use crate::corpus::gold::AlignedPage;
use crate::corpus::{self, CorpusPage};
use blocksift::{Label, Limits, Page};
use rand::seq::{IndexedRandom, IteratorRandom};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use restyle::{Style, Tree, write};
use rustc_hash::FxHashMap;
use std::path::PathBuf;

/// Types of pages that are boxes of a portal when they stand beside an article.
const DONOR_TYPES: [&str; 4] = ["listing", "collection", "forum", "product"];

/// Bytes of a donor's page at most: a collage should not be much larger than a page.
const MOST_DONOR_BYTES: usize = 300_000;

/// Donors that are held at a time.
const MOST_DONORS: usize = 500;

/// Characters from which on a paragraph is running text that can be left out.
const PROSE_CHARS: usize = 60;

/// Share of collages that have a given alteration.
const LIKELY: f64 = 0.85;

/// Whether collages are made of a page: those of articles are known to help.
pub fn is_host(page: &CorpusPage) -> bool {
    page.content.is_some() && page.input.is_none() && page.page_type.as_deref().is_none_or(|t| t == "article")
}

/// Pages of some corpora that can stand beside an article, each as likely as any other to be among them.
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
                if chosen.len() < MOST_DONORS {
                    chosen.push(page);
                } else if let Some(place) = chosen.get_mut(rng.random_range(0..seen)) {
                    *place = page;
                }
            }
            Ok(())
        })?;
    }
    Ok(chosen)
}

fn is_donor(page: &CorpusPage) -> bool {
    page.input.is_none()
        && page.html.len() <= MOST_DONOR_BYTES
        && page.page_type.as_deref().is_some_and(|t| DONOR_TYPES.contains(&t))
}

/// A collage, parsed, with one label per block.
pub struct Collage {
    /// The page.
    pub page: Page,
    /// Its labels; `None` where the label is unknown.
    pub labels: Vec<Option<Label>>,
    /// Groups of the donors.
    pub borrowed: Vec<String>,
}

/// Makes a collage of an article and up to three donors. `None` if no content is left.
pub fn make(source: &CorpusPage, base: &AlignedPage, donors: &[CorpusPage], rng: &mut ChaCha8Rng) -> Option<Collage> {
    let style = Style::draw(rng, LIKELY);
    let host = Tree::parse(&source.html);
    let omitted = if rng.random_bool(LIKELY) { shorten(&host, rng) } else { Vec::new() };
    let mut body = write(&host, &host.body_children(), &style.of_host(), &omitted, None);
    let mut known = Known::default();
    known.add(&base.page, |i| base.labels[i]);
    let mut borrowed = Vec::new();
    if !donors.is_empty() {
        for _ in 0..*[1, 1, 2, 3].choose(rng)? {
            let donor = donors.choose(rng)?;
            borrowed.push(donor.group());
            body = placed(&host, &omitted, &style, body, &boxes(donor, &style), borrowed.len() == 1, rng);
            known.add(&Page::from_html(&donor.html, None, &Limits::default()), |_| Some(Label::Navigation));
        }
    }
    let html = format!("<!DOCTYPE html><html><head>{}</head><body>{body}</body></html>", head(&host));
    let page = Page::from_html(&html, source.url.as_deref(), &Limits::default());
    let labels = known.labels(&page);
    labels.contains(&Some(Label::Content)).then_some(Collage { page, labels, borrowed })
}

/// The head of a page, without scripts, style sheets and structured data.
fn head(host: &Tree) -> String {
    write(host, &host.head_children(), &Style::default(), &[], None)
}

/// What a donor gives: its body without scripts and styles.
fn boxes(donor: &CorpusPage, style: &Style) -> String {
    let tree = Tree::parse(&donor.html);
    write(&tree, &tree.body_children(), style, &[], None)
}

/// A host's body with a donor's boxes beside it, above or below it or, the first time, amidst it.
fn placed(
    host: &Tree,
    omitted: &[restyle::NodeId],
    style: &Style,
    body: String,
    boxes: &str,
    is_first: bool,
    rng: &mut ChaCha8Rng,
) -> String {
    match rng.random_range(0..if is_first { 5 } else { 4 }) {
        0 => format!("<div>{boxes}</div>{body}"),
        1 => format!("{body}<div>{boxes}</div>"),
        2 => format!("<table><tr><td>{boxes}</td><td>{body}</td></tr></table>"),
        3 => format!("<table><tr><td>{body}</td><td>{boxes}</td></tr></table>"),
        _ => {
            let before = host.elements(&["div", "section", "p", "h2"]).into_iter().choose(rng);
            let boxes = format!("<div>{boxes}</div>");
            let before = before.map(|node| (node, boxes.as_str()));
            write(host, &host.body_children(), &style.of_host(), omitted, before)
        }
    }
}

/// The long paragraphs that are left out so that one to four remain: articles on portals are short.
fn shorten(host: &Tree, rng: &mut ChaCha8Rng) -> Vec<restyle::NodeId> {
    let long = host.elements(&["p"]).into_iter().filter(|p| host.text_chars(*p) > PROSE_CHARS);
    let mut long: Vec<restyle::NodeId> = long.collect();
    if long.len() <= 4 {
        return Vec::new();
    }
    let kept = [1, 1, 2, 2, 3, 4].choose(rng).copied().unwrap_or(4);
    let first = rng.random_range(0..3.min(long.len() - kept));
    let kept: Vec<restyle::NodeId> = long.drain(first..first + kept).collect();
    // What stands between paragraphs that are left out goes with them: headings, lists, quotes.
    let mut omitted = host.between_siblings(&long);
    omitted.extend(long);
    omitted.retain(|node| !host.holds_any(*node, &kept));
    omitted.sort_unstable();
    omitted
}

/// Labels by what blocks say.
#[derive(Default)]
struct Known(FxHashMap<String, Option<Label>>);

impl Known {
    /// Adds the blocks of a page; what is labelled in two ways has no label.
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
