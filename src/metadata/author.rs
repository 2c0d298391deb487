//! Names of authors, without the words around them.

use super::date::is_month;
use super::text::{key, plain};

/// Characters and words of a name.
const MAX_CHARS: usize = 80;
const MAX_WORDS: usize = 7;

/// What comes before a name, in lower case.
const PREFIXES: [&str; 51] = [
    "opinion by",
    "analysis by",
    "written by",
    "posted by",
    "story by",
    "reported by",
    "published by",
    "article by",
    "words by",
    "author",
    "authors",
    "by",
    "verfasst von",
    "geschrieben von",
    "ein artikel von",
    "ein beitrag von",
    "text von",
    "autor",
    "autorin",
    "von",
    "écrit par",
    "publié par",
    "rédigé par",
    "auteur",
    "par",
    "escrito por",
    "publicado por",
    "por",
    "scritto da",
    "autore",
    "di",
    "door",
    "geschreven door",
    "av",
    "af",
    "skrevet av",
    "text",
    "tekst",
    "przez",
    "napisał",
    "автор",
    "текст",
    "yazan",
    "oleh",
    "penulis",
    "de",
    "viết bởi",
    "piše",
    "tác giả",
    "作者",
    "文",
];

/// What starts a byline without markup, in lower case. Those that end in a space only count at the start of the text.
const MARKS: [&str; 17] = [
    "opinion by ",
    "analysis by ",
    "by ",
    "by: ",
    "written by ",
    "author: ",
    "autor: ",
    "auteur : ",
    "автор: ",
    "作者：",
    "作者:",
    "文/",
    "記者",
    "记者",
    "撰文：",
    "著者：",
    "執筆：",
];

/// Characters in which a byline without markup starts.
const MAX_MARK: usize = 60;

/// What comes before a name without a space or colon after it.
const GLUED: [&str; 12] =
    ["作者：", "作者:", "作者/", "文/", "文／", "記者", "记者", "撰文：", "著者：", "著者:", "執筆：", "編輯："];

/// What Japanese books have after names: author, translator, editor.
const SUFFIXES: [&str; 5] = [" 監訳", " 著", " 訳", " 編", " 文"];

/// Words in names of companies and departments.
const ORGANIZATIONS: [&str; 16] = [
    "team", "inc", "inc.", "llc", "ltd", "ltd.", "gmbh", "ag", "o.o.", "s.a.", "corp", "corp.", "company", "studio",
    "agency", "media",
];

/// What is no name.
const NO_NAMES: [&str; 31] = [
    "by",
    "admin",
    "administrator",
    "editor",
    "editors",
    "webmaster",
    "root",
    "staff",
    "author",
    "authors",
    "anonymous",
    "guest",
    "unknown",
    "null",
    "undefined",
    "none",
    "default",
    "user",
    "wpadmin",
    "siteadmin",
    "superuser",
    "redaktion",
    "redazione",
    "redacción",
    "redaction",
    "redakcja",
    "редакция",
    "team",
    "editorialteam",
    "newsdesk",
    "byline",
];

/// Words of what authors do, rather than of their names.
const ROLES: [&str; 14] = [
    "writer",
    "editor",
    "reporter",
    "correspondent",
    "journalist",
    "columnist",
    "contributor",
    "producer",
    "redakteur",
    "redakteurin",
    "journaliste",
    "redactor",
    "staff",
    "ph.d.",
];

/// What may follow a name and a comma, as keys.
const NAME_SUFFIXES: [&str; 7] = ["jr", "sr", "ii", "iii", "phd", "md", "esq"];

/// How carefully to read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The value should be one name, perhaps with the last name first.
    Name,
    /// The value may list several names.
    Names,
    /// Running text that may say much else.
    Byline,
}

