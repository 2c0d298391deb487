//! Script, language and words of each block, compared with the rest of the page.

use super::Row;
use super::char_pairs::CharPairs;
use super::page_words::{Overlap, PageWords};
use crate::features::measure::{LANGS, PageStats, Prefix, TextStats, best_language};
use crate::features::scale::share;
use crate::features::schema::Col;
use crate::language::scripts::{Script, entropy, foreign_share};
use crate::language::stopwords::LANGUAGES;
use crate::page::BlockKind;
use ndarray::Array2;

/// How many units a block needs before its own language counts.
const MIN_UNITS: f32 = 12.0;

pub(super) fn write(rows: &mut Array2<f32>, stats: &PageStats<'_>) {
    let mut page_words = PageWords::new(stats);
    let mut pairs = CharPairs::new(stats);
    let mut unseen = Vec::with_capacity(stats.texts.len());
    let mut foreign = Vec::with_capacity(stats.texts.len());
    for (i, row) in rows.rows_mut().into_iter().enumerate() {
        let mut out = Row::new(row);
        let overlap = page_words.overlap(stats, i);
        words(&mut out, stats, &overlap, page_words.title_words, i);
        let block = pairs.block(stats.pairs(i));
        out.set(Col::surprisal, block.bits / 8.0);
        out.set(Col::surprisal_gap, (block.bits - pairs.mean_bits) / 8.0);
        out.set(Col::rare_char_pairs, block.rare);
        out.set(Col::repeated_char_pairs, block.repeated);
        scripts(&mut out, stats, i);
        languages(&mut out, stats, &stats.texts[i]);
        unseen.push(out.get(Col::unseen_words));
        foreign.push(out.get(Col::foreign_script));
    }
    windows(rows, &unseen, &foreign);
}

fn words(out: &mut Row<'_>, stats: &PageStats<'_>, overlap: &Overlap, title_words: u32, i: usize) {
    let words = stats.texts[i].words.len() as f32;
    let kind = stats.page.blocks[i].kind;
    out.set(Col::unseen_words, share(overlap.unseen as f32, words));
    out.set(Col::words_in_prose, share(overlap.prose as f32, words));
    out.set(Col::words_in_headings, share(overlap.headings as f32, words));
    out.set(Col::type_token_ratio, share(overlap.distinct as f32, words));
    out.set(Col::top_word_share, if words >= 4.0 { share(overlap.max_count as f32, words) } else { 0.0 });
    if kind != BlockKind::Title {
        out.set(Col::words_in_title, share(overlap.title as f32, words));
        out.set(Col::title_coverage, share(overlap.title_covered as f32, title_words as f32));
    }
    if kind != BlockKind::Description {
        out.set(Col::words_in_description, share(overlap.description as f32, words));
    }
}

fn scripts(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
    let t = &stats.texts[i];
    let letters = t.letters as f32;
    out.set(Col::foreign_script, foreign_share(&t.scripts, &stats.scripts));
    out.set(Col::foreign_script_prose, foreign_share(&t.scripts, &stats.prose_scripts));
    if let Some(title) = stats.title {
        out.set(Col::foreign_script_title, foreign_share(&t.scripts, &stats.texts[title].scripts));
    }
    out.set(Col::script_entropy, entropy(&t.scripts));
    out.set(Col::latin_share, share(t.scripts[Script::Latin as usize] as f32, letters));
    let cjk = [Script::Han, Script::Kana, Script::Hangul].iter().map(|s| t.scripts[*s as usize]).sum::<u32>();
    out.set(Col::cjk_share, share(cjk as f32, letters));
    out.set(Col::obfuscated_words, share(t.obfuscated as f32, t.spaced_words as f32));
}

fn languages(out: &mut Row<'_>, stats: &PageStats<'_>, t: &TextStats) {
    let Some(page) = stats.language.index else { return };
    let own = f32::from(t.by_language[page]);
    let mut counts = [0u32; LANGS];
    for (sum, n) in counts.iter_mut().zip(t.by_language) {
        *sum = u32::from(n);
    }
    let best = best_language(&counts);
    let max = best.map_or(0.0, |b| counts[b] as f32);
    out.set(Col::page_language_stopwords, share(own, t.units).min(1.0));
    out.set(Col::other_language_stopwords, share(max - own, t.units).clamp(0.0, 1.0));
    let differs = best.is_some_and(|b| LANGUAGES[b].0 != LANGUAGES[page].0 && max >= 2.0 * own + 2.0);
    out.flag(Col::language_differs, t.units >= MIN_UNITS && differs);
}

/// Means within five blocks of shares that are known only once every block is read.
fn windows(rows: &mut Array2<f32>, unseen: &[f32], foreign: &[f32]) {
    let n = unseen.len();
    let unseen = Prefix::new(unseen.iter().copied());
    let foreign = Prefix::new(foreign.iter().copied());
    for i in 0..n {
        let (from, to) = (i.saturating_sub(5), (i + 6).min(n));
        let width = (to - from) as f32;
        rows[[i, Col::window5_unseen_words.index()]] = unseen.over(from, to) / width;
        rows[[i, Col::window5_foreign_script.index()]] = foreign.over(from, to) / width;
    }
}
