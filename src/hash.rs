//! Stable hashes: the checksum of a model file, and the hash that ties a correction to a block's text.

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
