//! Where blocks stand, written out: `html > body > div.main > p`.

use super::{Block, BlockKind, NONE, Page};

/// Bytes of a path past which its outer part is left out.
pub(super) const LONGEST: usize = 1024;

/// Writes the paths of a page's blocks. Neighbours share most of theirs, so what was written last is kept.
pub(crate) struct Paths<'a> {
    page: &'a Page,
    path: String,
    /// The elements of `path`, outermost first, and where each of them ends in it.
    open: Vec<(u32, usize)>,
    chain: Vec<u32>,
}

impl<'a> Paths<'a> {
    pub(crate) fn new(page: &'a Page) -> Self {
        Paths { page, path: String::new(), open: Vec::new(), chain: Vec::new() }
    }

    /// The path of a block's container.
    pub(crate) fn of(&mut self, block: &Block) -> String {
        match block.kind {
            BlockKind::Title => "html > head > title".to_owned(),
            BlockKind::Description => "html > head > meta.description".to_owned(),
            BlockKind::Keywords => "html > head > meta.keywords".to_owned(),
            BlockKind::Text | BlockKind::Embedded if self.turn_to(block.element) => self.path.clone(),
            BlockKind::Text | BlockKind::Embedded => self.innermost(block.element),
        }
    }

    /// Makes `path` that of an element, unless it is too long.
    fn turn_to(&mut self, element: u32) -> bool {
        self.chain.clear();
        let mut at = element;
        let mut kept = 0;
        while at != NONE {
            let depth = self.page.elements[at as usize].depth as usize;
            if depth >= LONGEST {
                return false;
            }
            if self.open.get(depth).is_some_and(|(open, _)| *open == at) {
                kept = depth + 1;
                break;
            }
            self.chain.push(at);
            at = self.page.elements[at as usize].parent;
        }
        self.open.truncate(kept);
        self.path.truncate(self.open.last().map_or(0, |(_, end)| *end));
        while let Some(element) = self.chain.pop() {
            if !self.open.is_empty() {
                self.path.push_str(" > ");
            }
            let part = self.part(element);
            push_part(&mut self.path, part);
            self.open.push((element, self.path.len()));
        }
        self.path.len() < LONGEST
    }

    /// The inner part of a long path.
    fn innermost(&self, element: u32) -> String {
        let mut chain = Vec::with_capacity(64);
        let mut at = element;
        let mut length = 0;
        while at != NONE && length < LONGEST {
            chain.push(at);
            let (tag, class) = self.part(at);
            length += tag.len() + class.len() + 3;
            at = self.page.elements[at as usize].parent;
        }
        let mut path = String::with_capacity(length + 8);
        path.push_str(if at == NONE { "" } else { "… > " });
        for (i, at) in chain.into_iter().rev().enumerate() {
            path.push_str(if i > 0 { " > " } else { "" });
            push_part(&mut path, self.part(at));
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
    fn paths_written_in_a_row_are_those_written_alone() {
        let deep = "<div class='a-long-name-for-a-class'>".repeat(60);
        let html = format!(
            "<title>t</title><body><nav><ul><li>1<li class=x>2</ul></nav><p>3<div class='m n'>4<p>5</div>{deep}6<p>7<b>8"
        );
        let page = Page::from_html(&html, None, &Limits::default());
        let mut paths = Paths::new(&page);
        let in_a_row: Vec<String> = page.blocks().iter().map(|b| paths.of(b)).collect();
        let alone: Vec<String> = page.blocks().iter().map(|b| page.path(b)).collect();
        assert_eq!(in_a_row, alone);
        assert_eq!(alone[0], "html > head > title");
        assert_eq!(alone[2], "html > body > nav > ul > li.x");
        assert_eq!(alone[5], "html > body > div.m > p");
        assert!(alone[6].starts_with("… > div.a-long-name-for-a-class > "), "{}", alone[6]);
    }
}
