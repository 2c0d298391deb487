//! What hides an element: attributes, inline style, and the page's own `<style>` rules of one class or id.

use crate::parse::{BY_ID, Parsed, may_hide};
use html5ever::local_name;
use rustc_hash::FxHashMap;
use scraper::Html;
use std::hash::Hasher;

/// How a block is hidden, by its own element or by an ancestor. Hiding alone proves nothing: 7 % of clean pages
/// hide blocks of links.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visibility(u16);

impl Visibility {
    const DISPLAY: u16 = 1;
    const INVISIBLE: u16 = 2;
    const OFF_SCREEN: u16 = 4;
    const TINY: u16 = 8;
    const TRANSPARENT: u16 = 16;
    const COLOUR: u16 = 32;
    const ATTRIBUTE: u16 = 64;
    const ARIA: u16 = 128;
    /// Hidden by an inline style rather than a rule.
    const INLINE: u16 = 256;
    const INHERITED: u16 = 512;
    const HIDES: u16 = Self::DISPLAY
        | Self::INVISIBLE
        | Self::OFF_SCREEN
        | Self::TINY
        | Self::TRANSPARENT
        | Self::COLOUR
        | Self::ATTRIBUTE;

    /// Whether a reader does not see it. `aria-hidden` alone hides nothing from the eye.
    pub fn is_hidden(self) -> bool {
        self.0 & Self::HIDES != 0
    }
    /// `display: none` or the `hidden` attribute.
    pub fn is_display_none(self) -> bool {
        self.0 & (Self::DISPLAY | Self::ATTRIBUTE) != 0
    }
    /// `visibility: hidden` or zero opacity.
    pub fn is_invisible(self) -> bool {
        self.0 & (Self::INVISIBLE | Self::TRANSPARENT) != 0
    }
    /// Moved out of the window.
    pub fn is_off_screen(self) -> bool {
        self.0 & Self::OFF_SCREEN != 0
    }
    /// Zero or next to zero in size.
    pub fn is_tiny(self) -> bool {
        self.0 & Self::TINY != 0
    }
    /// Text of the background's colour.
    pub fn is_background_coloured(self) -> bool {
        self.0 & Self::COLOUR != 0
    }
    /// `aria-hidden=true`.
    pub fn is_aria_hidden(self) -> bool {
        self.0 & Self::ARIA != 0
    }
    /// Hidden by a `style` attribute, not by a rule.
    pub fn is_inline_style(self) -> bool {
        self.0 & Self::INLINE != 0
    }
    /// Hidden by an ancestor rather than by the block's own container.
    pub fn is_inherited(self) -> bool {
        self.0 & Self::INHERITED != 0
    }

    pub(super) fn with(self, other: Visibility) -> Visibility {
        Visibility(self.0 | other.0)
    }
    /// What children take over.
    pub(super) fn inherited(self) -> Visibility {
        if self.0 == 0 { self } else { Visibility(self.0 | Self::INHERITED) }
    }
    pub(super) fn hidden_attribute() -> Visibility {
        Visibility(Self::ATTRIBUTE)
    }
    pub(super) fn aria_hidden() -> Visibility {
        Visibility(Self::ARIA)
    }
    pub(super) fn of_inline_style(style: &str) -> Visibility {
        let found = of_declarations(style);
        if found.0 == 0 { found } else { Visibility(found.0 | Self::INLINE) }
    }
}

