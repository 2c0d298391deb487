//! Labeling of raw pages by the library.

use crate::input::{Body, RawPage};
use blocksift::{Hints, Page, Report, Sifter};

/// The error for a page on which the library panics.
pub(crate) const PANICKED: &str = "blocksift failed on this page, which is a bug; please report it";

fn hints(page: &RawPage) -> Hints<'_> {
    Hints::default()
        .with_url(page.url.as_deref())
        .with_content_type(page.content_type.as_deref())
        .with_format(page.format)
}

/// Labels a page.
pub(crate) fn sift(sifter: &Sifter, page: &RawPage) -> Report {
    match &page.body {
        Body::Bytes(bytes) => sifter.sift(bytes, &hints(page)),
        Body::Text(text) => sifter.sift_str(text, &hints(page)),
    }
}

/// Decodes a page the way [`sift`] does.
pub(crate) fn decode(sifter: &Sifter, page: &RawPage) -> String {
    match &page.body {
        Body::Bytes(bytes) => sifter.decode(bytes, &hints(page)).text.into_owned(),
        Body::Text(text) => text.clone(),
    }
}

/// Splits a page into blocks without labeling them.
pub(crate) fn segment(page: &RawPage) -> Page {
    let sifter = Sifter::default();
    match &page.body {
        Body::Text(text) => sifter.segment_str(text, &hints(page)),
        Body::Bytes(bytes) => sifter.segment(bytes, &hints(page)).page,
    }
}
