//! Titles without the site's name, and the site's name in titles.

use super::text::key;

/// What separates a title from the name of its site, as sites write it. The last ones have no white space around them.
const SEPARATORS: [&str; 21] = [
    " | ", " - ", " – ", " — ", " · ", " » ", " « ", " :: ", " • ", " ~ ", " / ", " < ", " › ", " ‹ ", " : ", ": ",
    " (", "：", "｜", "_", "|",
];

/// Separators that also stand inside titles: only the exact name of the site is split off at them.
const WEAK_SEPARATORS: [&str; 3] = [": ", " (", "："];

/// Signs between a title and the name of its site without white space around them.
const GLUE: [char; 5] = ['-', '_', '－', '–', '—'];

/// Places of these signs that are tried, from the end.
const MAX_GLUED: usize = 4;

/// Words of a name of a site.
const MAX_SITE_WORDS: usize = 6;

/// Bytes of a name that must start another one to be the same, and bytes that may follow.
const MIN_START: usize = 5;
const MAX_REST: usize = 20;

/// Parts of a title that are read.
const MAX_PARTS: usize = 8;

/// What is known of the site and the page when a title is read.
pub(super) struct Known<'a> {
    /// Keys of the site's names.
    pub(super) sites: &'a [String],
    /// Keys of texts that should be the title: the first heading, the title of other sources.
    pub(super) headlines: &'a [String],
    /// Keys of the lines of the page's text that may be its headline.
    pub(super) lines: &'a [String],
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
    if let Some(split) = glued(full, known) {
        return split;
    }
    let cuts = cuts(full);
    // A headline that starts or ends the title leaves the site's name.
    for (start, end) in &cuts {
        let (before, after) = (full[..*start].trim(), full[*end..].trim());
        let is_weak = is_weak(&full[*start..*end]);
        let leaves_title = |title: &str, rest: &str| known.is_exactly_site(rest) || !is_weak && has_letter(title);
        if known.is_headline(before) && !known.is_headline(full) && leaves_title(before, after) {
            return Split { title: before, site: site_in(after) };
        }
        // So does a line of the text that is the longer part.
        if !is_weak && known.is_only_line(before, full) && is_title(before, after) {
            return Split { title: before, site: site_in(after) };
        }
        if known.is_headline(after) && known.is_site(before) && leaves_title(after, before) {
            return Split { title: after, site: Some(before) };
        }
    }
    // The site's name may itself contain separators.
    let parts =
        cuts.iter().map(|(start, end)| (full[..*start].trim(), full[*end..].trim(), is_weak(&full[*start..*end])));
    let names_site = |site: &str, title: &str, is_weak: bool| {
        known.is_exactly_site(site) || !is_weak && known.is_site(site) && is_title(title, site)
    };
    // A name behind the title may be longer than the title.
    let is_name = |site: &str| site.split_whitespace().count() <= MAX_SITE_WORDS && !site.ends_with('?');
    let follows = |site: &str, title: &str, is_weak: bool| {
        let is_site = || known.is_site(site) || known.starts_site(site);
        names_site(site, title, is_weak) || !is_weak && is_site() && is_name(site) && is_title(title, "")
    };
    for (before, after, is_weak) in parts.clone() {
        if follows(after, before, is_weak) && has_letter(before) {
            return Split { title: before, site: Some(after.trim_end_matches(')')) };
        }
    }
    match parts.rev().find(|(before, after, is_weak)| names_site(before, after, *is_weak) && has_letter(after)) {
        Some((before, after, _)) => Split { title: after, site: Some(before) },
        // A title that is a line of the text as a whole has no site behind it.
        None => trail(full, &cuts).filter(|_| !known.is_line(full)).unwrap_or(Split { title: full, site: None }),
    }
}

/// A title with the name of the site behind a sign without white space, as in `夜航-海港新闻`.
fn glued<'a>(full: &'a str, known: &Known<'_>) -> Option<Split<'a>> {
    let mut signs = full.rmatch_indices(GLUE).take(MAX_GLUED);
    signs.find_map(|(at, sign)| {
        let (title, site) = (&full[..at], &full[at + sign.len()..]);
        let is_apart = title.ends_with(char::is_whitespace) || site.starts_with(char::is_whitespace);
        let is_headline = || {
            known.is_headline(title) && !known.is_headline(full)
                || known.is_only_line(title, full) && is_title(title, site)
        };
        let is_split =
            !is_apart && has_letter(site) && (known.is_exactly_site(site) || is_headline()) && is_title(title, "");
        // Sections may stand before the name of the site.
        is_split.then(|| Split { title: title.trim_end_matches(GLUE), site: site_in(site) })
    })
}

