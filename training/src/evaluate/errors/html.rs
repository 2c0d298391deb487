//! The analysis as one HTML page that loads nothing and runs nothing.

use super::text::{MAX_IDS, rest, shown};
use super::{Analysis, Blame, Blamed, PageErrors, Split, Wrong, WrongBlock};
use crate::escape::escape;
use std::fmt::Write;

const HEAD: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\n\
<title>Where the model errs</title>\n<style>\n";

const STYLE: &str = ":root{--ink:#1d2329;--dim:#5b6670;--paper:#fff;--line:#d5dae0;--missed:#b3541e;--kept:#1f6f9f}
@media(prefers-color-scheme:dark){:root{--ink:#e3e7eb;--dim:#9aa5b0;--paper:#14181c;--line:#363d45;--missed:#e08a52;--kept:#5fb0e0}}
body{font:15px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:76rem;margin:1rem auto;padding:0 1rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{text-align:right;padding:.1rem .6rem;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{text-align:left}
.two{display:flex;flex-wrap:wrap;gap:0 3rem}.two>div{flex:1 1 28rem;min-width:0}
.bar{display:grid;grid-template-columns:minmax(0,17rem) 3.6rem 1fr;gap:.5rem;align-items:center;font-size:13px}
.bar>:first-child{overflow-wrap:anywhere}.bar>:nth-child(2){text-align:right;font-variant-numeric:tabular-nums}
.bar i{display:block;height:.65rem;border-radius:2px;background:var(--kept)}.missed .bar i{background:var(--missed)}
details{border-bottom:1px solid var(--line);padding:.3rem 0}summary{cursor:pointer;overflow-wrap:anywhere}
.dim{color:var(--dim)}.text{unicode-bidi:isolate;overflow-wrap:anywhere}
.block{margin:.5rem 0 .8rem 1rem;padding-left:.7rem;border-left:3px solid var(--kept)}.missed .block{border-color:var(--missed)}
";

/// The analysis as one page of HTML.
pub fn html(analysis: &Analysis) -> String {
    let mut out = format!("{HEAD}{STYLE}</style></head><body>\n<h1>Where the model errs</h1>\n");
    let _ = writeln!(out, "<p>{}</p>", escaped(&analysis.title));
    groups(&mut out, analysis);
    ids(&mut out, "Pages without gold content that got an answer", &analysis.needless);
    ids(&mut out, "Pages with gold content that got no answer", &analysis.silent);
    blame(&mut out, "missed", "Missed", &analysis.missed);
    blame(&mut out, "kept", "Wrongly kept", &analysis.kept);
    let _ = writeln!(out, "<h2>The {} pages that lose most</h2>", analysis.pages.len());
    for page in &analysis.pages {
        write_page(&mut out, page);
    }
    out.push_str("</body></html>\n");
    out
}

fn groups(out: &mut String, analysis: &Analysis) {
    out.push_str(
        "<p class=dim>Parts of the loss: <b>oracle</b> could not be avoided by any labels on the blocks; <b>ordering</b> is lost \
         because navigation is more probable than content; <b>decision</b> because too many or too few blocks were \
         taken.</p>\n<table><tr><th>pages<th>n<th>F1<th>P<th>R<th>oracle<th>ordering<th>decision\n",
    );
    for (group, s) in std::iter::once(("all", &analysis.all())).chain(rest(analysis)) {
        let _ = write!(out, "<tr><td>{}<td>{}", escaped(group), s.n);
        for value in figures(s) {
            let _ = write!(out, "<td>{value:.4}");
        }
        out.push('\n');
    }
    out.push_str("</table>\n");
}

fn figures(s: &Split) -> [f64; 6] {
    [s.f1, s.precision, s.recall, s.oracle_loss(), s.ordering_loss(), s.decision_loss()]
}

fn ids(out: &mut String, what: &str, ids: &[String]) {
    let list: Vec<String> = ids.iter().take(MAX_IDS).map(|id| escaped(id)).collect();
    let more = if ids.len() > MAX_IDS { " …" } else { "" };
    let _ = writeln!(out, "<p>{what}: {} <span class=\"dim text\">{}{more}</span></p>", ids.len(), list.join(", "));
}

fn blame(out: &mut String, class: &str, what: &str, blame: &Blame) {
    let _ = writeln!(
        out,
        "<h2>{what}: {} blocks, {} words</h2>\n<p class=dim>What pushed them there, in logits per word.</p>\n<div class=\"two {class}\">",
        blame.blocks, blame.words
    );
    for (stage, name) in [(1, "All stages"), (0, "First stage alone")] {
        let worst = blame.worst(stage);
        let _ = writeln!(out, "<div><h3>{name}</h3>");
        let max = worst.first().map_or(0.0, |b| b.contribution);
        for Blamed { feature, contribution } in &worst {
            bar(out, &escaped(feature), *contribution, max);
        }
        out.push_str("</div>\n");
    }
    out.push_str("</div>\n");
}

/// A bar whose length is the value's share of the maximum. The name is markup.
fn bar(out: &mut String, name: &str, value: f64, max: f64) {
    let share = if max > 0.0 { (100.0 * value / max).clamp(0.0, 100.0) } else { 0.0 };
    let _ = writeln!(
        out,
        "<div class=bar><span>{name}</span><span>{value:.3}</span><i style=\"width:{share:.1}%\"></i></div>"
    );
}

fn write_page(out: &mut String, page: &PageErrors) {
    let [f1, precision, recall, oracle, ordering, decision] = figures(&page.split);
    let _ = writeln!(
        out,
        "<details><summary><b class=text>{}</b> {} <span class=dim>F1 {f1:.3}, P {precision:.3}, R {recall:.3}; loss: \
         oracle {oracle:.3}, ordering {ordering:.3}, decision {decision:.3}</span></summary>",
        escaped(&page.id),
        escaped(&page.page_type)
    );
    let _ = writeln!(
        out,
        "<p class=\"dim text\">{} · words: gold {}, answer {}</p>",
        escaped(&page.url),
        page.gold_words,
        page.predicted_words
    );
    wrong(out, "missed", "Missed", &page.missed);
    wrong(out, "kept", "Wrongly kept", &page.kept);
    out.push_str("</details>\n");
}

fn wrong(out: &mut String, class: &str, what: &str, wrong: &Wrong) {
    if wrong.blocks == 0 {
        return;
    }
    let _ = writeln!(out, "<div class={class}><h4>{what}: {} blocks, {} words</h4>", wrong.blocks, wrong.words);
    let reasons = || wrong.longest.iter().flat_map(|b| &b.reasons);
    let max = reasons().map(|r| f64::from(r.contribution)).fold(0.0, f64::max);
    for block in &wrong.longest {
        write_block(out, block, max);
    }
    out.push_str("</div>\n");
}

fn write_block(out: &mut String, block: &WrongBlock, max: f64) {
    let _ = writeln!(
        out,
        "<div class=block><div class=text>{}</div><div class=dim>labeled {}, content {:.3}, {} words, gain {:+.4}</div>",
        escaped(&block.text),
        block.predicted,
        block.content,
        block.words,
        block.gain
    );
    for reason in &block.reasons {
        let name = format!("{} <span class=dim>{:.2}</span>", escaped(&reason.feature), reason.value);
        bar(out, &name, f64::from(reason.contribution), max);
    }
    out.push_str("</div>\n");
}

/// Untrusted text, escaped for HTML.
fn escaped(text: &str) -> String {
    escape(&shown(text))
}
