//! `blocksift explain`: what made blocks what they were called.

use super::args::{Colour, Deciding, OnePage, Settings, open_output, sift, width};
use super::{End, Stop, complain};
use crate::output::{doc_of, fit, label_style, one_line, paint, safe};
use blocksift::{Contribution, Explanation, Features, Label, Report};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Says why blocks of a page got their labels
///
/// For each chosen block: its label and probability, the score behind it, and the features that added most to the
/// score. Scores are logits: above 0 speaks for the label, below against it. Without a choice, all blocks called
/// spam are explained.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Explain {
    #[command(flatten)]
    page: OnePage,
    #[command(flatten)]
    deciding: Deciding,
    /// The block of this index; may be given several times
    #[arg(long, value_name = "N", conflicts_with = "label")]
    block: Vec<usize>,
    /// All blocks of this label
    #[arg(long, value_name = "LABEL", value_parser = ["content", "navigation", "spam"])]
    label: Option<String>,
    /// Explain the score of this label rather than of the one the block got
    #[arg(long, value_name = "LABEL", value_parser = ["content", "navigation", "spam"])]
    why: Option<String>,
    /// Features shown of each block
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// How to write it
    #[arg(long, short, value_enum, default_value = "text")]
    format: Format,
    /// File to write to; `-` for standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    color: Colour,
}

const EXAMPLES: &str = "\
Examples:
  blocksift explain page.html                    every block called spam
  blocksift explain page.html --block 44 --why content
  blocksift explain pages.jsonl --id page-7 --label spam --top 5 --format json";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table a block
    Text,
    /// A JSON array, an object a block
    Json,
}

/// One explained block.
#[derive(Serialize)]
struct Explained {
    page: String,
    block: usize,
    label: Label,
    /// Probability of `label`.
    probability: f32,
    /// The label whose score this is.
    score_of: Label,
    score: f32,
    text: String,
    contributions: Vec<Reason>,
    /// How many more there are, and their sum.
    others: usize,
    others_sum: f32,
}

#[derive(Serialize)]
struct Reason {
    feature: String,
    value: f32,
    contribution: f32,
    doc: &'static str,
}

impl Explain {
    pub(super) fn run(self) -> Result<End, Stop> {
        let Settings { sifter, limits, .. } = self.deciding.settings()?;
        let page = self.page.read(&limits)?;
        let report = sift(&sifter, &page);
        let blocks = self.chosen(&report)?;
        let mut out = open_output(self.output.as_deref(), std::slice::from_ref(&self.page.path))?;
        let rows = Features::of(report.page());
        let why = self.why.as_deref().and_then(|l| l.parse().ok());
        let explained: Vec<Explained> = blocks
            .into_iter()
            .map(|i| {
                let score_of = why.unwrap_or(report.blocks()[i].label);
                let Explanation { contributions, score, .. } = sifter.model().explain(&rows, i, score_of);
                self.explained(&page.id, &report, i, score_of, score, contributions)
            })
            .collect();
        match self.format {
            Format::Json => {
                let mut json = serde_json::to_vec_pretty(&explained).map_err(std::io::Error::from)?;
                json.push(b'\n');
                out.write_all(&json)?;
            }
            Format::Text => {
                let colour = self.color.is_on(self.output.as_deref());
                let width = width();
                for (i, block) in explained.iter().enumerate() {
                    out.write_all(if i > 0 { b"\n" } else { b"" })?;
                    out.write_all(table(block, colour, width).as_bytes())?;
                }
            }
        }
        out.flush()?;
        Ok(End::Done)
    }

    /// Indices of the blocks to be explained.
    fn chosen(&self, report: &Report) -> Result<Vec<usize>, Stop> {
        if let Some(missing) = self.block.iter().find(|i| **i >= report.blocks().len()) {
            let count = report.blocks().len();
            return Err(Stop::file(&self.page.path, format!("no block {missing}: the page has {count}, from 0")));
        }
        if !self.block.is_empty() {
            return Ok(self.block.clone());
        }
        let label = self.label.as_deref().and_then(|l| l.parse().ok()).unwrap_or(Label::Spam);
        let blocks: Vec<usize> = report.with_label(label).map(|b| b.index).collect();
        if blocks.is_empty() {
            complain(&format!("no block is called {label}; name one with --block N or others with --label"));
        }
        Ok(blocks)
    }

    fn explained(
        &self,
        page: &str,
        report: &Report,
        block: usize,
        score_of: Label,
        score: f32,
        contributions: Vec<Contribution>,
    ) -> Explained {
        let block = &report.blocks()[block];
        let top = self.top.min(contributions.len());
        Explained {
            page: page.to_owned(),
            block: block.index,
            label: block.label,
            probability: block.probabilities.of(block.label),
            score_of,
            score,
            text: block.text.clone(),
            others: contributions.len() - top,
            others_sum: contributions[top..].iter().map(|c| c.contribution).sum(),
            contributions: contributions.into_iter().take(top).map(reason).collect(),
        }
    }
}

fn reason(c: Contribution) -> Reason {
    let doc = doc_of(&c.feature);
    Reason { feature: c.feature, value: c.value, contribution: c.contribution, doc }
}

fn table(block: &Explained, colour: bool, width: usize) -> String {
    let label = paint(block.label.as_str(), label_style(block.label), colour);
    let mut out = format!(
        "{} block {}: {label} {:.2}, score of {} {:+.2}\n",
        safe(&block.page),
        block.block,
        block.probability,
        block.score_of,
        block.score
    );
    let text: String = block.text.chars().take(2000).collect();
    let _ = writeln!(out, "  {}", fit(&one_line(&text), width.saturating_sub(2).max(20)));
    let longest = block.contributions.iter().map(|r| r.feature.len()).max().unwrap_or(0).max("feature".len());
    let _ = writeln!(out, "  {:>7}  {:>8}  {:<longest$}  what it is", "added", "value", "feature");
    for r in &block.contributions {
        let _ = writeln!(out, "  {:>+7.2}  {:>8.3}  {:<longest$}  {}", r.contribution, r.value, r.feature, r.doc);
    }
    if block.others > 0 {
        let _ = writeln!(out, "  {:>+7.2}  {:>8}  {} others", block.others_sum, "", block.others);
    }
    out
}
