//! Clean blocks that look like spam: county menus, language pickers, tag clouds, friend links and the like.

use std::collections::BTreeMap;

use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use super::campaign::{Count, Lexicon};
use super::domains::{letters, percent, slugged};
use super::plant::{Edits, Mix, put, set_title};
use super::render::{Body, Goods, Item, Piece};
use super::scan::Scan;
use super::template::{
    AnchorStyle, Encoding, Hiding, LinkPattern, Place, Separator, Shape, Template, Weights, Wrapper,
};
use super::text::{self, Lists, chance, escape, expand, pick};
use super::{Graft, Host, MARK_CONTENT, MARK_END, MARK_NAVIGATION};

/// What a look-alike truly is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CleanLabel {
    /// Part of the site's template.
    Navigation,
    /// Part of what the author wrote.
    Content,
}

/// One set of a look-alike: what belongs together on one page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// The languages of the pages that it suits; none: any page.
    #[serde(default)]
    pub languages: Vec<String>,
    /// What stands before the list.
    #[serde(default)]
    pub lead_ins: Vec<String>,
    /// The items: `text`, or `text => address`, where the address may be a language code.
    #[serde(default)]
    pub items: Vec<String>,
    /// Path templates of links without an address.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Titles that make the page one on this topic.
    #[serde(default)]
    pub titles: Vec<String>,
    /// Sentences of running text.
    #[serde(default)]
    pub sentences: Vec<String>,
    /// Markup given word for word; `[[` and `]]` enclose what is shown, `@number@`, `@letters@` and `@host@` are filled.
    #[serde(default)]
    pub snippets: Vec<String>,
}

/// One kind of clean look-alike.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookalike {
    /// Its name, unique among all files.
    pub family: String,
    /// One line on what it is and why it resembles spam.
    pub about: String,
    /// What it truly is.
    pub label: CleanLabel,
    /// What is planted.
    pub shape: Shape,
    /// What belongs together.
    #[serde(default)]
    pub sets: Vec<Set>,
    /// Sets made from the groups of a CSV file.
    #[serde(default)]
    pub lexicons: Vec<Lexicon>,
    /// Word lists for slots.
    #[serde(default)]
    pub lists: Lists,
    /// Whether the items keep their order.
    #[serde(default)]
    pub ordered: bool,
    /// How often the page's title is replaced where the set has titles.
    #[serde(default)]
    pub title_share: f64,
    /// The number of items.
    #[serde(default)]
    pub count: Count,
    /// Weights of what links point to.
    #[serde(default)]
    pub links: Weights<LinkPattern>,
    /// Weights of where it stands.
    #[serde(default)]
    pub places: Weights<Place>,
    /// Weights of how it is hidden.
    #[serde(default)]
    pub hiding: Weights<Hiding>,
    /// Weights of the markup around it.
    #[serde(default)]
    pub wrappers: Weights<Wrapper>,
    /// Weights of what stands between items.
    #[serde(default)]
    pub separators: Weights<Separator>,
    #[serde(skip)]
    anchors: Weights<AnchorStyle>,
    #[serde(skip)]
    encodings: Weights<Encoding>,
}

const PATHS: &[&str] = &[
    "/<slug>/",
    "/<slug>",
    "/<slug>.html",
    "/category/<slug>/",
    "/tag/<slug>",
    "/c/<number>.html",
    "?cat=<number>",
    "/<letters>/",
    "/list/<number>/",
    "/<letters>/<letters>/index.html",
    "/topics/<slug>",
    "/search?q=<slug>",
    "/pages/<slug>.aspx",
    "/<letters>.htm",
];

impl Lookalike {
    /// The mark of its label.
    pub(super) fn mark(&self) -> char {
        match self.label {
            CleanLabel::Navigation => MARK_NAVIGATION,
            CleanLabel::Content => MARK_CONTENT,
        }
    }

    /// Makes a set of every group of at least four words; lead-ins come from the list of that name.
    pub(super) fn add_groups(&mut self, list: &str, words: Vec<(String, String)>) {
        let lead_ins = self.lists.get(list).cloned().unwrap_or_default();
        let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (word, group) in words {
            groups.entry(group).or_default().push(word);
        }
        let sets = groups.into_values().filter(|items| items.len() >= 4);
        self.sets.extend(sets.map(|items| Set {
            languages: vec!["zh".into()],
            lead_ins: lead_ins.clone(),
            items,
            ..Set::default()
        }));
    }

