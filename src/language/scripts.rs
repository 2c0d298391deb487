//! Scripts by ranges of code points. A language detector would be too slow for a histogram of every block.

/// The writing systems that are distinguished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Devanagari,
    /// Other scripts of India and its neighbors.
    Indic,
    Thai,
    /// Lao, Khmer, Burmese and Tibetan.
    SouthEast,
    Hangul,
    Kana,
    Han,
    /// Georgian, Armenian, Ethiopic and all others.
    Other,
}

/// Number of scripts.
pub(crate) const SCRIPTS: usize = Script::Other as usize + 1;

impl Script {
    /// All scripts in the order of their indices.
    pub(crate) const ALL: [Script; SCRIPTS] = [
        Script::Latin,
        Script::Greek,
        Script::Cyrillic,
        Script::Hebrew,
        Script::Arabic,
        Script::Devanagari,
        Script::Indic,
        Script::Thai,
        Script::SouthEast,
        Script::Hangul,
        Script::Kana,
        Script::Han,
        Script::Other,
    ];

    /// The language that the script stands for, where it stands for one.
    pub(crate) fn language(self) -> Option<&'static str> {
        let is_language =
            matches!(self, Script::Greek | Script::Hebrew | Script::Thai | Script::Hangul | Script::Kana | Script::Han);
        is_language.then(|| self.name())
    }

    /// The script in English, as an adjective.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Script::Latin => "Latin",
            Script::Greek => "Greek",
            Script::Cyrillic => "Cyrillic",
            Script::Hebrew => "Hebrew",
            Script::Arabic => "Arabic",
            Script::Devanagari => "Devanagari",
            Script::Indic => "Indic",
            Script::Thai => "Thai",
            Script::SouthEast => "Southeast Asian",
            Script::Hangul => "Korean",
            Script::Kana => "Japanese",
            Script::Han => "Chinese",
            Script::Other => "unusual",
        }
    }

    /// The script of a letter.
    #[inline]
    pub(crate) fn of(c: char) -> Script {
        match c as u32 {
            // The most frequent range first.
            0x4e00..=0x9fff => Script::Han,
            0x0000..=0x024f
            | 0x0250..=0x02af
            | 0x1e00..=0x1eff
            | 0x2c60..=0x2c7f
            | 0xa720..=0xa7ff
            | 0xfb00..=0xfb06 => Script::Latin,
            0xff21..=0xff3a | 0xff41..=0xff5a | 0x1d400..=0x1d6a3 => Script::Latin,
            0x0370..=0x03ff | 0x1f00..=0x1fff => Script::Greek,
            0x0400..=0x052f | 0x1c80..=0x1c8f | 0x2de0..=0x2dff | 0xa640..=0xa69f => Script::Cyrillic,
            0x0590..=0x05ff | 0xfb1d..=0xfb4f => Script::Hebrew,
            0x0600..=0x06ff | 0x0750..=0x077f | 0x08a0..=0x08ff | 0xfb50..=0xfdff | 0xfe70..=0xfeff => Script::Arabic,
            0x0900..=0x097f | 0xa8e0..=0xa8ff => Script::Devanagari,
            0x0980..=0x0dff => Script::Indic,
            0x0e00..=0x0e7f => Script::Thai,
            0x0e80..=0x109f | 0x1780..=0x17ff | 0x19e0..=0x19ff => Script::SouthEast,
            0x1100..=0x11ff | 0x3130..=0x318f | 0xa960..=0xa97f | 0xac00..=0xd7ff => Script::Hangul,
            0x3040..=0x30ff | 0x31f0..=0x31ff | 0xff66..=0xff9f => Script::Kana,
            0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3400..=0x4dbf | 0xf900..=0xfaff | 0x20000..=0x323af => Script::Han,
            _ => Script::Other,
        }
    }

    /// Whether the script writes words without spaces, so that characters are counted instead.
    #[inline]
    pub(crate) fn is_unspaced(self) -> bool {
        matches!(self, Script::Han | Script::Kana | Script::Thai | Script::SouthEast)
    }
}

/// Number of letters by script.
pub(crate) type Histogram = [u32; SCRIPTS];

/// Entropy of a histogram, in bits.
pub(crate) fn entropy(histogram: &Histogram) -> f32 {
    let total: u32 = histogram.iter().sum();
    if total == 0 {
        return 0.0;
    }
    -histogram
        .iter()
        .filter(|n| **n > 0)
        .map(|n| {
            let p = *n as f32 / total as f32;
            p * p.log2()
        })
        .sum::<f32>()
}

/// The group of a script. Han and kana are one group when scripts are compared, since Japanese mixes them.
pub(crate) fn group(i: usize) -> usize {
    if i == Script::Kana as usize { Script::Han as usize } else { i }
}

/// Share of a block's letters outside the most frequent group of the page; 0 if either has no letters.
pub(crate) fn foreign_share(block: &Histogram, page: &Histogram) -> f32 {
    let (mut block_groups, mut page_groups) = ([0u32; SCRIPTS], [0u32; SCRIPTS]);
    for i in 0..SCRIPTS {
        block_groups[group(i)] += block[i];
        page_groups[group(i)] += page[i];
    }
    let (block_letters, page_letters): (u32, u32) = (block_groups.iter().sum(), page_groups.iter().sum());
    if block_letters == 0 || page_letters == 0 {
        return 0.0;
    }
    let main = (0..SCRIPTS).max_by_key(|i| (page_groups[*i], SCRIPTS - i)).unwrap_or(0);
    1.0 - block_groups[main] as f32 / block_letters as f32
}
