//! Splits plain text into blocks: lines, and runs of hard-wrapped lines.

use super::budget::Budget;
use super::links::Links;
use super::names::NameTable;
use super::site::Site;
use super::{Block, BlockKind, Format, Meta, NONE, Page, Spent, Visibility, urls};
use crate::limits::Limits;
use crate::metadata::Stated;
use crate::parse::Cues;
use std::ops::RangeInclusive;

/// Characters of a line at which editors and mailers wrap.
const WRAP: RangeInclusive<usize> = 50..=100;

/// Characters that a wrapped line and the next word must exceed together: otherwise the word would have fit.
const MIN_OVERFLOW: usize = 60;

/// Segments plain text. It has no links, elements or visibility.
pub(super) fn segment(text: &str, url: Option<&str>, limits: &Limits) -> Page {
    let mut page = empty_page(text.len(), url);
    let mut budget = Budget::new(limits, text.len());
    let mut chars = 0;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        budget.charge_text(line);
        if let Some(limit) = budget.exceeded(page.blocks.len()) {
            page.limits_met.push(limit);
            break;
        }
        let start = page.text.len();
        append_folded(&mut page.text, start, line);
        let mut last = line;
        let mut breaks = 0u16;
        while let Some(next) = lines.peek().copied().filter(|next| is_wrapped(last, next)) {
            // Without room for it, it is the next line, at which the limit is met.
            if !budget.charge_text(next) {
                break;
            }
            lines.next();
            append_folded(&mut page.text, start, next);
            breaks = breaks.saturating_add(1);
            last = next;
        }
        let length = page.text[start..].chars().count() as u32;
        budget.charge_block(page.text.len() - start, 0, 0);
        page.blocks.push(block(start, page.text.len(), chars, length, breaks));
        page.text.push('\n');
        chars += length + 1;
    }
    if page.text.ends_with('\n') {
        page.text.pop();
    }
    page.spent = Spent { walk_steps: budget.steps, output_left: budget.output_left(), ..Spent::default() };
    page
}

fn empty_page(bytes: usize, url: Option<&str>) -> Page {
    Page {
        text: String::with_capacity(bytes),
        blocks: Vec::new(),
        links: Links::default(),
        site: url.and_then(Site::of_hint),
        other_own_domain: None,
        runs: Vec::new(),
        converted: Vec::new(),
        numbers: Vec::new(),
        bytes,
        spent: Spent::default(),
        base: url.and_then(|url| urls::base(url, None)),
        elements: Vec::new(),
        names: NameTable::default(),
        meta: Meta::default(),
        stated: Stated::default(),
        format: Format::Text,
        limits_met: Vec::new(),
    }
}

fn block(start: usize, end: usize, char_start: u32, chars: u32, breaks: u16) -> Block {
    Block {
        start: start as u32,
        end: end as u32,
        char_start,
        char_end: char_start + chars,
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

/// Appends the words of a line to the block that starts at `start`, with single spaces.
fn append_folded(text: &mut String, start: usize, line: &str) {
    for word in line.split_whitespace() {
        if text.len() > start {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// Whether `line` was wrapped at a width rather than ended by its author: it is about as long as wrapped lines are, does
/// not end a sentence, and the next line goes on in lower case with a word that did not fit.
fn is_wrapped(line: &str, next: &str) -> bool {
    let (line, next) = (line.trim(), next.trim());
    let width = line.chars().count();
    WRAP.contains(&width)
        && next.chars().next().is_some_and(char::is_lowercase)
        && !line.ends_with(['.', '!', '?', ':', '。', '！', '？'])
        && next.split_whitespace().next().is_some_and(|word| width + word.chars().count() + 1 > MIN_OVERFLOW)
}
