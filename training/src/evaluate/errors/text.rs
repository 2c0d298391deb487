//! The analysis as plain text.

use super::{Analysis, Blame, PageErrors, Split, Wrong};
use std::fmt::Write;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Maximum number of ids listed per kind of page.
pub(super) const MAX_IDS: usize = 20;

/// The analysis as plain text.
pub fn text(analysis: &Analysis) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "== where the model errs: {}", shown(&analysis.title));
    groups(&mut out, analysis);
    ids(&mut out, "pages without gold content that got an answer", &analysis.needless);
    ids(&mut out, "pages with gold content that got no answer", &analysis.silent);
    blame(&mut out, "missed", &analysis.missed);
    blame(&mut out, "wrongly kept", &analysis.kept);
    let _ = writeln!(out, "== the {} pages that lose most", analysis.pages.len());
    for page in &analysis.pages {
        write_page(&mut out, page);
    }
    out
}

fn groups(out: &mut String, analysis: &Analysis) {
    let _ = writeln!(
        out,
        "{:>22} {:>6} {:>7} {:>7} {:>7}   loss: {:>7} {:>9} {:>9}",
        "", "pages", "F1", "P", "R", "oracle", "ordering", "decision"
    );
    for (group, s) in std::iter::once(("all", &analysis.all())).chain(rest(analysis)) {
        let _ = writeln!(
            out,
            "{:>22} {:>6} {:7.4} {:7.4} {:7.4}         {:7.4} {:9.4} {:9.4}",
            shown(group),
            s.n,
            s.f1,
            s.precision,
            s.recall,
            s.oracle_loss(),
            s.ordering_loss(),
            s.decision_loss()
        );
    }
}

/// All groups except `all`.
pub(super) fn rest(analysis: &Analysis) -> impl Iterator<Item = (&str, &Split)> {
    analysis.groups.iter().filter(|(g, _)| *g != "all").map(|(g, s)| (g.as_str(), s))
}

fn ids(out: &mut String, what: &str, ids: &[String]) {
    let _ = writeln!(out, "{what}: {}{}", ids.len(), if ids.is_empty() { "" } else { ":" });
    for id in ids.iter().take(MAX_IDS) {
        let _ = writeln!(out, "  {}", shown(id));
    }
}

fn blame(out: &mut String, what: &str, blame: &Blame) {
    let _ = writeln!(
        out,
        "== {what}: {} blocks, {} words; what pushed them there, in logits per word",
        blame.blocks, blame.words
    );
    let (all, first) = (blame.worst(1), blame.worst(0));
    let _ = writeln!(out, "  {:<50}    first stage alone", "all stages");
    for i in 0..all.len().max(first.len()) {
        let cell = |list: &[super::Blamed]| {
            list.get(i).map_or_else(String::new, |b| format!("{:>7.3}  {}", b.contribution, b.feature))
        };
        let _ = writeln!(out, "  {:<50}  {}", cell(&all), cell(&first));
    }
}

fn write_page(out: &mut String, page: &PageErrors) {
    let s = &page.split;
    let heading: Vec<String> = [&page.id, &page.page_type, &page.url].into_iter().map(|t| shown(t)).collect();
    let _ = writeln!(out, "\n{}", heading.join("  ").trim_end());
    let _ = writeln!(
        out,
        "  F1 {:.4}  P {:.4}  R {:.4}  loss: oracle {:.4}  ordering {:.4}  decision {:.4}  words: gold {}  answer {}",
        s.f1,
        s.precision,
        s.recall,
        s.oracle_loss(),
        s.ordering_loss(),
        s.decision_loss(),
        page.gold_words,
        page.predicted_words
    );
    wrong(out, "missed", &page.missed);
    wrong(out, "wrongly kept", &page.kept);
}

fn wrong(out: &mut String, what: &str, wrong: &Wrong) {
    if wrong.blocks == 0 {
        return;
    }
    let _ = writeln!(out, "  {what}: {} blocks, {} words", wrong.blocks, wrong.words);
    for block in &wrong.longest {
        let label = if block.predicted == blocksift::Label::Spam { "  labeled spam" } else { "" };
        let _ = writeln!(
            out,
            "    p {:.3} {:>5} words  gain {:+.4}{label}  {}",
            block.content,
            block.words,
            block.gain,
            shown(&block.text)
        );
        let reasons: Vec<String> =
            block.reasons.iter().map(|r| format!("{:+.2} {} ({:.2})", r.contribution, r.feature, r.value)).collect();
        let _ = writeln!(out, "            {}", reasons.join("; "));
    }
}

/// Untrusted text on one line, without characters that move the cursor, change the direction of text or are invisible.
pub(super) fn shown(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_invisible = |c: char| {
        matches!(
            c.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
                | GeneralCategory::PrivateUse
                | GeneralCategory::Unassigned
        )
    };
    words.join(" ").chars().map(|c| if is_invisible(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
