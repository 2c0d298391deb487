//! Everything around the main column: head, menus, side columns, footer, dialogs, and their layout.

use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::escape::escape;
use crate::random::chance;
use crate::synth::spin::pick;

use super::body::{Body, share};
use super::parts::{Deck, draw, list};
use super::site::{Markup, Site};

/// Names of languages, as language pickers show them.
const LANGUAGES: [&str; 26] = [
    "English",
    "Deutsch",
    "Français",
    "Español",
    "Italiano",
    "Português",
    "Nederlands",
    "Polski",
    "Čeština",
    "Русский",
    "Українська",
    "Türkçe",
    "العربية",
    "فارسی",
    "עברית",
    "हिन्दी",
    "বাংলা",
    "ไทย",
    "Tiếng Việt",
    "Bahasa Indonesia",
    "日本語",
    "한국어",
    "简体中文",
    "繁體中文",
    "Ελληνικά",
    "Svenska",
];

const SCRIPTS: [&str; 5] = [
    "<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}gtag('js',new Date());</script>\n",
    "<script>document.documentElement.className='js';</script>\n",
    "<script async src=\"/assets/app.min.js?v=4\"></script>\n",
    "<script>var menu=document.getElementById('menu');if(menu){menu.onclick=function(){this.className='open'}}</script>\n",
    "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"WebPage\"}</script>\n",
];

const STYLES: [&str; 3] = [
    "<style>body{margin:0;font-family:Arial,sans-serif}.hidden{display:none}</style>\n",
    "<link rel=\"stylesheet\" href=\"/css/style.css\">\n",
    "<style>a{color:#036}td{vertical-align:top}.cols{display:flex}</style>\n<link rel=\"stylesheet\" href=\"/main.css\">\n",
];

/// Writes the whole page around a main column.
pub(super) fn write(site: &Site, body: &Body, deck: &mut Deck, rng: &mut ChaCha8Rng) -> String {
    let code = if site.language.stem == "zh-tw" { "zh-TW" } else { &site.language.language };
    let direction = if matches!(code, "ar" | "fa" | "he") { " dir=\"rtl\"" } else { "" };
    let doctype = if site.markup == Markup::Table { "" } else { "<!DOCTYPE html>\n" };
    let (head, top) = (head(site, body, deck, rng), top(site, deck, rng));
    let mut main = String::new();
    if chance(0.5, rng) {
        main.push_str(&crumbs(site, rng));
    }
    main.push_str(&body.html);
    if chance(0.15, rng) {
        main.push_str(&share(site, rng));
    }
    let side = if chance(0.75, rng) { side(site, deck, rng) } else { String::new() };
    let bottom = bottom(site, deck, rng);
    let inner = layout(site, &top, &main, &side, &bottom);
    format!("{doctype}<html lang=\"{code}\"{direction}>\n{head}<body>\n{inner}</body>\n</html>\n")
}

fn layout(site: &Site, top: &str, main: &str, side: &str, bottom: &str) -> String {
    let main = site.wrap_with("main", " id=\"content\"", main);
    let side = if side.is_empty() { String::new() } else { site.wrap("side", side) };
    match site.markup {
        Markup::Table => format!(
            "<table width=\"780\" align=\"center\" border=\"0\"><tr><td colspan=\"2\">{top}</td></tr>\n\
             <tr><td width=\"580\" valign=\"top\">{main}</td><td width=\"200\" valign=\"top\">{side}</td></tr>\n\
             <tr><td colspan=\"2\" align=\"center\">{bottom}</td></tr></table>\n"
        ),
        Markup::Bootstrap => {
            format!("{top}<div class=\"container\"><div class=\"row\">\n{main}{side}</div></div>\n{bottom}")
        }
        Markup::WordPress => format!("<div id=\"page\" class=\"hfeed site\">{top}{main}{side}{bottom}</div>\n"),
        Markup::App => format!("<div id=\"root\"><div>{top}<div>{main}{side}</div>{bottom}</div></div>\n"),
        // Old sites put the side column first.
        Markup::Soup => format!("<div id=\"wrapper\">{top}{side}{main}{bottom}</div>\n"),
        Markup::Semantic => format!("{top}{main}{side}{bottom}"),
    }
}

fn head(site: &Site, body: &Body, deck: &Deck, rng: &mut ChaCha8Rng) -> String {
    let title = match rng.random_range(0..4) {
        0 => escape(&body.title),
        1 => format!("{} | {}", escape(&body.title), escape(site.name)),
        2 => format!("{} - {}", escape(site.name), escape(&body.title)),
        _ => format!("{} – {}", escape(&body.title), escape(site.name)),
    };
    let mut head = format!("<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n");
    if chance(0.7, rng) {
        let description = body.gold.iter().max_by_key(|line| line.len().min(150)).unwrap_or(&body.title);
        let short: String = description.chars().take(160).collect();
        head.push_str(&format!("<meta name=\"description\" content=\"{}\">\n", escape(&short)));
    }
    if chance(0.4, rng) {
        let words: Vec<String> = deck.tags.iter().take(rng.random_range(3..9)).map(|tag| escape(tag)).collect();
        head.push_str(&format!("<meta name=\"keywords\" content=\"{}\">\n", words.join(", ")));
    }
    if site.markup != Markup::Table {
        head.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    }
    head.push_str(pick(&STYLES, rng));
    if chance(0.6, rng) {
        head.push_str(pick(&SCRIPTS, rng));
    }
    head + "</head>\n"
}

