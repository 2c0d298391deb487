//! Floods of different keys, and of keys that collide in hash functions which are not seeded.

use super::{Case, Make, html, text};
use html5ever::LocalName;
use std::sync::LazyLock;

/// Keys of 66 bytes that collide in FxHash as of version 2 of rustc-hash: after the first 40 bytes a factor is zero, so
/// that the next 8 bytes do not matter.
const COLLIDING: (&str, &str) = ("BybtjGqU6TBeGDs8abcdefghijklmnopxoWFw54u", "0qrstuvwxyzABCDEFGH");

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    let places = [
        ("words", "<p>", "", " "),
        ("classes", "", "<p class=", ">x"),
        ("ids", "", "<p id=", ">x"),
        ("hosts", "<p>", "<a href=http://", ".example/>x</a> "),
        ("targets", "<p>", "<a href=/", ">x</a> "),
        ("elements", "", "<x-", ">x"),
        ("attribute names", "<p>x", "<br ", ">"),
        ("style rules", "<style>", ".", "{color:red}"),
        ("JSON keys", "<script type='application/ld+json'>{\"text\":1", ",\"", "\":0"),
    ];
    let mut cases = Vec::new();
    for (name, before, open, close) in places {
        cases.push(html(format!("different {name}"), keyed(before, open, close, |i| format!("k{i:07x}"))));
        cases.push(html(format!("colliding {name}"), keyed(before, open, close, colliding)));
    }
    cases.push(text("different words in text", keyed("", "", " ", |i| format!("k{i:07x}"))));
    cases.push(text("colliding words in text", keyed("", "", " ", colliding)));
    cases.push(text("different lines in text", keyed("", "", "\n", |i| format!("k{i:07x}"))));
    cases.push(html("different Han pairs", Make::of(han_pairs)));
    cases.push(html("words whose FNV-1a collides", Make::of(fnv_words)));
    cases.push(html("elements in one list of html5ever", Make::of(|size| names_in_one_list(size, "<", ">x</"))));
    cases.push(html("attributes in one list of html5ever", Make::of(|size| names_in_one_list(size, "<br ", " "))));
    cases
}

/// Units that hold one key each, between `open` and `close`.
fn keyed(before: &'static str, open: &'static str, close: &'static str, key: fn(usize) -> String) -> Make {
    Make::of(move |size| {
        let (mut page, mut number) = (before.to_owned(), 0);
        while page.len() < size {
            page.push_str(open);
            page.push_str(&key(number));
            page.push_str(close);
            number += 1;
        }
        page.into_bytes()
    })
}

/// One of the colliding keys.
fn colliding(number: usize) -> String {
    format!("{}{number:07x}{}", COLLIDING.0, COLLIDING.1)
}

/// Pairs of Han characters, each different.
fn han_pairs(size: usize) -> Vec<u8> {
    let mut page = String::from("<p>");
    for number in 0u32.. {
        if page.len() >= size {
            break;
        }
        let character = |n: u32| char::from_u32(0x4e00 + n % 0x5000).unwrap_or('中');
        page.extend([character(number), character(number / 7 + 13)]);
    }
    page.into_bytes()
}

/// Words whose 32-bit FNV-1a hashes are keys that FxHash, as of version 2 of rustc-hash, puts into 1/128 of a map.
fn fnv_words(size: usize) -> Vec<u8> {
    let mut page = b"<p>".to_vec();
    for number in 0u32.. {
        if page.len() >= size {
            break;
        }
        let word: [u8; 7] = std::array::from_fn(|i| b'a' + (number / 26u32.pow(i as u32) % 26) as u8);
        let hash = word.iter().fold(0x811c_9dc5u32, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193));
        if u64::from(hash).wrapping_mul(0xf135_7aea_2e62_a9c5) >> 57 == 0 {
            page.extend(word);
            page.push(b' ');
        }
    }
    page
}

/// A thousand names, again and again, that html5ever interns in the same linked list, between `open` and `close`.
fn names_in_one_list(size: usize, open: &str, close: &str) -> Vec<u8> {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let names = (0..).map(|i| format!("name-{i:07x}"));
        names.filter(|name| LocalName::from(name.as_str()).get_hash() % 4096 == 0).take(1000).collect()
    });
    let mut page = String::from("<p>");
    for name in NAMES.iter().cycle() {
        if page.len() >= size {
            break;
        }
        page.extend([open, name, close, name, ">"]);
    }
    page.into_bytes()
}
