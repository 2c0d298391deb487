//! Whole pages of spam inside the template of an ordinary site.

use std::fmt::Write as _;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::Campaign;
use crate::synth::slug::letters;
use crate::synth::spin::{expand, pick};
use crate::synth::template::{Encoding, GraftTemplate, Hiding, LinkPattern, Location, Separator, Shape, Wrapper};

use super::compose::spam::SpamComposer;
use super::letters::escape;
use super::marked::{Graft, MARK_END, MARK_NAVIGATION, MARK_SPAM};
use super::render::{Look, Painter};
use super::site_texts::{SiteTexts, site_texts};

/// How the page is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Spun paragraphs and links to more doorways.
    Article,
    /// A list of links with dates, like a list of news.
    NewsList,
    /// A table of links.
    Table,
    /// Even the menus are spam.
    Overrun,
}

/// Makes a doorway page.
pub(super) fn page(campaign: &Campaign, rng: &mut ChaCha8Rng) -> Graft {
    let layout =
        [Layout::Article, Layout::Article, Layout::NewsList, Layout::Table, Layout::Overrun][rng.random_range(0..5)];
    let template = template(campaign, layout, rng);
    let language = campaign.languages.first().map_or("en", String::as_str);
    let mut page = Page {
        campaign,
        template,
        texts: site_texts(language),
        composer: SpamComposer::new(campaign, template, None, rng),
        painter: Painter::new(MARK_SPAM, template, rng),
        out: String::new(),
    };
    page.head(language, rng);
    page.header(layout == Layout::Overrun, rng);
    page.main(layout, rng);
    page.footer(rng);
    Graft { html: page.out, family: campaign.family.clone(), template, is_spam: true }
}

/// Draws a template and adapts it to a whole page.
fn template(campaign: &Campaign, layout: Layout, rng: &mut ChaCha8Rng) -> GraftTemplate {
    let mut template = campaign.mix().draw(Shape::List, rng);
    template.shape = Shape::Doorway;
    template.location = Location::Page;
    template.hiding = Hiding::Visible;
    template.wrapper = if layout == Layout::Table { Wrapper::Table } else { Wrapper::List };
    if template.links == LinkPattern::Unlinked || chance(0.5, rng) {
        template.links = LinkPattern::Doorways;
    }
    if matches!(template.separator, Separator::Nothing) {
        template.separator = Separator::Newline;
    }
    template
}

/// A page in the making.
struct Page<'a> {
    campaign: &'a Campaign,
    template: GraftTemplate,
    texts: &'static SiteTexts,
    composer: SpamComposer<'a>,
    painter: Painter,
    out: String,
}

