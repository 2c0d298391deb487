//! Long attribute values that a page repeats without writing them again.
//!
//! The tree builder reopens a formatting element such as `<b style="…">` in every paragraph that follows. Its copies
//! share their attribute values, so a value of 100 kB that is written once may be found 10,000 times. What was read of
//! a long value is therefore remembered. Short values are read again, which costs less than the copy itself.

use scraper::StrTendril;
use std::collections::BTreeMap;

/// Bytes of a value from which on it is remembered.
const LONG: usize = 256;

/// What was read of the long values of one attribute.
pub(super) struct Repeated<T> {
    /// By address and length. The value is kept, so that no other one gets its address.
    known: BTreeMap<(usize, usize), (StrTendril, T)>,
}

impl<T> Default for Repeated<T> {
    fn default() -> Self {
        Repeated { known: BTreeMap::new() }
    }
}

impl<T: Clone> Repeated<T> {
    /// What `read` says of a value. It is not asked again about the copies of a long value.
    #[inline]
    pub(super) fn read(&mut self, value: &StrTendril, read: impl FnOnce(&str) -> T) -> T {
        if value.len() < LONG { read(value) } else { self.read_long(value, read) }
    }

    fn read_long(&mut self, value: &StrTendril, read: impl FnOnce(&str) -> T) -> T {
        let key = (value.as_ptr() as usize, value.len());
        let (_, known) = self.known.entry(key).or_insert_with(|| (value.clone(), read(value)));
        known.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{LONG, Repeated};
    use scraper::StrTendril;

    #[test]
    fn copies_of_a_long_value_are_read_once() {
        let mut repeated = Repeated::default();
        let mut reads = 0;
        let mut lengths = |value: &StrTendril| {
            repeated.read(value, |text| {
                reads += 1;
                text.len()
            })
        };
        let long = StrTendril::from("x".repeat(LONG));
        let copies = vec![long.clone(); 1000];
        assert!(copies.iter().all(|copy| lengths(copy) == LONG));
        assert_eq!(lengths(&long.subtendril(0, LONG as u32 - 1)), LONG - 1);
        assert_eq!(lengths(&StrTendril::from("x".repeat(LONG))), LONG);
        assert_eq!(reads, 3, "a part of the value and an equal value are read by themselves");
    }
}
