//! Planted goods into markup: anchors, wrappers, separators, ways of hiding; every run of text between its marks.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::MARK_END;
use super::domains::letters;
use super::hide::{Cloak, cloak};
use super::scan::{MenuLook, WidgetLook};
use super::template::{Encoding, Hiding, Separator, Template, Wrapper};
use super::text::{chance, disguise, escape, pick};
use super::words::NAMES;

/// One thing to plant, nearly always a link.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) text: String,
    pub(super) href: Option<String>,
    pub(super) button: bool,
}

/// A part of running text.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    Text(String),
    Link(Item),
}

/// What is planted.
#[derive(Debug, Clone)]
pub(super) enum Body {
    List(Vec<Item>),
    Prose(Vec<Vec<Piece>>),
    /// Markup with its marks in it.
    Snippet(String),
}

/// What is planted, and the words before it.
#[derive(Debug, Clone)]
pub(super) struct Goods {
    pub(super) lead_in: Option<String>,
    pub(super) body: Body,
}

/// The looks that are copied from the host.
#[derive(Debug, Clone, Copy)]
pub(super) enum Look<'a> {
    Plain,
    Menu(MenuLook<'a>),
    Widget(WidgetLook<'a>),
}

/// What all anchors of a graft have in common.
#[derive(Debug, Clone, Default)]
struct Dress {
    attributes: String,
    titled: bool,
    misspelt: bool,
    upper: bool,
}

/// Writes one graft's markup.
#[derive(Debug)]
pub(super) struct Painter {
    label: char,
    template: Template,
    dress: Dress,
}

impl Painter {
    pub(super) fn new(label: char, template: Template, rng: &mut ChaCha8Rng) -> Self {
        let spam = label == super::MARK_SPAM;
        let sloppy = template.wrapper == Wrapper::Sloppy;
        let mut attributes = String::new();
        if chance(0.25, rng) {
            attributes.push_str(" target=\"_blank\"");
        }
        if spam && chance(0.22, rng) {
            let rel =
                pick(&["dofollow", "nofollow", "nofollow ugc", "noopener", "external nofollow", "sponsored"], rng);
            attributes.push_str(&format!(" rel=\"{rel}\""));
        }
        if chance(0.08, rng) {
            let style =
                pick(&["color:#000000;", "color:#fff", "text-decoration:none", "font-size:12px", "color:#333;"], rng);
            attributes.push_str(&format!(" style=\"{style}\""));
        }
        if chance(0.1, rng) {
            attributes.push_str(&format!(
                " class=\"{}\"",
                pick(&["link", "lnk", "item", "url", "tag-link", "list-text", "a1"], rng)
            ));
        }
        let dress = Dress {
            attributes,
            titled: chance(0.18, rng),
            misspelt: sloppy && chance(0.3, rng),
            upper: (sloppy && chance(0.4, rng)) || (spam && chance(0.03, rng)),
        };
        Self { label, template, dress }
    }

    /// A run of text between its marks.
    pub(super) fn text(&self, text: &str, rng: &mut ChaCha8Rng) -> String {
        if text.trim().is_empty() {
            return escape(text, Encoding::Plain);
        }
        let encoding = self.template.encoding;
        let disguised = if text.contains("://") { text.to_owned() } else { disguise(text, encoding, rng) };
        self.marked(&escape(&disguised, encoding))
    }

    fn marked(&self, html: &str) -> String {
        format!("{}{html}{MARK_END}", self.label)
    }

    fn item(&self, item: &Item, class: &str, rng: &mut ChaCha8Rng) -> String {
        let text = self.text(&item.text, rng);
        let Some(href) = &item.href else {
            return match item.button {
                true => format!("<button type=\"button\"{}>{text}</button>", class_attribute(class)),
                false => text,
            };
        };
        let (tag, key) = match (self.dress.upper, self.dress.misspelt && chance(0.3, rng)) {
            (true, _) => ("A", "href"),
            (_, true) => ("a", "herf"),
            _ => ("a", "href"),
        };
        let title = if self.dress.titled {
            format!(" title=\"{}\"", escape(&item.text, Encoding::Plain))
        } else {
            String::new()
        };
        let attributes = if class.is_empty() { &self.dress.attributes } else { "" };
        let href = escape(href, Encoding::Plain);
        format!("<{tag}{} {key}=\"{href}\"{attributes}{title}>{text}</{tag}>", class_attribute(class))
    }

    fn separator(&self) -> String {
        let (html, visible) = separator(self.template.separator);
        if visible { self.marked(html) } else { html.to_owned() }
    }

    /// The whole graft.
    pub(super) fn paint(&self, goods: &Goods, look: Look, rng: &mut ChaCha8Rng) -> String {
        match (&goods.body, look) {
            (Body::Snippet(html), _) => self.cloaked("div", html, rng),
            (Body::List(items), Look::Menu(look)) => self.menu_items(items, look, rng),
            (Body::List(items), Look::Widget(look)) => self.widget(goods.lead_in.as_deref(), items, look, rng),
            (Body::List(items), Look::Plain) => self.list(goods.lead_in.as_deref(), items, rng),
            (Body::Prose(paragraphs), _) => self.prose(paragraphs, rng),
        }
    }

    /// Items of a list, one string each, for weaving into a paragraph.
    pub(super) fn pieces(&self, goods: &Goods, rng: &mut ChaCha8Rng) -> Vec<String> {
        let strings: Vec<String> = match &goods.body {
            Body::List(items) => items.iter().map(|item| self.item(item, "", rng)).collect(),
            Body::Prose(paragraphs) => paragraphs.iter().map(|pieces| self.running(pieces, rng)).collect(),
            Body::Snippet(html) => vec![html.clone()],
        };
        let wrap = self.template.hiding != Hiding::Visible;
        strings.into_iter().map(|html| if wrap { self.cloaked("span", &html, rng) } else { html }).collect()
    }

    fn menu_items(&self, items: &[Item], look: MenuLook, rng: &mut ChaCha8Rng) -> String {
        let mut out = String::new();
        for item in items {
            let inner = self.item(item, look.anchor_class, rng);
            let inner = match look.span_class {
                Some(class) if chance(0.5, rng) => format!("<span{}>{inner}</span>", class_attribute(class)),
                _ => inner,
            };
            out.push_str(&format!("\n<li{}>{inner}</li>", class_attribute(look.item_class)));
        }
        out
    }

    fn widget(&self, lead_in: Option<&str>, items: &[Item], look: WidgetLook, rng: &mut ChaCha8Rng) -> String {
        let title = lead_in.map_or(String::new(), |text| {
            format!("<{0}{1}>{2}</{0}>\n", look.heading, class_attribute(look.heading_class), self.text(text, rng))
        });
        let mut list = String::new();
        for item in items {
            list.push_str(&format!("<li{}>{}</li>\n", class_attribute(look.item_class), self.item(item, "", rng)));
        }
        let inner = format!("{title}<ul{}>\n{list}</ul>\n", class_attribute(look.list_class));
        let cloak = cloak(self.template.hiding, rng);
        let class = [look.class, cloak.class.as_str()].join(" ");
        let Cloak { before, after, attributes, .. } = cloak;
        format!("{before}<{0}{1}{attributes}>\n{inner}</{0}>{after}\n", look.tag, class_attribute(class.trim()))
    }

    fn joined(&self, lead_in: Option<&str>, items: &[Item], rng: &mut ChaCha8Rng) -> String {
        let mut out = lead_in.map_or(String::new(), |text| self.text(text, rng) + " ");
        let trailing = chance(0.15, rng);
        for (at, item) in items.iter().enumerate() {
            out.push_str(&self.item(item, "", rng));
            if at + 1 < items.len() || trailing {
                out.push_str(&self.separator());
            }
        }
        out
    }

    fn each(&self, lead_in: Option<&str>, items: &[Item], open: &str, close: &str, rng: &mut ChaCha8Rng) -> String {
        let mut out = lead_in.map_or(String::new(), |text| format!("{open}{}{close}\n", self.text(text, rng)));
        for item in items {
            out.push_str(&format!("{open}{}{close}\n", self.item(item, "", rng)));
        }
        out
    }

    fn list(&self, lead_in: Option<&str>, items: &[Item], rng: &mut ChaCha8Rng) -> String {
        let tag = |name: &str| self.template.hiding != Hiding::Visible && !name.is_empty();
        match self.template.wrapper {
            Wrapper::Paragraphs if chance(0.5, rng) => {
                let inner = self.each(lead_in, items, "<p>", "</p>", rng);
                if tag("div") { self.cloaked("div", &inner, rng) } else { inner }
            }
            Wrapper::Paragraphs => self.cloaked("p", &self.joined(lead_in, items, rng), rng),
            Wrapper::Span if chance(0.3, rng) => {
                self.cloaked("div", &self.each(lead_in, items, "<span>", "</span>", rng), rng)
            }
            Wrapper::Span => self.cloaked("span", &self.joined(lead_in, items, rng), rng),
            Wrapper::List => self.cloaked("ul", &self.each(lead_in, items, "<li>", "</li>", rng), rng),
            Wrapper::Table => self.cloaked("table", &self.table(lead_in, items, rng), rng),
            Wrapper::Headings => self.headings(lead_in, items, rng),
            Wrapper::Font => {
                let open =
                    pick(&["<font color=\"#ffffff\" size=\"1\">", "<font size=\"-2\">", "<FONT color=white>"], rng);
                let inner = format!("{open}{}</font>", self.joined(lead_in, items, rng));
                if tag("div") { self.cloaked("div", &inner, rng) } else { inner }
            }
            Wrapper::Marquee => {
                let inner = self.joined(lead_in, items, rng);
                let size = pick(
                    &["width=\"5\" height=\"5\"", "scrollamount=\"3000\" height=\"2\"", "behavior=\"scroll\""],
                    rng,
                );
                format!("<marquee {size}>{inner}</marquee>")
            }
            Wrapper::Sloppy => self.sloppy(lead_in, items, rng),
            Wrapper::Comment => self.comment(&self.joined(lead_in, items, rng), rng),
            Wrapper::Bare if !tag("div") => self.joined(lead_in, items, rng),
            _ => {
                let inner = self.joined(lead_in, items, rng);
                self.cloaked("div", &inner, rng)
            }
        }
    }

    fn table(&self, lead_in: Option<&str>, items: &[Item], rng: &mut ChaCha8Rng) -> String {
        let columns = rng.random_range(2..7);
        let mut out = lead_in.map_or(String::new(), |text| format!("<tr><td>{}</td></tr>\n", self.text(text, rng)));
        for row in items.chunks(columns) {
            let cells: String = row.iter().map(|item| format!("<td>{}</td>", self.item(item, "", rng))).collect();
            out.push_str(&format!("<tr>{cells}</tr>\n"));
        }
        out
    }

    fn headings(&self, lead_in: Option<&str>, items: &[Item], rng: &mut ChaCha8Rng) -> String {
        if chance(0.4, rng) {
            let tag = pick(&["h1", "h2", "h3", "h4", "h5", "strong"], rng);
            return self.cloaked(tag, &self.joined(lead_in, items, rng), rng);
        }
        let mut inner = lead_in.map_or(String::new(), |text| format!("<h4>{}</h4>", self.text(text, rng)));
        for item in items {
            let tag = pick(&["h1", "h2", "h3", "h4", "h5", "h6", "strong", "b", "em"], rng);
            inner.push_str(&format!("<{tag}>{}</{tag}>{}", self.item(item, "", rng), self.separator()));
        }
        self.cloaked("div", &inner, rng)
    }

    fn sloppy(&self, lead_in: Option<&str>, items: &[Item], rng: &mut ChaCha8Rng) -> String {
        let (open, close) =
            [("<li>", ""), ("<p>", ""), ("<LI>", "</LI>"), ("<b><p>", "</p></b>"), ("<li>", ">"), ("<br/>", "")]
                [rng.random_range(0..6)];
        let inner = self.each(lead_in, items, open, if close == ">" { "</li>" } else { close }, rng);
        let tag = pick(&["div", "DIV", "ul", "div", "noindex"], rng);
        let stray = if close == ">" { self.marked("&gt;") } else { String::new() };
        self.cloaked(tag, &(inner + &stray), rng)
    }

    /// What a reader's comment looks like, with the name and the date of the one who wrote it.
    fn comment(&self, inner: &str, rng: &mut ChaCha8Rng) -> String {
        let name = self.text(pick(NAMES, rng), rng);
        let number = rng.random_range(100..99_999);
        match rng.random_range(0..3) {
            0 => format!(
                "<li class=\"comment even\" id=\"comment-{number}\"><div class=\"comment-author vcard\"><cite class=\"fn\">{name}</cite></div>\n<div class=\"comment-content\"><p>{inner}</p></div></li>\n"
            ),
            1 => format!("<div class=\"comment-body\"><strong>{name}</strong>\n<p>{inner}</p></div>\n"),
            _ => format!(
                "<article class=\"post reply\"><header><span class=\"author\">{name}</span></header><p>{inner}</p></article>\n"
            ),
        }
    }

    fn running(&self, pieces: &[Piece], rng: &mut ChaCha8Rng) -> String {
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(&self.text(text, rng)),
                Piece::Link(item) => out.push_str(&self.item(item, "", rng)),
            }
        }
        out
    }

    fn prose(&self, paragraphs: &[Vec<Piece>], rng: &mut ChaCha8Rng) -> String {
        let runs: Vec<String> = paragraphs.iter().map(|pieces| self.running(pieces, rng)).collect();
        let shown = self.template.hiding == Hiding::Visible;
        match self.template.wrapper {
            Wrapper::Comment => self.comment(&runs.join("</p><p>"), rng),
            Wrapper::Bare if shown => runs.join("\n"),
            Wrapper::Span => self.cloaked("span", &runs.join(" "), rng),
            Wrapper::Sloppy => self.cloaked("div", &runs.join("<p>"), rng),
            Wrapper::Headings => {
                let tagged = runs.iter().map(|run| {
                    let tag = pick(&["h1", "h3", "h4", "h5", "strong", "span"], rng);
                    format!("<{tag}>{run}</{tag}>&nbsp;")
                });
                let inner: String = tagged.collect();
                self.cloaked("div", &inner, rng)
            }
            Wrapper::Paragraphs if runs.len() == 1 => self.cloaked("p", &runs.concat(), rng),
            _ => {
                let inner: String = runs.iter().map(|run| format!("<p>{run}</p>\n")).collect();
                if shown && chance(0.5, rng) { inner } else { self.cloaked("div", &inner, rng) }
            }
        }
    }

    fn cloaked(&self, tag: &str, inner: &str, rng: &mut ChaCha8Rng) -> String {
        let cloak = cloak(self.template.hiding, rng);
        let mut class = cloak.class;
        if class.is_empty() && chance(0.12, rng) {
            class = match rng.random_range(0..4) {
                0 => letters(3, rng),
                1 => format!(
                    "{}-{:02}{:02}{}",
                    pick(&["foot", "btm", "lnk", "box"], rng),
                    rng.random_range(1..29),
                    rng.random_range(1..13),
                    rng.random_range(12..27)
                ),
                2 => pick(&["links", "txt", "clearfix", "wrap", "ft", "box", "textwidget", "row"], rng).into(),
                _ => format!("{}{}", letters(2, rng), rng.random_range(1..99)),
            };
        }
        let (before, after, attributes) = (cloak.before, cloak.after, cloak.attributes);
        let newline = pick(&["", "\n", "\n\n"], rng);
        format!(
            "{before}<{tag}{}{attributes}>{newline}{inner}{newline}</{tag}>{after}{newline}",
            class_attribute(&class)
        )
    }
}

fn class_attribute(class: &str) -> String {
    if class.is_empty() { String::new() } else { format!(" class=\"{}\"", escape(class, Encoding::Plain)) }
}

/// A separator as HTML, and whether it can be seen.
fn separator(separator: Separator) -> (&'static str, bool) {
    match separator {
        Separator::Space => (" ", false),
        Separator::Newline => ("\n", false),
        Separator::Break => ("<br>\n", false),
        Separator::NonBreaking => ("&nbsp;", false),
        Separator::Nothing => ("", false),
        other => (plain_separator(other), true),
    }
}

/// A separator as plain text.
pub(super) fn plain_separator(separator: Separator) -> &'static str {
    match separator {
        Separator::Pipe => "|",
        Separator::PipeSpace => "| ",
        Separator::SpacedPipe => " | ",
        Separator::Comma => ", ",
        Separator::IdeographicComma => "、",
        Separator::Slash => " / ",
        Separator::Dot => " · ",
        Separator::Dash => " - ",
        Separator::Guillemet => " » ",
        Separator::Newline | Separator::Break => "  ",
        Separator::NonBreaking => "\u{A0}",
        Separator::Space | Separator::Nothing => " ",
    }
}
