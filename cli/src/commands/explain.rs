//! `blocksift explain`: why blocks got their labels.

use crate::args::{Color, Labeling, OnePage, Settings, label, open_output, width};
use crate::escape::{one_line, terminal};
use crate::exit::{Error, Exit, warn};
use crate::feature_docs::doc_of;
use crate::output::{fit, label_style, paint};
use crate::sift::sift;
use blocksift::{
    Contribution, DecidedBy, Explainer, Features, Label, LabeledBlock, Reason, ReasonContext, Report, SiteSource,
};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Explain why blocks of a page got their labels
///
/// Prints each chosen block with its label and probability, and the reasons with the largest effect: a fact about the page,
/// and what it added to the label's score. Scores are logits: positive ones speak for the label, negative
/// ones against it. Without a choice of blocks, all spam blocks are explained.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Explain {
    #[command(flatten)]
    page: OnePage,
    #[command(flatten)]
    labeling: Labeling,
    /// Explain the block with this index; repeatable
    #[arg(long, value_name = "N", conflicts_with = "label")]
    block: Vec<usize>,
    /// Explain all blocks with this label
    #[arg(long, value_name = "LABEL", value_parser = label())]
    label: Option<Label>,
    /// Explain the score of this label instead of the block's own
    #[arg(long, value_name = "LABEL", value_parser = label())]
    why: Option<Label>,
    /// Print the N strongest reasons of each block
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Print the model's features by name, including those that it computes itself
    #[arg(long)]
    raw: bool,
    /// Write in this format
    #[arg(long, short, value_enum, default_value = "text")]
    format: ExplainFormat,
    /// Write to FILE; `-` writes to standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Choose when to use colors
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    color: Color,
}

const EXAMPLES: &str = "\
Examples:
  blocksift explain page.html                    explain every spam block
  blocksift explain page.html --block 44 --why content
  blocksift explain page.html --block 44 --raw   print the model's features
  blocksift explain pages.jsonl --id page-7 --label spam --top 5 --format json";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExplainFormat {
    /// One table per block
    Text,
    /// A JSON array with one object per block
    Json,
}

/// One explained block.
#[derive(Serialize)]
struct Explained<'a> {
    page: &'a str,
    block: usize,
    label: Label,
    decided_by: DecidedBy,
    /// Probability of `label`.
    probability: f32,
    /// The label whose score this is.
    score_of: Label,
    score: f32,
    text: &'a str,
    reasons: Vec<Reason>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    raw: Option<RawReasons>,
}

/// The model's features. They sum to the score.
#[derive(Serialize)]
struct RawReasons {
    contributions: Vec<FeatureReason>,
    /// Number of contributions that are left out, and their sum.
    others: usize,
    others_sum: f32,
}

#[derive(Serialize)]
struct FeatureReason {
    feature: String,
    value: f32,
    contribution: f32,
    doc: &'static str,
}

impl Explain {
    pub(super) fn run(self) -> Result<Exit, Error> {
        let Settings { sifter, limits, .. } = self.labeling.settings()?;
        let page = self.page.read(&limits, "explain")?;
        let report = sift(&sifter, &page);
        let blocks = self.chosen(&report)?;
        let mut out = open_output(self.output.as_deref(), std::slice::from_ref(&self.page.path))?;
        let rows = Features::of(report.page());
        let explainer = sifter.model().explainer(&rows);
        let context_of = ReasonContext::of_page(report.page(), &rows);
        let explain = |block| self.explained(&page.id, block, &explainer, &context_of(block.index));
        let explained: Vec<Explained<'_>> = blocks.into_iter().map(explain).collect();
        match self.format {
            ExplainFormat::Json => {
                serde_json::to_writer_pretty(&mut out, &explained).map_err(std::io::Error::from)?;
                out.write_all(b"\n")?;
            }
            ExplainFormat::Text => {
                let (has_color, width) = (self.color.is_on(self.output.as_deref()), width());
                let tables: Vec<String> = explained.iter().map(|block| block.table(has_color, width)).collect();
                out.write_all(tables.join("\n").as_bytes())?;
                if !tables.is_empty() {
                    writeln!(out, "\n{}: {}", terminal(&page.id), site(&report))?;
                }
            }
        }
        out.flush()?;
        Ok(Exit::Success)
    }

