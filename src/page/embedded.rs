//! Articles and posts that a page carries as JSON: the `articleBody` of JSON-LD, the posts that a Discourse forum
//! preloads. Scripts show them to readers; where the markup itself lacks them, they become blocks of their own kind.

use rustc_hash::FxHashMap;
use serde_json::Value;
use std::collections::VecDeque;

/// Characters of the windows by which a text is looked for on the visible page; white space, punctuation and case do
/// not count.
const WINDOW: usize = 12;

/// An item is lacking if fewer of its windows than this share are on the visible page.
const SEEN: f32 = 0.5;

/// Schema.org types of posts, whose `text` is what was posted.
const POSTS: [&str; 5] = ["DiscussionForumPosting", "SocialMediaPosting", "Comment", "Question", "Answer"];

/// The articles and posts of a page's JSON, in its order, as markup or text.
#[derive(Default)]
pub(super) struct Embedded(Vec<String>);

impl Embedded {
    /// Reads a JSON-LD script. One that is no JSON is passed over.
    pub(super) fn read_json_ld(&mut self, json: &str) {
        let is_named = |name: &str| memchr::memmem::find(json.as_bytes(), name.as_bytes()).is_some();
        if is_named("\"articleBody\"") || is_named("\"text\"") {
            // Line feeds within strings are a frequent slip.
            let json = json.replace(char::is_control, " ");
            if let Ok(value) = serde_json::from_str(&json) {
                self.read_schema_org(&value);
            }
        }
    }

    /// Reads the value of a Discourse page's `data-preloaded`: an object whose values are JSON again, as strings.
    pub(super) fn read_preloaded(&mut self, json: &str) {
        let Ok(Value::Object(stores)) = serde_json::from_str(json) else { return };
        for (_, store) in stores.iter().filter(|(name, _)| name.starts_with("topic_")) {
            let topic: Value = store.as_str().and_then(|s| serde_json::from_str(s).ok()).unwrap_or_default();
            let posts = topic.pointer("/post_stream/posts").and_then(Value::as_array);
            self.0.extend(posts.into_iter().flatten().filter_map(|p| Some(p.get("cooked")?.as_str()?.to_owned())));
        }
    }

    /// Own text first, then what hangs on it. serde_json bounds the depth.
    fn read_schema_org(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.read_schema_org(item)),
            Value::Object(fields) => {
                let is_a = |wanted: &dyn Fn(&str) -> bool| match fields.get("@type") {
                    Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).any(wanted),
                    one => one.and_then(Value::as_str).is_some_and(wanted),
                };
                // Answers of an FAQ are kept for search engines where the page tells them in other words.
                if is_a(&|t| t == "FAQPage") {
                    return;
                }
                let is_post = is_a(&|t| POSTS.contains(&t));
                let text = fields.get("articleBody").or_else(|| fields.get("text").filter(|_| is_post));
                self.0.extend(text.and_then(Value::as_str).map(str::to_owned));
                fields.values().filter(|v| v.is_object() || v.is_array()).for_each(|v| self.read_schema_org(v));
            }
            _ => {}
        }
    }

    /// Markup of the items that the visible text lacks, an `<article>` each; empty if it lacks none.
    pub(super) fn lacking(&self, visible: &str) -> String {
        let mut markup = String::new();
        if self.0.is_empty() {
            return markup;
        }
        let windows: Vec<Vec<u64>> = self.0.iter().map(|item| windows(&without_tags(item), WINDOW)).collect();
        let mut is_seen: FxHashMap<u64, bool> = windows.iter().flatten().map(|w| (*w, false)).collect();
        each_window(visible, |window| {
            if let Some(seen) = is_seen.get_mut(&window) {
                *seen = true;
            }
        });
        let mut is_lacking = false;
        for (item, windows) in self.0.iter().zip(&windows) {
            // Too short to tell: as the one before it, since a thread lacks all of its posts or none.
            if !windows.is_empty() {
                let seen = windows.iter().filter(|w| is_seen[w]).count();
                is_lacking = (seen as f32) < SEEN * windows.len() as f32;
            }
            if is_lacking {
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

/// What stands outside of tags.
fn without_tags(item: &str) -> String {
    let mut parts = item.split('<');
    let mut text = parts.next().unwrap_or("").to_owned();
    for part in parts {
        text.push_str(part.split_once('>').map_or(part, |(_, after)| after));
    }
    text
}

/// Hashes of the windows that begin at every `step`-th character.
fn windows(text: &str, step: usize) -> Vec<u64> {
    let mut kept = Vec::new();
    let mut at = 0;
    each_window(text, |hash| {
        if at % step == 0 {
            kept.push(hash);
        }
        at += 1;
    });
    kept
}

/// A rolling hash (Karp and Rabin 1987) of every window of letters and digits.
fn each_window(text: &str, mut each: impl FnMut(u64)) {
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
            each(hash);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Embedded, WINDOW, windows};

    #[test]
    fn a_window_has_the_same_hash_wherever_it_stands() {
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
        assert!(embedded.lacking("text").is_empty());
    }
}
