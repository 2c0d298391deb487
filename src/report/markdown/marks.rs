//! The inline markup of each block: the page's runs, cut at the ends of blocks.

use crate::page::{Page, RunKind};
use std::ops::Range;

/// Inline markup inside one block, without white space around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// In bytes of the page's text.
    pub(super) range: Range<usize>,
    pub(super) kind: RunKind,
}

/// The marks of all blocks.
pub(super) struct Marks {
    /// Ordered by block and start.
    marks: Vec<(u32, Mark)>,
    /// For each kind that may span blocks, how many runs begin to cover whole blocks at a block, less those that end.
    covering: [Vec<i32>; SPANNING.len()],
}

/// The kinds that may span blocks.
const SPANNING: [RunKind; 4] = [RunKind::Strong, RunKind::Emphasis, RunKind::Code, RunKind::Deletion];

impl Marks {
    /// A run has a mark in the first and in the last block that it is in. The blocks between, of which there may be many
    /// for each of many runs, are only counted.
    pub(super) fn of(page: &Page) -> Marks {
        let blocks = page.blocks();
        let mut covering = SPANNING.map(|_| vec![0; if page.runs.is_empty() { 0 } else { blocks.len() + 1 }]);
        let mut marks = Vec::new();
        for run in &page.runs {
            let (start, end) = (run.start as usize, run.end as usize);
            let first = blocks.partition_point(|block| block.bytes().end <= start);
            let after = blocks.partition_point(|block| block.bytes().start < end);
            let last = after.max(first + 1) - 1;
            if last > first && !SPANNING.contains(&run.kind) {
                continue;
            }
            for block in [first, last].into_iter().take(1 + usize::from(last > first)).filter(|block| *block < after) {
                let own = blocks[block].bytes();
                let range = trimmed(page.text(), start.max(own.start)..end.min(own.end), run.kind);
                if !range.is_empty() {
                    marks.push((block as u32, Mark { range, kind: run.kind }));
                }
            }
            if let Some(kind) = SPANNING.iter().position(|kind| *kind == run.kind)
                && last > first + 1
            {
                covering[kind][first + 1] += 1;
                covering[kind][last] -= 1;
            }
        }
        for counts in &mut covering {
            for i in 1..counts.len() {
                counts[i] += counts[i - 1];
            }
        }
        marks.sort_by_key(|(block, mark)| (*block, mark.range.start));
        Marks { marks, covering }
    }

    /// The marks of a block, ordered by their starts.
    pub(super) fn of_block(&self, page: &Page, block: usize) -> Vec<Mark> {
        let whole = SPANNING.iter().zip(&self.covering).filter(|(_, counts)| counts.get(block).is_some_and(|n| *n > 0));
        let mut marks: Vec<Mark> =
            whole.map(|(kind, _)| Mark { range: page.blocks()[block].bytes(), kind: *kind }).collect();
        let start = self.marks.partition_point(|(of, _)| (*of as usize) < block);
        marks.extend(
            self.marks[start..].iter().take_while(|(of, _)| *of as usize == block).map(|(_, mark)| mark.clone()),
        );
        marks
    }
}

/// A range without white space around it; a line break is white space.
fn trimmed(text: &str, range: Range<usize>, kind: RunKind) -> Range<usize> {
    let Some(own) = text.get(range.clone()) else { return 0..0 };
    if kind == RunKind::Break {
        return range;
    }
    let start = range.start + own.len() - own.trim_start().len();
    start..start + own.trim().len()
}
