//! The label of a block, and what decided it.

use crate::label::Label;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The label of a block, and what decided it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The label.
    pub label: Label,
    /// What decided it.
    pub decided_by: DecidedBy,
}

/// What decided a block's label.
///
/// [`Probability`](DecidedBy::Probability) means that the label is the most probable one. Anything else says why a block
/// got another label, or why it is spam below the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DecidedBy {
    /// The label is the most probable one.
    #[default]
    Probability,
    /// The most probable label would lower the expected F1 of the page's content.
    #[serde(rename = "expected-f1")]
    ExpectedF1,
    /// The block would be content, but the page has too little of it to count as a page with content.
    TooLittleContent,
    /// Another block flagged the page, and on a flagged page a lower spam threshold holds.
    FlaggedPage,
    /// The block is the headline of the content that follows.
    Headline,
    /// The list or table that the block is part of was decided as a whole.
    Group,
    /// A more probable content block has the same text.
    DuplicateText,
    /// A threshold of the caller or of the operating point.
    Threshold,
}

impl DecidedBy {
    /// Whether the label is the most probable one.
    pub(crate) fn is_probability(&self) -> bool {
        *self == DecidedBy::Probability
    }

    /// The name as written in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            DecidedBy::Probability => "probability",
            DecidedBy::ExpectedF1 => "expected-f1",
            DecidedBy::TooLittleContent => "too-little-content",
            DecidedBy::FlaggedPage => "flagged-page",
            DecidedBy::Headline => "headline",
            DecidedBy::Group => "group",
            DecidedBy::DuplicateText => "duplicate-text",
            DecidedBy::Threshold => "threshold",
        }
    }
}

impl fmt::Display for DecidedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
