//! The dimensions along which grafts differ, each a small enum with a name, and the weights they are drawn by.

use std::collections::BTreeMap;
use std::fmt;

use rand::Rng;
use serde::{Deserialize, Deserializer};

/// An enum whose members have names, as used in data files and reports, and default weights.
pub trait Named: Copy + Ord + fmt::Debug + 'static {
    /// What the dimension is called in error messages.
    const WHAT: &'static str;
    /// Every member with its name and its default weight.
    const ALL: &'static [(Self, &'static str, f64)];
}

macro_rules! named {
    ($(#[$meta:meta])* $name:ident $what:literal { $($(#[$doc:meta])* $variant:ident $text:literal $weight:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl Named for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [(Self, &'static str, f64)] = &[$((Self::$variant, $text, $weight),)*];
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $text,)* })
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                parse_name(&String::deserialize(deserializer)?)
            }
        }
    };
}

fn parse_name<T: Named, E: serde::de::Error>(text: &str) -> Result<T, E> {
    if let Some((member, ..)) = T::ALL.iter().find(|(_, name, _)| *name == text) {
        return Ok(*member);
    }
    let known: Vec<&str> = T::ALL.iter().map(|(_, name, _)| *name).collect();
    Err(E::custom(format!("unknown {} `{text}`; use one of: {}", T::WHAT, known.join(", "))))
}

named! {
    /// What is planted: a list of links, running text, a comment and so on.
    Shape "shape" {
        /// A list of keywords, nearly always links.
        List "list" 60.0,
        /// Several spun or generated sentences with anchors in them.
        Prose "prose" 10.0,
        /// A reader's comment with links.
        Comment "comment" 5.0,
        /// One or two fluent sentences that recommend a site.
        Recommendation "recommendation" 6.0,
        /// Anchors or a sentence inside a paragraph of the host.
        Woven "woven" 8.0,
        /// Title and description alone.
        Title "title" 5.0,
        /// Title and description, and a list in the body.
        TitleAndList "title-and-list" 4.0,
        /// A whole page made for the campaign.
        Doorway "doorway" 0.0,
        /// Markup given word for word by a data file.
        Snippet "snippet" 0.0,
    }
}

named! {
    /// Where in the host the graft stands.
    Place "place" {
        /// Right after `<body>`.
        BodyStart "body-start" 12.0,
        /// Right before `</body>`.
        BodyEnd "body-end" 26.0,
        /// After `</html>`.
        AfterHtml "after-html" 8.0,
        /// Before the doctype, at the very start of the file.
        BeforeDoctype "before-doctype" 4.0,
        /// Between two blocks somewhere in the middle.
        Middle "middle" 14.0,
        /// Inside the footer.
        Footer "footer" 14.0,
        /// Inside a form.
        Form "form" 4.0,
        /// As further items of one of the host's menus.
        Menu "menu" 6.0,
        /// As a further widget beside the host's.
        Widget "widget" 6.0,
        /// Inside a paragraph of the host.
        Paragraph "paragraph" 0.0,
        /// In the title and the meta description alone.
        Head "head" 0.0,
        /// The whole page.
        Page "page" 0.0,
        /// At the start of a plain text.
        TextStart "text-start" 0.0,
        /// Between two lines of a plain text.
        TextMiddle "text-middle" 0.0,
        /// At the end of a plain text.
        TextEnd "text-end" 0.0,
    }
}

named! {
    /// How the graft is kept from a reader's eyes.
    Hiding "hiding" {
        /// Not at all.
        Visible "visible" 27.0,
        /// Inline `display:none`.
        DisplayNone "display-none" 38.0,
        /// Moved off the screen.
        OffScreen "off-screen" 15.0,
        /// Fully transparent.
        Opacity "opacity" 2.5,
        /// A box of one pixel that clips its contents.
        Tiny "tiny" 3.0,
        /// A font size of zero.
        FontSize "font-size" 2.0,
        /// A height of zero.
        Height "height" 2.0,
        /// The background's colour, through a class.
        Colour "colour" 3.0,
        /// `visibility:hidden`.
        Visibility "visibility" 2.0,
        /// The attribute `hidden`.
        Attribute "attribute" 1.5,
        /// A marquee too small to be seen.
        Marquee "marquee" 2.0,
        /// `display:none` through a class in a style element.
        StyleClass "style-class" 2.0,
        /// A script hides it after loading.
        Script "script" 3.0,
    }
}

