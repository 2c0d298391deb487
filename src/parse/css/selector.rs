//! Selectors: what they are found by, how much they weigh, and which elements they match.
//!
//! A selector is kept as text in a form of its own, without escapes. Its last compound comes first: by it the elements are
//! found that the selector may match. What must be around them follows, from the inside out.

/// What stands before a class, an id and an attribute in a [`Compound`]. No name has characters up to [`MARKS`].
pub(super) const CLASS: char = '\u{1}';
pub(super) const ID: char = '\u{2}';
pub(super) const ATTRIBUTE: char = '\u{3}';
/// What stands before the compounds of `:not()`, `:is()` and `:where()`, between them and after them.
pub(super) const NOT: char = '\u{4}';
pub(super) const IS: char = '\u{5}';
pub(super) const WHERE: char = '\u{6}';
pub(super) const OR: char = '\u{7}';
pub(super) const END: char = '\u{8}';
/// What stands before the compound that the parent must match, or any ancestor.
pub(super) const PARENT: char = '\u{e}';
pub(super) const ANCESTOR: char = '\u{f}';
/// What stands between the name of an attribute and an operator with a value.
pub(super) const OPERATOR: char = '\u{10}';
/// The highest of these.
pub(super) const MARKS: char = OPERATOR;

/// A selector: compounds, and how they are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Selector<'a> {
    pub(crate) text: &'a str,
}

/// A compound selector: the tag in lower case, or nothing, and then each part after its mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Compound<'a> {
    pub(crate) text: &'a str,
}

/// Where the element is that a compound must match, seen from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Combinator {
    Parent,
    Ancestor,
}

/// A hash of a part of a selector. Equal parts have equal keys, but not the other way round: who finds a selector by its
/// key must compare the names as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(u32);

impl Key {
    /// The bits that tell tags, classes and ids apart.
    const SORT: u32 = 0b11 << 30;
    const CLASS: u32 = 0b01 << 30;
    const ID: u32 = 0b10 << 30;

    /// Of selectors without tag, class and id.
    pub(crate) const ANY: Key = Key(0);

    pub(crate) fn of_tag(tag: &str) -> Key {
        Key(Key::hash(tag).max(1))
    }

    pub(crate) fn of_class(class: &str) -> Key {
        Key(Key::CLASS | Key::hash(class))
    }

    pub(crate) fn of_id(id: &str) -> Key {
        Key(Key::ID | Key::hash(id))
    }

    /// Whether it is of a tag, or of any element.
    pub(crate) fn is_tag(self) -> bool {
        self.0 & Key::SORT == 0
    }

    pub(crate) fn is_id(self) -> bool {
        self.0 & Key::SORT == Key::ID
    }

    /// FNV-1a of 32 bits, without the two highest.
    fn hash(name: &str) -> u32 {
        name.bytes().fold(0x811c_9dc5, |hash, b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193)) & !Key::SORT
    }
}

/// What a selector is matched with.
pub(crate) trait Subject {
    fn tag(&self) -> &str;
    fn has_class(&self, class: &str) -> bool;
    fn has_id(&self, id: &str) -> bool;
    /// The value of an attribute, if the element has it.
    fn attribute(&self, name: &str) -> Option<&str>;
}

impl<'a> Selector<'a> {
    /// The last compound, which the element itself must match.
    pub(crate) fn last(self) -> Compound<'a> {
        Compound { text: &self.text[..self.end_of_last()] }
    }

    /// How the rest is combined with the last compound, and where in the text it starts. `None` if nothing is around it.
    pub(crate) fn outer(self) -> Option<(Combinator, usize)> {
        let end = self.end_of_last();
        let combinator = match char::from(*self.text.as_bytes().get(end)?) {
            PARENT => Combinator::Parent,
            _ => Combinator::Ancestor,
        };
        Some((combinator, end + 1))
    }

    /// Whether it is a compound of a tag, classes, an id and the attribute `hidden`.
    pub(crate) fn is_plain(self) -> bool {
        !self.text.bytes().any(|b| b > ATTRIBUTE as u8 && b <= MARKS as u8) && {
            let mut attributes = self.last().parts().filter(|(mark, _)| *mark == ATTRIBUTE);
            attributes.all(|(_, name)| name == "hidden")
        }
    }

    /// Ids, classes and tags, each in ten bits or fewer.
    pub(crate) fn specificity(self) -> u32 {
        let (mut counts, mut rest) = ([0; 3], Some(self));
        while let Some(selector) = rest {
            selector.last().count(&mut counts);
            rest = selector.outer().map(|(_, start)| Selector { text: &selector.text[start..] });
        }
        let [ids, classes, tags]: [u32; 3] = counts;
        (ids.min(255) << 13) | (classes.min(1023) << 3) | tags.min(7)
    }

    fn end_of_last(self) -> usize {
        memchr::memchr2(PARENT as u8, ANCESTOR as u8, self.text.as_bytes()).unwrap_or(self.text.len())
    }
}

