//! The attributes of an element that segmentation reads.

use super::state::AttributeNames;
use html5ever::local_name;
use scraper::node::Element;

/// Bytes of the shortest `style` that may hide something, such as `top:-9in`.
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
    /// Empty if it is too short to matter.
    pub(super) style: &'a str,
    /// Whether `hidden` hides the element. `hidden=until-found` shows it to who searches for its text.
    pub(super) has_hidden: bool,
    pub(super) is_aria_hidden: bool,
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
        for (name, value) in &element.attrs {
            let (name, value) = (&name.local, &**value);
            if *name == local_name!("class") {
                read.class = Some(value);
            } else if *name == local_name!("href") {
                read.href = Some(value);
            } else if *name == local_name!("id") {
                read.id = Some(value);
            } else if *name == local_name!("style") {
                read.style = if value.len() < MIN_STYLE { "" } else { value };
            } else if *name == local_name!("role") {
                read.role = Some(value);
            } else if *name == local_name!("rel") {
                read.is_unendorsed = ["nofollow", "ugc", "sponsored"].iter().any(|rel| value.contains(rel));
            } else if *name == local_name!("hidden") {
                read.has_hidden = !value.trim().eq_ignore_ascii_case("until-found");
            } else if *name == local_name!("aria-hidden") {
                read.is_aria_hidden = value.trim() == "true";
            } else if *name == local_name!("itemprop") || *name == local_name!("itemscope") || *name == names.type_of {
                read.has_microdata = true;
            } else if *name == names.data_preloaded {
                read.preloaded = Some(value);
            }
        }
        read
    }
}
