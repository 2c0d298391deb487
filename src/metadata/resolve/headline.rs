//! Finds the headline, the title and the site's name.

use super::{Resolver, Value, split};
use crate::metadata::MetadataSource;
use crate::metadata::candidates::Candidate;
use crate::metadata::date;
use crate::metadata::field::Field;
use crate::metadata::text::{collapse, key, plain};
use crate::metadata::title::{self, Known};
use url::Url;

/// Blocks before and after the headline in which bylines and dates belong to it.
const BEFORE_HEADLINE: u32 = 6;
const AFTER_HEADLINE: u32 = 12;

/// Blocks after and before the headline that may be its dateline without markup that says so, and bytes of such a block.
const DATELINE_AFTER: usize = 4;
const DATELINE_BEFORE: usize = 2;
pub(super) const MAX_DATELINE: usize = 120;

/// Bytes of a line of text that may be the headline.
const MAX_LINE: usize = 400;

/// Bytes by which a block may differ in length from the title and still be the headline.
const MAX_DIFFERENCE: usize = 40;

impl<'a> Resolver<'a> {
    /// Keys of all that should be the page's title.
    pub(super) fn title_keys(&self) -> Vec<String> {
        let titles = [Field::Title, Field::Heading].into_iter().flat_map(|field| self.candidates.of(field));
        titles.map(|c| key(&plain(&c.value))).filter(|key| !key.is_empty()).collect()
    }

    /// The block of the first heading that is not the site's name, if possible one that is also the title elsewhere.
    pub(super) fn headline_block(&self) -> Option<u32> {
        let titles: Vec<String> = self.values(Field::Title).iter().map(|value| key(&plain(value.text))).collect();
        let headings: Vec<(String, Option<u32>)> =
            self.candidates.of(Field::Heading).into_iter().map(|c| (key(&c.value), c.block)).collect();
        let is_title = |heading: &str| titles.iter().any(|title| title.contains(heading));
        let mut own = headings.iter().filter(|(heading, _)| !self.sites.contains(heading));
        own.clone().find(|(heading, _)| is_title(heading)).or_else(|| own.next())?.1
    }

    /// Without a heading, the block that is the title is the headline.
    pub(super) fn find_headline(&mut self, title: Option<&str>) {
        let Some(title) = title.filter(|_| self.headline.is_none()) else { return };
        let title_key = key(title);
        // The title may start with the name of the site or the section.
        let is_end = |key: String| title_key.ends_with(&key) && 2 * key.len() > title_key.len();
        let is_title = |text: &&str| text.len().abs_diff(title.len()) < MAX_DIFFERENCE && is_end(key(text));
        let body = self.blocks.iter().enumerate().skip(1);
        self.headline = body.filter(|(_, text)| is_title(text)).map(|(i, _)| i as u32).next_back();
    }

    /// The short blocks around the headline, nearest first, without the headline.
    pub(super) fn blocks_at_headline(&self) -> impl Iterator<Item = &'a str> {
        let headline = self.headline.map_or(usize::MAX / 2, |block| block as usize);
        let after = (1..=DATELINE_AFTER).map(move |i| headline + i);
        let before = (1..=DATELINE_BEFORE).map(move |i| headline.wrapping_sub(i));
        let texts = after.chain(before).filter_map(|i| self.blocks.get(i).copied());
        texts.filter(|text| text.len() <= MAX_DATELINE)
    }

    pub(super) fn is_above_headline(&self, value: &Value<'_>) -> bool {
        value.block.zip(self.headline).is_some_and(|(block, headline)| block < headline)
    }

    /// Whether what is at a block belongs to the headline.
    pub(super) fn is_near_headline(&self, block: u32) -> bool {
        self.headline.is_some_and(|headline| {
            (headline.saturating_sub(BEFORE_HEADLINE)..=headline.saturating_add(AFTER_HEADLINE)).contains(&block)
        })
    }

    /// The title, its source, and the site's name if the title had it.
    pub(super) fn title(&self) -> (Option<String>, Option<MetadataSource>, Option<String>) {
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
        // A link to edit a section is no part of its heading.
        let without_link =
            |text: &str| key(text.rsplit_once('[').filter(|_| text.ends_with(']')).map_or("", |(t, _)| t));
        let keys = values.iter().filter(is_exact).flat_map(|v| [key(&plain(v.text)), without_link(v.text)]);
        let headlines: Vec<String> = keys.filter(|key| !key.is_empty()).collect();
        let lines = self.lines();
        let known = Known { sites: &self.sites, headlines: &headlines, lines: &lines };
        let mut tail = None;
        let mut chosen = None;
        for value in &values {
            let full = plain(value.text);
            let full = without_signs(full.trim_end_matches(['¶', '#', ' ']));
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

    /// Keys of the first lines of the text that may be the headline.
    fn lines(&self) -> Vec<String> {
        let lines = self.blocks.iter().filter(|text| text.len() <= MAX_LINE);
        lines.map(|text| key(text)).filter(|key| !key.is_empty()).collect()
    }

    pub(super) fn site_name(&self, tail: Option<String>, title: Option<&str>) -> Option<(String, MetadataSource)> {
        let named = self.values(Field::SiteName).into_iter().map(|v| (plain(v.text), v.source));
        let of_title = tail.map(|tail| (tail, MetadataSource::TitleElement));
        let names = named.chain(of_title).map(|(name, source)| (collapse(&name, Field::SiteName.max_bytes()), source));
        let trimmed =
            names.map(|(name, source)| (name.trim_matches(|c: char| "-–—|: ".contains(c)).to_owned(), source));
        // Some sites give every page its own title as the name of the site.
        let is_headline = |title: &String| self.candidates.of(Field::Heading).iter().any(|c| key(&c.value) == *title);
        let domain = self.url.as_ref().and_then(Url::host_str).map(key).unwrap_or_default();
        let is_of_domain = |title: &String| domain.contains(title.trim_start_matches("the"));
        let title = title.map(key).filter(|title| is_headline(title) && !is_of_domain(title));
        let is_title = |name: &str| title.as_ref().is_some_and(|title| *title == key(name));
        // Archives put the date behind the title.
        let is_date = |name: &str| date::find(name, self.order).is_some();
        let is_name = |name: &str| !name.is_empty() && !name.contains("://") && !is_title(name) && !is_date(name);
        trimmed.into_iter().find(|(name, _)| is_name(name))
    }
}

/// A title without the signs that a template leaves around it if the site has no name.
fn without_signs(title: &str) -> &str {
    let starts = ["» ", "| ", "- ", "– ", "· ", ": "];
    let ends = [" «", " |", " -", " –", " ·", " »", " :"];
    let title = starts.iter().find_map(|sign| title.strip_prefix(sign)).unwrap_or(title);
    ends.iter().find_map(|sign| title.strip_suffix(sign)).unwrap_or(title).trim()
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
