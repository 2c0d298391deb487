//! The main column of a page: content, as markup and as gold text, and what surrounds it without being content.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::escape::escape;
use crate::random::chance;
use crate::synth::spin::{pick, sentence_gap};

use super::parts::{Deck, draw, list};
use super::site::{Markup, Site};

/// The main column of a page.
#[derive(Default)]
pub(super) struct Body {
    /// Its title.
    pub(super) title: String,
    /// Its markup.
    pub(super) html: String,
    /// The text of its content, block by block.
    pub(super) gold: Vec<String>,
}

/// Writes the main column of a kind of page.
pub(super) fn make(kind: &str, site: &Site, deck: &mut Deck, rng: &mut ChaCha8Rng) -> Body {
    match kind {
        "article" => article(site, deck, rng),
        "forum" => forum(site, deck, rng),
        "listing" => listing(site, deck, rng),
        "product" => product(site, deck, rng),
        _ => info(site, deck, rng),
    }
}

impl Body {
    /// Adds a block of content: its markup and its gold text.
    fn block(&mut self, tag: &str, inner: &str, text: &str) {
        self.html.push_str(&match tag {
            "br" => format!("{inner}<br><br>\n"),
            _ => format!("<{tag}>{inner}</{tag}>\n"),
        });
        self.gold.push(text.to_owned());
    }

    /// Adds the main heading, which is content only on some sites.
    fn heading(&mut self, site: &Site, text: &str, is_content: bool) {
        self.title = text.to_owned();
        let inner = escape(text);
        self.html.push_str(&match site.markup {
            Markup::Table => format!("<div><font size=\"5\"><b>{inner}</b></font></div>\n"),
            Markup::WordPress => format!("<h1 class=\"entry-title\">{inner}</h1>\n"),
            Markup::Bootstrap => format!("<h1 class=\"display-5\">{inner}</h1>\n"),
            _ => format!("<h1>{inner}</h1>\n"),
        });
        if is_content {
            self.gold.push(text.to_owned());
        }
    }

    /// Wraps everything written since `start` in an element.
    fn wrap_from(&mut self, start: usize, site: &Site, role: &str) {
        let inner = self.html.split_off(start);
        self.html.push_str(&site.wrap(role, &inner));
    }
}

fn name<'a>(site: &Site<'a>, rng: &mut ChaCha8Rng) -> &'a str {
    &site.language.names[rng.random_range(0..site.language.names.len())]
}

fn date<'a>(site: &Site<'a>, rng: &mut ChaCha8Rng) -> &'a str {
    &site.language.dates[rng.random_range(0..site.language.dates.len())]
}

/// Author and date.
fn byline(site: &Site, rng: &mut ChaCha8Rng) -> String {
    let (who, when) = (escape(name(site, rng)), escape(date(site, rng)));
    let inner = match rng.random_range(0..4) {
        0 => format!("<span>{who}</span> <time>{when}</time>"),
        1 => format!("<a href=\"/author/{}\">{who}</a> | {when}", rng.random_range(1..40)),
        2 => format!("{when}, {who}"),
        _ => format!("<i>{when}</i>"),
    };
    site.wrap("meta", &inner)
}

/// Adds sentences as one paragraph, with a link inside if asked for.
fn paragraph(body: &mut Body, site: &Site, sentences: &[&str], has_link: bool, rng: &mut ChaCha8Rng) {
    let gap = sentence_gap(&site.language.language);
    let text = sentences.join(gap);
    let inner = match (sentences, has_link) {
        ([first, rest @ ..], true) => {
            let rest: String = rest.iter().map(|s| format!("{}{}", gap, escape(s))).collect();
            linked(site, first, rng) + &rest
        }
        _ => escape(&text),
    };
    body.block(site.paragraph, &inner, &text);
}

/// A sentence with some of its words as a link, half of the time to another site.
fn linked(site: &Site, sentence: &str, rng: &mut ChaCha8Rng) -> String {
    let spaces: Vec<usize> = sentence.match_indices(' ').map(|(at, _)| at).collect();
    let (from, to) = if spaces.len() >= 5 {
        let first = rng.random_range(0..spaces.len() - 3);
        (spaces[first] + 1, spaces[first + rng.random_range(1..=3)])
    } else {
        let ends: Vec<usize> = sentence.char_indices().map(|(at, _)| at).collect();
        if ends.len() < 12 {
            return escape(sentence);
        }
        (ends[2], ends[rng.random_range(4..9)])
    };
    let anchor = &sentence[from..to];
    let anchor = if rng.random() { site.link(anchor, rng) } else { site.external_link(anchor, rng) };
    format!("{}{anchor}{}", escape(&sentence[..from]), escape(&sentence[to..]))
}

