//! The hash behind folds and checksums.

/// Offset basis of 64-bit FNV.
pub const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// 64-bit FNV-1a of some bytes, started from `basis`: [`FNV_BASIS`], or that mixed with a seed.
///
/// ```
/// use blocksift_training::hash::{FNV_BASIS, fnv1a};
/// assert_eq!(fnv1a(FNV_BASIS, b"a"), 0xaf63_dc4c_8601_ec8c);
/// ```
pub fn fnv1a(basis: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(basis, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
