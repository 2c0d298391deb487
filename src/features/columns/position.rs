//! Where on the page a block is.

use super::Row;
use crate::features::measure::PageStats;
use crate::features::scale::{log1, share};
use crate::features::schema::Col;
use crate::page::NONE;

pub(super) fn write(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
    let n = stats.texts.len();
    out.set(Col::position, i as f32 / n as f32);
    out.set(Col::position_units, share(stats.sum_units.over(0, i), stats.sum_units.total()));
    out.set(Col::blocks_before, log1(i as f32));
    out.set(Col::blocks_after, log1((n - 1 - i) as f32));
    out.flag(Col::is_last_3, i + 3 >= n);
    out.flag(Col::is_first_3, i >= stats.body_start && i < stats.body_start + 3);
}

pub(super) fn write_markup(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
    if let Some(h1) = stats.headline {
        out.flag(Col::has_main_heading, true);
        out.set(Col::main_heading_distance, log1(i.abs_diff(h1) as f32));
        out.flag(Col::after_main_heading, i >= h1);
        out.set(Col::main_heading_common_share, common_share(stats, i, h1));
    }
    let heading = stats.heading_before[i];
    if heading != NONE {
        let heading = heading as usize;
        out.set(Col::heading_distance, log1((i - heading) as f32));
        let level = stats.tag_of(heading).and_then(crate::parse::Tag::heading).unwrap_or(6);
        out.set(Col::heading_level, f32::from(level) / 6.0);
        out.set(Col::heading_link_density, stats.link_density(heading));
    } else {
        out.set(Col::heading_distance, log1(stats.texts.len() as f32));
    }
    out.flag(Col::after_footer, i >= stats.footer_end);
}

/// Share of the page's units under the lowest common ancestor of two blocks.
fn common_share(stats: &PageStats<'_>, i: usize, j: usize) -> f32 {
    let elements = &stats.page.elements;
    let mut at = stats.page.blocks[i].element;
    while at != NONE {
        let e = &elements[at as usize];
        if (e.first_block as usize..e.end_block as usize).contains(&j) {
            let units = stats.sum_units.over(e.first_block as usize, e.end_block as usize);
            return share(units, stats.sum_units.total());
        }
        at = e.parent;
    }
    1.0
}
