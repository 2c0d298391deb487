//! Words into text: spin templates with slots, generated prose, and the disguises of letters.

use std::collections::BTreeMap;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::template::Encoding;

/// Named word lists that the slots of templates are filled from.
pub(super) type Lists = BTreeMap<String, Vec<String>>;

/// Stands for a link in expanded prose until the anchor is put in.
pub(super) const LINK_SLOT: char = '\u{10FF08}';

/// Slots that the engine fills by itself.
pub(super) const BUILT_IN: &[&str] = &["number", "small", "year", "letters", "phone", "date", "link"];

const DEPTH: usize = 8;

/// One of the strings, or the empty string.
pub(super) fn pick<'a, S: AsRef<str>>(items: &'a [S], rng: &mut ChaCha8Rng) -> &'a str {
    if items.is_empty() { "" } else { items[rng.random_range(0..items.len())].as_ref() }
}

/// True with the given chance.
pub(super) fn chance(probability: f64, rng: &mut ChaCha8Rng) -> bool {
    rng.random::<f64>() < probability
}

/// Expands `{a|b}` choices and `<slot>`s of a template.
pub(super) fn expand(template: &str, lists: &Lists, rng: &mut ChaCha8Rng) -> String {
    let mut out = String::new();
    expand_into(template, lists, rng, DEPTH, &mut out);
    out
}

fn expand_into(template: &str, lists: &Lists, rng: &mut ChaCha8Rng, depth: usize, out: &mut String) {
    let mut rest = template;
    while let Some(at) = rest.find(['{', '<']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let used = if tail.starts_with('{') {
            choice(tail, lists, rng, depth, out)
        } else {
            slot(tail, lists, rng, depth, out)
        };
        rest = &tail[used..];
    }
    out.push_str(rest);
}

/// Expands the choice that `tail` begins with; gives the bytes used.
fn choice(tail: &str, lists: &Lists, rng: &mut ChaCha8Rng, depth: usize, out: &mut String) -> usize {
    let Some((arms, used)) = arms_of(tail) else {
        out.push('{');
        return 1;
    };
    if depth > 0 {
        let arm = arms[rng.random_range(0..arms.len())];
        expand_into(arm, lists, rng, depth - 1, out);
    }
    used
}

/// The arms of the choice that `tail` begins with, and its length in bytes.
fn arms_of(tail: &str) -> Option<(Vec<&str>, usize)> {
    let (mut level, mut start, mut arms) = (0usize, 1usize, Vec::new());
    for (at, byte) in tail.bytes().enumerate() {
        match byte {
            b'{' => level += 1,
            b'|' if level == 1 => {
                arms.push(&tail[start..at]);
                start = at + 1;
            }
            b'}' => {
                level -= 1;
                if level == 0 {
                    arms.push(&tail[start..at]);
                    return Some((arms, at + 1));
                }
            }
            _ => {}
        }
    }
    None
}

fn slot(tail: &str, lists: &Lists, rng: &mut ChaCha8Rng, depth: usize, out: &mut String) -> usize {
    let Some(end) = tail.find('>') else {
        out.push('<');
        return 1;
    };
    let name = &tail[1..end];
    match lists.get(name) {
        Some(list) if depth > 0 => expand_into(pick(list, rng), lists, rng, depth - 1, out),
        Some(_) => {}
        None => built_in(name, rng, out),
    }
    end + 1
}

fn built_in(name: &str, rng: &mut ChaCha8Rng, out: &mut String) {
    match name {
        "number" => {
            let digits = rng.random_range(2..7);
            out.push_str(&rng.random_range(10u32.pow(digits - 1)..10u32.pow(digits)).to_string());
        }
        "small" => out.push_str(&rng.random_range(2..31).to_string()),
        "year" => out.push_str(&rng.random_range(2009..2027).to_string()),
        "letters" => {
            let length = rng.random_range(2..6);
            out.extend((0..length).map(|_| char::from(rng.random_range(b'a'..=b'z'))));
        }
        "phone" => {
            let number = rng.random_range(1_000_000u32..9_999_999);
            out.push_str(&format!("{:03}-{number}", rng.random_range(10..999)));
        }
        "date" => {
            let (month, day) = (rng.random_range(1..13), rng.random_range(1..29));
            out.push_str(&format!("{}-{month:02}-{day:02}", rng.random_range(2009..2027)));
        }
        "link" => out.push(LINK_SLOT),
        _ => {}
    }
}

