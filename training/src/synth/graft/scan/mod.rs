//! A light scan of a page's markup: its tags, the points where a graft may go, and the looks of its menus and widgets.

mod points;
mod runs;
mod tag;

use tag::skip;

pub(crate) use points::{MenuLook, WidgetLook};
pub(crate) use runs::Run;
pub(crate) use tag::Tag;

/// The tags of a page.
#[derive(Debug)]
pub(crate) struct Scan<'a> {
    pub(crate) html: &'a str,
    pub(crate) tags: Vec<Tag<'a>>,
    /// Everything after this point belongs to an unclosed comment, script or tag.
    pub(crate) safe_end: usize,
}

/// Elements whose contents are not markup.
const RAW: [&str; 9] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"];
/// Elements that nothing may be planted in.
const BARRING: [&str; 9] = ["head", "svg", "math", "select", "template", "object", "button", "video", "audio"];

impl<'a> Scan<'a> {
    /// Reads the tags of a page, in time linear in its length.
    pub(crate) fn new(html: &'a str) -> Self {
        let mut scan = Self { html, tags: Vec::new(), safe_end: html.len() };
        let (mut at, mut barred) = (0, 0usize);
        while let Some(found) = html[at..].find('<') {
            let start = at + found;
            let Some(next) = scan.step(start, &mut barred) else {
                scan.safe_end = start;
                break;
            };
            at = next;
        }
        scan
    }

    /// Reads the tag, comment or text at `start`. Returns its end, or `None` if it never ends.
    fn step(&mut self, start: usize, barred: &mut usize) -> Option<usize> {
        let html = self.html;
        let tail = &html[start..];
        if tail.starts_with("<!--") {
            return html[start + 4..].find("-->").map(|at| start + at + 7);
        }
        let bytes = tail.as_bytes();
        let is_closing = bytes.get(1) == Some(&b'/');
        let name_at = if is_closing { 2 } else { 1 };
        match bytes.get(name_at) {
            Some(b) if b.is_ascii_alphabetic() => {}
            Some(b'!' | b'?') => return tail.find('>').map(|at| start + at + 1),
            Some(_) if is_closing => return tail.find('>').map(|at| start + at + 1),
            _ => return Some(start + 1),
        }
        let name_end = skip(bytes, name_at, |b| !b.is_ascii_whitespace() && b != b'/' && b != b'>');
        let end = tag_end(bytes, name_end)?;
        let tag = Tag {
            name: &tail[name_at..name_end],
            rest: &tail[name_end..end],
            start,
            end: start + end + 1,
            is_closing,
            is_barred: *barred > 0,
        };
        self.push(tag, barred);
        let raw = if is_closing { None } else { RAW.iter().find(|name| tag.is(name)) };
        match raw {
            Some(name) => close_of(html, tag.end, name),
            None => Some(tag.end),
        }
    }

    /// Adds a tag and keeps count of the elements that bar planting.
    fn push(&mut self, mut tag: Tag<'a>, barred: &mut usize) {
        if tag.opens("body") {
            *barred = 0;
            tag.is_barred = false;
        } else if BARRING.iter().any(|name| tag.is(name)) {
            if !tag.is_closing && !tag.rest.ends_with('/') {
                *barred += 1;
                tag.is_barred = true;
            } else if tag.is_closing {
                *barred = if tag.is("head") { 0 } else { barred.saturating_sub(1) };
            }
        }
        self.tags.push(tag);
    }

    /// The first tag that matches, with its index.
    pub(crate) fn first(&self, matches: impl Fn(&Tag) -> bool) -> Option<(usize, Tag<'a>)> {
        self.tags.iter().copied().enumerate().find(|(_, tag)| matches(tag))
    }

    /// The last tag that matches.
    pub(crate) fn last(&self, matches: impl Fn(&Tag) -> bool) -> Option<Tag<'a>> {
        self.tags.iter().rev().copied().find(|tag| matches(tag))
    }
}

/// The end of a tag: the first `>` outside a quoted value.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    let mut after_equals = false;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return Some(at),
            quote @ (b'"' | b'\'') if after_equals => {
                at = skip(bytes, at + 1, |b| b != quote);
                after_equals = false;
            }
            b'=' => after_equals = true,
            b if b.is_ascii_whitespace() => {}
            _ => after_equals = false,
        }
        at += 1;
    }
    None
}

/// The start of a raw element's end tag.
fn close_of(html: &str, from: usize, name: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        let start = at + found;
        let end = start + 2 + name.len();
        let follows = bytes.get(end).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
        if follows && bytes.get(start + 2..end).is_some_and(|text| text.eq_ignore_ascii_case(name.as_bytes())) {
            return Some(start);
        }
        at = start + 2;
    }
    None
}