/// What a list of CSS declarations hides.
fn of_declarations(css: &str) -> Visibility {
    let mut flags = 0;
    let (mut colour, mut background) = (None, None);
    let (mut clipped, mut small) = (false, false);
    let mut rest = css;
    while !rest.is_empty() {
        let (declaration, after) = cut(rest, b';').unwrap_or((rest, ""));
        rest = after;
        let Some((property, value)) = cut(declaration, b':') else { continue };
        let property = property.trim();
        // Most declarations end here: the list of a page may be long.
        let mut name = [0; LONGEST_PROPERTY];
        let Some(name) = name.get_mut(..property.len()) else { continue };
        name.copy_from_slice(property.as_bytes());
        name.make_ascii_lowercase();
        let value = || value.trim().trim_end_matches("!important").trim_end_matches("!Important").trim();
        match &*name {
            b"display" => flags |= Visibility::DISPLAY * u16::from(starts_with(value(), "none")),
            b"visibility" => flags |= Visibility::INVISIBLE * u16::from(starts_with(value(), "hidden")),
            b"opacity" => flags |= Visibility::TRANSPARENT * u16::from(number(value()).is_some_and(|n| n < 0.05)),
            b"left" | b"top" | b"text-indent" | b"margin-left" | b"margin-top" | b"right" | b"bottom" => {
                flags |= Visibility::OFF_SCREEN * u16::from(number(value()).is_some_and(|n| n <= -500.0));
            }
            b"font-size" | b"line-height" => {
                flags |= Visibility::TINY * u16::from(length(value()).is_some_and(|n| n < 2.0));
            }
            b"width" | b"height" | b"max-height" => small |= length(value()).is_some_and(|n| n < 2.0),
            b"overflow" => clipped |= starts_with(value(), "hidden"),
            b"color" => colour = Some(value()),
            b"background" | b"background-color" => background = Some(value()),
            b"clip" => clipped |= starts_with(value(), "rect(0") || starts_with(value(), "rect(1px"),
            _ => {}
        }
    }
    flags |= Visibility::TINY * u16::from(small && clipped);
    flags |= Visibility::COLOUR * u16::from(colour.is_some_and(|c| vanishes(c, background)));
    Visibility(flags)
}

/// Length of `background-color`.
const LONGEST_PROPERTY: usize = 16;

/// What stands before and after the first `at`.
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    memchr::memchr(at, text.as_bytes()).map(|i| (&text[..i], &text[i + 1..]))
}

fn starts_with(value: &str, prefix: &str) -> bool {
    value.get(..prefix.len()).is_some_and(|v| v.eq_ignore_ascii_case(prefix))
}

/// The number a value begins with.
fn number(value: &str) -> Option<f32> {
    let end = value.find(|c: char| !(c.is_ascii_digit() || c == '-' || c == '.' || c == '+')).unwrap_or(value.len());
    value[..end].parse().ok()
}

/// A length in pixels or a plain number; relative units only where they are zero.
fn length(value: &str) -> Option<f32> {
    let n = number(value)?;
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-' || c == '+');
    (n == 0.0 || unit.trim().is_empty() || starts_with(unit, "px") || starts_with(unit, "pt")).then_some(n.abs())
}

/// Whether text of this colour cannot be read on its background; without one the page's white is assumed.
fn vanishes(colour: &str, background: Option<&str>) -> bool {
    if starts_with(colour, "transparent") {
        return true;
    }
    let Some(text) = rgb(colour) else { return false };
    let Some(ground) = background.map_or(Some([255; 3]), rgb) else { return false };
    // White text without a background of its own is common on dark themes, so only the near-white that
    // nobody sets for reading counts; on a stated background any near match does.
    let near = text.iter().zip(ground).all(|(a, b)| a.abs_diff(b) <= 4);
    near && (background.is_some() || text != [255; 3])
}

fn rgb(colour: &str) -> Option<[u8; 3]> {
    let word = colour.split_whitespace().next()?;
    if word.eq_ignore_ascii_case("white") {
        return Some([255; 3]);
    }
    if word.eq_ignore_ascii_case("black") {
        return Some([0; 3]);
    }
    let hex = word.strip_prefix('#')?;
    if !hex.is_ascii() {
        return None;
    }
    let byte = |s: &str| u8::from_str_radix(s, 16).ok();
    match hex.len() {
        3 => {
            let d: Vec<u8> = (0..3).filter_map(|i| byte(&hex[i..=i])).collect();
            (d.len() == 3).then(|| [d[0] * 17, d[1] * 17, d[2] * 17])
        }
        6 | 8 => Some([byte(&hex[0..2])?, byte(&hex[2..4])?, byte(&hex[4..6])?]),
        _ => None,
    }
}

/// What the page's style sheets hide, by class and by id.
#[derive(Default)]
pub(super) struct Rules {
    /// Keys are hashes of `.class`, `#id`.
    by_name: FxHashMap<u64, Visibility>,
}

