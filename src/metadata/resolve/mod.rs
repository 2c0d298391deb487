//! Chooses among the candidates of each field.

mod authors;
mod dates;
mod headline;

use super::candidates::{Candidate, Candidates};
use super::date::DayOrder;
use super::field::Field;
use super::json_ld::{self, Node};
use super::text::{key, plain};
use super::{Metadata, MetadataSource, language, license};
use url::Url;

/// Rank of JSON-LD in the order of [`Candidate::rank`], and of its less certain values.
const JSON_LD: u8 = 20;
const JSON_LD_CREATED: u8 = 32;

/// A value with its source, as the page gives it.
#[derive(Clone, Copy)]
struct Value<'a> {
    text: &'a str,
    source: MetadataSource,
    rank: u8,
    block: Option<u32>,
}

/// What is known while the fields are resolved.
struct Resolver<'a> {
    candidates: &'a Candidates,
    /// The nodes of the page's JSON-LD.
    nodes: &'a [Node],
    blocks: &'a [&'a str],
    url: Option<Url>,
    base: Option<Url>,
    /// The JSON-LD node that describes the page.
    node: Option<&'a Node>,
    /// Keys of the names of the site.
    sites: Vec<String>,
    /// The block of the headline.
    headline: Option<u32>,
    order: DayOrder,
}

/// Chooses the values of all fields. `url` is the page's own URL, if the caller knows it.
/// `blocks` are the texts of the page's first blocks.
pub(crate) fn resolve(candidates: &Candidates, url: Option<&str>, blocks: &[&str]) -> Metadata {
    let nodes = candidates.nodes();
    let mut resolver = Resolver::new(candidates, &nodes, url, blocks);
    let mut metadata = Metadata::default();
    let sources = &mut metadata.sources;
    (metadata.language, sources.language) = split(resolver.language());
    resolver.order = resolver.day_order(metadata.language.as_deref());
    let (title, title_source, tail) = resolver.title();
    (metadata.title, sources.title) = (title, title_source);
    (metadata.site_name, sources.site_name) = split(resolver.site_name(tail, metadata.title.as_deref()));
    resolver.sites.extend(metadata.site_name.as_deref().map(key));
    resolver.find_headline(metadata.title.as_deref());
    let (authors, source) = resolver.authors();
    (metadata.authors, sources.authors) = (authors, source);
    let published = resolver.published();
    let modified = resolver.modified(published);
    (metadata.published, sources.published) = split(published.map(|(date, source)| (date.to_string(), source)));
    (metadata.modified, sources.modified) = split(modified.map(|(date, source)| (date.to_string(), source)));
    (metadata.description, sources.description) = split(resolver.description());
    (metadata.image, sources.image) = split(resolver.url_of(Field::Image));
    (metadata.canonical, sources.canonical) = split(resolver.url_of(Field::Canonical));
    (metadata.license, sources.license) = split(resolver.license());
    metadata
}

fn split<T>(found: Option<(T, MetadataSource)>) -> (Option<T>, Option<MetadataSource>) {
    found.map_or((None, None), |(value, source)| (Some(value), Some(source)))
}

