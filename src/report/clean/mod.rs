//! Cleaned HTML: a page's own markup without some of its text, without the elements left empty, and safe to publish.
//!
//! There is one parse, the guarded one. What is left of its tree is written by `write`, which knows only the elements and
//! attributes in `allowed`.

mod allowed;
mod ids;
mod write;

use super::Report;
use super::original::{Original, Traced};
use crate::label::Label;
use crate::page::formula;
use crate::parse::{Role, Tag};
use ego_tree::{NodeId, NodeRef};
use rustc_hash::{FxHashMap, FxHashSet};
use scraper::node::Element;
use scraper::{Html, Node};
use std::ops::Range;

/// Ranges of [`crate::Page::text`], in bytes: the blocks with a removed label, and the spam spans of all others.
pub(super) fn removed_ranges(report: &Report, removed: &[Label]) -> Vec<Range<usize>> {
    let (mut ranges, text) = (Vec::new(), report.page().text());
    for (labeled, block) in report.blocks().iter().zip(report.page().blocks()) {
        if removed.contains(&labeled.label) {
            ranges.push(block.bytes());
            continue;
        }
        let own = &text[block.bytes()];
        let byte_of = |position: usize| {
            let char = own.char_indices().nth(position - labeled.start);
            block.bytes().start + char.map_or(own.len(), |(byte, _)| byte)
        };
        ranges.extend(labeled.spam_spans.iter().map(|s| byte_of(s.start)..byte_of(s.end)));
    }
    ranges
}

/// The markup of a page's body without `spans`, which are ranges of its text in bytes, sorted and disjoint. Text that was
/// not judged is left out.
pub(super) fn markup_without(page: &Original<'_>, spans: &[Range<usize>]) -> String {
    let Traced { mut html, text, trace, judged, bytes } = page.traced();
    let mut counts = Counts::default();
    let is_judged = |range: &Range<u32>| range.start < range.end && range.end as usize <= judged;
    let judged_nodes: FxHashSet<NodeId> = trace.iter().filter(|(_, r)| is_judged(r)).map(|(id, _)| *id).collect();
    for (id, range) in trace {
        let (start, end) = ((range.start as usize).min(judged), (range.end as usize).min(judged));
        counts.remove_spans(&mut html, id, &text[start..end], start, spans);
    }
    let nodes: Vec<NodeId> = html.tree.root().descendants().map(|n| n.id()).collect();
    counts.add_to_ancestors(&html, &nodes);
    // Images have no text. Those after the last text that was judged are not known to belong to it.
    let is_cut = page.is_cut || judged < text.trim_end().len();
    let known = nodes.iter().rposition(|id| judged_nodes.contains(id)).map_or(0, |at| at + 1);
    // Children come before their parents, which may be left empty.
    for (at, id) in nodes.into_iter().enumerate().rev() {
        let is_unknown = is_cut && at >= known;
        if (is_unknown || counts.is_removed(&html, id))
            && let Some(mut node) = html.tree.get_mut(id)
        {
            node.detach();
        }
    }
    // There may be no element: the page may have been truncated at once, or be all spam.
    let parts = html.tree.root().children().flat_map(|root| root.children());
    let parts = parts.filter(|n| n.value().as_element().is_some_and(|e| e.name() != "head"));
    let parts: Vec<NodeId> = parts.map(|n| n.id()).collect();
    write::write(&html, &parts, page.base, bytes)
}

/// Characters inside each node that read as text. Images do not count: an element that loses its text goes with them.
#[derive(Default)]
struct Counts(FxHashMap<NodeId, Count>);

/// Characters other than white space that are kept and removed.
#[derive(Clone, Copy, Default)]
struct Count {
    kept: usize,
    removed: usize,
}

impl Counts {
    /// Removes the spans from a text node. `text` is its part of the page's text, which starts at `start` and differs from
    /// the node's only in white space.
    fn remove_spans(&mut self, html: &mut Html, id: NodeId, text: &str, start: usize, spans: &[Range<usize>]) {
        let Some(mut node) = html.tree.get_mut(id) else { return };
        let Node::Text(own) = node.value() else { return };
        let mut positions = text.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| start + at);
        let mut kept = String::with_capacity(own.text.len());
        let count = self.0.entry(id).or_default();
        for c in own.text.chars() {
            if c.is_whitespace() {
                kept.push(c);
                continue;
            }
            let is_in_span = |position: usize| {
                let before = spans.partition_point(|s| s.start <= position);
                before.checked_sub(1).is_some_and(|i| position < spans[i].end)
            };
            if positions.next().is_none_or(is_in_span) {
                count.removed += 1;
            } else {
                count.kept += 1;
                kept.push(c);
            }
        }
        own.text = kept.as_str().into();
    }

    /// Adds the counts of nodes to those of their ancestors. `nodes` lists parents before their children.
    fn add_to_ancestors(&mut self, html: &Html, nodes: &[NodeId]) {
        for id in nodes.iter().rev() {
            let Some(node) = html.tree.get(*id) else { continue };
            let own = self.0.get(id).copied().unwrap_or_default();
            if let Some(parent) = node.parent() {
                let sum = self.0.entry(parent.id()).or_default();
                *sum = Count { kept: sum.kept + own.kept, removed: sum.removed + own.removed };
            }
        }
    }

    /// Whether a node goes: an element that lost its text or never is text, text outside all blocks, a comment.
    fn is_removed(&self, html: &Html, id: NodeId) -> bool {
        let Some(node) = html.tree.get(id) else { return false };
        let count = self.0.get(&id);
        match node.value() {
            Node::Element(element) => {
                let (tag, role) = Tag::of(&element.name.local);
                if is_shown_twice(&node, element) {
                    return true;
                }
                let lost_all = count.is_some_and(|count| count.kept == 0 && count.removed > 0);
                let is_bare_link = tag == Tag::A && !node.has_children();
                let holds_text = count.is_some_and(|count| count.kept > 0);
                // What `<noscript>` holds besides text is there to count visitors.
                let is_text_only = role == Role::Skip && tag != Tag::Img || tag == Tag::Noscript;
                is_text_only && !holds_text || lost_all || is_bare_link
            }
            Node::Text(text) => count.is_none() && !text.text.trim().is_empty(),
            Node::Comment(_) | Node::ProcessingInstruction(_) => true,
            _ => false,
        }
    }
}

