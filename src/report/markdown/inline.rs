//! The text of a block with its links, emphasis, code, formulas and line breaks.

use super::escape::{Around, escape, write_target};
use super::images::Image;
use super::marks::{Mark, Marks};
use super::spans::{Edges, Span, SpanKind, is_inside, joined};
use super::tex;
use crate::page::{Converted, Page, RunKind, urls};
use crate::report::LabeledBlock;
use std::cmp::Reverse;
use std::ops::Range;
use url::Url;

/// Bytes of the longest sign that links to the heading it is in.
const MAX_SIGN: usize = 8;

/// Links to notes that are raised together, at most.
const MAX_NOTES: usize = 4;

/// Where text is written.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// In a paragraph whose further lines start with this.
    Paragraph(&'a str),
    Heading,
    /// In a cell of a table.
    Cell,
}

/// Writes the texts of blocks.
pub(super) struct Inline<'a> {
    page: &'a Page,
    marks: Marks,
    /// Bytes that link targets may still take. Markup may repeat a long one in many blocks.
    targets_left: usize,
    images: &'a [Image],
}

impl<'a> Inline<'a> {
    pub(super) fn new(page: &'a Page, images: &'a [Image], max_targets: usize) -> Self {
        Inline { page, marks: Marks::of(page), targets_left: max_targets, images }
    }

    /// Writes the text of a block. A block with spam spans is written without them, and without inline markup.
    pub(super) fn write(&mut self, out: &mut String, labeled: &LabeledBlock, place: Place<'_>) {
        if !labeled.spam_spans.is_empty() {
            let is_in_table = matches!(place, Place::Cell);
            let starts_line = matches!(place, Place::Paragraph(_));
            let around = Around { starts_line, is_in_table, ..Around::default() };
            return escape(out, &labeled.clean_text(), around);
        }
        let range = match place {
            Place::Heading => self.without_permalink(labeled.index),
            _ => self.page.blocks()[labeled.index].bytes(),
        };
        let mut leaves = Vec::new();
        let mut spans = self.links(labeled.index);
        for mark in self.marks.of_block(self.page, labeled.index) {
            let kind = match mark.kind {
                RunKind::Strong if matches!(place, Place::Heading) && mark.range == range => continue,
                RunKind::Superscript if self.is_note(labeled.index, &mark.range) => continue,
                RunKind::Strong => SpanKind::Emphasis("**"),
                RunKind::Emphasis => SpanKind::Emphasis("*"),
                RunKind::Deletion => SpanKind::Emphasis("~~"),
                RunKind::Superscript => SpanKind::Element("sup"),
                RunKind::Subscript => SpanKind::Element("sub"),
                _ => {
                    leaves.push(mark);
                    continue;
                }
            };
            spans.push(Span { range: mark.range, kind });
        }
        let mut leaves = joined(leaves);
        leaves.retain(|leaf| leaf.range.end <= range.end);
        spans.retain(|span| {
            let is_kept = matches!(span.kind, SpanKind::Link(_)) || !is_inside(&span.range, &leaves);
            is_kept && span.range.end <= range.end
        });
        spans.sort_by_key(|span| (span.range.start, Reverse(span.range.end)));
        let edges = Edges::of(&spans);
        let text = self.page.text();
        let images = self.images_in(range.start + 1..range.end);
        let mut writer = BlockWriter {
            out,
            text,
            base: self.page.base.as_ref(),
            converted: &self.page.converted,
            range: range.clone(),
            leaves: &leaves,
            images: &images,
            place,
            at: range.start,
            is_line_start: matches!(place, Place::Paragraph(_)),
            open: Vec::new(),
            last_sign: usize::MAX,
        };
        for (number, span) in spans.into_iter().enumerate() {
            writer.open(span, edges.of_span(number));
        }
        writer.finish();
        // Signs at the end of a heading are no part of it.
        if matches!(place, Place::Heading) && out.ends_with('#') && out.trim_end_matches('#').ends_with(' ') {
            out.insert(out.len() - 1, '\\');
        }
    }

    pub(super) fn has_images(&self) -> bool {
        !self.images.is_empty()
    }

