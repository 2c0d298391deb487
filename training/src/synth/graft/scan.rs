//! A quick look over a page's markup: its tags, the points where a graft may stand, and the looks of its own menus.

/// A tag of the host page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    /// The text between the name and `>`.
    pub(super) rest: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) closing: bool,
    /// Whether it stands where no graft may stand: in a head, an svg, a select and the like.
    pub(super) barred: bool,
}

impl Tag<'_> {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    pub(super) fn opens(&self, name: &str) -> bool {
        !self.closing && self.is(name)
    }

    pub(super) fn closes(&self, name: &str) -> bool {
        self.closing && self.is(name)
    }

    /// The value of an attribute, with its byte range in the page.
    pub(super) fn attribute(&self, name: &str) -> Option<(&str, std::ops::Range<usize>)> {
        let bytes = self.rest.as_bytes();
        let offset = self.end.saturating_sub(1 + self.rest.len());
        let mut at = 0;
        while at < bytes.len() {
            let key_start = skip(bytes, at, |b| b.is_ascii_whitespace() || b == b'/');
            let key_end = skip(bytes, key_start, |b| !b.is_ascii_whitespace() && b != b'=' && b != b'/');
            let equals = skip(bytes, key_end, |b| b.is_ascii_whitespace());
            if bytes.get(equals) != Some(&b'=') {
                at = key_end.max(key_start + 1);
                continue;
            }
            let value = skip(bytes, equals + 1, |b| b.is_ascii_whitespace());
            let (from, to, next) = match bytes.get(value) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let end = skip(bytes, value + 1, |b| b != quote);
                    (value + 1, end, end + 1)
                }
                _ => {
                    let end = skip(bytes, value, |b| !b.is_ascii_whitespace());
                    (value, end, end)
                }
            };
            if self.rest.get(key_start..key_end).is_some_and(|key| key.eq_ignore_ascii_case(name)) {
                return self.rest.get(from..to).map(|text| (text, offset + from..offset + to));
            }
            at = next.max(key_start + 1);
        }
        None
    }

    fn class(&self) -> &str {
        self.attribute("class").map_or("", |(value, _)| value)
    }
}

fn skip(bytes: &[u8], from: usize, holds: impl Fn(u8) -> bool) -> usize {
    let from = from.min(bytes.len());
    bytes[from..].iter().position(|b| !holds(*b)).map_or(bytes.len(), |at| from + at)
}

/// The tags of a page, and how far it can be read as markup.
#[derive(Debug)]
pub(super) struct Scan<'a> {
    pub(super) html: &'a str,
    pub(super) tags: Vec<Tag<'a>>,
    /// Beyond this point everything belongs to an unclosed comment, script or tag.
    pub(super) safe_end: usize,
}

const RAW: [&str; 9] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"];
const BARRING: [&str; 9] = ["head", "svg", "math", "select", "template", "object", "button", "video", "audio"];

impl<'a> Scan<'a> {
    /// Reads the tags of a page, in time linear in its length.
    pub(super) fn new(html: &'a str) -> Self {
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

    /// Reads what begins at `start`; gives where to go on, or `None` where it never ends.
    fn step(&mut self, start: usize, barred: &mut usize) -> Option<usize> {
        let html = self.html;
        let tail = &html[start..];
        if tail.starts_with("<!--") {
            return html[start + 4..].find("-->").map(|at| start + at + 7);
        }
        let bytes = tail.as_bytes();
        let closing = bytes.get(1) == Some(&b'/');
        let name_at = if closing { 2 } else { 1 };
        match bytes.get(name_at) {
            Some(b) if b.is_ascii_alphabetic() => {}
            Some(b'!' | b'?') => return tail.find('>').map(|at| start + at + 1),
            Some(_) if closing => return tail.find('>').map(|at| start + at + 1),
            _ => return Some(start + 1),
        }
        let name_end = skip(bytes, name_at, |b| !b.is_ascii_whitespace() && b != b'/' && b != b'>');
        let end = tag_end(bytes, name_end)?;
        let tag = Tag {
            name: &tail[name_at..name_end],
            rest: &tail[name_end..end],
            start,
            end: start + end + 1,
            closing,
            barred: *barred > 0,
        };
        self.push(tag, barred);
        let raw = if closing { None } else { RAW.iter().find(|name| tag.is(name)) };
        match raw {
            Some(name) => close_of(html, tag.end, name),
            None => Some(tag.end),
        }
    }

    fn push(&mut self, mut tag: Tag<'a>, barred: &mut usize) {
        if tag.opens("body") {
            *barred = 0;
            tag.barred = false;
        } else if BARRING.iter().any(|name| tag.is(name)) {
            if !tag.closing && !tag.rest.ends_with('/') {
                *barred += 1;
                tag.barred = true;
            } else if tag.closing {
                *barred = if tag.is("head") { 0 } else { barred.saturating_sub(1) };
            }
        }
        self.tags.push(tag);
    }

    /// The first tag that fits.
    pub(super) fn first(&self, fits: impl Fn(&Tag) -> bool) -> Option<(usize, Tag<'a>)> {
        self.tags.iter().copied().enumerate().find(|(_, tag)| fits(tag))
    }

    /// The last tag that fits.
    pub(super) fn last(&self, fits: impl Fn(&Tag) -> bool) -> Option<Tag<'a>> {
        self.tags.iter().rev().copied().find(|tag| fits(tag))
    }

