//! Windows: runs of letters and digits by which an item is looked up in a text. White space, punctuation and case do not
//! matter.

use std::collections::VecDeque;

/// Letters and digits in a window.
pub(super) const WINDOW: usize = 12;

/// Hashes of the windows that start at every `step`-th letter or digit.
pub(super) fn windows(text: impl Iterator<Item = char>, step: usize) -> Vec<u64> {
    let mut kept = Vec::new();
    let mut position = 0;
    each_window(text, |hash| {
        if position % step == 0 {
            kept.push(hash);
        }
        position += 1;
    });
    kept
}

/// Calls `visit` with a rolling hash (Karp and Rabin 1987) of every window of letters and digits.
pub(super) fn each_window(text: impl Iterator<Item = char>, mut visit: impl FnMut(u64)) {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    let leaving = (0..WINDOW).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let mut window = VecDeque::with_capacity(WINDOW + 1);
    let mut hash = 0u64;
    for c in text.filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase) {
        hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(c));
        window.push_back(c);
        if window.len() > WINDOW {
            let left = window.pop_front().map_or(0, u64::from);
            hash = hash.wrapping_sub(left.wrapping_mul(leaving));
        }
        if window.len() == WINDOW {
            visit(hash);
        }
    }
}

/// The characters outside tags.
pub(super) fn outside_tags(markup: &str) -> impl Iterator<Item = char> {
    let text_of = |(i, part): (usize, &'_ str)| if i == 0 { 0 } else { part.find('>').map_or(0, |end| end + 1) };
    markup.split('<').enumerate().flat_map(move |(i, part)| part[text_of((i, part))..].chars())
}

#[cfg(test)]
mod tests {
    use super::{WINDOW, outside_tags, windows};

    #[test]
    fn a_window_has_the_same_hash_wherever_it_occurs() {
        let alone = windows("harvestsupper".chars(), 1);
        let inside = windows("The Harvest, supper: at eight".chars(), 1);
        assert_eq!(alone.len(), 13 - WINDOW + 1);
        assert!(alone.iter().all(|w| inside.contains(w)));
        assert!(windows("too short".chars(), 1).is_empty());
    }

    #[test]
    fn tags_are_left_out() {
        assert_eq!(outside_tags("a<b c>d</b>é < f").collect::<String>(), "adé  f");
        assert_eq!(outside_tags("<p>x").collect::<String>(), "x");
    }
}
