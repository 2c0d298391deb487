//! Folds by group: the pages of one site never stand on both sides.

/// The fold of a group, 0 to `folds - 1`, by hash: the same whatever else is in the data.
pub fn fold_of(group: &str, folds: usize, seed: u64) -> usize {
    let hash = group.bytes().fold(0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15), |h: u64, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    });
    // The high bits of FNV are its best mixed ones.
    ((hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33) as usize % folds.max(1)
}
