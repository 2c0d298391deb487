//! Text that was flattened already becomes blocks: lines, and runs of hard-wrapped lines.

use super::links::Links;
use super::{Block, BlockKind, Format, Meta, NONE, Names, Page, Visibility};
use crate::limits::Limits;
use crate::parse::Cues;
use crate::parse::budget::Budget;

/// Widths of lines that an editor or mailer wraps at.
const WRAP: std::ops::RangeInclusive<usize> = 50..=100;

/// Segments flattened text. Links, markup and visibility are absent.
pub(super) fn segment(text: &str, url: Option<&str>, limits: &Limits) -> Page {
    let mut page = Page {
        text: String::with_capacity(text.len()),
        blocks: Vec::new(),
        links: Links::default(),
        elements: Vec::new(),
        names: Names::default(),
        meta: Meta { stated_domain: url.and_then(super::links::domain_of), ..Meta::default() },
        format: Format::Text,
        limits_met: Vec::new(),
    };
    let mut budget = Budget::new(limits, text.len());
    page.links.resolve(page.meta.stated_domain.as_deref());
    let mut chars = 0;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        if let Some(limit) = budget.past(page.blocks.len()) {
            page.limits_met.push(limit);
            break;
        }
        let start = page.text.len();
        fold_into(&mut page.text, start, line);
        let mut last = line;
        let mut breaks = 0u16;
        while let Some(next) = lines.peek().filter(|next| is_wrapped(last, next)) {
            fold_into(&mut page.text, start, next);
            breaks = breaks.saturating_add(1);
            last = next;
            lines.next();
        }
        let length = page.text[start..].chars().count() as u32;
        budget.block(page.text.len() - start, 0, 0);
        page.blocks.push(block(start, page.text.len(), chars, length, breaks));
        page.text.push('\n');
        chars += length + 1;
    }
    if page.text.ends_with('\n') {
        page.text.pop();
    }
    page
}

fn block(start: usize, end: usize, chars: u32, length: u32, breaks: u16) -> Block {
    Block {
        start: start as u32,
        end: end as u32,
        char_start: chars,
        char_end: chars + length,
        element: NONE,
        links: 0..0,
        inline_cues: Cues::default(),
        breaks,
        emphasis: 0,
        kind: BlockKind::Text,
        visibility: Visibility::default(),
        after_html: false,
        noscript: false,
        preformatted: false,
    }
}

fn fold_into(text: &mut String, start: usize, line: &str) {
    for word in line.split_whitespace() {
        if text.len() > start {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// Whether `line` was broken by a wrap at a width rather than by its author: it is about as long as lines are
/// wrapped at, ends in no full stop, and the next goes on in lower case.
fn is_wrapped(line: &str, next: &str) -> bool {
    let (line, next) = (line.trim(), next.trim());
    let width = line.chars().count();
    WRAP.contains(&width)
        && next.chars().next().is_some_and(char::is_lowercase)
        && !line.ends_with(['.', '!', '?', ':', '。', '！', '？'])
        && next.split_whitespace().next().is_some_and(|word| width + word.chars().count() + 1 > *WRAP.start() + 10)
}
