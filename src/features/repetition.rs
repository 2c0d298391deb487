//! Repetition: equal texts, blocks of one tag path or template, siblings of one template, and the elements that
//! hold most of the page's prose.

use super::schema::Col;
use super::stats::PageStats;
use super::{Row, log1, share};
use crate::page::{Format, NONE, Page};
use ndarray::Array2;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Sums over a group of blocks or elements.
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    count: f32,
    units: f32,
    squares: f32,
    link_units: f32,
    good: f32,
}

impl Group {
    fn add(&mut self, units: f32, link_units: f32, good: f32) {
        self.count += 1.0;
        self.units += units;
        self.squares += units * units;
        self.link_units += link_units;
        self.good += good;
    }
    fn spread(&self) -> f32 {
        let mean = self.units / self.count;
        share((self.squares / self.count - mean * mean).max(0.0).sqrt(), mean).min(4.0)
    }
}

/// Groups by a key, and the group of each member.
struct Grouping {
    groups: Vec<Group>,
    of: Vec<u32>,
}

impl Grouping {
    fn new(keys: impl Iterator<Item = u64>) -> Self {
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        let of: Vec<u32> = keys
            .map(|key| {
                let next = numbers.len() as u32;
                *numbers.entry(key).or_insert(next)
            })
            .collect();
        Grouping { groups: vec![Group::default(); numbers.len()], of }
    }
    fn add(&mut self, i: usize, units: f32, link_units: f32, good: f32) {
        self.groups[self.of[i] as usize].add(units, link_units, good);
    }
    fn get(&self, i: usize) -> &Group {
        &self.groups[self.of[i] as usize]
    }
}

pub(super) fn write(rows: &mut Array2<f32>, stats: &PageStats<'_>) {
    let page = stats.page;
    let mut texts = Grouping::new(page.blocks.iter().map(|b| hash(page.block_text(b))));
    for i in 0..page.blocks.len() {
        texts.add(i, 0.0, 0.0, 0.0);
    }
    let markup = (page.format == Format::Html).then(|| Markup::new(stats));
    for (i, mut row) in rows.rows_mut().into_iter().enumerate() {
        let mut out = Row(row.as_slice_mut().expect("rows of a new array are contiguous"));
        out.set(Col::duplicates, log1(texts.get(i).count - 1.0));
        if let Some(markup) = &markup {
            markup.write(&mut out, stats, i);
        }
    }
}

/// Units from which equal text is a copy; what is shorter repeats by right.
const COPY_UNITS: f32 = 6.0;