    /// What is wrong with the look-alike, if anything.
    pub(super) fn check(&self) -> Result<(), String> {
        self.count.check()?;
        if self.sets.is_empty() {
            return Err("it has no `[[sets]]`; give at least one".into());
        }
        if !(0.0..=1.0).contains(&self.title_share) {
            return Err(format!("`title_share` is {}; give a share between 0 and 1", self.title_share));
        }
        for set in &self.sets {
            let (field, list) = match self.shape {
                Shape::List => ("items", &set.items),
                Shape::Prose | Shape::Woven => ("sentences", &set.sentences),
                Shape::Snippet => ("snippets", &set.snippets),
                other => return Err(format!("`shape` is `{other}`; use list, prose, woven or snippet")),
            };
            if list.is_empty() {
                return Err(format!("a set has no `{field}`, which the shape {} needs; add some", self.shape));
            }
            for template in set.lead_ins.iter().chain(&set.items).chain(&set.titles).chain(&set.sentences) {
                text::check(template, &self.lists)?;
            }
            if let Some(snippet) = set.snippets.iter().find(|s| s.matches("[[").count() != s.matches("]]").count()) {
                return Err(format!("`{snippet}` does not close every `[[` with `]]`; close it"));
            }
        }
        Ok(())
    }

    fn mix(&self) -> Mix<'_> {
        Mix {
            links: &self.links,
            anchors: &self.anchors,
            places: &self.places,
            hiding: &self.hiding,
            wrappers: &self.wrappers,
            separators: &self.separators,
            encodings: &self.encodings,
        }
    }

    /// A template; clean text is never disguised, and always keywords.
    pub(super) fn template(&self, rng: &mut ChaCha8Rng) -> Template {
        let mut template = self.mix().draw(self.shape, rng);
        (template.encoding, template.anchors) = (Encoding::Plain, AnchorStyle::Keyword);
        if template.wrapper == Wrapper::Sloppy {
            template.wrapper = Wrapper::List;
        }
        template.links = self.links.draw(rng, clean).unwrap_or(LinkPattern::Internal);
        template
    }

    /// A set, most often one in the host's language where there is one.
    pub(super) fn set(&self, language: Option<&str>, rng: &mut ChaCha8Rng) -> &Set {
        let main = language.map(|language| language.split(['-', '_']).next().unwrap_or(language).to_ascii_lowercase());
        let suits =
            |set: &&Set| set.languages.is_empty() || main.as_ref().is_none_or(|main| set.languages.contains(main));
        let suited: Vec<&Set> = self.sets.iter().filter(suits).collect();
        if !suited.is_empty() && chance(0.75, rng) {
            return suited[rng.random_range(0..suited.len())];
        }
        &self.sets[rng.random_range(0..self.sets.len())]
    }

    /// What is planted, of at most so many items.
    pub(super) fn goods(
        &self,
        set: &Set,
        template: &Template,
        limit: usize,
        host: &Host,
        rng: &mut ChaCha8Rng,
    ) -> Goods {
        let body = match self.shape {
            Shape::Snippet => Body::Snippet(self.snippet(pick(&set.snippets, rng), host, rng)),
            Shape::Prose | Shape::Woven => Body::Prose(self.prose(set, host, template, rng)),
            _ => Body::List(self.items(set, template, limit, host, rng)),
        };
        let lead_in =
            (!set.lead_ins.is_empty() && chance(0.5, rng)).then(|| expand(pick(&set.lead_ins, rng), &self.lists, rng));
        Goods { lead_in, body }
    }

    fn items(&self, set: &Set, template: &Template, limit: usize, host: &Host, rng: &mut ChaCha8Rng) -> Vec<Item> {
        let mut chosen: Vec<&String> = set.items.iter().collect();
        if !self.ordered {
            chosen.shuffle(rng);
        }
        chosen.truncate(self.count.draw(rng).min(limit).max(1));
        let style = Addresses::new(set, template.links, host, rng);
        chosen.into_iter().map(|item| self.item(item, &style, rng)).collect()
    }

    fn item(&self, entry: &str, style: &Addresses, rng: &mut ChaCha8Rng) -> Item {
        let (text, address) = entry.split_once(" => ").unwrap_or((entry, ""));
        let text = expand(text.trim(), &self.lists, rng).trim().to_owned();
        let href = style.address(&text, address.trim(), rng);
        Item { text, button: href.is_none() && style.links == LinkPattern::Buttons, href }
    }

    fn prose(&self, set: &Set, host: &Host, template: &Template, rng: &mut ChaCha8Rng) -> Vec<Vec<Piece>> {
        let mut sentences: Vec<&String> = set.sentences.iter().collect();
        sentences.shuffle(rng);
        sentences.truncate(if template.woven { 1 } else { rng.random_range(2..9) });
        let per_paragraph = rng.random_range(1..5);
        let style = Addresses::new(set, template.links, host, rng);
        let unspaced = set.languages.iter().any(|language| matches!(language.as_str(), "zh" | "ja"));
        let joint = if unspaced { "" } else { " " };
        let mut paragraphs = Vec::new();
        for group in sentences.chunks(per_paragraph) {
            let lines: Vec<String> = group.iter().map(|line| expand(line, &self.lists, rng)).collect();
            let mut pieces = Vec::new();
            for (at, part) in lines.join(joint).split(text::LINK_SLOT).enumerate() {
                if at > 0 && !set.items.is_empty() {
                    pieces.push(Piece::Link(self.item(pick(&set.items, rng), &style, rng)));
                }
                pieces.push(Piece::Text(part.to_owned()));
            }
            paragraphs.push(pieces);
        }
        paragraphs
    }

    fn snippet(&self, snippet: &str, host: &Host, rng: &mut ChaCha8Rng) -> String {
        let mut out = String::new();
        for (at, part) in snippet.split('@').enumerate() {
            match part {
                "number" if at % 2 == 1 => out.push_str(&rng.random_range(1000..99_999_999).to_string()),
                "letters" if at % 2 == 1 => out.push_str(&letters(rng.random_range(3..8), rng)),
                "host" if at % 2 == 1 => {
                    out.push_str(host.name().map_or("example.org", |name| name.strip_prefix("www.").unwrap_or(name)))
                }
                _ => out.push_str(part),
            }
        }
        out.replace("[[", self.mark().encode_utf8(&mut [0; 4])).replace("]]", MARK_END.encode_utf8(&mut [0; 4]))
    }
}

