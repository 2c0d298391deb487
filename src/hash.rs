//! Hashes that stay the same for ever: of a model file's bytes, and of a block's text, by which a correction knows it.

/// The hash of a block's text: FNV-1a of its UTF-8 in 64 bits, as 16 hexadecimal digits. The report that labels are
/// corrected in and the training command both use it, so that a correction is never put on another text.
///
/// ```
/// assert_eq!(blocksift::text_hash(""), "cbf29ce484222325");
/// assert_eq!(blocksift::text_hash("a"), "af63dc4c8601ec8c");
/// ```
pub fn text_hash(text: &str) -> String {
    fnv1a(text.as_bytes())
}

/// 64-bit FNV-1a as 16 hexadecimal digits.
pub(crate) fn fnv1a(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}
