//! What the walk keeps of the properties that the body states.

use crate::metadata::{Candidates, Field, MetadataSource};

/// An open element whose text is a value.
pub(super) struct OpenProperty {
    pub(super) element: u32,
    /// Where its text starts in the page's text.
    pub(super) start: u32,
    pub(super) block: u32,
    pub(super) value: Value,
}

/// What the text of an element is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// The value of a field. Without text, an author or a publisher whose name is a property inside it.
    Field { field: Field, source: MetadataSource, rank: u8 },
    /// Nothing: its name was read.
    Named,
    /// Nothing: it is a comment or another item inside the page, and its properties are not those of the page.
    OtherItem,
}

/// What the body says about the page.
#[derive(Default)]
pub(super) struct Properties {
    pub(super) candidates: Candidates,
    pub(super) open: Vec<OpenProperty>,
    /// Elements whose ancestors were looked at.
    pub(super) climbs: u32,
}

impl Properties {
    /// Whether the innermost open property is this element.
    #[inline]
    pub(super) fn ends_with(&self, element: u32) -> bool {
        self.open.last().is_some_and(|open| open.element == element)
    }
}
