//! A report as one line of JSON.

use super::Report;
use super::block::LabeledBlock;
use super::verdict::Verdict;
use crate::limits::Limit;
use crate::metadata::Metadata;
use crate::page::{Format, Site};
use serde::{Deserialize, Serialize};

/// One line of the JSON Lines output.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "blocksift report"))]
#[non_exhaustive]
pub struct ReportRecord {
    /// The page's id: the input record's `id`, else the file's name.
    pub id: String,
    /// The page's URL, if known.
    pub url: Option<String>,
    /// The site that the page belongs to, if known.
    #[serde(default)]
    pub site: Option<Site>,
    /// Language of the page's prose.
    pub language: Option<String>,
    /// Whether the page was read as markup or as text.
    pub format: Format,
    /// Encoding that the bytes were decoded with.
    pub encoding: String,
    /// What the page says about itself; absent if it says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// The verdict on the page.
    pub verdict: Verdict,
    /// Limits that were met while reading.
    pub limits_met: Vec<Limit>,
    /// The blocks in document order.
    pub blocks: Vec<LabeledBlock>,
}

impl ReportRecord {
    /// The record of a report, with all of its blocks.
    #[must_use]
    pub fn new(id: String, url: Option<String>, report: Report) -> Self {
        ReportRecord {
            id,
            url,
            site: report.page.site.clone(),
            language: report.language,
            format: report.page.format(),
            encoding: report.encoding.to_owned(),
            metadata: Some(report.page.metadata().clone()).filter(|metadata| !metadata.is_empty()),
            verdict: report.verdict,
            limits_met: report.page.limits_met().to_vec(),
            blocks: report.blocks,
        }
    }
}
