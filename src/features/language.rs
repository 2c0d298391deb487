//! Script, language and vocabulary of each block against the rest of the page.

use super::schema::Col;
use super::stats::PageStats;
use super::text::{LANGS, PAIRS, TextStats};
use super::{Row, share};
use crate::language::scripts::{Script, entropy, foreign_share};
use crate::language::stopwords::LANGUAGES;
use crate::page::BlockKind;
use ndarray::Array2;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Units a block needs before its own language is believed.
const ENOUGH: f32 = 12.0;

/// The page's words by number, with where they stand.
struct Vocabulary {
    /// Number of each word, in the order of `Scan::words`.
    ids: Vec<u32>,
    total: Vec<u32>,
    in_prose: Vec<u32>,
    in_headings: Vec<u32>,
    in_title: Vec<bool>,
    in_description: Vec<bool>,
    title_words: u32,
}

impl Vocabulary {
    fn new(stats: &PageStats<'_>) -> Self {
        let words = &stats.scan.words;
        let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
        numbers.reserve(words.len() / 2);
        let ids: Vec<u32> = words
            .iter()
            .map(|w| {
                let next = numbers.len() as u32;
                *numbers.entry(*w).or_insert(next)
            })
            .collect();
        let n = numbers.len();
        let mut v = Vocabulary {
            ids,
            total: vec![0; n],
            in_prose: vec![0; n],
            in_headings: vec![0; n],
            in_title: vec![false; n],
            in_description: vec![false; n],
            title_words: 0,
        };
        for i in 0..stats.texts.len() {
            let kind = stats.page.blocks[i].kind;
            let heading = stats.tag_of(i).and_then(crate::parse::Tag::heading).is_some();
            let prose = stats.good[i] > 0.0;
            for at in stats.texts[i].words.clone() {
                let id = v.ids[at as usize] as usize;
                v.total[id] += 1;
                v.in_prose[id] += u32::from(prose);
                v.in_headings[id] += u32::from(heading);
                v.in_title[id] |= kind == BlockKind::Title;
                v.in_description[id] |= kind == BlockKind::Description;
            }
        }
        v.title_words = v.in_title.iter().filter(|t| **t).count() as u32;
        v
    }
}

/// Counts of a block's words against those of the page.
#[derive(Default)]
struct Overlap {
    unseen: u32,
    prose: u32,
    headings: u32,
    title: u32,
    description: u32,
    of_title: u32,
    distinct: u32,
    most: u32,
}

pub(super) fn write(rows: &mut Array2<f32>, stats: &PageStats<'_>) {
    let vocabulary = Vocabulary::new(stats);
    let mut own = vec![0u32; vocabulary.total.len()];
    let mut pairs = PairModel::new(stats);
    let mut unseen = Vec::with_capacity(stats.texts.len());
    let mut foreign = Vec::with_capacity(stats.texts.len());
    for (i, mut row) in rows.rows_mut().into_iter().enumerate() {
        let mut out = Row(row.as_slice_mut().expect("rows of a new array are contiguous"));
        let words = stats.texts[i].words.len() as f32;
        let overlap = overlap(stats, &vocabulary, &mut own, i);
        out.set(Col::unseen_words, share(overlap.unseen as f32, words));
        out.set(Col::words_in_prose, share(overlap.prose as f32, words));
        out.set(Col::words_in_headings, share(overlap.headings as f32, words));
        out.set(Col::type_token_ratio, share(overlap.distinct as f32, words));
        out.set(Col::top_word_share, if words >= 4.0 { share(overlap.most as f32, words) } else { 0.0 });
        if stats.page.blocks[i].kind != BlockKind::Title {
            out.set(Col::words_in_title, share(overlap.title as f32, words));
            out.set(Col::title_coverage, share(overlap.of_title as f32, vocabulary.title_words as f32));
        }
        if stats.page.blocks[i].kind != BlockKind::Description {
            out.set(Col::words_in_description, share(overlap.description as f32, words));
        }
        let (bits, rare, repeats) = pairs.block(stats.pairs(i));
        out.set(Col::surprisal, bits / 8.0);
        out.set(Col::surprisal_gap, (bits - pairs.mean_bits) / 8.0);
        out.set(Col::rare_char_pairs, rare);
        out.set(Col::repeated_char_pairs, repeats);
        scripts(&mut out, stats, i);
        languages(&mut out, stats, &stats.texts[i]);
        unseen.push(share(overlap.unseen as f32, words));
        foreign.push(out.0[Col::foreign_script as usize]);
    }
    windows(rows, &unseen, &foreign);
}

