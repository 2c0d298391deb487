//! Lets text flow into the open block, and closes blocks and links.

use super::state::{OpenBlock, OpenLink};
use super::walk::Walk;
use crate::limits::Limit;
use crate::page::paths::MAX_PATH;
use crate::page::visibility::Visibility;
use crate::page::{Block, BlockKind, LinkPiece, NONE, RunKind};
use crate::parse::{Cues, Phrases};
use ego_tree::NodeRef;
use scraper::Node;
use std::ops::Range;

impl Walk {
    /// Adds text to the open block, if there is room for it. Collapses white space unless the text is preformatted.
    pub(super) fn flow(&mut self, text: &str) {
        if !self.costs.budget.charge_text(text) {
            self.output.meet(Limit::Blocks);
            return;
        }
        let (output, block) = (&mut self.output.text, &mut self.block);
        if self.context.preformatted > 0 {
            output.push_str(text);
            return;
        }
        let before = output.len();
        let mut starts_with_space = text.chars().next().is_some_and(char::is_whitespace);
        for phrase in Phrases(text) {
            if starts_with_space || block.pending_space {
                if output.len() > block.start as usize {
                    output.push(' ');
                }
                if block.pending_breaks > 0 {
                    block.breaks = block.breaks.saturating_add(block.pending_breaks);
                    let at = output.len() as u32;
                    self.costs.budget.memory += self.output.runs.push(RunKind::Break, at.saturating_sub(1), at);
                }
                (block.pending_space, block.pending_breaks) = (false, 0);
            }
            starts_with_space = true;
            output.push_str(phrase);
        }
        if self.context.emphasis > 0 {
            block.emphasis += (output.len() - before) as u32;
        }
        if output.len() > before {
            block.pending_space = text.chars().next_back().is_some_and(char::is_whitespace);
        } else {
            block.pending_space |= starts_with_space;
        }
    }

    /// Reads a `<br>`: the first one is white space, a second one ends the block.
    pub(super) fn line_break(&mut self, node: &NodeRef<'_, Node>) {
        if self.context.preformatted > 0 {
            self.output.text.push('\n');
        } else if self.block.pending_breaks > 0 {
            self.end_line(node);
        } else if self.output.end() > self.block.start {
            self.block.pending_space = true;
            self.block.pending_breaks = 1;
        }
    }

    /// Ends the open block, keeps it if it has text, and opens the next.
    pub(super) fn flush(&mut self) {
        self.flush_as(self.input.kind);
    }

    /// The same, for a block of this kind.
    pub(super) fn flush_as(&mut self, kind: BlockKind) {
        let start = self.block.start;
        let text = &mut self.output.text;
        text.truncate(start as usize + text[start as usize..].trim_end().len());
        let end = self.output.end();
        self.output.runs.end_block(end);
        if let Some(mut link) = self.context.link.take() {
            let anchor = link.anchor_start.max(start)..end;
            if !anchor.is_empty() {
                self.push_link(&mut link, anchor);
            }
            self.context.link = Some(link);
        }
        if end > start {
            self.push_block(kind);
        }
        let start = self.output.end();
        let links_start = self.output.links.pieces.len() as u32;
        let cues = self.inline_cues();
        self.block = OpenBlock { start, links_start, cues, ..OpenBlock::default() };
        if let Some(link) = &mut self.context.link {
            link.anchor_start = start;
        }
    }

    /// Cues of the inline elements that are open.
    fn inline_cues(&mut self) -> Cues {
        let mut cues = Cues::default();
        let mut index = self.context.element;
        while index != NONE && !self.output.elements[index as usize].is_block {
            self.costs.budget.steps += 1;
            cues = cues.with(self.output.elements[index as usize].cues);
            index = self.output.elements[index as usize].parent;
        }
        cues
    }

    fn push_block(&mut self, kind: BlockKind) {
        let (output, open, context) = (&mut self.output, &self.block, &self.context);
        let (start, end) = (open.start, output.end());
        let chars = output.text[start as usize..].chars().count() as u32;
        output.blocks.push(Block {
            start,
            end,
            char_start: output.chars,
            char_end: output.chars + chars,
            element: if kind.is_body() { context.container } else { NONE },
            links: open.links_start..output.links.pieces.len() as u32,
            inline_cues: open.cues,
            breaks: open.breaks,
            emphasis: open.emphasis,
            kind,
            visibility: if kind.is_body() { output.visibility_of(context.container) } else { Visibility::default() },
            after_html: open.is_after_html,
            noscript: context.noscript > 0,
            preformatted: context.preformatted > 0,
        });
        let path = self.costs.path_length(context.container) as usize;
        let depth = if context.container == NONE { 0 } else { output.elements[context.container as usize].depth };
        self.costs.budget.charge_block((end - start) as usize, path.min(MAX_PATH), usize::from(depth));
        output.text.push('\n');
        output.chars += chars + 1;
    }

    /// Closes the open link, if any, and keeps it if it has anchor text in the open block.
    pub(super) fn close_link(&mut self) {
        let Some(mut link) = self.context.link.take() else { return };
        let start = link.anchor_start.max(self.block.start) as usize;
        // The anchor's own text, without the white space that joins it to the text around it.
        let anchor = self.output.text.get(start..).unwrap_or("");
        let start = start + anchor.len() - anchor.trim_start().len();
        let end = start + anchor.trim().len();
        if start < end {
            self.push_link(&mut link, start as u32..end as u32);
        }
    }

    /// Keeps a piece of a link, and the link's target if this is its first piece.
    fn push_link(&mut self, link: &mut OpenLink, anchor: Range<u32>) {
        let links = &mut self.output.links;
        let in_block = links.pieces.len() - self.block.links_start as usize;
        if !self.costs.budget.has_room_for_link(in_block) {
            self.output.meet(Limit::Links);
            return;
        }
        if link.target.is_none() {
            link.target = self.attributes.targets.read(&link.href, |href| links.keep_target(href));
        }
        let Some(target) = link.target.clone() else {
            self.output.meet(Limit::Links);
            return;
        };
        self.costs.budget.charge_link(target.len());
        links.push(target, anchor, link.is_unendorsed);
        if links.pieces.last().is_some_and(LinkPiece::is_relative) {
            self.costs.budget.memory += self.costs.base_length;
        }
    }
}
