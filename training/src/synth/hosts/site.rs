//! Invented sites: class names, links, the elements that parts of a page have.

use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::escape::escape;
use crate::random::{chance, seeded};
use crate::synth::spin::pick;

use super::language::HostLanguage;

/// How a site's markup is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    Semantic,
    Soup,
    Table,
    WordPress,
    Bootstrap,
    App,
}

const MARKUPS: [Markup; 6] =
    [Markup::Semantic, Markup::Soup, Markup::Table, Markup::WordPress, Markup::Bootstrap, Markup::App];

/// A part of a page: its classes in each style of markup, and its HTML5 tag.
struct Role {
    name: &'static str,
    /// On four kinds of hand-written sites.
    hand_written: [&'static str; 4],
    word_press: &'static str,
    bootstrap: &'static str,
    tag: &'static str,
}

const fn role(
    name: &'static str,
    hand_written: [&'static str; 4],
    word_press: &'static str,
    bootstrap: &'static str,
    tag: &'static str,
) -> Role {
    Role { name, hand_written, word_press, bootstrap, tag }
}

const ROLES: &[Role] = &[
    role("header", ["site header", "top bar", "masthead", "page head"], "site-header", "container py-3", "header"),
    role("nav", ["main menu", "nav bar", "top links", "rubrics"], "main-navigation", "navbar navbar-expand-lg", "nav"),
    role("mobile", ["mobile menu", "off canvas", "drawer", "side panel"], "mobile-menu-container", "offcanvas", "nav"),
    role("crumbs", ["bread crumbs", "path", "you are here", "trail"], "breadcrumbs", "breadcrumb", "nav"),
    role("main", ["main column", "content area", "page body", "left col"], "content-area", "col-lg-8", "main"),
    role("article", ["article", "story", "post full", "single view"], "post type-post hentry", "blog-post", "article"),
    role("text", ["body text", "story content", "rich text", "full"], "entry-content", "article-body mb-4", "div"),
    role("item", ["list item", "teaser", "news row", "tile"], "post type-post format-standard", "card mb-3", "article"),
    role(
        "post",
        ["message", "post row", "forum entry", "reply box"],
        "bbp-reply-content",
        "media border p-3",
        "article",
    ),
    role("meta", ["meta", "byline", "pub info", "date author"], "entry-meta", "text-muted small", "div"),
    role("share", ["share", "social share", "send to", "tools"], "sharedaddy", "btn-group", "div"),
    role("tags", ["tags", "keywords", "topics", "labels"], "tagcloud", "d-flex flex-wrap", "div"),
    role("related", ["related", "see also", "more news", "read next"], "yarpp-related", "list-group", "section"),
    role("comments", ["comments", "discussion", "feedback", "opinions"], "comments-area", "comments mt-5", "section"),
    role("comment", ["comment", "opinion", "user entry", "note"], "comment-body", "media mb-3", "article"),
    role("side", ["sidebar", "right col", "aside", "rail"], "widget-area", "col-lg-4", "aside"),
    role("box", ["box", "module", "panel", "block"], "widget", "card p-3 mb-4", "section"),
    role("footer", ["site footer", "bottom", "page foot", "foot line"], "site-footer", "bg-light py-4 mt-5", "footer"),
    role("partners", ["partners", "friends", "links", "recommended"], "widget widget_links", "row small", "div"),
    role("social", ["social", "follow us", "networks", "icons"], "social-navigation", "list-inline", "div"),
    role(
        "cookie",
        ["cookie bar", "consent", "notice layer", "privacy box"],
        "cookie-notice",
        "alert fixed-bottom",
        "div",
    ),
    role("languages", ["language", "lang switch", "locale picker", "translate"], "lang-item", "dropdown-menu", "div"),
    role("search", ["search", "find", "query box", "site search"], "search-form", "form-inline", "div"),
    role("cities", ["cities", "regions", "places", "near you"], "widget widget_nav_menu", "row row-cols-4", "nav"),
    role("buy", ["buy box", "price", "order", "cart form"], "summary", "d-grid gap-2", "div"),
];

/// One site: its language, address and style, which all of its pages share.
pub(super) struct Site<'a> {
    pub(super) language: &'a HostLanguage,
    pub(super) domain: &'a str,
    pub(super) name: &'a str,
    pub(super) markup: Markup,
    /// Whether the headline of an article counts as content.
    pub(super) headline: bool,
    /// The labels of its menu.
    pub(super) menu: Vec<&'a str>,
    /// How its menu is written; see `list`.
    pub(super) menu_form: usize,
    /// The tag of its paragraphs; `br` means text between line breaks.
    pub(super) paragraph: &'static str,
    /// Which of the four hand-written names it uses.
    synonym: usize,
    /// How it writes class names.
    naming: usize,
    /// The start of its paths.
    path: &'static str,
}

impl<'a> Site<'a> {
    /// The site with this index. It depends only on its domain and language, not on the page.
    pub(super) fn new(language: &'a HostLanguage, index: usize) -> Self {
        let domain = language.domains[index].as_str();
        let mut rng = seeded(0, domain);
        let shift: usize = language.stem.bytes().map(usize::from).sum();
        let markup = MARKUPS[(index + shift) % MARKUPS.len()];
        let mut menu: Vec<&str> = language.menu[1..].iter().map(String::as_str).collect();
        menu.shuffle(&mut rng);
        menu.truncate(rng.random_range(5..16));
        menu.insert(0, &language.menu[0]);
        let paragraphs: &[&str] = match markup {
            Markup::Table => &["br", "br", "p", "div"],
            Markup::Soup | Markup::App => &["p", "p", "div"],
            _ => &["p"],
        };
        Self {
            language,
            domain,
            name: &language.site_names[index % language.site_names.len()],
            markup,
            headline: chance(0.34, &mut rng),
            menu,
            menu_form: rng.random_range(0..4),
            paragraph: pick(paragraphs, &mut rng),
            synonym: rng.random_range(0..4),
            naming: rng.random_range(0..4),
            path: pick(&["/news/", "/?p=", "/a/", "/index.php?id=", "/2023/05/", "/s/", "/node/", "/page-"], &mut rng),
        }
    }

