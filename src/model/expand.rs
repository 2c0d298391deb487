//! Expansion of the standardized inputs for the linear heads: hinges and products.
//!
//! A logistic head is linear. Hinges let the effect of an input change its slope on either side of the middle, as in an
//! additive model. Products let two inputs tell together what neither tells alone, such as "hidden, and links to sites that
//! nothing else on the page links to".

use super::math::CLIP;

/// Where the hinges of an input begin, in scales on either side of its mean.
pub const KNOT: f32 = 0.7;

/// What makes a block foreign to its page; each is multiplied with each other.
const FOREIGN: [&str; 17] = [
    "singleton_domain_share",
    "external_link_share",
    "singleton_domain_links",
    "display_none",
    "off_screen",
    "hidden_by_style",
    "foreign_script",
    "language_differs",
    "other_language_stopwords",
    "unseen_words",
    "surprisal_gap",
    "anchor_length",
    "link_density",
    "is_last_3",
    "units",
    "is_segment_run",
    "is_title",
];

/// What tells kinds of pages apart; each is multiplied with each of [`BLOCK`].
const PAGE: [&str; 8] = [
    "page_ld_product",
    "page_posts",
    "page_og_article",
    "page_price_blocks",
    "page_link_density",
    "page_mean_units",
    "page_prose",
    "page_comment_share",
];

/// What tells content differently from one kind of page to another.
const BLOCK: [&str; 18] = [
    "units",
    "link_density",
    "stopword_share",
    "path_share",
    "template_share",
    "siblings_units",
    "ancestor1_prose",
    "ancestor2_share",
    "in_prose_parent",
    "in_densest_container",
    "main_heading_distance",
    "is_p",
    "is_li",
    "near_comment",
    "near_product",
    "in_main",
    "window5_prose",
    "after_main_heading",
];

/// What tells headlines among short lines: they share words with the prose that follows.
const HEADLINE: [[&str; 2]; 8] = [
    ["words_in_prose", "prose_ahead"],
    ["words_in_prose", "prose_behind"],
    ["words_in_prose", "prose_before"],
    ["words_in_prose", "units"],
    ["words_in_title", "prose_ahead"],
    ["units", "prose_ahead"],
    ["units", "prose_behind"],
    ["unseen_words", "prose_ahead"],
];

/// Pairs of features whose products the linear heads read, in order.
pub fn product_names() -> Vec<[String; 2]> {
    let pair = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
    let foreign = FOREIGN.iter().enumerate().flat_map(|(i, a)| FOREIGN[i + 1..].iter().map(move |b| (a, b)));
    let page = PAGE.iter().flat_map(|a| BLOCK.iter().map(move |b| (a, b)));
    let headline = HEADLINE.iter().map(|[a, b]| (a, b));
    foreign.chain(page).chain(headline).map(|(a, b)| pair(a, b)).collect()
}

/// Number of values that `n` inputs and `products` products expand to.
pub fn expanded_width(n: usize, products: usize) -> usize {
    3 * n + products
}

/// Expands standardized inputs in place: the inputs, `max(0, z - KNOT)` of each, `max(0, -z - KNOT)` of each, then the
/// products of pairs of inputs, given by index.
pub fn expand(z: &mut Vec<f32>, products: &[(usize, usize)]) {
    let n = z.len();
    z.reserve(2 * n + products.len());
    z.extend_from_within(..n);
    z.extend_from_within(..n);
    for v in &mut z[n..2 * n] {
        *v = (*v - KNOT).max(0.0);
    }
    for v in &mut z[2 * n..] {
        *v = (-*v - KNOT).max(0.0);
    }
    for (a, b) in products {
        z.push((z[*a] * z[*b]).clamp(-CLIP, CLIP));
    }
}
