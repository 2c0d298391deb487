//! Names of authors, without the words around them.

mod labels;
mod words;

use super::date::is_date_word;
use super::text::{key, plain};
use labels::{CREDITS, LABELS, WEAK_LABELS};
use words::{
    FINAL_ROLES, GLUED, MARKS, MARKS_BEFORE_FULL_NAMES, MAX_MARK, NAME_SUFFIXES, NO_NAMES, ORGANIZATIONS, PARTICLES,
    PLACES, PREFIXES, ROLES, SIGNATURES, SUFFIXES,
};

/// Characters and words of a name.
const MAX_CHARS: usize = 80;
const MAX_WORDS: usize = 7;

/// Words of a name that only a word such as "von" announces.
const MAX_WORDS_OF_FULL_NAME: usize = 4;

/// Characters of an abbreviated name with its dot.
const MAX_ABBREVIATION: usize = 3;

/// Bytes of the shortest nickname in small letters.
const MIN_NICKNAME: usize = 3;

/// Characters of a name in Chinese characters, and blocks of text whose end such a byline may be.
const MAX_HAN: usize = 4;
const MAX_HAN_BLOCK: usize = 60;

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
    // Users of forums write their names as they like, but an element that holds one holds nothing else.
    let is_nickname = is_nickname(value.trim());
    let mut rest = value.split(" | ").next().unwrap_or(&value).trim();
    while let Some(shorter) = without_prefix(rest) {
        rest = shorter;
    }
    if form == Form::Byline {
        rest = before_remarks(after_date(rest));
    }
    let pieces: Vec<&str> = if form == Form::Name { rest.split(';').collect() } else { split(rest) };
    let mut names: Vec<String> = Vec::new();
    for piece in pieces {
        let piece = piece.trim_matches(is_trimmed);
        let name = without_prefix(piece).unwrap_or(piece).trim_matches(is_trimmed);
        let name = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name).trim();
        let key = key(name);
        let is_new = || names.iter().all(|n| super::text::key(n) != key);
        if is_name(name, if is_nickname { Form::Name } else { form })
            && !NO_NAMES.contains(&key.as_str())
            && !is_credit(piece)
            && !is_date(name, form)
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

