//! The variants of one page: clean, flattened, with something planted, as a fragment, cut into pieces, as a collage.

use super::flatten::{Flat, carry, flatten};
use super::page::{Alteration, LabeledPage, Origin};
use super::pieces;
use super::planted::{HostBlocks, planted};
use super::recipe::Recipe;
use crate::corpus::address::Address;
use crate::corpus::gold::AlignedPage;
use crate::corpus::{CorpusPage, InputFormat};
use crate::escape::escape_minimal;
use crate::random::{seeded, times};
use crate::synth::collage::{self, Article};
use crate::synth::graft::{self, Graft, Host};
use crate::synth::{Campaign, Library};
use blocksift::{Format, Label, Limits, Page};
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

/// Grafts that are drawn until one is an inline injection.
const INLINE_DRAWS: usize = 8;

/// Upper bound, exclusive, of the number of blocks in a fragment.
const FRAGMENT_BLOCKS: usize = 8;

/// Makes variants of pages.
#[derive(Clone, Copy)]
pub(super) struct Maker<'a> {
    pub(super) library: &'a Library,
    /// Pages that parts of collages are taken from.
    pub(super) donors: &'a [CorpusPage],
    pub(super) recipe: &'a Recipe,
}

/// A page that something is planted in.
pub(super) struct HostPage<'a> {
    pub(super) source: &'a CorpusPage,
    pub(super) host: Host<'a>,
    blocks: HostBlocks,
}

impl<'a> HostPage<'a> {
    fn new(source: &'a CorpusPage, aligned: &AlignedPage) -> HostPage<'a> {
        let host = Host { html: &source.html, url: source.url.as_deref(), language: source.lang.as_deref() };
        HostPage { source, host, blocks: HostBlocks::new(&aligned.page, &aligned.labels) }
    }

    /// The page with something planted, read in a drawn state of its address.
    pub(super) fn with(&self, graft: &Graft, rng: &mut ChaCha8Rng) -> Option<LabeledPage> {
        planted(self.source, &Address::draw(rng), &self.blocks, graft, Format::Html)
    }
}

impl Maker<'_> {
    /// All variants of a page. They depend on the seed and the page's id only.
    pub(super) fn variants(&self, source: &CorpusPage) -> Vec<LabeledPage> {
        let mut rng = seeded(self.recipe.seed, &source.id);
        let mut aligned = AlignedPage::new(source);
        self.recipe.corrections.apply(&source.id, &mut aligned);
        if source.is_negative {
            aligned.labels.iter_mut().for_each(|label| *label = label.or(Some(Label::Navigation)));
        }
        let mut made = vec![LabeledPage::clean(source, &aligned), LabeledPage::clean_text(source, &aligned)];
        made.extend(readdressed(source, &aligned, self.recipe.seed));
        made.extend(self.collages(source, &aligned));
        if self.library.campaigns.is_empty() {
            return made;
        }
        let host = HostPage::new(source, &aligned);
        for _ in 0..times(self.recipe.spam, &mut rng) {
            made.extend(host.with(&self.spam(&host.host, &mut rng), &mut rng));
        }
        for _ in 0..times(self.recipe.lookalikes, &mut rng) {
            if let Some(lookalike) = self.library.lookalikes.choose(&mut rng) {
                made.extend(host.with(&graft::plant_lookalike(&host.host, lookalike, &mut rng), &mut rng));
            }
        }
        for _ in 0..times(self.recipe.fragments, &mut rng) {
            made.extend(self.fragment(source, &aligned, &mut rng));
        }
        made.extend(self.text_variants(source, &aligned, &mut rng));
        made.extend(self.cut_variants(&host, &made));
        made.extend(self.further_variants(&host, &aligned));
        made.extend(self.hijacked_variants(&host, &aligned));
        made
    }

    fn spam(&self, host: &Host<'_>, rng: &mut ChaCha8Rng) -> Graft {
        graft::plant(host, pick(self.library, host.language, rng), rng)
    }

    /// Collages of an article. They have draws of their own, so that grafts do not depend on their number.
    fn collages(&self, source: &CorpusPage, aligned: &AlignedPage) -> Vec<LabeledPage> {
        if !collage::is_host(source) {
            return Vec::new();
        }
        let mut rng = seeded(self.recipe.seed, &format!("{} collages", source.id));
        let number = times(self.recipe.collages, &mut rng);
        let article = Article { source, page: &aligned.page, labels: &aligned.labels };
        (0..number).filter_map(|_| self.collage(&article, &mut rng)).collect()
    }

    fn collage(&self, article: &Article<'_>, rng: &mut ChaCha8Rng) -> Option<LabeledPage> {
        let collage = collage::make(article, self.donors, rng)?;
        let mut made = LabeledPage::new(article.source, &collage.page, collage.labels, Origin::Clean);
        made.alteration = Alteration::Collage;
        made.source.borrowed = collage.borrowed;
        (made.text, made.parsed) = (None, None);
        Some(made)
    }

