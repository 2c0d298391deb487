//! Repetition: equal texts, blocks of one tag path or template, and siblings of one template.

use super::Row;
use crate::features::measure::{Interned, PageStats};
use crate::features::scale::{log1, share};
use crate::features::schema::Col;
use crate::page::{Format, NONE, Page};
use ndarray::Array2;

/// Sums over a group of blocks or elements.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    count: f32,
    units: f32,
    squares: f32,
    link_units: f32,
    prose: f32,
}

impl Sums {
    fn add(&mut self, units: f32, link_units: f32, prose: f32) {
        self.count += 1.0;
        self.units += units;
        self.squares += units * units;
        self.link_units += link_units;
        self.prose += prose;
    }

    /// Coefficient of variation of the units, at most 4.
    fn variation(&self) -> f32 {
        let mean = self.units / self.count;
        share((self.squares / self.count - mean * mean).max(0.0).sqrt(), mean).min(4.0)
    }

    fn link_density(&self) -> f32 {
        share(self.link_units, self.units)
    }

    fn prose_share(&self) -> f32 {
        share(self.prose, self.units)
    }
}

/// Sums of groups, by the group of each member.
struct Groups<'a> {
    sums: Vec<Sums>,
    ids: &'a [u32],
}

impl<'a> Groups<'a> {
    fn new(groups: &'a Interned) -> Self {
        Groups { sums: vec![Sums::default(); groups.count], ids: &groups.ids }
    }

    fn of_blocks(groups: &'a Interned, stats: &PageStats<'_>) -> Self {
        let mut groups = Groups::new(groups);
        for i in 0..groups.ids.len() {
            groups.add(i, stats.units[i], stats.units[i] * stats.link_density(i), stats.prose[i]);
        }
        groups
    }

    fn add(&mut self, i: usize, units: f32, link_units: f32, prose: f32) {
        self.sums[self.ids[i] as usize].add(units, link_units, prose);
    }

    fn get(&self, i: usize) -> &Sums {
        &self.sums[self.ids[i] as usize]
    }
}

pub(super) fn write(rows: &mut Array2<f32>, stats: &PageStats<'_>) {
    let copies = counts(&stats.same_text);
    for (mut out, id) in rows.rows_mut().into_iter().map(Row::new).zip(&stats.same_text.ids) {
        out.set(Col::duplicates, log1(copies[*id as usize] - 1.0));
    }
    if stats.page.format == Format::Html {
        let siblings = sibling_templates(stats.page);
        let markup = Markup::new(stats, &siblings);
        for (i, row) in rows.rows_mut().into_iter().enumerate() {
            markup.write(&mut Row::new(row), stats, i);
        }
    }
}

fn counts(groups: &Interned) -> Vec<f32> {
    let mut counts = vec![0.0; groups.count];
    groups.ids.iter().for_each(|id| counts[*id as usize] += 1.0);
    counts
}

/// From how many units on equal text is a copy. Shorter text may repeat.
const COPY_UNITS: f32 = 6.0;

/// For each block, the first block with the same text, see [`Features::copies`](crate::Features::copies).
pub(in crate::features) fn copies(stats: &PageStats<'_>) -> Vec<u32> {
    let mut first = vec![NONE; stats.same_text.count];
    let blocks = stats.page.blocks.iter().zip(&stats.same_text.ids).zip(0u32..);
    blocks
        .map(|((block, id), i)| {
            if stats.units[i as usize] < COPY_UNITS || block.preformatted || !block.kind.is_body() {
                return i;
            }
            let first = &mut first[*id as usize];
            if *first == NONE {
                *first = i;
            }
            *first
        })
        .collect()
}

struct Markup<'a> {
    paths: Groups<'a>,
    templates: Groups<'a>,
    /// Siblings of one template, by element.
    siblings: Groups<'a>,
    /// For each element, itself or the ancestor with most such siblings.
    max_siblings: Vec<u32>,
    /// For each element, itself or the outermost ancestor with three or more such siblings.
    outer_siblings: Vec<u32>,
    /// The largest group of siblings with prose.
    largest_posts: f32,
}