/// The names in a value. `site` are keys of what is no author: names of the site.
pub(super) fn names(value: &str, form: Form, sites: &[String]) -> Vec<String> {
    let value = plain(value);
    let mut rest = value.split(" | ").next().unwrap_or(&value).trim();
    while let Some(shorter) = without_prefix(rest) {
        rest = shorter;
    }
    if form == Form::Byline {
        rest = before_remarks(rest);
    }
    let pieces: Vec<&str> = if form == Form::Name { rest.split(';').collect() } else { split(rest) };
    let mut names: Vec<String> = Vec::new();
    for piece in pieces {
        let name =
            without_prefix(piece.trim()).unwrap_or(piece).trim().trim_matches(|c: char| "|,-–—:/•· ".contains(c));
        let name = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name);
        let key = key(name);
        let is_new = || names.iter().all(|n| super::text::key(n) != key);
        if is_name(name, form)
            && !NO_NAMES.contains(&key.as_str())
            && !is_prefix(name)
            && !sites.contains(&key)
            && is_new()
        {
            names.push(if form == Form::Name { in_natural_order(name) } else { name.to_owned() });
        }
    }
    names
}

/// Whether a name seems to be an organization's: that of the site, or a company's.
pub(super) fn is_organization(name: &str, sites: &[String]) -> bool {
    let name_key = key(name);
    let is_part = |site: &String| site.starts_with(&name_key) || site.len() > 3 && name_key.starts_with(site.as_str());
    let is_word = |word: &str| ORGANIZATIONS.iter().any(|known| word.eq_ignore_ascii_case(known));
    sites.iter().any(is_part) || name.split_whitespace().any(is_word)
}

/// The names in a block of text near the headline, if the text says that it names authors.
pub(super) fn in_text(text: &str, sites: &[String]) -> Vec<String> {
    let lower: String = text.chars().take(MAX_MARK).flat_map(char::to_lowercase).collect();
    let mark = MARKS.iter().find(|mark| lower.contains(**mark) && (lower.starts_with(**mark) || !mark.ends_with(' ')));
    let Some(mark) = mark else { return Vec::new() };
    let at = if lower.starts_with(*mark) { Some(0) } else { text.find(*mark) };
    at.map(|at| names(&text[at..], Form::Byline, sites)).unwrap_or_default()
}

/// The rest after a word such as "by".
fn without_prefix(text: &str) -> Option<&str> {
    if let Some(rest) = GLUED.iter().find_map(|prefix| text.strip_prefix(prefix)) {
        return Some(rest.trim_start());
    }
    PREFIXES.iter().find_map(|prefix| {
        let start = text.get(..prefix.len())?;
        let rest = &text[prefix.len()..];
        let is_apart = rest.starts_with([' ', ':', '：', '\u{a0}']);
        (is_apart && start.to_lowercase() == **prefix).then(|| rest.trim_start_matches([' ', ':', '：', '\u{a0}']))
    })
}

/// "Last, First" as "First Last".
fn in_natural_order(name: &str) -> String {
    match name.split_once(',').map(|(last, first)| (last.trim(), first.trim())) {
        Some((last, first))
            if !first.is_empty() && !first.contains(',') && !NAME_SUFFIXES.contains(&key(first).as_str()) =>
        {
            format!("{first} {last}")
        }
        _ => name.to_owned(),
    }
}

/// What comes before a separator, a date or a remark.
fn before_remarks(text: &str) -> &str {
    let end = text.find(['|', '•', '·', '\n', '(', '[', '／', '—', '–', '@', '»', '/']).unwrap_or(text.len());
    let text = &text[..end];
    let end = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let text = without_last(&text[..end], |word| end < text.len() && is_month(&word.to_lowercase()));
    let lower = text.to_ascii_lowercase();
    let ends = [" on ", " - ", " in ", " published", " posted", " updated", " am ", " le ", " el ", " follow "];
    let end = ends.iter().filter_map(|end| lower.find(end)).min().unwrap_or(text.len());
    let text = &text[..end];
    // The words of a sentence that goes on.
    let has_capital = text.starts_with(char::is_uppercase);
    let name = without_last(text, |word| has_capital && word.starts_with(char::is_lowercase));
    if name.len() < text.trim().len() && !name.contains(' ') { "" } else { name }
}

