//! blocksift labels every block of a web page **content**, **navigation** or **injected spam**.
//!
//! ```
//! use blocksift::{Hints, Sifter};
//!
//! let report = Sifter::default().sift(include_bytes!("../examples/pages/hacked-news.html"), &Hints::default())?;
//! println!("{:?}: {} blocks", report.verdict.kind, report.blocks.len());
//! println!("{}", report.content_text());
//! # Ok::<(), blocksift::Error>(())
//! ```
//!
//! The way of a page, each step a pure function of the one before:
//!
//! 1. [`decode`]: bytes and hints become text.
//! 2. [`Page`]: text becomes blocks in document order, with links, paths and visibility.
//! 3. [`Features`]: one row of named numbers per block; [`features`] lists them.
//! 4. [`Model`]: rows become probabilities; [`decide`] makes labels of them.
//! 5. [`Report`]: blocks, labels and the verdict on the page.
//!
//! [`Sifter`] goes all of it. The library never prints, never exits, opens no file and keeps no state besides the
//! embedded model.

#![forbid(unsafe_code)]

#[cfg(feature = "rayon")]
mod batch;
mod decode;
mod error;
mod features;
mod hash;
#[doc(hidden)]
#[cfg(feature = "internals")]
pub mod internals;
mod label;
mod language;
mod limits;
mod model;
mod page;
mod parse;
mod report;
mod sifter;

pub use decode::{Decoded, decode};
pub use error::{Error, Kind, Result};
pub use features::{Feature, FeatureGroup, Features, Reason, ReasonContext, features, schema_hash};
pub use hash::text_hash;
pub use label::{Label, Probabilities};
pub use limits::{LimitMet, Limits};
pub use model::{
    Contribution, DEFAULT_SPAM_THRESHOLD, DEFAULT_SPAM_THRESHOLD_TEXT, Model, Provenance, Resemblance,
    STRICT_SPAM_THRESHOLD, STRICT_SPAM_THRESHOLD_TEXT, Thresholds, reasons,
};
pub use page::{Block, BlockKind, Format, Link, LinkKind, Page, Visibility};
pub use report::{BlockReport, Place, Report, ReportLine, SpamSpan, Verdict, VerdictKind, page_probability};
pub use sifter::{Hints, Sifter};