impl Rules {
    /// The rules of all style sheets of a page, and of small scripts that hide an element by its id.
    pub(super) fn of(parsed: &Parsed, text: &str) -> Rules {
        let mut rules = Rules::default();
        parsed.styles.iter().for_each(|style| rules.add(&text[style.clone()]));
        parsed.scripts.iter().for_each(|script| rules.add_script(&text[script.clone()]));
        if parsed.has_rules {
            rules.add_tree(&parsed.html);
        }
        rules
    }

    fn add_tree(&mut self, html: &Html) {
        for node in html.tree.nodes() {
            let Some(element) = node.value().as_element() else { continue };
            let is_style = element.name.local == local_name!("style");
            if !is_style && element.name.local != local_name!("script") {
                continue;
            }
            for child in node.children() {
                if let Some(text) = child.value().as_text() {
                    if is_style {
                        self.add(&text.text);
                    } else if may_hide(&text.text) {
                        self.add_script(&text.text);
                    }
                }
            }
        }
    }

    /// Adds the rules of a style sheet. Rules within `@media` and the like depend on the reader and are left out.
    pub(super) fn add(&mut self, css: &str) {
        let mut rest = css;
        while let Some(open) = memchr::memchr(b'{', rest.as_bytes()) {
            let selector = &rest[..open];
            let body = &rest[open + 1..];
            if selector.rsplit(['}', ';']).next().is_some_and(|s| s.trim_start().starts_with('@')) {
                rest = &body[end_of_at_rule(body)..];
                continue;
            }
            let close = memchr::memchr(b'}', body.as_bytes()).unwrap_or(body.len());
            let found = of_declarations(&body[..close]);
            if found.is_hidden() {
                self.add_selectors(selector, found);
            }
            rest = body.get(close + 1..).unwrap_or("");
        }
    }

    fn add_selectors(&mut self, selectors: &str, found: Visibility) {
        let selectors = selectors.rsplit(['}', ';', '/']).next().unwrap_or("");
        for selector in selectors.split(',').take(64) {
            let selector = selector.trim();
            let Some(at) = selector.find(['.', '#']) else { continue };
            let (tag, name) = selector.split_at(at);
            let simple = |s: &str| s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b >= 0x80);
            if simple(tag) && name.len() > 1 && simple(&name[1..]) {
                let entry = self.by_name.entry(key(name.as_bytes()[0], &name[1..])).or_default();
                *entry = entry.with(found);
            }
        }
    }

    /// Adds the ids that a script hides: `getElementById("x").style.display = "none"`.
    pub(super) fn add_script(&mut self, script: &str) {
        for at in memchr::memmem::find_iter(script.as_bytes(), BY_ID.as_bytes()).take(16) {
            let rest = &script[at + BY_ID.len()..];
            let rest = rest.trim_start().trim_start_matches(['"', '\'']);
            let Some(end) = rest.find(['"', '\'', ')']) else { continue };
            let (id, after) = rest.split_at(end);
            let statement = after.split([';', '\n']).next().unwrap_or("");
            let Some((_, property)) = statement.split_once(".style.") else { continue };
            let Some((name, value)) = property.split_once('=') else { continue };
            let value = value.trim().trim_matches(['"', '\'']);
            let found = of_declarations(&format!("{}:{value}", name.trim()));
            if found.is_hidden() {
                let entry = self.by_name.entry(key(b'#', id)).or_default();
                *entry = entry.with(found);
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// What hides an element of this class attribute.
    pub(super) fn of_classes(&self, classes: &str) -> Visibility {
        classes.split_ascii_whitespace().fold(Visibility::default(), |v, class| {
            v.with(self.by_name.get(&key(b'.', class)).copied().unwrap_or_default())
        })
    }

    /// What hides an element of this id.
    pub(super) fn of_id(&self, id: &str) -> Visibility {
        self.by_name.get(&key(b'#', id.trim())).copied().unwrap_or_default()
    }
}

fn key(sort: u8, name: &str) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write_u8(sort);
    hasher.write(name.as_bytes());
    hasher.finish()
}

/// One past the end of an at-rule whose body starts here.
fn end_of_at_rule(body: &str) -> usize {
    let mut depth = 1usize;
    for at in memchr::memchr2_iter(b'{', b'}', body.as_bytes()) {
        if body.as_bytes()[at] == b'{' {
            depth += 1;
        } else {
            depth -= 1;
            if depth == 0 {
                return at + 1;
            }
        }
    }
    body.len()
}