fn article(site: &Site, deck: &mut Deck, rng: &mut ChaCha8Rng) -> Body {
    let mut body = Body::default();
    let title = draw(&mut deck.headlines, 1);
    body.heading(site, title.first().unwrap_or(&site.name), site.headline);
    body.html.push_str(&byline(site, rng));
    if chance(0.4, rng) {
        let number = rng.random_range(1..900);
        body.html.push_str(&format!("<figure><img src=\"/img/{number}.jpg\" alt=\"\" width=\"640\"></figure>\n"));
    }
    let start = body.html.len();
    let subheads = chance(0.35, rng);
    for number in 0..rng.random_range(3..9) {
        if subheads && number > 0 && number % 3 == 0 {
            for head in draw(&mut deck.headlines, 1) {
                body.block("h2", &escape(head), head);
            }
        }
        let sentences = draw(&mut deck.sentences, rng.random_range(1..5));
        let link = chance(0.2, rng);
        paragraph(&mut body, site, &sentences, link, rng);
    }
    if chance(0.25, rng) {
        for quote in draw(&mut deck.sentences, 1) {
            body.block("blockquote", &escape(quote), quote);
        }
    }
    body.wrap_from(start, site, "text");
    body.wrap_from(0, site, "article");
    body.html.push_str(&after_article(site, deck, rng));
    body
}

/// What follows an article: topics, buttons, related links and comments. None of it is content.
fn after_article(site: &Site, deck: &mut Deck, rng: &mut ChaCha8Rng) -> String {
    let mut html = String::new();
    if chance(0.5, rng) {
        let tags: Vec<String> =
            draw(&mut deck.tags, rng.random_range(2..6)).iter().map(|tag| site.link(tag, rng)).collect();
        html.push_str(&site.wrap("tags", &list(&tags, rng.random_range(0..6))));
    }
    if chance(0.5, rng) {
        html.push_str(&share(site, rng));
    }
    if chance(0.5, rng) {
        let links: Vec<String> =
            draw(&mut deck.headlines, rng.random_range(2..5)).iter().map(|head| site.link(head, rng)).collect();
        let caption = site.caption(&site.language.menu[1]);
        html.push_str(&site.wrap("related", &format!("{caption}{}", list(&links, rng.random_range(0..2)))));
    }
    if chance(0.4, rng) {
        let mut inner = site.caption(&site.language.buttons[7]);
        for comment in draw(&mut deck.comments, rng.random_range(1..6)) {
            let reply = escape(&site.language.buttons[2]);
            let text = format!("{}<p>{}</p>\n<a href=\"#reply\">{reply}</a>", byline(site, rng), escape(comment));
            inner.push_str(&site.wrap("comment", &text));
        }
        html.push_str(&site.wrap("comments", &inner));
    }
    html
}

/// Share buttons.
pub(super) fn share(site: &Site, rng: &mut ChaCha8Rng) -> String {
    const NETWORKS: [(&str, &str); 6] = [
        ("Facebook", "https://www.facebook.com/sharer.php?u="),
        ("X", "https://twitter.com/intent/tweet?url="),
        ("WhatsApp", "https://api.whatsapp.com/send?text="),
        ("Telegram", "https://t.me/share/url?url="),
        ("LinkedIn", "https://www.linkedin.com/shareArticle?url="),
        ("E-mail", "mailto:?body="),
    ];
    let from = rng.random_range(0..4);
    let links: Vec<String> = NETWORKS[from..(from + rng.random_range(2..5)).min(6)]
        .iter()
        .map(|(name, address)| format!("<a href=\"{address}https%3A%2F%2F{}\">{name}</a>", site.domain))
        .collect();
    let label = escape(&site.language.buttons[1]);
    site.wrap("share", &format!("<span>{label}</span> {}", list(&links, rng.random_range(0..6))))
}

fn forum(site: &Site, deck: &mut Deck, rng: &mut ChaCha8Rng) -> Body {
    let mut body = Body::default();
    let title = draw(&mut deck.headlines, 1);
    body.heading(site, title.first().unwrap_or(&site.name), site.headline);
    for number in 0..rng.random_range(4..9) {
        let start = body.html.len();
        body.html.push_str(&byline(site, rng));
        let mut sentences = draw(&mut deck.comments, 1);
        let more = if number == 0 { rng.random_range(2..5) } else { rng.random_range(0..2) };
        sentences.extend(draw(&mut deck.sentences, more));
        if sentences.is_empty() {
            break;
        }
        let link = chance(0.1, rng);
        paragraph(&mut body, site, &sentences, link, rng);
        let reply = escape(&site.language.buttons[2]);
        body.html.push_str(&match rng.random_range(0..3) {
            0 => format!("<div><a href=\"#post{number}\">{reply}</a> <a href=\"#top\">#{}</a></div>\n", number + 1),
            1 => format!("<div><button type=\"button\">{reply}</button></div>\n"),
            _ => String::new(),
        });
        body.wrap_from(start, site, "post");
    }
    body
}

