//! What a page says about itself: title, authors, dates, site name and the like, each with its source.
//!
//! `page` hands over what it finds in meta tags, links, structured data and bylines as [`Candidates`]. They are kept
//! as [`Stated`], and `resolve` chooses among them when somebody asks.

mod author;
mod candidates;
mod date;
mod field;
mod json_ld;
mod language;
mod license;
mod names;
mod resolve;
mod stated;
mod text;
mod title;

pub(crate) use candidates::Candidates;
pub(crate) use date::announces_update;
pub(crate) use field::Field;
pub(crate) use names::{ClassHint, property};
pub(crate) use stated::Stated;

use serde::{Deserialize, Serialize};

/// What a page says about itself.
///
/// Values come from JSON-LD, Open Graph, Dublin Core and other meta tags, microdata, RDFa, links, `<time>` and bylines.
/// A value that several sources give comes from the most reliable one, which [`Metadata::sources`] names. Bylines and
/// dates in the text near the headline are recognized by their classes and words, so they are less certain. A date with
/// two readings, such as 3/4/2024 on a page that states no country, is left out, and so is an author that is the site
/// itself. Values are cut to a maximum length, and white space in them is collapsed.
///
/// ```
/// use blocksift::{Hints, MetadataSource, Sifter};
/// let html = r#"<html lang="en-GB"><title>Night ferry returns - Harbour News</title>
///     <meta property="og:site_name" content="Harbour News">
///     <meta property="article:published_time" content="2024-03-19T08:05:00+00:00">
///     <h1>Night ferry returns</h1><p class="byline">By Rhona Skaife</p><p>The ferry sails again."#;
/// let report = Sifter::default().sift_str(html, &Hints::default());
/// let metadata = report.metadata();
/// assert_eq!(metadata.title.as_deref(), Some("Night ferry returns"));
/// assert_eq!(metadata.authors, ["Rhona Skaife"]);
/// assert_eq!(metadata.published.as_deref(), Some("2024-03-19T08:05:00Z"));
/// assert_eq!(metadata.sources.published, Some(MetadataSource::OpenGraph));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Metadata {
    /// The title, without the site's name. At most 1,000 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Names of the authors in the order given, at most 16 of at most 200 bytes each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// When the page was published: an ISO 8601 date-time with offset if the page gives an offset, else a date. The time
    /// of a date-time without offset is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// When the page was last modified, in the same form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// The name of the site. At most 200 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_name: Option<String>,
    /// The description. At most 4,096 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The absolute `http` or `https` URL of the image that represents the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// The absolute `http` or `https` URL that the page prefers for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// The language that the page states, as a BCP 47 tag such as `pt-BR`.
    /// [`Report::language`](crate::Report::language) is the one that its text is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The license: an absolute URL if the page gives one, else its name or terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// Where each value comes from.
    #[serde(default, skip_serializing_if = "MetadataSources::is_empty")]
    pub sources: MetadataSources,
}

impl Metadata {
    /// Whether the page says nothing about itself.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Metadata::default()
    }
}

/// The source of each value of a [`Metadata`]; `None` where there is no value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MetadataSources {
    /// Source of the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<MetadataSource>,
    /// Source of the authors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authors: Option<MetadataSource>,
    /// Source of the date of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<MetadataSource>,
    /// Source of the date of modification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<MetadataSource>,
    /// Source of the site's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_name: Option<MetadataSource>,
    /// Source of the description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<MetadataSource>,
    /// Source of the image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<MetadataSource>,
    /// Source of the canonical URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<MetadataSource>,
    /// Source of the language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<MetadataSource>,
    /// Source of the license.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<MetadataSource>,
}

impl MetadataSources {
    fn is_empty(&self) -> bool {
        *self == MetadataSources::default()
    }
}

/// Where a value of a [`Metadata`] comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MetadataSource {
    /// JSON-LD in a script.
    JsonLd,
    /// `og:*`, `article:*` and related meta tags.
    OpenGraph,
    /// `citation_*` meta tags, as scholarly sites use them.
    Citation,
    /// `dc.*` and `dcterms.*` meta tags and properties.
    DublinCore,
    /// `twitter:*` meta tags.
    Twitter,
    /// Any other `<meta>`.
    Meta,
    /// `itemprop` of microdata, or `property` of RDFa Lite.
    Microdata,
    /// `rel` of a link: `canonical`, `license`, `author` or `image_src`.
    Link,
    /// A `<time>` element near the headline.
    Time,
    /// A byline or dateline near the headline, recognized by its class or id.
    Byline,
    /// The first `<h1>`.
    Heading,
    /// The `<title>`.
    TitleElement,
    /// `lang` of the `<html>` element.
    Html,
    /// The page's URL.
    Url,
}
