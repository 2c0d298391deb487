//! Flattened text that costs much.

use super::random::{gzip, random_bytes};
use super::{Case, Make, text};

/// The cases.
#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    use Make::Repeat;
    vec![
        text("one line", Repeat("", "word and word ", "")),
        text("one line without spaces", Repeat("", "word", "")),
        text("one line of Han", Repeat("", "中文字", "")),
        text("one line of separators", Repeat("", "x|", "")),
        text("one-letter lines", Repeat("", "x\n", "")),
        text("empty lines", Repeat("", "\n", "x")),
        text("wrapped lines", Repeat("", "this line is about as long as lines are that were wrapped at a width of eighty so\n", "")),
        text("addresses", Repeat("", "http://a.example/ ", "")),
        text("NULs in text", Repeat("", "\0", "")),
        text("random bytes as text", Make::of(random_bytes)),
        text("gzip as text", Make::of(gzip)),
        text("tabs", Repeat("", "a\tb\t", "")),
        text("figures", Repeat("", "1,234.50 ", "")),
        text("link brackets", Repeat("", "[url=", "")),
    ]
}
