//! Chooses among the candidates of each field.

use super::author::{self, Form};
use super::candidates::{Candidate, Candidates, Field};
use super::date::{self, DayOrder, PageDate};
use super::json_ld::{self, Node};
use super::text::{collapse, key, plain};
use super::title::{self, Known};
use super::{Metadata, MetadataSource, language, license};
use url::Url;

/// Rank of JSON-LD in the order of [`Candidate::rank`], and of its less certain values.
const JSON_LD: u8 = 20;
const JSON_LD_CREATED: u8 = 32;

/// Blocks before and after the headline in which bylines and dates belong to it.
const BEFORE_HEADLINE: u32 = 6;
const AFTER_HEADLINE: u32 = 12;

/// Blocks after and before the headline that may be its dateline without markup that says so, and bytes of such a block.
const DATELINE_AFTER: usize = 4;
const DATELINE_BEFORE: usize = 2;
const MAX_DATELINE: usize = 120;

/// Bytes by which a block may differ in length from the title and still be the headline.
const MAX_DIFFERENCE: usize = 20;

/// Authors that are listed.
const MAX_AUTHORS: usize = 16;

/// Different days near the headline of a page that has one date. A list of pages has more.
const MAX_DAYS: usize = 3;

/// Blocks that the bylines of one page are apart at most.
const MAX_BYLINE_GAP: u32 = 1;

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
    let mut resolver = Resolver::new(candidates, url, blocks);
    let mut metadata = Metadata::default();
    let sources = &mut metadata.sources;
    (metadata.language, sources.language) = split(resolver.language());
    resolver.order = resolver.day_order(metadata.language.as_deref());
    let (title, title_source, tail) = resolver.title();
    (metadata.title, sources.title) = (title, title_source);
    (metadata.site_name, sources.site_name) = split(resolver.site_name(tail));
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
    fn new(candidates: &'a Candidates, url: Option<&str>, blocks: &'a [&'a str]) -> Resolver<'a> {
        let stated = || candidates.of(Field::Canonical).into_iter().find_map(|c| http(&c.value, None));
        let url = url.and_then(|url| http(url, None));
        let known = url.clone().or_else(stated);
        let base = candidates.of(Field::Base).into_iter().find_map(|c| http(&c.value, known.as_ref()));
        let mut resolver = Resolver {
            candidates,
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
        resolver.node = json_ld::article(&candidates.nodes, &json_ld::Page { urls: &urls, titles: &titles });
        resolver.sites = resolver.site_keys();
        resolver.headline = resolver.headline_block();
        resolver
    }

    /// The values of a field with those of JSON-LD, best first.
    fn values(&self, field: Field) -> Vec<Value<'a>> {
        let of_candidate = |c: &'a Candidate| Value { text: &c.value, source: c.source, rank: c.rank, block: c.block };
        let mut values: Vec<Value<'a>> = self.candidates.of(field).into_iter().map(of_candidate).collect();
        let nodes = &self.candidates.nodes;
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

    /// How the page orders day and month, by its country and language.
    fn day_order(&self, language: Option<&str>) -> DayOrder {
        let host = self.url.as_ref().and_then(Url::host_str).unwrap_or_default();
        let (primary, region) = language.map_or(("", ""), |tag| tag.split_once('-').unwrap_or((tag, "")));
        match (host.rsplit('.').next().unwrap_or_default(), primary, region) {
            ("uk" | "au" | "nz" | "ie" | "in" | "za" | "sg" | "my" | "ng" | "ke", _, _) => DayOrder::DayFirst,
            ("us" | "gov" | "edu" | "mil", _, _) | (_, "en", "US") => DayOrder::MonthFirst,
            (_, "en", "GB" | "AU" | "NZ" | "IE" | "IN" | "ZA") => DayOrder::DayFirst,
            (_, "" | "en" | "zh" | "ja" | "ko" | "hu" | "lt" | "sv" | "fa" | "tl" | "fil", _) => DayOrder::Unknown,
            _ => DayOrder::DayFirst,
        }
    }

    /// Keys of all that should be the page's title.
    fn title_keys(&self) -> Vec<String> {
        let titles = [Field::Title, Field::Heading].into_iter().flat_map(|field| self.candidates.of(field));
        titles.map(|c| key(&plain(&c.value))).filter(|key| !key.is_empty()).collect()
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

    /// The block of the first heading that is not the site's name, if possible one that is also the title elsewhere.
    fn headline_block(&self) -> Option<u32> {
        let titles: Vec<String> = self.values(Field::Title).iter().map(|value| key(&plain(value.text))).collect();
        let headings: Vec<(String, Option<u32>)> =
            self.candidates.of(Field::Heading).into_iter().map(|c| (key(&c.value), c.block)).collect();
        let is_title = |heading: &str| titles.iter().any(|title| title.contains(heading));
        let mut own = headings.iter().filter(|(heading, _)| !self.sites.contains(heading));
        own.clone().find(|(heading, _)| is_title(heading)).or_else(|| own.next())?.1
    }

    /// The title, its source, and the site's name if the title had it.
    fn title(&self) -> (Option<String>, Option<MetadataSource>, Option<String>) {
        let heading = |c: &'a Candidate| Value { text: &c.value, source: c.source, rank: c.rank, block: c.block };
        let headings = self.candidates.of(Field::Heading).into_iter().map(heading).filter(|v| !key(v.text).is_empty());
        let mut values = self.values(Field::Title);
        let element = values.iter().find(|value| value.source == MetadataSource::TitleElement).map(|v| v.text);
        // Of several headings, the one that starts the title is the headline, and others may be the site's name.
        let starts = |title: &str| headings.clone().any(|heading| key(title).starts_with(&key(heading.text)));
        let is_title = |v: &Value<'_>| {
            let is_headline = |title: &str| !starts(title) || key(title).starts_with(&key(v.text));
            element.is_none_or(|title| shares_words(v.text, title) && is_headline(title))
        };
        values.extend(headings.clone().filter(|v| !self.sites.contains(&key(v.text)) && is_title(v)));
        values.sort_by_key(|value| value.rank);
        let is_exact =
            |v: &&Value<'_>| v.source != MetadataSource::TitleElement && v.source != MetadataSource::OpenGraph;
        let headlines: Vec<String> =
            values.iter().filter(is_exact).map(|v| key(&plain(v.text))).filter(|key| !key.is_empty()).collect();
        let known = Known { sites: &self.sites, headlines: &headlines };
        let mut tail = None;
        let mut chosen = None;
        for value in &values {
            let full = plain(value.text);
            let full = full.trim_end_matches(['¶', '#', ' ']);
            let parts = title::split(full, &known);
            tail = tail.or_else(|| parts.site.map(str::to_owned));
            let is_site = self.sites.contains(&key(parts.title));
            if chosen.is_none() && !parts.title.is_empty() && (!is_site || value.source == MetadataSource::TitleElement)
            {
                chosen = Some((collapse(parts.title, Field::Title.max_bytes()), value.source));
            }
        }
        let (title, source) = split(chosen);
        (title, source, tail)
    }

    fn site_name(&self, tail: Option<String>) -> Option<(String, MetadataSource)> {
        let named = self.values(Field::SiteName).into_iter().map(|v| (plain(v.text), v.source));
        let of_title = tail.map(|tail| (tail, MetadataSource::TitleElement));
        let names = named.chain(of_title).map(|(name, source)| (collapse(&name, Field::SiteName.max_bytes()), source));
        let trimmed =
            names.map(|(name, source)| (name.trim_matches(|c: char| "-–—|: ".contains(c)).to_owned(), source));
        trimmed.into_iter().find(|(name, _)| !name.is_empty() && !name.contains("://"))
    }

    /// Without a heading, the block that is the title is the headline.
    fn find_headline(&mut self, title: Option<&str>) {
        let Some(title) = title.filter(|_| self.headline.is_none()) else { return };
        let title_key = key(title);
        let is_title = |text: &&str| text.len().abs_diff(title.len()) < MAX_DIFFERENCE && key(text) == title_key;
        let body = self.blocks.iter().enumerate().skip(1);
        self.headline = body.filter(|(_, text)| is_title(text)).map(|(i, _)| i as u32).last();
    }

    /// The short blocks around the headline, nearest first, without the headline.
    fn blocks_at_headline(&self) -> impl Iterator<Item = &'a str> {
        let headline = self.headline.map_or(usize::MAX / 2, |block| block as usize);
        let after = (1..=DATELINE_AFTER).map(move |i| headline + i);
        let before = (1..=DATELINE_BEFORE).map(move |i| headline.wrapping_sub(i));
        let texts = after.chain(before).filter_map(|i| self.blocks.get(i).copied());
        texts.filter(|text| text.len() <= MAX_DATELINE)
    }

    fn is_above_headline(&self, value: &Value<'_>) -> bool {
        value.block.zip(self.headline).is_some_and(|(block, headline)| block < headline)
    }

    /// Whether what is at a block belongs to the headline.
    fn is_near_headline(&self, block: u32) -> bool {
        self.headline.is_some_and(|headline| {
            (headline.saturating_sub(BEFORE_HEADLINE)..=headline.saturating_add(AFTER_HEADLINE)).contains(&block)
        })
    }

    /// The values that describe the page rather than something on it: those of metas and JSON-LD, those near the
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

    fn authors(&self) -> (Vec<String>, Option<MetadataSource>) {
        let values = self.own_values(Field::Author);
        let mut from = 0;
        while let Some(first) = values.get(from) {
            let group = values[from..].iter().take_while(|value| value.rank == first.rank);
            let length = group.clone().count();
            let mut names: Vec<String> = Vec::new();
            let mut last = None;
            for value in group {
                // Bylines further down belong to something else.
                let gap = last.zip(value.block).map_or(0, |(last, block): (u32, u32)| block.saturating_sub(last));
                if !names.is_empty() && gap > MAX_BYLINE_GAP {
                    break;
                }
                last = value.block;
                let mut found = author::names(value.text, form_of(value.source), &self.sites);
                if value.source == MetadataSource::Meta {
                    found.retain(|name| !author::is_organization(name, &self.sites));
                }
                let new: Vec<String> = found.into_iter().filter(|n| names.iter().all(|m| key(m) != key(n))).collect();
                names.extend(new);
                if value.source == MetadataSource::Byline && !names.is_empty() {
                    break;
                }
            }
            names.truncate(MAX_AUTHORS);
            if !names.is_empty() {
                return (names, Some(first.source));
            }
            from += length;
        }
        let names = self.blocks_at_headline().map(|text| author::in_text(text, &self.sites)).find(|n| !n.is_empty());
        (names.clone().unwrap_or_default(), names.map(|_| MetadataSource::Byline))
    }

    fn published(&self) -> Option<(PageDate, MetadataSource)> {
        let mut found = self.date_of(Field::Published);
        // A date without markup below the headline is better than one above it, which may be that of the day.
        let is_above = |value: Value<'_>| value.source == MetadataSource::Byline && self.is_above_headline(&value);
        if found.is_none_or(|(_, value)| is_above(value)) {
            found = self.dateline(false).or(found);
        }
        found.map(|(date, value)| (date, value.source)).or_else(|| {
            let date = date::of_path(self.url.as_ref()?.path())?;
            Some((date, MetadataSource::Url))
        })
    }

    /// The first date in the blocks around the headline: of updates, or any other.
    fn dateline(&self, of_updates: bool) -> Option<(PageDate, Value<'a>)> {
        let texts = self.blocks_at_headline().filter(|text| date::is_of_update(text) == of_updates);
        texts.into_iter().find_map(|text| {
            let value = Value { text, source: MetadataSource::Byline, rank: u8::MAX, block: None };
            Some((date::find(text, self.order)?, value))
        })
    }

    /// Whether the text at a value says that it is of an update.
    fn is_of_update(&self, value: &Value<'_>) -> bool {
        let around = value.block.and_then(|block| self.blocks.get(block as usize)).copied();
        date::is_of_update(value.text)
            || around.is_some_and(|text| text.len() <= MAX_DATELINE && date::is_of_update(text))
    }

    /// The date of modification, unless it is before the one of publication.
    fn modified(&self, published: Option<(PageDate, MetadataSource)>) -> Option<(PageDate, MetadataSource)> {
        let modified = self.date_of(Field::Modified).or_else(|| self.dateline(true));
        modified
            .map(|(date, value)| (date, value.source))
            .filter(|(date, _)| published.is_none_or(|(published, _)| published.date <= date.date))
    }

    /// The best date of a field. A later candidate of the same day that knows the time is better.
    fn date_of(&self, field: Field) -> Option<(PageDate, Value<'a>)> {
        let read = |value: Value<'a>| {
            let is_written = matches!(value.source, MetadataSource::Byline | MetadataSource::Time);
            if field == Field::Published && is_written && self.is_of_update(&value) {
                return None;
            }
            let date = match value.source {
                MetadataSource::Byline => date::find(value.text, self.order),
                _ => date::parse(value.text, self.order),
            };
            Some((date?, value))
        };
        let dates: Vec<(PageDate, Value<'a>)> = self.own_values(field).into_iter().filter_map(read).collect();
        let first = *dates.first()?;
        if matches!(first.1.source, MetadataSource::Time | MetadataSource::Byline) && is_list(&dates) {
            return None;
        }
        let timed = dates.iter().find(|(date, _)| date.has_time() && date.date == first.0.date);
        Some(*timed.unwrap_or(&first))
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

/// Whether dates on a page are those of a list of pages.
fn is_list(dates: &[(PageDate, Value<'_>)]) -> bool {
    let mut days: Vec<_> = dates.iter().map(|(date, _)| date.date).collect();
    days.sort_unstable();
    days.dedup();
    days.len() > MAX_DAYS
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

/// Whether a heading and a title have much in common, so that the heading is more than a part of the template.
fn shares_words(heading: &str, title: &str) -> bool {
    let (heading_key, title_key) = (key(heading), key(title));
    if title_key.contains(&heading_key) || heading_key.contains(&title_key) {
        return true;
    }
    let words: Vec<String> = heading.split_whitespace().map(key).filter(|word| !word.is_empty()).collect();
    2 * words.iter().filter(|word| title_key.contains(word.as_str())).count() > words.len()
}

/// How the names of a source are written.
fn form_of(source: MetadataSource) -> Form {
    match source {
        MetadataSource::Citation | MetadataSource::DublinCore => Form::Name,
        MetadataSource::Byline | MetadataSource::Link | MetadataSource::Microdata => Form::Byline,
        _ => Form::Names,
    }
}