/// Whether an element shows a formula whose TeX is written: glyphs, or an image that has the TeX as its text.
fn is_shown_twice(node: &NodeRef<'_, Node>, element: &Element) -> bool {
    if element.name() != "img" {
        let is_hidden_run =
            || element.name() == "nobr" && element.attr("aria-hidden").is_some_and(|v| v.trim() == "true");
        let may_be_copy = element.attr("class").is_some_and(formula::may_be_copy) || is_hidden_run();
        return may_be_copy && formula::is_copy(node);
    }
    let Some(alt) = element.attr("alt").map(str::trim).filter(|alt| !alt.is_empty()) else { return false };
    let before = node.prev_siblings().find(|sibling| sibling.value().is_element());
    before.and_then(|before| formula::tex_inside(&before)).is_some_and(|tex| tex.trim() == alt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::page::Page;

    fn original<'a>(markup: &'a str, page: &'a Page, limits: &'a Limits) -> Original<'a> {
        let is_cut = !page.limits_met().is_empty();
        Original { markup, text: page.text(), base: page.base.as_ref(), limits, is_cut }
    }

    fn without(html: &str, removed: &[&str]) -> String {
        let limits = Limits::default();
        let page = Page::from_html(html, None, &limits);
        let mut spans: Vec<Range<usize>> = removed
            .iter()
            .map(|text| {
                let start = page.text().find(text).expect("the text is on the page");
                start..start + text.len()
            })
            .collect();
        spans.sort_by_key(|s| s.start);
        markup_without(&original(html, &page, &limits), &spans)
    }

    #[test]
    fn spans_go_with_the_elements_that_held_only_them() {
        let html = "<title>t</title><div><p>Good  text</p><div class=x><a href=/s>Bad\nlink</a> <img src=b><a href=/u></a></div></div>";
        assert_eq!(without(html, &["Bad link"]), "<div><p>Good  text</p></div>");
        assert_eq!(without(html, &["Good"]).matches("<p>  text</p>").count(), 1);
        assert_eq!(without("<p>a <b>中文</b> é</p>x", &["中文", "x"]), "<p>a  é</p>");
        assert_eq!(without("<pre>a\n  b\n c</pre>", &["b"]), "<pre>a\n  \n c</pre>");
    }

    #[test]
    fn text_outside_of_blocks_goes() {
        let html =
            "<!--c--><p>a<script>x</script><svg><text>y</text></svg><iframe>z</iframe><a href=/e></a><img src=i></p>";
        assert_eq!(without(html, &[]), "<p>a<img src=\"i\"></p>");
    }

    #[test]
    fn a_formula_is_written_once() {
        let math =
            "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x^2</annotation></semantics></math>";
        let wiki = format!(
            "<p>a <span><span style='display: none'>{math}</span><img src=i alt='x^2'></span> <img src=j alt=b>"
        );
        assert_eq!(without(&wiki, &[]), "<p>a <span><span>\\(x^2\\)</span></span> <img alt=\"b\" src=\"j\"></p>");
        let katex =
            format!("<p>a <span class=katex><span>{math}</span><span class=katex-html><span>x</span></span></span>");
        assert_eq!(without(&katex, &[]), "<p>a <span><span>\\(x^2\\)</span></span></p>");
    }

    #[test]
    fn noscript_is_kept_for_its_text() {
        let html = "<p>a</p><noscript><img src=https://count.example/></noscript><noscript><p>b</p></noscript>";
        assert_eq!(without(html, &[]), "<p>a</p><p>b</p>");
    }

    #[test]
    fn only_what_was_read_within_the_limits_is_left() {
        let limits = Limits::default().with_blocks(2);
        let html = "<p>one</p><p>two</p><p>three</p><p>four</p><img src=x alt=five>";
        let cleaned = |html: &str, limits: &Limits| {
            let page = Page::from_html(html, None, limits);
            markup_without(&original(html, &page, limits), &[])
        };
        let cut = cleaned(html, &limits);
        assert!(cut.contains("two") && !cut.contains("four") && !cut.contains("img"), "{cut}");
        assert!(!cleaned("<p>one", &limits.with_nodes(0)).contains("one"));
        assert_eq!(without("<p>one", &["one"]), "");
    }
}
