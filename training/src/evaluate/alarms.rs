//! What spam thresholds cost on clean pages that nothing was fitted to, in every state of the pages' addresses.

use crate::corpus::address::AddressState;
use crate::corpus::{CorpusPage, InputFormat};
use crate::dataset::flatten::flatten;
use crate::random::seeded;
use blocksift::internals::label_page;
use blocksift::{Features, Label, Limits, Model, Page, Probabilities};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Seed of the addresses of copies.
const SEED: u64 = 1;

/// Thresholds in the table.
const SHOWN: [f32; 12] = [0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.99];

/// A clean page as a model sees it.
#[derive(Debug, Clone, Serialize)]
pub struct CleanPage {
    /// Its id.
    pub id: String,
    /// Its site, see [`CorpusPage::group`].
    pub site: String,
    /// The highest probability of spam of any block, by state of the address; `text` if flattened.
    pub spam: BTreeMap<String, f32>,
    /// Blocks, and those whose labels are not the same in all states.
    pub blocks: (usize, usize),
}

impl CleanPage {
    /// Labels a page in every state.
    pub fn new(model: &Model, source: &CorpusPage) -> CleanPage {
        let mut page = CleanPage { id: source.id.clone(), site: source.group(), spam: BTreeMap::new(), blocks: (0, 0) };
        let mut rng = seeded(SEED, &source.id);
        let url = source.url.as_deref();
        if source.input == Some(InputFormat::Text) {
            let parsed = Page::from_text(&source.html, url, &Limits::default());
            page.add("text", &scored(model, &parsed).0);
            return page;
        }
        let mut first: Option<(String, Vec<Label>)> = None;
        for state in AddressState::ALL {
            let parsed = state.draw(&mut rng).page(&source.html, url);
            let (probabilities, labels) = scored(model, &parsed);
            page.add(state.as_str(), &probabilities);
            match &first {
                None => {
                    let flat = flatten(&parsed, &vec![None; labels.len()]);
                    let text = Page::from_text(&flat.text, url, &Limits::default());
                    page.add("text", &scored(model, &text).0);
                    page.blocks.0 = labels.len();
                    first = Some((parsed.text().to_owned(), labels));
                }
                Some((text, known)) if text == parsed.text() && known.len() == labels.len() => {
                    page.blocks.1 += known.iter().zip(&labels).filter(|(a, b)| a != b).count();
                }
                Some(_) => page.blocks.1 += labels.len(),
            }
        }
        page
    }

    fn add(&mut self, state: &str, probabilities: &[Probabilities]) {
        let most = probabilities.iter().map(|p| p.spam).fold(0.0, f32::max);
        self.spam.insert(state.to_owned(), most);
    }
}

fn scored(model: &Model, page: &Page) -> (Vec<Probabilities>, Vec<Label>) {
    let features = Features::of(page);
    let probabilities = model.probabilities(&features);
    let labels = label_page(&probabilities, &features, &model.default_rule());
    (probabilities, labels)
}

/// Pages and sites with at least this probability of spam in a state, each with how many there are.
pub fn flagged(pages: &[CleanPage], state: &str, threshold: f32) -> [(usize, usize); 2] {
    let mut sites: BTreeMap<&str, bool> = BTreeMap::new();
    let mut counts = (0, 0);
    for page in pages {
        let Some(spam) = page.spam.get(state) else { continue };
        let is_flagged = *spam >= threshold;
        counts.0 += usize::from(is_flagged);
        counts.1 += 1;
        *sites.entry(&page.site).or_default() |= is_flagged;
    }
    [counts, (sites.values().filter(|flagged| **flagged).count(), sites.len())]
}

/// The lowest threshold, in steps of 0.005, at which at most this share of the sites is flagged in any of some states.
pub fn lowest(pages: &[CleanPage], states: &[&str], share: f64) -> Option<f32> {
    (1..200u16).map(|step| f32::from(step) / 200.0).find(|threshold| {
        states.iter().all(|state| {
            let [_, (flagged, sites)] = flagged(pages, state, *threshold);
            flagged as f64 <= share * sites as f64
        })
    })
}

/// States of pages as markup.
pub const MARKUP: [&str; 4] = ["known", "unknown", "removed", "wrong"];

/// The costs of thresholds as Markdown tables.
pub fn markdown(pages: &[CleanPage]) -> String {
    let (blocks, differing) = pages.iter().fold((0, 0), |(a, b), page| (a + page.blocks.0, b + page.blocks.1));
    let mut out = format!(
        "{} pages. Of the labels of {blocks} blocks, {differing} differ from those with the address known, in three other \
         states.\n\n| threshold |",
        pages.len()
    );
    let states: Vec<&str> = MARKUP.into_iter().chain(["text"]).collect();
    states.iter().for_each(|state| {
        let _ = write!(out, " {state} |");
    });
    let _ = writeln!(out, "\n|---|{}", "---|".repeat(states.len()));
    for threshold in SHOWN {
        let _ = write!(out, "| {threshold} |");
        for state in &states {
            let [(page, all), (site, sites)] = flagged(pages, state, threshold);
            let _ = write!(out, " {page} of {all} pages, {site} of {sites} sites |");
        }
        out.push('\n');
    }
    out.push_str("\n| sites flagged at most | markup | text |\n|---|---|---|\n");
    for share in [0.05, 0.02, 0.01, 0.005, 0.002, 0.0] {
        let shown = |threshold: Option<f32>| threshold.map_or("none".to_owned(), |t| t.to_string());
        let (markup, text) = (lowest(pages, &MARKUP, share), lowest(pages, &["text"], share));
        let _ = writeln!(out, "| {} % | {} | {} |", share * 100.0, shown(markup), shown(text));
    }
    out
}

/// The pages with the highest probabilities in any state.
pub fn highest(pages: &[CleanPage], number: usize) -> Vec<(&CleanPage, f32)> {
    let most = |page: &CleanPage| page.spam.values().copied().fold(0.0, f32::max);
    let mut order: Vec<(&CleanPage, f32)> = pages.iter().map(|page| (page, most(page))).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.id.cmp(&b.0.id)));
    order.truncate(number);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(site: &str, spam: [f32; 4]) -> CleanPage {
        let spam = MARKUP.iter().zip(spam).map(|(state, p)| ((*state).to_owned(), p)).collect();
        CleanPage { id: site.to_owned(), site: site.to_owned(), spam, blocks: (1, 0) }
    }

    #[test]
    fn sites_are_counted_once() {
        let pages = [page("a", [0.9; 4]), page("a", [0.8; 4]), page("b", [0.1; 4])];
        assert_eq!(flagged(&pages, "known", 0.5), [(2, 3), (1, 2)]);
    }

    #[test]
    fn the_threshold_holds_in_every_state() {
        let pages = [page("a", [0.1, 0.1, 0.7, 0.1]), page("b", [0.1; 4])];
        assert_eq!(lowest(&pages, &["known"], 0.0), Some(0.105));
        assert_eq!(lowest(&pages, &MARKUP, 0.0), Some(0.705));
        assert_eq!(lowest(&pages, &MARKUP, 0.5), Some(0.105));
    }
}
