//! What the page's own style sheets and scripts hide, by class and by id.

use super::visibility::Visibility;
use crate::parse::Parsed;
use crate::parse::css::{Selector, each_hidden_id, each_hiding_rule, may_hide};
use html5ever::local_name;
use rustc_hash::FxHashMap;
use scraper::Html;
use std::hash::Hasher;

/// The classes and ids that a page hides.
#[derive(Default)]
pub(super) struct Rules {
    /// Keys are hashes of the selectors, see [`key`].
    by_selector: FxHashMap<u64, Visibility>,
}

impl Rules {
    /// Reads the style sheets of a page and its small scripts. `text` is the page's markup.
    pub(super) fn read(parsed: &Parsed, text: &str) -> Rules {
        let mut rules = Rules::default();
        parsed.styles.iter().for_each(|style| rules.add_style_sheet(&text[style.clone()]));
        parsed.scripts.iter().for_each(|script| rules.add_script(&text[script.clone()]));
        if parsed.has_rules {
            rules.add_tree(&parsed.html);
        }
        rules
    }

    /// Adds the style sheets and scripts whose text is in the tree.
    fn add_tree(&mut self, html: &Html) {
        for node in html.tree.nodes() {
            let Some(element) = node.value().as_element() else { continue };
            let is_style = element.name.local == local_name!("style");
            if !is_style && element.name.local != local_name!("script") {
                continue;
            }
            for text in node.children().filter_map(|child| child.value().as_text()) {
                if is_style {
                    self.add_style_sheet(&text.text);
                } else if may_hide(&text.text) {
                    self.add_script(&text.text);
                }
            }
        }
    }

    fn add_style_sheet(&mut self, css: &str) {
        each_hiding_rule(css, |selector, hiding| self.add(selector, hiding.into()));
    }

    fn add_script(&mut self, script: &str) {
        each_hidden_id(script, |id, hiding| self.add(Selector::Id(id), hiding.into()));
    }

    fn add(&mut self, selector: Selector<'_>, visibility: Visibility) {
        let entry = self.by_selector.entry(key(selector)).or_default();
        *entry = entry.with(visibility);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_selector.is_empty()
    }

    /// How an element with this class attribute is hidden.
    pub(super) fn of_classes(&self, classes: &str) -> Visibility {
        classes
            .split_ascii_whitespace()
            .fold(Visibility::default(), |visibility, class| visibility.with(self.get(Selector::Class(class))))
    }

    /// How the element with this id is hidden.
    pub(super) fn of_id(&self, id: &str) -> Visibility {
        self.get(Selector::Id(id.trim()))
    }

    fn get(&self, selector: Selector<'_>) -> Visibility {
        self.by_selector.get(&key(selector)).copied().unwrap_or_default()
    }
}

fn key(selector: Selector<'_>) -> u64 {
    let (sort, name) = match selector {
        Selector::Class(name) => (b'.', name),
        Selector::Id(name) => (b'#', name),
    };
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write_u8(sort);
    hasher.write(name.as_bytes());
    hasher.finish()
}
