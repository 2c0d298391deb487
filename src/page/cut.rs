//! Cuts blocks into pieces that are blocks themselves, so that the model can judge the parts of a block.

use super::{Block, Page};
use std::ops::Range;

impl Page {
    /// A copy of the page with some blocks cut into pieces, and for each block of the copy the index of the block that
    /// it is, or is a piece of.
    ///
    /// `cuts` holds indices of blocks and the positions in [`Page::text`], in bytes, at which to cut them; both ascend.
    /// Positions outside their block are ignored, and pieces that are only white space are dropped. A link belongs to
    /// the piece that its anchor starts in.
    pub(crate) fn cut(&self, cuts: &[(usize, Vec<usize>)]) -> (Page, Vec<usize>) {
        let mut blocks = Vec::with_capacity(self.blocks.len() + 4 * cuts.len());
        let mut origins = Vec::with_capacity(blocks.capacity());
        // The index of each old block's first piece.
        let mut first_pieces = Vec::with_capacity(self.blocks.len() + 1);
        let mut cuts = cuts.iter().peekable();
        for (i, block) in self.blocks.iter().enumerate() {
            first_pieces.push(blocks.len() as u32);
            match cuts.next_if(|(index, _)| *index == i) {
                Some((_, positions)) => blocks.extend(self.pieces(block, positions)),
                None => blocks.push(block.clone()),
            }
            origins.resize(blocks.len(), i);
        }
        first_pieces.push(blocks.len() as u32);
        let mut page = Page { blocks, ..self.clone() };
        for element in &mut page.elements {
            element.first_block = first_pieces[element.first_block as usize];
            element.end_block = first_pieces[element.end_block as usize];
        }
        (page, origins)
    }

    fn pieces<'a>(&'a self, block: &'a Block, positions: &'a [usize]) -> impl Iterator<Item = Block> + 'a {
        let Range { mut start, end } = block.bytes();
        let inner = positions.iter().copied().filter(move |p| *p > block.start as usize && *p < block.end as usize);
        let mut link = block.links.start;
        let mut char_start = block.char_start;
        inner.chain([end]).filter_map(move |end| {
            let links = self.links_before(block, link, end);
            link = links.end;
            let text = &self.text[start..end];
            let piece = trimmed_piece(block, text, start, char_start, links);
            char_start += chars(text);
            start = end;
            piece
        })
    }

    /// The link pieces of a block from `first` on whose anchors start before `end`.
    fn links_before(&self, block: &Block, first: u32, end: usize) -> Range<u32> {
        let mut last = first;
        while last < block.links.end && (self.links.pieces[last as usize].anchor.start as usize) < end {
            last += 1;
        }
        first..last
    }
}

/// The piece of a block that has this text, without the white space around it; `None` if nothing else is left.
fn trimmed_piece(block: &Block, text: &str, start: usize, char_start: u32, links: Range<u32>) -> Option<Block> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return None;
    }
    let leading = &text[..text.len() - text.trim_start().len()];
    let (start, char_start) = (start + leading.len(), char_start + chars(leading));
    Some(Block {
        start: start as u32,
        end: (start + trimmed.len()) as u32,
        char_start,
        char_end: char_start + chars(trimmed),
        links,
        breaks: 0,
        emphasis: 0,
        ..block.clone()
    })
}

fn chars(text: &str) -> u32 {
    text.chars().count() as u32
}
