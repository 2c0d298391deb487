//! Points of a page where a graft may go, and the looks to copy there.

use super::{RAW, Scan, Tag};

/// The look of an item in one of the host's menus.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MenuLook<'a> {
    pub(crate) item_class: &'a str,
    pub(crate) anchor_class: &'a str,
    pub(crate) span_class: Option<&'a str>,
}

/// The look of one of the host's widgets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WidgetLook<'a> {
    pub(crate) tag: &'a str,
    pub(crate) class: &'a str,
    pub(crate) heading: &'a str,
    pub(crate) heading_class: &'a str,
    pub(crate) list_class: &'a str,
    pub(crate) item_class: &'a str,
}

impl<'a> Scan<'a> {
    /// Right after `<body>`, or the closest point to it.
    pub(crate) fn body_start(&self) -> usize {
        let after = |found: Option<Tag>| found.map(|tag| tag.end);
        after(self.first(|tag| tag.opens("body")).map(|(_, tag)| tag))
            .or_else(|| after(self.first(|tag| tag.closes("head")).map(|(_, tag)| tag)))
            .or_else(|| after(self.first(|tag| tag.opens("html")).map(|(_, tag)| tag)))
            .unwrap_or_else(|| self.before_doctype())
    }

    /// Right before the last `</body>`, or the end.
    pub(crate) fn body_end(&self) -> usize {
        self.last(|tag| tag.closes("body")).map_or_else(|| self.html_end(), |tag| tag.start)
    }

    fn html_end(&self) -> usize {
        self.last(|tag| tag.closes("html")).map_or(self.safe_end, |tag| tag.start)
    }

    /// After the last `</html>`, or the end.
    pub(crate) fn after_html(&self) -> usize {
        self.last(|tag| tag.closes("html")).map_or(self.safe_end, |tag| tag.end)
    }

    /// The start of the file, after a byte order mark.
    pub(crate) fn before_doctype(&self) -> usize {
        if self.html.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
    }

    /// Points between blocks in the body.
    pub(crate) fn middles(&self) -> Vec<usize> {
        let start = self.body_start();
        let ends = ["p", "div", "ul", "section", "article", "h2", "h3", "table", "blockquote"];
        let is_end =
            |tag: &&Tag| tag.is_closing && !tag.is_barred && tag.start >= start && ends.iter().any(|name| tag.is(name));
        self.tags.iter().filter(is_end).map(|tag| tag.end).collect()
    }

    /// Points inside footers.
    pub(crate) fn footers(&self) -> Vec<usize> {
        let is_named = |tag: &Tag| {
            ["class", "id"].iter().any(|name| tag.attribute(name).is_some_and(|(value, _)| is_footer(value)))
        };
        let is_container = |tag: &Tag| ["div", "section", "td", "p", "ul"].iter().any(|name| tag.is(name));
        let mut points = Vec::new();
        for tag in self.tags.iter().filter(|tag| !tag.is_barred) {
            if tag.closes("footer") {
                points.push(tag.start);
            } else if tag.opens("footer") || (!tag.is_closing && is_container(tag) && !tag.is("ul") && is_named(tag)) {
                points.push(tag.end);
            }
        }
        points
    }

    /// Points inside `noscript` elements of the body.
    pub(crate) fn noscripts(&self) -> Vec<usize> {
        let is_end = |tag: &&Tag| !tag.is_barred && tag.closes("noscript");
        self.tags.iter().filter(is_end).map(|tag| tag.start).collect()
    }

    /// Points inside sidebars.
    pub(crate) fn sidebars(&self) -> Vec<usize> {
        let is_named = |tag: &Tag| {
            ["class", "id"].iter().any(|name| tag.attribute(name).is_some_and(|(value, _)| is_sidebar(value)))
        };
        let is_container = |tag: &Tag| ["div", "section", "td"].iter().any(|name| tag.opens(name));
        let point = |tag: &Tag| match tag {
            _ if tag.closes("aside") => Some(tag.start),
            _ if tag.opens("aside") || (is_container(tag) && is_named(tag)) => Some(tag.end),
            _ => None,
        };
        self.tags.iter().filter(|tag| !tag.is_barred).filter_map(point).collect()
    }

    /// Points inside forms.
    pub(crate) fn forms(&self) -> Vec<usize> {
        let is_end = |tag: &&Tag| !tag.is_barred && tag.is("form");
        self.tags.iter().filter(is_end).map(|tag| if tag.is_closing { tag.start } else { tag.end }).collect()
    }