fn overlap(stats: &PageStats<'_>, v: &Vocabulary, own: &mut [u32], i: usize) -> Overlap {
    let ids = &v.ids[stats.texts[i].words.start as usize..stats.texts[i].words.end as usize];
    let mut o = Overlap::default();
    for id in ids {
        own[*id as usize] += 1;
        o.most = o.most.max(own[*id as usize]);
    }
    let prose = stats.good[i] > 0.0;
    let heading = stats.tag_of(i).and_then(crate::parse::Tag::heading).is_some();
    for id in ids {
        let id = *id as usize;
        let here = own[id];
        if here == 0 {
            continue;
        }
        own[id] = 0;
        o.distinct += 1;
        o.unseen += if v.total[id] == here { here } else { 0 };
        o.prose += if v.in_prose[id] > if prose { here } else { 0 } { here } else { 0 };
        o.headings += if v.in_headings[id] > if heading { here } else { 0 } { here } else { 0 };
        o.title += if v.in_title[id] { here } else { 0 };
        o.of_title += u32::from(v.in_title[id]);
        o.description += if v.in_description[id] { here } else { 0 };
    }
    o
}

/// How probable a block's character pairs are under those of all other blocks.
struct PairModel {
    counts: Vec<u32>,
    logs: &'static Logs,
    own: Vec<u16>,
    total: u32,
    mean_bits: f32,
}

/// log2 of small counts, so that none is computed twice.
struct Logs {
    exact: Vec<f32>,
    /// Of counts to which 0.1 is added, for those that may be 0.
    smoothed: Vec<f32>,
}

static LOGS: LazyLock<Logs> = LazyLock::new(|| Logs {
    exact: (0..1024).map(|n| (n as f32).log2()).collect(),
    smoothed: (0..1024).map(|n| (n as f32 + 0.1).log2()).collect(),
});

impl PairModel {
    fn new(stats: &PageStats<'_>) -> Self {
        let mut counts = vec![0u32; PAIRS];
        for p in &stats.scan.pairs {
            counts[*p as usize] += 1;
        }
        let total = stats.scan.pairs.len() as u32;
        let logs = &*LOGS;
        let log2 = |n: u32| logs.exact.get(n as usize).copied().unwrap_or_else(|| (n as f32).log2());
        let log_total = (total as f32 + 0.1 * PAIRS as f32).log2();
        let sum: f32 = counts.iter().filter(|c| **c > 0).map(|c| *c as f32 * (log_total - log2(*c))).sum();
        let mean_bits = share(sum, total as f32);
        PairModel { counts, logs, own: vec![0; PAIRS], total, mean_bits }
    }

    /// Mean bits a pair, share of pairs the rest hardly has, share of pairs that repeat within the block.
    fn block(&mut self, pairs: &[u16]) -> (f32, f32, f32) {
        if pairs.is_empty() {
            return (0.0, 0.0, 0.0);
        }
        let mut repeats = 0u32;
        for p in pairs {
            let own = &mut self.own[*p as usize];
            repeats += u32::from(*own > 0);
            *own = own.saturating_add(1);
        }
        let rest = (self.total - pairs.len() as u32) as f32 + 0.1 * PAIRS as f32;
        let (mut bits, mut rare) = (0.0, 0u32);
        for p in pairs {
            let others = self.counts[*p as usize].saturating_sub(u32::from(self.own[*p as usize]));
            bits -= self.logs.smoothed.get(others as usize).copied().unwrap_or_else(|| (others as f32).log2());
            rare += u32::from(others <= 1);
        }
        for p in pairs {
            self.own[*p as usize] = 0;
        }
        let n = pairs.len() as f32;
        (bits / n + rest.log2(), rare as f32 / n, repeats as f32 / n)
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
    out.set(Col::obfuscated_words, share(t.disguised as f32, t.spaced_words as f32));
}

fn languages(out: &mut Row<'_>, stats: &PageStats<'_>, t: &TextStats) {
    let Some(page) = stats.language_index else { return };
    let own = f32::from(t.by_language[page]);
    let mut counts = [0u32; LANGS];
    for (sum, n) in counts.iter_mut().zip(t.by_language) {
        *sum = u32::from(n);
    }
    let best = TextStats::best_language(&counts);
    let most = best.map_or(0.0, |b| counts[b] as f32);
    out.set(Col::page_language_stopwords, share(own, t.units).min(1.0));
    out.set(Col::other_language_stopwords, share(most - own, t.units).clamp(0.0, 1.0));
    let differs = best.is_some_and(|b| LANGUAGES[b].0 != LANGUAGES[page].0 && most >= 2.0 * own + 2.0);
    out.flag(Col::language_differs, t.units >= ENOUGH && differs);
}

/// Means within five blocks of what is known only once every block is read.
fn windows(rows: &mut Array2<f32>, unseen: &[f32], foreign: &[f32]) {
    let n = unseen.len();
    let unseen = super::stats::Prefix::new(unseen.iter().copied());
    let foreign = super::stats::Prefix::new(foreign.iter().copied());
    for i in 0..n {
        let (from, to) = (i.saturating_sub(5), (i + 6).min(n));
        let width = (to - from) as f32;
        rows[[i, Col::window5_unseen_words as usize]] = unseen.over(from, to) / width;
        rows[[i, Col::window5_foreign_script as usize]] = foreign.over(from, to) / width;
    }
}
