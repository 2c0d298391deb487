//! Attributes of an element by their interned names. Names are numbers then, and comparing them compares no text.

use html5ever::{LocalName, local_name};
use scraper::StrTendril;
use scraper::node::Element;

/// The value of an attribute.
pub(super) fn attribute<'a>(element: &'a Element, name: &LocalName) -> Option<&'a StrTendril> {
    element.attrs.iter().find(|(attribute, _)| attribute.local == *name).map(|(_, value)| value)
}

/// The attributes of a `<meta>`, `<link>` or `<base>`.
#[derive(Default)]
pub(super) struct HeadAttributes<'a> {
    pub(super) content: Option<&'a StrTendril>,
    pub(super) name: Option<&'a StrTendril>,
    pub(super) property: Option<&'a StrTendril>,
    pub(super) http_equiv: Option<&'a StrTendril>,
    pub(super) itemprop: Option<&'a StrTendril>,
    pub(super) rel: Option<&'a StrTendril>,
    pub(super) href: Option<&'a StrTendril>,
    pub(super) hreflang: Option<&'a StrTendril>,
    /// `type`.
    pub(super) kind: Option<&'a StrTendril>,
}

impl<'a> HeadAttributes<'a> {
    /// Reads the attributes of an element in one pass.
    pub(super) fn of(element: &'a Element) -> HeadAttributes<'a> {
        let mut read = HeadAttributes::default();
        for (name, value) in &element.attrs {
            let name = &name.local;
            let field = if *name == local_name!("content") {
                &mut read.content
            } else if *name == local_name!("name") {
                &mut read.name
            } else if *name == local_name!("property") {
                &mut read.property
            } else if *name == local_name!("rel") {
                &mut read.rel
            } else if *name == local_name!("href") {
                &mut read.href
            } else if *name == local_name!("type") {
                &mut read.kind
            } else if *name == local_name!("http-equiv") {
                &mut read.http_equiv
            } else if *name == local_name!("hreflang") {
                &mut read.hreflang
            } else if *name == local_name!("itemprop") {
                &mut read.itemprop
            } else {
                continue;
            };
            *field = Some(value);
        }
        read
    }
}
