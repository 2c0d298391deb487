//! Articles and posts that a page carries as JSON: the `articleBody` and posts of JSON-LD, and the posts that a Discourse
//! forum preloads. Scripts show them to readers. If the markup lacks them, they become blocks of their own kind.

use rustc_hash::FxHashMap;
use serde_json::Value;
use std::collections::VecDeque;

/// Letters and digits in a window. An item is looked up in the page's text by its windows, so that white space,
/// punctuation and case do not matter.
const WINDOW: usize = 12;

/// Share of an item's windows that the page's text must have. With fewer, the item is missing.
const MIN_FOUND: f32 = 0.5;

/// Schema.org types of posts. Their `text` is what was posted.
const POSTS: [&str; 5] = ["DiscussionForumPosting", "SocialMediaPosting", "Comment", "Question", "Answer"];

/// The articles and posts in a page's JSON, in order, each as markup or plain text.
#[derive(Default)]
pub(super) struct Embedded(Vec<String>);

impl Embedded {
    /// Reads a JSON-LD script. Ignores invalid JSON.
    pub(super) fn read_json_ld(&mut self, json: &str) {
        let mentions = |name: &str| memchr::memmem::find(json.as_bytes(), name.as_bytes()).is_some();
        if mentions("\"articleBody\"") || mentions("\"text\"") {
            // Line feeds inside strings are a common error.
            let json = json.replace(char::is_control, " ");
            if let Ok(value) = serde_json::from_str(&json) {
                self.read_schema_org(&value);
            }
        }
    }

    /// Reads the `data-preloaded` attribute of a Discourse page: a JSON object whose values are strings of JSON.
    pub(super) fn read_preloaded(&mut self, json: &str) {
        let Ok(Value::Object(stores)) = serde_json::from_str(json) else { return };
        for (_, store) in stores.iter().filter(|(name, _)| name.starts_with("topic_")) {
            let topic: Value = store.as_str().and_then(|s| serde_json::from_str(s).ok()).unwrap_or_default();
            let posts = topic.pointer("/post_stream/posts").and_then(Value::as_array);
            self.0.extend(posts.into_iter().flatten().filter_map(|p| Some(p.get("cooked")?.as_str()?.to_owned())));
        }
    }

    /// Keeps the text of an item, then those of the items inside it. serde_json limits the depth.
    fn read_schema_org(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.read_schema_org(item)),
            Value::Object(fields) => {
                let has_type = |wanted: &dyn Fn(&str) -> bool| match fields.get("@type") {
                    Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).any(wanted),
                    one => one.and_then(Value::as_str).is_some_and(wanted),
                };
                // The answers of an FAQ repeat, for search engines, what the page says in other words.
                if has_type(&|t| t == "FAQPage") {
                    return;
                }
                let is_post = has_type(&|t| POSTS.contains(&t));
                let text = fields.get("articleBody").or_else(|| fields.get("text").filter(|_| is_post));
                self.0.extend(text.and_then(Value::as_str).map(str::to_owned));
                fields.values().filter(|v| v.is_object() || v.is_array()).for_each(|v| self.read_schema_org(v));
            }
            _ => {}
        }
    }

    /// Markup of the items that the page's text lacks, one `<article>` each; empty if it lacks none.
    pub(super) fn missing_markup(&self, text: &str) -> String {
        let mut markup = String::new();
        if self.0.is_empty() {
            return markup;
        }
        let windows: Vec<Vec<u64>> = self.0.iter().map(|item| windows(&without_tags(item), WINDOW)).collect();
        let mut is_found: FxHashMap<u64, bool> = windows.iter().flatten().map(|w| (*w, false)).collect();
        each_window(text, |window| {
            if let Some(is_found) = is_found.get_mut(&window) {
                *is_found = true;
            }
        });
        let mut is_missing = false;
        for (item, windows) in self.0.iter().zip(&windows) {
            // A post too short to have windows counts as the one before it: a thread lacks all of its posts or none.
            if !windows.is_empty() {
                let found = windows.iter().filter(|w| is_found[w]).count();
                is_missing = (found as f32) < MIN_FOUND * windows.len() as f32;
            }
            if is_missing {
                push_article(&mut markup, item);
            }
        }
        markup
    }
}

fn is_markup(item: &str) -> bool {
    item.contains("</") || item.contains("<br")
}

fn push_article(markup: &mut String, item: &str) {
    markup.push_str("<article>");
    if is_markup(item) {
        markup.push_str(item);
    } else {
        for line in item.lines().filter(|l| !l.trim().is_empty()) {
            markup.push_str("<p>");
            markup.push_str(&line.replace('<', "&lt;"));
            markup.push_str("</p>");
        }
    }
    markup.push_str("</article>\n");
}

/// The text outside tags.
fn without_tags(item: &str) -> String {
    let mut parts = item.split('<');
    let mut text = parts.next().unwrap_or("").to_owned();
    for part in parts {
        text.push_str(part.split_once('>').map_or(part, |(_, after)| after));
    }
    text
}

/// Hashes of the windows that start at every `step`-th character.
fn windows(text: &str, step: usize) -> Vec<u64> {
    let mut kept = Vec::new();
    let mut position = 0;
    each_window(text, |hash| {
        if position % step == 0 {
            kept.push(hash);
        }
        position += 1;
    });
    kept
}

/// Calls `visit` with a rolling hash (Karp and Rabin 1987) of every window of letters and digits.
fn each_window(text: &str, mut visit: impl FnMut(u64)) {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    let leaving = (0..WINDOW).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let mut window = VecDeque::with_capacity(WINDOW + 1);
    let mut hash = 0u64;
    for c in text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase) {
        hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(c));
        window.push_back(c);
        if window.len() > WINDOW {
            let left = window.pop_front().map_or(0, u64::from);
            hash = hash.wrapping_sub(left.wrapping_mul(leaving));
        }
        if window.len() == WINDOW {
            visit(hash);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Embedded, WINDOW, windows};

    #[test]
    fn a_window_has_the_same_hash_wherever_it_occurs() {
        let alone = windows("harvestsupper", 1);
        let inside = windows("The Harvest, supper: at eight", 1);
        assert_eq!(alone.len(), 13 - WINDOW + 1);
        assert!(alone.iter().all(|w| inside.contains(w)));
        assert!(windows("too short", 1).is_empty());
    }

    #[test]
    fn damaged_json_gives_nothing() {
        let mut embedded = Embedded::default();
        embedded.read_json_ld("{\"articleBody\": \"never closed");
        embedded.read_preloaded("{\"topic_1\": \"{not json}\", \"topic_2\": 3}");
        embedded.read_preloaded("[]");
        embedded.read_json_ld(&format!("{}\"articleBody\":1{}", "{\"a\":".repeat(9000), "}".repeat(9000)));
        assert!(embedded.missing_markup("text").is_empty());
    }
}