fn is_weak(separator: &str) -> bool {
    WEAK_SEPARATORS.contains(&separator)
}

fn has_letter(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

/// Whether a part may be the title when `rest` is left out: it has two words, or some in a script without spaces, and
/// is not the shorter part.
fn is_title(part: &str, rest: &str) -> bool {
    let has_words = part.split_whitespace().filter(|word| has_letter(word)).nth(1).is_some();
    let is_unspaced = !part.is_ascii() && part.chars().filter(|c| !c.is_ascii()).nth(1).is_some();
    (has_words || is_unspaced && has_letter(part)) && part.chars().count() >= rest.chars().count()
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

/// A title with its sections and its site behind it: the first of three or more parts, longer than each of the others.
fn trail<'a>(full: &'a str, cuts: &[(usize, usize)]) -> Option<Split<'a>> {
    let first = full[..cuts.first()?.0].trim();
    let ends = cuts.iter().skip(1).map(|cut| cut.0).chain([full.len()]);
    let is_longest = cuts.iter().zip(ends).all(|(cut, end)| end.saturating_sub(cut.1) < first.len());
    let separators = cuts.iter().map(|(start, end)| full[*start..*end].trim());
    let is_uniform = separators.clone().all(|s| matches!(s, "|" | "-" | "_" | "–" | "｜" | "»"));
    (cuts.len() >= 2 && is_longest && is_uniform && is_title(first, ""))
        .then(|| Split { title: first, site: site_in(full) })
}

/// The last part of what follows the title, if it may name a site.
fn site_in(after: &str) -> Option<&str> {
    let last = cuts(after).last().map_or(after, |(_, end)| &after[*end..]).trim();
    let last = last.trim_end_matches(')');
    (!last.is_empty() && last.split_whitespace().count() <= MAX_SITE_WORDS).then_some(last)
}

impl Known<'_> {
    fn is_headline(&self, text: &str) -> bool {
        let key = key(text);
        !key.is_empty() && self.headlines.contains(&key)
    }

    /// Whether a part of a title is a line of the page's text, and the whole title is none.
    fn is_only_line(&self, part: &str, full: &str) -> bool {
        has_letter(part) && self.is_line(part) && !self.is_line(full)
    }

    fn is_line(&self, text: &str) -> bool {
        self.lines.contains(&key(text))
    }

    /// Whether a text starts with one of the site's names as a word: "ABC Online" for "ABC".
    fn starts_site(&self, text: &str) -> bool {
        text.split_whitespace().next().is_some_and(|word| self.is_exactly_site(word))
    }

    /// Whether a text is one of the site's names.
    fn is_exactly_site(&self, text: &str) -> bool {
        let key = key(text);
        !key.is_empty() && self.sites.contains(&key)
    }

    /// Whether a text names the site: it is one of its names, or one of the two starts with the other.
    fn is_site(&self, text: &str) -> bool {
        let key = key(text);
        let is_start = |name: &str| {
            let (short, long) = if name.len() < key.len() { (name, key.as_str()) } else { (key.as_str(), name) };
            short.len() >= MIN_START && long.starts_with(short) && key.len() < name.len() + MAX_REST
        };
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
            ("夜航船复航_要闻_海港网", &[], &["夜航船复航"], "夜航船复航", Some("海港网")),
            ("夜航船复航-海港网", &[], &["夜航船复航"], "夜航船复航", Some("海港网")),
            ("Night ferries | HN Online", &["HN"], &[], "Night ferries", Some("HN Online")),
            ("Harbour News", &["Harbour News"], &[], "Harbour News", None),
            ("", &[], &[], "", None),
        ] {
            let (sites, headlines) = (keys(sites), keys(headlines));
            let split = split(full, &Known { sites: &sites, headlines: &headlines, lines: &[] });
            assert_eq!((split.title, split.site), (title, site), "{full}");
        }
        let read = |full, lines| {
            let split = split(full, &Known { sites: &[], headlines: &[], lines });
            (split.title, split.site)
        };
        let line = keys(&["The night ferry returns"]);
        assert_eq!(read("The night ferry returns | Harbour", &line), ("The night ferry returns", Some("Harbour")));
        assert_eq!(read("The night ferry returns: a tale", &line), ("The night ferry returns: a tale", None));
        let whole = keys(&["Night ferry returns - Day ferry - Bus"]);
        assert_eq!(
            read("Night ferry returns - Day ferry - Bus", &whole),
            ("Night ferry returns - Day ferry - Bus", None)
        );
        assert_eq!(read("Night ferry returns - Day ferry - Bus", &[]).0, "Night ferry returns");
        let both = keys(&["The night ferry returns", "The night ferry returns | a tale"]);
        assert_eq!(read("The night ferry returns | a tale", &both).1, None);
    }
}
