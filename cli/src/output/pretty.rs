//! Human-readable output: one header per page and one line per block, truncated to the terminal's width.

use super::{OutputFormat, Scored, fit, json_name, label_style, paint};
use crate::escape::{one_line, terminal};
use anstyle::{AnsiColor, Style};
use blocksift::{BlockKind, DecidedBy, LabeledBlock, Report, Verdict, VerdictKind};
use std::fmt::Write;
use std::io;

/// Columns before a block's text: index, label, probability and spaces.
const PREFIX_COLUMNS: usize = 26;
/// Characters of a block's text that are enough for any terminal's line.
const MAX_CHARS: usize = 2000;
/// Probability from which a spam family is named.
const LIKELY_FAMILY: f32 = 0.5;

pub(crate) struct Pretty {
    pub(crate) has_color: bool,
    /// Columns of the terminal.
    pub(crate) width: usize,
}

impl OutputFormat for Pretty {
    fn separator(&self) -> &'static [u8] {
        b"\n"
    }

    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let mut out = self.page_header(&page.id, &page.report);
        for block in page.blocks() {
            self.block(&mut out, block);
        }
        Ok(out.into_bytes())
    }
}

impl Pretty {
    fn page_header(&self, id: &str, report: &Report) -> String {
        let language = report.language().unwrap_or("unknown language");
        let style = verdict_style(report.verdict().kind);
        let mut header = paint(&terminal(id), Style::new().bold(), self.has_color);
        let _ = write!(header, "  {language}  {}", paint(&verdict(report.verdict()), style, self.has_color));
        if !report.limits_met().is_empty() {
            let limits: Vec<String> = report.limits_met().iter().map(json_name).collect();
            let _ = write!(header, "  (truncated at limit: {})", limits.join(", "));
        }
        header.push('\n');
        header
    }

    fn block(&self, out: &mut String, block: &LabeledBlock) {
        let label = paint(&format!("{:<10}", block.label), label_style(block.label), self.has_color);
        let probability = block.probabilities.of(block.label);
        let start: String = block.text.chars().take(MAX_CHARS).collect();
        let text = format!("{}{}", marks(block), one_line(&start));
        let text = fit(&text, self.width.saturating_sub(PREFIX_COLUMNS).max(20));
        let text = if block.hidden { paint(&text, Style::new().dimmed(), self.has_color) } else { text };
        let _ = writeln!(out, "{:>6}  {label}  {probability:.2}  {text}", block.index);
    }
}

fn marks(block: &LabeledBlock) -> String {
    let mut marks = match block.kind {
        BlockKind::Title => "(title) ".to_owned(),
        BlockKind::Description => "(description) ".to_owned(),
        BlockKind::Keywords => "(keywords) ".to_owned(),
        BlockKind::Embedded => "(embedded) ".to_owned(),
        _ => String::new(),
    };
    if block.hidden {
        marks.push_str("(hidden) ");
    }
    if !block.spam_spans.is_empty() {
        marks.push_str("(spam inside) ");
    }
    if block.decided_by != DecidedBy::Probability {
        let _ = write!(marks, "({}) ", block.decided_by);
    }
    marks
}

fn verdict(verdict: &Verdict) -> String {
    if verdict.kind == VerdictKind::Clean {
        return "clean".to_owned();
    }
    let count = |n: usize, what: &str| format!("{n} spam {what}{}", if n == 1 { "" } else { "s" });
    let found = match (verdict.spam_blocks, verdict.spam_spans) {
        (blocks, 0) => count(blocks, "block"),
        (0, spans) => count(spans, "span"),
        (blocks, spans) => format!("{}, {}", count(blocks, "block"), count(spans, "span")),
    };
    let locations: Vec<String> = verdict.locations.iter().map(json_name).collect();
    let share = 100.0 * verdict.spam_share;
    let family = verdict.nearest_family.as_ref().filter(|r| r.probability >= LIKELY_FAMILY);
    let family = family.map_or(String::new(), |r| format!(", similar to {}", terminal(&r.family)));
    format!("{}: {found}, {share:.0}% of the text ({}){family}", json_name(&verdict.kind), locations.join(", "))
}

fn verdict_style(kind: VerdictKind) -> Style {
    match kind {
        VerdictKind::Clean => AnsiColor::Green.on_default(),
        _ => AnsiColor::Red.on_default().bold(),
    }
}