/// Whether a name is the key of an account in a URL, such as `ann-hale`.
pub(super) fn is_slug(name: &str) -> bool {
    name.contains('-') && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The names in a block of text near the headline, if the text says that it names authors.
pub(super) fn in_text(text: &str, sites: &[String]) -> Vec<String> {
    let lower: String = text.chars().take(MAX_MARK).flat_map(char::to_lowercase).collect();
    let mark = MARKS.iter().find(|mark| lower.contains(**mark) && (lower.starts_with(**mark) || !mark.ends_with(' ')));
    let Some(mark) = mark else { return Vec::new() };
    let at = if lower.starts_with(*mark) { Some(0) } else { text.find(*mark) };
    let mut names = at.map(|at| names(&text[at..], Form::Byline, sites)).unwrap_or_default();
    names.retain(|name| name.is_ascii() || !name.chars().all(is_han) || name.chars().count() <= MAX_HAN);
    if MARKS_BEFORE_FULL_NAMES.contains(mark) {
        names.retain(|name| is_full_name(name));
    }
    names
}

/// The names in a block of text anywhere that is a byline in Chinese or Japanese. Articles have these at their end.
pub(super) fn in_signature(text: &str, sites: &[String]) -> Vec<String> {
    let text = text.trim_start_matches(['(', '（', '【', '[']);
    let is_signature = text.len() <= MAX_HAN_BLOCK && SIGNATURES.iter().any(|mark| text.starts_with(mark));
    if is_signature { in_text(text.trim_end_matches([')', '）', '】', ']']), sites) } else { Vec::new() }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Whether a name has a first and a last name, each with a capital.
fn is_full_name(name: &str) -> bool {
    let words = || name.split_whitespace();
    let capitals = words().filter(|word| word.starts_with(char::is_uppercase)).count();
    let is_part = |word: &str| word.starts_with(char::is_uppercase) || PARTICLES.contains(&word);
    capitals >= 2 && words().all(is_part) && words().count() <= MAX_WORDS_OF_FULL_NAME
}

/// Whether a value is the name of a user: one word of letters, digits and a few signs.
fn is_nickname(value: &str) -> bool {
    value.len() >= MIN_NICKNAME && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// The rest after a word such as "by".
fn without_prefix(text: &str) -> Option<&str> {
    if let Some(rest) = GLUED.iter().find_map(|prefix| text.strip_prefix(prefix)) {
        return Some(rest.trim_start());
    }
    let rest_of = |prefix: &&str| {
        let rest = after_word(text, prefix)?;
        let is_apart = rest.starts_with([' ', ':', '：', '\u{a0}']);
        is_apart.then(|| rest.trim_start_matches([' ', ':', '：', '\u{a0}']))
    };
    // The shortest rest is that of the longest prefix.
    PREFIXES.iter().filter_map(rest_of).min_by_key(|rest| rest.len())
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

/// The text without the dot that ends a sentence, which is not that of "Jr." or an initial.
fn without_full_stop(text: &str) -> &str {
    let last = text.rsplit(' ').next().unwrap_or(text);
    let is_end = last.chars().count() > MAX_ABBREVIATION && last.matches('.').count() == 1;
    if is_end { text.strip_suffix('.').unwrap_or(text) } else { text }
}

/// What surrounds a name without being part of it.
fn is_trimmed(c: char) -> bool {
    c.is_whitespace() || "|,-–—:/•·⋅&→←：".contains(c)
}

/// What follows a date at the start of a byline, such as "Posted on May 2, 2024 by ".
fn after_date(text: &str) -> &str {
    let first = text.split_whitespace().next().unwrap_or_default();
    let starts = label_at(text).is_some() || is_date_word(first) || first.starts_with(char::is_numeric);
    let rest = [" by ", " By ", " von ", " par ", " por "].iter().find_map(|mark| text.split_once(mark));
    rest.filter(|_| starts).map_or(text, |(_, rest)| rest)
}

/// What comes before a separator, a label, a date or a remark.
fn before_remarks(text: &str) -> &str {
    let end = text.find(['|', '•', '·', '⋅', '\n', '(', '[', '／', '—', '–', '@', '»', '/', '→']).unwrap_or(text.len());
    let text = before_label(&text[..end]);
    let end = text.find(char::is_numeric).unwrap_or(text.len());
    let text = without_last(&text[..end], |word| end < text.len() && is_date_word(word));
    // The space finds a word at the end too.
    let lower = text.to_ascii_lowercase() + " ";
    let ends = [" on ", " - ", " in ", " am ", " le ", " el ", " follow "];
    let end = ends.iter().filter_map(|end| lower.find(end)).min().unwrap_or(text.len());
    let text = &text[..end.min(text.len())];
    // The words of a sentence that goes on.
    let has_capital = text.starts_with(char::is_uppercase);
    let name = without_last(text, |word| has_capital && word.starts_with(char::is_lowercase));
    if name.len() < text.trim().len() && !name.contains(' ') { "" } else { without_full_stop(name) }
}

/// What comes before the first word that announces a date, a picture or a source.
fn before_label(text: &str) -> &str {
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let rest = &text[at..];
        if label_at(rest).is_some() || is_credit(rest) {
            return &text[..at];
        }
        if let Some(end) = glued_label(word) {
            return &text[..at + end];
        }
        at += word.len();
    }
    text
}

/// Where a label or a month starts that has no space before it, as in `HalePublished`. Lines of a byline that are elements
/// of a row have none.
fn glued_label(word: &str) -> Option<usize> {
    let mut last = ' ';
    word.char_indices().skip(1).find_map(|(at, c)| {
        let is_start = c.is_uppercase() && last.is_lowercase();
        last = c;
        let rest = &word[at..];
        (is_start && (label_at(rest).is_some() || is_date_word(rest))).then_some(at)
    })
}

/// The text after a word at its start that announces a date.
fn label_at(text: &str) -> Option<&str> {
    let announces = |rest: &&str| rest.trim_start().starts_with(|c: char| matches!(c, ':' | '：') || c.is_numeric());
    let weak = || WEAK_LABELS.iter().find_map(|label| after_word(text, label).filter(announces));
    LABELS.iter().find_map(|label| after_word(text, label)).or_else(weak)
}

/// Whether a text names the author or the source of a picture or a report.
fn is_credit(text: &str) -> bool {
    let is_mark = |rest: &str| {
        let rest = rest.trim_start_matches(['.', ' ']);
        rest.starts_with([':', '：', '/', '／', '=', '＝', '©']) || after_word(rest, "by").is_some()
    };
    CREDITS.iter().any(|word| after_word(text, word).is_some_and(is_mark))
}

/// The text after a word in lower case, if it starts with this whole word.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for expected in word.chars() {
        let mut lower = rest.next()?.to_lowercase();
        if lower.next() != Some(expected) {
            return None;
        }
    }
    let rest = rest.as_str();
    (!rest.starts_with(char::is_alphabetic)).then_some(rest)
}

/// Whether a name is a date without its numbers. Names such as "April" and "Jan" are those of persons in structured
/// data.
fn is_date(name: &str, form: Form) -> bool {
    form == Form::Byline && name.split_whitespace().all(is_date_word)
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
    let is_any = |piece: &str| piece.trim().is_empty() || is_full(piece) || is_place(piece);
    let by_comma = |piece: &str| piece.contains(',') && piece.split(',').all(is_any);
    let parts = |p: &'a str| if by_comma(p) { p.split(',').collect() } else { vec![p.split(',').next().unwrap_or(p)] };
    pieces
        .into_iter()
        .flat_map(parts)
        .map(without_final_role)
        .filter(|piece| !is_role(piece) && !is_place(piece))
        .collect()
}

/// Whether nothing follows a word such as "by".
fn is_prefix(name: &str) -> bool {
    PREFIXES.contains(&name.to_lowercase().as_str())
}

/// The name before what somebody does, as in `Jana Meßner Chefredakteurin`.
fn without_final_role(piece: &str) -> &str {
    let name = without_last(piece, |word| FINAL_ROLES.iter().any(|role| word.to_lowercase() == *role));
    if name.contains(' ') { name } else { piece }
}

/// Whether a part of a list is what somebody does.
fn is_role(piece: &str) -> bool {
    piece
        .split_whitespace()
        .map(|word| word.trim_matches(is_trimmed))
        .any(|word| ROLES.iter().any(|role| word.eq_ignore_ascii_case(role)))
}

/// Whether a part of a list is where somebody writes, such as "em Porto Alegre" or "Do Diário".
fn is_place(piece: &str) -> bool {
    let Some((first, rest)) = piece.trim().split_once(' ') else { return false };
    let is_lower = first.starts_with(char::is_lowercase) && rest.starts_with(char::is_uppercase);
    (is_lower || matches!(first, "Do" | "Em" | "From" | "Aus" | "Dal"))
        && PLACES.contains(&first.to_lowercase().as_str())
}

/// Whether a text is a key of a template, such as `page.head.author`.
fn is_template_key(name: &str) -> bool {
    name.matches('.').count() > 1 && name.split('.').all(|part| part.len() > 1 && part.bytes().all(is_key_byte))
}

fn is_key_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte == b'_'
}

