//! Lists of items as markup.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::graft::hide::{Cloak, cloak};
use crate::synth::graft::letters::escape;
use crate::synth::graft::payload::Item;
use crate::synth::graft::scan::{MenuLook, WidgetLook};
use crate::synth::spin::pick;
use crate::synth::template::{Encoding, Shape, Wrapper};

use super::separator::html_separator;
use super::{Painter, class_attribute};

impl Painter {
    /// Items that look like those of the host's menu.
    pub(super) fn menu_items(&self, items: &[Item], look: MenuLook, rng: &mut ChaCha8Rng) -> String {
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

    /// A list that looks like the host's widget.
    pub(super) fn widget(
        &self,
        lead_in: Option<&str>,
        items: &[Item],
        look: WidgetLook,
        rng: &mut ChaCha8Rng,
    ) -> String {
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

    /// A list in the template's wrapper.
    pub(super) fn list(&self, lead_in: Option<&str>, items: &[Item], rng: &mut ChaCha8Rng) -> String {
        match self.template.wrapper {
            Wrapper::Bare | Wrapper::Span if self.template.shape == Shape::SingleLink => {
                self.hidden_anchors(items, rng)
            }
            Wrapper::Paragraphs if chance(0.5, rng) => {
                let inner = self.each(lead_in, items, "<p>", "</p>", rng);
                if self.is_hidden() { self.cloaked("div", &inner, rng) } else { inner }
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
                if self.is_hidden() { self.cloaked("div", &inner, rng) } else { inner }
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
            Wrapper::Bare if !self.is_hidden() => self.joined(lead_in, items, rng),
            _ => {
                let inner = self.joined(lead_in, items, rng);
                self.cloaked("div", &inner, rng)
            }
        }
    }

    /// Anchors that are hidden themselves, without an element around them.
    fn hidden_anchors(&self, items: &[Item], rng: &mut ChaCha8Rng) -> String {
        let anchor = |item: &Item| {
            let text = self.text(&item.text, rng);
            let href = escape(item.href.as_deref().unwrap_or("#"), Encoding::Plain);
            let Cloak { before, after, class, attributes } = cloak(self.template.hiding, rng);
            format!("{before}<a{} href=\"{href}\"{attributes}>{text}</a>{after}", class_attribute(&class))
        };
        items.iter().map(anchor).collect()
    }

    /// Items in one run, with separators.
    fn joined(&self, lead_in: Option<&str>, items: &[Item], rng: &mut ChaCha8Rng) -> String {
        let mut out = lead_in.map_or(String::new(), |text| self.text(text, rng) + " ");
        let trailing = chance(0.15, rng) && self.template.shape != Shape::SingleLink;
        for (at, item) in items.iter().enumerate() {
            out.push_str(&self.item(item, "", rng));
            if at + 1 < items.len() || trailing {
                out.push_str(&self.separator());
            }
        }
        out
    }

    /// Every item in an element of its own.
    fn each(&self, lead_in: Option<&str>, items: &[Item], open: &str, close: &str, rng: &mut ChaCha8Rng) -> String {
        let mut out = lead_in.map_or(String::new(), |text| format!("{open}{}{close}\n", self.text(text, rng)));
        for item in items {
            out.push_str(&format!("{open}{}{close}\n", self.item(item, "", rng)));
        }
        out
    }

    /// Items in the cells of a table.
    fn table(&self, lead_in: Option<&str>, items: &[Item], rng: &mut ChaCha8Rng) -> String {
        let columns = rng.random_range(2..7);
        let mut out = lead_in.map_or(String::new(), |text| format!("<tr><td>{}</td></tr>\n", self.text(text, rng)));
        for row in items.chunks(columns) {
            let cells: String = row.iter().map(|item| format!("<td>{}</td>", self.item(item, "", rng))).collect();
            out.push_str(&format!("<tr>{cells}</tr>\n"));
        }
        out
    }

    /// Items in headings and bold text.
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

    /// Items in broken markup.
    fn sloppy(&self, lead_in: Option<&str>, items: &[Item], rng: &mut ChaCha8Rng) -> String {
        let (open, close) =
            [("<li>", ""), ("<p>", ""), ("<LI>", "</LI>"), ("<b><p>", "</p></b>"), ("<li>", ">"), ("<br/>", "")]
                [rng.random_range(0..6)];
        let inner = self.each(lead_in, items, open, if close == ">" { "</li>" } else { close }, rng);
        let tag = pick(&["div", "DIV", "ul", "div", "noindex"], rng);
        let stray = if close == ">" { self.marked("&gt;") } else { String::new() };
        self.cloaked(tag, &(inner + &stray), rng)
    }

    fn separator(&self) -> String {
        let (html, is_visible) = html_separator(self.template.separator);
        if is_visible { self.marked(html) } else { html.to_owned() }
    }
}
