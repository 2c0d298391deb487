//! What surrounds a block: neighbors, windows, and the ancestors that add blocks.

use super::Row;
use crate::features::measure::PageStats;
use crate::features::scale::{log1, share};
use crate::features::schema::Col;
use crate::page::{NONE, Page};

pub(super) fn write(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
    let n = stats.texts.len();
    if i > 0 {
        out.set(Col::previous_units, log1(stats.units[i - 1]));
        out.flag(Col::previous_prose, stats.is_prose(i - 1));
        out.set(Col::previous_stopword_share, stats.texts[i - 1].stopword_share());
    }
    if i + 1 < n {
        out.set(Col::next_units, log1(stats.units[i + 1]));
        out.flag(Col::next_prose, stats.is_prose(i + 1));
        out.set(Col::next_stopword_share, stats.texts[i + 1].stopword_share());
    }
    for (reach, units_col, prose_col) in
        [(5, Col::window5_units, Col::window5_prose), (15, Col::window15_units, Col::window15_prose)]
    {
        let (from, to) = window(i, reach, n);
        let sum = stats.sum_units.over(from, to);
        out.set(units_col, log1(sum / (to - from) as f32));
        out.set(prose_col, share(stats.sum_prose.over(from, to), sum));
    }
    let prose = stats.sum_prose.total();
    out.set(Col::prose_before, share(stats.sum_prose.over(0, i), prose));
    out.set(Col::prose_after, share(stats.sum_prose.over(i + 1, n), prose));
    let (behind, ahead) = (stats.prose_behind[i], stats.prose_ahead[i]);
    out.set(Col::prose_distance, log1(behind.min(ahead) as f32));
    out.set(Col::prose_ahead, log1(ahead as f32));
    out.set(Col::prose_behind, log1(behind as f32));
}

/// The range of blocks up to `reach` blocks away.
fn window(i: usize, reach: usize, n: usize) -> (usize, usize) {
    (i.saturating_sub(reach), (i + reach + 1).min(n))
}

/// `rows` are those of the block before.
pub(super) fn write_markup(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize, rows: &mut [AncestorRow; 3]) {
    let n = stats.texts.len();
    let template = |j: usize| container_template(stats.page, j);
    if i > 0 {
        out.set(Col::previous_link_density, stats.link_density(i - 1));
        out.flag(Col::previous_same_template, template(i - 1) == template(i));
    }
    if i + 1 < n {
        out.set(Col::next_link_density, stats.link_density(i + 1));
        out.flag(Col::next_same_template, template(i + 1) == template(i));
    }
    for (reach, density_col, singleton_col) in [
        (5, Col::window5_link_density, Col::window5_singleton_domain_links),
        (15, Col::window15_link_density, Col::window15_singleton_domain_links),
    ] {
        let (from, to) = window(i, reach, n);
        out.set(density_col, share(stats.sum_link_units.over(from, to), stats.sum_units.over(from, to)));
        out.set(singleton_col, log1(stats.sum_singleton.over(from, to)));
    }
    ancestors(out, stats, i, rows);
}

fn container_template(page: &Page, i: usize) -> u32 {
    match page.blocks[i].element {
        NONE => 0,
        element => page.elements[element as usize].template,
    }
}

/// What the columns of one ancestor have, and the blocks that it was computed from.
#[derive(Default)]
pub(super) struct AncestorRow {
    range: (u32, u32),
    values: [f32; 5],
    singleton: f32,
    blocks: f32,
}

impl AncestorRow {
    fn new(stats: &PageStats<'_>, range: (u32, u32)) -> AncestorRow {
        let (from, to) = (range.0 as usize, range.1 as usize);
        let units = stats.sum_units.over(from, to);
        let prose = stats.sum_prose.over(from, to);
        let values = [
            share(prose, units),
            log1(units / (to - from) as f32),
            share(stats.sum_link_units.over(from, to), units),
            share(units, stats.sum_units.total()),
            share(prose, stats.sum_prose.total()),
        ];
        let singleton = share(stats.sum_singleton.over(from, to), stats.sum_links.over(from, to));
        AncestorRow { range, values, singleton, blocks: log1((to - from) as f32) }
    }
}

/// Columns of one ancestor that adds blocks: prose, units, link density, share of units, share of prose.
const ANCESTOR_COLS: [[Col; 5]; 3] = [
    [
        Col::ancestor1_prose,
        Col::ancestor1_units,
        Col::ancestor1_link_density,
        Col::ancestor1_share,
        Col::ancestor1_prose_share,
    ],
    [
        Col::ancestor2_prose,
        Col::ancestor2_units,
        Col::ancestor2_link_density,
        Col::ancestor2_share,
        Col::ancestor2_prose_share,
    ],
    [
        Col::ancestor3_prose,
        Col::ancestor3_units,
        Col::ancestor3_link_density,
        Col::ancestor3_share,
        Col::ancestor3_prose_share,
    ],
];

/// The first three ancestors that add blocks to what is below them. `rows` are those of the block before.
fn ancestors(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize, rows: &mut [AncestorRow; 3]) {
    let mut last = (i as u32, i as u32 + 1);
    for (level, range) in stats.levels[i].into_iter().enumerate() {
        // A repeated range means that there is no further ancestor.
        if range == last {
            break;
        }
        last = range;
        // Most blocks have the ancestors of the block before.
        let row = &mut rows[level];
        if row.range != range {
            *row = AncestorRow::new(stats, range);
        }
        ANCESTOR_COLS[level].into_iter().zip(row.values).for_each(|(col, value)| out.set(col, value));
        match level {
            0 => {
                out.set(Col::ancestor1_singleton_domain_share, row.singleton);
                out.set(Col::ancestor1_blocks, row.blocks);
            }
            1 => out.set(Col::ancestor2_singleton_domain_share, row.singleton),
            _ => {}
        }
    }
}
