//! An evaluation as plain text.

use super::metrics::{Agreement, SpamScore};
use super::scores::{Evaluation, FormatScores, HeldOut, total};
use blocksift::Label;
use std::collections::BTreeMap;
use std::fmt::Write;

/// All figures of an evaluation.
pub fn summary(e: &Evaluation) -> String {
    let mut out = String::new();
    for (name, scores) in [("markup", &e.html), ("plain text", &e.text)] {
        if scores.clean_pages > 0 {
            format_scores(&mut out, name, scores);
        }
    }
    families(&mut out, "families, markup", &e.unseen_families);
    thresholds(&mut out, &e.unseen_by_threshold);
    families(&mut out, "ways of planting, markup", &e.unseen_templates);
    thresholds(&mut out, &e.unseen_templates_by_threshold);
    families(&mut out, "families, plain text", &e.unseen_families_text);
    thresholds(&mut out, &e.unseen_text_by_threshold);
    for (name, held) in &e.held_out {
        held_out(&mut out, name, held);
    }
    for (predicted_by, agreement) in &e.corrected {
        corrected(&mut out, predicted_by, agreement);
    }
    out
}

fn held_out(out: &mut String, name: &str, held: &HeldOut) {
    let s = &held.spam;
    let _ = writeln!(
        out,
        "held out {name}: spam pages found {}/{}, words recall {:.4} precision {:.4} leak {:.4}, clean pages flagged {}/{}",
        s.found,
        s.spam_pages,
        held.recall,
        held.precision,
        s.leak(),
        s.flagged,
        s.clean_pages
    );
    let _ = writeln!(out, "  missed: {}", held.missed.join(" "));
    thresholds(out, &held.by_threshold);
    for f in &held.flagged {
        let _ = writeln!(out, "  flagged: {} p={:.4} blocks={}", f.id, f.probability, f.blocks);
    }
    if let Some(all) = held.content.get("all").filter(|_| held.content.len() > 1) {
        let _ = writeln!(out, "  content F1 {:.4} F1c {:.4}", all.f1, all.f1c);
    }
}

/// How labels agree with corrections, and which are taken for which.
fn corrected(out: &mut String, predicted_by: &str, a: &Agreement) {
    let _ = writeln!(out, "== corrected blocks, {predicted_by}: {} of {} agree", a.agreed(), a.blocks());
    let [content, navigation, spam] = Label::ALL.map(Label::as_str);
    let _ = writeln!(
        out,
        "{:>22} {content:>11} {navigation:>11} {spam:>11} {:>10} {:>7}",
        "set \\ predicted", "precision", "recall"
    );
    let share = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |s| format!("{s:.4}"));
    for label in Label::ALL {
        let row = a.confusion[label as usize];
        let (precision, recall) = a.precision_recall(label);
        let (precision, recall) = (share(precision), share(recall));
        let name = label.as_str();
        let _ = writeln!(out, "{name:>22} {:>11} {:>11} {:>11} {precision:>10} {recall:>7}", row[0], row[1], row[2]);
    }
}

fn format_scores(out: &mut String, name: &str, s: &FormatScores) {
    let _ = writeln!(out, "== {name}, cross-validated by domain");
    for (group, c) in &s.content {
        let _ = writeln!(
            out,
            "{group:>22} n={:<5} content F1 {:.4}  P {:.4}  R {:.4}  F1c {:.4}",
            c.n, c.f1, c.precision, c.recall, c.f1c
        );
    }
    let _ = writeln!(out, "{:>22} F1 {:.4}  F1c {:.4}", "oracle", s.oracle.f1, s.oracle.f1c);
    let _ = writeln!(out, "clean pages flagged {}/{}", s.false_alarms.len(), s.clean_pages);
    for f in &s.false_alarms {
        let _ = writeln!(out, "  {} p={:.4} blocks={}: {:.3?}", f.id, f.probability, f.blocks, f.texts);
    }
    let flagged: u64 = s.lookalikes.values().map(|(_, f)| f).sum();
    let all: u64 = s.lookalikes.values().map(|(n, _)| n).sum();
    let _ = writeln!(out, "generated pages flagged {}/{}", s.synthetic.1, s.synthetic.0);
    let _ = writeln!(out, "look-alikes flagged {flagged}/{all}");
    for (family, (n, f)) in s.lookalikes.iter().filter(|(_, (_, f))| *f > 0) {
        let _ = writeln!(out, "  {family} {f}/{n}");
    }
    let seen = &s.seen_families;
    let _ = writeln!(
        out,
        "spam of seen families: recall {:.4} precision {:.4} leak {:.4} pages {}/{}",
        seen.recall(),
        seen.precision(),
        seen.leak(),
        seen.found,
        seen.spam_pages
    );
    for (part, t) in &s.by_template {
        let _ =
            writeln!(out, "{part:>26} recall {:.4} pages {}/{} words {}", t.recall(), t.found, t.spam_pages, t.gold);
    }
    thresholds(out, &s.by_threshold);
    if !s.by_span_threshold.is_empty() {
        let _ = writeln!(out, "  inline injections, by the threshold of spans:");
        thresholds(out, &s.by_span_threshold);
    }
    for (label, (p, r)) in &s.blocks {
        let _ = writeln!(out, "  blocks {label}: precision {p:.4} recall {r:.4}");
    }
    for (label, c) in &s.calibration {
        let _ = writeln!(out, "  calibration {label}: Brier {:.4} ECE {:.4}", c.brier, c.ece);
    }
}

fn thresholds(out: &mut String, scores: &[(f32, SpamScore)]) {
    for (t, s) in scores {
        let _ = writeln!(
            out,
            "  threshold {t}: clean flagged {}/{}  recall {:.4}  precision {:.4}  leak {:.4}  pages {}/{}",
            s.flagged,
            s.clean_pages,
            s.recall(),
            s.precision(),
            s.leak(),
            s.found,
            s.spam_pages
        );
    }
}

fn families(out: &mut String, name: &str, scores: &BTreeMap<String, SpamScore>) {
    if scores.is_empty() {
        return;
    }
    let _ = writeln!(out, "== unseen {name}");
    let all = total(scores);
    for (family, s) in scores.iter().map(|(f, s)| (f.as_str(), s)).chain([("all", &all)]) {
        let _ = writeln!(
            out,
            "{family:>22} recall {:.4} precision {:.4} leak {:.4} pages {}/{}",
            s.recall(),
            s.precision(),
            s.leak(),
            s.found,
            s.spam_pages
        );
    }
}