    /// Cut copies of the clean page and of those with inline spam, as markup. Flattened text has no inline spam that
    /// could be told from its host, and clean pieces alone would teach that there is no spam.
    fn cut_variants(&self, host: &HostPage<'_>, made: &[LabeledPage]) -> Vec<LabeledPage> {
        let mut rng = seeded(self.recipe.seed, &format!("{} pieces", host.source.id));
        let more = self.more_inline_spam(host, &mut rng);
        let inline = made.iter().filter(|p| p.has_inline_spam() && p.format() == Format::Html).chain(&more);
        let mut cut: Vec<LabeledPage> =
            inline.flat_map(|page| pieces::of_inline_spam(host.source, page, &mut rng)).collect();
        cut.extend(made.first().and_then(|page| pieces::of_clean(host.source, page, &mut rng)));
        cut
    }

    /// One more page with inline spam: the other draws have too few to learn pieces from.
    fn more_inline_spam(&self, host: &HostPage<'_>, rng: &mut ChaCha8Rng) -> Option<LabeledPage> {
        let graft = (0..INLINE_DRAWS).map(|_| self.spam(&host.host, rng)).find(|graft| graft.template.is_inline)?;
        host.with(&graft, rng)
    }

    /// A few neighboring blocks of a page as markup of their own, with something planted: what a feed, a template or
    /// a cut leaves of a page.
    fn fragment(&self, source: &CorpusPage, aligned: &AlignedPage, rng: &mut ChaCha8Rng) -> Option<LabeledPage> {
        let number = aligned.page.blocks().len();
        let length = rng.random_range(0..FRAGMENT_BLOCKS).min(number);
        let start = rng.random_range(0..=number - length);
        let html = markup_of(aligned, start..start + length);
        let cut = CorpusPage { html, content: None, ..source.clone() };
        let (address, url) = (Address::draw(rng), source.url.as_deref());
        let page = address.page(&cut.html, url);
        let labels = &aligned.labels[start..start + length];
        let is_same = page.blocks().len() == length;
        let blocks = if is_same { HostBlocks::new(&page, labels) } else { HostBlocks::default() };
        let host = Host { html: &cut.html, url, language: source.lang.as_deref() };
        let graft = if rng.random::<bool>() {
            self.spam(&host, rng)
        } else {
            graft::plant_lookalike(&host, self.library.lookalikes.choose(rng)?, rng)
        };
        planted(&cut, &address, &blocks, &graft, Format::Html)
    }

    /// The flattened page with something planted in it.
    fn text_variants(&self, source: &CorpusPage, aligned: &AlignedPage, rng: &mut ChaCha8Rng) -> Vec<LabeledPage> {
        let (flat, blocks) = text_host(aligned);
        let mut grafts: Vec<Graft> = Vec::new();
        for _ in 0..times(self.recipe.text_spam, rng) {
            let campaign = pick(self.library, source.lang.as_deref(), rng);
            grafts.push(graft::plant_text(&flat.text, campaign, rng));
        }
        for _ in 0..times(self.recipe.text_lookalikes, rng) {
            if let Some(lookalike) = self.library.lookalikes.choose(rng) {
                grafts.push(graft::plant_text_lookalike(&flat.text, lookalike, rng));
            }
        }
        let planted = |graft| planted(source, &Address::Known, &blocks, graft, Format::Text);
        grafts.iter().filter_map(planted).collect()
    }
}

/// The flattened page, and its blocks.
pub(super) fn text_host(aligned: &AlignedPage) -> (Flat, HostBlocks) {
    let flat = flatten(&aligned.page, &aligned.labels);
    let page = Page::from_text(&flat.text, None, &Limits::default());
    let blocks = HostBlocks::new(&page, &carry(&flat, &page));
    (flat, blocks)
}

/// A copy of the clean page that is read with another address. It has draws of its own.
fn readdressed(source: &CorpusPage, aligned: &AlignedPage, seed: u64) -> Option<LabeledPage> {
    let mut rng = seeded(seed, &format!("{} address", source.id));
    match source.input {
        Some(InputFormat::Text) => None,
        _ => LabeledPage::readdressed(source, aligned, &Address::draw_other(&mut rng)),
    }
}

/// Some blocks of a page as paragraphs, if they are content, and list items.
fn markup_of(aligned: &AlignedPage, blocks: std::ops::Range<usize>) -> String {
    let mut html = String::from("<div>");
    for (block, label) in aligned.page.blocks()[blocks.clone()].iter().zip(&aligned.labels[blocks]) {
        let tag = if *label == Some(Label::Content) { "p" } else { "li" };
        let text = escape_minimal(aligned.page.block_text(block));
        html.push_str(&format!("<{tag}>{text}</{tag}>\n"));
    }
    html.push_str("</div>\n");
    html
}

/// A random campaign. On a page that is not English it is, half of the time, one in the page's language: hacked Chinese
/// pages carry Chinese spam.
pub(super) fn pick<'a>(library: &'a Library, language: Option<&str>, rng: &mut ChaCha8Rng) -> &'a Campaign {
    let fitting: Vec<&Campaign> = library
        .campaigns
        .iter()
        .filter(|c| language.is_some_and(|l| l != "en" && c.languages.iter().any(|own| own == l)))
        .collect();
    if !fitting.is_empty() && rng.random::<bool>() {
        return fitting[rng.random_range(0..fitting.len())];
    }
    let all = &library.campaigns;
    &all[rng.random_range(0..all.len())]
}
