//! Articles and posts that a page carries as JSON: the `articleBody` and posts of JSON-LD, the posts that a Discourse forum
//! preloads, and texts in the state of an application. Scripts show them to readers. If the markup lacks them, they
//! become blocks of their own kind.
//!
//! JSON is read as a stream (`json`), so that it takes little more memory than the texts that are kept.

mod json;
mod json_ld;
mod preloaded;
mod prose;
mod state;
mod windows;

pub(super) use prose::has_words;

use rustc_hash::FxHashMap;
use scraper::StrTendril;
use windows::{WINDOW, each_window, outside_tags, windows};

/// Share of an item's windows that the page's text must have. With fewer, the item is missing.
const MIN_FOUND: f32 = 0.5;

/// Letters and digits of a page from which on it shows its text itself, so that the state of its application is not read.
const MAX_SHELL: usize = 1500;

/// The articles and posts in a page's JSON, in order, each as markup or plain text.
#[derive(Default)]
pub(super) struct Embedded {
    items: Vec<String>,
    /// Scripts that may hold the state of an application.
    states: Vec<StrTendril>,
}

impl Embedded {
    /// Reads a JSON-LD script. Ignores invalid JSON.
    pub(super) fn read_json_ld(&mut self, json: &str) {
        json_ld::read(json, &mut self.items);
    }

    /// Reads the `data-preloaded` attribute of a Discourse page. Ignores invalid JSON.
    pub(super) fn read_preloaded(&mut self, json: &str) {
        preloaded::read(json, &mut self.items);
    }

    /// Keeps a script that may hold the state of an application, in case that the page lacks its text.
    pub(super) fn keep_state(&mut self, script: &StrTendril) {
        self.states.push(script.clone());
    }

    /// Markup of the items that the page's text lacks, one `<article>` each, no longer than about `max_bytes`; empty if it
    /// lacks none. `states` are the page's further scripts that may hold the state of an application.
    pub(super) fn missing_markup<'s>(
        &'s self,
        text: &str,
        states: impl Iterator<Item = &'s str>,
        max_bytes: usize,
    ) -> String {
        let mut markup = String::new();
        push_missing(&mut markup, &self.items, text, max_bytes, Repeats::Kept);
        let mut states = states.chain(self.states.iter().map(|script| &**script)).peekable();
        if states.peek().is_some() && is_shell(text) && is_shell(&markup) {
            let mut items = Vec::new();
            states.for_each(|script| state::read(script, &mut items));
            push_missing(&mut markup, &items, text, max_bytes, Repeats::Dropped);
        }
        markup
    }
}

/// Whether a page with this text leaves it to a script to show more.
fn is_shell(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).nth(MAX_SHELL).is_none()
}

/// What becomes of items that an earlier item has as well.
#[derive(Clone, Copy, PartialEq)]
enum Repeats {
    /// Posts quote each other.
    Kept,
    /// The state of an application has the same text in several places.
    Dropped,
}

/// Appends the items that the text lacks.
fn push_missing(markup: &mut String, items: &[String], text: &str, max_bytes: usize, repeats: Repeats) {
    let windows: Vec<Vec<u64>> = items.iter().map(|item| windows(outside_tags(item), WINDOW)).collect();
    let mut is_found: FxHashMap<u64, bool> = windows.iter().flatten().map(|w| (*w, false)).collect();
    let find = |is_found: &mut FxHashMap<u64, bool>, window: u64| {
        if let Some(is_found) = is_found.get_mut(&window) {
            *is_found = true;
        }
    };
    if is_found.is_empty() {
        return;
    }
    each_window(text.chars(), |window| find(&mut is_found, window));
    let mut is_missing = false;
    for (item, windows) in items.iter().zip(&windows).filter(|(item, _)| !item.is_empty()) {
        // A post too short to have windows counts as the one before it: a thread lacks all of its posts or none.
        if !windows.is_empty() {
            let found = windows.iter().filter(|w| is_found[w]).count();
            is_missing = (found as f32) < MIN_FOUND * windows.len() as f32;
            if is_missing && repeats == Repeats::Dropped {
                each_window(outside_tags(item), |window| find(&mut is_found, window));
            }
        }
        if is_missing && markup.len() < max_bytes {
            push_article(markup, item, max_bytes);
        }
    }
}

fn is_markup(item: &str) -> bool {
    item.contains("</") || item.contains("<br")
}

fn push_article(markup: &mut String, item: &str, max_bytes: usize) {
    markup.push_str("<article>");
    if is_markup(item) {
        markup.push_str(item);
    } else {
        for line in item.lines().filter(|l| !l.trim().is_empty()) {
            if markup.len() > max_bytes {
                break;
            }
            markup.push_str("<p>");
            markup.push_str(&line.replace('<', "&lt;"));
            markup.push_str("</p>");
        }
    }
    markup.push_str("</article>\n");
}