    /// Right after `<body>`, or the best place instead.
    pub(super) fn body_start(&self) -> usize {
        let after = |found: Option<Tag>| found.map(|tag| tag.end);
        after(self.first(|tag| tag.opens("body")).map(|(_, tag)| tag))
            .or_else(|| after(self.first(|tag| tag.closes("head")).map(|(_, tag)| tag)))
            .or_else(|| after(self.first(|tag| tag.opens("html")).map(|(_, tag)| tag)))
            .unwrap_or_else(|| self.before_doctype())
    }

    /// Right before the last `</body>`, or the end.
    pub(super) fn body_end(&self) -> usize {
        self.last(|tag| tag.closes("body")).map_or_else(|| self.html_end(), |tag| tag.start)
    }

    fn html_end(&self) -> usize {
        self.last(|tag| tag.closes("html")).map_or(self.safe_end, |tag| tag.start)
    }

    /// After the last `</html>`, or the end.
    pub(super) fn after_html(&self) -> usize {
        self.last(|tag| tag.closes("html")).map_or(self.safe_end, |tag| tag.end)
    }

    /// The start of the file, after a byte order mark.
    pub(super) fn before_doctype(&self) -> usize {
        if self.html.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
    }

    /// Points between blocks in the body.
    pub(super) fn middles(&self) -> Vec<usize> {
        let start = self.body_start();
        let ends = ["p", "div", "ul", "section", "article", "h2", "h3", "table", "blockquote"];
        let fits =
            |tag: &&Tag| tag.closing && !tag.barred && tag.start >= start && ends.iter().any(|name| tag.is(name));
        self.tags.iter().filter(fits).map(|tag| tag.end).collect()
    }

    /// Points inside footers.
    pub(super) fn footers(&self) -> Vec<usize> {
        let named = |tag: &Tag| {
            ["class", "id"].iter().any(|name| tag.attribute(name).is_some_and(|(value, _)| footer_like(value)))
        };
        let container = |tag: &Tag| ["div", "section", "td", "p", "ul"].iter().any(|name| tag.is(name));
        let mut points = Vec::new();
        for tag in self.tags.iter().filter(|tag| !tag.barred) {
            if tag.closes("footer") {
                points.push(tag.start);
            } else if tag.opens("footer") || (!tag.closing && container(tag) && !tag.is("ul") && named(tag)) {
                points.push(tag.end);
            }
        }
        points
    }

    /// Points inside forms.
    pub(super) fn forms(&self) -> Vec<usize> {
        let fits = |tag: &&Tag| !tag.barred && tag.is("form");
        self.tags.iter().filter(fits).map(|tag| if tag.closing { tag.start } else { tag.end }).collect()
    }

