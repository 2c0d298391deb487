//! Word lists of invented domain names and paths.

mod names;
mod paths;

pub(super) use names::{AFFIXES, CODAS, INSTITUTION_TLDS, OFFICES, PINYIN, PLACES, SYLLABLES, TLDS, WORDS};
pub(super) use paths::{DEEP, DOORWAYS, PLATFORMS};