impl<'a> Resolver<'a> {
    fn new(candidates: &'a Candidates, nodes: &'a [Node], url: Option<&str>, blocks: &'a [&'a str]) -> Resolver<'a> {
        let stated = || candidates.of(Field::Canonical).into_iter().find_map(|c| http(&c.value, None));
        let url = url.and_then(|url| http(url, None));
        let known = url.clone().or_else(stated);
        let base = candidates.of(Field::Base).into_iter().find_map(|c| http(&c.value, known.as_ref()));
        let mut resolver = Resolver {
            candidates,
            nodes,
            blocks,
            base: base.or_else(|| known.clone()),
            url: known,
            node: None,
            sites: Vec::new(),
            headline: None,
            order: DayOrder::Unknown,
        };
        let titles = resolver.title_keys();
        let urls: Vec<String> =
            candidates.of(Field::Canonical).into_iter().map(|c| json_ld::url_key(&c.value)).collect();
        let urls: Vec<String> =
            urls.into_iter().chain(url.as_ref().map(|url| json_ld::url_key(url.as_str()))).collect();
        resolver.node = json_ld::article(nodes, &json_ld::Page { urls: &urls, titles: &titles });
        resolver.sites = resolver.site_keys();
        resolver.headline = resolver.headline_block();
        resolver
    }

    /// The values of a field with those of JSON-LD, best first.
    fn values(&self, field: Field) -> Vec<Value<'a>> {
        let of_candidate = |c: &'a Candidate| Value { text: &c.value, source: c.source, rank: c.rank, block: c.block };
        let mut values: Vec<Value<'a>> = self.candidates.of(field).into_iter().map(of_candidate).collect();
        let nodes = self.nodes;
        let of_node = |text: &'a str, rank| Value { text, source: MetadataSource::JsonLd, rank, block: None };
        let texts = |list: &'a [json_ld::Value], rank| {
            list.iter().filter_map(|value| value.text.as_deref()).map(move |text| of_node(text, rank))
        };
        if let Some(node) = self.node {
            match field {
                Field::Title => values.extend(node.title().map(|text| of_node(text, JSON_LD))),
                Field::Author => values.extend(node.author_names(nodes).map(|text| of_node(text, JSON_LD))),
                Field::Published => {
                    values.extend(texts(&node.published, JSON_LD));
                    values.extend(texts(&node.created, JSON_LD_CREATED));
                }
                Field::Modified => values.extend(texts(&node.modified, JSON_LD)),
                Field::Description => values.extend(texts(&node.description, JSON_LD)),
                Field::Image => values.extend(node.image_url(nodes).map(|text| of_node(text, JSON_LD))),
                Field::Language => values.extend(texts(&node.language, JSON_LD)),
                Field::License => values.extend(node.license_terms().map(|text| of_node(text, JSON_LD))),
                Field::Canonical => values.extend(node.page_url().map(|text| of_node(text, 45))),
                _ => {}
            }
        }
        if field == Field::SiteName {
            values.extend(json_ld::site_names(nodes, self.node).into_iter().map(|text| of_node(text, JSON_LD)));
        }
        values.sort_by_key(|value| value.rank);
        values
    }

    fn language(&self) -> Option<(String, MetadataSource)> {
        self.values(Field::Language).into_iter().find_map(|v| Some((language::normalize(v.text)?, v.source)))
    }

    /// Keys of the names that the page gives its site, and of its domain.
    fn site_keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self.values(Field::SiteName).iter().map(|value| key(&plain(value.text))).collect();
        if let Some(host) = self.url.as_ref().and_then(Url::host_str) {
            let domain = psl::domain_str(host).unwrap_or(host);
            keys.extend([key(domain), key(host), key(domain.split('.').next().unwrap_or(domain))]);
        }
        keys.retain(|key| key.chars().count() > 1);
        keys
    }

    /// The values that describe the page rather than something on it: those of meta tags and JSON-LD, those near the
    /// headline, and those that are the only ones of their rank.
    fn own_values(&self, field: Field) -> Vec<Value<'a>> {
        let values = self.values(field);
        let is_own = |value: &Value<'a>| match value.block {
            None => true,
            Some(block) if self.is_near_headline(block) => true,
            Some(_) => {
                let mut others = values.iter().filter(|other| other.block.is_some() && other.rank == value.rank);
                others.all(|other| key(other.text) == key(value.text))
            }
        };
        let mut own: Vec<Value<'a>> = values.iter().copied().filter(is_own).collect();
        own.sort_by_key(|value| (value.rank, self.is_above_headline(value)));
        own
    }

    fn description(&self) -> Option<(String, MetadataSource)> {
        let texts = self.values(Field::Description).into_iter().map(|value| (plain(value.text), value.source));
        texts.into_iter().find(|(text, _)| !text.is_empty())
    }

    /// The first value of a field that is a URL, made absolute.
    fn url_of(&self, field: Field) -> Option<(String, MetadataSource)> {
        self.values(field).into_iter().find_map(|value| {
            let url = http(value.text, self.base.as_ref())?.to_string();
            (url.len() <= field.max_bytes()).then_some((url, value.source))
        })
    }

    fn license(&self) -> Option<(String, MetadataSource)> {
        self.values(Field::License).into_iter().find_map(|value| {
            let is_url = value.text.contains('/') && !value.text.contains(' ');
            let url = || http(value.text, self.base.as_ref()).map(|url| url.to_string());
            let terms = if is_url { url()? } else { plain(value.text) };
            (is_url || license::is_license(&terms)).then_some((terms, value.source))
        })
    }
}

/// An absolute `http` or `https` URL.
fn http(text: &str, base: Option<&Url>) -> Option<Url> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let url = match base {
        Some(base) => base.join(text),
        None => Url::parse(text),
    };
    url.ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| host.contains('.')))
}
