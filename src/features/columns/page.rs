//! Features of the page as a whole, the same for all its blocks.

use super::Row;
use crate::features::measure::{DOMAIN_KNOWN, PageStats};
use crate::features::scale::{log1, share};
use crate::features::schema::Col;
use crate::language::scripts::{Script, entropy};
use crate::parse::{CUE_GROUPS, Tag};

/// The values that every row gets.
pub(super) struct WholePage {
    plain: Vec<(Col, f32)>,
    markup: Vec<(Col, f32)>,
}

impl WholePage {
    pub(super) fn new(stats: &PageStats<'_>) -> Self {
        let n = stats.texts.len() as f32;
        let units = stats.sum_units.total();
        let letters: u32 = stats.scripts.iter().sum();
        let cjk = [Script::Han, Script::Kana, Script::Hangul].iter().map(|s| stats.scripts[*s as usize]).sum::<u32>();
        let stop: f32 = stats.texts.iter().map(|t| t.stopwords).sum();
        let prices = stats.texts.iter().filter(|t| t.currency > 0).count() as f32;
        let plain = vec![
            (Col::page_blocks, log1(n)),
            (Col::page_units, log1(units)),
            (Col::page_prose, share(stats.sum_prose.total(), units)),
            (Col::page_stopword_share, share(stop, units)),
            (Col::page_price_blocks, log1(prices)),
            (Col::page_mean_units, log1(units / n)),
            (Col::page_script_entropy, entropy(&stats.scripts)),
            (Col::page_cjk_share, share(cjk as f32, letters as f32)),
        ];
        WholePage { plain, markup: markup(stats) }
    }

    pub(super) fn write(&self, out: &mut Row<'_>) {
        self.plain.iter().for_each(|(col, v)| out.set(*col, *v));
    }

    pub(super) fn write_markup(&self, out: &mut Row<'_>) {
        self.markup.iter().for_each(|(col, v)| out.set(*col, *v));
    }
}

fn markup(stats: &PageStats<'_>) -> Vec<(Col, f32)> {
    let meta = &stats.page.meta;
    let elements = &stats.page.elements;
    let units = stats.sum_units.total();
    let hidden: f32 = units_where(stats, |i| stats.page.blocks[i].visibility.is_hidden());
    let comment = CUE_GROUPS.iter().position(|(name, _)| *name == "comment").unwrap_or(0);
    let comments = units_where(stats, |i| match stats.page.blocks[i].element {
        crate::page::NONE => false,
        e => stats.inherited[e as usize].cues.has(comment),
    });
    let flag = |b: bool| f32::from(u8::from(b));
    let count = |tag: Tag| elements.iter().filter(|e| e.tag == tag && e.end_block > e.first_block).count() as f32;
    let articles = count(Tag::Article);
    vec![
        (Col::page_link_density, share(stats.sum_link_units.total(), units)),
        (Col::page_external_link_share, share(stats.sum_external.total(), stats.sum_links.total())),
        (Col::page_inputs, log1(meta.inputs as f32)),
        (Col::page_images, log1(meta.images as f32)),
        (Col::page_hidden_share, share(hidden, units)),
        (Col::page_has_main, flag(articles + count(Tag::Main) > 0.0)),
        (Col::page_articles, log1(articles)),
        (Col::page_og_article, flag(meta.og_article)),
        (Col::page_og_product, flag(meta.og_product)),
        (Col::page_ld_article, flag(meta.ld_article)),
        (Col::page_ld_product, flag(meta.ld_product)),
        (Col::page_ld_list, flag(meta.ld_list)),
        (Col::page_ld_forum, flag(meta.ld_forum)),
        (Col::page_comment_share, share(comments, units)),
        (Col::page_has_h1, flag(count(Tag::H1) > 0.0)),
        (Col::page_domain_known, DOMAIN_KNOWN),
    ]
}

fn units_where(stats: &PageStats<'_>, test: impl Fn(usize) -> bool) -> f32 {
    (0..stats.texts.len()).filter(|i| test(*i)).map(|i| stats.units[i]).sum()
}