    /// Writes the images between the end of a block and the next one, each after `separator`.
    pub(super) fn write_images_after(&mut self, out: &mut String, block: usize, separator: &str) {
        let blocks = self.page.blocks();
        let next = blocks.get(block + 1).map_or(usize::MAX, |next| next.bytes().start);
        for image in self.images_in(blocks[block].bytes().end..next) {
            out.push_str(separator);
            image.write(out, self.page.base.as_ref(), false);
        }
    }

    /// The images at a range of the page's text that may be written.
    fn images_in(&mut self, range: Range<usize>) -> Vec<&'a Image> {
        let images = self.images;
        let start = images.partition_point(|image| image.at < range.start);
        let mut found = Vec::new();
        for image in images[start..].iter().take_while(|image| image.at < range.end) {
            let length = image.length(self.page.base.as_ref());
            if length <= self.targets_left {
                self.targets_left -= length;
                found.push(image);
            }
        }
        found
    }

    /// The text of a heading without the sign at its end that links to the heading itself, such as a pilcrow.
    fn without_permalink(&self, block: usize) -> Range<usize> {
        let (own, text) = (&self.page.blocks()[block], self.page.text());
        let range = own.bytes();
        let last = own.links.clone().next_back().map(|piece| &self.page.links.pieces[piece as usize]);
        let Some(piece) = last.filter(|piece| self.page.links.target(piece).starts_with('#')) else { return range };
        let anchor = piece.anchor.start as usize..piece.anchor.end as usize;
        let is_sign = anchor.len() <= MAX_SIGN && !text[anchor.clone()].contains(char::is_alphanumeric);
        let end = text[range.start..anchor.start.max(range.start)].trim_end().len() + range.start;
        if is_sign && anchor.end == range.end && end > range.start { range.start..end } else { range }
    }

    /// Whether raised text is the number of a note: links with nothing but signs around them.
    fn is_note(&self, block: usize, raised: &Range<usize>) -> bool {
        let own = &self.page.blocks()[block];
        let pieces = &self.page.links.pieces[own.links.start as usize..own.links.end as usize];
        let first = pieces.partition_point(|piece| (piece.anchor.end as usize) <= raised.start);
        let (text, mut at) = (self.page.text(), raised.start);
        let is_sign = |range: Range<usize>| text.get(range).is_some_and(|text| !text.contains(char::is_alphanumeric));
        for piece in pieces[first..].iter().take(MAX_NOTES) {
            let anchor = piece.anchor.start as usize..piece.anchor.end as usize;
            if anchor.end > raised.end || !is_sign(at..anchor.start) {
                break;
            }
            at = anchor.end;
        }
        at > raised.start && is_sign(at..raised.end)
    }

    /// The links of a block that may be written.
    fn links(&mut self, block: usize) -> Vec<Span> {
        let own = &self.page.blocks()[block];
        let pieces = &self.page.links.pieces[own.links.start as usize..own.links.end as usize];
        let base = self.page.base.as_ref();
        let mut spans = Vec::new();
        for piece in pieces {
            let target = self.page.links.target(piece);
            let range = piece.anchor.start as usize..piece.anchor.end as usize;
            let needed = target.len() + base.map_or(0, |base| base.as_str().len());
            let is_own = own.bytes().start <= range.start && range.end <= own.bytes().end && !range.is_empty();
            if target.is_empty() || target.starts_with('#') || needed > self.targets_left || !is_own {
                continue;
            }
            let Some(url) = urls::publishable(target, base).filter(|url| !url.starts_with('#')) else { continue };
            let mut written = String::with_capacity(url.len());
            write_target(&mut written, &url);
            self.targets_left = self.targets_left.saturating_sub(written.len());
            spans.push(Span { range, kind: SpanKind::Link(written) });
        }
        spans
    }
}

/// Writes one block from its start to its end.
struct BlockWriter<'a> {
    out: &'a mut String,
    text: &'a str,
    /// What addresses of images are resolved against.
    base: Option<&'a Url>,
    /// Formulas of the page that were converted.
    converted: &'a [Converted],
    range: Range<usize>,
    /// Code, formulas and line breaks, ordered and apart.
    leaves: &'a [Mark],
    /// Images inside the block, in order.
    images: &'a [&'a Image],
    place: Place<'a>,
    /// How far the text is written.
    at: usize,
    is_line_start: bool,
    open: Vec<Span>,
    /// Where the last closing sign of emphasis ends in the output.
    last_sign: usize,
}

