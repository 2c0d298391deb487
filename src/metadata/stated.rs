//! What a page says about itself, from which its metadata are chosen when somebody asks for them.

use super::resolve::resolve;
use super::{Candidates, Metadata};
use std::sync::OnceLock;

/// The candidates of a page, and the metadata that were chosen among them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stated {
    candidates: Candidates,
    /// The page's own URL, if the caller knows it.
    url: Option<Box<str>>,
    chosen: OnceLock<Metadata>,
}

impl Stated {
    pub(crate) fn new(candidates: Candidates, url: Option<&str>) -> Stated {
        Stated { candidates, url: url.map(Box::from), chosen: OnceLock::new() }
    }

    /// The metadata. Choosing them takes time, so that it is done once, and only if asked. `first_blocks` are the texts of
    /// the page's first blocks.
    pub(crate) fn metadata<'a>(&self, first_blocks: impl FnOnce() -> Vec<&'a str>) -> &Metadata {
        self.chosen.get_or_init(|| resolve(&self.candidates, self.url.as_deref(), &first_blocks()))
    }
}