/// For each block the first block of the same text, see [`super::Features::copies`].
pub(super) fn copies(stats: &PageStats<'_>) -> Vec<u32> {
    let mut first: FxHashMap<u64, u32> = FxHashMap::default();
    let blocks = stats.page.blocks.iter().zip(0u32..);
    blocks
        .map(|(block, i)| match stats.units[i as usize] >= COPY_UNITS && !block.preformatted && block.kind.is_body() {
            true => *first.entry(hash(stats.page.block_text(block))).or_insert(i),
            false => i,
        })
        .collect()
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

struct Markup {
    paths: Grouping,
    templates: Grouping,
    /// Siblings of one template, by element.
    siblings: Grouping,
    /// For each element the ancestor-or-self with most such siblings, and the outermost with three or more.
    most: Vec<u32>,
    outer: Vec<u32>,
    prose_parent: u32,
    prose_parent_share: f32,
    dense: u32,
    dense_share: f32,
    largest_posts: f32,
}

impl Markup {
    fn new(stats: &PageStats<'_>) -> Self {
        let page = stats.page;
        let of_element = |i: usize| match page.blocks[i].element {
            NONE => None,
            e => Some(&page.elements[e as usize]),
        };
        let blocks = 0..page.blocks.len();
        let mut paths = Grouping::new(blocks.clone().map(|i| of_element(i).map_or(0, |e| u64::from(e.tag_path))));
        let mut templates = Grouping::new(blocks.clone().map(|i| template_path(page, i)));
        for i in blocks {
            let (units, links, good) = (stats.units[i], stats.units[i] * stats.link_share(i), stats.good[i]);
            paths.add(i, units, links, good);
            templates.add(i, units, links, good);
        }
        let siblings = sibling_groups(stats);
        let (most, outer) = best_siblings(page, &siblings);
        let (prose_parent, prose_parent_share) = prose_parent(stats);
        let (dense, dense_share) = dense(stats);
        let largest_posts =
            siblings.groups.iter().filter(|g| g.good > 0.3 * g.units).map(|g| g.count).fold(0.0, f32::max);
        Markup {
            paths,
            templates,
            siblings,
            most,
            outer,
            prose_parent,
            prose_parent_share,
            dense,
            dense_share,
            largest_posts,
        }
    }

    fn write(&self, out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
        let all = stats.sum_units.total();
        let g = self.paths.get(i);
        out.set(Col::path_count, log1(g.count));
        out.set(Col::path_share, share(g.units, all));
        out.set(Col::path_link_density, share(g.link_units, g.units));
        out.set(Col::path_units_cv, g.spread());
        let g = self.templates.get(i);
        out.set(Col::template_count, log1(g.count));
        out.set(Col::template_share, share(g.units, all));
        out.set(Col::template_link_density, share(g.link_units, g.units));
        out.set(Col::template_units_cv, g.spread());
        out.set(Col::template_prose, share(g.good, g.units));
        out.set(Col::page_posts, log1(self.largest_posts));
        let element = stats.page.blocks[i].element;
        if element == NONE {
            return;
        }
        if let Some(g) = self.group(self.most[element as usize]) {
            out.set(Col::max_siblings, log1(g.count));
            out.set(Col::siblings_link_density, share(g.link_units, g.units));
            out.set(Col::siblings_units, log1(g.units / g.count));
            out.set(Col::siblings_prose, share(g.good, g.units));
            out.set(Col::siblings_share, share(g.units, all));
        }
        if let Some(g) = self.group(self.outer[element as usize]) {
            out.set(Col::outer_siblings, log1(g.count));
            out.set(Col::outer_siblings_units, log1(g.units / g.count));
            out.set(Col::outer_siblings_link_density, share(g.link_units, g.units));
            out.set(Col::outer_siblings_share, share(g.units, all));
            out.set(Col::outer_siblings_prose, share(g.good, g.units));
        }
        self.containers(out, stats, i);
    }

    fn group(&self, element: u32) -> Option<&Group> {
        (element != NONE).then(|| self.siblings.get(element as usize))
    }

    fn containers(&self, out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
        let elements = &stats.page.elements;
        let inside = |e: u32| {
            e != NONE
                && (elements[e as usize].first_block as usize..elements[e as usize].end_block as usize).contains(&i)
        };
        out.flag(Col::in_prose_parent, inside(self.prose_parent));
        out.set(Col::prose_parent_share, self.prose_parent_share);
        out.flag(Col::in_densest_container, inside(self.dense));
        out.set(Col::densest_container_share, self.dense_share);
        if self.dense != NONE {
            let (from, to) = (elements[self.dense as usize].first_block, elements[self.dense as usize].end_block);
            let mut steps = 0.0;
            let mut at = stats.page.blocks[i].element;
            while at != NONE && steps < 16.0 {
                let e = &elements[at as usize];
                if (e.first_block <= from && e.end_block >= to) || inside(self.dense) {
                    break;
                }
                steps += 1.0;
                at = e.parent;
            }
            out.set(Col::steps_to_densest_container, steps / 16.0);
        }
    }
}

/// Templates of the container and the three block-level ancestors above it.
pub(super) fn template_path(page: &Page, i: usize) -> u64 {
    let mut at = page.blocks[i].element;
    let mut key = 0u64;
    let mut left = 4;
    while at != NONE && left > 0 {
        let e = &page.elements[at as usize];
        key = (key.rotate_left(13) ^ u64::from(e.template)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        left -= 1;
        at = e.parent;
    }
    key
}

fn sibling_groups(stats: &PageStats<'_>) -> Grouping {
    let elements = &stats.page.elements;
    let mut groups = Grouping::new(elements.iter().map(|e| {
        let empty = u64::from(e.end_block == e.first_block);
        (u64::from(e.parent) << 32 ^ u64::from(e.template)).wrapping_mul(2) | empty
    }));
    for (i, e) in elements.iter().enumerate() {
        let (from, to) = (e.first_block as usize, e.end_block as usize);
        if to > from {
            groups.add(
                i,
                stats.sum_units.over(from, to),
                stats.sum_link_units.over(from, to),
                stats.sum_good.over(from, to),
            );
        }
    }
    groups
}

fn best_siblings(page: &Page, siblings: &Grouping) -> (Vec<u32>, Vec<u32>) {
    let n = page.elements.len();
    let (mut most, mut outer) = (vec![NONE; n], vec![NONE; n]);
    for (i, e) in page.elements.iter().enumerate() {
        let (above_most, above_outer) = match e.parent {
            NONE => (NONE, NONE),
            p => (most[p as usize], outer[p as usize]),
        };
        let count = siblings.get(i).count;
        let above = if above_most == NONE { 0.0 } else { siblings.get(above_most as usize).count };
        most[i] = if count > above { i as u32 } else { above_most };
        outer[i] = if above_outer == NONE && count >= 3.0 { i as u32 } else { above_outer };
    }
    (most, outer)
}

/// The block-level parent that holds most prose in its own children.
fn prose_parent(stats: &PageStats<'_>) -> (u32, f32) {
    let page = stats.page;
    let mut direct: FxHashMap<u32, f32> = FxHashMap::default();
    for (i, block) in page.blocks.iter().enumerate() {
        if stats.good[i] > 0.0 && block.element != NONE {
            let parent = page.elements[block.element as usize].parent;
            *direct.entry(parent).or_default() += stats.good[i];
        }
    }
    let best = direct.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
    best.map_or((NONE, 0.0), |(e, good)| (*e, share(*good, stats.sum_good.total())))
}

/// The element that maximises (share of the page's prose) times (share of its own text that is prose).
fn dense(stats: &PageStats<'_>) -> (u32, f32) {
    let mut best = (NONE, 0.0, 0.0);
    for (i, e) in stats.page.elements.iter().enumerate().filter(|(_, e)| e.is_block) {
        let (from, to) = (e.first_block as usize, e.end_block as usize);
        let good = stats.sum_good.over(from, to);
        if good > 0.0 {
            let units = stats.sum_units.over(from, to);
            let score = share(good, stats.sum_good.total()) * share(good, units);
            // On equal terms the inner one: it comes later.
            if score >= best.1 {
                best = (i as u32, score, share(units, stats.sum_units.total()));
            }
        }
    }
    (best.0, best.2)
}
