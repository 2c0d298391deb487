//! Text flows into the open block, and blocks and links are closed.

use super::{OpenBlock, Walk};
use crate::limits::Limit;
use crate::page::paths::LONGEST;
use crate::page::visibility::Visibility;
use crate::page::{Block, BlockKind, NONE};
use crate::parse::budget::LINK;
use crate::parse::{Cues, Words};
use std::ops::Range;

impl Walk {
    /// Lets text flow into the open block, folding white space unless it is preformatted.
    pub(super) fn flow(&mut self, text: &str) {
        if self.pre > 0 {
            self.text.push_str(text);
            return;
        }
        let before = self.text.len();
        let mut starts_with_space = text.chars().next().is_some_and(char::is_whitespace);
        for word in Words(text) {
            if starts_with_space || self.open.pending_space {
                if self.text.len() > self.open.start as usize {
                    self.text.push(' ');
                }
                self.open.breaks = self.open.breaks.saturating_add(self.open.pending_breaks);
                (self.open.pending_space, self.open.pending_breaks) = (false, 0);
            }
            starts_with_space = true;
            self.text.push_str(word);
        }
        if self.emphasis > 0 {
            self.open.emphasis += (self.text.len() - before) as u32;
        }
        if self.text.len() > before {
            self.open.pending_space = text.chars().next_back().is_some_and(char::is_whitespace);
        } else {
            self.open.pending_space |= starts_with_space;
        }
    }

    /// `<br>`: white space once, the end of a block the second time.
    pub(super) fn line_break(&mut self) {
        if self.pre > 0 {
            self.text.push('\n');
        } else if self.open.pending_breaks > 0 {
            self.flush(self.kind);
        } else if self.text.len() > self.open.start as usize {
            self.open.pending_space = true;
            self.open.pending_breaks = 1;
        }
    }

    /// Ends the open block and keeps it if it holds anything visible.
    pub(super) fn flush(&mut self, kind: BlockKind) {
        let start = self.open.start as usize;
        let trimmed = start + self.text[start..].trim_end().len();
        self.text.truncate(trimmed);
        if let Some(link) = &mut self.open_link {
            let anchor_start = link.anchor_start.max(start as u32);
            let (target, unendorsed) = (link.target.clone(), link.unendorsed);
            if (anchor_start as usize) < trimmed {
                self.push_link(target, anchor_start..trimmed as u32, unendorsed);
            }
        }
        if trimmed > start {
            self.push_block(kind);
        }
        let start = self.text.len() as u32;
        let links_start = self.links.pieces.len() as u32;
        let inline_cues = self.open_inline_cues();
        self.open = OpenBlock { start, links_start, cues: inline_cues, ..OpenBlock::default() };
        if let Some(link) = &mut self.open_link {
            link.anchor_start = start;
        }
    }

    /// Cues of the inline elements that are still open when a block begins.
    pub(super) fn open_inline_cues(&mut self) -> Cues {
        let mut cues = Cues::default();
        let mut at = self.current;
        while at != NONE && !self.elements[at as usize].is_block {
            self.budget.steps += 1;
            cues = cues.with(self.elements[at as usize].cues);
            at = self.elements[at as usize].parent;
        }
        cues
    }

    pub(super) fn push_block(&mut self, kind: BlockKind) {
        let start = self.open.start;
        let end = self.text.len() as u32;
        let length = self.text[start as usize..].chars().count() as u32;
        self.blocks.push(Block {
            start,
            end,
            char_start: self.chars,
            char_end: self.chars + length,
            element: if kind.is_body() { self.container } else { NONE },
            links: self.open.links_start..self.links.pieces.len() as u32,
            inline_cues: self.open.cues,
            breaks: self.open.breaks,
            emphasis: self.open.emphasis,
            kind,
            visibility: Visibility::default(),
            after_html: self.open.after_html,
            noscript: self.noscript > 0,
            preformatted: self.pre > 0,
        });
        let path = if self.container == NONE { 0 } else { self.paths[self.container as usize] as usize };
        let depth = if self.container == NONE { 0 } else { self.elements[self.container as usize].depth };
        self.budget.block((end - start) as usize, path.min(LONGEST), usize::from(depth));
        self.text.push('\n');
        self.chars += length + 1;
    }

    pub(super) fn close_link(&mut self) {
        let Some(link) = self.open_link.take() else { return };
        let start = link.anchor_start.max(self.open.start) as usize;
        // The anchor's own text, without the white space that joins it to the text around.
        let anchor = self.text.get(start..).unwrap_or("");
        let start = start + anchor.len() - anchor.trim_start().len();
        let end = start + anchor.trim().len();
        if start < end {
            self.push_link(link.target, start as u32..end as u32, link.unendorsed);
        }
    }

    pub(super) fn push_link(&mut self, target: Range<u32>, anchor: Range<u32>, unendorsed: bool) {
        if self.links.pieces.len() - self.open.links_start as usize >= self.budget.most_links {
            self.meet(Limit::Links);
            return;
        }
        self.budget.memory += LINK + target.len();
        self.links.push(target, anchor, unendorsed);
    }
}
