//! Runs that are hidden inside a visible line.
//!
//! A reader sees the line in one piece, so it is one block. What is hidden in it is a separate block, which follows as
//! soon as the line ends.

use super::state::{Aside, OpenLink};
use super::walk::Walk;
use ego_tree::NodeRef;
use scraper::Node;

impl Walk {
    /// Puts off a hidden element. Returns whether there is a line that it would cut.
    pub(super) fn put_off(&mut self, node: &NodeRef<'_, Node>) -> bool {
        let cuts = !self.is_in_aside && self.output.end() > self.block.start;
        if cuts {
            self.asides.push(Aside { node: node.id(), link: self.context.link.clone() });
        }
        cuts
    }

    /// Ends the open block, and reads what was put off because of it. `node` is any node of the tree.
    pub(super) fn end_line(&mut self, node: &NodeRef<'_, Node>) {
        self.flush();
        if self.asides.is_empty() || self.is_in_aside {
            return;
        }
        let outer = self.context.link.take();
        let (line, container) = (self.context.element, self.context.container);
        self.is_in_aside = true;
        for Aside { node: id, link } in std::mem::take(&mut self.asides) {
            let Some(aside) = node.tree().get(id) else { continue };
            let anchor_start = self.output.end();
            self.context.link = link.map(|link| OpenLink { anchor_start, ..link });
            if !self.visit(aside) {
                self.close_down_to(line);
                self.context.container = container;
                break;
            }
            self.flush();
            self.context.link = None;
        }
        self.is_in_aside = false;
        let anchor_start = self.output.end();
        self.context.link = outer.map(|link| OpenLink { anchor_start, ..link });
    }
}
