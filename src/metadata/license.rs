//! Tells licenses from other links and notes.

/// Parts of the names of licenses, in lower case.
const NAMES: [&str; 14] = [
    "creative commons",
    "cc by",
    "cc-by",
    "cc0",
    "public domain",
    "licens",
    "licenc",
    "lizenz",
    "licença",
    "licenza",
    "лиценз",
    "许可",
    "授權",
    "ライセンス",
];

/// Whether a text names a license rather than only claiming copyright.
pub(super) fn is_license(text: &str) -> bool {
    let lower = text.to_lowercase();
    NAMES.iter().any(|name| lower.contains(name))
}
