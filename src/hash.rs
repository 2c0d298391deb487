//! Hashes: stable ones, which files and models depend on, and maps for keys that the author of a page chooses.
//!
//! Whoever knows how keys are hashed can choose them so that a map holds all of them in one place, and each look-up
//! passes all the others. So [`Map`] and [`Set`] mix in a random number. Their order differs from run to run: never
//! iterate over one on the way to the output. Maps of fixed keys, which a page only looks up, do not need this.

use rustc_hash::FxHasher;
use std::collections::{HashMap, HashSet};
use std::hash::Hasher;

/// A map for keys from a page.
pub(crate) type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// A set of keys from a page.
pub(crate) type Set<K> = HashSet<K, foldhash::fast::RandomState>;

/// Hash of a block's text: 64-bit FNV-1a of its UTF-8 bytes, as 16 hexadecimal digits.
///
/// The viewer stores it with each corrected label, and the training command checks it, so a correction never lands on
/// another text.
///
/// ```
/// assert_eq!(blocksift::text_hash(""), "cbf29ce484222325");
/// assert_eq!(blocksift::text_hash("a"), "af63dc4c8601ec8c");
/// ```
#[must_use]
pub fn text_hash(text: &str) -> String {
    fnv1a(text.as_bytes())
}

/// 64-bit FNV-1a as 16 hexadecimal digits.
pub(crate) fn fnv1a(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// 32-bit FNV-1a of nothing.
pub(crate) const FNV32_SEED: u32 = 0x811c_9dc5;

/// Adds a byte, or a character as one unit, to a 32-bit FNV-1a. Models know words by this hash, so it never changes. Words
/// that collide count as one word, which a page gains nothing by: it could repeat the word.
#[inline]
pub(crate) fn fnv32_add(hash: u32, unit: u32) -> u32 {
    (hash ^ unit).wrapping_mul(0x0100_0193)
}

/// 32-bit FNV-1a of bytes.
pub(crate) fn fnv32(bytes: impl IntoIterator<Item = u8>) -> u32 {
    bytes.into_iter().fold(FNV32_SEED, |hash, byte| fnv32_add(hash, u32::from(byte)))
}

/// A fast hash of bytes, for counts of what differs within one page. Anyone can make two texts that share it, so nothing
/// is looked up by it.
pub(crate) fn quick(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}
