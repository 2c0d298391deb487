//! A cloned page: the name of the host's company is replaced by that of a brand, or a brand's name is woven in.

use std::ops::Range;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::Campaign;
use crate::synth::template::{Encoding, Shape};

use super::edits::Edits;
use super::host::Host;
use super::letters::{escape, obfuscate};
use super::marked::{Graft, MARK_END, MARK_SPAM};
use super::scan::Scan;
use super::title::{OldTitle, set_title};

/// Lengths of a name in characters.
const NAME_CHARS: Range<usize> = 2..41;

/// What is between the parts of a title.
const TITLE_JOINTS: [&str; 9] = [" - ", " | ", " – ", " — ", " · ", ": ", "_", "|", "－"];

/// Replaces the name of the host's company. If it is not known, weaves the brand into title, headings and paragraphs.
pub(super) fn weave(host: &Host, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    let template = campaign.mix().draw(Shape::Name, rng);
    let scan = Scan::new(host.html);
    let brand = campaign.line(&campaign.brands, rng);
    let marked = marked(&brand, template.encoding, rng);
    let mut edits = Edits::default();
    match own_name(&scan) {
        Some(places) => places.into_iter().for_each(|place| edits.replace(place, marked.clone())),
        None => insert(&scan, &mut edits, &marked, rng),
    }
    Graft { html: edits.apply(host.html), family: campaign.family.clone(), template, is_spam: true }
}

fn marked(brand: &str, encoding: Encoding, rng: &mut ChaCha8Rng) -> String {
    format!("{MARK_SPAM}{}{MARK_END}", escape(&obfuscate(brand, encoding, rng), encoding))
}

/// Where the page writes the name of its own site: the part of its title that is most often in its text.
fn own_name(scan: &Scan) -> Option<Vec<Range<usize>>> {
    let title = title_range(scan)?;
    let runs: Vec<Range<usize>> = scan.runs().into_iter().map(|run| run.bytes).collect();
    let places_of = |name: &str| -> Vec<Range<usize>> {
        std::iter::once(&title).chain(&runs).flat_map(|run| occurrences(scan.html, run, name)).collect()
    };
    let mut parts = vec![&scan.html[title.clone()]];
    for joint in TITLE_JOINTS {
        parts = parts.into_iter().flat_map(|part| part.split(joint)).collect();
    }
    let is_name = |part: &&str| NAME_CHARS.contains(&part.chars().count()) && part.chars().any(char::is_alphabetic);
    let places = parts.into_iter().map(str::trim).filter(is_name).map(places_of);
    // Once in the title, and at least twice in the text.
    places.max_by_key(Vec::len).filter(|places| places.len() > 2)
}

/// The text of the title.
fn title_range(scan: &Scan) -> Option<Range<usize>> {
    let (at, open) = scan.first(|tag| tag.opens("title"))?;
    let close = scan.tags.get(at + 1).filter(|tag| tag.closes("title"))?;
    Some(open.end..close.start)
}

/// Where a name is in a part of the page as a word of its own.
fn occurrences(html: &str, within: &Range<usize>, name: &str) -> Vec<Range<usize>> {
    // Scripts without spaces have no edges of words.
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && (c as u32) < 0x2E80);
    let is_apart = |place: &Range<usize>| {
        !is_letter(html[..place.start].chars().next_back()) && !is_letter(html[place.end..].chars().next())
    };
    let text = &html[within.clone()];
    let found = text.match_indices(name).map(|(at, _)| within.start + at..within.start + at + name.len());
    // Not in a comment between two texts.
    found.filter(|place| is_apart(place) && !text.contains("<!--")).collect()
}

/// Inserts a name at the start of the title and the first heading, and in some paragraphs.
fn insert(scan: &Scan, edits: &mut Edits, marked: &str, rng: &mut ChaCha8Rng) {
    set_title(scan, edits, marked, OldTitle::Keep, rng);
    if let Some(heading) = scan.runs().iter().find(|run| run.is_in_heading) {
        edits.insert(heading.bytes.start, format!("{marked} "));
    }
    for points in scan.paragraphs() {
        if chance(0.6, rng) {
            edits.insert(points[rng.random_range(0..points.len())], format!("{marked} "));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::strip_marks;
    use super::*;
    use crate::random::seeded;
    use crate::synth::Library;

    const PAGE: &str = "<html><head><title>Roof repairs - Lindgren Roofing</title></head><body>\
        <h1>Lindgren Roofing</h1><p>For thirty years, Lindgren Roofing has repaired slate and tile roofs.</p>\
        <p>Ask for a visit. Lindgren Roofing works in the whole county, and Lindgren Roofings is another firm.</p>\
        <div id=footer>Call us</div></body></html>";

    fn cloned(html: &str) -> Vec<Graft> {
        let library = Library::embedded().unwrap_or_else(|error| panic!("{error}"));
        let host = Host { html, url: None, language: Some("en") };
        let graft = |campaign: &Campaign| weave(&host, campaign, &mut seeded(1, &campaign.family));
        library.campaigns.iter().map(graft).collect()
    }

    #[test]
    fn the_name_is_replaced_in_title_heading_and_paragraphs() {
        for graft in cloned(PAGE) {
            assert_eq!(graft.html.matches(MARK_SPAM).count(), 4, "{}", graft.html);
            assert_eq!(graft.html.matches(MARK_END).count(), 4);
            let html = strip_marks(&graft.html);
            assert!(html.contains("<title>Roof repairs - ") && html.contains("Lindgren Roofings is another"), "{html}");
            assert!(!html.replace("Lindgren Roofings", "").contains("Lindgren"), "{html}");
        }
    }

    #[test]
    fn without_a_name_the_brand_is_woven_in() {
        let page = PAGE.replace("Lindgren Roofing", "Slates").replace("- Slates", "");
        for graft in cloned(&page) {
            assert!(graft.html.matches(MARK_SPAM).count() >= 2, "{}", graft.html);
            assert!(strip_marks(&graft.html).contains("Roof repairs"));
        }
    }

    #[test]
    fn names_in_scripts_without_spaces_are_found() {
        let page = "<title>海风船厂</title><h1>海风船厂</h1><p>三十年来海风船厂一直在修理木船。</p>";
        assert!(cloned(page).iter().all(|graft| !graft.html.contains("海风船厂")));
    }
}
