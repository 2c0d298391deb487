//! What is measured of a page once and read by many features: statistics of every block, running sums over blocks, and
//! facts passed down the tree. Everything here takes time linear in the page.

mod groups;
mod intern;
mod links;
mod prefix;
mod segments;
mod site;
mod text;
mod tree;

pub(super) use intern::Interned;
pub(super) use prefix::Prefix;
pub(super) use site::DOMAIN_KNOWN;
pub(super) use text::{LANGS, PAIRS, TextStats, best_language};
pub(super) use tree::{ANCESTORS, Inherited};

use super::scale::share;
use crate::language::scripts::{Histogram, SCRIPTS};
use crate::language::stopwords::LANGUAGES;
use crate::page::{BlockKind, NONE, Page};
use crate::parse::Tag;
use links::LinkStats;
use text::Scan;

/// How many function words the page needs before its language is clear without a detector.
const CLEAR_WORDS: u32 = 20;

/// Up to how many bytes of prose a language detector reads.
const SAMPLE: usize = 2000;

/// Statistics of one page.
pub(super) struct PageStats<'a> {
    pub(super) page: &'a Page,
    pub(super) scan: Scan,
    pub(super) texts: Vec<TextStats>,
    pub(super) links: Vec<LinkStats>,
    pub(super) units: Vec<f32>,
    /// Units of prose blocks, 0 for others.
    pub(super) prose: Vec<f32>,
    pub(super) sum_units: Prefix,
    pub(super) sum_prose: Prefix,
    pub(super) sum_link_units: Prefix,
    pub(super) sum_links: Prefix,
    pub(super) sum_external: Prefix,
    pub(super) sum_singleton: Prefix,
    /// By element.
    pub(super) inherited: Vec<Inherited>,
    /// See [`tree::levels`].
    pub(super) levels: Vec<[(u32, u32); 3]>,
    /// Blocks by tag path.
    pub(super) paths: Interned,
    /// Blocks by template.
    pub(super) templates: Interned,
    /// For each block, the number of its list or table, or `NONE`.
    pub(super) groups: Vec<u32>,
    /// Blocks by text.
    pub(super) same_text: Interned,
    /// First block of the body.
    pub(super) body_start: usize,
    pub(super) title: Option<usize>,
    pub(super) scripts: Histogram,
    pub(super) prose_scripts: Histogram,
    pub(super) language: Language,
    /// Main heading: the heading of the highest level, h1 or h2, that is most like the title.
    pub(super) headline: Option<usize>,
    /// Blocks to the last prose before and to the next after; 0 in prose, the number of blocks without any.
    pub(super) prose_behind: Vec<u32>,
    pub(super) prose_ahead: Vec<u32>,
    /// For each block, the heading before it.
    pub(super) heading_before: Vec<u32>,
    /// First block after the last footer, if that footer ends in the second half of the page.
    pub(super) footer_end: usize,
}

/// The page's language by its function words.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Language {
    /// Index into [`LANGUAGES`].
    pub(super) index: Option<usize>,
    /// Whether no other language has nearly as many function words.
    pub(super) is_clear: bool,
}

impl Language {
    /// ISO 639-1 code.
    pub(super) fn code(self) -> Option<&'static str> {
        self.index.map(|i| LANGUAGES[i].0)
    }
}

impl<'a> PageStats<'a> {
    pub(super) fn new(page: &'a Page) -> Self {
        let mut scan = Scan::default();
        let texts: Vec<TextStats> = page.blocks().iter().map(|b| scan.read(page.block_text(b))).collect();
        scan.shrink();
        let links = links::measure(page);
        let units: Vec<f32> = texts.iter().map(|t| t.units).collect();
        let link_units: Vec<f32> = (0..texts.len()).map(|i| units[i] * link_density(&links[i], &texts[i])).collect();
        let prose: Vec<f32> = (0..texts.len()).map(|i| prose_units(page, &texts[i], link_units[i], i)).collect();
        let body_start = page.blocks().iter().take_while(|b| !b.kind.is_body()).count();
        let mut stats = PageStats {
            sum_units: Prefix::new(units.iter().copied()),
            sum_prose: Prefix::new(prose.iter().copied()),
            sum_link_units: Prefix::new(link_units.into_iter()),
            sum_links: Prefix::new(links.iter().map(|l| l.count as f32)),
            sum_external: Prefix::new(links.iter().map(|l| l.external as f32)),
            sum_singleton: Prefix::new(links.iter().map(|l| l.singleton as f32)),
            inherited: tree::inherit(page),
            levels: tree::levels(page),
            paths: tree::paths(page),
            templates: tree::templates(page),
            groups: groups::groups(page, &units),
            same_text: Interned::new(page.blocks.iter().map(|b| page.block_text(b)), page.blocks.len()),
            body_start,
            title: page.blocks().iter().take(body_start).position(|b| b.kind == BlockKind::Title),
            scripts: sum_scripts(texts.iter()),
            prose_scripts: sum_scripts(texts.iter().zip(&prose).filter(|(_, p)| **p > 0.0).map(|(t, _)| t)),
            language: Language::default(),
            headline: None,
            prose_behind: distances(prose.iter()),
            prose_ahead: distances(prose.iter().rev()).into_iter().rev().collect(),
            heading_before: tree::headings(page),
            footer_end: footer_end(page, texts.len()),
            page,
            scan,
            texts,
            links,
            units,
            prose,
        };
        stats.language = stats.find_language();
        stats.headline = stats.find_headline();
        stats
    }

