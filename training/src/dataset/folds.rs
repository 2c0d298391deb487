//! Folds by group, so that the pages of one site are never on both sides.

use crate::hash::{FNV_BASIS, fnv1a};

/// An odd 64-bit constant that mixes bits well when multiplied with: 2^64 divided by the golden ratio.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// The fold of a group, from 0 to `folds - 1`. It depends on the group's name and the seed only, whatever else is in
/// the data.
pub fn fold_of(group: &str, folds: usize, seed: u64) -> usize {
    let hash = fnv1a(FNV_BASIS ^ seed.wrapping_mul(MIX), group.as_bytes());
    // FNV mixes its high bits best.
    ((hash ^ (hash >> 32)).wrapping_mul(MIX) >> 33) as usize % folds.max(1)
}