impl<'a> Compound<'a> {
    /// Under which key an element that matches is sure to find the selector: its id, its last class, or its tag.
    pub(crate) fn key(self) -> Key {
        let (mut key, tag) = (None, self.tag());
        for (mark, name) in self.parts() {
            match mark {
                ID => return Key::of_id(name),
                CLASS => key = Some(Key::of_class(name)),
                _ => {}
            }
        }
        key.unwrap_or(if tag.is_empty() { Key::ANY } else { Key::of_tag(tag) })
    }

    /// Whether only elements with the attribute `hidden` match.
    pub(crate) fn needs_hidden(self) -> bool {
        self.parts().any(|(mark, name)| mark == ATTRIBUTE && name == "hidden")
    }

    pub(crate) fn matches(self, subject: &impl Subject) -> bool {
        (self.tag().is_empty() || self.tag() == subject.tag())
            && self.parts().all(|(mark, name)| match mark {
                CLASS => subject.has_class(name),
                ID => subject.has_id(name),
                ATTRIBUTE => matches_attribute(name, subject),
                _ => alternatives(name).any(|compound| compound.matches_alone(subject)) != (mark == NOT),
            })
    }

    /// The same for a compound inside `:not()` and the like, which has no other inside it.
    fn matches_alone(self, subject: &impl Subject) -> bool {
        (self.tag().is_empty() || self.tag() == subject.tag())
            && self.parts().all(|(mark, name)| match mark {
                CLASS => subject.has_class(name),
                ID => subject.has_id(name),
                _ => matches_attribute(name, subject),
            })
    }

    /// Adds its ids, its classes and attributes, and its tag to `counts`.
    fn count(self, counts: &mut [u32; 3]) {
        counts[2] += u32::from(!self.tag().is_empty());
        for (mark, name) in self.parts() {
            match mark {
                ID => counts[0] += 1,
                CLASS | ATTRIBUTE => counts[1] += 1,
                WHERE => {}
                _ => {
                    let of_each = alternatives(name).map(|compound| {
                        let mut counts = [0; 3];
                        compound.count(&mut counts);
                        counts
                    });
                    let most = of_each.max().unwrap_or_default();
                    counts.iter_mut().zip(most).for_each(|(count, more)| *count += more);
                }
            }
        }
    }

    fn tag(self) -> &'a str {
        let end = self.text.bytes().position(is_mark).unwrap_or(self.text.len());
        &self.text[..end]
    }

    /// The marks of the parts after the tag, and their names. What is inside `:not()` and the like is one part.
    fn parts(self) -> impl Iterator<Item = (char, &'a str)> {
        let mut rest = &self.text[self.tag().len()..];
        std::iter::from_fn(move || {
            let mark = char::from(*rest.as_bytes().first()?);
            let is_group = matches!(mark, NOT | IS | WHERE);
            let ends = |b: u8| if is_group { b == END as u8 } else { is_mark(b) };
            let end = 1 + rest[1..].bytes().position(ends).unwrap_or(rest.len() - 1);
            let name = &rest[1..end];
            rest = rest.get(end + usize::from(is_group)..).unwrap_or("");
            Some((mark, name))
        })
    }
}

fn is_mark(byte: u8) -> bool {
    byte < OPERATOR as u8
}

/// The compounds inside `:not()` and the like.
fn alternatives(group: &str) -> impl Iterator<Item = Compound<'_>> {
    group.split(OR).map(|text| Compound { text })
}