fn clean(links: LinkPattern) -> bool {
    use LinkPattern::{Buttons, Fragments, Internal, Known, Locales, Unlinked};
    matches!(links, Internal | Known | Locales | Buttons | Fragments | Unlinked)
}

/// How a look-alike's links are addressed, the same for all of them.
struct Addresses {
    links: LinkPattern,
    path: String,
    origin: String,
    host: String,
    locale: usize,
}

impl Addresses {
    fn new(set: &Set, links: LinkPattern, host: &Host, rng: &mut ChaCha8Rng) -> Self {
        let path = if set.paths.is_empty() { pick(PATHS, rng).to_owned() } else { pick(&set.paths, rng).to_owned() };
        let origin = host.origin().filter(|_| chance(0.35, rng)).unwrap_or_default().to_owned();
        let name = host.name().unwrap_or("example.org");
        let host = name.strip_prefix("www.").unwrap_or(name).to_owned();
        Self { links, path, origin, host, locale: rng.random_range(0..6) }
    }

    fn address(&self, text: &str, given: &str, rng: &mut ChaCha8Rng) -> Option<String> {
        match self.links {
            LinkPattern::Unlinked | LinkPattern::Buttons => None,
            LinkPattern::Fragments => Some(format!("#{}", fragment(text, rng))),
            _ if given.contains("://") => Some(given.to_owned()),
            _ if given.starts_with('/') => Some(format!("{}{given}", self.origin)),
            _ if !given.is_empty() => Some(self.localized(given)),
            _ => Some(format!("{}{}", self.origin, self.filled(text, rng))),
        }
    }

    fn localized(&self, code: &str) -> String {
        let (host, origin) = (&self.host, &self.origin);
        match self.locale {
            0 => format!("https://{code}.{host}/"),
            1 => format!("{origin}/?lang={code}"),
            2 => format!("{origin}/{code}/index.html"),
            3 => format!("https://{code}.{host}/wiki/"),
            4 => format!("{origin}/intl/{code}/"),
            _ => format!("{origin}/{code}/"),
        }
    }

    fn filled(&self, text: &str, rng: &mut ChaCha8Rng) -> String {
        let mut path = self.path.clone();
        if path.contains("<slug>") {
            path = path.replace("<slug>", &fragment(text, rng));
        }
        while path.contains("<number>") {
            path = path.replacen("<number>", &rng.random_range(1..99_999).to_string(), 1);
        }
        while path.contains("<letters>") {
            path = path.replacen("<letters>", &letters(rng.random_range(2..8), rng), 1);
        }
        path
    }
}

fn fragment(text: &str, rng: &mut ChaCha8Rng) -> String {
    let slug = slugged(text);
    if slug.len() > 1 {
        slug
    } else if chance(0.4, rng) {
        percent(text)
    } else {
        letters(rng.random_range(3..8), rng)
    }
}

/// Plants a look-alike in a page.
pub(super) fn clean_graft(host: &Host, lookalike: &Lookalike, rng: &mut ChaCha8Rng) -> Graft {
    let scan = Scan::new(host.html);
    let mut template = lookalike.template(rng);
    let set = lookalike.set(host.language, rng);
    let mut edits = Edits::default();
    if !set.titles.is_empty() && chance(lookalike.title_share, rng) {
        let title = expand(pick(&set.titles, rng), &lookalike.lists, rng);
        let marked = format!("{MARK_CONTENT}{}{MARK_END}", escape(&title, Encoding::Plain));
        set_title(&scan, &mut edits, &marked, false, rng);
    }
    put(&scan, &mut edits, &mut template, lookalike.mark(), rng, |template, limit, rng| {
        lookalike.goods(set, template, limit, host, rng)
    });
    Graft { html: edits.apply(host.html), family: lookalike.family.clone(), template, is_spam: false }
}
