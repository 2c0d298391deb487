//! What the page's own style sheets and scripts hide and show.
//!
//! Most rules of a style sheet never meet an element that something hides. So the sheets are only sorted by what their
//! selectors name. The declarations of most rules are read when they may match an element that another rule or its own
//! style hides.

use super::budget::Budget;
use crate::parse::Parsed;
use crate::parse::css::{
    Cascade, Compound, Declaration, Key, Layers, Style, Subject, Surroundings, Weight, breaks_line,
    declarations_may_hide, each_compound, each_declaration, each_hidden_id, each_rule, may_hide, media_applies,
    sets_display,
};
use html5ever::local_name;
use scraper::ElementRef;
use scraper::node::Element;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// Selectors with one key that are told apart. If there are more, none of them counts.
const MAX_BUCKET: usize = 256;

/// Selectors that are tried on one element. If there are more, no rule counts for it.
const MAX_TRIED: u32 = 1024;

/// Classes of an element that are looked up.
const MAX_CLASSES: usize = 256;

/// Bytes of a class attribute that cost a step each time they are read.
const CLASS_BYTES_PER_STEP: usize = 32;

/// The rules of a page.
#[derive(Default)]
pub(super) struct Rules {
    /// The selectors and bodies of the rules.
    text: String,
    selectors: Vec<Selector>,
    is_sorted: bool,
    bodies: Vec<Body>,
    /// Keys of the selectors whose rules may hide something.
    hiding: Keys,
    /// Keys of the selectors whose rules make an element break the line.
    breaking: Keys,
    buckets: BTreeMap<Key, Bucket>,
}

/// A sorted list of keys.
#[derive(Default)]
pub(super) struct Keys(Vec<Key>);

impl Keys {
    fn add(&mut self, selectors: &[Selector]) {
        self.0.extend(selectors.iter().filter(|selector| !selector.needs_hidden).map(|selector| selector.key));
    }

    fn sort(&mut self) {
        self.0.sort_unstable();
        self.0.dedup();
    }

    /// Whether the tag is in the list, or any tag.
    pub(super) fn have_tag(&self, tag: &str) -> bool {
        // Tags come first, and ids last.
        self.0.first().is_some_and(|first| first.is_tag() && (*first == Key::ANY || self.have(Key::of_tag(tag))))
    }

    pub(super) fn have_id(&self, id: &str) -> bool {
        self.0.last().is_some_and(|last| last.is_id() && self.have(Key::of_id(id)))
    }

    fn have(&self, key: Key) -> bool {
        self.0.binary_search(&key).is_ok()
    }
}

/// A selector and the rule it belongs to.
#[derive(Clone, Copy)]
struct Selector {
    key: Key,
    /// In [`Rules::text`].
    start: u32,
    length: u16,
    layer: u8,
    is_script: bool,
    needs_hidden: bool,
    /// Index of the rule's body, which also counts the rules.
    body: u32,
}

/// The body of a rule.
enum Body {
    /// Not read yet: where in [`Rules::text`].
    Text(Range<u32>),
    Read(Box<[Declaration]>),
}

/// The selectors with one key, and what they declare.
enum Bucket {
    Known(Vec<Known>),
    TooMany,
}

struct Known {
    selector: Range<u32>,
    layer: u8,
    declarations: Vec<(Declaration, Weight)>,
}

impl Known {
    fn memory(&self) -> usize {
        size_of::<Known>() + self.declarations.len() * size_of::<(Declaration, Weight)>()
    }
}

/// An element whose style is asked for.
#[derive(Clone, Copy)]
pub(super) struct Styled<'a> {
    pub(super) tag: &'a str,
    pub(super) class: &'a str,
    pub(super) id: Option<&'a str>,
    /// What the `style` attribute declares, see [`inline_declarations`].
    pub(super) inline: &'a [Declaration],
    pub(super) around: Surroundings,
}

impl Rules {
    /// Reads the style sheets of a page and its small scripts. `text` is the page's markup.
    pub(super) fn read(parsed: &Parsed, text: &str) -> Rules {
        let (mut rules, mut layers) = (Rules::default(), Layers::default());
        for (sheet, node) in parsed.styles.iter().filter(|(_, node)| !parsed.inert_styles.contains(node)) {
            let element = parsed.html.tree.get(*node).and_then(|node| node.value().as_element());
            if element.is_some_and(applies) {
                rules.add_style_sheet(&text[sheet.clone()], &mut layers);
            }
        }
        parsed.scripts.iter().for_each(|script| rules.add_script(&text[script.clone()]));
        if parsed.has_rules {
            rules.add_tree(parsed, &mut layers);
        }
        rules.hiding.sort();
        rules.breaking.sort();
        rules
    }

    /// Bytes that the rules take before any element is styled.
    pub(super) fn memory(&self) -> usize {
        self.text.len() + self.selectors.len() * size_of::<Selector>() + self.bodies.len() * size_of::<Body>()
    }