impl<'a> Markup<'a> {
    fn new(stats: &'a PageStats<'_>, siblings: &'a Interned) -> Self {
        let siblings = sum_siblings(stats, siblings);
        let (max_siblings, outer_siblings) = best_siblings(stats.page, &siblings);
        let posts = siblings.sums.iter().filter(|g| g.prose > 0.3 * g.units);
        let largest_posts = posts.map(|g| g.count).fold(0.0, f32::max);
        Markup {
            paths: Groups::of_blocks(&stats.paths, stats),
            templates: Groups::of_blocks(&stats.templates, stats),
            siblings,
            max_siblings,
            outer_siblings,
            largest_posts,
        }
    }

    fn write(&self, out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
        let all = stats.sum_units.total();
        let path = self.paths.get(i);
        out.set(Col::path_count, log1(path.count));
        out.set(Col::path_share, share(path.units, all));
        out.set(Col::path_link_density, path.link_density());
        out.set(Col::path_units_cv, path.variation());
        let template = self.templates.get(i);
        out.set(Col::template_count, log1(template.count));
        out.set(Col::template_share, share(template.units, all));
        out.set(Col::template_link_density, template.link_density());
        out.set(Col::template_units_cv, template.variation());
        out.set(Col::template_prose, template.prose_share());
        out.set(Col::page_posts, log1(self.largest_posts));
        let element = stats.page.blocks[i].element;
        if element == NONE {
            return;
        }
        if let Some(siblings) = self.siblings_of(self.max_siblings[element as usize]) {
            out.set(Col::max_siblings, log1(siblings.count));
            out.set(Col::siblings_link_density, siblings.link_density());
            out.set(Col::siblings_units, log1(siblings.units / siblings.count));
            out.set(Col::siblings_prose, siblings.prose_share());
            out.set(Col::siblings_share, share(siblings.units, all));
        }
        if let Some(siblings) = self.siblings_of(self.outer_siblings[element as usize]) {
            out.set(Col::outer_siblings, log1(siblings.count));
            out.set(Col::outer_siblings_units, log1(siblings.units / siblings.count));
            out.set(Col::outer_siblings_link_density, siblings.link_density());
            out.set(Col::outer_siblings_share, share(siblings.units, all));
            out.set(Col::outer_siblings_prose, siblings.prose_share());
        }
    }

    fn siblings_of(&self, element: u32) -> Option<&Sums> {
        (element != NONE).then(|| self.siblings.get(element as usize))
    }
}

/// Elements by parent and template; those without blocks are apart.
fn sibling_templates(page: &Page) -> Interned {
    let key = |e: &crate::page::Element| {
        let is_empty = u64::from(e.end_block == e.first_block);
        (u64::from(e.parent) << 32 ^ u64::from(e.template)).wrapping_mul(2) | is_empty
    };
    Interned::new(page.elements.iter().map(key), 0)
}

fn sum_siblings<'a>(stats: &PageStats<'_>, siblings: &'a Interned) -> Groups<'a> {
    let mut groups = Groups::new(siblings);
    for (i, element) in stats.page.elements.iter().enumerate() {
        let (from, to) = (element.first_block as usize, element.end_block as usize);
        if to > from {
            let (units, links) = (stats.sum_units.over(from, to), stats.sum_link_units.over(from, to));
            groups.add(i, units, links, stats.sum_prose.over(from, to));
        }
    }
    groups
}

/// For each element, the ancestor or self with most siblings, and the outermost with three or more.
fn best_siblings(page: &Page, siblings: &Groups<'_>) -> (Vec<u32>, Vec<u32>) {
    let n = page.elements.len();
    let (mut max, mut outer) = (vec![NONE; n], vec![NONE; n]);
    for (i, element) in page.elements.iter().enumerate() {
        let (above_max, above_outer) = match element.parent {
            NONE => (NONE, NONE),
            parent => (max[parent as usize], outer[parent as usize]),
        };
        let count = siblings.get(i).count;
        let above = if above_max == NONE { 0.0 } else { siblings.get(above_max as usize).count };
        max[i] = if count > above { i as u32 } else { above_max };
        outer[i] = if above_outer == NONE && count >= 3.0 { i as u32 } else { above_outer };
    }
    (max, outer)
}