named! {
    /// The markup around the planted items.
    Wrapper "wrapper" {
        /// One `div`.
        Div "div" 30.0,
        /// One paragraph, or one for each item.
        Paragraphs "p" 12.0,
        /// One `span`, or one for each item.
        Span "span" 6.0,
        /// `ul` with an `li` for each item.
        List "ul" 18.0,
        /// A table.
        Table "table" 3.0,
        /// Headings and bold text of all levels.
        Headings "headings" 5.0,
        /// `font` elements.
        Font "font" 2.0,
        /// A marquee.
        Marquee "marquee" 2.0,
        /// Broken markup: unclosed elements, misspelt attributes, upper case.
        Sloppy "sloppy" 6.0,
        /// Looks like a reader's comment.
        Comment "comment" 0.0,
        /// Looks like a widget of the host.
        Widget "widget" 0.0,
        /// Items of one of the host's menus.
        MenuItems "menu-items" 0.0,
        /// Nothing at all: bare anchors.
        Bare "bare" 8.0,
        /// Inside a line of text.
        Inline "inline" 0.0,
        /// One long line of plain text.
        TextLine "text-line" 0.0,
        /// Several short lines of plain text.
        TextLines "text-lines" 0.0,
        /// Sentences of plain text.
        TextProse "text-prose" 0.0,
    }
}

named! {
    /// What the links point to.
    LinkPattern "link pattern" {
        /// A new unrelated domain for every link, its root.
        Roots "roots" 26.0,
        /// A new unrelated domain for every link, deep paths.
        DeepPaths "deep-paths" 18.0,
        /// Roots and deep paths mixed.
        Mixed "mixed" 8.0,
        /// One domain with a random host name for every link.
        Subdomains "subdomains" 9.0,
        /// Two or three hosts with one path template.
        FewHosts "few-hosts" 8.0,
        /// Doorway pages on the host itself.
        Doorways "doorways" 9.0,
        /// One address, repeated.
        OneTarget "one-target" 7.0,
        /// Domains that spell the keyword.
        ExactMatch "exact-match" 10.0,
        /// Pages on large, respectable platforms.
        Parasite "parasite" 3.0,
        /// No links.
        Unlinked "none" 7.0,
        /// Ordinary pages of the host's own site.
        Internal "internal" 0.0,
        /// Known sites, named in the data file.
        Known "known" 0.0,
        /// One host name or path for each language.
        Locales "locales" 0.0,
        /// Buttons, no links.
        Buttons "buttons" 0.0,
        /// Fragments of the same page.
        Fragments "fragments" 0.0,
    }
}

named! {
    /// What the anchors say.
    AnchorStyle "anchor style" {
        /// A keyword each.
        Keyword "keyword" 66.0,
        /// One keyword for all.
        Repeated "repeated" 9.0,
        /// The names of brands.
        Brand "brand" 8.0,
        /// The address itself.
        Url "url" 7.0,
        /// A long anchor like a headline.
        Sentence "sentence" 6.0,
        /// Keyword, brand and address mixed.
        Mixed "mixed" 6.0,
    }
}

named! {
    /// What stands between two items.
    Separator "separator" {
        /// A space.
        Space "space" 16.0,
        /// A line break in the source.
        Newline "newline" 26.0,
        /// `|`
        Pipe "pipe" 7.0,
        /// `| `
        PipeSpace "pipe-space" 6.0,
        /// ` | `
        SpacedPipe "spaced-pipe" 8.0,
        /// `, `
        Comma "comma" 8.0,
        /// `、`
        IdeographicComma "ideographic-comma" 2.0,
        /// ` / `
        Slash "slash" 3.0,
        /// ` · `
        Dot "dot" 3.0,
        /// `<br>`
        Break "br" 8.0,
        /// `&nbsp;`
        NonBreaking "nbsp" 5.0,
        /// ` - `
        Dash "dash" 3.0,
        /// ` » `
        Guillemet "guillemet" 1.5,
        /// Nothing.
        Nothing "nothing" 3.0,
    }
}

