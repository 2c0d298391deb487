//! Which blocks stand around each block, for the stages of a model that look at earlier stages' probabilities.

use super::stats::PageStats;
use crate::page::{Format, NONE, Page};
use rustc_hash::FxHashMap;

/// Ranges and groups of blocks, without anything else of the page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Surroundings {
    /// For each block the block ranges of the first three ancestors that add blocks; the last known is repeated.
    pub(crate) levels: Vec<[(u32, u32); 3]>,
    /// Blocks of one tag path, by number.
    pub(crate) paths: Vec<u32>,
    /// Blocks whose containers have one template, by number.
    pub(crate) templates: Vec<u32>,
}

impl Surroundings {
    pub(super) fn new(stats: &PageStats<'_>, templates: impl Fn(usize) -> u64) -> Self {
        let page = stats.page;
        let n = page.blocks.len();
        if page.format == Format::Text {
            let around = |i: usize, reach: usize| (i.saturating_sub(reach) as u32, (i + reach + 1).min(n) as u32);
            return Surroundings {
                levels: (0..n).map(|i| [around(i, 2), around(i, 12), around(i, 50)]).collect(),
                paths: vec![0; n],
                templates: vec![0; n],
            };
        }
        let path = |i: usize| match page.blocks[i].element {
            NONE => 0,
            e => u64::from(page.elements[e as usize].tag_path),
        };
        Surroundings {
            levels: (0..n).map(|i| levels(page, i)).collect(),
            paths: number(n, path),
            templates: number(n, templates),
        }
    }
}

fn number(n: usize, key: impl Fn(usize) -> u64) -> Vec<u32> {
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
    (0..n)
        .map(|i| {
            let next = numbers.len() as u32;
            *numbers.entry(key(i)).or_insert(next)
        })
        .collect()
}

fn levels(page: &Page, i: usize) -> [(u32, u32); 3] {
    let mut found = [(i as u32, i as u32 + 1); 3];
    let (mut level, mut last) = (0, (i as u32, i as u32 + 1));
    let mut at = page.blocks[i].element;
    while at != NONE && level < 3 {
        let e = &page.elements[at as usize];
        if e.end_block - e.first_block > last.1 - last.0 {
            last = (e.first_block, e.end_block);
            found[level..].fill(last);
            level += 1;
        }
        at = e.parent;
    }
    found
}
