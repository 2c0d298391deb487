//! What a feature's value says about the page, in words that a person understands.

use crate::language::scripts::Script;

/// What a phrase is about. Contributions of features with the same topic are told as one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Topic {
    Length,
    Prose,
    Punctuation,
    Case,
    Numbers,
    Symbols,
    Addresses,
    Variety,
    Segments,
    Links,
    ExternalLinks,
    SingletonDomains,
    Anchors,
    Targets,
    Script,
    Language,
    SharedWords,
    TitleWords,
    Obfuscation,
    Duplicates,
    Template,
    Siblings,
    Tag,
    Visibility,
    Position,
    Main,
    Heading,
    ProseAround,
    LinksAround,
    SingletonDomainsAround,
    PageSize,
    PageKind,
    PageLinks,
    PageScript,
    PageAddress,
    OwnContent,
    OwnSpam,
    ContentAround,
    SpamAround,
    PageContent,
    PageSpam,
    /// A part of a page that elements or class names mark, such as the footer.
    Part(&'static str),
}

/// How a value is told. `{}` in a text stands for the number; an empty text tells nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Phrase {
    /// Nothing that a person would understand.
    Silent,
    /// 1 and 0.
    Flag { yes: &'static str, no: &'static str },
    /// A number as log(1 + n), rounded: none, one, and more.
    Count { none: &'static str, one: &'static str, many: &'static str },
    /// A number that was divided by `scale`, rounded.
    Scaled { scale: f32, none: &'static str, one: &'static str, many: &'static str },
    /// A share from 0 to 1, as a percentage: none of it, some, all of it.
    Share { none: &'static str, some: &'static str, all: &'static str },
    /// The text of the first limit that the value reaches, or nothing.
    Tiers(&'static [(f32, &'static str)]),
    /// A share of letters in a different script from something, which is the second text.
    ForeignScript { none: &'static str, than: &'static str },
    /// How unlike its surroundings the letters are, by limits; another script says it better.
    UnlikeLetters(&'static [(f32, &'static str)]),
    /// A share of units that are function words of another language, or a flag.
    ForeignLanguage { no: &'static str },
    /// Function words of the page's language, per unit.
    PageLanguage,
}

/// A value that no feature falls short of, for the last of [`Phrase::Tiers`].
pub(crate) const ANY: f32 = f32::NEG_INFINITY;

pub(crate) const fn flag(yes: &'static str, no: &'static str) -> Phrase {
    Phrase::Flag { yes, no }
}

pub(crate) const fn count(none: &'static str, one: &'static str, many: &'static str) -> Phrase {
    Phrase::Count { none, one, many }
}

pub(crate) const fn share(none: &'static str, some: &'static str, all: &'static str) -> Phrase {
    Phrase::Share { none, some, all }
}

pub(crate) const fn tiers(limits: &'static [(f32, &'static str)]) -> Phrase {
    Phrase::Tiers(limits)
}

/// What a phrase needs to know besides the value.
#[derive(Debug, Clone, Default)]
pub struct ReasonContext {
    /// The page's language, in English.
    pub(crate) page_language: Option<&'static str>,
    /// The language of the block, if it is another one and its function words tell.
    pub(crate) block_language: Option<&'static str>,
    /// The most frequent script of the block other than the page's, and its share of the block's letters.
    pub(crate) block_script: Option<(Script, f32)>,
}

/// From which share of the block's letters on its script names the block.
const MAIN_SCRIPT: f32 = 0.3;

impl ReasonContext {
    /// The page by its language, such as `an English page`.
    fn page(&self) -> String {
        match self.page_language {
            Some(language) if language.starts_with(['A', 'E', 'I', 'O', 'U']) => format!("an {language} page"),
            Some(language) => format!("a {language} page"),
            None => "this page".to_owned(),
        }
    }

    /// The block by its script, such as `Chinese text on an English page`, if that is not the page's script.
    fn foreign_text(&self) -> Option<String> {
        let (script, _) = self.block_script.filter(|(_, share)| *share >= MAIN_SCRIPT)?;
        let text = match (self.block_language, script.language()) {
            (Some(language), _) | (None, Some(language)) => format!("{language} text"),
            (None, None) => format!("{} letters", script.name()),
        };
        Some(format!("{text} on {}", self.page()))
    }
}

impl Phrase {
    /// The phrase for a value, or `None` if there is nothing to tell.
    pub(crate) fn tell(self, value: f32, context: &ReasonContext) -> Option<String> {
        let value = if value.is_finite() { value } else { 0.0 };
        let text = match self {
            Phrase::Silent => return None,
            Phrase::Flag { yes, no } => if value >= 0.5 { yes } else { no }.to_owned(),
            Phrase::Count { none, one, many } => number(value.clamp(0.0, 20.0).exp_m1(), none, one, many),
            Phrase::Scaled { scale, none, one, many } => number(value.max(0.0) * scale, none, one, many),
            Phrase::Share { none, some, all } => percentage(value, none, some, all),
            Phrase::Tiers(limits) => tier(value, limits).to_owned(),
            Phrase::UnlikeLetters(limits) => match context.foreign_text() {
                Some(text) if limits.first().is_some_and(|(limit, _)| value >= *limit) => text,
                _ => tier(value, limits).to_owned(),
            },
            Phrase::ForeignScript { none, than } => foreign_script(value, none, than, context),
            Phrase::ForeignLanguage { no } => foreign_language(value, no, context),
            Phrase::PageLanguage => page_language(value, context),
        };
        (!text.is_empty()).then_some(text)
    }
}

fn tier(value: f32, limits: &[(f32, &'static str)]) -> &'static str {
    limits.iter().find(|(limit, _)| value >= *limit).map_or("", |(_, text)| text)
}

fn number(value: f32, none: &str, one: &str, many: &str) -> String {
    let rounded = value.round() as u64;
    match rounded {
        0 => none.to_owned(),
        1 => one.to_owned(),
        n => many.replace("{}", &thousands(n)),
    }
}

/// A number with commas between thousands.
fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn percentage(value: f32, none: &str, some: &str, all: &str) -> String {
    let percent = 100.0 * value;
    if percent <= 0.0 {
        none.to_owned()
    } else if percent < 1.0 {
        some.replace("{}", "under 1%")
    } else if percent >= 99.5 {
        all.to_owned()
    } else {
        some.replace("{}", &format!("{percent:.0}%"))
    }
}

fn foreign_script(value: f32, none: &str, than: &str, context: &ReasonContext) -> String {
    match context.foreign_text() {
        Some(text) if value >= 0.5 => text,
        _ => percentage(
            value,
            none,
            &format!("{{}} of its letters are in a different script from {than}"),
            &format!("all its letters are in a different script from {than}"),
        ),
    }
}

fn foreign_language(value: f32, no: &str, context: &ReasonContext) -> String {
    match context.block_language {
        _ if value < 0.02 => no.to_owned(),
        Some(language) => format!("{language} text on {}", context.page()),
        None => "function words of another language than the page's".to_owned(),
    }
}

fn page_language(value: f32, context: &ReasonContext) -> String {
    match context.page_language {
        None => String::new(),
        Some(language) if value < 0.02 => format!("hardly any {language} function words"),
        Some(language) if value < 0.2 => format!("few {language} function words"),
        Some(language) => format!("many {language} function words"),
    }
}
