//! For people: a header a page, a line a block, in colour and cut to the terminal's width.

use super::{Scored, Sink, one_line, safe};
use anstyle::{AnsiColor, Style};
use blocksift::{BlockKind, Label, LabeledBlock, Report, Verdict, VerdictKind};
use std::fmt::Write;
use std::io;
use unicode_width::UnicodeWidthChar;

/// Columns before a block's text: index, label, probability and the spaces around them.
const BEFORE_TEXT: usize = 26;

/// From this probability on a family is named.
const LIKELY_FAMILY: f32 = 0.5;

pub(crate) struct Pretty {
    pub(crate) colour: bool,
    /// Columns of the terminal.
    pub(crate) width: usize,
}

impl Sink for Pretty {
    fn between(&self) -> &[u8] {
        b"\n"
    }

    fn page(&self, page: Scored) -> io::Result<Vec<u8>> {
        let mut out = self.header(&page.id, &page.report);
        for block in page.blocks() {
            self.block(&mut out, block);
        }
        Ok(out.into_bytes())
    }
}

impl Pretty {
    fn header(&self, id: &str, report: &Report) -> String {
        let language = report.language().unwrap_or("no language");
        let style = verdict_style(report.verdict().kind);
        let mut header = paint(&safe(id), Style::new().bold(), self.colour);
        let _ = write!(header, "  {language}  {}", paint(&verdict(report.verdict()), style, self.colour));
        if !report.limits_met().is_empty() {
            let met: Vec<String> = report.limits_met().iter().map(|l| format!("{l:?}").to_lowercase()).collect();
            let _ = write!(header, "  (cut at the limit of {})", met.join(", "));
        }
        header.push('\n');
        header
    }

    fn block(&self, out: &mut String, block: &LabeledBlock) {
        let label = paint(&format!("{:<10}", block.label), label_style(block.label), self.colour);
        let probability = block.probabilities.of(block.label);
        let text = format!("{}{}", marks(block), one_line(&start_of(&block.text)));
        let text = fit(&text, self.width.saturating_sub(BEFORE_TEXT).max(20));
        let text = if block.hidden { paint(&text, Style::new().dimmed(), self.colour) } else { text };
        let _ = writeln!(out, "{:>6}  {label}  {probability:.2}  {text}", block.index);
    }
}

/// Enough of a text to fill any terminal's line, so that long ones are not escaped in full.
fn start_of(text: &str) -> String {
    text.chars().take(2000).collect()
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
        marks.push_str("(spam within) ");
    }
    marks
}

fn verdict(verdict: &Verdict) -> String {
    if verdict.kind == VerdictKind::Clean {
        return "clean".to_owned();
    }
    let kind = if verdict.kind == VerdictKind::Doorway { "doorway" } else { "injected" };
    let many = |n: usize, what: &str| format!("{n} {what}{} of spam", if n == 1 { "" } else { "s" });
    let found = match (verdict.spam_blocks, verdict.spam_spans) {
        (blocks, 0) => many(blocks, "block"),
        (0, spans) => many(spans, "span"),
        (blocks, spans) => format!("{}, {}", many(blocks, "block"), many(spans, "span")),
    };
    let places: Vec<String> =
        verdict.locations.iter().filter_map(|p| serde_json::to_value(p).ok()?.as_str().map(str::to_owned)).collect();
    let share = 100.0 * verdict.spam_share;
    let like = verdict.nearest_family.as_ref().filter(|r| r.probability >= LIKELY_FAMILY);
    let like = like.map_or(String::new(), |r| format!(", like {}", safe(&r.family)));
    format!("{kind}: {found}, {share:.0} % of the text ({}){like}", places.join(", "))
}

fn verdict_style(kind: VerdictKind) -> Style {
    match kind {
        VerdictKind::Clean => AnsiColor::Green.on_default(),
        _ => AnsiColor::Red.on_default().bold(),
    }
}

/// The colour of a label.
pub(crate) fn label_style(label: Label) -> Style {
    match label {
        Label::Content => AnsiColor::Green.on_default(),
        Label::Navigation => AnsiColor::Blue.on_default(),
        Label::Spam => AnsiColor::Red.on_default().bold(),
    }
}

/// The text in a style, if there are to be colours.
pub(crate) fn paint(text: &str, style: Style, colour: bool) -> String {
    if colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// The start of a text that fits into so many columns, with an ellipsis where it was cut.
pub(crate) fn fit(text: &str, columns: usize) -> String {
    let width = |c: char| c.width().unwrap_or(0);
    let (mut used, mut kept) = (0, 0);
    for (at, c) in text.char_indices() {
        used += width(c);
        if used <= columns.saturating_sub(1) {
            kept = at + c.len_utf8();
        }
        if used > columns {
            return format!("{}…", &text[..kept]);
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_columns() {
        assert_eq!(fit("abcdef", 6), "abcdef");
        assert_eq!(fit("abcdefg", 6), "abcde…");
        assert_eq!(fit("中文中文", 6), "中文…");
        assert_eq!(fit("中文中", 6), "中文中");
    }
}