/// What is wrong with a template, if anything.
pub(super) fn check(template: &str, lists: &Lists) -> Result<(), String> {
    if template.trim().is_empty() {
        return Err("an entry is empty; remove it or fill it".into());
    }
    let (open, close) = (template.matches('{').count(), template.matches('}').count());
    if open != close {
        return Err(format!("`{template}` has {open} `{{` and {close} `}}`; close every choice"));
    }
    let mut rest = template;
    while let Some(at) = rest.find('<') {
        let tail = &rest[at + 1..];
        let end = tail.find('>').ok_or_else(|| format!("`{template}` has a `<` without `>`; close the slot"))?;
        let name = &tail[..end];
        if !lists.contains_key(name) && !BUILT_IN.contains(&name) {
            return Err(format!("`{template}` uses the slot <{name}>, which no list fills; add it under [lists]"));
        }
        rest = &tail[end..];
    }
    Ok(())
}

/// Prose that reads like the samples and means nothing: a chain over their words, or letters where no spaces are used.
pub(super) fn markov(samples: &[String], length: usize, rng: &mut ChaCha8Rng) -> String {
    let spaced = samples.iter().map(|s| s.matches(' ').count() * 12).sum::<usize>()
        > samples.iter().map(|s| s.chars().count()).sum();
    let tokens: Vec<String> = if spaced {
        samples.iter().flat_map(|s| s.split_whitespace().map(str::to_owned)).collect()
    } else {
        samples.iter().flat_map(|s| pairs(s)).collect()
    };
    chain(&tokens, if spaced { " " } else { "" }, length, rng)
}

/// A text cut into pieces of two characters; the slot of a link stays alone.
fn pairs(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for c in text.chars() {
        match pieces.last_mut() {
            Some(last) if c != LINK_SLOT && !last.contains(LINK_SLOT) && last.chars().count() < 2 => last.push(c),
            _ => pieces.push(c.into()),
        }
    }
    pieces
}

fn chain(tokens: &[String], joint: &str, length: usize, rng: &mut ChaCha8Rng) -> String {
    if tokens.is_empty() {
        return String::new();
    }
    let mut next: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        next.entry(&pair[0]).or_default().push(at + 1);
    }
    let mut at = rng.random_range(0..tokens.len());
    let mut out = String::new();
    for step in 0..length {
        if step > 0 {
            out.push_str(joint);
        }
        out.push_str(&tokens[at]);
        at = match next.get(tokens[at].as_str()) {
            Some(followers) => followers[rng.random_range(0..followers.len())],
            None => rng.random_range(0..tokens.len()),
        };
    }
    out
}

/// Disguises the letters of a text. Character references are left to [`escape`].
pub(super) fn disguise(text: &str, encoding: Encoding, rng: &mut ChaCha8Rng) -> String {
    match encoding {
        Encoding::Plain | Encoding::Decimal | Encoding::Hex => text.to_owned(),
        Encoding::FullWidth => text.chars().map(full_width).collect(),
        Encoding::ZeroWidth => zero_width(text, rng),
        Encoding::Homoglyphs => text.chars().map(|c| if chance(0.5, rng) { homoglyph(c) } else { c }).collect(),
        Encoding::Leet => text.chars().map(|c| if chance(0.6, rng) { leet(c) } else { c }).collect(),
        Encoding::MixedCase => text.chars().map(|c| if chance(0.4, rng) { flip(c) } else { c }).collect(),
        Encoding::Upper => text.to_uppercase(),
    }
}

fn full_width(c: char) -> char {
    match c {
        '!'..='~' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

fn zero_width(text: &str, rng: &mut ChaCha8Rng) -> String {
    const HIDDEN: [char; 4] = ['\u{200B}', '\u{200C}', '\u{2060}', '\u{AD}'];
    let filler = HIDDEN[rng.random_range(0..HIDDEN.len())];
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if c.is_alphabetic() && chance(0.5, rng) {
            out.push(filler);
        }
    }
    out
}

fn homoglyph(c: char) -> char {
    const LATIN: &str = "aceopxyisjABCEHIKMOPTXYvnu";
    const OTHER: &str = "асеорхуіѕјΑВСЕНІКМОРТХΥνпυ";
    LATIN.chars().zip(OTHER.chars()).find(|(latin, _)| *latin == c).map_or(c, |(_, other)| other)
}

fn leet(c: char) -> char {
    match c.to_ascii_lowercase() {
        'a' => '4',
        'e' => '3',
        'i' => '1',
        'o' => '0',
        's' => '5',
        't' => '7',
        _ => c,
    }
}

fn flip(c: char) -> char {
    if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
}

/// A text as HTML: escaped, or written in character references.
pub(super) fn escape(text: &str, encoding: Encoding) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match (encoding, c) {
            (Encoding::Decimal, _) => out.push_str(&format!("&#{};", c as u32)),
            (Encoding::Hex, _) => out.push_str(&format!("&#x{:x};", c as u32)),
            (_, '&') => out.push_str("&amp;"),
            (_, '<') => out.push_str("&lt;"),
            (_, '>') => out.push_str("&gt;"),
            (_, '"') => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}
