//! The elements that hold most of the page's prose, and which blocks are inside.

use super::Row;
use crate::features::measure::PageStats;
use crate::features::scale::share;
use crate::features::schema::Col;
use crate::page::{Element, NONE};
use ndarray::Array2;
use rustc_hash::FxHashMap;

/// Up to how many steps a block counts its distance to the densest container.
const MAX_STEPS: f32 = 16.0;

pub(super) fn write(rows: &mut Array2<f32>, stats: &PageStats<'_>) {
    let containers = Containers::new(stats);
    for (i, row) in rows.rows_mut().into_iter().enumerate() {
        if stats.page.blocks[i].element != NONE {
            containers.write(&mut Row::new(row), stats, i);
        }
    }
}

struct Containers {
    /// The parent whose own children hold most prose, and the share of the page's prose that they hold.
    prose_parent: u32,
    prose_parent_share: f32,
    /// The element with the best product of prose share and prose density, and its share of the page's units.
    densest: u32,
    densest_share: f32,
}

impl Containers {
    fn new(stats: &PageStats<'_>) -> Self {
        let (prose_parent, prose_parent_share) = prose_parent(stats);
        let (densest, densest_share) = densest(stats);
        Containers { prose_parent, prose_parent_share, densest, densest_share }
    }

    fn write(&self, out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
        let elements = &stats.page.elements;
        let is_inside = |id: u32| id != NONE && holds(&elements[id as usize], i);
        out.flag(Col::in_prose_parent, is_inside(self.prose_parent));
        out.set(Col::prose_parent_share, self.prose_parent_share);
        out.flag(Col::in_densest_container, is_inside(self.densest));
        out.set(Col::densest_container_share, self.densest_share);
        if self.densest != NONE && !is_inside(self.densest) {
            let steps = steps_to(elements, stats.page.blocks[i].element, &elements[self.densest as usize]);
            out.set(Col::steps_to_densest_container, steps / MAX_STEPS);
        }
    }
}

fn holds(element: &Element, block: usize) -> bool {
    (element.first_block as usize..element.end_block as usize).contains(&block)
}

/// Steps from an element up to the first ancestor that holds all blocks of another, at most [`MAX_STEPS`].
fn steps_to(elements: &[Element], mut id: u32, other: &Element) -> f32 {
    let mut steps = 0.0;
    while id != NONE && steps < MAX_STEPS {
        let element = &elements[id as usize];
        if element.first_block <= other.first_block && element.end_block >= other.end_block {
            break;
        }
        steps += 1.0;
        id = element.parent;
    }
    steps
}

/// The block-level parent that holds most prose in its own children.
fn prose_parent(stats: &PageStats<'_>) -> (u32, f32) {
    let page = stats.page;
    let mut direct: FxHashMap<u32, f32> = FxHashMap::default();
    for (block, prose) in page.blocks.iter().zip(&stats.prose) {
        if *prose > 0.0 && block.element != NONE {
            *direct.entry(page.elements[block.element as usize].parent).or_default() += prose;
        }
    }
    let best = direct.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
    best.map_or((NONE, 0.0), |(id, prose)| (*id, share(*prose, stats.sum_prose.total())))
}

/// The element that maximizes its share of the page's prose times the share of its own text that is prose.
fn densest(stats: &PageStats<'_>) -> (u32, f32) {
    let mut best = (NONE, 0.0, 0.0);
    for (i, element) in stats.page.elements.iter().enumerate().filter(|(_, e)| e.is_block) {
        let (from, to) = (element.first_block as usize, element.end_block as usize);
        let prose = stats.sum_prose.over(from, to);
        if prose > 0.0 {
            let units = stats.sum_units.over(from, to);
            let score = share(prose, stats.sum_prose.total()) * share(prose, units);
            // Of equals the inner one, which comes later.
            if score >= best.1 {
                best = (i as u32, score, share(units, stats.sum_units.total()));
            }
        }
    }
    (best.0, best.2)
}