/// The top of the page, from the skip link to the menu.
fn top(site: &Site, deck: &mut Deck, rng: &mut ChaCha8Rng) -> String {
    let mut html = String::new();
    let buttons = &site.language.buttons;
    if chance(0.35, rng) {
        html.push_str(&format!("<a class=\"skip-link\" href=\"#content\">{}</a>\n", escape(&buttons[9])));
    }
    if chance(0.2, rng) {
        html.push_str(&cookie(site));
    }
    let mut header = match rng.random_range(0..3) {
        0 => format!("<a href=\"/\"><img src=\"/logo.png\" alt=\"{}\"></a>\n", escape(site.name)),
        1 => format!("<div><a href=\"/\">{}</a></div>\n", escape(site.name)),
        _ => format!("<div><a href=\"/\">{}</a><br><small>{}</small></div>\n", escape(site.name), site.domain),
    };
    if chance(0.4, rng) {
        header.push_str(&search(site));
    }
    if chance(0.25, rng) {
        header.push_str(&languages(site, rng));
    }
    let links: Vec<String> = site.menu.iter().map(|label| site.link(label, rng)).collect();
    let form = if site.markup == Markup::Table { site.menu_form + 2 } else { site.menu_form };
    let menu = site.wrap("nav", &list(&links, form));
    if rng.random() {
        html.push_str(&site.wrap("header", &format!("{header}{menu}")));
    } else {
        html.push_str(&format!("{}{menu}", site.wrap("header", &header)));
    }
    if chance(0.3, rng) {
        html.push_str(&site.wrap_with("mobile", " style=\"display:none\"", &list(&links, 0)));
    }
    if chance(0.2, rng) {
        html.push_str(&cities(site, deck, rng));
    }
    html
}

fn search(site: &Site) -> String {
    let label = escape(&site.language.buttons[6]);
    let form = format!(
        "<form action=\"/search\"><input type=\"text\" name=\"q\" placeholder=\"{label}\">\
         <button type=\"submit\">{label}</button></form>\n"
    );
    site.wrap("search", &form)
}

fn languages(site: &Site, rng: &mut ChaCha8Rng) -> String {
    let mut names = LANGUAGES;
    names.shuffle(rng);
    let shown = rng.random_range(3..24);
    if chance(0.3, rng) {
        let options: String = names[..shown].iter().map(|name| format!("<option>{name}</option>")).collect();
        return site.wrap("languages", &format!("<select>{options}</select>\n"));
    }
    let links: Vec<String> =
        names[..shown].iter().enumerate().map(|(n, name)| format!("<a href=\"/?lang={n}\">{name}</a>")).collect();
    site.wrap("languages", &list(&links, rng.random_range(0..6)))
}

fn cookie(site: &Site) -> String {
    let (footer, buttons) = (&site.language.footer, &site.language.buttons);
    let inner = format!(
        "<p>{} <a href=\"/privacy\">{}</a></p><button>{}</button>\n",
        escape(&footer[7]),
        escape(&footer[5]),
        escape(&buttons[4])
    );
    site.wrap("cookie", &inner)
}

fn crumbs(site: &Site, rng: &mut ChaCha8Rng) -> String {
    let home = format!("<a href=\"/\">{}</a>", escape(&site.language.menu[0]));
    let mut links = vec![home];
    for _ in 0..rng.random_range(1..3) {
        let label = pick(&site.menu[1..], rng);
        links.push(site.link(label, rng));
    }
    let inner = if rng.random() { list(&links, 0) } else { links.join(pick(&[" &raquo; ", " / ", " &gt; "], rng)) };
    site.wrap("crumbs", &inner)
}

/// A menu of places.
fn cities(site: &Site, deck: &mut Deck, rng: &mut ChaCha8Rng) -> String {
    let links: Vec<String> =
        draw(&mut deck.places, rng.random_range(8..15)).iter().map(|place| site.link(place, rng)).collect();
    site.wrap("cities", &list(&links, rng.random_range(0..6)))
}

