//! The nodes of a page's JSON-LD that may describe it.
//!
//! A script is read as a stream: of each node, wanted keys are kept and cut, everything else is skipped without being
//! stored. Numbers of nodes and values are bounded, and serde_json bounds the depth.

mod choose;
mod repair;
mod visit;

pub(super) use choose::{Page, article, site_names, url_key};

use repair::repaired;
use serde::de::DeserializeSeed;
use visit::NodeSeed;

/// Nodes of a page that are kept.
const MAX_NODES: usize = 128;

/// Bytes of strings that are kept of a page's nodes.
pub(super) const MAX_BYTES: usize = 256 << 10;

/// Values of one key of a node that are kept.
const MAX_VALUES: usize = 16;

/// Bytes of a string that are kept.
const MAX_STRING: usize = 4096;

/// What a node is, by its types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Kind {
    /// An article or a post.
    Article,
    /// A thing that a page may be about, such as a recipe or a product.
    Thing,
    /// A web page.
    Page,
    /// What is usually a part of a page, such as a video or a review.
    Part,
    Site,
    Organization,
    #[default]
    Other,
}

impl Kind {
    fn of(types: &[Value]) -> Kind {
        types.iter().filter_map(|t| t.text.as_deref()).map(Self::of_type).min().unwrap_or_default()
    }

    fn of_type(name: &str) -> Kind {
        let name = name.rsplit(['/', ':']).next().unwrap_or(name);
        match name {
            "Report" | "Question" | "QAPage" => Kind::Article,
            "Recipe"
            | "HowTo"
            | "Product"
            | "Event"
            | "Course"
            | "Book"
            | "Movie"
            | "Dataset"
            | "SoftwareApplication"
            | "JobPosting"
            | "PodcastEpisode"
            | "Episode"
            | "CreativeWork"
            | "MusicRecording"
            | "LearningResource" => Kind::Thing,
            "VideoObject" | "AudioObject" | "ImageObject" | "Photograph" | "Review" => Kind::Part,
            "WebSite" => Kind::Site,
            "Organization" | "NewsMediaOrganization" | "Corporation" => Kind::Organization,
            _ if name.ends_with("Article") || name.ends_with("Posting") => Kind::Article,
            _ if name.ends_with("Page") => Kind::Page,
            _ => Kind::Other,
        }
    }
}

/// A value of a key: a string, or an object with a name, a URL or an identifier.
#[derive(Debug, Default, Clone)]
pub(super) struct Value {
    /// The string itself, or the object's name.
    pub(super) text: Option<String>,
    pub(super) url: Option<String>,
    pub(super) id: Option<String>,
}

/// A node, as far as it may describe the page.
#[derive(Debug, Default, Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) is_person: bool,
    pub(super) id: Option<String>,
    pub(super) url: Vec<Value>,
    pub(super) name: Vec<Value>,
    pub(super) headline: Vec<Value>,
    pub(super) published: Vec<Value>,
    pub(super) created: Vec<Value>,
    pub(super) modified: Vec<Value>,
    pub(super) authors: Vec<Value>,
    pub(super) publisher: Vec<Value>,
    pub(super) part_of: Vec<Value>,
    pub(super) image: Vec<Value>,
    pub(super) license: Vec<Value>,
    pub(super) language: Vec<Value>,
    pub(super) description: Vec<Value>,
    pub(super) page: Vec<Value>,
}

/// Reads a script and adds its nodes. Returns the bytes that their strings take, at most those `available`. Of damaged JSON, what comes before the damage is
/// kept; common errors are repaired.
pub(super) fn read(json: &str, nodes: &mut Vec<Node>, available: usize) -> usize {
    let before = nodes.len();
    if before >= MAX_NODES {
        return 0;
    }
    let mut bytes = available;
    if visit(json, nodes, &mut bytes).is_err() {
        let repaired = repaired(json);
        let kept = nodes.split_off(before);
        let used = std::mem::replace(&mut bytes, available);
        // The repair may have broken what was read before.
        if visit(&repaired, nodes, &mut bytes).is_err() && nodes.len() - before < kept.len() {
            nodes.truncate(before);
            nodes.extend(kept);
            bytes = used;
        }
    }
    available - bytes
}

/// Visits JSON. What follows the first value is ignored.
fn visit(json: &str, nodes: &mut Vec<Node>, bytes: &mut usize) -> serde_json::Result<()> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    NodeSeed { nodes, bytes }.deserialize(&mut deserializer)
}
