//! The model card, written from an evaluation and a model file.

use super::compare::{self, Comparison};
use super::metrics::{Calibration, SpamScore};
use super::scores::{Evaluation, FormatScores, total};
use super::verdict::VerdictCalibration;
use super::wrap::wrapped;
use blocksift::Model;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The card as Markdown, with its prose wrapped. `model_bytes` is the size of the model file.
pub fn markdown(e: &Evaluation, comparisons: &[Comparison], model: &Model, model_bytes: usize) -> String {
    let mut out = String::new();
    intro(&mut out, e, model, model_bytes);
    for (title, scores) in [("Pages as markup", &e.html), ("Pages flattened to text", &e.text)] {
        if scores.clean_pages > 0 {
            cross_validation(&mut out, title, scores);
        }
    }
    for (title, families, sweep) in [
        ("Unseen families, markup", &e.unseen_families, &e.unseen_by_threshold),
        ("Unseen ways of planting, markup", &e.unseen_templates, &e.unseen_templates_by_threshold),
        ("Unseen families, plain text", &e.unseen_families_text, &e.unseen_text_by_threshold),
    ] {
        if !families.is_empty() {
            unseen(&mut out, title, families, sweep);
        }
    }
    if !e.unseen_inline.is_empty() {
        out.push_str("## Inline injections of unseen families, by the threshold of spans\n\n");
        thresholds(&mut out, &e.unseen_inline);
        out.push('\n');
    }
    for (title, scores, unseen) in
        [("markup", &e.html, &e.unseen_by_threshold), ("plain text", &e.text, &e.unseen_text_by_threshold)]
    {
        if let Some(verdict) = VerdictCalibration::new(&scores.by_threshold, unseen) {
            let _ = writeln!(out, "## Verdict on a page, {title}\n\n{}", verdict.markdown());
        }
    }
    held_out(&mut out, e);
    if !comparisons.is_empty() {
        out.push_str(
            "\n## Variants of the model\n\nEach variant is fitted and measured on the same folds. The first stage is \
             always linear; `stages=1` has no first stage.\n",
        );
    }
    for comparison in comparisons {
        let _ = write!(out, "\n{}", compare::markdown(comparison));
    }
    wrapped(&out)
}

fn intro(out: &mut String, e: &Evaluation, model: &Model, model_bytes: usize) {
    let p = model.provenance();
    let _ = writeln!(
        out,
        "# Model card: {}\n\nWritten by `blocksift-train card` from the JSON of `blocksift-train evaluate`. Do not edit by hand.\n\n\
         Labels every block of a web page content, navigation or injected spam. One stack for markup and one for \
         flattened text, each of two stages: linear heads fitted with linfa's FTRL, then boosted trees.\n\n\
         | | |\n|---|---|\n| file | {model_bytes} bytes |\n| feature schema | {} |\n| rows | {} |\n| pages and grafts | {} |\n\
         | seed | {} |\n| table checksum | {} |",
        p.name,
        model.schema(),
        p.rows,
        p.pages,
        p.seed,
        p.table
    );
    for (key, value) in &e.setup {
        let _ = writeln!(out, "| evaluation: {key} | {value} |");
    }
    out.push('\n');
}

fn cross_validation(out: &mut String, title: &str, s: &FormatScores) {
    let _ = writeln!(
        out,
        "## {title}: cross-validation by domain\n\n### Content, mean over pages\n\n\
         | pages of | n | F1 | precision | recall | F1, CJK by character | F1, best number of blocks | F1, gold labels |\n\
         |---|---|---|---|---|---|---|---|"
    );
    for (group, c) in &s.content {
        let [oracle, best] = s.bounds.get(group).copied().unwrap_or_default();
        let _ = writeln!(
            out,
            "| {group} | {} | {:.4} | {:.4} | {:.4} | {:.4} | {best:.4} | {oracle:.4} |",
            c.n, c.f1, c.precision, c.recall, c.f1c
        );
    }
    let _ = writeln!(
        out,
        "\nBest number of blocks: the F1 if the number of most probable blocks were chosen best for each page. Gold labels: \
         the F1 of the gold labels on the same blocks, the best that segmentation allows.\n\n\
         | beta | F1 | precision | recall |\n|---|---|---|---|"
    );
    for (beta, c) in &s.by_beta {
        let _ = writeln!(out, "| {beta} | {:.4} | {:.4} | {:.4} |", c.f1, c.precision, c.recall);
    }
    out.push('\n');
    let flagged: u64 = s.lookalikes.values().map(|(_, f)| f).sum();
    let all: u64 = s.lookalikes.values().map(|(n, _)| n).sum();
    let _ = writeln!(
        out,
        "### Spam\n\nClean pages with a block labeled spam: {} of {}. Flagged pages with a planted clean look-alike: {flagged} \
         of {all}.\n\nClean pages and spam of families seen in training, by threshold:\n",
        s.false_alarms.len(),
        s.clean_pages
    );
    thresholds(out, &s.by_threshold);
    if !s.by_span_threshold.is_empty() {
        out.push_str("\nClean pages and inline injections of seen families, by the threshold of spans:\n\n");
        thresholds(out, &s.by_span_threshold);
    }
    let names: Vec<String> = s.false_alarms.iter().map(|f| format!("`{}` ({:.3})", f.id, f.probability)).collect();
    let _ =
        writeln!(out, "\nFlagged clean pages: {}.\n", if names.is_empty() { "none".into() } else { names.join(", ") });
    blocks(out, s);
}

