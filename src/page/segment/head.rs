//! Reads what a page says besides its text: title and metas, structured data, counts of images and the like.

use super::walk::Walk;
use crate::page::BlockKind;
use crate::page::head::HeadText;
use crate::parse::{Tag, may_be_state};
use ego_tree::NodeRef;
use scraper::Node;

/// Children of the second element of `<html>`, usually the body, that are read for titles and metas.
const MAX_BODY_CHILDREN: usize = 64;

impl Walk {
    /// Reads the title and metas. They may be anywhere: injected ones often come before the doctype, and then the
    /// parser puts them into the body.
    pub(super) fn head(&mut self, root: NodeRef<'_, Node>) {
        let Some(html) = root.children().find(|n| n.value().is_element()) else { return };
        let mut has_title = false;
        for (i, section) in html.children().filter(|n| n.value().is_element()).take(2).enumerate() {
            let is_head = i == 0;
            for node in section.children().take(if is_head { usize::MAX } else { MAX_BODY_CHILDREN }) {
                let Some(element) = node.value().as_element() else { continue };
                if self.costs.budget.exceeded(self.output.blocks.len()).is_some() {
                    return;
                }
                match Tag::of(&element.name.local).0 {
                    Tag::Title if !has_title => {
                        has_title = true;
                        self.title(&node);
                    }
                    Tag::Meta | Tag::Link | Tag::Base => self.meta(&node),
                    tag @ (Tag::Style | Tag::Script) if is_head => self.skip_element(&node, tag),
                    _ => {}
                }
            }
        }
    }

    fn title(&mut self, node: &NodeRef<'_, Node>) {
        for text in node.children().filter_map(|child| child.value().as_text()) {
            self.flow(&text.text);
        }
        self.flush_as(BlockKind::Title);
    }

    fn meta(&mut self, node: &NodeRef<'_, Node>) {
        if let Some(element) = node.value().as_element() {
            self.output.claims.read(element);
        }
        let (text, kind) = match self.output.meta.read(node) {
            Some(HeadText::Description(text)) => (text, BlockKind::Description),
            Some(HeadText::Keywords(text)) => (text, BlockKind::Keywords),
            None => return,
        };
        self.flow(text);
        self.flush_as(kind);
    }

    /// Reads an element that holds no text of the page but may say something about it.
    pub(super) fn skip_element(&mut self, node: &NodeRef<'_, Node>, tag: Tag) {
        let Some(element) = node.value().as_element() else { return };
        let meta = &mut self.output.meta;
        match tag {
            Tag::Input => {
                meta.inputs += 1;
                self.hidden_field(node, element);
            }
            Tag::Iframe => self.frame(node, element),
            Tag::Noframes => self.noframes(node, element),
            Tag::Img => meta.images += 1,
            Tag::Script => {
                meta.scripts += 1;
                self.math_script(node);
                let is_json_ld = element.attr("type").is_some_and(|t| t.contains("ld+json"));
                for text in node.children().filter_map(|child| child.value().as_text()) {
                    if is_json_ld {
                        self.read_json_ld(&text.text);
                    } else if self.input.is_page() && may_be_state(&text.text) {
                        self.json.keep_state(&text.text);
                    }
                }
            }
            _ => {}
        }
    }

    fn read_json_ld(&mut self, json: &str) {
        if self.input.is_page() {
            self.output.meta.read_json_ld(json);
            self.json.read_json_ld(json);
        }
    }
}
