//! blocksift labels every block of a web page as **content**, **navigation** or injected **spam**.
//!
//! - *Content* is what the author wrote for this page: an article, forum posts, a product's data.
//! - *Navigation* is what the site's template adds: menus, footers, related links, forms, notices.
//! - *Spam* is what an intruder added: link farms, casino links, hidden pharmacy links, hijacked titles.
//!
//! ```
//! use blocksift::{Hints, Sifter};
//!
//! let page = include_bytes!("../examples/pages/hacked-news.html");
//! let report = Sifter::default().sift(page, &Hints::default());
//! println!("{:?}: {} blocks", report.verdict().kind, report.blocks().len());
//! println!("{}", report.content_text());
//! ```
//!
//! # A tour
//!
//! A [`Sifter`] turns bytes or text into a [`Report`]. It holds a [`Model`] (the embedded one by default),
//! [`Thresholds`] and [`Limits`]; build it once and share it between threads. [`Hints`] pass on what the crawler knows
//! about the page: its URL, its `Content-Type`, its [`Format`].
//!
//! ```
//! use blocksift::{Hints, Label, Limits, Sifter, Thresholds};
//!
//! let sifter = Sifter::default()
//!     .with_thresholds(Thresholds::default().with_beta(0.5)?)
//!     .with_limits(Limits::default().with_bytes(4 << 20));
//! let hints = Hints::default().with_url("https://example.org/news/1.html").with_content_type("text/html");
//! let report = sifter.sift(b"<ul><li><a href=/>Home</a></ul><p>The ferry sails again.", &hints);
//! assert_eq!(report.verdict().kind, blocksift::VerdictKind::Clean);
//! assert_eq!(report.blocks()[0].label, Label::Navigation);
//! # Ok::<(), blocksift::Error>(())
//! ```
//!
//! [`Report::metadata`] is what the page says about itself. It needs no labels, so [`Sifter::segment`] is enough for it:
//!
//! ```
//! use blocksift::{Hints, Sifter};
//!
//! let html = b"<title>Night ferry - Harbour News</title><h1>Night ferry</h1><p class=byline>By Rhona Skaife, 19 March 2024";
//! let page = Sifter::default().segment(html, &Hints::default()).page;
//! let metadata = page.metadata();
//! assert_eq!(metadata.title.as_deref(), Some("Night ferry"));
//! assert_eq!(metadata.authors, ["Rhona Skaife"]);
//! assert_eq!(metadata.published.as_deref(), Some("2024-03-19"));
//! ```
//!
//! The report has the blocks in document order ([`LabeledBlock`]: label, probabilities, text, path, spam spans), the
//! [`Verdict`] on the page, its language, its [`Metadata`], and its content as text, Markdown or cleaned HTML.
//! [`Report::page`] gives the segmented [`Page`] with links and visibility, [`Report::site`] the site that it belongs to.
//! [`Sifter::explain`] says why a block got its label.
//!
//! # How a page is labeled
//!
//! Each step is a pure function of the one before:
//!
//! 1. [`decode`]: bytes and hints become text.
//! 2. [`Page`]: text becomes blocks in document order, with links, paths and visibility.
//! 3. [`Features`]: one row of named numbers per block; [`features`] lists them.
//! 4. [`Model`]: rows become probabilities, and these become labels.
//! 5. [`Report`]: blocks, labels and the verdict.
//!
//! The library never prints, opens no file and keeps no state besides the embedded model. Any bytes give a report within
//! the [`Limits`]; only settings and model files can be wrong, and give an [`Error`].
//!
//! # Features
//!
//! None is on by default. `rayon` adds `Sifter::sift_all` and `Sifter::sift_each`; `schema` derives a JSON schema for
//! [`ReportRecord`]. `internals` is for blocksift's own training code and has no stability promise.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(feature = "internals"),
    allow(
        dead_code,
        unreachable_pub,
        unused_imports,
        reason = "training uses some items that the public API does not reach"
    )
)]

#[cfg(feature = "rayon")]
mod batch;
mod decode;
mod error;
mod features;
mod hash;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod internals;
#[cfg(not(feature = "internals"))]
mod internals;
mod label;
mod language;
mod limits;
mod metadata;
mod model;
mod page;
mod parse;
mod report;
mod sifter;

pub use decode::{Decoded, decode};
pub use error::{Error, ErrorKind, Result};
pub use features::{Feature, FeatureGroup, Features, Reason, ReasonContext, features, schema_hash};
pub use hash::text_hash;
pub use label::{Label, Probabilities};
pub use limits::{Limit, Limits};
pub use metadata::{Metadata, MetadataSource, MetadataSources};
pub use model::{
    Contribution, DEFAULT_PRIOR, DecidedBy, Explainer, Explanation, Figures, FormatFigures, Model, ModelFeature,
    ModelFeatureKind, OperatingPoint, Provenance, Resemblance, StackSummary, Thresholds, model_features,
};
pub use page::{Block, BlockKind, Format, Link, LinkKind, Page, Site, SiteSource, Visibility};
pub use report::{LabeledBlock, Report, ReportRecord, SpamLocation, SpamSpan, Verdict, VerdictKind};
pub use sifter::{Hints, Segmented, Sifter};