    /// Items of menus: where another may follow, and how they look.
    pub(super) fn menu_items(&self) -> Vec<(usize, MenuLook<'a>)> {
        let mut found = Vec::new();
        let mut open: Option<(&Tag<'a>, Option<&Tag<'a>>, Option<&Tag<'a>>)> = None;
        for tag in self.tags.iter().filter(|tag| !tag.barred) {
            match &mut open {
                _ if tag.opens("li") => open = Some((tag, None, None)),
                Some((item, Some(anchor), span)) if tag.closes("li") => {
                    if tag.start - item.start < 700 {
                        let look = MenuLook {
                            item_class: class_of(item),
                            anchor_class: class_of(anchor),
                            span_class: span.map(|span| class_of(span)),
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

    /// The starts of widgets, and how they look.
    pub(super) fn widgets(&self) -> Vec<(usize, WidgetLook<'a>)> {
        let mut found = Vec::new();
        for (at, tag) in self.tags.iter().enumerate() {
            let block = !tag.closing && ["div", "aside", "section"].iter().any(|name| tag.is(name));
            if block && !tag.barred && widget_like(tag.class()) {
                found.push((tag.start, self.widget_look(at)));
            }
        }
        found
    }

    fn widget_look(&self, at: usize) -> WidgetLook<'a> {
        let near = &self.tags[at + 1..self.tags.len().min(at + 12)];
        let heading = near.iter().find(|tag| !tag.closing && ["h2", "h3", "h4", "h5"].iter().any(|name| tag.is(name)));
        let class = |name: &str| near.iter().find(|tag| tag.opens(name)).map_or("", class_of);
        WidgetLook {
            tag: self.tags[at].name,
            class: class_of(&self.tags[at]),
            heading: heading.map_or("h3", |tag| tag.name),
            heading_class: heading.map_or("", class_of),
            list_class: class("ul"),
            item_class: class("li"),
        }
    }

    /// Points in the running text of paragraphs, each paragraph's together.
    pub(super) fn paragraphs(&self) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        let mut current: Option<Vec<usize>> = None;
        let mut in_anchor = false;
        for pair in self.tags.windows(2) {
            let (tag, next) = (&pair[0], &pair[1]);
            if tag.opens("p") && !tag.barred {
                current = Some(Vec::new());
                in_anchor = false;
            } else if tag.closes("p") || ["div", "td", "li", "ul"].iter().any(|name| tag.is(name)) {
                found.extend(current.take().filter(|points| !points.is_empty()));
            } else if tag.is("a") {
                in_anchor = !tag.closing;
            }
            let raw = RAW.iter().any(|name| tag.opens(name));
            if let Some(points) = current.as_mut().filter(|_| !in_anchor && !raw && next.start - tag.end > 80) {
                gaps(self.html, tag.end, next.start, points);
            }
        }
        found.extend(current.filter(|points| !points.is_empty()));
        found
    }
}

/// Points after sentences, or else between words, of a run of text.
fn gaps(html: &str, from: usize, to: usize, points: &mut Vec<usize>) {
    let text = &html[from..to];
    if text.contains("<!--") {
        return;
    }
    let (mut after_stop, mut spaces, mut entity) = (Vec::new(), Vec::new(), false);
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '&' => entity = true,
            ';' => entity = false,
            _ if c.is_whitespace() => {
                entity = false;
                let list = if matches!(previous, '.' | '!' | '?') { &mut after_stop } else { &mut spaces };
                list.push(from + at + c.len_utf8());
            }
            '。' | '，' | '！' | '；' | '？' if !entity => after_stop.push(from + at + c.len_utf8()),
            _ => {}
        }
        previous = c;
    }
    let inner = |point: &usize| *point > from + 20 && *point + 20 < to;
    let use_spaces = after_stop.iter().filter(|point| inner(point)).count() == 0;
    points.extend(if use_spaces { spaces } else { after_stop }.into_iter().filter(inner));
}

/// How an item of one of the host's menus looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct MenuLook<'a> {
    pub(super) item_class: &'a str,
    pub(super) anchor_class: &'a str,
    pub(super) span_class: Option<&'a str>,
}

/// How a widget of the host looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct WidgetLook<'a> {
    pub(super) tag: &'a str,
    pub(super) class: &'a str,
    pub(super) heading: &'a str,
    pub(super) heading_class: &'a str,
    pub(super) list_class: &'a str,
    pub(super) item_class: &'a str,
}

fn class_of<'a>(tag: &Tag<'a>) -> &'a str {
    let range = tag.attribute("class").map(|(_, range)| range);
    let offset = tag.end.saturating_sub(1 + tag.rest.len());
    range.and_then(|range| tag.rest.get(range.start - offset..range.end - offset)).unwrap_or("")
}

fn footer_like(value: &str) -> bool {
    let value = value.as_bytes();
    ["footer", "foot", "copyright", "bottom"]
        .iter()
        .any(|word| value.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes())))
}

fn widget_like(class: &str) -> bool {
    let fits = |word: &str| {
        ["widget", "module", "sidebar-box", "block", "panel", "box"].contains(&word) || word.starts_with("widget")
    };
    class.split_ascii_whitespace().any(fits)
}

/// Where the tag ends: the first `>` outside a quoted value.
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

/// Where the end tag of a raw element starts, or `None` where there is none.
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
