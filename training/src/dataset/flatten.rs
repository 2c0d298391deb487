//! Flattening: a page as the lines of text that WET files and text dumps hold, with its labels.

use blocksift::{BlockKind, Label, Page};

/// A flattened page.
#[derive(Debug, Clone, Default)]
pub struct Flat {
    /// Lines joined by line feeds.
    pub text: String,
    /// End of each line in bytes, and its label.
    pub lines: Vec<(usize, Option<Label>)>,
}

/// Flattens a page: first its title, then one line per block; preformatted blocks keep their lines. Meta descriptions
/// and keywords are left out, as WET files leave them out.
pub fn flatten(page: &Page, labels: &[Option<Label>]) -> Flat {
    let mut flat = Flat::default();
    for (block, label) in page.blocks().iter().zip(labels) {
        if matches!(block.kind(), BlockKind::Description | BlockKind::Keywords) {
            continue;
        }
        for line in page.block_text(block).lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            if words.is_empty() {
                continue;
            }
            if !flat.text.is_empty() {
                flat.text.push('\n');
            }
            flat.text.push_str(&words.join(" "));
            flat.lines.push((flat.text.len(), *label));
        }
    }
    flat
}

/// Labels for the blocks of a text page parsed from a flattened page: each block gets the label of the line that
/// overlaps it most. Joining wrapped lines replaces line feeds by spaces, so byte positions stay the same.
pub fn carry(flat: &Flat, page: &Page) -> Vec<Option<Label>> {
    let mut line = 0;
    page.blocks()
        .iter()
        .map(|block| {
            let range = block.bytes();
            let mut best = (0, None);
            while line < flat.lines.len() {
                let (end, label) = flat.lines[line];
                let start = if line == 0 { 0 } else { flat.lines[line - 1].0 };
                let overlap = end.min(range.end).saturating_sub(start.max(range.start));
                if overlap > best.0 {
                    best = (overlap, label);
                }
                if end > range.end {
                    break;
                }
                line += 1;
            }
            best.1
        })
        .collect()
}
