//! Titles without the site's name, and the site's name in titles.

use super::text::key;

/// What separates a title from the name of its site, as sites write it. The last ones have no white space around them.
const SEPARATORS: [&str; 16] =
    [" | ", " - ", " – ", " — ", " · ", " » ", " « ", " :: ", " • ", " ~ ", " / ", " < ", "｜", "_", " : ", "|"];

/// Words of a name of a site.
const MAX_SITE_WORDS: usize = 6;

/// Parts of a title that are read.
const MAX_PARTS: usize = 8;

/// What is known of the site and the page when a title is read.
pub(super) struct Known<'a> {
    /// Keys of the site's names.
    pub(super) sites: &'a [String],
    /// Keys of texts that should be the title: the first heading, the title of other sources.
    pub(super) headlines: &'a [String],
}

/// A title as its parts.
pub(super) struct Split<'a> {
    pub(super) title: &'a str,
    /// The part that names the site, if there is one.
    pub(super) site: Option<&'a str>,
}

/// Separates the title from the name of the site.
pub(super) fn split<'a>(full: &'a str, known: &Known<'_>) -> Split<'a> {
    let full = full.trim();
    let cuts = cuts(full);
    // A headline that starts or ends the title leaves the site's name.
    for (start, end) in &cuts {
        let (before, after) = (full[..*start].trim(), full[*end..].trim());
        if known.is_headline(before) && !known.is_headline(full) {
            return Split { title: before, site: site_in(after) };
        }
        if known.is_headline(after) && known.is_site(before) {
            return Split { title: after, site: Some(before) };
        }
    }
    // Names of sections may stand between the title and the site's name.
    let Some((start, end)) = cuts.last().copied() else { return Split { title: full, site: None } };
    let (before, after) = (full[..start].trim(), full[end..].trim());
    if known.is_site(after) && !before.is_empty() {
        return Split { title: before, site: Some(after) };
    }
    let (start, end) = cuts[0];
    let (before, after) = (full[..start].trim(), full[end..].trim());
    if known.is_site(before) && !after.is_empty() {
        return Split { title: after, site: Some(before) };
    }
    Split { title: full, site: None }
}

/// Where the separators of a title are.
fn cuts(full: &str) -> Vec<(usize, usize)> {
    let mut cuts: Vec<(usize, usize)> = SEPARATORS
        .iter()
        .flat_map(|separator| full.match_indices(separator).map(|(at, found)| (at, at + found.len())))
        .filter(|(start, end)| *start > 0 && *end < full.len())
        .collect();
    cuts.sort_unstable();
    cuts.dedup_by(|next, cut| next.0 < cut.1);
    if cuts.len() > MAX_PARTS { Vec::new() } else { cuts }
}

/// The last part of what follows the title, if it may name a site.
fn site_in(after: &str) -> Option<&str> {
    let last = cuts(after).last().map_or(after, |(_, end)| &after[*end..]).trim();
    (!last.is_empty() && last.split_whitespace().count() <= MAX_SITE_WORDS).then_some(last)
}

impl Known<'_> {
    fn is_headline(&self, text: &str) -> bool {
        let key = key(text);
        !key.is_empty() && self.headlines.contains(&key)
    }

    /// Whether a text names the site: it is one of its names, or starts with one.
    fn is_site(&self, text: &str) -> bool {
        let key = key(text);
        let is_start = |name: &String| name.len() > 4 && key.starts_with(name.as_str()) && key.len() < name.len() + 20;
        !key.is_empty() && self.sites.iter().any(|name| *name == key || is_start(name))
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, split};
    use crate::metadata::text::key;

    #[test]
    fn the_name_of_the_site_is_split_off() {
        let keys = |texts: &[&str]| texts.iter().map(|text| key(text)).collect::<Vec<_>>();
        for (full, sites, headlines, title, site) in [
            ("Night ferry - Harbour News", &["Harbour News"][..], &[][..], "Night ferry", Some("Harbour News")),
            ("Night ferry - News - Harbour News", &[], &["Night ferry"], "Night ferry", Some("Harbour News")),
            ("Harbour News | Night ferry", &["harbournews"], &[], "Night ferry", Some("Harbour News")),
            ("Night ferry - a tale", &["Harbour News"], &[], "Night ferry - a tale", None),
            ("夜航_海港新闻", &["海港新闻"], &[], "夜航", Some("海港新闻")),
            ("Harbour News", &["Harbour News"], &[], "Harbour News", None),
            ("", &[], &[], "", None),
        ] {
            let (sites, headlines) = (keys(sites), keys(headlines));
            let split = split(full, &Known { sites: &sites, headlines: &headlines });
            assert_eq!((split.title, split.site), (title, site), "{full}");
        }
    }
}
