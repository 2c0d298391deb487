//! Domains that serve files of many sites.

/// Registrable domains of content delivery networks, site builders' storage and services whose files many sites embed.
/// Sorted.
const SHARED: &[&str] = &["addtoany.com", "aliyuncs.com", "alicdn.com", "ampproject.org"];

/// Whether a registrable domain serves files of many sites.
pub(super) fn is_shared(domain: &str) -> bool {
    SHARED.binary_search(&domain).is_ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_is_sorted() {
        assert!(super::SHARED.is_sorted());
    }
}
