//! Text from templates: spin syntax with choices and slots, and generated prose.

use std::collections::BTreeMap;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::slug::letters;

/// Word lists by name; `<name>` in a template draws from the list.
pub(super) type Lists = BTreeMap<String, Vec<String>>;

/// Stands for a link in expanded prose until the anchor replaces it.
pub(super) const LINK_SLOT: char = '\u{10FF08}';

/// Slots that need no list.
const BUILT_IN: &[&str] = &["number", "small", "year", "letters", "phone", "date", "link"];

/// Templates nest no deeper than this; a list may name itself.
const MAX_DEPTH: usize = 8;

/// One of the strings, or the empty string if there are none.
pub(super) fn pick<'a, S: AsRef<str>>(items: &'a [S], rng: &mut ChaCha8Rng) -> &'a str {
    if items.is_empty() { "" } else { items[rng.random_range(0..items.len())].as_ref() }
}

/// What joins two sentences in a language.
pub(super) fn sentence_gap(language: &str) -> &'static str {
    if matches!(language, "zh" | "ja") { "" } else { " " }
}

/// Expands the `{a|b}` choices and `<slot>`s of a template.
pub(super) fn expand(template: &str, lists: &Lists, rng: &mut ChaCha8Rng) -> String {
    let mut expander = Expander { lists, rng, out: String::new() };
    expander.expand(template, MAX_DEPTH);
    expander.out
}

struct Expander<'a> {
    lists: &'a Lists,
    rng: &'a mut ChaCha8Rng,
    out: String,
}

impl Expander<'_> {
    fn expand(&mut self, template: &str, depth: usize) {
        let mut rest = template;
        while let Some(at) = rest.find(['{', '<']) {
            self.out.push_str(&rest[..at]);
            let tail = &rest[at..];
            let used = if tail.starts_with('{') { self.choice(tail, depth) } else { self.slot(tail, depth) };
            rest = &tail[used..];
        }
        self.out.push_str(rest);
    }

    /// Expands the choice at the start of `tail`; returns its length in bytes.
    fn choice(&mut self, tail: &str, depth: usize) -> usize {
        let Some((arms, used)) = arms_of(tail) else {
            self.out.push('{');
            return 1;
        };
        if depth > 0 {
            let arm = arms[self.rng.random_range(0..arms.len())];
            self.expand(arm, depth - 1);
        }
        used
    }

    /// Expands the slot at the start of `tail`; returns its length in bytes.
    fn slot(&mut self, tail: &str, depth: usize) -> usize {
        let Some(end) = tail.find('>') else {
            self.out.push('<');
            return 1;
        };
        let name = &tail[1..end];
        match self.lists.get(name) {
            Some(list) if depth > 0 => {
                let entry = pick(list, self.rng);
                self.expand(entry, depth - 1);
            }
            Some(_) => {}
            None => self.built_in(name),
        }
        end + 1
    }

    fn built_in(&mut self, name: &str) {
        let rng = &mut *self.rng;
        match name {
            "number" => {
                let digits = rng.random_range(2..7);
                self.out.push_str(&rng.random_range(10u32.pow(digits - 1)..10u32.pow(digits)).to_string());
            }
            "small" => self.out.push_str(&rng.random_range(2..31).to_string()),
            "year" => self.out.push_str(&rng.random_range(2009..2027).to_string()),
            "letters" => {
                let length = rng.random_range(2..6);
                self.out.push_str(&letters(length, rng));
            }
            "phone" => {
                let number = rng.random_range(1_000_000u32..9_999_999);
                self.out.push_str(&format!("{:03}-{number}", rng.random_range(10..999)));
            }
            "date" => {
                let (month, day) = (rng.random_range(1..13), rng.random_range(1..29));
                self.out.push_str(&format!("{}-{month:02}-{day:02}", rng.random_range(2009..2027)));
            }
            "link" => self.out.push(LINK_SLOT),
            _ => {}
        }
    }
}

/// The arms of the choice at the start of `tail`, and its length in bytes. `None` if it is not closed.
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

/// Checks that a template closes its choices and that its slots can be filled.
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

/// Generates meaningless prose in the style of the samples: a Markov chain over words, or over pairs of characters in
/// languages without spaces.
pub(super) fn markov(samples: &[String], length: usize, rng: &mut ChaCha8Rng) -> String {
    let is_spaced = samples.iter().map(|s| s.matches(' ').count() * 12).sum::<usize>()
        > samples.iter().map(|s| s.chars().count()).sum();
    let tokens: Vec<String> = if is_spaced {
        samples.iter().flat_map(|s| s.split_whitespace().map(str::to_owned)).collect()
    } else {
        samples.iter().flat_map(|s| character_pairs(s)).collect()
    };
    chain(&tokens, if is_spaced { " " } else { "" }, length, rng)
}

/// Cuts a text into pieces of two characters. A link slot is a piece of its own.
fn character_pairs(text: &str) -> Vec<String> {
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
