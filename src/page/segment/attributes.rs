//! The attributes of an element that segmentation reads.

use super::repeated::Repeated;
use crate::page::classes::Class;
use crate::parse::css::Declaration;
use crate::parse::{Cues, Tag};
use html5ever::LocalName;
use html5ever::local_name;
use scraper::StrTendril;
use scraper::node::Element;
use std::ops::Range;
use std::rc::Rc;

/// Bytes of the shortest `style` that may hide something, such as `top:-9in`.
const MIN_STYLE: usize = 5;

/// Bytes of the longest value that is read as a keyword.
const MAX_KEYWORD: usize = 64;

/// What is kept between elements to read their attributes.
pub(super) struct AttributeReader {
    /// Names for which html5ever has no constant.
    type_of: LocalName,
    data_preloaded: LocalName,
    /// Whether a `style` may hide an element or change how it breaks lines, and what it declares.
    pub(super) screened: Repeated<bool>,
    pub(super) styles: Repeated<Rc<[Declaration]>>,
    rels: Repeated<bool>,
    pub(super) classes: Repeated<Class>,
    pub(super) ids: Repeated<IdTraits>,
    /// Whether any rule names an id.
    pub(super) ids_in_rules: Repeated<bool>,
    pub(super) roles: Repeated<Cues>,
    pub(super) preloaded: Repeated<()>,
    /// Where the targets of links are stored.
    pub(super) targets: Repeated<Option<Range<u32>>>,
}

/// What the id of an element says about it.
#[derive(Clone)]
pub(super) struct IdTraits {
    /// Words of the id: the first one in the name table, and how many.
    pub(super) words: (u32, u8),
    pub(super) cues: Cues,
    /// Whether a rule that hides may match elements with this id.
    pub(super) may_hide: bool,
}

/// Attributes that say what an element is, where it links to, or that it is hidden.
#[derive(Default)]
pub(super) struct Attributes<'a> {
    pub(super) class: Option<&'a StrTendril>,
    pub(super) id: Option<&'a StrTendril>,
    pub(super) role: Option<&'a StrTendril>,
    pub(super) href: Option<&'a StrTendril>,
    /// JSON that a Discourse forum preloads.
    pub(super) preloaded: Option<&'a StrTendril>,
    /// `None` if it is too short to matter.
    pub(super) style: Option<&'a StrTendril>,
    /// Whether `hidden` hides the element. `hidden=until-found` shows it to who searches for its text.
    pub(super) has_hidden: bool,
    pub(super) is_aria_hidden: bool,
    /// `rel`, as links to authors and licenses have it.
    pub(super) rel: Option<&'a str>,
    /// `itemprop`, else `property`.
    pub(super) property: Option<&'a str>,
    /// `itemtype` of microdata.
    pub(super) item_type: Option<&'a str>,
    /// Values for machines. `title` is one of an `<abbr>` only.
    pub(super) content: Option<&'a str>,
    pub(super) datetime: Option<&'a str>,
    pub(super) title: Option<&'a str>,
    /// The number of an item or of the first one in a list, and how many columns and rows a cell spans.
    pub(super) item: Option<&'a str>,
    pub(super) columns: Option<&'a str>,
    pub(super) rows: Option<&'a str>,
    /// Whether `rel` holds `nofollow`, `ugc` or `sponsored`.
    pub(super) is_unendorsed: bool,
    /// Whether `itemprop`, `itemscope` or `typeof` is set.
    pub(super) has_microdata: bool,
}

impl AttributeReader {
    pub(super) fn new() -> AttributeReader {
        AttributeReader {
            type_of: LocalName::from("typeof"),
            data_preloaded: LocalName::from("data-preloaded"),
            screened: Repeated::default(),
            styles: Repeated::default(),
            rels: Repeated::default(),
            classes: Repeated::default(),
            ids: Repeated::default(),
            ids_in_rules: Repeated::default(),
            roles: Repeated::default(),
            preloaded: Repeated::default(),
            targets: Repeated::default(),
        }
    }

    /// Reads the attributes of an element in one pass. Names are interned, so comparing them compares numbers.
    #[inline]
    pub(super) fn read<'a>(&mut self, element: &'a Element) -> Attributes<'a> {
        let mut read = Attributes::default();
        for (name, value) in &element.attrs {
            let name = &name.local;
            if *name == local_name!("class") {
                read.class = Some(value);
            } else if *name == local_name!("href") {
                read.href = Some(value);
            } else if *name == local_name!("id") {
                read.id = Some(value);
            } else if *name == local_name!("style") {
                read.style = Some(value).filter(|style| style.len() >= MIN_STYLE);
            } else if *name == local_name!("role") {
                read.role = Some(value);
            } else if *name == local_name!("rel") {
                read.rel = Some(value);
                read.is_unendorsed = self.rels.read(value, is_unendorsed);
            } else if *name == local_name!("hidden") {
                read.has_hidden = value.len() > MAX_KEYWORD || !value.trim().eq_ignore_ascii_case("until-found");
            } else if *name == local_name!("aria-hidden") {
                read.is_aria_hidden = value.len() <= MAX_KEYWORD && value.trim() == "true";
            } else if *name == local_name!("itemprop") {
                read.has_microdata = true;
                read.property = Some(value);
            } else if *name == local_name!("itemscope") || *name == self.type_of {
                read.has_microdata = true;
            } else if *name == local_name!("itemtype") {
                read.item_type = Some(value);
            } else if *name == local_name!("property") {
                read.property = read.property.or(Some(value));
            } else if *name == local_name!("content") {
                read.content = Some(value);
            } else if *name == local_name!("datetime") {
                read.datetime = Some(value);
            } else if *name == local_name!("title") {
                read.title = Some(value);
            } else if *name == local_name!("colspan") {
                read.columns = Some(value);
            } else if *name == local_name!("rowspan") {
                read.rows = Some(value);
            } else if *name == local_name!("start") || *name == local_name!("value") {
                read.item = Some(value);
            } else if *name == self.data_preloaded {
                read.preloaded = Some(value);
            }
        }
        read
    }
}

impl<'a> Attributes<'a> {
    /// The date that an element states for machines.
    pub(super) fn date_of(&self, tag: Tag) -> Option<&'a str> {
        match tag {
            Tag::Time => self.datetime,
            Tag::Abbr => self.title,
            _ => None,
        }
    }
}

/// Whether a `rel` says that the page does not vouch for the link.
fn is_unendorsed(rel: &str) -> bool {
    ["nofollow", "ugc", "sponsored"].iter().any(|word| rel.contains(word))
}