    /// Adds the style sheets and scripts whose text is in the tree.
    fn add_tree(&mut self, parsed: &Parsed, layers: &mut Layers) {
        for element in parsed.html.tree.nodes().filter_map(ElementRef::wrap) {
            let is_style = element.value().name.local == local_name!("style");
            if !is_style && element.value().name.local != local_name!("script") {
                continue;
            }
            let is_read = is_style && !parsed.inert_styles.contains(&element.id()) && applies(element.value());
            for text in element.text() {
                if is_read {
                    self.add_style_sheet(text, layers);
                } else if !is_style && may_hide(text) {
                    self.add_script(text);
                }
            }
        }
    }

    fn add_style_sheet(&mut self, css: &str, layers: &mut Layers) {
        each_rule(css, layers, |rule| {
            let first = self.selectors.len();
            each_compound(rule.selectors, |compound| self.add_selector(compound, rule.layer, false));
            if self.selectors.len() > first {
                let body = self.add_body(rule.body);
                if declarations_may_hide(rule.body) {
                    self.add_keys(first, body);
                } else if sets_display(rule.body) && breaks_line(rule.body) {
                    self.breaking.add(&self.selectors[first..]);
                }
            }
        });
    }

    fn add_script(&mut self, script: &str) {
        each_hidden_id(script, |id, declaration| {
            let id = format!("#{id}");
            let first = self.selectors.len();
            each_compound(&id, |compound| self.add_selector(compound, u8::MAX, true));
            self.add_body(declaration);
            self.hiding.add(&self.selectors[first..]);
        });
    }

    /// Adds a selector of the rule whose body comes next.
    fn add_selector(&mut self, compound: Compound<'_>, layer: u8, is_script: bool) {
        let (start, length) = (self.text.len() as u32, compound.text.len() as u16);
        self.text.push_str(compound.text);
        let body = self.bodies.len() as u32;
        let (key, needs_hidden) = (compound.key(), compound.needs_hidden());
        self.selectors.push(Selector { key, start, length, layer, is_script, needs_hidden, body });
    }

    /// Adds the body of a rule, and returns its index.
    fn add_body(&mut self, body: &str) -> u32 {
        let start = self.text.len() as u32;
        self.text.push_str(body);
        self.bodies.push(Body::Text(start..self.text.len() as u32));
        self.bodies.len() as u32 - 1
    }

    /// Notes what a rule that may hide something does to what its selectors, which start at `first`, match.
    fn add_keys(&mut self, first: usize, body: u32) {
        let mut cascade = Cascade::default();
        let weight = Weight::of_rule(0, 0, body);
        self.declarations(body).iter().for_each(|declaration| cascade.add(*declaration, weight));
        if cascade.may_hide() {
            self.hiding.add(&self.selectors[first..]);
        }
        if cascade.may_break() {
            self.breaking.add(&self.selectors[first..]);
        }
    }

    /// The declarations of a body, of each property and importance the last.
    fn declarations(&mut self, body: u32) -> &[Declaration] {
        let body = &mut self.bodies[body as usize];
        if let Body::Text(range) = body {
            *body = Body::Read(last_declarations(&self.text[range.start as usize..range.end as usize]).into());
        }
        match body {
            Body::Read(declarations) => declarations,
            Body::Text(_) => &[],
        }
    }

    /// Whether rules that may hide something, and rules that make an element break the line, name one of these classes.
    pub(super) fn traits_of_class(&self, classes: &str) -> (bool, bool) {
        let (mut may_hide, mut may_break) = (false, false);
        if self.hiding.0.is_empty() && self.breaking.0.is_empty() {
            return (may_hide, may_break);
        }
        for key in classes.split_ascii_whitespace().map(Key::of_class) {
            may_hide |= self.hiding.have(key);
            may_break |= self.breaking.have(key);
        }
        (may_hide, may_break)
    }

    /// What selectors of rules that may hide something name.
    pub(super) fn hiding(&self) -> &Keys {
        &self.hiding
    }

    /// What selectors of rules that make an element break the line name.
    pub(super) fn breaking(&self) -> &Keys {
        &self.breaking
    }

    /// Whether rules with this key exist, whatever they do.
    pub(super) fn has_key(&mut self, key: Key) -> bool {
        self.sort();
        self.selectors.binary_search_by_key(&key, |selector| selector.key).is_ok()
    }

    fn sort(&mut self) {
        if !self.is_sorted {
            self.selectors.sort_unstable_by_key(|selector| (selector.key, selector.body, selector.start));
            self.is_sorted = true;
        }
    }

    /// What rules and `style` attribute do to an element. Charges what that takes.
    pub(super) fn style(&mut self, element: &Styled<'_>, budget: &mut Budget) -> Style {
        let mut cascade = Cascade::default();
        if !self.selectors.is_empty() {
            cascade = self.matching(element, budget).unwrap_or_default();
        }
        element.inline.iter().for_each(|declaration| cascade.add(*declaration, Weight::INLINE_STYLE));
        cascade.style(element.around)
    }

