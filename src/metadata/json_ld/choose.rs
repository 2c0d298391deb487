//! Chooses the node that describes the page, and resolves references between nodes.

use super::{Kind, Node, Value};
use crate::metadata::text::{key, plain};

/// What is known of the page from elsewhere.
pub(in crate::metadata) struct Page<'a> {
    /// The URLs that the page has, without scheme, query and the like (see [`url_key`]).
    pub(in crate::metadata) urls: &'a [String],
    /// Keys of its titles and first headings.
    pub(in crate::metadata) titles: &'a [String],
}

/// The node of an article, a thing or a page that fits the page best; `None` if none fits.
///
/// A video or another part describes the page only if its URL or name is the page's and nothing else does.
/// The only article of a page describes it unless both its URL and its headline are others. Of several articles, one is
/// chosen only if its URL or headline is the page's, since lists of articles describe each in the same way.
pub(in crate::metadata) fn article<'a>(nodes: &'a [Node], page: &Page<'_>) -> Option<&'a Node> {
    let choose = |kind: Kind, must_fit: bool| {
        let of_kind: Vec<&Node> = nodes.iter().filter(|node| node.kind == kind && node.has_facts()).collect();
        // A page of questions has the question's name, but only the question has an author.
        let best = of_kind.iter().map(|node| (fit(node, page), *node)).rev().max_by_key(|(fit, n)| (*fit, n.facts()));
        let is_only = || of_kind.iter().all(|node| key_of(&node.headline) == key_of(&of_kind[0].headline));
        best.filter(|(fit, _)| *fit > 0 || !must_fit && *fit == 0 && is_only()).map(|(_, node)| node)
    };
    let fitting = [Kind::Article, Kind::Thing].into_iter().find_map(|kind| choose(kind, true));
    let any = || [Kind::Article, Kind::Thing, Kind::Page].into_iter().find_map(|kind| choose(kind, false));
    fitting.or_else(any).or_else(|| choose(Kind::Part, true))
}

/// How well a node fits the page: positive if its URL or headline is the page's, negative if it is another's.
fn fit(node: &Node, page: &Page<'_>) -> i32 {
    let urls: Vec<String> = node.urls().map(url_key).collect();
    let has_url = urls.iter().any(|url| page.urls.contains(url));
    let headline = key_of(if node.headline.is_empty() { &node.name } else { &node.headline });
    let is_title = |title: &String| {
        !headline.is_empty() && (title.starts_with(&headline) || headline.starts_with(title.as_str()))
            || headline.len() > 12 && title.contains(&headline)
    };
    let has_title = page.titles.iter().any(is_title);
    let is_other_url = !urls.is_empty() && !page.urls.is_empty() && !has_url;
    let is_other_title = !headline.is_empty() && !page.titles.is_empty() && !has_title;
    match (has_url, has_title) {
        (true, true) => 3,
        (_, true) => 2,
        (true, _) => 1,
        _ if is_other_url && is_other_title => -1,
        _ => 0,
    }
}

fn key_of(values: &[Value]) -> String {
    values.first().and_then(|value| value.text.as_deref()).map(|text| key(&plain(text))).unwrap_or_default()
}

/// A URL as far as it tells pages apart: host and path.
pub(in crate::metadata) fn url_key(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    url.trim_start_matches("www.").trim_end_matches('/').to_ascii_lowercase()
}

/// Names of the site: of the web site, of the publisher of `node`, of the only organization.
pub(in crate::metadata) fn site_names<'a>(nodes: &'a [Node], node: Option<&'a Node>) -> Vec<&'a str> {
    // The owner of a site of one person is its author rather than its name.
    let is_person = |value: &&Value| referred(value, nodes).is_some_and(|node| node.is_person);
    let publishers = node.into_iter().flat_map(|node| node.publisher.iter().filter(|value| !is_person(value)));
    let publisher = publishers.filter_map(|value| name_of(value, nodes));
    let of_kind =
        |kind| nodes.iter().filter(move |node| node.kind == kind && !node.is_person).filter_map(|node| node.name());
    of_kind(Kind::Site).chain(publisher).chain(of_kind(Kind::Organization).take(1)).collect()
}

/// The names of values, which may refer to other nodes.
fn resolved<'a>(values: &'a [Value], nodes: &'a [Node]) -> impl Iterator<Item = &'a str> {
    values.iter().filter_map(|value| name_of(value, nodes))
}

fn name_of<'a>(value: &'a Value, nodes: &'a [Node]) -> Option<&'a str> {
    value.text.as_deref().or_else(|| referred(value, nodes)?.name())
}

fn referred<'a>(value: &Value, nodes: &'a [Node]) -> Option<&'a Node> {
    let id = value.id.as_ref()?;
    nodes.iter().find(|node| node.id.as_ref() == Some(id) && node.name().or(node.url()).is_some())
}

impl Node {
    /// Whether it says anything about the page.
    fn has_facts(&self) -> bool {
        !(self.headline.is_empty() && self.name.is_empty() && self.published.is_empty() && self.authors.is_empty())
    }

    /// How much it says about the page besides its title.
    fn facts(&self) -> usize {
        usize::from(!self.authors.is_empty()) + usize::from(!self.published.is_empty())
    }

    fn name(&self) -> Option<&str> {
        self.name.first()?.text.as_deref()
    }

    fn url(&self) -> Option<&str> {
        self.url.first()?.text.as_deref()
    }

    /// URLs of the page that it describes.
    fn urls(&self) -> impl Iterator<Item = &str> {
        let values = self.url.iter().chain(&self.page);
        values
            .flat_map(|value| [&value.text, &value.url, &value.id])
            .flatten()
            .map(String::as_str)
            .filter(|url| is_url(url))
    }

    /// The URL of the page that it describes.
    pub(in crate::metadata) fn page_url(&self) -> Option<&str> {
        self.urls().next()
    }

    pub(in crate::metadata) fn title(&self) -> Option<&str> {
        self.headline.first().or(self.name.first())?.text.as_deref()
    }

    /// The names of its authors.
    pub(in crate::metadata) fn author_names<'a>(&'a self, nodes: &'a [Node]) -> impl Iterator<Item = &'a str> {
        resolved(&self.authors, nodes)
    }

    /// The URL of its image.
    pub(in crate::metadata) fn image_url<'a>(&'a self, nodes: &'a [Node]) -> Option<&'a str> {
        let image = self.image.first()?;
        let own = image.url.as_deref().or(image.text.as_deref());
        own.or_else(|| referred(image, nodes)?.url())
    }

    /// Its license, as a URL if there is one.
    pub(in crate::metadata) fn license_terms(&self) -> Option<&str> {
        let license = self.license.first()?;
        [&license.url, &license.id, &license.text].into_iter().flatten().map(String::as_str).next()
    }
}

fn is_url(text: &str) -> bool {
    text.starts_with("http") || text.starts_with('/')
}
