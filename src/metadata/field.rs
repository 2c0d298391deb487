//! The fields that values are collected for.

/// What a value is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Field {
    Title,
    Author,
    Published,
    Modified,
    SiteName,
    Description,
    Image,
    Canonical,
    Language,
    License,
    /// `<base href>`.
    Base,
    /// `<h1>`.
    Heading,
}

impl Field {
    /// Number of fields.
    pub(super) const COUNT: usize = Field::Heading as usize + 1;

    /// Whether its values are URLs.
    pub(super) fn is_url(self) -> bool {
        matches!(self, Field::Image | Field::Canonical | Field::Base | Field::License)
    }

    /// Bytes of a value that are kept.
    pub(super) const fn max_bytes(self) -> usize {
        match self {
            Field::Title | Field::Heading => 1000,
            Field::Author | Field::SiteName => 200,
            Field::Description => 4096,
            Field::Image | Field::Canonical | Field::Base => 2048,
            Field::Published | Field::Modified => 100,
            Field::Language => 64,
            Field::License => 500,
        }
    }
}
