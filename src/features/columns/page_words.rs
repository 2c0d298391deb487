//! Where on the page each word occurs, and how a block's words compare.

use crate::features::measure::{Interned, PageStats};
use crate::page::BlockKind;

/// The page's words by number, and where they occur.
pub(super) struct PageWords {
    /// The number of each word, in the order of `Scan::words`.
    ids: Vec<u32>,
    total: Vec<u32>,
    in_prose: Vec<u32>,
    in_headings: Vec<u32>,
    in_title: Vec<bool>,
    in_description: Vec<bool>,
    /// Distinct words of the title.
    pub(super) title_words: u32,
    /// How often each word occurs in the block that is being read.
    own: Vec<u32>,
}

/// How many of a block's words occur elsewhere.
#[derive(Default)]
pub(super) struct Overlap {
    /// Words that no other block has.
    pub(super) unseen: u32,
    /// Words that prose, or headings, of other blocks have.
    pub(super) prose: u32,
    pub(super) headings: u32,
    pub(super) title: u32,
    pub(super) description: u32,
    /// Distinct words that the title has.
    pub(super) title_covered: u32,
    pub(super) distinct: u32,
    /// Occurrences of the most frequent word.
    pub(super) max_count: u32,
}

impl PageWords {
    pub(super) fn new(stats: &PageStats<'_>) -> Self {
        let words = Interned::new(stats.scan.words.iter().copied(), stats.scan.words.len() / 2);
        let n = words.count;
        let mut all = PageWords {
            ids: words.ids,
            total: vec![0; n],
            in_prose: vec![0; n],
            in_headings: vec![0; n],
            in_title: vec![false; n],
            in_description: vec![false; n],
            title_words: 0,
            own: vec![0; n],
        };
        for i in 0..stats.texts.len() {
            all.count(stats, i);
        }
        all.title_words = all.in_title.iter().filter(|t| **t).count() as u32;
        all
    }

    fn count(&mut self, stats: &PageStats<'_>, i: usize) {
        let kind = stats.page.blocks[i].kind;
        let (is_prose, is_heading) = (stats.is_prose(i), stats.is_heading(i));
        let range = &stats.texts[i].words;
        for id in &self.ids[range.start as usize..range.end as usize] {
            let id = *id as usize;
            self.total[id] += 1;
            self.in_prose[id] += u32::from(is_prose);
            self.in_headings[id] += u32::from(is_heading);
            self.in_title[id] |= kind == BlockKind::Title;
            self.in_description[id] |= kind == BlockKind::Description;
        }
    }

    /// Compares the words of one block with those of the others.
    pub(super) fn overlap(&mut self, stats: &PageStats<'_>, i: usize) -> Overlap {
        let range = &stats.texts[i].words;
        let ids = &self.ids[range.start as usize..range.end as usize];
        let mut overlap = Overlap::default();
        for id in ids {
            let count = &mut self.own[*id as usize];
            *count += 1;
            overlap.max_count = overlap.max_count.max(*count);
        }
        let (is_prose, is_heading) = (stats.is_prose(i), stats.is_heading(i));
        for id in ids {
            let id = *id as usize;
            let here = std::mem::take(&mut self.own[id]);
            if here == 0 {
                continue;
            }
            let counted = |is_elsewhere: bool| if is_elsewhere { here } else { 0 };
            overlap.distinct += 1;
            overlap.unseen += counted(self.total[id] == here);
            overlap.prose += counted(self.in_prose[id] > if is_prose { here } else { 0 });
            overlap.headings += counted(self.in_headings[id] > if is_heading { here } else { 0 });
            overlap.title += counted(self.in_title[id]);
            overlap.title_covered += u32::from(self.in_title[id]);
            overlap.description += counted(self.in_description[id]);
        }
        overlap
    }
}
