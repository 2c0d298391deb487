//! What surrounds a block: neighbours, windows, and the ancestors that add blocks.

use super::schema::Col;
use super::stats::PageStats;
use super::{Row, log1, share};
use crate::page::{NONE, Page};

pub(super) fn write(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
    let n = stats.texts.len();
    if i > 0 {
        out.set(Col::previous_units, log1(stats.units[i - 1]));
        out.flag(Col::previous_prose, stats.good[i - 1] > 0.0);
        out.set(Col::previous_stopword_share, stats.texts[i - 1].stop_share());
    }
    if i + 1 < n {
        out.set(Col::next_units, log1(stats.units[i + 1]));
        out.flag(Col::next_prose, stats.good[i + 1] > 0.0);
        out.set(Col::next_stopword_share, stats.texts[i + 1].stop_share());
    }
    for (reach, units_col, prose_col) in
        [(5, Col::window5_units, Col::window5_prose), (15, Col::window15_units, Col::window15_prose)]
    {
        let (from, to) = window(i, reach, n);
        let sum = stats.sum_units.over(from, to);
        out.set(units_col, log1(sum / (to - from) as f32));
        out.set(prose_col, share(stats.sum_good.over(from, to), sum));
    }
    let prose = stats.sum_good.total();
    out.set(Col::prose_before, share(stats.sum_good.over(0, i), prose));
    out.set(Col::prose_after, share(stats.sum_good.over(i + 1, n), prose));
    let (behind, ahead) = (stats.prose_behind[i], stats.prose_ahead[i]);
    out.set(Col::prose_distance, log1(behind.min(ahead) as f32));
    out.set(Col::prose_ahead, log1(ahead as f32));
    out.set(Col::prose_behind, log1(behind as f32));
}

fn window(i: usize, reach: usize, n: usize) -> (usize, usize) {
    (i.saturating_sub(reach), (i + reach + 1).min(n))
}

pub(super) fn write_markup(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
    let n = stats.texts.len();
    let template = |j: usize| container_template(stats.page, j);
    if i > 0 {
        out.set(Col::previous_link_density, stats.link_share(i - 1));
        out.flag(Col::previous_same_template, template(i - 1) == template(i));
    }
    if i + 1 < n {
        out.set(Col::next_link_density, stats.link_share(i + 1));
        out.flag(Col::next_same_template, template(i + 1) == template(i));
    }
    for (reach, links_col, lonely_col) in [
        (5, Col::window5_link_density, Col::window5_singleton_domain_links),
        (15, Col::window15_link_density, Col::window15_singleton_domain_links),
    ] {
        let (from, to) = window(i, reach, n);
        out.set(links_col, share(stats.sum_link_units.over(from, to), stats.sum_units.over(from, to)));
        out.set(lonely_col, log1(stats.sum_lonely.over(from, to)));
    }
    levels(out, stats, i);
}

fn container_template(page: &Page, i: usize) -> u32 {
    match page.blocks[i].element {
        NONE => 0,
        e => page.elements[e as usize].template,
    }
}

/// The first three ancestors that hold more blocks than what is below them.
fn levels(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
    const COLS: [[Col; 5]; 3] = [
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
    let mut at = stats.page.blocks[i].element;
    let (mut level, mut last) = (0, (i, i + 1));
    while at != NONE && level < 3 {
        let e = &stats.page.elements[at as usize];
        let (from, to) = (e.first_block as usize, e.end_block as usize);
        if to - from > last.1 - last.0 {
            let units = stats.sum_units.over(from, to);
            let good = stats.sum_good.over(from, to);
            let cols = COLS[level];
            out.set(cols[0], share(good, units));
            out.set(cols[1], log1(units / (to - from) as f32));
            out.set(cols[2], share(stats.sum_link_units.over(from, to), units));
            out.set(cols[3], share(units, stats.sum_units.total()));
            out.set(cols[4], share(good, stats.sum_good.total()));
            let lonely = share(stats.sum_lonely.over(from, to), stats.sum_links.over(from, to));
            match level {
                0 => {
                    out.set(Col::ancestor1_singleton_domain_share, lonely);
                    out.set(Col::ancestor1_blocks, log1((to - from) as f32));
                }
                1 => out.set(Col::ancestor2_singleton_domain_share, lonely),
                _ => {}
            }
            level += 1;
            last = (from, to);
        }
        at = e.parent;
    }
}