/// The side column: latest news, topics, places, products, an advertiser.
fn side(site: &Site, deck: &mut Deck, rng: &mut ChaCha8Rng) -> String {
    let mut html = String::new();
    let menu = &site.language.menu;
    for _ in 0..rng.random_range(1..4) {
        let form = rng.random_range(0..6);
        let (caption, links): (&str, Vec<String>) = match rng.random_range(0..5) {
            0 | 1 => {
                let heads = draw(&mut deck.headlines, rng.random_range(3..6));
                (&menu[1], heads.iter().map(|head| site.link(head, rng)).collect())
            }
            2 => {
                let tags = draw(&mut deck.tags, rng.random_range(4..12));
                (pick(&site.menu, rng), tags.iter().map(|tag| site.link(tag, rng)).collect())
            }
            3 => {
                let products = draw(&mut deck.products, rng.random_range(2..5));
                let names = products.iter().map(|product| product.split(" - ").next().unwrap_or(product));
                (pick(&site.menu, rng), names.map(|name| site.link(name, rng)).collect())
            }
            _ => {
                let places = draw(&mut deck.places, rng.random_range(4..10));
                (pick(&site.menu, rng), places.iter().map(|place| site.link(place, rng)).collect())
            }
        };
        if !links.is_empty() {
            html.push_str(&site.wrap("box", &format!("{}{}", site.caption(caption), list(&links, form))));
        }
    }
    if chance(0.2, rng) {
        let (text, label) = (escape(&site.language.footer[8]), escape(&site.language.buttons[5]));
        let form = format!("<p>{text}</p><input type=\"email\" name=\"mail\"><button>{label}</button>");
        html.push_str(&site.wrap("box", &form));
    }
    if chance(0.3, rng) {
        let links: Vec<String> =
            draw(&mut deck.ads, rng.random_range(1..3)).iter().map(|ad| site.external_link(ad, rng)).collect();
        html.push_str(&site.wrap("box", &list(&links, rng.random_range(0..6))));
    }
    html
}

/// The bottom of the page, from the partners to the end.
fn bottom(site: &Site, deck: &mut Deck, rng: &mut ChaCha8Rng) -> String {
    let mut inner = String::new();
    if chance(0.35, rng) {
        let mut labels: Vec<&str> = site.language.menu.iter().map(String::as_str).collect();
        labels.shuffle(rng);
        let links: Vec<String> =
            labels.iter().take(rng.random_range(4..12)).map(|label| site.link(label, rng)).collect();
        inner.push_str(&list(&links, rng.random_range(0..6)));
    }
    if chance(0.45, rng) {
        inner.push_str(&social(site, rng));
    }
    let partners = partners(site, deck, rng);
    let is_in_footer = rng.random::<bool>();
    if is_in_footer {
        inner.push_str(&partners);
    }
    inner.push_str(&footer_lines(site, rng));
    let mut html = site.wrap("footer", &inner);
    if !is_in_footer {
        html.insert_str(0, &partners);
    }
    if chance(0.1, rng) {
        html.push_str(&cookie(site));
    }
    if chance(0.3, rng) {
        html.push_str(pick(&SCRIPTS, rng));
    }
    html
}

fn footer_lines(site: &Site, rng: &mut ChaCha8Rng) -> String {
    let (lines, tag) = (&site.language.footer, pick(&["p", "div", "span"], rng));
    let mut html = format!("<{tag}>&copy; {} {}</{tag}>\n", escape(site.name), escape(&lines[1]));
    let mut rest: Vec<usize> = vec![0, 2, 3, 4, 5, 6, 9, 10, 11];
    rest.shuffle(rng);
    for at in &rest[..rng.random_range(2..7)] {
        let text = if matches!(at, 5 | 6 | 9 | 10) { site.link(&lines[*at], rng) } else { escape(&lines[*at]) };
        html.push_str(&format!("<{tag}>{text}</{tag}>\n"));
    }
    html
}

fn social(site: &Site, rng: &mut ChaCha8Rng) -> String {
    const NETWORKS: [(&str, &str); 6] = [
        ("Facebook", "https://www.facebook.com/"),
        ("Instagram", "https://www.instagram.com/"),
        ("YouTube", "https://www.youtube.com/@"),
        ("X", "https://x.com/"),
        ("Telegram", "https://t.me/"),
        ("TikTok", "https://www.tiktok.com/@"),
    ];
    let own = site.domain.split('.').next().unwrap_or("site");
    let shown = rng.random_range(2..6);
    let has_icons = rng.random::<bool>();
    let links: Vec<String> = NETWORKS[..shown]
        .iter()
        .map(|(name, address)| {
            let face =
                if has_icons { format!("<img src=\"/i/{name}.svg\" alt=\"{name}\">") } else { (*name).to_owned() };
            format!("<a href=\"{address}{own}\" rel=\"noopener\">{face}</a>")
        })
        .collect();
    site.wrap("social", &list(&links, rng.random_range(0..6)))
}

/// Links to other sites: none, a few, or sometimes as many as in a list of partner sites.
fn partners(site: &Site, deck: &mut Deck, rng: &mut ChaCha8Rng) -> String {
    let number = match rng.random::<f64>() {
        ..0.15 => 0,
        ..0.85 => rng.random_range(1..5),
        _ => rng.random_range(8..21),
    };
    let mut anchors = draw(&mut deck.ads, number.min(6));
    if number > 6 {
        let others = site.language.site_names.iter().map(String::as_str).filter(|name| *name != site.name);
        anchors.extend(others);
        anchors.extend(draw(&mut deck.places, 9));
        anchors.shuffle(rng);
        anchors.truncate(number);
    }
    if anchors.is_empty() {
        return String::new();
    }
    let links: Vec<String> = anchors.iter().map(|anchor| site.external_link(anchor, rng)).collect();
    site.wrap("partners", &list(&links, rng.random_range(0..6)))
}
