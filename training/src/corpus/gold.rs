//! Labels of a page's blocks from its gold content, with the exceptions that experience with gold has taught.

use super::align::content_blocks;
use super::words::{Counting, Word, words};
use super::{CorpusPage, InputFormat};
use blocksift::{BlockKind, Label, Limits, Page};
use rustc_hash::{FxHashMap, FxHashSet};

/// A page with a label for each of its blocks, from which training pages are made.
pub struct AlignedPage {
    /// The page.
    pub page: Page,
    /// One label per block, from the gold and from corrections; `None` where the label is unknown.
    pub labels: Vec<Option<Label>>,
    /// Blocks whose labels a person set, in rising order.
    pub corrected: Vec<usize>,
}

impl AlignedPage {
    /// Parses a corpus page and labels its blocks by comparing them with the gold.
    ///
    /// Without gold no block has a label. The same holds where the gold labels no block content, as with empty gold:
    /// that means that the page could not be judged rather than that all of it is navigation.
    pub fn new(source: &CorpusPage) -> AlignedPage {
        let limits = Limits::default();
        let url = source.url.as_deref();
        let page = match source.input {
            Some(InputFormat::Text) => Page::from_text(&source.html, url, &limits),
            _ => Page::from_html(&source.html, url, &limits),
        };
        let mut labels = match &source.content {
            None => vec![None; page.blocks().len()],
            Some(gold) => content_blocks(&page, gold)
                .into_iter()
                .map(|is_content| Some(if is_content { Label::Content } else { Label::Navigation }))
                .collect(),
        };
        label_headline(&page, &mut labels);
        drop_doubtful(&page, &mut labels);
        AlignedPage { page, labels, corrected: Vec::new() }
    }
}

fn is_content(label: &Option<Label>) -> bool {
    *label == Some(Label::Content)
}

/// Removes doubtful labels. Some gold stops in the middle of a list or thread: blocks after its last one lose their
/// labels if they share their innermost elements with blocks that are mostly gold. If no block is content, all labels
/// go.
fn drop_doubtful(page: &Page, labels: &mut [Option<Label>]) {
    let Some(last) = labels.iter().rposition(is_content) else {
        labels.fill(None);
        return;
    };
    let paths: Vec<String> = page.blocks().iter().map(|b| innermost(&page.path(b))).collect();
    let mut by_path: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    for (path, label) in paths[..=last].iter().zip(labels.iter()) {
        let (gold, all) = by_path.entry(path).or_default();
        *gold += usize::from(is_content(label));
        *all += 1;
    }
    for (path, label) in paths.iter().zip(labels.iter_mut()).skip(last + 1) {
        if by_path.get(path.as_str()).is_some_and(|(gold, all)| *gold >= 3 && *gold * 10 >= *all * 7) {
            *label = None;
        }
    }
}

/// The innermost five elements of a path.
fn innermost(path: &str) -> String {
    let parts: Vec<&str> = path.split(" > ").collect();
    parts[parts.len().saturating_sub(5)..].join(">")
}

/// Blocks before the first gold block among which the headline is looked for.
const HEADLINE_REACH: usize = 12;

/// Labels the headline content if it precedes the gold: it belongs to the article, though most gold begins after it.
fn label_headline(page: &Page, labels: &mut [Option<Label>]) {
    let blocks = page.blocks();
    let words_of = |i: usize| words(page.block_text(&blocks[i]), Counting::Characters);
    let titles = (0..blocks.len()).filter(|i| blocks[*i].kind() == BlockKind::Title);
    let title: FxHashSet<Word> = titles.flat_map(words_of).collect();
    let Some(first) = labels.iter().position(is_content) else { return };
    let content: usize = (0..blocks.len()).filter(|i| is_content(&labels[*i])).map(|i| words_of(i).len()).sum();
    for i in first.saturating_sub(HEADLINE_REACH)..first {
        let own = words_of(i);
        let common = own.iter().filter(|w| title.contains(w)).count();
        let path = page.path(&blocks[i]);
        if (3..60).contains(&own.len())
            && content >= 10 * own.len()
            && common * 10 >= own.len() * 7
            && (path.contains("> h1") || path.contains("> h2"))
        {
            labels[i] = Some(Label::Content);
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gold_that_labels_nothing_leaves_a_page_without_labels() {
        for content in [None, Some(""), Some("Nothing on the page says this.")] {
            let html = "<p>A first paragraph of text.</p><p>A second paragraph of text.</p>".to_owned();
            let page = CorpusPage { html, content: content.map(str::to_owned), ..CorpusPage::default() };
            assert!(AlignedPage::new(&page).labels.iter().all(Option::is_none), "{content:?}");
        }
    }
}
