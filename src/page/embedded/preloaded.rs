//! The posts that a Discourse forum preloads: a JSON object whose values are strings of JSON.

use super::json::{self, Listener};

/// Appends the posts in a `data-preloaded` attribute to `items`. Ignores invalid JSON.
pub(super) fn read(json: &str, items: &mut Vec<String>) {
    let before = items.len();
    if !json::read(json, &mut Stores { items, depth: 0, is_topic: false }) {
        items.truncate(before);
    }
}

/// The outer object.
struct Stores<'a> {
    items: &'a mut Vec<String>,
    depth: u32,
    is_topic: bool,
}

impl Listener for Stores<'_> {
    fn open(&mut self) {
        self.depth += 1;
    }
    fn key(&mut self, key: &str) -> bool {
        self.is_topic = self.depth == 1 && key.starts_with("topic_");
        self.is_topic
    }
    fn string(&mut self, value: &str) {
        if self.is_topic {
            let before = self.items.len();
            if !json::read(value, &mut Topic { items: self.items, depth: 0, is_post: false }) {
                self.items.truncate(before);
            }
        }
    }
    fn close(&mut self) {
        self.depth -= 1;
    }
}

/// The path from a topic to the text of its posts.
const PATH: [&str; 3] = ["post_stream", "posts", "cooked"];

/// One topic: `post_stream.posts[].cooked`.
struct Topic<'a> {
    items: &'a mut Vec<String>,
    depth: usize,
    is_post: bool,
}

impl Listener for Topic<'_> {
    fn open(&mut self) {
        self.depth += 1;
    }
    fn key(&mut self, key: &str) -> bool {
        // `posts` is a field of the stream, `cooked` one of the objects in its array.
        let is_on_path = PATH.get(self.depth - 1) == Some(&key);
        self.is_post = is_on_path && self.depth == PATH.len();
        is_on_path
    }
    fn string(&mut self, value: &str) {
        if self.is_post {
            self.items.push(value.to_owned());
        }
    }
    fn close(&mut self) {
        self.depth -= 1;
        self.is_post = false;
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_posts_of_topics_are_read() {
        let topic = r#"{\"cooked\":\"no\",\"post_stream\":{\"cooked\":\"no\",\"posts\":[{\"raw\":1,\"cooked\":\"a\"},{\"cooked\":\"b\"}]}}"#;
        let mut items = Vec::new();
        super::read(&format!("{{\"site\":\"{topic}\",\"topic_1\":\"{topic}\",\"topic_2\":3,\"x\":{{}}}}"), &mut items);
        assert_eq!(items, ["a", "b"]);
        for damaged in ["{\"topic_1\": \"{not json}\", \"topic_2\": 3}", "[]", "{\"topic_1\":", "\"topic_1\""] {
            super::read(damaged, &mut items);
        }
        assert_eq!(items.len(), 2);
    }
}
