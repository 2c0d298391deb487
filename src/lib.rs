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
mod label;
mod language;
mod limits;
mod markdown;
mod model;
mod page;
mod report;
mod resemblance;
mod sift;
mod spans;

pub use decode::{Decoded, decode};
pub use error::{Error, Kind, Result};
pub use features::{Family, Feature, Features, MARKUP_BUCKETS, TEXT_BUCKETS, Tokens, features, schema_hash};
pub use hash::text_hash;
pub use label::{Label, Probabilities};
pub use limits::{LimitMet, Limits};
pub use model::{
    CLIP, Contribution, DEFAULT_SPAM_THRESHOLD, DEFAULT_SPAM_THRESHOLD_TEXT, Explainer, FAMILY_BUCKETS, FAMILY_STEP,
    FORMAT_VERSION, Families, FamilyTokens, Head, KNOT, LEAF_UNIT, MOST_LEVELS, Model, Provenance, Resemblance,
    STAGE_FEATURES, STRICT_SPAM_THRESHOLD, STRICT_SPAM_THRESHOLD_TEXT, Stack, Stage, Thresholds, Trees,
    VOCABULARY_FEATURES, VOCABULARY_UNIT, Vocabulary, decide, decide_page, expand, expanded_width, product_names,
    stage_features, standardise, token_value, vocabulary_features,
};
pub use page::{Block, BlockKind, Format, Link, LinkKind, Page, Visibility, markup_without};
pub use report::{BlockReport, Place, Report, ReportLine, SpamSpan, Verdict, VerdictKind, page_probability};
pub use sift::{Hints, Sifter};
pub use spans::{Cut, cut_blocks, spam_spans};
