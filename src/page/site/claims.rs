//! What the head of a page says about the page's own address.

use super::SiteSource;
use crate::page::attribute::HeadAttributes;
use crate::page::urls::{self, MAX_URL};
use crate::parse::Tag;
use scraper::StrTendril;
use std::collections::BTreeMap;
use url::Url;

/// Addresses of one source that are kept.
const MAX_CLAIMS: usize = 64;

/// Bytes of the longest base. Longer ones would let short targets become long URLs.
const MAX_BASE: usize = 2 << 10;

/// The addresses that a page states for itself or for files of its own, as written.
#[derive(Default)]
pub(crate) struct Claims {
    claims: Vec<(SiteSource, StrTendril)>,
    counts: [usize; SiteSource::COUNT],
}

impl Claims {
    /// Reads a `<meta>`, `<link>` or `<base>`.
    pub(crate) fn read(&mut self, tag: Tag, attributes: &HeadAttributes<'_>) {
        match tag {
            Tag::Base => self.push(SiteSource::Base, attributes.href),
            Tag::Link => {
                if let Some(source) = attributes.rel.and_then(|rel| source_of(rel, attributes)) {
                    self.push(source, attributes.href);
                }
            }
            Tag::Meta => {
                let name = attributes.property.or(attributes.name);
                if name.is_some_and(|name| name.trim().eq_ignore_ascii_case("og:url")) {
                    self.push(SiteSource::OpenGraph, attributes.content);
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, source: SiteSource, address: Option<&StrTendril>) {
        let count = &mut self.counts[source as usize];
        if let Some(address) = address.filter(|address| *count < MAX_CLAIMS && address.len() <= MAX_URL) {
            *count += 1;
            self.claims.push((source, address.clone()));
        }
    }

    /// The URL that relative targets are resolved against: the page's own, which `<base>` may change. `url` is the
    /// caller's; without it the page's `canonical` or `og:url` stands for it, unless it is not on the page's `site`.
    pub(crate) fn base(&self, url: Option<&str>, site: Option<&str>) -> Option<Url> {
        let is_short = |url: &Url| url.as_str().len() <= MAX_BASE;
        let is_own = |url: &Url| urls::host_and_domain(url).is_some_and(|(_, domain)| Some(domain) == site);
        let first = |source| self.of(source).next();
        let stated = || {
            let stated = [first(SiteSource::Canonical), first(SiteSource::OpenGraph)];
            stated.into_iter().flatten().filter_map(|url| urls::base(url, None)).find(is_own)
        };
        let page = url.and_then(|url| urls::base(url, None)).or_else(stated).filter(is_short);
        let base = first(SiteSource::Base).and_then(|base| urls::base(base, page.as_ref())).filter(is_short);
        base.or(page)
    }

    /// About the most bytes that [`Claims::base`] may have.
    pub(crate) fn max_base(&self, url: Option<&str>) -> usize {
        let first = |source| self.of(source).next();
        let stated = [SiteSource::Canonical, SiteSource::OpenGraph, SiteSource::Base].map(first);
        let lengths = stated.into_iter().chain([url]).flatten().map(str::len);
        lengths.sum::<usize>().min(MAX_BASE)
    }

    fn of(&self, source: SiteSource) -> impl Iterator<Item = &str> {
        self.claims.iter().filter(move |(of, _)| *of == source).map(|(_, address)| &**address)
    }

    /// The registrable domain that each source names, in order of the sources. Only absolute addresses count. A source
    /// that names several domains stands for the most frequent one; `canonical` and `og:url` then name none, since one
    /// of them may have been planted.
    pub(crate) fn domains(&self) -> Vec<(SiteSource, String)> {
        let mut sources: BTreeMap<SiteSource, BTreeMap<String, usize>> = BTreeMap::new();
        for (source, address) in &self.claims {
            if let Some(domain) = domain_of(*source, address) {
                *sources.entry(*source).or_default().entry(domain).or_default() += 1;
            }
        }
        sources
            .into_iter()
            .filter(|(source, domains)| domains.len() == 1 || !source.is_single())
            .filter_map(|(source, domains)| Some((source, most_frequent(domains)?)))
            .collect()
    }
}

fn most_frequent(domains: BTreeMap<String, usize>) -> Option<String> {
    let most = domains.values().copied().max()?;
    domains.into_iter().find(|(_, count)| *count == most).map(|(domain, _)| domain)
}

/// The domain of an absolute address, unless files of many sites are kept there.
fn domain_of(source: SiteSource, address: &str) -> Option<String> {
    let url = urls::absolute(address, None)?;
    let (host, domain) = urls::host_and_domain(&url)?;
    let is_shared = source.is_file() && super::hosting::is_shared(domain);
    (host.contains('.') && !is_shared).then(|| domain.to_owned())
}

/// What a `<link>` with these relations says about the site.
fn source_of(rel: &str, attributes: &HeadAttributes<'_>) -> Option<SiteSource> {
    let has = |name: &str| rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(name));
    if has("canonical") {
        Some(SiteSource::Canonical)
    } else if has("stylesheet") {
        Some(SiteSource::StyleSheet)
    } else if has("manifest") {
        Some(SiteSource::Manifest)
    } else if has("icon") || has("apple-touch-icon") || has("apple-touch-icon-precomposed") {
        Some(SiteSource::Icon)
    } else if !has("alternate") {
        None
    } else if attributes.hreflang.is_some() {
        Some(SiteSource::Hreflang)
    } else {
        let kind = attributes.kind?.trim();
        let is_feed =
            ["application/rss+xml", "application/atom+xml"].iter().any(|feed| kind.eq_ignore_ascii_case(feed));
        is_feed.then_some(SiteSource::Feed)
    }
}
