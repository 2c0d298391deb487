//! What inputs yield: pages as they were read, and failures.

use super::fnv::{FNV_OFFSET, fnv1a};
use super::kind::InputKind;
use super::tally::Tally;
use blocksift::Format;
use std::borrow::Cow;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Maximum length of an id, in bytes. Some formats repeat it for every block.
const MAX_ID_BYTES: usize = 1 << 10;
/// Maximum length of a URL, in bytes. Servers refuse longer ones.
const MAX_URL_BYTES: usize = 8 << 10;
/// Maximum length of a `Content-Type`, in bytes.
const MAX_CONTENT_TYPE_BYTES: usize = 1 << 10;
/// Maximum length of an input's name and of a reason, in bytes: that of a path.
const MAX_MESSAGE_BYTES: usize = 4 << 10;

/// A page as it was read.
#[derive(Debug)]
pub(crate) struct RawPage {
    /// The record's id, or else where the page was read from.
    pub(crate) id: String,
    /// The page's URL, if known.
    pub(crate) url: Option<String>,
    /// The HTTP `Content-Type`, if known.
    pub(crate) content_type: Option<String>,
    /// Markup or text, if known.
    pub(crate) format: Option<Format>,
    /// The page itself.
    pub(crate) body: Body,
}

/// The bytes of a page, or its text where a record held it decoded.
#[derive(Debug)]
pub(crate) enum Body {
    Bytes(Vec<u8>),
    Text(String),
}

impl Body {
    /// Length in bytes.
    pub(crate) fn len(&self) -> usize {
        match self {
            Body::Bytes(bytes) => bytes.len(),
            Body::Text(text) => text.len(),
        }
    }
}

/// A page, or why there is none.
pub(crate) type Found = Result<RawPage, Failure>;

/// An input, or a part of one, that could not be read as a page.
#[derive(Debug)]
pub(crate) struct Failure {
    /// File, record or URL.
    pub(crate) input: String,
    /// What is wrong with it.
    pub(crate) reason: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.input, self.reason)
    }
}

/// Cuts what names and describes a page or a failure: an input may make each as long as it likes.
pub(super) fn cut_names(found: Found) -> Found {
    match found {
        Ok(mut page) => {
            if let Cow::Owned(id) = short_id(&page.id) {
                page.id = id;
            }
            page.url.iter_mut().for_each(|url| cut(url, MAX_URL_BYTES));
            page.content_type.iter_mut().for_each(|content_type| cut(content_type, MAX_CONTENT_TYPE_BYTES));
            Ok(page)
        }
        Err(mut failure) => {
            [&mut failure.input, &mut failure.reason].into_iter().for_each(|text| cut(text, MAX_MESSAGE_BYTES));
            Err(failure)
        }
    }
}

/// The id of a page, as it is cut: its start and a hash of all of it, so that two long ids stay apart.
pub(crate) fn short_id(id: &str) -> Cow<'_, str> {
    if id.len() <= MAX_ID_BYTES {
        return Cow::Borrowed(id);
    }
    let suffix = format!("…{:016x}", fnv1a(FNV_OFFSET, id.as_bytes()));
    Cow::Owned(format!("{}{suffix}", &id[..id.floor_char_boundary(MAX_ID_BYTES - suffix.len())]))
}

/// The start of a URL, as it is cut.
pub(super) fn short_url(url: &str) -> &str {
    &url[..url.floor_char_boundary(MAX_URL_BYTES)]
}

fn cut(text: &mut String, max_bytes: usize) {
    if text.len() > max_bytes {
        text.truncate(text.floor_char_boundary(max_bytes));
        text.shrink_to_fit();
    }
}

pub(super) fn failure(input: &Path, reason: impl fmt::Display) -> Failure {
    Failure { input: input.display().to_string(), reason: reason.to_string() }
}

/// Names of the fields of JSON lines that are read.
#[derive(Debug, Clone)]
pub(crate) struct FieldNames {
    pub(crate) html: String,
    pub(crate) text: String,
    pub(crate) url: String,
    pub(crate) id: String,
}

/// Settings that apply to all inputs.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// What inputs are read as.
    pub(crate) kind: InputKind,
    /// URL of pages without one.
    pub(crate) url: Option<String>,
    /// `Content-Type` of pages without one.
    pub(crate) content_type: Option<String>,
    /// Field names of JSON lines.
    pub(crate) fields: FieldNames,
    /// Bytes of a page to read; the rest is dropped.
    pub(crate) max_page_bytes: usize,
    /// Counts what is read and skipped.
    pub(crate) tally: Arc<Tally>,
}