    /// The cascade of the rules that match. `None` if there are too many to tell.
    fn matching(&mut self, element: &Styled<'_>, budget: &mut Budget) -> Option<Cascade> {
        budget.steps += element.class.len() / CLASS_BYTES_PER_STEP;
        let mut classes: Vec<&str> = element.class.split_ascii_whitespace().take(MAX_CLASSES).collect();
        classes.sort_unstable();
        classes.dedup();
        let subject =
            Subject { tag: element.tag, classes: &classes, id: element.id, has_hidden: element.around.has_hidden };
        let keys = classes.iter().map(|class| Key::of_class(class)).chain(element.id.map(Key::of_id));
        let (mut cascade, mut tried) = (Cascade::default(), 0);
        for key in keys.chain([Key::of_tag(element.tag), Key::ANY]) {
            self.fill_bucket(key, budget);
            let Some(Bucket::Known(known)) = self.buckets.get(&key) else { return None };
            for known in known {
                tried += 1;
                budget.steps += 1;
                if tried > MAX_TRIED {
                    return None;
                }
                let text = &self.text[known.selector.start as usize..known.selector.end as usize];
                if (Compound { text }).matches(&subject) {
                    budget.steps += known.declarations.len() / 4;
                    known.declarations.iter().for_each(|(declaration, weight)| cascade.add(*declaration, *weight));
                }
            }
        }
        Some(cascade)
    }

    /// Reads the rules whose selectors have this key.
    fn fill_bucket(&mut self, key: Key, budget: &mut Budget) {
        if self.buckets.contains_key(&key) {
            return;
        }
        self.sort();
        let first = self.selectors.partition_point(|selector| selector.key < key);
        let count = self.selectors[first..].partition_point(|selector| selector.key == key);
        let mut bucket = Bucket::Known(Vec::new());
        for at in first..first + count {
            budget.steps += 1;
            bucket = match bucket {
                Bucket::Known(known) => self.with_selector(known, self.selectors[at]),
                Bucket::TooMany => break,
            };
        }
        if let Bucket::Known(known) = &bucket {
            budget.memory += size_of::<Bucket>() + known.iter().map(Known::memory).sum::<usize>();
        }
        self.buckets.insert(key, bucket);
    }

    /// Adds what a selector's rule declares to the selectors with its key.
    fn with_selector(&mut self, mut bucket: Vec<Known>, selector: Selector) -> Bucket {
        let range = selector.start..selector.start + u32::from(selector.length);
        if self.declarations(selector.body).is_empty() {
            return Bucket::Known(bucket);
        }
        let text_of = |range: &Range<u32>| &self.text[range.start as usize..range.end as usize];
        let text = text_of(&range);
        let weight = match selector.is_script {
            true => Weight::SCRIPT,
            false => Weight::of_rule(selector.layer, Compound { text }.specificity(), selector.body),
        };
        let is_same = |known: &Known| known.layer == selector.layer && text_of(&known.selector) == text;
        let at = bucket.iter().position(is_same).unwrap_or_else(|| {
            bucket.push(Known { selector: range.clone(), layer: selector.layer, declarations: Vec::new() });
            bucket.len() - 1
        });
        if bucket.len() > MAX_BUCKET {
            return Bucket::TooMany;
        }
        let declarations = &mut bucket[at].declarations;
        for new in self.declarations(selector.body) {
            let is_same = |old: &Declaration| (old.property, old.is_important) == (new.property, new.is_important);
            match declarations.iter_mut().find(|(old, _)| is_same(old)) {
                Some(old) => *old = (*new, weight),
                None => declarations.push((*new, weight)),
            }
        }
        Bucket::Known(bucket)
    }
}

/// Whether a `style` attribute may by itself hide an element or change how it breaks lines.
pub(super) fn may_change_style(style: &str) -> bool {
    declarations_may_hide(style) || sets_display(style)
}

/// What a `style` attribute declares.
pub(super) fn inline_declarations(style: &str) -> Rc<[Declaration]> {
    last_declarations(style).into()
}

/// The declarations of a list, of each property and importance the last.
fn last_declarations(css: &str) -> Vec<Declaration> {
    let mut declarations: Vec<Declaration> = Vec::new();
    each_declaration(css, |new| {
        let is_same = |old: &Declaration| (old.property, old.is_important) == (new.property, new.is_important);
        match declarations.iter_mut().find(|old| is_same(old)) {
            Some(old) => *old = new,
            None => declarations.push(new),
        }
    });
    declarations
}

/// Whether a style sheet applies to readers of the page: it is one in CSS, and not for paper or the like.
fn applies(style: &Element) -> bool {
    let is_css = style.attr("type").is_none_or(|t| t.trim().is_empty() || t.trim().eq_ignore_ascii_case("text/css"));
    is_css && style.attr("media").is_none_or(media_applies)
}
