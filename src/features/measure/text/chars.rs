//! Case and kind of characters, faster than by the tables of the standard library.

/// Lower case by the simple mapping. The few letters that map to two keep the first.
#[inline]
pub(super) fn lower(c: char) -> char {
    match c as u32 {
        // These scripts have no case; skip the table.
        0x0590..=0x109f | 0x1100..=0x139f | 0x2e80..=0xa63f | 0xac00..=0xfaff => c,
        0xff21..=0xff3a => char::from_u32(c as u32 - 0xff21 + 0x61).unwrap_or(c),
        0xff41..=0xff5a => char::from_u32(c as u32 - 0xff41 + 0x61).unwrap_or(c),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Whether a character can be part of a word.
#[inline]
pub(super) fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    match c as u32 {
        // Marks of Indic and Arabic words, and what spammers put inside words, do not end them.
        0x0300..=0x036f | 0x064b..=0x065f | 0x0900..=0x0963 | 0x0980..=0x0de5 | 0x0e31..=0x0e4e => true,
        0x3001..=0x3004 | 0x3008..=0x3020 => false,
        // All of these are letters; skip the table.
        0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7a3 => true,
        _ => c.is_alphanumeric(),
    }
}