impl Page<'_> {
    /// Appends markup. Writing to a string cannot fail.
    fn add(&mut self, html: std::fmt::Arguments) {
        let _ = self.out.write_fmt(html);
    }

    /// Text of the site's own template.
    fn ordinary(&self, text: &str, rng: &mut ChaCha8Rng) -> String {
        let text = expand(text, &self.campaign.lists, rng);
        format!("{MARK_NAVIGATION}{}{MARK_END}", escape(&text, Encoding::Plain))
    }

    /// Planted text.
    fn spam(&self, text: &str, rng: &mut ChaCha8Rng) -> String {
        self.painter.text(text, rng)
    }

    fn head(&mut self, language: &str, rng: &mut ChaCha8Rng) {
        let title = self.campaign.unlinked(&self.campaign.titles, rng);
        let description = self.campaign.description(rng);
        let (title, description) = (self.spam(&title, rng), self.spam(&description, rng));
        self.add(format_args!(
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n"
        ));
        self.add(format_args!("<meta name=\"description\" content=\"{description}\">\n<link rel=\"stylesheet\" href=\"/css/style.css\">\n</head>\n<body>\n"));
    }

    /// The site's name and menu; on overrun sites, the menu is spam.
    fn header(&mut self, is_overrun: bool, rng: &mut ChaCha8Rng) {
        let site = self.ordinary(pick(self.texts.sites, rng), rng);
        let class = pick(&["nav", "menu", "main-nav", "navbar", "top_menu"], rng);
        self.add(format_args!("<div class=\"header\"><a href=\"/\">{site}</a></div>\n<ul class=\"{class}\">\n"));
        let menu = self.texts.menu;
        let spam_from = if is_overrun { 0 } else { menu.len() };
        for (at, entry) in menu.iter().enumerate() {
            if at > spam_from.max(rng.random_range(4..12)) {
                break;
            }
            let (text, path) = if at >= spam_from {
                let keyword = self.campaign.keyword(rng);
                (self.spam(&keyword, rng), rng.random_range(1000..99_999).to_string())
            } else {
                (self.ordinary(entry, rng), letters(5, rng))
            };
            self.add(format_args!("<li><a href=\"/{path}/\">{text}</a></li>\n"));
        }
        self.out.push_str("</ul>\n");
    }

    fn main(&mut self, layout: Layout, rng: &mut ChaCha8Rng) {
        let heading = self.campaign.unlinked(&self.campaign.titles, rng);
        let heading = self.spam(&heading, rng);
        self.add(format_args!("<div class=\"content\">\n<h1>{heading}</h1>\n"));
        match layout {
            Layout::Article => {
                self.payload(Shape::Prose, Wrapper::Paragraphs, rng);
                let heading = self.campaign.line(&self.campaign.lead_ins, rng);
                let heading = self.spam(&heading, rng);
                self.add(format_args!("<h3>{heading}</h3>\n"));
                self.payload(Shape::List, Wrapper::List, rng);
            }
            Layout::Table => self.payload(Shape::List, Wrapper::Table, rng),
            Layout::NewsList | Layout::Overrun => self.dated_list(rng),
        }
        self.out.push_str("</div>\n");
    }

    /// Appends a payload with the given shape and wrapper.
    fn payload(&mut self, shape: Shape, wrapper: Wrapper, rng: &mut ChaCha8Rng) {
        let template = GraftTemplate { shape, wrapper, ..self.template };
        let payload = SpamComposer::new(self.campaign, template, None, rng).payload(usize::MAX, rng);
        let html = Painter::new(MARK_SPAM, template, rng).paint(&payload, Look::Plain, rng);
        self.out.push_str(&html);
    }

    fn dated_list(&mut self, rng: &mut ChaCha8Rng) {
        self.out.push_str("<ul class=\"news_list\">\n");
        let count = self.campaign.count.draw(rng).clamp(8, 60);
        for _ in 0..count {
            let item = self.composer.item(rng);
            let tail =
                if chance(0.3, rng) { self.campaign.unlinked(&self.campaign.sentences, rng) } else { String::new() };
            let short: String = tail.chars().take(24).collect();
            let text = self.spam(format!("{} {short}", item.text).trim(), rng);
            let date = self.spam(&expand("<date>", &self.campaign.lists, rng), rng);
            let href = escape(item.href.as_deref().unwrap_or("#"), Encoding::Plain);
            self.add(format_args!("<li><a href=\"{href}\">{text}</a><span class=\"date\">{date}</span></li>\n"));
        }
        self.out.push_str("</ul>\n");
    }

    fn footer(&mut self, rng: &mut ChaCha8Rng) {
        self.out.push_str("<div class=\"footer\">\n");
        for entry in self.texts.footer {
            let text = self.ordinary(entry, rng);
            let link = letters(6, rng);
            self.add(format_args!("<a href=\"/{link}.html\">{text}</a>\n"));
        }
        let site = self.ordinary(pick(self.texts.sites, rng), rng);
        let year = rng.random_range(2012..2027);
        self.add(format_args!("<p>{MARK_NAVIGATION}© {year} {MARK_END}{site}</p>\n</div>\n</body>\n</html>\n"));
    }
}
