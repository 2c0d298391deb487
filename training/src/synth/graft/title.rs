//! Replaces a page's title, description and keywords.

use std::ops::Range;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::Campaign;
use crate::synth::spin::pick;
use crate::synth::template::Encoding;

use super::edits::Edits;
use super::letters::escape;
use super::marked::{MARK_END, MARK_SPAM};
use super::scan::Scan;

/// What happens to the page's own title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OldTitle {
    Keep,
    Replace,
}

/// Replaces the title with spam, and often the description and the keywords too.
pub(super) fn hijack(scan: &Scan, edits: &mut Edits, campaign: &Campaign, encoding: Encoding, rng: &mut ChaCha8Rng) {
    let marked = |text: &str| format!("{MARK_SPAM}{}{MARK_END}", escape(text, encoding));
    let title = marked(&campaign.unlinked(&campaign.titles, rng));
    let old = if chance(0.2, rng) { OldTitle::Keep } else { OldTitle::Replace };
    let after = set_title(scan, edits, &title, old, rng);
    if chance(0.7, rng) {
        let text = marked(&campaign.description(rng));
        set_meta(scan, edits, after, "description", &text);
    }
    if chance(0.6, rng) {
        let joint = pick(&[",", ", ", "，", "_", " "], rng);
        let words: Vec<String> = (0..rng.random_range(2..9)).map(|_| campaign.keyword(rng)).collect();
        set_meta(scan, edits, after, "keywords", &marked(&words.join(joint)));
    }
}

/// Sets the page's title to marked text. Returns the point after the title.
pub(super) fn set_title(scan: &Scan, edits: &mut Edits, marked: &str, old: OldTitle, rng: &mut ChaCha8Rng) -> usize {
    let found = scan.first(|tag| tag.opens("title")).and_then(|(at, open)| {
        scan.tags.get(at + 1).filter(|close| close.closes("title")).map(|close| (open.end, close.start, close.end))
    });
    if let Some((from, to, after)) = found {
        match old {
            OldTitle::Keep => edits.insert(from, format!("{marked}{}", pick(&[" - ", " | ", "_", " "], rng))),
            OldTitle::Replace => edits.replace(from..to, marked.to_owned()),
        }
        return after;
    }
    let after = |name: &str| scan.first(|tag| tag.opens(name)).map(|(_, tag)| tag.end);
    let at = after("head").or_else(|| after("html")).unwrap_or_else(|| scan.before_doctype());
    edits.insert(at, format!("<title>{marked}</title>\n"));
    at
}

/// Replaces a meta element, or adds one.
fn set_meta(scan: &Scan, edits: &mut Edits, after: usize, name: &str, marked: &str) {
    let html = format!("<meta name=\"{name}\" content=\"{marked}\">");
    let is_named =
        |value: Option<(&str, Range<usize>)>| value.is_some_and(|(value, _)| value.eq_ignore_ascii_case(name));
    match scan.first(|tag| tag.opens("meta") && is_named(tag.attribute("name"))) {
        Some((_, tag)) => edits.replace(tag.start..tag.end, html),
        None => edits.insert(after, format!("\n{html}")),
    }
}