fn is_name(name: &str, form: Form) -> bool {
    let words = name.split_whitespace().count();
    let has_letter = name.chars().any(char::is_alphabetic);
    let is_link = ["://", "www.", ".com", ".htm", "@", "{", "}", "<", ">", "?", "!", "？", "！", "【", "】", "╱", "│"]
        .iter()
        .any(|part| name.contains(part));
    let is_named = form != Form::Byline || name.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase());
    let is_text = !is_link && !is_template_key(name) && name.len() > 1;
    has_letter && is_text && is_named && (1..=MAX_WORDS).contains(&words) && name.chars().count() <= MAX_CHARS
}

#[cfg(test)]
mod tests {
    use super::{Form, in_signature, in_text, names};

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
            ("Rhona SkaifePublished March 19, 2024", &["Rhona Skaife"]),
            ("Rhona SkaifeMarch 19, 2024", &["Rhona Skaife"]),
            ("Rhona MacLeod", &["Rhona MacLeod"]),
            ("Rhona Skaife Follow", &["Rhona Skaife"]),
            ("Jana Meßner Chefredakteurin", &["Jana Meßner"]),
            ("Ein Artikel von Jana Meßner", &["Jana Meßner"]),
            ("Tom Reed, Shipping Expert", &["Tom Reed"]),
            ("old_skipper", &["old_skipper"]),
            ("the old skipper", &[]),
            ("【夜航日報】", &[]),
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

    #[test]
    fn bylines_in_text_need_their_mark() {
        for (text, expected) in [
            ("Von Jana Meßner", &["Jana Meßner"][..]),
            ("von Jana Meßner, 21.04.2020", &["Jana Meßner"]),
            ("Por Inés Ruiz", &["Inés Ruiz"]),
            ("كتبت ليلى حداد", &["ليلى حداد"]),
            ("本报记者王小明/文 供图", &["王小明"]),
            ("在线荐稿记者博客联系记者", &[]),
            ("Von Hamburg nach Oslo", &[]),
            ("Par temps calme", &[]),
        ] {
            assert_eq!(in_text(text, &[]), expected, "{text}");
        }
        assert_eq!(in_signature("作者：王小明", &[]), ["王小明"]);
        assert_eq!(in_signature("（文/王小明）", &[]), ["王小明"]);
        assert_eq!(in_signature("By Ann Hale", &[]), [""; 0]);
    }
}
