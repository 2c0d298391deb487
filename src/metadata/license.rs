//! Tells licenses from other links and notes.

/// Whether a text names terms of use rather than only claiming copyright.
pub(super) fn is_license(text: &str) -> bool {
    let lower = text.to_lowercase();
    !lower.contains("all rights reserved") && !lower.starts_with("copyright") && !lower.starts_with('©')
}
