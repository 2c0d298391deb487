//! The site that a page belongs to: its registrable domain, told by the caller or inferred from the page.
//!
//! `claims` gathers what the head says, `links` reads the site's menus, `infer` weighs both; `hosting` lists domains that
//! serve files of many sites.

mod claims;
mod hosting;
mod infer;
mod links;

pub(crate) use claims::Claims;
pub(crate) use infer::{claimed_domains, infer, other_own_domain};

use serde::{Deserialize, Serialize};
use std::fmt;

/// What the site of a page was taken from.
///
/// The hint decides. Without one, all other sources are weighed by how often each is right: the first of those that name
/// the likeliest site is given, and if they contradict each other too much, the site is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SiteSource {
    /// The URL that the caller gave.
    Hint,
    /// `<link rel=canonical>`.
    Canonical,
    /// `<meta property=og:url>`.
    OpenGraph,
    /// `<base href>`.
    Base,
    /// Versions in other languages: `<link rel=alternate hreflang>`.
    Hreflang,
    /// RSS and Atom feeds.
    Feed,
    /// The manifest of a web application.
    Manifest,
    /// Icons.
    Icon,
    /// Style sheets, without those on content delivery networks.
    StyleSheet,
    /// The domain that header, navigation and footer link to most.
    Links,
}

impl SiteSource {
    pub(crate) const COUNT: usize = 10;

    /// The name of the source in JSON, such as `open_graph`.
    ///
    /// ```
    /// assert_eq!(blocksift::SiteSource::OpenGraph.as_str(), "open_graph");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            SiteSource::Hint => "hint",
            SiteSource::Canonical => "canonical",
            SiteSource::OpenGraph => "open_graph",
            SiteSource::Base => "base",
            SiteSource::Hreflang => "hreflang",
            SiteSource::Feed => "feed",
            SiteSource::Manifest => "manifest",
            SiteSource::Icon => "icon",
            SiteSource::StyleSheet => "style_sheet",
            SiteSource::Links => "links",
        }
    }

    /// How often the source names the page's site, of the pages that have it. docs/RESULTS.md has the measurement, which
    /// `examples/site_sources.rs` repeats.
    pub(crate) fn confidence(self) -> f32 {
        match self {
            SiteSource::Hint => 1.0,
            SiteSource::Canonical | SiteSource::OpenGraph => 0.99,
            SiteSource::Base => 0.98,
            SiteSource::Links => 0.97,
            SiteSource::Feed => 0.95,
            SiteSource::Icon => 0.86,
            SiteSource::Hreflang => 0.84,
            SiteSource::StyleSheet => 0.81,
            SiteSource::Manifest => 0.79,
        }
    }

    /// Whether a page states at most one address of this kind.
    pub(crate) fn is_single(self) -> bool {
        matches!(self, SiteSource::Canonical | SiteSource::OpenGraph | SiteSource::Base)
    }

    /// Whether the addresses are of files, which may be on hosts of others.
    pub(crate) fn is_file(self) -> bool {
        matches!(self, SiteSource::Feed | SiteSource::Manifest | SiteSource::Icon | SiteSource::StyleSheet)
    }
}

impl fmt::Display for SiteSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The site that a page belongs to.
///
/// ```
/// use blocksift::{Limits, Page, SiteSource};
/// let html = "<link rel=canonical href=https://www.ferry.example/times><p>Sails daily.";
/// let page = Page::from_html(html, None, &Limits::default());
/// let site = page.site().unwrap();
/// assert_eq!((site.domain.as_str(), site.source), ("ferry.example", SiteSource::Canonical));
/// assert!(site.confidence > 0.9);
/// assert!(Page::from_html("<p>Sails daily.", None, &Limits::default()).site().is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Site {
    /// The registrable domain, such as `example.co.uk`.
    pub domain: String,
    /// How sure it is that the page belongs to this site, from 0 to 1. It is 1 if the caller gave the page's URL.
    pub confidence: f32,
    /// What the domain was taken from: of the sources that name it, the first.
    pub source: SiteSource,
}

impl Site {
    /// The site of a URL that the caller gave.
    pub(crate) fn of_hint(url: &str) -> Option<Site> {
        let domain = super::urls::domain_of(url)?;
        Some(Site { domain, confidence: SiteSource::Hint.confidence(), source: SiteSource::Hint })
    }
}
