//! Domains that serve files of many sites.

/// Domains of content delivery networks, of storage of site builders, and of services whose files many sites embed.
/// Sorted. `examples/site_sources.rs` lists which domains a corpus uses so.
const SHARED: &[&str] = &[
    "addtoany.com",
    "akamaihd.net",
    "akamaized.net",
    "alicdn.com",
    "aliyuncs.com",
    "amazonaws.com",
    "ampproject.org",
    "azureedge.net",
    "b-cdn.net",
    "bdstatic.com",
    "beehiiv.com",
    "bigcommerce.com",
    "blogger.com",
    "bootcdn.net",
    "bootcss.com",
    "bootstrapcdn.com",
    "calendly.com",
    "cdninstagram.com",
    "cdnjs.com",
    "cloudflare.com",
    "cloudfront.net",
    "cloudinary.com",
    "discourse-cdn.com",
    "disquscdn.com",
    "edgecastcdn.net",
    "fastly.net",
    "fbcdn.net",
    "feedburner.com",
    "fontawesome.com",
    "fonts.net",
    "framerusercontent.com",
    "ghost.io",
    "githubassets.com",
    "githubusercontent.com",
    "global-e.com",
    "google.com",
    "googleapis.com",
    "googleusercontent.com",
    "gravatar.com",
    "gstatic.com",
    "hubspot.com",
    "hubspotusercontent.com",
    "imagekit.io",
    "imgix.net",
    "invisioncic.com",
    "jquery.com",
    "jsdelivr.net",
    "kxcdn.com",
    "media-amazon.com",
    "medium.com",
    "nitrocdn.com",
    "parastorage.com",
    "polyfill.io",
    "qbox.me",
    "shopify.com",
    "shopifycdn.com",
    "sinaimg.cn",
    "sitescdn.net",
    "sqspcdn.com",
    "squarespace-cdn.com",
    "squarespace.com",
    "ssl-images-amazon.com",
    "stackpathcdn.com",
    "staticfile.org",
    "staticflickr.com",
    "substackcdn.com",
    "twimg.com",
    "typekit.net",
    "typography.com",
    "unpkg.com",
    "webflow.com",
    "website-files.com",
    "windows.net",
    "wixstatic.com",
    "wp.com",
    "yandex.net",
    "yastatic.net",
    "ytimg.com",
    "zdassets.com",
];

/// Whether a host's registrable domain, or a domain above it, serves files of many sites. Some of these domains are public
/// suffixes, such as `googleapis.com`.
pub(super) fn is_shared(domain: &str) -> bool {
    let is_listed = |domain: &str| SHARED.binary_search(&domain).is_ok();
    is_listed(domain) || domain.split_once('.').is_some_and(|(_, above)| is_listed(above))
}

#[cfg(test)]
mod tests {
    use super::{SHARED, is_shared};

    #[test]
    fn files_of_many_sites_are_told_from_a_sites_own() {
        assert!(SHARED.is_sorted());
        for (domain, expected) in
            [("jsdelivr.net", true), ("fonts.googleapis.com", true), ("example.com", false), ("com", false)]
        {
            assert_eq!(is_shared(domain), expected, "{domain}");
        }
    }
}
