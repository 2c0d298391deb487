//! A page's own markup without some of its text: the removed spans, and the elements that held nothing else.

use super::Report;
use crate::label::Label;
use crate::limits::Limits;
use crate::page::{segment, truncated};
use crate::parse::{Role, Tag};
use ego_tree::NodeId;
use rustc_hash::FxHashMap;
use scraper::{ElementRef, Html, Node};
use std::ops::Range;

/// The ranges of [`crate::Page::text`], in bytes, of blocks with a removed label and of spam spans in other blocks.
pub(super) fn removed_ranges(report: &Report, removed: &[Label]) -> Vec<Range<usize>> {
    let (mut ranges, text) = (Vec::new(), report.page().text());
    for (labeled, block) in report.blocks().iter().zip(report.page().blocks()) {
        if removed.contains(&labeled.label) {
            ranges.push(block.bytes());
            continue;
        }
        let own = &text[block.bytes()];
        let byte_at = |char_at: usize| {
            let within = own.char_indices().nth(char_at - labeled.start).map_or(own.len(), |(byte, _)| byte);
            block.bytes().start + within
        };
        ranges.extend(labeled.spam_spans.iter().map(|s| byte_at(s.start)..byte_at(s.end)));
    }
    ranges
}

/// The markup of a page's body without `spans`: ranges of [`crate::Page::text`] in bytes, sorted and disjoint.
pub(super) fn markup_without(html: &str, limits: &Limits, spans: &[Range<usize>]) -> String {
    let (mut html, text, trace) = segment::traced(truncated(html, limits.bytes).0, limits);
    let mut counts = Counts::default();
    for (id, range) in trace {
        counts.take_out(&mut html, id, &text[range.start as usize..range.end as usize], range.start as usize, spans);
    }
    let nodes: Vec<NodeId> = html.tree.root().descendants().map(|n| n.id()).collect();
    counts.add_up(&html, &nodes);
    for id in nodes {
        if counts.is_gone(&html, id)
            && let Some(mut node) = html.tree.get_mut(id)
        {
            node.detach();
        }
    }
    // A page that was cut at once has no element, one of spam alone has none left.
    let parts = html.tree.root().children().flat_map(|root| root.children()).filter_map(ElementRef::wrap);
    parts.filter(|e| e.value().name() != "head").map(|e| e.inner_html()).collect()
}

/// Characters of nodes: those that stay, and those that go. An image alone keeps no element that lost its text.
#[derive(Default)]
struct Counts(FxHashMap<NodeId, (usize, usize)>);

impl Counts {
    /// Takes the spans out of a text node. White space is folded in the page's text, and all else is the same.
    fn take_out(&mut self, html: &mut Html, id: NodeId, text: &str, start: usize, spans: &[Range<usize>]) {
        let Some(mut node) = html.tree.get_mut(id) else { return };
        let Node::Text(own) = node.value() else { return };
        let mut places = text.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| start + at);
        let mut kept = String::with_capacity(own.text.len());
        let counts = self.0.entry(id).or_default();
        for c in own.text.chars() {
            if c.is_whitespace() {
                kept.push(c);
                continue;
            }
            let is_out = |at: usize| {
                let before = spans.partition_point(|s| s.start <= at);
                before.checked_sub(1).is_some_and(|i| at < spans[i].end)
            };
            if places.next().is_none_or(is_out) {
                counts.1 += 1;
            } else {
                counts.0 += 1;
                kept.push(c);
            }
        }
        own.text = kept.as_str().into();
    }

    /// Adds what nodes hold to the elements around them; children come after their parents.
    fn add_up(&mut self, html: &Html, nodes: &[NodeId]) {
        for id in nodes.iter().rev() {
            let Some(node) = html.tree.get(*id) else { continue };
            let own = self.0.get(id).copied().unwrap_or_default();
            if let Some(parent) = node.parent() {
                let sum = self.0.entry(parent.id()).or_default();
                *sum = (sum.0 + own.0, sum.1 + own.1);
            }
        }
    }

    fn is_gone(&self, html: &Html, id: NodeId) -> bool {
        let Some(node) = html.tree.get(id) else { return false };
        let counts = self.0.get(&id);
        match node.value() {
            Node::Element(element) => {
                let (tag, role) = Tag::of(&element.name.local);
                let lost_all = counts.is_some_and(|(stays, goes)| *stays == 0 && *goes > 0);
                let is_bare_link = tag == Tag::A && !node.has_children();
                role == Role::Skip && tag != Tag::Img || lost_all || is_bare_link
            }
            Node::Text(text) => counts.is_none() && !text.text.trim().is_empty(),
            Node::Comment(_) | Node::ProcessingInstruction(_) => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

    fn without(html: &str, gone: &[&str]) -> String {
        let limits = Limits::default();
        let page = Page::from_html(html, None, &limits);
        let mut spans: Vec<Range<usize>> = gone
            .iter()
            .map(|text| {
                let start = page.text().find(text).expect("the text is on the page");
                start..start + text.len()
            })
            .collect();
        spans.sort_by_key(|s| s.start);
        markup_without(html, &limits, &spans)
    }

    #[test]
    fn spans_go_with_what_held_them() {
        let html = "<title>t</title><div><p>Good  text</p><div class=x><a href=/s>Bad\nlink</a> <img src=b><a href=/u></a></div></div>";
        assert_eq!(without(html, &["Bad link"]), "<div><p>Good  text</p></div>");
        assert_eq!(without(html, &["Good"]).matches("<p>  text</p>").count(), 1);
        assert_eq!(without("<p>a <b>中文</b> é</p>x", &["中文", "x"]), "<p>a  é</p>");
        assert_eq!(without("<pre>a\n  b\n c</pre>", &["b"]), "<pre>a\n  \n c</pre>");
    }

    #[test]
    fn what_is_no_block_goes() {
        let html =
            "<!--c--><p>a<script>x</script><svg><text>y</text></svg><iframe>z</iframe><a href=/e></a><img src=i></p>";
        assert_eq!(without(html, &[]), "<p>a<img src=\"i\"></p>");
    }

    #[test]
    fn nothing_is_left_of_a_page_past_its_limits_but_what_was_read() {
        let limits = Limits::default().with_blocks(2);
        let html = "<p>one</p><p>two</p><p>three</p><p>four</p>";
        assert!(!markup_without(html, &limits, &[]).contains("four"));
        assert!(!markup_without("<p>one", &limits.with_nodes(0), &[]).contains("one"));
        assert_eq!(without("<p>one", &["one"]), "");
    }
}
