//! Alignment with gold text: which blocks of a page are its gold content.
//!
//! Two passes. The first finds the longest common subsequence of the page's words and the gold's (bit-parallel, Hyyrö
//! 2004); a block is content if at least half of its words match. The second handles gold in another order. It takes
//! the remaining blocks, longest first; a block is content if most of its words and word pairs are in the part of the
//! gold that no block has claimed yet.

use crate::corpus::words::{Counting, Word, count, words};
use blocksift::{BlockKind, Page};
use rustc_hash::FxHashMap;

/// Maximum size of the alignment table in bits (256 MB). The first pass is skipped above it.
const MAX_BITS: usize = 1 << 31;

/// Whether each block of a page is content according to the gold text.
///
/// The page's title and keywords never are; see [`super::gold`] for the exceptions that are made afterwards.
pub fn content_blocks(page: &Page, gold: &str) -> Vec<bool> {
    let gold = words(gold, Counting::Characters);
    let blocks: Vec<Vec<Word>> =
        page.blocks().iter().map(|b| words(page.block_text(b), Counting::Characters)).collect();
    let is_text: Vec<bool> = page.blocks().iter().map(|b| b.kind().is_body()).collect();
    let claimable: Vec<bool> =
        page.blocks().iter().map(|b| b.kind() != BlockKind::Title && b.kind() != BlockKind::Keywords).collect();
    align(&blocks, &is_text, &claimable, &gold)
}

fn align(blocks: &[Vec<Word>], is_text: &[bool], claimable: &[bool], gold: &[Word]) -> Vec<bool> {
    let mut content = vec![false; blocks.len()];
    if gold.is_empty() {
        return content;
    }
    let mut claimed = vec![false; gold.len()];
    let body: Vec<usize> = (0..blocks.len()).filter(|i| is_text[*i]).collect();
    let stream: Vec<Word> = body.iter().flat_map(|i| blocks[*i].iter().copied()).collect();
    if let Some(matches) = longest_common(&stream, gold) {
        let mut start = 0;
        for i in body {
            let own = &matches[start..start + blocks[i].len()];
            start += blocks[i].len();
            let matched = own.iter().flatten().count();
            if matched > 0 && 2 * matched >= own.len() {
                content[i] = true;
                own.iter().flatten().for_each(|j| claimed[*j as usize] = true);
            }
        }
    }
    claim_rest(blocks, claimable, gold, &claimed, &mut content);
    content
}

/// The second pass: see the module's documentation.
fn claim_rest(blocks: &[Vec<Word>], claimable: &[bool], gold: &[Word], claimed: &[bool], content: &mut [bool]) {
    let mut left = count(gold.iter().zip(claimed).filter(|(_, c)| !**c).map(|(w, _)| *w));
    let mut pairs: FxHashMap<(Word, Word), u32> = FxHashMap::default();
    for (i, pair) in gold.windows(2).enumerate() {
        if !claimed[i] && !claimed[i + 1] {
            *pairs.entry((pair[0], pair[1])).or_insert(0) += 1;
        }
    }
    let mut order: Vec<usize> =
        (0..blocks.len()).filter(|i| claimable[*i] && !content[*i] && blocks[*i].len() >= 3).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(blocks[*i].len()), *i));
    for i in order {
        let own = count(blocks[i].iter().copied());
        let common_words: u32 = own.iter().map(|(w, n)| (*n).min(left.get(w).copied().unwrap_or(0))).sum();
        let common_pairs = blocks[i].windows(2).filter(|p| pairs.get(&(p[0], p[1])).is_some_and(|n| *n > 0)).count();
        if 10 * common_words as usize >= 8 * blocks[i].len() && 10 * common_pairs >= 6 * (blocks[i].len() - 1) {
            content[i] = true;
            for (w, n) in own {
                if let Some(rest) = left.get_mut(&w) {
                    *rest = rest.saturating_sub(n);
                }
            }
            for p in blocks[i].windows(2) {
                if let Some(rest) = pairs.get_mut(&(p[0], p[1])) {
                    *rest = rest.saturating_sub(1);
                }
            }
        }
    }
}

/// For each item of `a` its partner in `b` in a longest common subsequence, as an index. `None` if the table would be
/// too large.
fn longest_common(a: &[Word], b: &[Word]) -> Option<Vec<Option<u32>>> {
    let width = b.len().div_ceil(64);
    if a.len().checked_mul(width * 64)? > MAX_BITS {
        return None;
    }
    let mut masks: FxHashMap<Word, Vec<u64>> = FxHashMap::default();
    for (j, w) in b.iter().enumerate() {
        masks.entry(*w).or_insert_with(|| vec![0; width])[j / 64] |= 1 << (j % 64);
    }
    let empty = vec![0u64; width];
    let mut rows: Vec<u64> = Vec::with_capacity((a.len() + 1) * width);
    rows.resize(width, u64::MAX);
    for w in a {
        let mask = masks.get(w).unwrap_or(&empty);
        let start = rows.len() - width;
        let mut carry = 0u64;
        for (k, m) in mask.iter().enumerate() {
            let v = rows[start + k];
            let u = v & m;
            let (sum, over) = v.overflowing_add(u);
            let (sum, over_carry) = sum.overflowing_add(carry);
            carry = u64::from(over | over_carry);
            rows.push(sum | (v & !m));
        }
    }
    let bit = |i: usize, j: usize| rows[i * width + j / 64] >> (j % 64) & 1 == 1;
    let mut matches = vec![None; a.len()];
    let (mut i, mut j) = (a.len(), b.len());
    while i > 0 && j > 0 {
        if bit(i, j - 1) {
            j -= 1;
        } else if !bit(i - 1, j - 1) {
            i -= 1;
        } else {
            matches[i - 1] = Some(j as u32 - 1);
            i -= 1;
            j -= 1;
        }
    }
    Some(matches)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(html: &str, gold: &str) -> Vec<(String, bool)> {
        let page = Page::from_html(html, None, &blocksift::Limits::default());
        let content = content_blocks(&page, gold);
        page.blocks().iter().zip(content).map(|(b, c)| (page.block_text(b).to_owned(), c)).collect()
    }

    #[test]
    fn content_is_matched_in_order() {
        let html = "<ul><li>Home<li>News</ul><h1>Storm over the lake</h1><p>The wind rose at noon and boats came in.</p><p>Subscribe now</p>";
        let found = labels(html, "Storm over the lake\n\nThe wind rose at noon and boats came in.");
        let content: Vec<&str> = found.iter().filter(|(_, c)| *c).map(|(t, _)| t.as_str()).collect();
        assert_eq!(content, ["Storm over the lake", "The wind rose at noon and boats came in."]);
    }

    #[test]
    fn gold_in_another_order_is_still_found() {
        let html = "<p>alpha beta gamma delta epsilon zeta</p><p>one two three four five six seven eight</p>";
        let found = labels(html, "one two three four five six seven eight alpha beta gamma delta epsilon zeta");
        assert!(found.iter().all(|(_, c)| *c));
    }

    #[test]
    fn subsequence_is_longest() {
        let a = [1, 2, 3, 4, 5, 6, 7];
        let b = [2, 9, 4, 5, 1, 7];
        let matches = longest_common(&a, &b).unwrap();
        assert_eq!(matches, [None, Some(0), None, Some(2), Some(3), None, Some(5)]);
    }
}