named! {
    /// How the letters are written.
    Encoding "encoding" {
        /// As they are.
        Plain "plain" 80.0,
        /// Decimal character references.
        Decimal "decimal-entities" 4.0,
        /// Hexadecimal character references.
        Hex "hex-entities" 2.0,
        /// Full-width letters.
        FullWidth "full-width" 1.5,
        /// Zero-width characters between letters.
        ZeroWidth "zero-width" 2.0,
        /// Look-alike letters of another script.
        Homoglyphs "homoglyphs" 2.0,
        /// Digits for letters.
        Leet "leet" 1.5,
        /// Capitals at random.
        MixedCase "mixed-case" 4.0,
        /// All capitals.
        Upper "upper" 3.0,
    }
}

named! {
    /// How a domain name is made up.
    DomainStyle "domain style" {
        /// Invented from syllables.
        Syllables "syllables" 24.0,
        /// Words of several languages joined.
        Compound "compound" 34.0,
        /// Universities, offices and hospitals.
        Institution "institution" 12.0,
        /// Digits and a few letters.
        Digits "digits" 8.0,
        /// Random letters.
        Letters "letters" 10.0,
        /// Contains the keyword.
        Keyword "keyword" 12.0,
    }
}

/// Weights of the members of a dimension: those given replace the defaults, the others keep theirs.
#[derive(Debug, Clone)]
pub struct Weights<T: Named>(BTreeMap<T, f64>);

impl<T: Named> Default for Weights<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<'de, T: Named + Deserialize<'de>> Deserialize<'de> for Weights<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = BTreeMap::<T, f64>::deserialize(deserializer)?;
        match map.iter().find(|(_, weight)| !weight.is_finite() || **weight < 0.0) {
            Some((member, weight)) => Err(serde::de::Error::custom(format!(
                "the weight of {} `{member:?}` is {weight}; give a number of 0 or more",
                T::WHAT
            ))),
            None => Ok(Self(map)),
        }
    }
}

impl<T: Named> Weights<T> {
    /// Weights by which nothing but one member is drawn.
    pub fn only(member: T) -> Self {
        Self(T::ALL.iter().map(|(other, ..)| (*other, f64::from(u8::from(*other == member)))).collect())
    }

    /// The weight of one member.
    pub fn weight(&self, member: T) -> f64 {
        let default = || T::ALL.iter().find(|(other, ..)| *other == member).map_or(0.0, |(.., weight)| *weight);
        self.0.get(&member).copied().unwrap_or_else(default)
    }

    /// Draws a member among those allowed, or `None` where none of them has any weight.
    pub fn draw(&self, rng: &mut impl Rng, allowed: impl Fn(T) -> bool) -> Option<T> {
        let weight = |member: T| if allowed(member) { self.weight(member) } else { 0.0 };
        let total: f64 = T::ALL.iter().map(|(member, ..)| weight(*member)).sum();
        if total <= 0.0 {
            return None;
        }
        let mut left = rng.random::<f64>() * total;
        let mut last = None;
        for (member, ..) in T::ALL {
            let weight = weight(*member);
            if weight > 0.0 {
                last = Some(*member);
                if left < weight {
                    break;
                }
                left -= weight;
            }
        }
        last
    }
}

/// What was drawn for one graft; evaluation groups its results by these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Template {
    /// What is planted.
    pub shape: Shape,
    /// Where it stands.
    pub place: Place,
    /// How it is hidden.
    pub hiding: Hiding,
    /// The markup around it.
    pub wrapper: Wrapper,
    /// What its links point to.
    pub links: LinkPattern,
    /// What its anchors say.
    pub anchors: AnchorStyle,
    /// What stands between its items.
    pub separator: Separator,
    /// How its letters are written.
    pub encoding: Encoding,
    /// Whether it stands inside a paragraph of the host, so that the block is partly the host's.
    pub woven: bool,
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { shape, place, hiding, wrapper, links, anchors, separator, encoding, .. } = self;
        write!(f, "{shape}/{place}/{hiding}/{wrapper}/{links}/{anchors}/{separator}/{encoding}")
    }
}
