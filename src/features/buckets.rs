//! Buckets that hashed tokens fall into.
//!
//! Hashing keeps the vocabulary's size fixed and its words unreadable (Weinberger et al. 2009, "Feature hashing").

/// Number of buckets for text tokens.
pub const TEXT_BUCKETS: usize = 1 << 13;
/// Number of buckets for markup tokens.
pub const MARKUP_BUCKETS: usize = 1 << 11;

/// The bucket of a word or line, by its hash.
#[inline]
pub(super) fn text_bucket(hash: u32) -> u16 {
    (hash.wrapping_mul(0x9e37_79b1) >> (32 - TEXT_BUCKETS.trailing_zeros())) as u16
}

/// The bucket of four characters of a word, 16 bits each.
#[inline]
pub(super) fn gram_bucket(four: u64) -> u16 {
    (four.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - TEXT_BUCKETS.trailing_zeros())) as u16
}

/// The bucket of a tag or a class word. `salt` separates an element near the block from a distant one.
#[inline]
pub(super) fn markup_bucket(word: u32, salt: u32) -> u16 {
    ((word ^ salt.wrapping_mul(0x85eb_ca6b)).wrapping_mul(0x9e37_79b1) >> (32 - MARKUP_BUCKETS.trailing_zeros())) as u16
}