    /// Points after items of menus, and the look of the item.
    pub(crate) fn menu_items(&self) -> Vec<(usize, MenuLook<'a>)> {
        let mut found = Vec::new();
        let mut open: Option<(&Tag<'a>, Option<&Tag<'a>>, Option<&Tag<'a>>)> = None;
        for tag in self.tags.iter().filter(|tag| !tag.is_barred) {
            match &mut open {
                _ if tag.opens("li") => open = Some((tag, None, None)),
                Some((item, Some(anchor), span)) if tag.closes("li") => {
                    if tag.start - item.start < 700 {
                        let look = MenuLook {
                            item_class: item.class(),
                            anchor_class: anchor.class(),
                            span_class: span.map(Tag::class),
                        };
                        found.push((tag.end, look));
                    }
                    open = None;
                }
                Some((_, anchor, _)) if tag.opens("a") && anchor.is_none() => *anchor = Some(tag),
                Some((_, Some(_), span)) if tag.opens("span") && span.is_none() => *span = Some(tag),
                _ if tag.is("ul") || tag.closes("li") => open = None,
                _ => {}
            }
        }
        found
    }

    /// Points before widgets, and the look of the widget.
    pub(crate) fn widgets(&self) -> Vec<(usize, WidgetLook<'a>)> {
        let mut found = Vec::new();
        for (at, tag) in self.tags.iter().enumerate() {
            let is_block = !tag.is_closing && ["div", "aside", "section"].iter().any(|name| tag.is(name));
            if is_block && !tag.is_barred && is_widget(tag.class()) {
                found.push((tag.start, self.widget_look(at)));
            }
        }
        found
    }

    fn widget_look(&self, at: usize) -> WidgetLook<'a> {
        let near = &self.tags[at + 1..self.tags.len().min(at + 12)];
        let heading =
            near.iter().find(|tag| !tag.is_closing && ["h2", "h3", "h4", "h5"].iter().any(|name| tag.is(name)));
        let class = |name: &str| near.iter().find(|tag| tag.opens(name)).map_or("", Tag::class);
        WidgetLook {
            tag: self.tags[at].name,
            class: self.tags[at].class(),
            heading: heading.map_or("h3", |tag| tag.name),
            heading_class: heading.map_or("", Tag::class),
            list_class: class("ul"),
            item_class: class("li"),
        }
    }

    /// Points in running text, grouped by paragraph.
    pub(crate) fn paragraphs(&self) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        let mut current: Option<Vec<usize>> = None;
        let mut in_anchor = false;
        for pair in self.tags.windows(2) {
            let (tag, next) = (&pair[0], &pair[1]);
            if tag.opens("p") && !tag.is_barred {
                current = Some(Vec::new());
                in_anchor = false;
            } else if tag.closes("p") || ["div", "td", "li", "ul"].iter().any(|name| tag.is(name)) {
                found.extend(current.take().filter(|points| !points.is_empty()));
            } else if tag.is("a") {
                in_anchor = !tag.is_closing;
            }
            let is_raw = RAW.iter().any(|name| tag.opens(name));
            if let Some(points) = current.as_mut().filter(|_| !in_anchor && !is_raw && next.start - tag.end > 80) {
                sentence_gaps(self.html, tag.end, next.start, points);
            }
        }
        found.extend(current.filter(|points| !points.is_empty()));
        found
    }
}

/// Adds the points after sentences of a run of text; if there are none, those between words.
fn sentence_gaps(html: &str, from: usize, to: usize, points: &mut Vec<usize>) {
    let text = &html[from..to];
    if text.contains("<!--") {
        return;
    }
    let (mut after_stop, mut spaces, mut in_entity) = (Vec::new(), Vec::new(), false);
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '&' => in_entity = true,
            ';' => in_entity = false,
            _ if c.is_whitespace() => {
                in_entity = false;
                let list = if matches!(previous, '.' | '!' | '?') { &mut after_stop } else { &mut spaces };
                list.push(from + at + c.len_utf8());
            }
            '。' | '，' | '！' | '；' | '？' if !in_entity => after_stop.push(from + at + c.len_utf8()),
            _ => {}
        }
        previous = c;
    }
    let is_inside = |point: &usize| *point > from + 20 && *point + 20 < to;
    let use_spaces = after_stop.iter().filter(|point| is_inside(point)).count() == 0;
    points.extend(if use_spaces { spaces } else { after_stop }.into_iter().filter(is_inside));
}

/// Whether a class or id belongs to a footer.
fn is_footer(value: &str) -> bool {
    holds_any(value, &["footer", "foot", "copyright", "bottom"])
}

/// Whether a class or id belongs to a sidebar.
fn is_sidebar(value: &str) -> bool {
    holds_any(value, &["sidebar", "side-bar", "side_bar", "sidecol", "right-col", "left-col"])
}

/// Whether one of the words is in a class or id, in whatever case.
fn holds_any(value: &str, words: &[&str]) -> bool {
    let value = value.as_bytes();
    let is_in = |word: &&str| value.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
    words.iter().any(is_in)
}

/// Whether a class belongs to a widget.
fn is_widget(class: &str) -> bool {
    let is_known = |word: &str| {
        ["widget", "module", "sidebar-box", "block", "panel", "box"].contains(&word) || word.starts_with("widget")
    };
    class.split_ascii_whitespace().any(is_known)
}
