//! The articles and posts of JSON-LD: `articleBody`, and the `text` of posts.

use super::json::{self, Listener};

/// Schema.org types of posts. Their `text` is what was posted.
const POSTS: [&str; 5] = ["DiscussionForumPosting", "SocialMediaPosting", "Comment", "Question", "Answer"];

/// Appends the articles and posts of a script to `items`. Ignores invalid JSON.
pub(super) fn read(json: &str, items: &mut Vec<String>) {
    let mentions = |name: &str| memchr::memmem::find(json.as_bytes(), name.as_bytes()).is_some();
    if !mentions("\"articleBody\"") && !mentions("\"text\"") {
        return;
    }
    // Line feeds inside strings are a common error.
    let _ = read_strictly(json, items)
        || json.contains(char::is_control) && read_strictly(&json.replace(char::is_control, " "), items);
}

fn read_strictly(json: &str, items: &mut Vec<String>) -> bool {
    let before = items.len();
    let is_sound = json::read(json, &mut Reader { items, open: Vec::new() });
    if !is_sound {
        items.truncate(before);
    }
    is_sound
}

struct Reader<'a> {
    items: &'a mut Vec<String>,
    open: Vec<Object>,
}

/// What the fields of an open object say so far.
#[derive(Default)]
struct Object {
    /// Number of items before it.
    start: usize,
    field: Field,
    is_post: bool,
    is_faq: bool,
    has_body: bool,
    /// The item that is its `text`.
    text: Option<usize>,
}

#[derive(Default)]
enum Field {
    Type,
    ArticleBody,
    Text,
    #[default]
    Other,
}

impl Listener for Reader<'_> {
    fn open(&mut self) {
        self.open.push(Object { start: self.items.len(), ..Object::default() });
    }

    fn key(&mut self, key: &str) -> bool {
        if let Some(object) = self.open.last_mut() {
            object.field = match key {
                "@type" => Field::Type,
                "articleBody" => Field::ArticleBody,
                "text" => Field::Text,
                _ => Field::Other,
            };
        }
        true
    }

    fn string(&mut self, value: &str) {
        let Some(object) = self.open.last_mut() else { return };
        match object.field {
            Field::Type => {
                object.is_post |= POSTS.contains(&value);
                object.is_faq |= value == "FAQPage";
            }
            Field::ArticleBody => {
                object.has_body = true;
                self.items.push(value.to_owned());
            }
            Field::Text if object.text.is_none() => {
                object.text = Some(self.items.len());
                self.items.push(value.to_owned());
            }
            Field::Text | Field::Other => {}
        }
    }

    fn close(&mut self) {
        let Some(object) = self.open.pop() else { return };
        // The answers of an FAQ repeat, for search engines, what the page says in other words.
        if object.is_faq {
            self.items.truncate(object.start);
        } else if let Some(text) = object.text.filter(|_| !object.is_post || object.has_body) {
            if text + 1 == self.items.len() {
                self.items.pop();
            } else {
                self.items[text] = String::new();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn items(json: &str) -> Vec<String> {
        let mut items = Vec::new();
        read(json, &mut items);
        items.retain(|item| !item.is_empty());
        items
    }

    #[test]
    fn the_type_may_follow_the_text() {
        assert_eq!(items(r#"[{"text":"a","author":{"text":"b"},"@type":["X","Comment"]}]"#), ["a"]);
        assert_eq!(items(r#"{"text":"a","articleBody":"c","comment":{"@type":"Answer","text":"d"}}"#), ["c", "d"]);
        assert_eq!(items(r#"{"mainEntity":{"@type":"Answer","text":"a"},"@type":"FAQPage"}"#), [""; 0]);
    }

    #[test]
    fn line_feeds_in_strings_are_forgiven_and_other_damage_is_not() {
        assert_eq!(items("{\"articleBody\":\"a\nb\"}"), ["a b"]);
        assert_eq!(items("{\"articleBody\": \"never closed"), [""; 0]);
        assert_eq!(items("{\"articleBody\": \"a\"} more"), [""; 0]);
        assert_eq!(items(&format!("{}\"articleBody\":1{}", "{\"a\":".repeat(9000), "}".repeat(9000))), [""; 0]);
    }
}