impl BlockWriter<'_> {
    /// Writes what comes before a span, and opens it unless it crosses another, repeats the one around it, or its signs
    /// would not be read as such.
    fn open(&mut self, span: Span, edges: (bool, bool)) {
        while self.open.last().is_some_and(|open| open.range.end <= span.range.start) {
            self.close();
        }
        let is_crossing = self.open.last().is_some_and(|open| span.range.end > open.range.end);
        if is_crossing || span.range.start < self.at {
            return;
        }
        match &span.kind {
            SpanKind::Link(_) => {
                if self.is_in_link() {
                    return;
                }
                self.write_to(span.range.start);
                // An exclamation mark would make an image of it.
                if self.out.ends_with('!') && !self.is_line_start {
                    self.out.pop();
                    self.out.push_str("\\!");
                }
                self.out.push('[');
            }
            SpanKind::Emphasis(sign) => {
                let is_repeated =
                    self.open.iter().any(|open| matches!(open.kind, SpanKind::Emphasis(other) if other == *sign));
                if is_repeated || !self.is_flanked(&span.range, span.kind.sign(), edges) {
                    return;
                }
                self.write_to(span.range.start);
                if self.last_sign == self.out.len() {
                    return;
                }
                self.out.push_str(sign);
            }
            SpanKind::Element(name) => {
                self.write_to(span.range.start);
                self.out.extend(["<", name, ">"]);
            }
        }
        self.is_line_start = false;
        self.open.push(span);
    }

    fn is_in_link(&self) -> bool {
        self.open.iter().any(|open| matches!(open.kind, SpanKind::Link(_)))
    }

    /// Closes the innermost span.
    fn close(&mut self) {
        let Some(span) = self.open.pop() else { return };
        self.write_to(span.range.end);
        match span.kind {
            SpanKind::Link(target) => {
                self.out.push_str("](");
                self.out.push_str(&target);
                self.out.push(')');
            }
            SpanKind::Emphasis(sign) => {
                self.out.push_str(sign);
                self.last_sign = self.out.len();
            }
            SpanKind::Element(name) => self.out.extend(["</", name, ">"]),
        }
    }

    fn finish(mut self) {
        while !self.open.is_empty() {
            self.close();
        }
        self.write_to(self.range.end);
    }

    /// Whether signs around a range open and close emphasis: CommonMark wants no white space inside, and next to
    /// punctuation inside it wants white space or punctuation outside. `own`: the sign. `edges`: whether a span with another
    /// one starts or ends next to the signs inside.
    fn is_flanked(&self, range: &Range<usize>, own: usize, edges: (bool, bool)) -> bool {
        let inside = &self.text[range.clone()];
        let (first, last) = (inside.chars().next(), inside.chars().next_back());
        let before = self.text[self.range.start..range.start].chars().next_back();
        let after = self.text[range.end..self.range.end].chars().next();
        // Code starts and ends with a backtick, a formula with a dollar sign.
        let is_leaf_at = |at: usize| {
            let leaf = self.leaves.get(self.leaves.partition_point(|leaf| leaf.range.end <= at));
            leaf.is_some_and(|leaf| leaf.range.start <= at)
        };
        let is_mark = |c: char| !c.is_alphanumeric();
        let is_open = |c: Option<char>| c.is_none_or(is_mark);
        // A bracket, a tag or another sign around the signs is punctuation, too.
        let around = self.open.last().filter(|open| open.kind.sign() != own).map(|open| &open.range);
        let starts = first.is_some_and(|c| !is_mark(c)) && !is_leaf_at(range.start) && !edges.0
            || is_open(before)
            || around.is_some_and(|around| around.start == range.start);
        let ends = last.is_some_and(|c| !is_mark(c)) && !is_leaf_at(range.end - 1) && !edges.1
            || is_open(after)
            || around.is_some_and(|around| around.end == range.end);
        starts && ends
    }

    /// Writes the text up to `end` with its images. No span starts or ends inside.
    fn write_to(&mut self, end: usize) {
        while let Some((image, rest)) = self.images.split_first().filter(|(image, _)| image.at < end) {
            self.write_text(image.at);
            self.images = rest;
            self.out.push_str(if self.out.ends_with([' ', '\n']) { "" } else { " " });
            let is_in_link = self.is_in_link();
            image.write(self.out, self.base, is_in_link);
            self.is_line_start = false;
        }
        self.write_text(end);
    }

    /// The same without images.
    fn write_text(&mut self, end: usize) {
        let first = self.leaves.partition_point(|leaf| leaf.range.end <= self.at);
        for leaf in self.leaves[first..].iter().take_while(|leaf| leaf.range.start < end) {
            self.plain(leaf.range.start);
            let part = self.at..leaf.range.end.min(end);
            self.leaf(leaf.kind, part);
        }
        self.plain(end);
    }

    fn leaf(&mut self, kind: RunKind, part: Range<usize>) {
        let text = &self.text[part.clone()];
        let is_in_table = matches!(self.place, Place::Cell);
        match kind {
            RunKind::Break => match self.place {
                Place::Paragraph(prefix) => {
                    self.out.push_str("\\\n");
                    self.out.push_str(prefix);
                    self.is_line_start = true;
                }
                Place::Heading => self.out.push(' '),
                Place::Cell => self.out.push_str("<br>"),
            },
            RunKind::Formula | RunKind::DisplayFormula
                if tex::write(self.out, text, kind == RunKind::DisplayFormula, is_in_table) =>
            {
                self.is_line_start = false;
            }
            RunKind::Converted(number) if self.writes_converted(number, &part) => {}
            RunKind::Code => {
                let inner = text.trim();
                let lead = text.len() - text.trim_start().len();
                self.out.push_str(&text[..lead]);
                write_code(self.out, inner, is_in_table);
                self.out.push_str(&text[lead + inner.len()..]);
                self.is_line_start = false;
            }
            _ => return self.plain(part.end),
        }
        self.at = part.end;
    }

    /// Writes a formula that was converted, if it is whole.
    fn writes_converted(&mut self, number: u32, part: &Range<usize>) -> bool {
        let leaf = self.leaves.get(self.leaves.partition_point(|leaf| leaf.range.end <= part.start));
        let is_whole = leaf.is_some_and(|leaf| leaf.range == *part);
        let is_in_table = matches!(self.place, Place::Cell);
        let Some(Converted { tex, is_display }) = self.converted.get(number as usize).filter(|_| is_whole) else {
            return false;
        };
        let is_written = tex::write(self.out, tex, *is_display, is_in_table);
        self.is_line_start &= !is_written;
        is_written
    }

    /// Writes text up to `end` as text, apart from the formulas in it.
    fn plain(&mut self, end: usize) {
        if self.at >= end {
            return;
        }
        let text = &self.text[self.at..end];
        let mut written = 0;
        while let Some(formula) = tex::next_formula(text, written) {
            self.escaped(&text[written..formula.range.start]);
            let is_in_table = matches!(self.place, Place::Cell);
            if tex::write(self.out, &text[formula.tex], formula.is_display, is_in_table) {
                self.is_line_start = false;
            } else {
                self.escaped(&text[formula.range.clone()]);
            }
            written = formula.range.end;
        }
        self.escaped(&text[written..]);
        self.at = end;
    }

    fn escaped(&mut self, text: &str) {
        if !text.is_empty() {
            let around = Around {
                starts_line: self.is_line_start,
                is_in_table: matches!(self.place, Place::Cell),
                is_in_link: self.is_in_link(),
            };
            escape(self.out, text, around);
            self.is_line_start = false;
        }
    }
}

/// Writes code between backticks, more of them than any run inside has.
pub(super) fn write_code(out: &mut String, code: &str, is_in_table: bool) {
    if code.is_empty() {
        return;
    }
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    out.extend([&fence, pad]);
    // Tables are cut at bars before code is looked for.
    if is_in_table {
        out.push_str(&code.replace('|', "\\|"))
    } else {
        out.push_str(code)
    }
    out.extend([pad, &fence]);
}
