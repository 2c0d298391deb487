//! What the feature families share: statistics of every block, prefix sums over blocks, and facts passed down
//! the tree. Everything here is linear in the page.

use super::links::LinkStats;
use super::share;
use super::text::{LANGS, Scan, TextStats, sum_scripts};
use crate::language::scripts::Histogram;
use crate::page::{BlockKind, Format, NONE, Page};
use crate::parse::{Cues, Tag};

/// Sums over the blocks before each block; the sum over a range is a difference.
#[derive(Debug, Default)]
pub(crate) struct Prefix(Vec<f64>);

impl Prefix {
    pub(crate) fn new(values: impl Iterator<Item = f32>) -> Self {
        // f64: differences of long f32 sums lose what small blocks add.
        let mut sums = vec![0.0];
        sums.extend(values.scan(0f64, |sum, v| {
            *sum += f64::from(v);
            Some(*sum)
        }));
        Prefix(sums)
    }
    #[inline]
    pub(crate) fn over(&self, from: usize, to: usize) -> f32 {
        (self.0[to] - self.0[from]).max(0.0) as f32
    }
    pub(crate) fn total(&self) -> f32 {
        self.0[self.0.len() - 1] as f32
    }
}

/// Facts of an element that its ancestors decide.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Passed {
    /// Bits of `ANCESTORS` met on the way down, the element included.
    pub(crate) inside: u32,
    pub(crate) cues: Cues,
    /// Depth of the innermost main or article, 0 without.
    pub(crate) main_depth: u16,
}

/// Tags whose presence above a block is a feature, in the order of bits.
pub(crate) const ANCESTORS: [&[Tag]; 13] = [
    &[Tag::Main],
    &[Tag::Article],
    &[Tag::Nav],
    &[Tag::Header],
    &[Tag::Footer],
    &[Tag::Aside],
    &[Tag::Form],
    &[Tag::Table],
    &[Tag::Ul, Tag::Ol, Tag::Menu, Tag::Dl],
    &[Tag::Section],
    &[Tag::Dialog, Tag::Details],
    &[Tag::Custom],
    &[Tag::Blockquote],
];

fn ancestor_bits(tag: Tag) -> u32 {
    ANCESTORS.iter().enumerate().filter(|(_, tags)| tags.contains(&tag)).map(|(i, _)| 1 << i).sum()
}

/// Function words from which on a page's language can be clear without a detector.
const CLEAR_WORDS: u32 = 20;

/// Statistics of one page.
pub(crate) struct PageStats<'a> {
    pub(crate) page: &'a Page,
    pub(crate) scan: Scan,
    pub(crate) texts: Vec<TextStats>,
    pub(crate) links: Vec<LinkStats>,
    pub(crate) units: Vec<f32>,
    /// Units of prose blocks, 0 for others.
    pub(crate) good: Vec<f32>,
    pub(crate) sum_units: Prefix,
    pub(crate) sum_good: Prefix,
    pub(crate) sum_link_units: Prefix,
    pub(crate) sum_links: Prefix,
    pub(crate) sum_external: Prefix,
    pub(crate) sum_lonely: Prefix,
    pub(crate) passed: Vec<Passed>,
    /// First block of the body.
    pub(crate) body_start: usize,
    pub(crate) title: Option<usize>,
    pub(crate) scripts: Histogram,
    pub(crate) prose_scripts: Histogram,
    pub(crate) language: Option<&'static str>,
    /// Whether no other language has nearly as many.
    pub(crate) is_language_clear: bool,
    pub(crate) language_index: Option<usize>,
    /// Main heading: the h1 most like the title.
    pub(crate) headline: Option<usize>,
    /// Blocks to the last prose before and to the next after; 0 in prose, the number of blocks without any.
    pub(crate) prose_behind: Vec<u32>,
    pub(crate) prose_ahead: Vec<u32>,
    /// For each block the heading before it.
    pub(crate) heading_before: Vec<u32>,
    pub(crate) footer_block: usize,
}

impl<'a> PageStats<'a> {
    pub(crate) fn new(page: &'a Page) -> Self {
        let mut scan = Scan::default();
        let texts: Vec<TextStats> = page.blocks().iter().map(|b| scan.read(page.block_text(b))).collect();
        let links = super::links::gather(page);
        let units: Vec<f32> = texts.iter().map(|t| t.units).collect();
        let link_units: Vec<f32> =
            (0..texts.len()).map(|i| units[i] * share(links[i].chars as f32, texts[i].chars as f32).min(1.0)).collect();
        let good: Vec<f32> = (0..texts.len()).map(|i| good(page, &texts[i], link_units[i], i)).collect();
        let body_start = page.blocks().iter().take_while(|b| !b.kind.is_body()).count();
        let mut stats = PageStats {
            sum_units: Prefix::new(units.iter().copied()),
            sum_good: Prefix::new(good.iter().copied()),
            sum_link_units: Prefix::new(link_units.into_iter()),
            sum_links: Prefix::new(links.iter().map(|l| l.count as f32)),
            sum_external: Prefix::new(links.iter().map(|l| l.external as f32)),
            sum_lonely: Prefix::new(links.iter().map(|l| l.lonely as f32)),
            passed: pass_down(page),
            body_start,
            title: page.blocks().iter().take(body_start).position(|b| b.kind == BlockKind::Title),
            scripts: sum_scripts(texts.iter()),
            prose_scripts: sum_scripts(texts.iter().zip(&good).filter(|(_, g)| **g > 0.0).map(|(t, _)| t)),
            language: None,
            is_language_clear: false,
            language_index: None,
            headline: None,
            prose_behind: distances(good.iter()),
            prose_ahead: distances(good.iter().rev()).into_iter().rev().collect(),
            heading_before: headings(page),
            footer_block: usize::MAX,
            page,
            scan,
            texts,
            links,
            units,
            good,
        };
        stats.find_language();
        stats.find_headline();
        stats.find_footer();
        stats
    }