fn listing(site: &Site, deck: &mut Deck, rng: &mut ChaCha8Rng) -> Body {
    let mut body = Body::default();
    let section = pick(&site.menu, rng);
    body.heading(site, section, false);
    let (tag, dated, more) = (pick(&["h2", "h3", "div"], rng), rng.random::<bool>(), rng.random::<bool>());
    for head in draw(&mut deck.headlines, rng.random_range(5..10)) {
        let start = body.html.len();
        body.block(tag, &site.link(head, rng), head);
        if dated {
            body.html.push_str(&byline(site, rng));
        }
        let teaser = draw(&mut deck.sentences, rng.random_range(1..3));
        paragraph(&mut body, site, &teaser, false, rng);
        if more {
            body.html.push_str(&format!("<div>{}</div>\n", site.link(&site.language.buttons[0], rng)));
        }
        body.wrap_from(start, site, "item");
    }
    let pages: Vec<String> = (1..rng.random_range(3..9)).map(|n| format!("<a href=\"?page={n}\">{n}</a>")).collect();
    body.html.push_str(&list(&pages, rng.random_range(0..3)));
    body
}

fn product(site: &Site, deck: &mut Deck, rng: &mut ChaCha8Rng) -> Body {
    let mut body = Body::default();
    let drawn = draw(&mut deck.products, 1);
    let (name, description) = drawn.first().and_then(|p| p.split_once(" - ")).unwrap_or((site.name, ""));
    body.heading(site, name, true);
    let price = rng.random_range(3..900);
    let buy = format!(
        "<span>{price},{:02}</span> <input type=\"number\" value=\"1\"> <button>{}</button>\n",
        rng.random_range(0..100),
        escape(&site.language.buttons[3])
    );
    body.html.push_str(&site.wrap("buy", &buy));
    let start = body.html.len();
    paragraph(&mut body, site, &[description], false, rng);
    let notes: Vec<&str> = site.language.notes[..5].iter().map(String::as_str).collect();
    let from = rng.random_range(0..2);
    paragraph(&mut body, site, &notes[from..from + 4], false, rng);
    let properties = draw(&mut deck.properties, rng.random_range(5..9));
    rows(&mut body, &properties, rng);
    body.wrap_from(start, site, "text");
    if chance(0.5, rng) {
        let links: Vec<String> = draw(&mut deck.products, rng.random_range(2..5))
            .iter()
            .map(|product| site.link(product.split(" - ").next().unwrap_or(product), rng))
            .collect();
        body.html.push_str(&site.wrap("related", &list(&links, rng.random_range(0..6))));
    }
    body
}

/// Adds a list of facts, as items or as rows of a table.
fn rows(body: &mut Body, lines: &[&str], rng: &mut ChaCha8Rng) {
    let (open, tag, close) = match rng.random_range(0..3) {
        0 => ("<table class=\"data\">\n", "tr", "</table>\n"),
        1 => ("<ol>\n", "li", "</ol>\n"),
        _ => ("<ul>\n", "li", "</ul>\n"),
    };
    body.html.push_str(open);
    for line in lines {
        let inner = if tag == "tr" { format!("<td>{}</td>", escape(line)) } else { escape(line) };
        body.block(tag, &inner, line);
    }
    body.html.push_str(close);
}

fn info(site: &Site, deck: &mut Deck, rng: &mut ChaCha8Rng) -> Body {
    let mut body = Body::default();
    let label = &site.language.menu[rng.random_range(1..site.language.menu.len())];
    body.heading(site, label, site.headline);
    let start = body.html.len();
    let mut notes: Vec<&str> = site.language.notes[5..].iter().map(String::as_str).collect();
    let sections = rng.random_range(2..4);
    for number in 0..sections {
        for head in draw(&mut deck.tags, 1) {
            body.block(pick(&["h2", "h3"], rng), &escape(head), head);
        }
        let mut sentences = draw(&mut notes, 5 / sections + number % 2);
        sentences.extend(draw(&mut deck.sentences, rng.random_range(1..3)));
        let link = chance(0.15, rng);
        paragraph(&mut body, site, &sentences, link, rng);
    }
    let facts = if rng.random() { &mut deck.places } else { &mut deck.properties };
    let facts = draw(facts, rng.random_range(3..7));
    rows(&mut body, &facts, rng);
    body.wrap_from(start, site, "text");
    body
}
