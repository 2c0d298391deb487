//! The attributes of an element that segmentation reads.

use super::state::AttributeNames;
use crate::page::visibility::Visibility;
use crate::parse::Tag;
use html5ever::local_name;
use scraper::node::Element;

/// Bytes of the shortest `style` that may hide something.
const MIN_STYLE: usize = 5;

/// Attributes that say what an element is, where it links to, or that it is hidden.
#[derive(Default)]
pub(super) struct Attributes<'a> {
    pub(super) class: Option<&'a str>,
    pub(super) id: Option<&'a str>,
    pub(super) role: Option<&'a str>,
    pub(super) href: Option<&'a str>,
    /// JSON that a Discourse forum preloads.
    pub(super) preloaded: Option<&'a str>,
    /// How `hidden`, `aria-hidden` and `style` hide the element.
    pub(super) visibility: Visibility,
    /// `rel`, as links to authors and licenses have it.
    pub(super) rel: Option<&'a str>,
    /// `itemprop`, else `property`.
    pub(super) property: Option<&'a str>,
    /// Values for machines. `title` is one of an `<abbr>` only.
    pub(super) content: Option<&'a str>,
    pub(super) datetime: Option<&'a str>,
    pub(super) title: Option<&'a str>,
    /// Whether `rel` holds `nofollow`, `ugc` or `sponsored`.
    pub(super) is_unendorsed: bool,
    /// Whether `itemprop`, `itemscope` or `typeof` is set.
    pub(super) has_microdata: bool,
}

impl<'a> Attributes<'a> {
    /// Reads the attributes of an element in one pass. Names are interned, so comparing them compares numbers.
    #[inline]
    pub(super) fn read(element: &'a Element, names: &AttributeNames) -> Attributes<'a> {
        let mut read = Attributes::default();
        let mut style = None;
        for (name, value) in &element.attrs {
            let (name, value) = (&name.local, &**value);
            if *name == local_name!("class") {
                read.class = Some(value);
            } else if *name == local_name!("href") {
                read.href = Some(value);
            } else if *name == local_name!("id") {
                read.id = Some(value);
            } else if *name == local_name!("style") {
                style = Some(value);
            } else if *name == local_name!("role") {
                read.role = Some(value);
            } else if *name == local_name!("rel") {
                read.rel = Some(value);
                read.is_unendorsed = ["nofollow", "ugc", "sponsored"].iter().any(|rel| value.contains(rel));
            } else if *name == local_name!("hidden") {
                read.visibility = read.visibility.with(Visibility::hidden_attribute());
            } else if *name == local_name!("aria-hidden") && value.trim() == "true" {
                read.visibility = read.visibility.with(Visibility::aria_hidden());
            } else if *name == local_name!("itemprop") {
                read.has_microdata = true;
                read.property = Some(value);
            } else if *name == local_name!("itemscope") || *name == names.type_of {
                read.has_microdata = true;
            } else if *name == local_name!("property") {
                read.property = read.property.or(Some(value));
            } else if *name == local_name!("content") {
                read.content = Some(value);
            } else if *name == local_name!("datetime") {
                read.datetime = Some(value);
            } else if *name == local_name!("title") {
                read.title = Some(value);
            } else if *name == names.data_preloaded {
                read.preloaded = Some(value);
            }
        }
        if let Some(style) = style.filter(|style| style.len() >= MIN_STYLE) {
            read.visibility = read.visibility.with(Visibility::from_inline_style(style));
        }
        read
    }

    /// The date that an element states for machines.
    pub(super) fn date_of(&self, tag: Tag) -> Option<&'a str> {
        match tag {
            Tag::Time => self.datetime,
            Tag::Abbr => self.title,
            _ => None,
        }
    }
}