/// Matches an attribute: its name, and perhaps an operator with a value.
fn matches_attribute(part: &str, subject: &impl Subject) -> bool {
    let Some((name, test)) = part.split_once(OPERATOR) else { return subject.attribute(part).is_some() };
    let Some(value) = subject.attribute(name) else { return false };
    let (operator, wanted) = test.split_at(1);
    match operator {
        "=" => value == wanted,
        "~" => value.split_ascii_whitespace().any(|word| word == wanted),
        "|" => value.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')),
        _ if wanted.is_empty() => false,
        "^" => value.starts_with(wanted),
        "$" => value.ends_with(wanted),
        _ => memchr::memmem::find(value.as_bytes(), wanted.as_bytes()).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Combinator, Key, Subject};
    use crate::parse::css::{Reads, each_selector};

    /// `<p class="a b" id="i" href="/x/y-z">`
    struct Paragraph;

    impl Subject for Paragraph {
        fn tag(&self) -> &str {
            "p"
        }
        fn has_class(&self, class: &str) -> bool {
            ["a", "b"].contains(&class)
        }
        fn has_id(&self, id: &str) -> bool {
            id == "i"
        }
        fn attribute(&self, name: &str) -> Option<&str> {
            [("class", "a b"), ("id", "i"), ("href", "/x/y-z")]
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, value)| *value)
        }
    }

    #[test]
    fn matching_compares_names_and_values() {
        let matches = |selector: &str| {
            let mut matches = None;
            each_selector(selector, Reads::All, |selector| matches = Some(selector.last().matches(&Paragraph)));
            matches
        };
        for selector in [
            "p",
            "*",
            ".a",
            ".b.a",
            "p.a#i",
            "#i",
            "[class]",
            "[class~=b]",
            "[class='a b']",
            "[href^='/x']",
            "[href$='-z']",
            "[href*=y]",
            "[id|=i]",
            ":not(.c)",
            "p:not(b, #j)",
            ":is(.c, p.a)",
            ".a:where(b, p)",
        ] {
            assert_eq!(matches(selector), Some(true), "{selector}");
        }
        for selector in [
            "b",
            ".A",
            ".c",
            "p.a.c",
            "#j",
            "p[hidden]",
            "[role]",
            "[class=a]",
            "[class~='a b']",
            "[href^='']",
            "[href$='']",
            "[href*='']",
            "[href|='/x']",
            ":not(.a)",
            ":not(.c, .b)",
            ":is(.c, p.c)",
            ".a:where(b)",
        ] {
            assert_eq!(matches(selector), Some(false), "{selector}");
        }
    }

    #[test]
    fn keys_and_specificity_follow_the_parts() {
        let of = |selector: &str| {
            let mut read = None;
            let add = |selector: super::Selector<'_>| read = Some((selector.last().key(), selector.specificity()));
            each_selector(selector, Reads::All, add);
            read.expect("a selector")
        };
        assert_eq!(of("p.a#i.b").0, Key::of_id("i"));
        assert_eq!(of("#i p.a.b").0, Key::of_class("b"));
        assert_eq!((of("P").0, of("*").0), (Key::of_tag("p"), Key::ANY));
        assert_eq!((of(":not(.a)").0, of(":is(#i) b").0), (Key::ANY, Key::of_tag("b")));
        let ordered = ["*", "p", "a > p", ".a", "p.a", "p .a i", ".a.b", "[id] .a i", "#i", "p#i", "#i.a", "#i #j"];
        assert!(ordered.map(|selector| of(selector).1).is_sorted_by(|a, b| a < b));
        for (one, other) in [(":where(#i) p", "p"), (":is(p, .a)", ".a"), ("b:not(#i)", "b#i"), ("[id^=a]", ".a")] {
            assert_eq!(of(one).1, of(other).1, "{one}");
        }
    }

    #[test]
    fn what_is_around_follows_the_last_compound() {
        let outer = |selector: &str| {
            let mut read = None;
            each_selector(selector, Reads::All, |s| {
                read = Some((s.outer().map(|(c, at)| (c, s.text[at..].len())), s.is_plain()))
            });
            read
        };
        assert_eq!(outer("a > b"), Some((Some((Combinator::Parent, 1)), false)));
        assert_eq!(outer("p a b"), Some((Some((Combinator::Ancestor, 3)), false)));
        assert_eq!((outer("a.b[hidden]"), outer("a[id]")), (Some((None, true)), Some((None, false))));
    }
}
