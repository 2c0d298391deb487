//! Where in the markup a block is: tags, ancestors, names of classes, visibility.

use super::Row;
use crate::features::measure::{ANCESTORS, PageStats};
use crate::features::scale::{log1, share};
use crate::features::schema::{Col, FAR, NEAR};
use crate::page::{BlockKind, NONE};
use crate::parse::{Cues, Tag};

/// The columns of [`ANCESTORS`], in order.
const INSIDE: [Col; ANCESTORS.len()] = [
    Col::in_main,
    Col::in_article,
    Col::in_nav,
    Col::in_header,
    Col::in_footer,
    Col::in_aside,
    Col::in_form,
    Col::in_table,
    Col::in_list,
    Col::in_section,
    Col::in_dialog,
    Col::in_custom_element,
    Col::is_quoted,
];

pub(super) fn write(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
    let page = stats.page;
    let block = &page.blocks[i];
    out.flag(Col::is_title, block.kind == BlockKind::Title);
    out.flag(Col::is_description, block.kind == BlockKind::Description);
    out.flag(Col::is_keywords, block.kind == BlockKind::Keywords);
    out.flag(Col::is_single_link, stats.links[i].count == 1 && stats.link_density(i) > 0.95);
    out.flag(Col::after_html, block.after_html);
    out.flag(Col::noscript_only, block.noscript);
    out.set(Col::emphasis_share, share(block.emphasis as f32, (block.end - block.start) as f32).min(1.0));
    out.set(Col::line_breaks, log1(f32::from(block.breaks)));
    out.set(Col::steps_to_main, 1.0);
    visibility(out, stats, i);
    if block.element == NONE {
        return;
    }
    let element = &page.elements[block.element as usize];
    tags(out, element.tag);
    out.set(Col::depth, f32::from(element.depth) / 32.0);
    let inherited = stats.inherited[block.element as usize];
    for (bit, col) in INSIDE.into_iter().enumerate() {
        out.flag(col, inherited.inside >> bit & 1 == 1);
    }
    if inherited.main_depth > 0 {
        out.set(Col::steps_to_main, f32::from(element.depth.saturating_sub(inherited.main_depth)).min(16.0) / 16.0);
    }
    let parent = (element.parent != NONE).then(|| &page.elements[element.parent as usize]);
    out.flag(Col::has_microdata, element.microdata || parent.is_some_and(|p| p.microdata));
    // Cues of the block's own wrappers are near, those of all outer ancestors far.
    let near = element.cues.with(block.inline_cues).with(parent.map_or(Cues::default(), |p| p.cues));
    let far = parent.filter(|p| p.parent != NONE).map_or(Cues::default(), |p| stats.inherited[p.parent as usize].cues);
    for group in 0..Cues::COUNT {
        out.flag_at(NEAR + group, near.has(group));
        out.flag_at(FAR + group, far.has(group));
    }
}

fn tags(out: &mut Row<'_>, tag: Tag) {
    let col = match tag {
        Tag::P => Col::is_p,
        Tag::Li => Col::is_li,
        Tag::Td | Tag::Th => Col::is_cell,
        Tag::Div | Tag::Section | Tag::Article | Tag::Main | Tag::Body | Tag::Center => Col::is_div,
        Tag::H1 => Col::is_h1,
        Tag::H2 => Col::is_h2,
        Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => Col::is_h3_to_h6,
        Tag::Button | Tag::Label | Tag::Option | Tag::Legend | Tag::Select | Tag::Textarea | Tag::Optgroup => {
            Col::is_control
        }
        Tag::Pre | Tag::Listing | Tag::Xmp => Col::is_pre,
        Tag::Dt | Tag::Dd => Col::is_dt_dd,
        Tag::Figcaption | Tag::Caption => Col::is_caption,
        _ => return,
    };
    out.flag(col, true);
}

fn visibility(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
    let v = stats.page.blocks[i].visibility;
    out.flag(Col::display_none, v.is_display_none());
    out.flag(Col::off_screen, v.is_off_screen());
    out.flag(Col::invisible, v.is_invisible());
    out.flag(Col::tiny, v.is_tiny());
    out.flag(Col::background_colored, v.is_background_colored());
    out.flag(Col::hidden_by_style, v.is_inline_style() && v.is_hidden());
    out.flag(Col::aria_hidden, v.is_aria_hidden());
    if v.is_hidden() {
        out.set(Col::hidden_singleton_domain_links, log1(stats.links[i].singleton as f32));
    }
}
