//! Cuts blocks of a page into pieces, each a block of its own, to look at what stands within a block.

use super::{Block, Page};
use std::ops::Range;

impl Page {
    /// The page with some blocks cut at positions in [`Page::text`], and for each of its blocks the one that it was a
    /// part of. Positions within white space, links or other blocks cut as near as they may. Blocks and positions
    /// ascend.
    pub(crate) fn cut(&self, cuts: &[(usize, Vec<usize>)]) -> (Page, Vec<usize>) {
        let mut blocks = Vec::with_capacity(self.blocks.len() + 4 * cuts.len());
        let mut origins = Vec::with_capacity(blocks.capacity());
        // Where each block of before begins among those of after.
        let mut places = Vec::with_capacity(self.blocks.len() + 1);
        let mut cuts = cuts.iter().peekable();
        for (i, block) in self.blocks.iter().enumerate() {
            places.push(blocks.len() as u32);
            match cuts.next_if(|(at, _)| *at == i) {
                Some((_, positions)) => blocks.extend(self.pieces(block, positions)),
                None => blocks.push(block.clone()),
            }
            origins.resize(blocks.len(), i);
        }
        places.push(blocks.len() as u32);
        let mut page = Page { blocks, ..self.clone() };
        for element in &mut page.elements {
            element.first_block = places[element.first_block as usize];
            element.end_block = places[element.end_block as usize];
        }
        (page, origins)
    }

    fn pieces<'a>(&'a self, block: &'a Block, positions: &'a [usize]) -> impl Iterator<Item = Block> + 'a {
        let whole = block.bytes();
        let inner = positions.iter().copied().filter(move |p| *p > block.start as usize && *p < block.end as usize);
        let ends = inner.chain([whole.end]);
        let mut start = whole.start;
        let mut link = block.links.start;
        let mut char_start = block.char_start;
        ends.filter_map(move |end| {
            let first = link;
            while link < block.links.end && (self.links.pieces[link as usize].anchor.start as usize) < end {
                link += 1;
            }
            let piece = std::mem::replace(&mut start, end)..end;
            let length = self.text[piece.clone()].chars().count() as u32;
            let chars = char_start;
            char_start += length;
            let text = &self.text[piece.clone()];
            let lead = text.len() - text.trim_start().len();
            let trimmed: Range<usize> = piece.start + lead..piece.start + text.trim_end().len();
            (trimmed.start < trimmed.end).then(|| {
                let char_start = chars + self.text[piece.start..trimmed.start].chars().count() as u32;
                let char_end = char_start + self.text[trimmed.clone()].chars().count() as u32;
                Block {
                    start: trimmed.start as u32,
                    end: trimmed.end as u32,
                    char_start,
                    char_end,
                    links: first..link,
                    breaks: 0,
                    emphasis: 0,
                    ..block.clone()
                }
            })
        })
    }
}