    /// The language whose function words the prose has most of; all text where there is no prose.
    fn find_language(&mut self) {
        let mut counts = [0u32; LANGS];
        let any_prose = self.sum_good.total() > 0.0;
        for (t, g) in self.texts.iter().zip(&self.good) {
            if *g > 0.0 || !any_prose {
                for (sum, n) in counts.iter_mut().zip(t.by_language) {
                    *sum += u32::from(n);
                }
            }
        }
        self.language_index = TextStats::best_language(&counts);
        self.language = self.language_index.map(|i| crate::language::stopwords::LANGUAGES[i].0);
        self.is_language_clear = self.language_index.is_some_and(|i| {
            let second = (0..LANGS).filter(|other| *other != i).map(|other| counts[other]).max().unwrap_or(0);
            any_prose && counts[i] >= CLEAR_WORDS && 2 * counts[i] >= 3 * second
        });
    }

    fn find_headline(&mut self) {
        let level = |i: usize| self.tag_of(i).and_then(Tag::heading);
        let n = self.texts.len();
        let highest = (self.body_start..n).filter_map(level).min();
        let Some(highest) = highest.filter(|l| *l <= 2) else { return };
        let mut title: Vec<u32> = self.title.map_or_else(Vec::new, |t| self.words(t).to_vec());
        title.sort_unstable();
        let likeness = |i: usize| {
            let words = self.words(i);
            let common = words.iter().filter(|w| title.binary_search(w).is_ok()).count();
            (1000 * common * 2) / (words.len() + title.len()).max(1)
        };
        self.headline = (self.body_start..n)
            .filter(|i| level(*i) == Some(highest) && self.units[*i] > 0.0)
            .take(200)
            .max_by_key(|i| (likeness(*i), n - i));
    }

    fn find_footer(&mut self) {
        let page = self.page;
        let footer = page.elements.iter().filter(|e| e.tag == Tag::Footer && e.end_block > e.first_block);
        let late = footer.map(|e| e.end_block as usize).max();
        self.footer_block = late.filter(|at| *at * 2 > self.texts.len()).unwrap_or(usize::MAX);
    }

    pub(crate) fn words(&self, i: usize) -> &[u32] {
        let range = &self.texts[i].words;
        &self.scan.words[range.start as usize..range.end as usize]
    }

    pub(crate) fn pairs(&self, i: usize) -> &[u16] {
        let range = &self.texts[i].pairs;
        &self.scan.pairs[range.start as usize..range.end as usize]
    }

    pub(crate) fn grams(&self, i: usize) -> &[u16] {
        let range = &self.texts[i].grams;
        &self.scan.grams[range.start as usize..range.end as usize]
    }

    pub(crate) fn tag_of(&self, i: usize) -> Option<Tag> {
        match self.page.blocks[i].element {
            NONE => None,
            e => Some(self.page.elements[e as usize].tag),
        }
    }

    /// Share of characters within links.
    pub(crate) fn link_share(&self, i: usize) -> f32 {
        share(self.links[i].chars as f32, self.texts[i].chars as f32).min(1.0)
    }

    /// Up to 2,000 bytes of prose (else of any text), for a language detector.
    pub(crate) fn prose_sample(&self) -> String {
        let mut sample = String::new();
        for pass in [true, false] {
            for (i, block) in self.page.blocks.iter().enumerate().skip(self.body_start) {
                if sample.len() >= 2000 {
                    break;
                }
                if (self.good[i] > 0.0) == pass {
                    let text = self.page.block_text(block);
                    sample.push_str(&text[..text.floor_char_boundary(2000)]);
                    sample.push(' ');
                }
            }
            if sample.len() > 100 {
                break;
            }
        }
        sample
    }
}

/// Units of a block if it is prose: at least 10, few in links, with function words.
fn good(page: &Page, text: &TextStats, link_units: f32, i: usize) -> f32 {
    let is_text = page.blocks[i].kind.is_body();
    let few_links = link_units < 0.3 * text.units;
    let few_segments = text.segments.count < 8 || text.segments.mean > 16.0;
    if is_text && text.units >= 10.0 && few_links && few_segments && text.stop_share() >= 0.12 {
        text.units
    } else {
        0.0
    }
}

/// For each block the number of blocks since the last prose.
fn distances<'a>(good: impl ExactSizeIterator<Item = &'a f32>) -> Vec<u32> {
    let n = good.len() as u32;
    good.scan(n, |last, g| {
        *last = if *g > 0.0 { 0 } else { (*last + 1).min(n) };
        Some(*last)
    })
    .collect()
}

fn headings(page: &Page) -> Vec<u32> {
    let mut before = NONE;
    page.blocks
        .iter()
        .enumerate()
        .map(|(i, block)| {
            let at = before;
            if block.element != NONE && page.elements[block.element as usize].tag.heading().is_some() {
                before = i as u32;
            }
            at
        })
        .collect()
}

fn pass_down(page: &Page) -> Vec<Passed> {
    if page.format == Format::Text {
        return Vec::new();
    }
    let mut passed: Vec<Passed> = Vec::with_capacity(page.elements.len());
    for element in &page.elements {
        let above = if element.parent == NONE { Passed::default() } else { passed[element.parent as usize] };
        let main = matches!(element.tag, Tag::Main | Tag::Article);
        passed.push(Passed {
            inside: above.inside | ancestor_bits(element.tag),
            cues: above.cues.with(element.cues),
            main_depth: if main { element.depth.max(1) } else { above.main_depth },
        });
    }
    passed
}