    /// The blocks to explain.
    fn chosen<'a>(&self, report: &'a Report) -> Result<Vec<&'a LabeledBlock>, Error> {
        let blocks = report.blocks();
        if let Some(missing) = self.block.iter().find(|i| **i >= blocks.len()) {
            let reason = format!("no block {missing}: the page has {} blocks, numbered from 0", blocks.len());
            return Err(Error::file(&self.page.path, reason));
        }
        if !self.block.is_empty() {
            return Ok(self.block.iter().map(|i| &blocks[*i]).collect());
        }
        let label = self.label.unwrap_or(Label::Spam);
        let chosen: Vec<&LabeledBlock> = report.with_label(label).collect();
        if chosen.is_empty() {
            warn(&format!("no {label} blocks; choose others with --block or --label"));
        }
        Ok(chosen)
    }

    fn explained<'a>(
        &self,
        id: &'a str,
        block: &'a LabeledBlock,
        explainer: &Explainer<'_>,
        context: &ReasonContext,
    ) -> Explained<'a> {
        let score_of = self.why.unwrap_or(block.label);
        let explanation = explainer.explain(block.index, score_of);
        Explained {
            page: id,
            block: block.index,
            label: block.label,
            decided_by: block.decided_by,
            probability: block.probabilities.of(block.label),
            score_of,
            score: explanation.score,
            text: &block.text,
            reasons: explanation.reasons(context, self.top),
            raw: self.raw.then(|| RawReasons::new(explanation.contributions, self.top)),
        }
    }
}

/// What is known of the page's site, in words.
fn site(report: &Report) -> String {
    match report.site() {
        Some(site) if site.source == SiteSource::Hint => format!("site {}", terminal(&site.domain)),
        Some(site) => format!("site {} from {} ({:.2})", terminal(&site.domain), site.source, site.confidence),
        None => "site unknown".to_owned(),
    }
}

impl RawReasons {
    fn new(mut contributions: Vec<Contribution>, top: usize) -> Self {
        let others = contributions.split_off(top.min(contributions.len()));
        let named = |c: Contribution| {
            let doc = doc_of(&c.feature);
            FeatureReason { feature: c.feature, value: c.value, contribution: c.contribution, doc }
        };
        Self {
            contributions: contributions.into_iter().map(named).collect(),
            others: others.len(),
            others_sum: others.iter().map(|c| c.contribution).sum(),
        }
    }

    fn rows(&self, out: &mut String) {
        let longest = self.contributions.iter().map(|r| r.feature.len()).max().unwrap_or(0).max("feature".len());
        let _ = writeln!(out, "  {:>7}  {:>8}  {:<longest$}  description", "added", "value", "feature");
        for r in &self.contributions {
            let _ = writeln!(out, "  {:>+7.2}  {:>8.3}  {:<longest$}  {}", r.contribution, r.value, r.feature, r.doc);
        }
        if self.others > 0 {
            let _ = writeln!(out, "  {:>+7.2}  {:>8}  {} others", self.others_sum, "", self.others);
        }
    }
}

impl Explained<'_> {
    fn table(&self, has_color: bool, width: usize) -> String {
        let label = paint(self.label.as_str(), label_style(self.label), has_color);
        let mut out = format!("{} block {}: {label} {:.2}", terminal(self.page), self.block, self.probability);
        if self.decided_by != DecidedBy::Probability {
            let _ = write!(out, " ({})", self.decided_by);
        }
        let _ = writeln!(out, ", score of {} {:+.2}", self.score_of, self.score);
        let text: String = self.text.chars().take(2000).collect();
        let _ = writeln!(out, "  {}", fit(&one_line(&text), width.saturating_sub(2).max(20)));
        match &self.raw {
            Some(raw) => raw.rows(&mut out),
            None => self.reasons.iter().for_each(|r| {
                let _ = writeln!(out, "  {:>+7.2}  {}", r.contribution, one_line(&r.text));
            }),
        }
        out
    }
}
