//! Paths of blocks, such as `html > body > div.main > p`.

use super::{Block, BlockKind, NONE, Page};

/// Bytes of a path beyond which its outer part is left out.
pub(super) const MAX_PATH: usize = 1024;
/// Bytes of a path that are written even if the page is too small for so many paths.
pub(crate) const MIN_PATH: usize = 24;

const SEPARATOR: &str = " > ";

/// Writes the paths of a page's blocks. Neighbors share most of their paths, so the last one is kept and edited.
pub(crate) struct Paths<'a> {
    page: &'a Page,
    path: String,
    /// The elements of `path`, outermost first, and where each of them ends in it.
    open: Vec<(u32, usize)>,
    /// Elements that are still to be written, innermost first.
    pending: Vec<u32>,
}

impl<'a> Paths<'a> {
    pub(crate) fn new(page: &'a Page) -> Self {
        Paths { page, path: String::new(), open: Vec::new(), pending: Vec::new() }
    }

    /// The path of a block's container.
    pub(crate) fn of(&mut self, block: &Block) -> String {
        match block.kind {
            BlockKind::Title => "html > head > title".to_owned(),
            BlockKind::Description => "html > head > meta.description".to_owned(),
            BlockKind::Keywords => "html > head > meta.keywords".to_owned(),
            BlockKind::Text | BlockKind::Embedded if self.move_to(block.element) => self.path.clone(),
            BlockKind::Text | BlockKind::Embedded => self.innermost(block.element),
        }
    }

    /// Makes `path` that of an element. Returns false if that would be too long.
    fn move_to(&mut self, element: u32) -> bool {
        self.pending.clear();
        let mut ancestor = element;
        let mut shared = 0;
        while ancestor != NONE {
            let depth = self.page.elements[ancestor as usize].depth as usize;
            if depth >= MAX_PATH {
                return false;
            }
            if self.open.get(depth).is_some_and(|(open, _)| *open == ancestor) {
                shared = depth + 1;
                break;
            }
            self.pending.push(ancestor);
            ancestor = self.page.elements[ancestor as usize].parent;
        }
        self.open.truncate(shared);
        self.path.truncate(self.open.last().map_or(0, |(_, end)| *end));
        while let Some(element) = self.pending.pop() {
            if !self.open.is_empty() {
                self.path.push_str(SEPARATOR);
            }
            let part = self.part(element);
            push_part(&mut self.path, part);
            self.open.push((element, self.path.len()));
        }
        self.path.len() < MAX_PATH
    }

    /// The inner part of a long path.
    fn innermost(&self, element: u32) -> String {
        let mut chain = Vec::with_capacity(64);
        let mut ancestor = element;
        let mut length = 0;
        while ancestor != NONE && length < MAX_PATH {
            chain.push(ancestor);
            let (tag, class) = self.part(ancestor);
            length += tag.len() + class.len() + SEPARATOR.len();
            ancestor = self.page.elements[ancestor as usize].parent;
        }
        // With the dots before classes: a path that outgrows its room takes twice as much.
        let mut path = String::with_capacity(length + chain.len() + 8);
        path.push_str(if ancestor == NONE { "" } else { "… > " });
        for (i, element) in chain.into_iter().rev().enumerate() {
            path.push_str(if i > 0 { SEPARATOR } else { "" });
            push_part(&mut path, self.part(element));
        }
        path
    }

    /// The tag and the first class of an element.
    fn part(&self, element: u32) -> (&'static str, &'a str) {
        let element = &self.page.elements[element as usize];
        (element.tag.name(), self.page.first_class(element))
    }
}

fn push_part(path: &mut String, (tag, class): (&str, &str)) {
    path.push_str(tag);
    if !class.is_empty() {
        path.push('.');
        path.push_str(class);
    }
}

#[cfg(test)]
mod tests {
    use super::Paths;
    use crate::limits::Limits;
    use crate::page::Page;

    #[test]
    fn paths_written_in_sequence_equal_paths_written_alone() {
        let deep = "<div class='a-long-name-for-a-class'>".repeat(60);
        let html = format!(
            "<title>t</title><body><nav><ul><li>1<li class=x>2</ul></nav><p>3<div class='m n'>4<p>5</div>{deep}6<p>7<b>8"
        );
        let page = Page::from_html(&html, None, &Limits::default());
        let mut paths = Paths::new(&page);
        let in_sequence: Vec<String> = page.blocks().iter().map(|b| paths.of(b)).collect();
        let alone: Vec<String> = page.blocks().iter().map(|b| page.path(b)).collect();
        assert_eq!(in_sequence, alone);
        assert_eq!(alone[0], "html > head > title");
        assert_eq!(alone[2], "html > body > nav > ul > li.x");
        assert_eq!(alone[5], "html > body > div.m > p");
        assert!(alone[6].starts_with("… > div.a-long-name-for-a-class > "), "{}", alone[6]);
        assert!(alone[6].capacity() < alone[6].len() + 64, "{} bytes for {}", alone[6].capacity(), alone[6].len());
    }
}