    /// The language with most function words in the prose, or in all text if there is no prose.
    fn find_language(&self) -> Language {
        let mut counts = [0u32; LANGS];
        let any_prose = self.sum_prose.total() > 0.0;
        for (text, prose) in self.texts.iter().zip(&self.prose) {
            if *prose > 0.0 || !any_prose {
                for (sum, n) in counts.iter_mut().zip(text.by_language) {
                    *sum += u32::from(n);
                }
            }
        }
        let index = best_language(&counts);
        let is_clear = index.is_some_and(|i| {
            let second = (0..LANGS).filter(|other| *other != i).map(|other| counts[other]).max().unwrap_or(0);
            any_prose && counts[i] >= CLEAR_WORDS && 2 * counts[i] >= 3 * second
        });
        Language { index, is_clear }
    }

    fn find_headline(&self) -> Option<usize> {
        let level = |i: usize| self.tag_of(i).and_then(Tag::heading);
        let n = self.texts.len();
        let highest = (self.body_start..n).filter_map(level).min().filter(|l| *l <= 2)?;
        let mut title: Vec<u32> = self.title.map_or_else(Vec::new, |t| self.words(t).to_vec());
        title.sort_unstable();
        let likeness = |i: usize| {
            let words = self.words(i);
            let common = words.iter().filter(|w| title.binary_search(w).is_ok()).count();
            (1000 * common * 2) / (words.len() + title.len()).max(1)
        };
        (self.body_start..n)
            .filter(|i| level(*i) == Some(highest) && self.units[*i] > 0.0)
            .take(200)
            .max_by_key(|i| (likeness(*i), n - i))
    }

    /// Hashes of a block's words.
    pub(super) fn words(&self, i: usize) -> &[u32] {
        let range = &self.texts[i].words;
        &self.scan.words[range.start as usize..range.end as usize]
    }

    /// Hashes of a block's character pairs.
    pub(super) fn pairs(&self, i: usize) -> &[u16] {
        let range = &self.texts[i].pairs;
        &self.scan.pairs[range.start as usize..range.end as usize]
    }

    /// Buckets of parts of a block's words.
    pub(super) fn grams(&self, i: usize) -> &[u16] {
        let range = &self.texts[i].grams;
        &self.scan.grams[range.start as usize..range.end as usize]
    }

    /// The tag of a block's container.
    pub(super) fn tag_of(&self, i: usize) -> Option<Tag> {
        match self.page.blocks[i].element {
            NONE => None,
            element => Some(self.page.elements[element as usize].tag),
        }
    }

    pub(super) fn is_heading(&self, i: usize) -> bool {
        self.tag_of(i).and_then(Tag::heading).is_some()
    }

    pub(super) fn is_prose(&self, i: usize) -> bool {
        self.prose[i] > 0.0
    }

    /// Share of a block's characters that are within links.
    pub(super) fn link_density(&self, i: usize) -> f32 {
        link_density(&self.links[i], &self.texts[i])
    }

    /// About 2,000 bytes of prose, or of any text if there is little prose, for a language detector.
    pub(super) fn prose_sample(&self) -> String {
        let mut sample = String::new();
        for wants_prose in [true, false] {
            for (i, block) in self.page.blocks.iter().enumerate().skip(self.body_start) {
                if sample.len() >= SAMPLE {
                    break;
                }
                if self.is_prose(i) == wants_prose {
                    let text = self.page.block_text(block);
                    sample.push_str(&text[..text.floor_char_boundary(SAMPLE)]);
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

/// The language whose function words a text has most of, if it has at least three, as an ISO 639-1 code.
pub(super) fn dominant_language(text: &str) -> Option<&'static str> {
    let stats = Scan::default().read(text);
    let counts = stats.by_language.map(u32::from);
    best_language(&counts).filter(|i| counts[*i] >= 3).map(|i| LANGUAGES[i].0)
}

fn link_density(links: &LinkStats, text: &TextStats) -> f32 {
    share(links.chars as f32, text.chars as f32).min(1.0)
}

/// Units of a block if it is prose: at least 10 of them, few in links, with function words. 0 otherwise.
fn prose_units(page: &Page, text: &TextStats, link_units: f32, i: usize) -> f32 {
    let is_text = page.blocks[i].kind.is_body();
    let few_links = link_units < 0.3 * text.units;
    let few_segments = text.segments.count < 8 || text.segments.mean > 16.0;
    if is_text && text.units >= 10.0 && few_links && few_segments && text.stopword_share() >= 0.12 {
        text.units
    } else {
        0.0
    }
}

/// For each block, the number of blocks since the last prose.
fn distances<'a>(prose: impl ExactSizeIterator<Item = &'a f32>) -> Vec<u32> {
    let n = prose.len() as u32;
    prose
        .scan(n, |last, units| {
            *last = if *units > 0.0 { 0 } else { (*last + 1).min(n) };
            Some(*last)
        })
        .collect()
}

fn footer_end(page: &Page, blocks: usize) -> usize {
    let footers = page.elements.iter().filter(|e| e.tag == Tag::Footer && e.end_block > e.first_block);
    let end = footers.map(|e| e.end_block as usize).max();
    end.filter(|end| *end * 2 > blocks).unwrap_or(usize::MAX)
}

/// Letters by script over several blocks.
fn sum_scripts<'a>(stats: impl Iterator<Item = &'a TextStats>) -> Histogram {
    stats.fold([0; SCRIPTS], |mut sum, s| {
        for (total, n) in sum.iter_mut().zip(s.scripts) {
            *total += n;
        }
        sum
    })
}
