//! JSON in pages: structured data, preloaded posts and the state of a page. It may add blocks, but changes no visible one.

use super::page::label;
use crate::grammar;
use blocksift::{BlockKind, Format, Report};

/// What every page shows.
const VISIBLE: &str = "<p>The ferry was late on most mornings.</p><ul><li><a href=/x>Home</a></ul>";

/// Reads the bytes as JSON in every place where pages keep it, and the JSON that the grammar makes of them.
pub(super) fn run(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    for json in [raw.as_ref(), &grammar::json(bytes)] {
        let quoted = json.replace('&', "&amp;").replace('"', "&quot;");
        check(&format!("<div id=data-preloaded data-preloaded=\"{quoted}\"></div>"));
        // The script would end early, or never.
        if json.contains("</") || json.contains("<!--") {
            continue;
        }
        check(&format!("<script type='application/ld+json'>{json}</script>"));
        check(&format!("<script id=__NEXT_DATA__ type='application/json'>{json}</script>"));
        for name in ["__NUXT__", "__PRELOADED_STATE__", "__APOLLO_STATE__"] {
            check(&format!("<script>window.{name} = {json};</script>"));
        }
    }
}

fn check(markup: &str) {
    let shown = |markup: &str| shown(&label(markup.as_bytes(), Format::Html));
    assert_eq!(shown(&format!("<body>{markup}{VISIBLE}")), shown(&format!("<body>{VISIBLE}")), "{markup:?}");
}

/// The texts of the blocks that a browser shows.
fn shown(report: &Report) -> Vec<String> {
    let blocks = report.blocks().iter().filter(|block| block.kind == BlockKind::Text);
    blocks.map(|block| block.text.clone()).collect()
}