fn blocks(out: &mut String, s: &FormatScores) {
    let _ = writeln!(
        out,
        "### Blocks, all variants\n\n| actual \\ predicted | content | navigation | spam |\n|---|---|---|---|"
    );
    for (name, row) in ["content", "navigation", "spam"].iter().zip(&s.confusion) {
        let _ = writeln!(out, "| {name} | {} | {} | {} |", row[0], row[1], row[2]);
    }
    let _ =
        writeln!(out, "\n| label | precision | recall | Brier | expected calibration error |\n|---|---|---|---|---|");
    for (label, (p, r)) in &s.blocks {
        let c = s.calibration.get(label).cloned().unwrap_or_default();
        let _ = writeln!(out, "| {label} | {p:.4} | {r:.4} | {:.4} | {:.4} |", c.brier, c.ece);
    }
    out.push('\n');
    for (label, c) in &s.calibration {
        reliability(out, label, c);
    }
}

fn reliability(out: &mut String, label: &str, c: &Calibration) {
    let _ = writeln!(out, "Reliability of {label}:\n\n| bin | weight | predicted | observed |\n|---|---|---|---|");
    for (i, b) in c.bins.iter().enumerate() {
        let _ = writeln!(
            out,
            "| {:.1} to {:.1} | {:.1} | {:.3} | {:.3} |",
            i as f64 / 10.0,
            (i + 1) as f64 / 10.0,
            b.weight,
            b.predicted,
            b.observed
        );
    }
    out.push('\n');
}

fn thresholds(out: &mut String, sweep: &[(f32, SpamScore)]) {
    let _ = writeln!(
        out,
        "| threshold | clean pages flagged | spam words found | precision of spam words | spam words labeled content | spam pages found |\n|---|---|---|---|---|---|"
    );
    for (t, s) in sweep {
        let clean = if s.clean_pages == 0 { "-".to_owned() } else { format!("{} of {}", s.flagged, s.clean_pages) };
        let _ = writeln!(
            out,
            "| {t} | {clean} | {:.4} | {:.4} | {:.4} | {} of {} |",
            s.recall(),
            s.precision(),
            s.leak(),
            s.found,
            s.spam_pages
        );
    }
}

fn unseen(out: &mut String, title: &str, families: &BTreeMap<String, SpamScore>, sweep: &[(f32, SpamScore)]) {
    let _ = writeln!(
        out,
        "## {title}\n\nEach is scored by a model that saw neither it nor its host pages.\n\n\
         | unseen | words found | precision | labeled content | pages found |\n|---|---|---|---|---|"
    );
    let all = total(families);
    for (family, s) in families.iter().map(|(f, s)| (f.as_str(), s)).chain([("**all**", &all)]) {
        let _ = writeln!(
            out,
            "| {family} | {:.4} | {:.4} | {:.4} | {} of {} |",
            s.recall(),
            s.precision(),
            s.leak(),
            s.found,
            s.spam_pages
        );
    }
    out.push('\n');
    thresholds(out, sweep);
    out.push('\n');
}

fn held_out(out: &mut String, e: &Evaluation) {
    if e.held_out.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "## Corpora held out of training\n\n\
         | corpus | spam pages found | words found | precision | clean pages flagged |\n|---|---|---|---|---|"
    );
    for (name, h) in &e.held_out {
        let _ = writeln!(
            out,
            "| {name} | {} of {} | {:.4} | {:.4} | {} of {} |",
            h.spam.found, h.spam.spam_pages, h.recall, h.precision, h.spam.flagged, h.spam.clean_pages
        );
    }
    for (name, h) in &e.held_out {
        let flagged: Vec<&str> = h.flagged.iter().map(|f| f.id.as_str()).collect();
        let _ = writeln!(out, "\n{name}: missed {:?}, flagged {flagged:?}.", h.missed);
    }
}
