//! Grafting: plants spam and its clean look-alikes in pages, and marks what was planted.
//!
//! What is planted comes from the data files of a [`Library`](super::Library). How it is planted (domain names,
//! separators, hiding, location) is drawn from weights that the files may change. The random generator passed in
//! decides everything else.
//!
//! ```
//! use blocksift_training::synth::{Library, graft};
//! use rand::SeedableRng;
//!
//! let library = Library::embedded()?;
//! let host = graft::Host { html: "<p>Opening hours</p>", url: None, language: Some("en") };
//! let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(1);
//! let graft = graft::plant(&host, &library.campaigns[0], &mut rng);
//! assert!(graft.html.contains(graft::MARK_SPAM) && graft.html.contains(graft::MARK_END));
//! # Ok::<(), blocksift_training::synth::DataError>(())
//! ```

mod compose;
mod domains;
mod doorway;
mod edits;
mod hide;
mod hijacked;
mod host;
mod letters;
mod linker;
mod marked;
mod name;
mod payload;
mod plain;
mod plant;
mod render;
mod scan;
mod site_texts;
#[cfg(test)]
mod tests;
mod title;
mod words;

use rand_chacha::ChaCha8Rng;

use super::{Campaign, Lookalike};

pub use hijacked::{MainContent, hijacked, main_content};
pub use host::Host;
pub use marked::{Graft, MARK_CONTENT, MARK_END, MARK_NAVIGATION, MARK_SPAM, strip_marks};

/// Plants a campaign's spam in a page.
pub fn plant(host: &Host, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    plant::spam(host, campaign, rng)
}

/// Plants spam of a kind that [`plant`] does not draw: one hidden link, few links in a footer, a brand's name in place
/// of the host's, a list in a `noscript` element or a sidebar.
pub fn plant_further(host: &Host, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    plant::further_spam(host, campaign, rng)
}

/// Plants a clean look-alike where and as [`plant_further`] plants spam.
pub fn plant_further_lookalike(host: &Host, lookalike: &Lookalike, rng: &mut ChaCha8Rng) -> Graft {
    plant::further_lookalike(host, lookalike, rng)
}

/// Plants a clean look-alike in a page.
pub fn plant_lookalike(host: &Host, lookalike: &Lookalike, rng: &mut ChaCha8Rng) -> Graft {
    plant::lookalike(host, lookalike, rng)
}

/// Makes a whole page of a campaign's spam inside the template of an ordinary site.
pub fn doorway(campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    doorway::page(campaign, rng)
}

/// Plants a campaign's spam in a page that was flattened to plain text.
pub fn plant_text(lines: &str, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    plain::spam(lines, campaign, rng)
}

/// Plants one or few links in a page that was flattened to plain text.
pub fn plant_text_further(lines: &str, campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    plain::further_spam(lines, campaign, rng)
}

/// Plants a clean look-alike in a page that was flattened to plain text.
pub fn plant_text_lookalike(lines: &str, lookalike: &Lookalike, rng: &mut ChaCha8Rng) -> Graft {
    plain::lookalike(lines, lookalike, rng)
}