    /// A path on this site.
    pub(super) fn path(&self, rng: &mut ChaCha8Rng) -> String {
        let number = rng.random_range(10..99_999);
        let end = if self.path.contains('?') { "" } else { pick(&["", "/", ".html"], rng) };
        format!("{}{number}{end}", self.path)
    }

    /// The class that a part of the page has on this site.
    fn class(&self, role: &Role) -> String {
        let words = role.hand_written[self.synonym];
        match (self.markup, self.naming) {
            (Markup::WordPress, _) => role.word_press.to_owned(),
            (Markup::Bootstrap, _) => role.bootstrap.to_owned(),
            (Markup::App, 0 | 1) => {
                let hash =
                    role.name.bytes().chain(self.domain.bytes()).fold(7u32, |h, b| h * 31 % 99_991 + u32::from(b));
                format!("css-{hash:x}")
            }
            (_, 0) => words.replace(' ', "-"),
            (_, 1) => camel(words),
            (_, 2) => format!("b-{}", words.replacen(' ', "__", 1)),
            _ => format!("{}_{}", words.replace(' ', "_"), self.synonym + 1),
        }
    }

    /// Wraps markup in the element that a part of the page has on this site.
    pub(super) fn wrap(&self, role: &str, inner: &str) -> String {
        self.wrap_with(role, "", inner)
    }

    /// Like [`Site::wrap`], with more attributes.
    pub(super) fn wrap_with(&self, role: &str, attributes: &str, inner: &str) -> String {
        let role = ROLES.iter().find(|known| known.name == role).unwrap_or(&ROLES[0]);
        let class = self.class(role);
        match self.markup {
            Markup::Table if matches!(role.name, "post" | "box" | "item" | "header" | "footer" | "buy") => format!(
                "<table width=\"100%\" cellpadding=\"4\" border=\"0\"{attributes}><tr><td>{inner}</td></tr></table>\n"
            ),
            Markup::Table => format!("<div{attributes}>{inner}</div>\n"),
            Markup::Semantic => format!("<{0} class=\"{class}\"{attributes}>{inner}</{0}>\n", role.tag),
            Markup::App if role.tag == "nav" || role.tag == "main" => {
                format!("<{0} class=\"{class}\"{attributes}><div>{inner}</div></{0}>\n", role.tag)
            }
            Markup::Soup if self.synonym == 2 => format!("<div id=\"{class}\"{attributes}>{inner}</div>\n"),
            _ => format!("<div class=\"{class}\"{attributes}>\n{inner}</div>\n"),
        }
    }

    /// The heading of a box or a list.
    pub(super) fn caption(&self, text: &str) -> String {
        let text = escape(text);
        match (self.markup, self.naming) {
            (Markup::Table, _) => format!("<b>{text}</b><br>\n"),
            (Markup::WordPress, _) => format!("<h3 class=\"widget-title\">{text}</h3>\n"),
            (Markup::Bootstrap, _) => format!("<h5 class=\"card-title\">{text}</h5>\n"),
            (_, 0) => format!("<div class=\"caption\">{text}</div>\n"),
            (_, 1) => format!("<h4>{text}</h4>\n"),
            _ => format!("<h3>{text}</h3>\n"),
        }
    }

    /// A link within the site.
    pub(super) fn link(&self, text: &str, rng: &mut ChaCha8Rng) -> String {
        format!("<a href=\"{}\">{}</a>", self.path(rng), escape(text))
    }

    /// A link to an invented site in the same country.
    pub(super) fn external_link(&self, text: &str, rng: &mut ChaCha8Rng) -> String {
        const FIRST: [&str; 16] = [
            "nova", "porto", "medi", "auto", "terra", "lumi", "velo", "casa", "agro", "port", "gala", "delta", "alfa",
            "omni", "solar", "aqua",
        ];
        const LAST: [&str; 14] = [
            "info", "tour", "bank", "plus", "haus", "press", "market", "point", "studio", "media", "line", "net",
            "expert", "dom",
        ];
        let ending = self.domain.split_once('.').map_or("com", |(_, ending)| ending);
        let ending = if chance(0.25, rng) { "com" } else { ending };
        let dash = if chance(0.3, rng) { "-" } else { "" };
        let start = pick(&["https://", "https://www.", "http://www."], rng);
        let path = pick(&["/", "/", "", "/about", "/offer.html"], rng);
        let more = pick(&["", "", "", " rel=\"nofollow\"", " target=\"_blank\" rel=\"noopener\"", " title=\"\""], rng);
        let (first, last) = (FIRST[rng.random_range(0..16)], LAST[rng.random_range(0..14)]);
        format!("<a href=\"{start}{first}{dash}{last}.{ending}{path}\"{more}>{}</a>", escape(text))
    }
}

fn camel(words: &str) -> String {
    let mut out = String::new();
    for (at, word) in words.split(' ').enumerate() {
        let (head, tail) = word.split_at(1);
        out.push_str(&if at == 0 { head.to_owned() } else { head.to_uppercase() });
        out.push_str(tail);
    }
    out
}
