//! What is read of a page besides its text: title and metas, scripts of data, counts of images and the like.

use super::Walk;
use crate::page::BlockKind;
use crate::page::head::HeadText;
use crate::parse::Tag;
use ego_tree::NodeRef;
use scraper::Node;

impl Walk {
    /// Title and metas. They may stand anywhere: injected ones often come before the doctype.
    pub(super) fn head(&mut self, root: NodeRef<'_, Node>) {
        let Some(html) = root.children().find(|n| n.value().is_element()) else { return };
        let mut titled = false;
        let places = html.children().filter(|n| n.value().is_element()).take(2);
        for (i, place) in places.enumerate() {
            for node in place.children().take(if i == 0 { usize::MAX } else { 64 }) {
                let Some(element) = node.value().as_element() else { continue };
                if self.budget.past(self.blocks.len()).is_some() {
                    return;
                }
                let tag = Tag::of(&element.name.local).0;
                match tag {
                    Tag::Title if !titled => {
                        titled = true;
                        for child in node.children() {
                            if let Some(text) = child.value().as_text() {
                                self.flow(&text.text);
                            }
                        }
                        self.flush(BlockKind::Title);
                    }
                    Tag::Meta | Tag::Link | Tag::Base => match self.meta.read(&node, &mut self.addresses) {
                        Some(HeadText::Description(text)) => self.meta_text(text, BlockKind::Description),
                        Some(HeadText::Keywords(text)) => self.meta_text(text, BlockKind::Keywords),
                        None => {}
                    },
                    Tag::Style | Tag::Script if i == 0 => self.skipped(&node, tag),
                    _ => {}
                }
            }
        }
    }

    pub(super) fn meta_text(&mut self, text: &str, kind: BlockKind) {
        self.flow(text);
        self.flush(kind);
    }

    /// An element whose content is no text, but may say something of the page.
    pub(super) fn skipped(&mut self, node: &NodeRef<'_, Node>, tag: Tag) {
        let Some(element) = node.value().as_element() else { return };
        match tag {
            Tag::Input => self.meta.inputs += 1,
            Tag::Img => self.meta.images += 1,
            Tag::Script => {
                self.meta.scripts += 1;
                if element.attr("type").is_some_and(|t| t.contains("ld+json")) {
                    for child in node.children() {
                        if let Some(text) = child.value().as_text() {
                            self.read_json_ld(&text.text);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    pub(super) fn read_json_ld(&mut self, json: &str) {
        if self.kind == BlockKind::Text {
            self.meta.read_json_ld(json);
            self.json.read_json_ld(json);
        }
    }
}