/// The text without words at its end that `drops` names.
fn without_last(text: &str, drops: impl Fn(&str) -> bool) -> &str {
    let mut text = text.trim();
    while let Some((before, _)) = text.rsplit_once(' ').filter(|(_, last)| drops(last.trim_matches(['.', ',']))) {
        text = before.trim_end();
    }
    text
}

/// Splits a list of names. A comma separates names only if each part looks like a full name.
fn split<'a>(text: &'a str) -> Vec<&'a str> {
    let mut pieces = vec![text];
    for separator in [";", " and ", " & ", " und ", " et ", " y ", " och ", " и ", "、", " with "] {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(separator)).collect();
    }
    let is_full = |piece: &str| (2..=4).contains(&piece.split_whitespace().count());
    let by_comma = |piece: &str| piece.contains(',') && piece.split(',').all(|p| p.trim().is_empty() || is_full(p));
    let parts = |p: &'a str| if by_comma(p) { p.split(',').collect() } else { vec![p.split(',').next().unwrap_or(p)] };
    pieces.into_iter().flat_map(parts).filter(|piece| !is_role(piece)).collect()
}

/// Whether nothing follows a word such as "by".
fn is_prefix(name: &str) -> bool {
    PREFIXES.contains(&name.to_lowercase().as_str())
}

/// Whether a part of a list is what somebody does.
fn is_role(piece: &str) -> bool {
    piece.split_whitespace().any(|word| ROLES.iter().any(|role| word.eq_ignore_ascii_case(role)))
}

fn is_name(name: &str, form: Form) -> bool {
    let words = name.split_whitespace().count();
    let has_letter = name.chars().any(char::is_alphabetic);
    let is_link = ["://", "www.", ".com", ".htm", "@", "{", "}", "<", ">"].iter().any(|part| name.contains(part));
    let is_named = form != Form::Byline || name.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase());
    has_letter && !is_link && is_named && (1..=MAX_WORDS).contains(&words) && name.chars().count() <= MAX_CHARS
}

#[cfg(test)]
mod tests {
    use super::{Form, names};

    #[test]
    fn the_words_around_names_are_dropped() {
        for (value, expected) in [
            ("By Rhona Skaife", &["Rhona Skaife"][..]),
            ("by Rhona Skaife | 19 March 2024 | 4 min read", &["Rhona Skaife"]),
            ("Von Jana Meßner und Uwe Holt", &["Jana Meßner", "Uwe Holt"]),
            ("Par Élise Morvan", &["Élise Morvan"]),
            ("Por: Inés Ruiz y Marta Gil", &["Inés Ruiz", "Marta Gil"]),
            ("作者：王小明", &["王小明"]),
            ("Автор: Анна Орлова", &["Анна Орлова"]),
            ("Posted by Ann Hale on May 2, 2024", &["Ann Hale"]),
            ("Ann Hale, Tom Reed and Eva Lund", &["Ann Hale", "Tom Reed", "Eva Lund"]),
            ("admin", &[]),
            ("Von", &[]),
            ("https://social.example/ann", &[]),
            ("By Harbour News", &[]),
        ] {
            assert_eq!(names(value, Form::Byline, &["harbournews".to_owned()]), expected, "{value}");
        }
        assert_eq!(names("Skaife, Rhona", Form::Name, &[]), ["Rhona Skaife"]);
        assert_eq!(names("Tom Reed, Jr.", Form::Name, &[]), ["Tom Reed, Jr."]);
        assert_eq!(names("Skaife &amp; Reed", Form::Names, &[]), ["Skaife", "Reed"]);
    }
}
